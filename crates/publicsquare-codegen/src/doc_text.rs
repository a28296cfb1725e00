//! Turns descriptions of the document into documentation of Rust.
//!
//! In comes text of the description, which may contain anything. Out comes Markdown that rustdoc shows much as it was
//! meant. Nothing in it is code that is compiled, nothing is HTML, and nothing can end the comment around it. This matters
//! because rustdoc compiles and runs each code block that is not marked as `text`, and also each block that is indented by
//! four spaces. `normalize/descriptions.rs` and `postprocess/docs.rs` call it.

/// How many spaces a line may start with. With one more, it would be a code block.
const MOST_INDENTED: usize = 3;

/// A text of several paragraphs.
///
/// A fenced block is marked as `text`. All other lines are neither indented far enough for a code block nor start one.
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

/// A text within a line, such as the first sentence of a method or the description of a parameter in a list.
pub(crate) fn inline(text: &str) -> String {
    let lines: Vec<String> = printable(text)
        .lines()
        .map(|line| plain(line, 0))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

/// Text without hidden line ends, and without characters that make it appear in another order.
pub(crate) fn printable(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            // Bidirectional controls and invisible marks.
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

/// A line that opens a code block.
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
        // A line that also contains closing backticks is not the start of a block.
        let is_one = length >= 3 && (mark == '~' || !line[length..].contains('`'));
        is_one.then_some(Self { mark, length })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.chars().count() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

/// A code block, fenced so that no line in it can end it.
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

/// A line that cannot start a code block or HTML.
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

/// Escapes the start of HTML, and backticks that do not enclose words of this line.
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
            // It would disable the escape that follows.
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

/// Whether all backticks of the line are single and come in pairs.
fn has_only_whole_code(line: &str) -> bool {
    line.matches('`').count().is_multiple_of(2) && !line.contains("``") && !line.contains("\\`")
}

#[cfg(test)]
mod tests;
