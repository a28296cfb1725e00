//! Whether the parts of operations fit together: ids, paths, parameters and security.
//!
//! All objects of the document come in, and problems go out: two operations with one id, a path parameter that the
//! path does not have, a security scheme that nobody defines. `path_template` takes paths apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Author;
use super::findings::Findings;
use super::grammar::Kind;
use super::node::Node;
use super::path_template::{self, Template};
use super::suggestion::nearest;
use super::walk::Visit;
use crate::pointer;

/// The name of an operation in a message, such as `POST /api-keys/{id}/regenerate`, from its pointer.
fn name(pointer: &str) -> String {
    let tokens = pointer::names(pointer).unwrap_or_default();
    match tokens.as_slice() {
        [.., path, method] => format!("`{} {path}`", method.to_uppercase()),
        _ => "this operation".to_owned(),
    }
}

/// Reports operations that share an id and operations whose id is empty.
pub(super) fn ids(root: &Node, visits: &[Visit<'_>], findings: &mut Findings<'_>) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for visit in visits.iter().filter(|visit| visit.kind == Kind::Operation) {
        let at = pointer::child(&visit.pointer, "operationId");
        match visit.node.get("operationId").and_then(Node::as_str) {
            None => {}
            Some("") => findings.blame(
                at,
                format!("the `operationId` of {} is empty", name(&visit.pointer)),
                "write a name for it, or leave it out",
            ),
            Some(id) => match first.get(id) {
                None => {
                    first.insert(id, &visit.pointer);
                }
                Some(other) => {
                    let line = root.position(other).map_or(0, |position| position.line);
                    findings.blame(
                        at,
                        format!(
                            "the `operationId` `{id}` of {} is also that of {} on line {line}",
                            name(&visit.pointer),
                            name(other),
                        ),
                        "give every operation an id of its own",
                    );
                }
            },
        }
    }
}

