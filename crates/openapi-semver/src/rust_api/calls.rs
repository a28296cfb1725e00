//! Compares the methods of the client and of the builders of operations.

use super::compare::Comparison;
use super::methods::{Method, Output};
use super::site::Site;
use super::type_text::Type;
use super::{Anchor, rules};

impl<'a> Comparison<'a> {
    pub(super) fn methods(&mut self) {
        let (base, revision) = (self.structure.base, self.structure.revision);
        for (name, method) in &base.methods {
            if let Some(now) = revision.methods.get(name) {
                self.start();
                self.method(name, method, now);
                self.finish();
            } else {
                let message = format!("`Client::{name}` is gone");
                self.gone(rules::METHOD_REMOVED, message, Anchor::Method(name.clone()));
            }
        }
        for name in revision.methods.keys() {
            if !base.methods.contains_key(name) {
                let message = format!("`Client::{name}` is new");
                self.new_one(rules::METHOD_ADDED, message, Anchor::Method(name.clone()));
            }
        }
    }

    fn method(&mut self, name: &str, base: &'a Method, revision: &'a Method) {
        let anchor = Anchor::Method(name.to_owned());
        let subject = format!("`Client::{name}`");
        let has_builder = |method: &Method| matches!(method.output, Output::Builder(_));
        if !base.is_called_like(revision) || has_builder(base) != has_builder(revision) {
            let message = format!(
                "{subject} was `{}` and is `{}`",
                base.text(),
                revision.text()
            );
            self.changed(rules::METHOD_SIGNATURE_CHANGED, message, anchor);
            return;
        }
        let arguments = base.arguments.iter().zip(&revision.arguments);
        for (index, (before, now)) in arguments.enumerate() {
            let place = format!("argument {} of {subject}", index + 1);
            let site = Site::new(rules::METHOD_SIGNATURE_CHANGED, place, anchor.clone());
            self.later(site, before, now);
        }
        match (&base.output, &revision.output) {
            (Output::Builder(before), Output::Builder(now)) => self.builder(name, [before, now]),
            (before, now) => self.output(&subject, &anchor, before, now),
        }
    }

    /// Compares the setters of an operation and what sending it gives.
    fn builder(&mut self, name: &str, [before, now]: [&str; 2]) {
        let (Some(base), Some(revision)) = (
            self.structure.base.builders.get(before),
            self.structure.revision.builders.get(now),
        ) else {
            return;
        };
        let anchor = Anchor::Method(name.to_owned());
        let label = |setter: &str, method: &Method| {
            let arguments = if method.arguments.is_empty() {
                ""
            } else {
                ".."
            };
            format!("`Client::{name}().{setter}({arguments})`")
        };
        for (setter, method) in base {
            let subject = label(setter, method);
            let Some(after) = revision.get(setter) else {
                let message = format!("{subject} is gone");
                self.gone(rules::SETTER_REMOVED, message, anchor.clone());
                continue;
            };
            if !method.is_called_like(after) {
                let message = format!(
                    "{subject} was `{}` and is `{}`",
                    method.text(),
                    after.text()
                );
                self.changed(rules::SETTER_TYPE_CHANGED, message, anchor.clone());
                continue;
            }
            // `body_map` takes what `body` does, as a function of its builder.
            let is_repetition = setter
                .strip_suffix("_map")
                .is_some_and(|of| base.contains_key(of) && revision.contains_key(of));
            if !is_repetition {
                for (before, now) in method.arguments.iter().zip(&after.arguments) {
                    let (before, now) = without_conversion(before, now);
                    let site =
                        Site::new(rules::SETTER_TYPE_CHANGED, subject.clone(), anchor.clone());
                    self.later(site.verbs("took", "takes"), before, now);
                }
            }
            let subject = if setter == "send" {
                format!("`Client::{name}`")
            } else {
                subject
            };
            self.output(&subject, &anchor, &method.output, &after.output);
        }
        for (setter, method) in revision {
            if !base.contains_key(setter) {
                let message = format!("{} is new", label(setter, method));
                self.new_one(rules::SETTER_ADDED, message, anchor.clone());
            }
        }
    }

    fn output(&mut self, subject: &str, anchor: &Anchor, base: &'a Output, revision: &'a Output) {
        let returned = Site::new(
            rules::RETURN_TYPE_CHANGED,
            subject.to_owned(),
            anchor.clone(),
        )
        .verbs("returned", "returns")
        .inside(format!("what {subject} returns"));
        match (base, revision) {
            (
                Output::Answer { success, error },
                Output::Answer {
                    success: success_now,
                    error: error_now,
                },
            ) => {
                self.later(returned, success, success_now);
                let subject = format!("the error of {subject}");
                let site = Site::new(rules::ERROR_TYPE_CHANGED, subject, anchor.clone());
                self.later(site, error, error_now);
            }
            (Output::Plain(before), Output::Plain(now)) => self.later(returned, before, now),
            (Output::Builder(_), Output::Builder(_)) => {}
            _ => {
                let message = format!(
                    "{subject} returned `{}` and returns `{}`",
                    base.text(),
                    revision.text()
                );
                self.changed(rules::RETURN_TYPE_CHANGED, message, anchor.clone());
            }
        }
    }
}

/// The `T` of two `impl TryInto<T>`.
fn without_conversion<'t>(base: &'t Type, revision: &'t Type) -> (&'t Type, &'t Type) {
    match (
        base.arguments_of("impl TryInto"),
        revision.arguments_of("impl TryInto"),
    ) {
        (Some([before]), Some([now])) => (before, now),
        _ => (base, revision),
    }
}
