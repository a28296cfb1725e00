//! Differences in calls: methods of the client, and setters of builders.
//!
//! The methods of two surfaces come in. Out go findings about methods and setters that are new, gone or have another
//! type, and about what a call returns. `members` compares fields and variants, and `acceptance` decides what a setter
//! takes.

use std::collections::BTreeMap;

use super::Anchor;
use super::acceptance::takes_all_of;
use super::compare::{Comparison, Place};
use super::methods::{Method, Output};
use super::type_text::apart;
use crate::rule_id::Rule;

impl<'a> Comparison<'a> {
    pub(super) fn methods(&mut self) {
        let (base, revision) = (self.base, self.revision);
        for (name, method) in &base.methods {
            if let Some(now) = revision.methods.get(name) {
                self.method(name, method, now);
            } else {
                let message = format!("`Client::{name}` is gone");
                self.gone(
                    Rule::RustMethodRemoved,
                    message,
                    Anchor::Method(name.clone()),
                );
            }
        }
        for name in revision.methods.keys() {
            if !base.methods.contains_key(name) {
                let message = format!("`Client::{name}` is new");
                self.new_one(Rule::RustMethodAdded, message, Anchor::Method(name.clone()));
            }
        }
    }

    fn method(&mut self, name: &str, base: &'a Method, revision: &'a Method) {
        let anchor = Anchor::Method(name.to_owned());
        let subject = format!("`Client::{name}`");
        if !base.is_called_like(revision) || builder_of(base) != builder_of(revision) {
            let message = format!(
                "{subject} was `{}` and is `{}`",
                base.text(),
                revision.text()
            );
            self.changed(Rule::RustMethodSignatureChanged, message, anchor);
            return;
        }
        let arguments = base.arguments.iter().zip(&revision.arguments);
        for (index, (before, now)) in arguments.enumerate() {
            let place = Place {
                rule: Rule::RustMethodSignatureChanged,
                subject: format!("argument {} of {subject}", index + 1),
                verbs: ["was", "is"],
                anchor: anchor.clone(),
            };
            self.same_type(place, before, now);
        }
        match builder_of(base) {
            Some(builder) => {
                let steps = |surface: &'a super::Surface| surface.builders.get(builder);
                if let (Some(before), Some(now)) = (steps(self.base), steps(self.revision)) {
                    self.steps(&format!("Client::{name}()"), &anchor, before, now);
                }
            }
            None => self.output(&subject, &anchor, &base.output, &revision.output),
        }
    }

