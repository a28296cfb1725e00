//! Paths in the syntax tree: what they lead to, and their generic arguments.
//!
//! A path comes in, such as `super::types::Key` or `::std::vec::Vec<Key>`. Out comes the type that it names, so that
//! different ways to write one type are equal. `reader` reads all other kinds of types.

use syn::{GenericArgument, Path, PathArguments, PathSegment, TypePath};

use super::reader::{Reader, Stands, name_of, number};
use super::type_text::{Type, TypeText};

impl Reader<'_> {
    pub(super) fn path(&self, path: &TypePath) -> Type {
        if path.qself.is_none()
            && let Some(found) = self.known(&path.path)
        {
            return found;
        }
        let mut out = TypeText::new("");
        if let Some(qself) = &path.qself {
            out.text("<");
            out.part(self.read(&qself.ty));
            out.text(">::");
        }
        self.segments(&mut out, &path.path);
        out.finish()
    }

    /// The type that a path stands for, if the path is a type parameter or a generated type.
    fn known(&self, path: &Path) -> Option<Type> {
        let last = path.segments.last()?;
        if path.leading_colon.is_some() {
            return None;
        }
        let name = plain(last);
        let is_relative = |segment: &&PathSegment| {
            segment.ident == "self" || segment.ident == "super" || segment.ident == "crate"
        };
        let mut before: Vec<&PathSegment> = path.segments.iter().skip_while(is_relative).collect();
        before.pop();
        if path.segments.len() == 1
            && let Some(parameter) = self.parameters.get(&name)
        {
            return Some(parameter.clone());
        }
        if !self.own.contains(&name) {
            return None;
        }
        let supers = path.segments.iter().filter(|one| one.ident == "super");
        match (before.as_slice(), self.stands) {
            ([], Stands::Types) if !is_outer(path) => return Some(Type::Own(name)),
            ([], Stands::TypeBuilders) if !is_outer(path) => return Some(Type::Builder(name)),
            ([], Stands::TypeBuilders) if supers.count() == 1 && path.segments.len() == 2 => {
                return Some(Type::Own(name));
            }
            _ => {}
        }
        match before.as_slice() {
            [one] if one.ident == "types" => Some(Type::Own(name)),
            [one] if self.stands == Stands::Types && one.ident == "builder" => {
                Some(Type::Builder(name))
            }
            [one, two] if one.ident == "types" && two.ident == "builder" => {
                Some(Type::Builder(name))
            }
            _ => None,
        }
    }

    /// A path with its generic arguments. Only the last segment of a path of the standard library is kept, because
    /// `String` and `::std::string::String` are the same type.
    pub(super) fn segments(&self, out: &mut TypeText, path: &Path) {
        let count = path.segments.len();
        let is_std = path.segments.first().is_some_and(|first| {
            count > 1
                && ["std", "core", "alloc"]
                    .iter()
                    .any(|name| first.ident == name)
        });
        for (index, segment) in path.segments.iter().enumerate() {
            let is_last = index + 1 == count;
            let is_left_out = is_std || segment.ident == "self" || segment.ident == "super";
            if !is_last && is_left_out {
                continue;
            }
            out.text(&plain(segment));
            self.arguments(out, &segment.arguments);
            if !is_last {
                out.text("::");
            }
        }
    }

    fn arguments(&self, out: &mut TypeText, arguments: &PathArguments) {
        match arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => {
                let mut separator = "<";
                for argument in &arguments.args {
                    if matches!(argument, GenericArgument::Lifetime(_)) {
                        continue;
                    }
                    out.text(separator);
                    separator = ", ";
                    self.argument(out, argument);
                }
                if separator != "<" {
                    out.text(">");
                }
            }
            PathArguments::Parenthesized(arguments) => {
                out.text("(");
                for (index, input) in arguments.inputs.iter().enumerate() {
                    out.text(if index == 0 { "" } else { ", " });
                    out.part(self.read(&input.ty));
                }
                out.text(")");
                self.returns(out, &arguments.output);
            }
        }
    }

    fn argument(&self, out: &mut TypeText, argument: &GenericArgument) {
        match argument {
            GenericArgument::Type(ty) => out.part(self.read(ty)),
            GenericArgument::Const(value) => out.text(&number(value)),
            GenericArgument::AssocType(binding) => {
                out.text(&format!("{} = ", binding.ident));
                out.part(self.read(&binding.ty));
            }
            GenericArgument::AssocConst(binding) => {
                out.text(&format!("{} = {}", binding.ident, number(&binding.value)));
            }
            GenericArgument::Constraint(constraint) => {
                out.part(self.bounds(&format!("{}: ", constraint.ident), &constraint.bounds));
            }
            _ => out.text("?"),
        }
    }
}

/// Whether a path leads out of the module that it stands in.
fn is_outer(path: &Path) -> bool {
    path.segments.len() > 1
        && path
            .segments
            .first()
            .is_some_and(|first| first.ident != "self")
}

fn plain(segment: &PathSegment) -> String {
    name_of(&segment.ident)
}
