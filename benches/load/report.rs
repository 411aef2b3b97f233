//! The table: a line for each figure, a group of columns for each number of users.

use super::client::Round;
use super::figures::{CROWD, Column};
use std::time::Duration;

/// Prints what one database showed, as a table for the README.
pub fn print(database: &str, columns: &[Column]) {
    let Some(first) = columns.first() else { return };
    println!("\n## {database}\n");
    println!(
        "p50 / p95 / p99 of one connection in ms, and pages a second over {CROWD} connections; × the first page and × the smallest size where they took turns\n"
    );
    let head = columns.iter().map(|c| format!(" {} users | × page 1 | × smallest |", c.users)).collect::<String>();
    println!("| page |{head}");
    println!("| --- |{}", " --- | --- | --- |".repeat(columns.len()));
    for figure in &first.figures {
        let cells = columns.iter().map(|column| cells(column, figure.name)).collect::<String>();
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
        for (ceiling, share) in &column.shares {
            println!("\n{} users: the first page reaches {share:.2} of the {ceiling}", column.users);
        }
    }
}

fn cells(column: &Column, name: &str) -> String {
    let Some(figure) = column.figures.iter().find(|f| f.name == name) else { return " – | | |".to_owned() };
    let crowd = figure.crowd.as_ref().map_or(String::new(), |c| format!(" · {:.0}/s", c.per_second));
    let ratio = |to: &Option<Round>| {
        to.as_ref().map_or(String::new(), |to| format!("{:.2}", figure.alone.p50.as_secs_f64() / to.p50.as_secs_f64()))
    };
    format!(" {}{crowd} | {} | {} |", times(&figure.alone), ratio(&figure.first), ratio(&figure.smallest))
}

fn times(round: &Round) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    format!("{:.2} / {:.2} / {:.2}", ms(round.p50), ms(round.p95), ms(round.p99))
}