/// Reports operations that ask for a security scheme that nobody has defined.
pub(super) fn security(root: &Node, visits: &[Visit<'_>], findings: &mut Findings<'_>) {
    let schemes = root
        .find("/components/securitySchemes")
        .and_then(Node::as_mapping);
    let defined: Vec<&str> = schemes
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    for visit in visits
        .iter()
        .filter(|visit| visit.kind == Kind::SecurityRequirement)
    {
        for (scheme, _) in visit.node.as_mapping().into_iter().flatten() {
            if defined.contains(&scheme.as_str()) {
                continue;
            }
            // …/security/<index>
            let owner = visit.pointer.rsplitn(3, '/').nth(2).unwrap_or_default();
            let who = if owner.is_empty() {
                "the document".to_owned()
            } else {
                name(owner)
            };
            let help = match nearest(scheme, defined.iter().copied()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => "define it there".to_owned(),
            };
            findings.blame(
                pointer::child(&visit.pointer, scheme),
                format!(
                    "{who} requires the security scheme `{scheme}`, which is not in \
                     `components.securitySchemes`"
                ),
                help,
            );
        }
    }
}

/// Reports malformed paths, paths that differ only in the names of their parameters, and parameters that are in
/// the path or in the list but not in both.
pub(super) fn paths(
    root: &Node,
    visits: &[Visit<'_>],
    author: Author,
    findings: &mut Findings<'_>,
) {
    let mut shapes: HashMap<String, (String, String)> = HashMap::new();
    let in_paths = visits
        .iter()
        .filter(|visit| visit.parent == Some(Kind::Paths));
    for visit in in_paths {
        let Some(path) = pointer::names(&visit.pointer).and_then(|mut tokens| tokens.pop()) else {
            continue;
        };
        let template = match path_template::parse(&path) {
            Ok(template) => template,
            Err(message) => {
                findings.blame(
                    visit.pointer.clone(),
                    format!("the path `{path}` {message}"),
                    "write every parameter as `{name}`, once",
                );
                continue;
            }
        };
        let twin = shapes.get(&template.shape).filter(|(_, at)| {
            // With different methods, a reader knows which path is meant.
            author == Author::ThisProject || shares_a_method(root.find(at), visit.node)
        });
        if let Some((other, at)) = twin {
            let line = root.position(at).map_or(0, |position| position.line);
            findings.blame(
                visit.pointer.clone(),
                format!("the path `{path}` is the same as `{other}` on line {line}"),
                "merge the two, under one set of parameter names",
            );
        } else {
            shapes.insert(
                template.shape.clone(),
                (path.clone(), visit.pointer.clone()),
            );
        }
        parameters(root, visit, &path, &template, findings);
    }
}

/// Whether two path items have an operation under the same method.
fn shares_a_method(one: Option<&Node>, other: &Node) -> bool {
    let is_method = |key: &str| {
        matches!(
            Kind::PathItem.slot(key),
            Some(super::grammar::Slot::Typed(_, Kind::Operation))
        )
    };
    let mut members = one.and_then(Node::as_mapping).into_iter().flatten();
    members.any(|(key, _)| is_method(key) && other.get(key).is_some())
}

/// Parameters by their place and name, which make them unique.
type Declared<'a> = BTreeMap<(&'a str, &'a str), String>;

fn parameters(
    root: &Node,
    item: &Visit<'_>,
    path: &str,
    template: &Template,
    findings: &mut Findings<'_>,
) {
    let shared = declared(root, item.node, &item.pointer, findings);
    undeclared_in_template(&shared, template, &format!("`{path}`"), findings);
    let operations = item
        .node
        .as_mapping()
        .into_iter()
        .flatten()
        .filter(|(key, _)| {
            matches!(
                Kind::PathItem.slot(key),
                Some(super::grammar::Slot::Typed(_, Kind::Operation))
            )
        });
    for (method, member) in operations {
        let at = pointer::child(&item.pointer, method);
        let own = declared(root, &member.value, &at, findings);
        undeclared_in_template(&own, template, &name(&at), findings);
        let names: BTreeSet<&str> = own
            .keys()
            .chain(shared.keys())
            .filter(|(location, _)| *location == "path")
            .map(|(_, name)| *name)
            .collect();
        for missing in template
            .parameters
            .iter()
            .filter(|name| !names.contains(name.as_str()))
        {
            findings.blame(
                at.clone(),
                format!(
                    "{} does not declare the path parameter `{missing}`",
                    name(&at)
                ),
                format!("add a parameter with `name: {missing}`, `in: path`, `required: true`"),
            );
        }
    }
}

fn undeclared_in_template(
    declared: &Declared<'_>,
    template: &Template,
    who: &str,
    findings: &mut Findings<'_>,
) {
    for ((location, name), at) in declared {
        if *location == "path" && !template.parameters.iter().any(|known| known == name) {
            findings.blame(
                at.clone(),
                format!("{who} declares the path parameter `{name}`, which is not in its path"),
                format!("add `{{{name}}}` to the path, or remove the parameter"),
            );
        }
    }
}

/// The parameters of an operation or a path item, each with the pointer of its entry.
fn declared<'a>(
    root: &'a Node,
    node: &'a Node,
    at: &str,
    findings: &mut Findings<'_>,
) -> Declared<'a> {
    let mut declared = Declared::new();
    let list = node
        .get("parameters")
        .and_then(Node::as_sequence)
        .unwrap_or_default();
    for (index, item) in list.iter().enumerate() {
        let at = pointer::element(&pointer::child(at, "parameters"), index);
        let Some(parameter) = resolve(root, item) else {
            continue;
        };
        let text = |key| parameter.get(key).and_then(Node::as_str);
        let (Some(location), Some(name)) = (text("in"), text("name")) else {
            continue;
        };
        let required = matches!(
            parameter.get("required").map(|node| &node.data),
            Some(super::node::Data::Bool(true))
        );
        if location == "path" && !required {
            findings.blame(
                at.clone(),
                format!("the path parameter `{name}` is not required"),
                "add `required: true`: a path has no optional parts",
            );
        }
        if declared.insert((location, name), at.clone()).is_some() {
            findings.blame(
                at,
                format!("the {location} parameter `{name}` is listed twice"),
                "remove one of the two",
            );
        }
    }
    declared
}

/// The object behind a `$ref`. `reference` has refused dangling references and rings before.
fn resolve<'a>(root: &'a Node, node: &'a Node) -> Option<&'a Node> {
    let mut node = node;
    while let Some(reference) = node.get("$ref").and_then(Node::as_str) {
        node = root.find(&super::reference::pointer_of(reference)?)?;
    }
    Some(node)
}
