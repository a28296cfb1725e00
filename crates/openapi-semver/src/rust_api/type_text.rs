//! Types as they are compared and as they are shown.
//!
//! Pieces of a type come in from `reader`. Out come two texts: a long one for comparisons and a short one for
//! messages. Where two different types have the same short text, the long texts are shown.

/// A type of the code, without lifetimes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// A type that `types` defines.
    Own(String),
    /// The builder of a type that `types` defines.
    Builder(String),
    /// Any other type: pieces of text with types between them. There is one more piece than types:
    /// `HashMap<String, T>` is `HashMap<`, `, ` and `>` around two types.
    Other { text: Vec<String>, parts: Vec<Self> },
}

impl Type {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::Other {
            text: vec![text.into()],
            parts: Vec::new(),
        }
    }

    pub(super) fn unit() -> Self {
        Self::plain("()")
    }

    /// The generic arguments of the type, if its name is `name`.
    pub(super) fn arguments_of(&self, name: &str) -> Option<&[Self]> {
        let Self::Other { text, parts } = self else {
            return None;
        };
        let head = text.first()?.strip_suffix('<')?;
        let is_whole = text.last().is_some_and(|tail| tail == ">");
        (is_whole && head.rsplit("::").next() == Some(name)).then_some(parts)
    }

    /// The target of an `impl TryInto`, if the type is nothing else.
    pub(super) fn converted(&self) -> Option<&Self> {
        match self.arguments_of("impl TryInto") {
            Some([one]) => Some(one),
            _ => None,
        }
    }

    /// Visits all generated types in it, including builders.
    pub(super) fn each_own<'t>(&'t self, visit: &mut impl FnMut(&'t str)) {
        match self {
            Self::Own(name) | Self::Builder(name) => visit(name),
            Self::Other { parts, .. } => {
                for part in parts {
                    part.each_own(visit);
                }
            }
        }
    }

    /// The first generated type in it.
    pub(super) fn first_own(&self) -> Option<&str> {
        match self {
            Self::Own(name) => Some(name),
            Self::Builder(_) => None,
            Self::Other { parts, .. } => parts.iter().find_map(Self::first_own),
        }
    }

    /// The short text, for people: only the last segment of every path, and `types::` before generated types.
    pub(super) fn short(&self) -> String {
        let mut written = String::new();
        self.write(&mut written, without_paths);
        written
    }

    /// The long text, with whole paths, for comparisons.
    pub(super) fn long(&self) -> String {
        let mut written = String::new();
        self.write(&mut written, ToOwned::to_owned);
        written
    }

    fn write(&self, out: &mut String, piece_text: fn(&str) -> String) {
        match self {
            Self::Own(name) => {
                out.push_str("types::");
                out.push_str(name);
            }
            Self::Builder(name) => {
                out.push_str("types::builder::");
                out.push_str(name);
            }
            Self::Other { text, parts } => {
                let mut parts = parts.iter();
                for piece in text {
                    out.push_str(&piece_text(piece));
                    if let Some(part) = parts.next() {
                        part.write(out, piece_text);
                    }
                }
            }
        }
    }
}

/// The texts of two different types for a message. The long texts are used if the short texts are equal.
pub(super) fn apart(base: &Type, revision: &Type) -> (String, String) {
    let (before, after) = (base.short(), revision.short());
    if before == after {
        (base.long(), revision.long())
    } else {
        (before, after)
    }
}

fn without_paths(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some((before, after)) = rest.split_once("::") {
        let kept = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
        out.push_str(kept);
        // A match has to end at the end of a name.
        if kept.len() == before.len() {
            out.push_str("::");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Builds a [`Type::Other`] from left to right.
pub(super) struct TypeText {
    text: Vec<String>,
    last: String,
    parts: Vec<Type>,
}

impl TypeText {
    pub(super) fn new(start: impl Into<String>) -> Self {
        Self {
            text: Vec::new(),
            last: start.into(),
            parts: Vec::new(),
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.last.push_str(text);
    }

    pub(super) fn part(&mut self, part: Type) {
        self.text.push(std::mem::take(&mut self.last));
        self.parts.push(part);
    }

    pub(super) fn finish(mut self) -> Type {
        self.text.push(self.last);
        Type::Other {
            text: self.text,
            parts: self.parts,
        }
    }
}
