//! A search filter as conditions of SQL on `users u`. What the index of a column, of substrings or of values can answer is
//! written so that it does; see `search_plan.rs` for who asks in which way.

use super::connection::Backend;
use super::dialect::search::{self as dialect, Glob, Substring};
use super::search_values;
use super::statement::{Bind, Statement};
use crate::model::search::values::stored;
use crate::model::search::{
    Bound, Comparison, Filter, IdentityField, Pattern, Range, Test, TextField, TimeField, ValueRange,
};
use crate::model::user::Status;

/// How a condition reaches what does not stand in the user's own row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// By the set of all users who match: for statements that leave the way to the database.
    Set,
    /// User by user: for statements that walk users in the list's order, or look at few.
    Row,
}

/// Turns filters into text, with their binds in a statement.
pub(super) struct Compiler<'s> {
    pub backend: Backend,
    pub statement: &'s mut Statement,
    /// Number of the bind that holds the tenant.
    pub tenant: usize,
    pub access: Access,
}

impl Compiler<'_> {
    /// A condition on the users of an alias.
    pub fn condition(&mut self, filter: &Filter, of: &str) -> String {
        match filter {
            Filter::All => "1 = 1".to_owned(),
            Filter::Nobody(_) => "1 = 0".to_owned(),
            Filter::And(all) => self.joined(all, of, " AND "),
            Filter::Or(all) => self.joined(all, of, " OR "),
            // What is unknown is not so: NOT of a missing value is true.
            Filter::Not(inner) => format!("NOT COALESCE({}, 1 = 0)", self.condition(inner, of)),
            Filter::Role(_)
            | Filter::Identity(..)
            | Filter::Social(_)
            | Filter::Metadata(..)
            | Filter::ProfileData(..) => self.elsewhere(filter, of),
            Filter::Anywhere(text) => self.anywhere(text, of),
            own => self.own(own, of),
        }
    }

    fn joined(&mut self, all: &[Filter], of: &str, operator: &str) -> String {
        let all: Vec<_> = all.iter().map(|filter| self.condition(filter, of)).collect();
        format!("({})", all.join(operator))
    }

    /// A condition that the user's row answers.
    fn own(&mut self, filter: &Filter, of: &str) -> String {
        match filter {
            Filter::Text(field, test) => {
                let condition = self.text(&dialect::text_column(self.backend, *field, of), *field, test);
                // The key stands in for a missing name.
                if *field == TextField::Name { format!("({condition} AND {of}.name IS NOT NULL)") } else { condition }
            }
            Filter::Called(test) => self.text(&format!("{of}.name_key"), TextField::Name, test),
            Filter::Domain(Test::Exists) => format!("{of}.email IS NOT NULL"),
            Filter::Domain(test) => self.text(&dialect::domain_column(self.backend, of), TextField::Email, test),
            Filter::Connection(name) => format!("{of}.connection = ${}", self.statement.bind(name.as_str())),
            Filter::Status(status) => in_state(*status, of),
            Filter::Blocked(is) => not_unless(*is, &format!("{of}.blocked")),
            Filter::EmailVerified(is) => {
                format!("({} AND {of}.email IS NOT NULL)", not_unless(*is, &format!("{of}.email_verified")))
            }
            Filter::PhoneVerified(is) => {
                format!("({} AND {of}.phone_number IS NOT NULL)", not_unless(*is, &format!("{of}.phone_verified")))
            }
            Filter::Logins(range) => self.range(&format!("{of}.logins_count"), range, |n| Bind::Number(*n)),
            Filter::HasTime(TimeField::LastLogin) => format!("{of}.last_login IS NOT NULL"),
            Filter::HasTime(_) => "1 = 1".to_owned(),
            Filter::Time(field, range) => {
                let column = match field {
                    TimeField::Created => "created_at",
                    TimeField::Updated => "updated_at",
                    TimeField::LastLogin => "last_login_key",
                };
                let range = self.range(&format!("{of}.{column}"), range, |at| Bind::Time(*at));
                if *field == TimeField::LastLogin {
                    // The key of those who never did; the index holds no more than the key.
                    format!("({range} AND {of}.last_login_key > '1970-01-01 00:00:00')")
                } else {
                    range
                }
            }
            _ => "1 = 0".to_owned(),
        }
    }

    /// What is asked of a text, in a column that compares as the field's index does.
    pub(super) fn text(&mut self, column: &str, field: TextField, test: &Test) -> String {
        match test {
            Test::Exists => format!("({column} IS NOT NULL AND {column} <> '')"),
            Test::Equals(text) => {
                let all = spellings(field, |spell| spell(text));
                let all: Vec<_> = all.into_iter().map(|text| format!("${}", self.statement.bind(text))).collect();
                if all.len() == 1 {
                    format!("{column} = {}", all[0])
                } else {
                    format!("{column} IN ({})", all.join(", "))
                }
            }
            Test::Matches(pattern) => {
                let all = spellings(field, |spell| Pattern(pattern.0.iter().map(|part| spell(part)).collect()));
                let all: Vec<_> = all.iter().map(|pattern| self.pattern(column, pattern)).collect();
                format!("({})", all.join(" OR "))
            }
            Test::Between(range) => self.range(column, range, |text| Bind::Text(text.clone())),
        }
    }

    fn pattern(&mut self, column: &str, pattern: &Pattern) -> String {
        let mut all = Vec::new();
        let first = &pattern.0[0];
        if !first.is_empty() {
            let (from, to) = (self.statement.bind(first.as_str()), self.statement.bind(after(first)));
            all.push(format!("{column} >= ${from} AND {column} < ${to}"));
        }
        if pattern.only_prefix().is_none() {
            let Glob { operator, bind } = dialect::glob(self.backend, &pattern.0);
            all.push(format!("{column} {operator} ${}", self.statement.bind(bind)));
        }
        format!("({})", all.join(" AND "))
    }

    /// A range of any values.
    pub(super) fn range<T>(&mut self, column: &str, range: &Range<T>, bind: fn(&T) -> Bind) -> String {
        let mut all = Vec::new();
        let ends = [(&range.low, ">"), (&range.high, "<")];
        for (Bound { value, inclusive }, than) in ends.into_iter().filter_map(|(b, than)| Some((b.as_ref()?, than))) {
            let equal = if *inclusive { "=" } else { "" };
            all.push(format!("{column} {than}{equal} ${}", self.statement.bind(bind(value))));
        }
        if all.is_empty() {
            all.push(format!("{column} IS NOT NULL"));
        }
        format!("({})", all.join(" AND "))
    }

    fn anywhere(&mut self, text: &str, of: &str) -> String {
        match self.access {
            Access::Set => self.substring_condition(text, of),
            Access::Row => {
                let whole = dialect::substring(self.backend, text).whole;
                dialect::compared(self.backend, of, self.statement.bind(whole))
            }
        }
    }

    /// That a text stands anywhere in what the index of substrings covers, asked of that index.
    pub(super) fn substring_condition(&mut self, text: &str, of: &str) -> String {
        let (asked, whole) = self.substring(text);
        dialect::substring_condition(self.backend, of, asked, whole)
    }

    /// A condition that rows of another table answer.
    fn elsewhere(&mut self, filter: &Filter, of: &str) -> String {
        let (table, alias) = table_of(filter);
        let condition = self.there(filter, alias);
        let tenant = self.tenant;
        match self.access {
            Access::Set => format!(
                "{of}.user_id IN (SELECT {alias}.user_id FROM {table} {alias} WHERE {alias}.tenant_id = ${tenant} AND {condition})"
            ),
            Access::Row => format!(
                "EXISTS (SELECT 1 FROM {table} {alias} WHERE {alias}.tenant_id = {of}.tenant_id \
                 AND {alias}.user_id = {of}.user_id AND {condition}{})",
                dialect::row_by_row(self.backend)
            ),
        }
    }

    /// The condition on that other table.
    pub(super) fn there(&mut self, filter: &Filter, alias: &str) -> String {
        match filter {
            Filter::Identity(field, test) => {
                let column = match field {
                    IdentityField::Connection => format!("{alias}.connection"),
                    IdentityField::Provider => dialect::bytewise(self.backend, &format!("{alias}.provider")),
                    IdentityField::UserId => format!("{alias}.provider_user_id"),
                };
                self.text(&column, TextField::UserId, test)
            }
            Filter::Social(is) => not_unless(*is, &format!("{alias}.is_social")),
            Filter::Role(id) => format!("{alias}.role_id = ${}", self.statement.bind(id.as_str())),
            Filter::Metadata(kind, path, comparison) => {
                self.value(search_values::prefix(*kind), path, comparison, alias)
            }
            Filter::ProfileData(path, comparison) => self.value(search_values::LINKED, path, comparison, alias),
            _ => "1 = 0".to_owned(),
        }
    }

    fn value(&mut self, prefix: &str, path: &str, comparison: &Comparison, alias: &str) -> String {
        let whole = if path.is_empty() { prefix.to_owned() } else { stored(&format!("{prefix}.{path}")) };
        let (column, path_column) = (format!("{alias}.value_text"), format!("{alias}.path"));
        let n = self.statement.bind(whole.as_str());
        let at = format!("{path_column} = ${n}");
        match comparison {
            // An object is there when one of its values is.
            Comparison::Exists => {
                let (from, to) = (self.statement.bind(format!("{whole}.")), self.statement.bind(format!("{whole}/")));
                format!("({at} OR ({path_column} >= ${from} AND {path_column} < ${to}))")
            }
            Comparison::Equals(text, number) => {
                let mut texts = vec![stored(text)];
                texts.extend(number.map(|n| n.to_string()).filter(|n| n != text));
                let texts: Vec<_> = texts.into_iter().map(|text| format!("${}", self.statement.bind(text))).collect();
                format!("{at} AND {column} IN ({})", texts.join(", "))
            }
            Comparison::Matches(pattern) => format!("{at} AND {}", self.pattern(&column, pattern)),
            Comparison::Between(ValueRange::Numbers(range)) => {
                format!("{at} AND {}", self.range(&format!("{alias}.value_num"), range, |n| Bind::Real(*n)))
            }
            Comparison::Between(ValueRange::Texts(range)) => {
                // An inclusive end covers what begins with it: [* TO 2025-12] all of December.
                let high = range.high.as_ref().map(|end| match end.inclusive {
                    true => Bound { value: after(&end.value), inclusive: false },
                    false => end.clone(),
                });
                let range = Range { low: range.low.clone(), high };
                format!("{at} AND {}", self.range(&column, &range, |text| Bind::Text(text.clone())))
            }
        }
    }

    /// The binds of a search for a substring by its index: what it is asked for, and the whole.
    pub(super) fn substring(&mut self, text: &str) -> (usize, usize) {
        let Substring { asked, whole } = dialect::substring(self.backend, text);
        (self.statement.bind(asked), self.statement.bind(whole))
    }
}

