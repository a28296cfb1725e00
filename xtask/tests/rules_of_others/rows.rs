//! The rows of a list of rules.
//!
//! The text of a list comes in, and its rows go out. A row begins with a line of its id, its level and its place, with
//! ` | ` between them. The line `-` has the text before the change and `+` the text after it. The line `!` has a remark.
//! `descriptions` knows the places. The place `no` has no texts: the rule is about no description.

/// One rule of another tool.
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) level: &'static str,
    pub(crate) place: &'static str,
    pub(crate) was: &'static str,
    pub(crate) is: &'static str,
    pub(crate) remark: &'static str,
}

pub(crate) fn rows(text: &'static str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (mark, rest) = line.split_at(line.len().min(1));
        let rest = rest.trim();
        match (mark, rows.last_mut()) {
            ("-", Some(row)) => row.was = rest,
            ("+", Some(row)) => row.is = rest,
            ("!", Some(row)) => row.remark = rest,
            _ => {
                let parts: Vec<&str> = line.split(" | ").collect();
                let [id, level, place] = parts[..] else {
                    panic!("no row: {line}");
                };
                rows.push(Row {
                    id,
                    level,
                    place,
                    was: "",
                    is: "",
                    remark: "",
                });
            }
        }
    }
    rows
}
