//! Descriptions as documentation of Rust.
//!
//! In comes text of the description, which may hold anything. Out comes Markdown that rustdoc shows much as
//! it was meant, in which nothing is code that is compiled, nothing is HTML, and nothing can end what
//! stands around it: rustdoc compiles and runs each block of code that is not marked as `text`, and a
//! block of code is also whatever is indented far enough.

/// How many spaces a line may start with: with one more it would be a block of code.
const MOST_INDENTED: usize = 3;

/// A text of several paragraphs.
///
/// A fenced block becomes one of `text`. Everything else stands in lines that are neither indented far enough for a
/// block of code nor start one.
pub(crate) fn block(text: &str) -> String {
    let text = printable(text);
    let mut lines = text.lines();
    let mut out: Vec<String> = Vec::new();
    while let Some(line) = lines.next() {
        match Fence::opened_by(line) {
            Some(fence) => {
                let inside: Vec<&str> = lines
                    .by_ref()
                    .take_while(|line| !fence.is_closed_by(line))
                    .collect();
                out.extend(fenced(&inside));
            }
            None => out.push(plain(line, MOST_INDENTED)),
        }
    }
    out.join("\n").trim().to_owned()
}

/// A text that continues a line: the first sentence of a method, or what a list says of a parameter.
pub(crate) fn inline(text: &str) -> String {
    let lines: Vec<String> = printable(text)
        .lines()
        .map(|line| plain(line, 0))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

/// Text without characters that end a line where none ends, or show it in another order than it has.
pub(crate) fn printable(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            // Bidirectional controls, and marks that cannot be seen.
            '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// A line that opens a block of code.
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let mark = line
            .chars()
            .next()
            .filter(|mark| ['`', '~'].contains(mark))?;
        let length = line.chars().take_while(|c| *c == mark).count();
        // A word in backticks is no block.
        let is_one = length >= 3 && (mark == '~' || !line[length..].contains('`'));
        is_one.then_some(Self { mark, length })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.chars().count() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

/// A block that no line of it can end.
fn fenced(lines: &[&str]) -> Vec<String> {
    let longest = lines
        .iter()
        .map(|line| line.trim_start().chars().take_while(|c| *c == '`').count())
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut out = vec![String::new(), format!("{fence}text")];
    out.extend(lines.iter().map(|line| line.trim_end().to_owned()));
    out.extend([fence, String::new()]);
    out
}

/// A line that is neither part of a block of code nor of HTML.
fn plain(line: &str, most_indented: usize) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let indented = line.len() - line.trim_start().len();
    let text = words.join(" ");
    format!(
        "{}{}",
        " ".repeat(if words.is_empty() {
            0
        } else {
            indented.min(most_indented)
        }),
        escaped(&text)
    )
}

/// Escapes what starts HTML, and backticks that do not enclose words of the line.
fn escaped(line: &str) -> String {
    let keeps_code = has_only_whole_code(line);
    let mut out = String::with_capacity(line.len());
    let mut in_code = false;
    let mut previous = ' ';
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '`' if keeps_code => {
                in_code = !in_code;
                out.push(c);
            }
            '`' => out.push_str("\\`"),
            '<' if !in_code => out.push_str("\\<"),
            // It would take away the force of what is escaped next.
            '\\' if !in_code
                && characters
                    .peek()
                    .is_some_and(|next| "`<\\~".contains(*next)) =>
            {
                out.push_str("\\\\");
            }
            '~' if !in_code && previous == '~' => out.push_str("\\~"),
            _ => out.push(c),
        }
        previous = c;
    }
    out
}

/// Whether each backtick of the line is one half of a pair of single ones.
fn has_only_whole_code(line: &str) -> bool {
    line.matches('`').count().is_multiple_of(2) && !line.contains("``") && !line.contains("\\`")
}

#[cfg(test)]
mod tests;