pub(super) fn table_of(filter: &Filter) -> (&'static str, &'static str) {
    match filter {
        Filter::Identity(..) | Filter::Social(_) => ("identities", "i"),
        Filter::Role(_) => ("user_roles", "r"),
        _ => ("user_search_values", "v"),
    }
}

/// The words of the indexes of each state.
fn in_state(status: Status, of: &str) -> String {
    match status {
        Status::Blocked => format!("{of}.blocked"),
        Status::Pending => format!("{of}.logins_count = 0"),
        Status::Unverified => format!("NOT {of}.email_verified AND {of}.email IS NOT NULL"),
        Status::Active => format!("{of}.status_rank = {}", Status::Active as i32),
    }
}

fn not_unless(is: bool, condition: &str) -> String {
    if is { condition.to_owned() } else { format!("NOT {condition}") }
}

/// The first text after all that begin with this one.
fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// A text in each way in which the column may hold it. The columns' indexes fold the letters of ASCII alone, alike on both
/// databases; of other letters the usual spellings are asked for. The name's key is folded as a whole.
fn spellings<T: PartialEq>(field: TextField, of: impl Fn(&dyn Fn(&str) -> String) -> T) -> Vec<T> {
    let as_it_is = of(&str::to_owned);
    if !field.ignores_case() || field == TextField::Name {
        return vec![as_it_is];
    }
    let mut all = vec![of(&|text| text.to_ascii_lowercase())];
    for other in [of(&|text| titled(text).to_ascii_lowercase()), of(&|text| text.to_uppercase().to_ascii_lowercase())] {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

fn titled(text: &str) -> String {
    let words = text.split_inclusive([' ', '-', '\'']).map(|word| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect::<String>())
    });
    words.collect()
}
