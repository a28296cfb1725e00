//! Schemas that contain themselves without an end, and chains of schemas that are too long.
//!
//! All objects of the document come in, and problems go out. A schema may hold itself as a property or an element: a
//! value of it ends somewhere. A schema that is composed of itself describes nothing, and a program that resolves it
//! never ends. Programs behind the loader recurse from schema to schema, so a limit on the length of a chain protects
//! their stack.
//!
//! `reference` reports rings of references that reach no schema at all.

use std::collections::HashMap;

use super::findings::Findings;
use super::grammar::Kind;
use super::node::Node;
use super::reference::pointer_of;
use super::walk::Visit;
use crate::pointer;

/// The longest chain of schemas that may lead to one another.
const MAX_CHAIN: usize = 256;

/// Keywords that compose a schema of other schemas.
const COMPOSING: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// Reports each cycle once, and the first chain that is too long.
pub(super) fn check(visits: &[Visit<'_>], findings: &mut Findings<'_>) {
    let schemas: HashMap<&str, &Visit<'_>> = visits
        .iter()
        .filter(|visit| visit.kind == Kind::Schema)
        .map(|visit| (visit.pointer.as_str(), visit))
        .collect();
    let composed = |visit: &Visit<'_>| match target(visit) {
        Some(target) => vec![target],
        None => parts(visit),
    };
    let starts = || visits.iter().filter(|visit| visit.kind == Kind::Schema);
    let mut circles = Walk::new(&schemas, composed);
    // Most schemas lead to no other schema.
    for start in starts().filter(|visit| is_composed(visit)) {
        let is_reference = |step: &String| {
            schemas
                .get(step.as_str())
                .is_some_and(|visit| visit.is_reference())
        };
        // `reference` reports a ring that consists of references only.
        if let Some(ring) = circles
            .from(start)
            .0
            .filter(|ring| !ring.iter().all(is_reference))
        {
            let steps: Vec<String> = ring.iter().map(|step| format!("#{step}")).collect();
            findings.blame(
                ring.first().cloned().unwrap_or_default(),
                format!("this schema is composed of itself: {}", steps.join(" → ")),
                "let it hold itself as a member or as an element, or take one part out",
            );
        }
    }
    // Only references make chains. Schemas inside each other are as deep as the text, which has its own limit.
    let mut inner: HashMap<String, Vec<String>> = HashMap::new();
    for visit in starts() {
        if let (Some(target), Some(component)) = (target(visit), component(&visit.pointer)) {
            inner.entry(component).or_default().push(target);
        }
    }
    let mut chains = Walk::new(&schemas, |visit: &Visit<'_>| {
        inner
            .get(visit.pointer.as_str())
            .cloned()
            .unwrap_or_default()
    });
    for start in starts().filter(|visit| inner.contains_key(visit.pointer.as_str())) {
        if chains.from(start).1 > MAX_CHAIN {
            findings.blame(
                start.pointer.clone(),
                format!("more than {MAX_CHAIN} schemas lead to one another, starting here"),
                "describe the same with fewer schemas in a row",
            );
            return;
        }
    }
}

/// The component that contains the part: `/components/schemas/Name`.
fn component(pointer: &str) -> Option<String> {
    let name = pointer
        .strip_prefix("/components/schemas/")?
        .split('/')
        .next()?;
    Some(format!("/components/schemas/{name}"))
}

fn target(visit: &Visit<'_>) -> Option<String> {
    pointer_of(visit.node.get("$ref")?.as_str()?)
}

/// Whether the schema leads to another schema.
fn is_composed(visit: &Visit<'_>) -> bool {
    let has = |key: &str| visit.node.get(key).is_some();
    has("$ref") || has("not") || COMPOSING.iter().any(|keyword| has(keyword))
}

fn parts(visit: &Visit<'_>) -> Vec<String> {
    let lists = COMPOSING.iter().flat_map(|keyword| {
        let several = visit.node.get(keyword).and_then(Node::as_sequence);
        let list = pointer::child(&visit.pointer, keyword);
        (0..several.unwrap_or_default().len()).map(move |index| pointer::element(&list, index))
    });
    let not = visit
        .node
        .get("not")
        .map(|_| pointer::child(&visit.pointer, "not"));
    lists.chain(not).collect()
}

/// A walk along the edges of a graph. It remembers visited schemas and does not recurse.
struct Walk<'a, E> {
    schemas: &'a HashMap<&'a str, &'a Visit<'a>>,
    edges: E,
    done: HashMap<String, usize>,
}

impl<'a, E: Fn(&Visit<'_>) -> Vec<String>> Walk<'a, E> {
    fn new(schemas: &'a HashMap<&'a str, &'a Visit<'a>>, edges: E) -> Self {
        Self {
            schemas,
            edges,
            done: HashMap::new(),
        }
    }

    /// The first cycle that is found from here, and the length of the longest chain from here.
    fn from(&mut self, start: &Visit<'_>) -> (Option<Vec<String>>, usize) {
        let mut ring = None;
        let mut trail: Vec<(String, Vec<String>, usize)> = Vec::new();
        let mut on_trail: HashMap<String, usize> = HashMap::new();
        let mut next = Some(start.pointer.clone());
        loop {
            if let Some(pointer) = next.take()
                && !self.done.contains_key(&pointer)
                && let Some(visit) = self.schemas.get(pointer.as_str())
            {
                on_trail.insert(pointer.clone(), trail.len());
                trail.push((pointer, (self.edges)(visit), 0));
            }
            let Some((pointer, open, longest)) = trail.last_mut() else {
                return (ring, self.done.get(&start.pointer).copied().unwrap_or(0));
            };
            match open.pop() {
                Some(target) => match (on_trail.get(&target), self.done.get(&target)) {
                    (Some(at), _) => {
                        let at = *at;
                        ring.get_or_insert_with(|| {
                            trail[at..].iter().map(|(step, ..)| step.clone()).collect()
                        });
                    }
                    (None, Some(known)) => *longest = (*longest).max(*known),
                    (None, None) => next = Some(target),
                },
                None => {
                    let length = *longest + 1;
                    self.done.insert(pointer.clone(), length);
                    on_trail.remove(pointer);
                    trail.pop();
                    if let Some((_, _, longest)) = trail.last_mut() {
                        *longest = (*longest).max(length);
                    }
                }
            }
        }
    }
}
