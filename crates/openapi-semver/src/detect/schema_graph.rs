//! Which pairs of schemas are compared, and which operations their differences reach.
//!
//! The schemas that operations use come in. Each pair of schemas is compared once, however many operations share it.
//! Then every operation collects the differences of all pairs that it reaches, and these go out as its events.
//! Recursive schemas end, and shared schemas cost little. [`schema`](super::schema) compares one pair.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use super::{Detector, Direction, Event, Root, RootKind, Use, schema};
use crate::contract::{Operation, Pointer, SchemaId};
use crate::rule_id::SchemaOwner;

/// A pair of schemas of a [`SchemaGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PairId(usize);

/// How one schema leads to another.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Property(String),
    Items,
    Additional,
    /// The same value, if it matches a condition.
    Same,
}

/// The differences between two schemas, without their inner schemas.
#[derive(Debug, Default)]
pub(super) struct Pair {
    pub(super) events: Vec<Event>,
    pub(super) steps: Vec<(Step, PairId)>,
    /// The name of the component, if both schemas are components with one name.
    component: Option<String>,
    /// Whether there is a difference here or in an inner schema.
    dirty: bool,
}

#[derive(Debug, Default)]
pub(super) struct SchemaGraph {
    ids: HashMap<(SchemaId, SchemaId, Direction), PairId>,
    pairs: Vec<Pair>,
}

/// The pair of two schemas. It is compared with all inner schemas.
pub(super) fn pair(
    detector: &mut Detector<'_, '_>,
    base: SchemaId,
    revision: SchemaId,
    direction: Direction,
) -> PairId {
    let mut todo = Vec::new();
    let id = reserve(&mut detector.graph, (base, revision, direction), &mut todo);
    while let Some((key, id)) = todo.pop() {
        let (base, revision, direction) = key;
        let found = schema::compare(detector, base, revision, direction);
        let name = detector.base.get(base).component.clone();
        let component =
            name.filter(|name| detector.revision.get(revision).component.as_ref() == Some(name));
        let steps = found
            .below
            .into_iter()
            .map(|(step, base, revision)| {
                let key = (base, revision, direction);
                (step, reserve(&mut detector.graph, key, &mut todo))
            })
            .collect();
        if let Some(pair) = detector.graph.pairs.get_mut(id.0) {
            pair.events = found.events;
            pair.component = component;
            pair.steps = steps;
        }
    }
    id
}

type Key = (SchemaId, SchemaId, Direction);

fn reserve(graph: &mut SchemaGraph, key: Key, todo: &mut Vec<(Key, PairId)>) -> PairId {
    if let Some(id) = graph.ids.get(&key) {
        return *id;
    }
    let id = PairId(graph.pairs.len());
    graph.pairs.push(Pair::default());
    graph.ids.insert(key, id);
    todo.push((key, id));
    id
}

impl SchemaGraph {
    /// Whether an operation has led to both schemas at once.
    pub(super) fn has(&self, base: SchemaId, revision: SchemaId) -> bool {
        [Direction::Request, Direction::Response]
            .into_iter()
            .any(|direction| self.ids.contains_key(&(base, revision, direction)))
    }

    /// Marks the pairs from which a difference can be reached.
    fn mark(&mut self) {
        let mut above: Vec<Vec<usize>> = vec![Vec::new(); self.pairs.len()];
        let mut todo = Vec::new();
        for (index, pair) in self.pairs.iter_mut().enumerate() {
            for (_, below) in &pair.steps {
                if let Some(above) = above.get_mut(below.0) {
                    above.push(index);
                }
            }
            pair.dirty = !pair.events.is_empty();
            if pair.dirty {
                todo.push(index);
            }
        }
        while let Some(index) = todo.pop() {
            for above in above.get(index).into_iter().flatten() {
                if let Some(pair) = self.pairs.get_mut(*above)
                    && !pair.dirty
                {
                    pair.dirty = true;
                    todo.push(*above);
                }
            }
        }
    }
}

/// The component schemas that an operation leads to, directly or inside another schema.
pub(super) struct Reached {
    /// Components that were reached on both sides at once, so that they were compared.
    pub(super) together: HashSet<Pointer>,
    pub(super) in_revision: HashSet<Pointer>,
}

pub(super) fn reached(detector: &Detector<'_, '_>) -> Reached {
    let mut reached = Reached {
        together: HashSet::new(),
        in_revision: HashSet::new(),
    };
    for (base, revision, _) in detector.graph.ids.keys() {
        let before = detector.base.components_of(*base);
        for component in detector.revision.components_of(*revision) {
            if before.contains(&component) {
                reached.together.insert(Rc::clone(&component));
            }
            reached.in_revision.insert(component);
        }
    }
    reached
}

