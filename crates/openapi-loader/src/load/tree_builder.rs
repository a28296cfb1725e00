//! The parser's events, put together to a tree of [`Node`]s.
//!
//! Events come in one after the other, and a tree goes out, with everything that is wrong with the text. A ready-made
//! YAML value would lose too much: events come without recursion, so that a text that nests a million lists cannot
//! overflow the stack. They keep the place of every duplicate key. Aliases are counted before they are expanded.
//!
//! `yaml` feeds the events in, and `frame` holds a list or a mapping until it is complete.

mod frame;

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, ScalarStyle, Span, Tag};

use self::frame::{Frame, Items, Key};
use super::Author;
use super::limits;
use super::mapping_key;
use super::node::{Data, Node};
use super::scalar::{self, Refusal};
use crate::diagnostic::{Diagnostic, Position};

/// The place of a marker. The parser counts columns from 0.
pub(super) fn position(marker: Marker) -> Position {
    Position::new(marker.line(), marker.col() + 1)
}

/// Builds a tree and collects the problems of the text.
pub(super) struct TreeBuilder<'a> {
    file: &'a str,
    author: Author,
    pub(super) found: Vec<Diagnostic>,
    /// Notes about parts that were accepted although they are irregular.
    pub(super) notes: Vec<Diagnostic>,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, Anchored>,
    nodes: usize,
    pub(super) root: Option<Node>,
}

/// The node that an alias stands for.
struct Anchored {
    node: Node,
    nodes: usize,
    height: usize,
}

impl<'a> TreeBuilder<'a> {
    pub(super) const fn new(file: &'a str, author: Author) -> Self {
        Self {
            file,
            author,
            found: Vec::new(),
            notes: Vec::new(),
            frames: Vec::new(),
            anchors: BTreeMap::new(),
            nodes: 0,
            root: None,
        }
    }

    fn diagnostic(&self, at: Position, refusal: Refusal) -> Diagnostic {
        Diagnostic::new(self.file, at, "", refusal.message, refusal.help)
    }

    fn refuse(&mut self, at: Position, refusal: Refusal) {
        self.found.push(self.diagnostic(at, refusal));
    }

    /// Takes the next event.
    ///
    /// # Errors
    /// A problem that makes it pointless to go on.
    pub(super) fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Diagnostic> {
        let at = position(span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_deref(), at)
            }
            Event::SequenceStart(anchor, tag) => self.open(
                at,
                anchor,
                tag.as_deref(),
                "seq",
                Items::Sequence(Vec::new()),
            ),
            Event::MappingStart(anchor, tag) => {
                self.open(at, anchor, tag.as_deref(), "map", Items::mapping())
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Position,
    ) -> Result<(), Diagnostic> {
        if self.expects_key() {
            self.count(1, at)?;
            let published = self.author == Author::SomebodyElse;
            if published && mapping_key::merges(text, style) {
                self.notes.push(Diagnostic::new(
                    self.file,
                    at,
                    "",
                    "this merge key (`<<`) is read by the rules of YAML 1.1",
                    "",
                ));
                self.set_key(Key {
                    at,
                    text: None,
                    merges: true,
                });
                return Ok(());
            }
            let text = self.key(text, style, tag, at);
            if let (Some(text), true) = (&text, anchor > 0) {
                let node = Node::new(at, Data::String(text.clone()));
                self.anchors.insert(
                    anchor,
                    Anchored {
                        node,
                        nodes: 1,
                        height: 0,
                    },
                );
            }
            self.set_key(Key {
                at,
                text,
                merges: false,
            });
            return Ok(());
        }
        let published = self.author == Author::SomebodyElse;
        let data = scalar::resolve(text, style, tag).unwrap_or_else(|refusal| {
            let read = scalar::with_leading_zero(text, style)
                .or_else(|| scalar::beyond_64_bits(text, style))
                .filter(|_| published);
            match read {
                Some(data) => {
                    self.notes.push(Diagnostic::new(
                        self.file,
                        at,
                        "",
                        format!("{}, and is read as a number anyway", refusal.message),
                        "",
                    ));
                    data
                }
                None => {
                    self.refuse(at, refusal);
                    Data::Null
                }
            }
        });
        let mut node = Node::new(at, data);
        if published && matches!(node.data, Data::Number(_) | Data::Bool(_)) {
            node.source = Some(text.into());
        }
        self.complete(node, anchor, 1, 0, at)
    }