    /// Compares the builder of a type: what its setters take and which fields it demands. Demands count only if
    /// applications send the type.
    pub(super) fn type_builder(&mut self, name: &str, is_sent: bool) {
        let of = |surface: &'a super::Surface| surface.type_builders.get(name);
        let (Some(base), Some(revision)) = (of(self.base), of(self.revision)) else {
            return;
        };
        let anchor = Anchor::Type(name.to_owned());
        let call = format!("types::{name}::builder()");
        // A setter that is new or gone is reported with its field.
        let shared = |steps: &'a BTreeMap<String, Method>, others: &BTreeMap<String, Method>| {
            let shared = steps.iter().filter(|(name, _)| others.contains_key(*name));
            shared
                .map(|(name, method)| (name.as_str(), method))
                .collect()
        };
        let before: BTreeMap<&str, &Method> = shared(&base.steps, &revision.steps);
        let field = |surface: &'a super::Surface, field: &str| {
            surface.types.get(name)?.field(field).map(|field| &field.ty)
        };
        for (setter, method) in before {
            // Another type of the field is reported with the field.
            if field(self.base, setter) != field(self.revision, setter) {
                continue;
            }
            if let Some(now) = revision.steps.get(setter) {
                self.step(&call, setter, &anchor, method, now);
            }
        }
        if is_sent {
            for field in revision.demands.difference(&base.demands) {
                let message = format!("`{call}` asks for `{field}` now");
                let anchor = Anchor::Field {
                    type_name: name.to_owned(),
                    wire_name: self.wire_name(name, field),
                };
                self.changed(Rule::RustBuilderDemands, message, anchor);
            }
        }
    }

    fn wire_name(&self, type_name: &str, field: &str) -> String {
        let found = self.revision.types.get(type_name);
        let found = found.and_then(|item| item.field(field));
        found.map_or_else(|| field.to_owned(), |field| field.wire_name.clone())
    }

    /// Compares the steps of the builder of an operation, and what `send` returns.
    fn steps(
        &mut self,
        call: &str,
        anchor: &Anchor,
        base: &'a BTreeMap<String, Method>,
        revision: &'a BTreeMap<String, Method>,
    ) {
        for (setter, method) in base {
            match revision.get(setter) {
                Some(now) => self.step(call, setter, anchor, method, now),
                None => {
                    let message = format!("{} is gone", label(call, setter, method));
                    self.gone(Rule::RustSetterRemoved, message, anchor.clone());
                }
            }
        }
        for (setter, method) in revision {
            if !base.contains_key(setter) {
                let message = format!("{} is new", label(call, setter, method));
                self.new_one(Rule::RustSetterAdded, message, anchor.clone());
            }
        }
    }

    fn step(
        &mut self,
        call: &str,
        setter: &str,
        anchor: &Anchor,
        base: &'a Method,
        revision: &'a Method,
    ) {
        let subject = label(call, setter, base);
        if !base.is_called_like(revision) {
            let message = format!(
                "{subject} was `{}` and is `{}`",
                base.text(),
                revision.text()
            );
            self.changed(Rule::RustSetterTypeChanged, message, anchor.clone());
            return;
        }
        for (before, now) in base.arguments.iter().zip(&revision.arguments) {
            let types = match (before.converted(), now.converted()) {
                (Some(before), Some(now)) => {
                    let (was, is) = ((self.base, before), (self.revision, now));
                    if takes_all_of(was, is) {
                        if !takes_all_of(is, was) {
                            let (before, now) = apart(before, now);
                            let message = format!(
                                "{subject} took `{before}` and takes `{now}`, with all that it took before"
                            );
                            let rule = Rule::RustSetterTypeChanged;
                            self.new_one(rule, message, anchor.clone());
                        }
                        continue;
                    }
                    (before, now)
                }
                _ => (before, now),
            };
            let place = Place {
                rule: Rule::RustSetterTypeChanged,
                subject: subject.clone(),
                verbs: ["took", "takes"],
                anchor: anchor.clone(),
            };
            self.same_type(place, types.0, types.1);
        }
        let subject = match call.strip_suffix("()") {
            Some(method) if setter == "send" => format!("`{method}`"),
            _ => subject,
        };
        self.output(&subject, anchor, &base.output, &revision.output);
    }

    fn output(&mut self, subject: &str, anchor: &Anchor, base: &'a Output, revision: &'a Output) {
        let returned = Place {
            rule: Rule::RustReturnTypeChanged,
            subject: subject.to_owned(),
            verbs: ["returned", "returns"],
            anchor: anchor.clone(),
        };
        match (base, revision) {
            (
                Output::Answer { success, error },
                Output::Answer {
                    success: success_now,
                    error: error_now,
                },
            ) => {
                self.same_type(returned, success, success_now);
                let failed = Place {
                    rule: Rule::RustErrorTypeChanged,
                    subject: format!("the error of {subject}"),
                    verbs: ["was", "is"],
                    anchor: anchor.clone(),
                };
                self.same_type(failed, error, error_now);
            }
            (Output::Plain(before), Output::Plain(now)) => self.same_type(returned, before, now),
            (Output::Builder(_), Output::Builder(_)) => {}
            _ => {
                let message = format!(
                    "{subject} returned `{}` and returns `{}`",
                    base.text(),
                    revision.text()
                );
                self.changed(Rule::RustReturnTypeChanged, message, anchor.clone());
            }
        }
    }
}

fn label(call: &str, setter: &str, method: &Method) -> String {
    let arguments = if method.arguments.is_empty() {
        ""
    } else {
        ".."
    };
    format!("`{call}.{setter}({arguments})`")
}

fn builder_of(method: &Method) -> Option<&str> {
    match &method.output {
        Output::Builder(name) => Some(name),
        Output::Answer { .. } | Output::Plain(_) => None,
    }
}
