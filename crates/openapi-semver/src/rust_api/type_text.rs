//! Types as they are compared and as they are shown.
//!
//! Pieces of a type come in from `reader`. Out come two texts: a long one for comparisons and a short one for
//! messages. Where two different types have the same short text, the long texts are shown.

/// A type as it stands in the code, without lifetimes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// One that `types` defines.
    Own(String),
    /// The builder of one that `types` defines.
    Builder(String),
    /// Anything else: fixed text with types between its pieces, of which there is one more than
    /// there are types. `HashMap<String, T>` is `HashMap<`, `, ` and `>` around two types.
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

    /// The types that stand in the brackets of the generic type `name`.
    pub(super) fn arguments_of(&self, name: &str) -> Option<&[Self]> {
        let Self::Other { text, parts } = self else {
            return None;
        };
        let head = text.first()?.strip_suffix('<')?;
        let is_whole = text.last().is_some_and(|tail| tail == ">");
        (is_whole && head.rsplit("::").next() == Some(name)).then_some(parts)
    }

    /// What an `impl TryInto` of nothing else converts into.
    pub(super) fn converted(&self) -> Option<&Self> {
        match self.arguments_of("impl TryInto") {
            Some([one]) => Some(one),
            _ => None,
        }
    }

    /// Shows all own types in it, builders among them.
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

    /// The first own type in it.
    pub(super) fn first_own(&self) -> Option<&str> {
        match self {
            Self::Own(name) => Some(name),
            Self::Builder(_) => None,
            Self::Other { parts, .. } => parts.iter().find_map(Self::first_own),
        }
    }

    /// As a person writes it: of every path only the last segment, and `types::` before the own
    /// types.
    pub(super) fn short(&self) -> String {
        let mut written = String::new();
        self.write(&mut written, without_paths);
        written
    }

    /// With the whole paths, for two types of the same short name.
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

/// Two different types in code style, so that they differ in writing, too, if that is possible.
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
        // Not the end of a name, so no path that is only a prefix.
        if kept.len() == before.len() {
            out.push_str("::");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Puts a [`Type::Other`] together from left to right.
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