    /// The text of a key, unless it is refused.
    fn key(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        at: Position,
    ) -> Option<String> {
        let key = mapping_key::resolve(text, style, tag, self.under_responses());
        key.map_err(|refusal| self.refuse(at, refusal)).ok()
    }

    /// Whether the current mapping is behind the key `responses`, where people write status codes without quotes.
    fn under_responses(&self) -> bool {
        let parent = self
            .frames
            .len()
            .checked_sub(2)
            .and_then(|index| self.frames.get(index));
        match parent.map(|frame| &frame.items) {
            Some(Items::Mapping { key: Some(key), .. }) => key.text.as_deref() == Some("responses"),
            _ => false,
        }
    }

    fn open(
        &mut self,
        at: Position,
        anchor: usize,
        tag: Option<&Tag>,
        own_tag: &str,
        items: Items,
    ) -> Result<(), Diagnostic> {
        if let Some(tag) = tag.filter(|tag| !(tag.is_yaml_core_schema() && tag.suffix == own_tag)) {
            self.refuse(
                at,
                Refusal::new(
                    format!("the tag `{}` has no meaning here", scalar::spelling(tag)),
                    "remove the tag",
                ),
            );
        }
        self.limit_depth(self.frames.len() + 1, at)?;
        self.frames.push(Frame {
            at,
            anchor,
            nodes_before: self.nodes,
            height: 0,
            items,
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Diagnostic> {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        let data = frame.items.into_data();
        // The members were counted when they came. Only the collection itself is new.
        let nodes = self.nodes - frame.nodes_before;
        if frame.anchor > 0 {
            let anchored = Anchored {
                node: Node::new(frame.at, data.clone()),
                nodes: nodes + 1,
                height: frame.height + 1,
            };
            self.anchors.insert(frame.anchor, anchored);
        }
        self.complete(Node::new(frame.at, data), 0, 1, frame.height + 1, frame.at)
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<(), Diagnostic> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            let refusal = Refusal::new(
                "this alias stands for a node that contains it",
                "describe recursive data with `$ref`",
            );
            return Err(self.diagnostic(at, refusal));
        };
        let (nodes, height) = (anchored.nodes, anchored.height);
        self.limit_depth(self.frames.len() + height, at)?;
        self.count(nodes, at)?;
        let Some(mut node) = self
            .anchors
            .get(&anchor)
            .map(|anchored| anchored.node.clone())
        else {
            return Ok(());
        };
        node.at = at.into();
        self.complete(node, 0, 0, height, at)
    }

    fn count(&mut self, nodes: usize, at: Position) -> Result<(), Diagnostic> {
        self.nodes += nodes;
        let outcome = limits::nodes(self.nodes);
        outcome.map_err(|refusal| self.diagnostic(at, refusal))
    }

    fn limit_depth(&self, depth: usize, at: Position) -> Result<(), Diagnostic> {
        limits::depth(depth).map_err(|refusal| self.diagnostic(at, refusal))
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.frames.last().map(|frame| &frame.items),
            Some(Items::Mapping { key: None, .. })
        )
    }

    fn set_key(&mut self, new: Key) {
        if let Some(Frame {
            items: Items::Mapping { key, .. },
            ..
        }) = self.frames.last_mut()
        {
            *key = Some(new);
        }
    }

    /// Puts a finished node into the innermost open collection.
    fn complete(
        &mut self,
        node: Node,
        anchor: usize,
        nodes: usize,
        height: usize,
        at: Position,
    ) -> Result<(), Diagnostic> {
        self.count(nodes, at)?;
        if anchor > 0 {
            self.anchors.insert(
                anchor,
                Anchored {
                    node: node.clone(),
                    nodes,
                    height,
                },
            );
        }
        if self.expects_key() {
            let refusal = Refusal::new(
                "this key is not a plain string",
                "write the key as text, without an alias, a list or a mapping",
            );
            self.refuse(at, refusal);
            self.set_key(Key {
                at,
                text: None,
                merges: false,
            });
            return Ok(());
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        if let Err((at, refusal)) = frame.add(node, height) {
            self.refuse(at, refusal);
        }
        Ok(())
    }
}