/// A pair on the way from an operation, and the path to it.
struct Visit {
    pair: PairId,
    root: usize,
    path: String,
    depth: usize,
    /// The last property on the way.
    property: Option<String>,
    /// The last component on the way, and the path from there.
    component: Option<(String, String)>,
}

/// Reports the differences of all schemas whose uses were noted.
pub(super) fn attribute(detector: &mut Detector<'_, '_>) {
    let uses = std::mem::take(&mut detector.uses);
    // Once for all uses, because it visits every pair.
    detector.graph.mark();
    for Use { operation, roots } in &uses {
        attribute_to(detector, operation.as_ref(), roots);
    }
}

/// Reports the differences that an operation reaches, each once.
fn attribute_to(
    detector: &mut Detector<'_, '_>,
    operation: Option<&Rc<Operation>>,
    roots: &[Root],
) {
    let mut visited: HashSet<PairId> = HashSet::new();
    let mut queue: VecDeque<Visit> = roots
        .iter()
        .enumerate()
        .map(|(root, found)| Visit {
            pair: found.pair,
            root,
            path: String::new(),
            depth: 0,
            property: None,
            component: None,
        })
        .collect();
    let mut reported = HashSet::new();
    let mut events = Vec::new();
    while let Some(mut visit) = queue.pop_front() {
        let Some(pair) = detector.graph.pairs.get(visit.pair.0) else {
            continue;
        };
        let Some(root) = roots.get(visit.root) else {
            continue;
        };
        if !pair.dirty || !visited.insert(visit.pair) {
            continue;
        }
        if let Some(component) = &pair.component {
            visit.component = Some((component.clone(), String::new()));
        }
        for event in &pair.events {
            let mut event = event.clone();
            event.shared = visit.component.as_ref().map(|(component, path)| {
                about(path, &event.subject, &format!("the schema `{component}`"))
            });
            event.property = match event.subject.as_str() {
                "" => visit.property.clone(),
                name => Some(name.to_owned()),
            };
            event.subject = about(&visit.path, &event.subject, &root.label);
            event.owner = event
                .direction
                .map(|direction| owner(direction, root.kind, visit.depth));
            event.operation = operation.cloned();
            let key = (
                event.rule,
                event.direction,
                event.base.clone(),
                event.revision.clone(),
                event.before.as_ref().map(ToString::to_string),
                event.after.as_ref().map(ToString::to_string),
            );
            if reported.insert(key) {
                events.push(event);
            }
        }
        for (step, below) in &pair.steps {
            let component = visit.component.as_ref();
            queue.push_back(Visit {
                pair: *below,
                root: visit.root,
                path: extend(&visit.path, step),
                depth: visit.depth + usize::from(!matches!(step, Step::Same)),
                property: match step {
                    Step::Property(name) => Some(name.clone()),
                    _ => visit.property.clone(),
                },
                component: component.map(|(name, path)| (name.clone(), extend(path, step))),
            });
        }
    }
    detector.events.append(&mut events);
}

/// The longest path in a message, in bytes. Nobody reads a longer one, and a chain of references would make it as
/// long as the document.
const LONGEST_PATH: usize = 500;

fn extend(path: &str, step: &Step) -> String {
    if path.len() > LONGEST_PATH {
        return path.to_owned();
    }
    match step {
        Step::Property(name) if path.is_empty() => name.clone(),
        Step::Property(name) => format!("{path}.{name}"),
        Step::Items => format!("{path}[]"),
        Step::Additional if path.is_empty() => "*".to_owned(),
        Step::Additional => format!("{path}.*"),
        Step::Same => path.to_owned(),
    }
}

/// The subject of an event, for a sentence. `part` is a property of the schema, or empty.
fn about(path: &str, part: &str, whole: &str) -> String {
    let path = match (path.is_empty(), part.is_empty()) {
        (true, _) => part.to_owned(),
        (false, true) => path.to_owned(),
        (false, false) => format!("{path}.{part}"),
    };
    if path.is_empty() {
        whole.to_owned()
    } else {
        format!("`{path}` of {whole}")
    }
}

const fn owner(direction: Direction, kind: RootKind, depth: usize) -> SchemaOwner {
    match (direction, kind, depth) {
        (Direction::Request, RootKind::Parameter | RootKind::Header, 0) => {
            SchemaOwner::RequestParameter
        }
        (Direction::Request, RootKind::Parameter | RootKind::Header, _) => {
            SchemaOwner::RequestParameterProperty
        }
        (Direction::Request, RootKind::Body, 0) => SchemaOwner::RequestBody,
        (Direction::Request, RootKind::Body, _) => SchemaOwner::RequestProperty,
        (Direction::Response, RootKind::Parameter | RootKind::Header, _) => {
            SchemaOwner::ResponseHeader
        }
        (Direction::Response, RootKind::Body, 0) => SchemaOwner::ResponseBody,
        (Direction::Response, RootKind::Body, _) => SchemaOwner::ResponseProperty,
    }
}
