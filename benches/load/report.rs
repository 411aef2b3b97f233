//! The table: a line for each figure, a group of columns for each number of users.

use super::client::Round;
use super::figures::{CROWD, Column};
use std::time::Duration;

/// Prints what one database showed, as a table for the README.
pub fn print(database: &str, columns: &[Column]) {
    let Some(first) = columns.first() else { return };
    println!("\n## {database}\n");
    println!(
        "p50 / p95 / p99 of one connection in ms, and pages a second over {CROWD} connections; × the first page, × the smallest size\n"
    );
    let head = columns.iter().map(|c| format!(" {} users | × page 1 | × smallest |", c.users)).collect::<String>();
    println!("| page |{head}");
    println!("| --- |{}", " --- | --- | --- |".repeat(columns.len()));
    for figure in &first.figures {
        let base = p50(first, figure.name);
        let cells = columns.iter().map(|column| cells(column, figure.name, base)).collect::<String>();
        println!("| {} |{cells}", figure.name);
    }
    for (name, _) in &first.facts {
        let values = columns.iter().map(|c| {
            let value = c.facts.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
            format!(" {value} | | |")
        });
        println!("| {name} |{}", values.collect::<String>());
    }
    for column in columns {
        share(column);
    }
}

fn cells(column: &Column, name: &str, smallest: Option<Duration>) -> String {
    let Some(figure) = column.figures.iter().find(|f| f.name == name) else { return " – | | |".to_owned() };
    let crowd = figure.crowd.as_ref().map_or(String::new(), |c| format!(" · {:.0}/s", c.per_second));
    let ratio = |to: Option<Duration>| {
        to.map_or(String::new(), |to| format!("{:.2}", figure.alone.p50.as_secs_f64() / to.as_secs_f64()))
    };
    format!(" {}{crowd} | {} | {} |", times(&figure.alone), ratio(p50(column, "list, first page")), ratio(smallest))
}

fn times(round: &Round) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    format!("{:.2} / {:.2} / {:.2}", ms(round.p50), ms(round.p95), ms(round.p99))
}

fn p50(column: &Column, name: &str) -> Option<Duration> {
    column.figures.iter().find(|f| f.name == name).map(|f| f.alone.p50)
}

/// The share of the ceilings that the first page reaches.
fn share(column: &Column) {
    let crowd = |name: &str| {
        let figure = column.figures.iter().find(|f| f.name == name)?;
        figure.crowd.as_ref().map(|c| c.per_second)
    };
    for ceiling in ["ceiling: query and rows", "ceiling: bytes from memory"] {
        if let (Some(page), Some(most)) = (crowd("list, first page"), crowd(ceiling)) {
            println!("\n{} users: the first page reaches {:.2} of the {ceiling}", column.users, page / most);
        }
    }
}
