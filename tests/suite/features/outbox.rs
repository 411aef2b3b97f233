//! Mails leave: against a real mail server, which may be away, refuse, or be told by several processes at once.

use crate::support::house::AMARA;
use crate::support::{House, on_both};
use chrono::TimeDelta;
use gatehouse::features::outbox::deliver::{Outcome, Round};
use gatehouse::features::outbox::queue;
use gatehouse::features::upkeep;
use gatehouse::features::users::delete;
use gatehouse::features::users::history::{HistoryQuery, history};
use gatehouse::mail::smtp::Smtp;
use gatehouse::mail::verify_email::VerifyEmail;
use gatehouse::model::Timestamp;
use gatehouse::model::log_event::LogEvent;
use gatehouse::model::mail::Mail;
use gatehouse::model::user::UserId;
use gatehouse::store::outbox;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A mail server that keeps what it gets in a folder.
struct MailServer {
    child: Child,
    port: u16,
    folder: PathBuf,
}

/// Where nobody listens: a port that only the machine's administrator could give to somebody.
const NOBODY: u16 = 1;

impl MailServer {
    /// Takes mails up to a size.
    fn start(most: usize) -> Self {
        // Another process may take the port between our look and the server's; then we look again.
        let started = (0..5).find_map(|_| Self::try_start(free_port(), most));
        started.unwrap_or_else(|| panic!("the mail server of the tests did not start"))
    }

    fn try_start(port: u16, most: usize) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("gatehouse-suite-mail-{}-{port}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        let child = Command::new("aiosmtpd")
            .args(["-n", "-l", &format!("127.0.0.1:{port}"), "-s", &most.to_string()])
            .args(["-c", "aiosmtpd.handlers.Mailbox"])
            .arg(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{e}: install the mail server of the tests (apt-get install python3-aiosmtpd)"));
        let mut server = Self { child, port, folder };
        for _ in 0..2_400 {
            if server.child.try_wait().unwrap().is_some() {
                return None;
            }
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        None
    }

    /// The mails it has got.
    fn mails(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.join("new")).into_iter().flatten();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn smtp(port: u16) -> Smtp {
    Smtp::new(&format!("smtp://127.0.0.1:{port}"), "users@house.example").unwrap()
}

fn queued(house: &House) -> Mail {
    let link = "http://127.0.0.1:7700/verify-email?ticket=northwind.abc";
    let mail = VerifyEmail { tenant: "Näordwind", name: "Zoé", email: "zoe@okafor.example", link, days: 5 };
    let message = mail.render().unwrap();
    let user = UserId::from_text(AMARA);
    house.write(|tx, c| queue::queue(tx, c, Some(&user), "zoe@okafor.example", message.clone())).unwrap()
}

fn stored(house: &House, mail: &Mail) -> Mail {
    house.read(|tx, c| outbox::find(tx, &c.tenant, &mail.id)).unwrap()
}

fn round<'a>(house: &'a House, smtp: &'a Smtp, keeps_texts: bool) -> Round<'a> {
    Round { db: house.app.db(), ids: &house.app.ids, smtp, keeps_texts }
}

/// Delivers whatever is due; answers what came of each mail that was tried.
fn all_of(round: &Round, at: Timestamp) -> Vec<Outcome> {
    std::iter::from_fn(|| Some(round.deliver_one(at).unwrap()).filter(|outcome| *outcome != Outcome::Idle)).collect()
}

fn deliver(house: &House, at: Timestamp, smtp: &Smtp) -> Vec<Outcome> {
    all_of(&round(house, smtp, true), at)
}

fn notices(house: &House) -> Vec<LogEvent> {
    let now = house.app.now();
    let (to, codes) = (now + TimeDelta::days(2), vec!["fn"]);
    let query = HistoryQuery { from: now, to, codes, size: 100, ..HistoryQuery::default() };
    house.read(|tx, c| history(tx, c, &UserId::from_text(AMARA), &query)).unwrap().page.rows
}

#[test]
fn a_mail_waits_for_a_server_that_is_away_and_then_leaves_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let (mail, now) = (queued(&house), house.app.now());
        assert_eq!(deliver(&house, now, &smtp(NOBODY)), [Outcome::Away]);
        let waiting = stored(&house, &mail);
        assert!(waiting.sent_at.is_none() && waiting.attempts == 1 && waiting.trouble.is_some(), "{waiting:?}");
        let page = house.get("/dashboard/northwind/outbox").await.expect(200);
        assert!(page.shows(waiting.trouble.as_deref().unwrap()), "the page says so");
        assert_eq!(deliver(&house, now, &smtp(NOBODY)), [], "not before its time");

        let server = MailServer::start(100_000);
        let later = now + TimeDelta::minutes(1);
        assert_eq!(deliver(&house, later, &smtp(server.port)), [Outcome::Tried]);
        assert_eq!(deliver(&house, later + TimeDelta::hours(2), &smtp(server.port)), []);
        let sent = stored(&house, &mail);
        assert!(sent.sent_at == Some(later) && sent.due_at.is_none() && sent.trouble.is_none() && sent.attempts == 2);
        assert_eq!((sent.body_text, sent.body_html), (mail.body_text, mail.body_html), "the page still shows it");
        let [text] = <[String; 1]>::try_from(server.mails()).unwrap();
        for line in
            ["From: Gatehouse <users@house.example>", "To: zoe@okafor.example", &format!("<{}@house.example>", mail.id)]
        {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(text.contains("multipart/alternative") && text.contains("text/html"), "{text}");
        assert!(notices(&house).is_empty());
    });
}

#[test]
fn a_mail_is_tried_less_and_less_often() {
    on_both(|house| async move {
        let mail = queued(&house);
        let smtp = smtp(NOBODY);
        let mut at = house.app.now();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            assert_eq!(deliver(&house, at, &smtp), [Outcome::Away]);
            let due = stored(&house, &mail).due_at.unwrap();
            pauses.push((due - at).num_minutes());
            at = due;
        }
        assert_eq!(pauses, [1, 2, 5, 10, 30, 60, 60, 60]);
    });
}

