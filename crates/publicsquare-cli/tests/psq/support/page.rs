//! The code blocks of a Markdown page.
//!
//! In comes the text of a page. Out come its fenced blocks with their language, their text, and the sentence before them,
//! which names the file that a person saves the block as. `documentation` types the commands.

/// One fenced block.
pub(crate) struct Block {
    language: String,
    pub(crate) text: String,
    /// The paragraph before the block.
    before: String,
}

impl Block {
    /// The file that a person saves this block as.
    pub(crate) fn file(&self) -> Option<&str> {
        if self.language == "console" {
            return None;
        }
        let (_, rest) = self
            .before
            .split_once('`')
            .filter(|_| self.before.contains("Save"))?;
        let path = rest.split('`').next()?;
        path.starts_with('/').then_some(path)
    }

    /// What a person types: without comments, and with the lines joined that a backslash continues.
    pub(crate) fn commands(&self) -> Vec<String> {
        if self.language != "console" {
            return Vec::new();
        }
        let joined = self.text.replace("\\\n", " ");
        let lines = joined.lines().map(|line| {
            let command = line.split_once(" #").map_or(line, |(command, _)| command);
            command.trim().to_owned()
        });
        lines.filter(|line| !line.is_empty()).collect()
    }
}

/// All fenced blocks of a page, in order.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut before = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: String = lines
                .by_ref()
                .take_while(|line| !line.starts_with("```"))
                .map(|line| format!("{line}\n"))
                .collect();
            blocks.push(Block {
                language: language.to_owned(),
                text,
                before: std::mem::take(&mut before),
            });
        } else if line.starts_with('#') {
            before.clear();
        } else {
            before.push_str(line);
            before.push(' ');
        }
    }
    blocks
}
