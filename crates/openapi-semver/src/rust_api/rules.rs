//! The names of the rules.

use crate::class::Class;

pub(super) const TYPE_REMOVED: &str = "rust-type-removed";
pub(super) const TYPE_ADDED: &str = "rust-type-added";
pub(super) const TYPE_KIND_CHANGED: &str = "rust-type-kind-changed";
pub(super) const TYPE_NON_EXHAUSTIVE: &str = "rust-type-non-exhaustive";
pub(super) const IMPL_REMOVED: &str = "rust-impl-removed";
pub(super) const IMPL_ADDED: &str = "rust-impl-added";
pub(super) const FIELD_REMOVED: &str = "rust-field-removed";
pub(super) const FIELD_ADDED: &str = "rust-field-added";
pub(super) const FIELD_TYPE_CHANGED: &str = "rust-field-type-changed";
pub(super) const VARIANT_REMOVED: &str = "rust-variant-removed";
pub(super) const VARIANT_ADDED: &str = "rust-variant-added";
pub(super) const VARIANT_TYPE_CHANGED: &str = "rust-variant-type-changed";
pub(crate) const BUILDER_DEMANDS: &str = "rust-builder-demands";
pub(super) const METHOD_REMOVED: &str = "rust-method-removed";
pub(super) const METHOD_ADDED: &str = "rust-method-added";
pub(super) const METHOD_SIGNATURE_CHANGED: &str = "rust-method-signature-changed";
pub(super) const SETTER_REMOVED: &str = "rust-setter-removed";
pub(super) const SETTER_ADDED: &str = "rust-setter-added";
pub(super) const SETTER_TYPE_CHANGED: &str = "rust-setter-type-changed";
pub(super) const RETURN_TYPE_CHANGED: &str = "rust-return-type-changed";
pub(super) const ERROR_TYPE_CHANGED: &str = "rust-error-type-changed";
pub(super) const ITEM_REMOVED: &str = "rust-item-removed";
pub(super) const ITEM_ADDED: &str = "rust-item-added";

/// Every rule of this module with the worst class that it can have.
pub(crate) const RULES: &[(&str, Class)] = &[
    (TYPE_REMOVED, Class::Breaking),
    (TYPE_ADDED, Class::Compatible),
    (TYPE_KIND_CHANGED, Class::Breaking),
    // Compatible where the attribute is gone.
    (TYPE_NON_EXHAUSTIVE, Class::Breaking),
    (IMPL_REMOVED, Class::Breaking),
    (IMPL_ADDED, Class::Compatible),
    (FIELD_REMOVED, Class::Breaking),
    // Compatible where the struct was `#[non_exhaustive]` before.
    (FIELD_ADDED, Class::Breaking),
    (FIELD_TYPE_CHANGED, Class::Breaking),
    (VARIANT_REMOVED, Class::Breaking),
    // Compatible where the enum was `#[non_exhaustive]` before.
    (VARIANT_ADDED, Class::Breaking),
    (VARIANT_TYPE_CHANGED, Class::Breaking),
    (BUILDER_DEMANDS, Class::Breaking),
    (METHOD_REMOVED, Class::Breaking),
    (METHOD_ADDED, Class::Compatible),
    (METHOD_SIGNATURE_CHANGED, Class::Breaking),
    (SETTER_REMOVED, Class::Breaking),
    (SETTER_ADDED, Class::Compatible),
    // Compatible where the setter takes all that it took.
    (SETTER_TYPE_CHANGED, Class::Breaking),
    (RETURN_TYPE_CHANGED, Class::Breaking),
    (ERROR_TYPE_CHANGED, Class::Breaking),
    (ITEM_REMOVED, Class::Breaking),
    (ITEM_ADDED, Class::Compatible),
];
