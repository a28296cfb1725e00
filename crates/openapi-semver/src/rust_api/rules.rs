//! The rules about generated code, each with the worst class that it can have.
//!
//! Nothing comes in. [`rules`](crate::rules) lists these rules after those about documents, and a test checks that no
//! finding is worse than its entry here. The rulings on differences in documents are in [`classify`](crate::classify).

use crate::class::Class;
use crate::rule_id::Rule;

/// Every rule of this module with the worst class that it can have.
pub(crate) const RULES: &[(Rule, Class)] = &[
    (Rule::RustTypeRemoved, Class::Breaking),
    (Rule::RustTypeAdded, Class::Compatible),
    (Rule::RustTypeKindChanged, Class::Breaking),
    // Compatible if the attribute is gone.
    (Rule::RustTypeNonExhaustive, Class::Breaking),
    (Rule::RustImplRemoved, Class::Breaking),
    (Rule::RustImplAdded, Class::Compatible),
    (Rule::RustFieldRemoved, Class::Breaking),
    // Compatible if the struct was `#[non_exhaustive]` before.
    (Rule::RustFieldAdded, Class::Breaking),
    (Rule::RustFieldTypeChanged, Class::Breaking),
    (Rule::RustVariantRemoved, Class::Breaking),
    // Compatible if the enum was `#[non_exhaustive]` before.
    (Rule::RustVariantAdded, Class::Breaking),
    (Rule::RustVariantTypeChanged, Class::Breaking),
    (Rule::RustBuilderDemands, Class::Breaking),
    (Rule::RustMethodRemoved, Class::Breaking),
    (Rule::RustMethodAdded, Class::Compatible),
    (Rule::RustMethodSignatureChanged, Class::Breaking),
    (Rule::RustSetterRemoved, Class::Breaking),
    (Rule::RustSetterAdded, Class::Compatible),
    // Compatible if the setter still takes everything that it took before.
    (Rule::RustSetterTypeChanged, Class::Breaking),
    (Rule::RustReturnTypeChanged, Class::Breaking),
    (Rule::RustErrorTypeChanged, Class::Breaking),
    (Rule::RustItemRemoved, Class::Breaking),
    (Rule::RustItemAdded, Class::Compatible),
];
