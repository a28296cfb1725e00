//! A document in parts: its paths, its components, and the frame around them.
//!
//! A document comes in, and the frame goes out, or what the model writes after it has read one part. The model reads a
//! path or a component alone just as inside the document. Its types are large, so looking at one part after the other
//! bounds the memory. `round_trip` compares the parts.

use openapiv3::ReferenceOr;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::grammar::{Kind, Shape, Slot};
use super::node::{Data, Mapping, Member, Node};

/// Whether there are parts of the document behind the keyword with this `slot`, in an object with the slot
/// `around`.
pub(super) const fn behind(around: Slot, slot: Slot) -> Option<(Shape, Kind)> {
    match (around, slot) {
        (Slot::Typed(_, Kind::Paths), Slot::Typed(Shape::One, Kind::PathItem)) => {
            Some((Shape::One, Kind::PathItem))
        }
        (Slot::Typed(_, Kind::Components), Slot::Typed(Shape::Map, kind)) => {
            Some((Shape::Map, kind))
        }
        _ => None,
    }
}

/// The document without its paths and components.
pub(super) fn frame(root: &Node) -> Node {
    without_parts(Slot::Typed(Shape::One, Kind::OpenApi), root)
}

fn without_parts(slot: Slot, node: &Node) -> Node {
    let (Slot::Typed(Shape::One, kind), Data::Mapping(mapping)) = (slot, &node.data) else {
        return node.clone();
    };
    let mut kept = Mapping::new();
    for (key, member) in mapping {
        let inner = kind.slot(key).unwrap_or(Slot::Free);
        let value = match (behind(slot, inner), &member.value.data) {
            (Some((Shape::Map, _)), Data::Mapping(_)) => {
                Node::new(member.value.at, Data::Mapping(Mapping::new()))
            }
            (Some((Shape::One, _)), _) => continue,
            _ if matches!(kind, Kind::OpenApi) => without_parts(inner, &member.value),
            _ => member.value.clone(),
        };
        kept.insert(
            key.clone(),
            Member {
                key_at: member.key_at,
                value,
            },
        );
    }
    Node::new(node.at, Data::Mapping(kept))
}

/// What the model writes for a part, or for the frame, after reading it.
///
/// # Errors
/// The message of the model about a part that it cannot read.
pub(super) fn written_back(kind: Kind, node: &Node) -> Result<Value, String> {
    match kind {
        Kind::PathItem => again::<ReferenceOr<openapiv3::PathItem>>(node),
        Kind::Schema => again::<ReferenceOr<openapiv3::Schema>>(node),
        Kind::Response => again::<ReferenceOr<openapiv3::Response>>(node),
        Kind::Parameter => again::<ReferenceOr<openapiv3::Parameter>>(node),
        Kind::Example => again::<ReferenceOr<openapiv3::Example>>(node),
        Kind::RequestBody => again::<ReferenceOr<openapiv3::RequestBody>>(node),
        Kind::Header => again::<ReferenceOr<openapiv3::Header>>(node),
        Kind::SecurityScheme => again::<ReferenceOr<openapiv3::SecurityScheme>>(node),
        Kind::Link => again::<ReferenceOr<openapiv3::Link>>(node),
        Kind::Callback => again::<ReferenceOr<openapiv3::Callback>>(node),
        _ => again::<openapiv3::OpenAPI>(node),
    }
}

fn again<T: DeserializeOwned + Serialize>(node: &Node) -> Result<Value, String> {
    let read = T::deserialize(node).map_err(|error| error.to_string())?;
    serde_json::to_value(read).map_err(|error| error.to_string())
}
