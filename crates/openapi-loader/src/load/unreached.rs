//! Components with a broken `$ref` that no operation reaches.
//!
//! The tree of a published document comes in. It goes out without these components, with a note for each: nobody can
//! meet the broken reference. A component that an operation does reach stays, and `reference` refuses it.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use super::grammar::Kind;
use super::node::{Data, Node};
use super::walk::{self, Visit};
use super::{published, reference};
use crate::diagnostic::Diagnostic;
use crate::pointer;

/// The pointer of a component. The empty pointer stands for everything else.
type Unit = String;

/// The references of a unit.
#[derive(Default)]
struct Links {
    units: BTreeSet<Unit>,
    /// The pointer and the text of the first `$ref` that leads nowhere.
    dangling: Option<(String, String)>,
}

/// Whether any `$ref` leads nowhere.
pub(super) fn dangles(root: &Node, visits: &[Visit<'_>]) -> bool {
    let mut references = visits.iter().filter(|visit| visit.is_reference());
    references.any(|visit| {
        let text = visit.node.get("$ref").and_then(Node::as_str);
        let target = text.and_then(reference::pointer_of);
        target.is_none_or(|target| root.find(&target).is_none())
    })
}

/// Removes the components that no operation reaches and that have a `$ref` that leads nowhere. The checks refuse
/// such components if an operation reaches them.
pub(super) fn drop_dangling(file: &str, root: &mut Node, notes: &mut Vec<Diagnostic>) {
    // A reference to a removed component leads nowhere, so the loop runs until nothing is removed.
    loop {
        let links = links(file, root);
        let reached = reached(&links);
        let gone: Vec<(Unit, String, String)> = links
            .into_iter()
            .filter(|(unit, _)| !reached.contains(unit))
            .filter_map(|(unit, links)| {
                let (at, text) = links.dangling?;
                Some((unit, at, text))
            })
            .collect();
        if gone.is_empty() {
            return;
        }
        for (unit, at, text) in gone {
            let message = format!(
                "`{text}` leads nowhere; the component around it is left out, because nothing uses it"
            );
            notes.push(published::note(file, root, &at, message));
            remove(root, &unit);
        }
    }
}

fn links(file: &str, root: &Node) -> BTreeMap<Unit, Links> {
    let mut all: BTreeMap<Unit, Links> = BTreeMap::new();
    for visit in walk::objects(root, &mut Findings::new(file, root)) {
        let links = all.entry(unit(&visit.pointer)).or_default();
        if visit.kind == Kind::Discriminator {
            let targets = visit.node.get("mapping").and_then(Node::as_mapping);
            for (_, target) in targets.into_iter().flatten() {
                let text = target.value.as_str().unwrap_or_default();
                let named = format!("/components/schemas/{text}");
                links
                    .units
                    .insert(reference::pointer_of(text).map_or(named, |target| unit(&target)));
            }
        }
        let Some(text) = visit.node.get("$ref").and_then(Node::as_str) else {
            continue;
        };
        match reference::pointer_of(text).filter(|target| root.find(target).is_some()) {
            Some(target) => {
                links.units.insert(unit(&target));
            }
            None => {
                let at = pointer::child(&visit.pointer, "$ref");
                links.dangling.get_or_insert((at, text.to_owned()));
            }
        }
    }
    all
}

fn reached(links: &BTreeMap<Unit, Links>) -> BTreeSet<Unit> {
    let mut reached = BTreeSet::new();
    let mut todo = vec![Unit::new()];
    while let Some(unit) = todo.pop() {
        if let Some(links) = links.get(&unit) {
            todo.extend(links.units.difference(&reached).cloned());
        }
        reached.insert(unit);
    }
    reached
}

/// The unit that contains a part: `/components/schemas/Key`, or the empty pointer.
fn unit(pointer: &str) -> Unit {
    let mut ends = pointer.match_indices('/').map(|(index, _)| index).skip(3);
    let end = ends.next().unwrap_or(pointer.len());
    let whole = pointer.get(..end).unwrap_or_default();
    let is_component = whole.starts_with("/components/") && whole.matches('/').count() == 3;
    if is_component {
        whole.to_owned()
    } else {
        Unit::new()
    }
}

fn remove(root: &mut Node, unit: &str) {
    let Some(mut tokens) = pointer::names(unit) else {
        return;
    };
    let (Some(name), Some((parent, _))) = (tokens.pop(), unit.rsplit_once('/')) else {
        return;
    };
    if let Some(Node {
        data: Data::Mapping(mapping),
        ..
    }) = root.find_mut(parent)
    {
        mapping.shift_remove(&name);
    }
}