#[test]
fn nobody_waits_for_a_slow_server_but_the_postman() {
    on_both(|house| async move {
        house.sign_in().await;
        let (slow, now) = (TcpListener::bind("127.0.0.1:0").unwrap(), house.app.now());
        let smtp = smtp(slow.local_addr().unwrap().port());
        let first = queued(&house);
        let round = round(&house, &smtp, true);
        let (told, is_connected) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let postman = scope.spawn(|| all_of(&round, now));
            scope.spawn(move || {
                let connection = slow.accept().unwrap();
                told.send(connection).unwrap();
            });
            let connection = is_connected.recv().unwrap();
            let second = queued(&house);
            assert!(stored(&house, &second).sent_at.is_none() && stored(&house, &first).attempts == 1);
            drop(connection);
            assert_eq!(postman.join().unwrap()[0], Outcome::Away);
        });
    });
}

#[test]
fn what_a_server_refuses_for_good_and_what_is_too_old_is_not_tried_again_and_is_in_the_log() {
    on_both(|house| async move {
        let server = MailServer::start(100);
        let (refused, now) = (queued(&house), house.app.now());
        assert_eq!(deliver(&house, now, &smtp(server.port)), [Outcome::Tried]);
        let refused = stored(&house, &refused);
        assert!(refused.due_at.is_none() && refused.sent_at.is_none(), "{refused:?}");
        assert!(refused.trouble.as_deref().unwrap_or_default().contains("552"), "{refused:?}");
        let old = queued(&house);
        assert_eq!(deliver(&house, now + TimeDelta::hours(25), &smtp(server.port)), [Outcome::Tried]);
        let old = stored(&house, &old);
        assert!(old.due_at.is_none() && old.trouble.as_deref() == Some("It waited for more than a day."), "{old:?}");
        assert!(server.mails().is_empty());
        let told: Vec<_> = notices(&house).into_iter().map(|e| (e.user_id, e.description)).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        for (user, description) in told {
            assert_eq!(user.as_deref(), Some(AMARA));
            assert!(description.is_some_and(|words| words.starts_with(&refused.subject)));
        }
    });
}

#[test]
fn where_no_page_shows_them_texts_of_mails_that_are_done_with_are_gone() {
    on_both(|house| async move {
        let now = house.app.now();
        for most in [100_000, 100] {
            let server = MailServer::start(most);
            let mail = queued(&house);
            let smtp = smtp(server.port);
            assert_eq!(round(&house, &smtp, false).deliver_one(now).unwrap(), Outcome::Tried);
            let done = stored(&house, &mail);
            assert!(done.due_at.is_none() && done.subject == mail.subject);
            assert_eq!((done.body_text.as_str(), done.body_html.as_str()), ("", ""), "{most}");
        }
    });
}

#[test]
fn several_processes_send_each_mail_once() {
    on_both(|house| async move {
        let server = MailServer::start(100_000);
        for _ in 0..20 {
            queued(&house);
        }
        let (smtp, now) = (smtp(server.port), house.app.now());
        let round = round(&house, &smtp, true);
        let tried: usize = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4).map(|_| scope.spawn(|| all_of(&round, now).len())).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        assert_eq!((tried, server.mails().len()), (20, 20));
    });
}

#[test]
fn who_dies_with_a_mail_leaves_it_to_others() {
    on_both(|house| async move {
        let (mail, now) = (queued(&house), house.app.now());
        let until = now + TimeDelta::minutes(5);
        let taken = house.write(|tx, _| outbox::take(tx, now, until)).unwrap().unwrap();
        assert_eq!(taken.1.id, mail.id);
        assert!(house.write(|tx, _| outbox::take(tx, now, until)).unwrap().is_none(), "it is on its way");
        let again = house.write(|tx, _| outbox::take(tx, until, until)).unwrap().unwrap();
        assert_eq!((again.1.id, again.1.attempts), (mail.id.clone(), 2));
        // The first one was only slow, and comes back with trouble: what has left has left.
        house.write(|tx, c| outbox::sent(tx, &c.tenant, &mail.id, until, true)).unwrap();
        house.write(|tx, c| outbox::put_off(tx, &c.tenant, &mail.id, until, "slow")).unwrap();
        assert!(!house.write(|tx, c| outbox::given_up(tx, &c.tenant, &mail.id, "slow", true)).unwrap());
        assert!(stored(&house, &mail).due_at.is_none());
    });
}

#[test]
fn mails_go_with_the_user_they_are_for() {
    on_both(|house| async move {
        let mail = queued(&house);
        house.write(|tx, c| delete::delete(tx, c, &UserId::from_text(AMARA))).unwrap();
        assert!(house.read(|tx, c| outbox::find(tx, &c.tenant, &mail.id)).is_err());
        assert_eq!(deliver(&house, house.app.now(), &smtp(NOBODY)), []);
    });
}

#[test]
fn mails_go_after_a_month() {
    on_both(|house| async move {
        let (mail, now) = (queued(&house), house.app.now());
        for (days, is_there) in [(29, true), (31, false)] {
            upkeep::run_due(house.app.db(), &house.app.ids, now + TimeDelta::days(days), &mut || true).unwrap();
            assert_eq!(house.read(|tx, c| outbox::find(tx, &c.tenant, &mail.id)).is_ok(), is_there, "{days}");
        }
    });
}
