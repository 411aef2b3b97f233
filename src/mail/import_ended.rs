//! Tells an owner of a tenant what came of an import that a program has asked for.

use super::message::templates;

/// What the message says.
#[derive(Debug, Clone, Copy)]
pub struct ImportEnded<'a> {
    /// Name of the tenant, as people know it.
    pub tenant: &'a str,
    /// How the owner is addressed.
    pub name: &'a str,
    /// Name of the connection that the users came into.
    pub connection: &'a str,
    pub counts: Counts,
    /// Why it ended before its time, in a sentence; nothing when it is complete.
    pub failure: Option<&'a str>,
    /// The job's page.
    pub link: &'a str,
}

/// How many users each outcome had.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    pub inserted: i64,
    pub updated: i64,
    pub failed: i64,
}

templates!(
    ImportEnded,
    "import_ended",
    "mail/import_ended/subject.txt",
    "mail/import_ended/body.txt",
    "mail/import_ended/body.html"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_many_and_why_not() {
        let counts = Counts { inserted: 12, updated: 3, failed: 4 };
        let link = "http://127.0.0.1:7700/dashboard/northwind/jobs/job_1";
        let mail =
            ImportEnded { tenant: "Northwind", name: "Ida", connection: "Customers", counts, failure: None, link };
        let message = mail.render().unwrap();
        assert_eq!(message.subject, "The import of users into Customers is complete");
        assert!(message.body_text.contains("Created: 12\nUpdated: 3\nNot imported: 4\n"));
        assert!(message.body_text.contains(link) && message.body_html.contains(&format!("href=\"{link}\"")));
        let message = ImportEnded { failure: Some("The file <x> is gone."), ..mail }.render().unwrap();
        assert_eq!(message.subject, "The import of users into Customers failed");
        assert!(message.body_text.contains("failed: The file <x> is gone.") && !message.body_html.contains("<x>"));
    }
}
