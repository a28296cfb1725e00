//! Rulings on the credentials that operations ask for, and on security schemes.
//!
//! An operation that asks for more than before breaks callers. An operation that asks for less does not. Schemes that
//! no operation uses are `docs-only`. The events come from `detect/security` and `detect/components`.

use super::{Effect, Ruling};
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::ApiSecurityAdded,
        Effect::BREAKING,
        "{it} asks for credentials now: {is}",
    ),
    Ruling::new(
        Rule::ApiSecurityRemoved,
        Effect::COMPATIBLE,
        "{it} no longer asks for {was}",
    ),
    Ruling::new(
        Rule::ApiSecurityBecameRequired,
        Effect::BREAKING,
        "{it} can no longer be called without credentials",
    ),
    Ruling::new(
        Rule::ApiSecurityAlternativeAdded,
        Effect::COMPATIBLE,
        "{it} takes {is} as well",
    ),
    Ruling::new(
        Rule::ApiSecurityAlternativeRemoved,
        Effect::BREAKING,
        "{it} no longer takes {was}",
    ),
    Ruling::new(
        Rule::ApiSecuritySchemeAdded,
        Effect::BREAKING,
        "{it} asks for the credential `{is}` as well",
    ),
    Ruling::new(
        Rule::ApiSecuritySchemeDropped,
        Effect::COMPATIBLE,
        "{it} no longer asks for the credential `{was}`",
    ),
    Ruling::new(
        Rule::ApiSecuritySchemeReplaced,
        Effect::BREAKING,
        "{it} asks for the credential `{is}` in place of `{was}`",
    ),
    Ruling::new(
        Rule::ApiSecurityScopeAdded,
        Effect::BREAKING,
        "{it} asks for the scope `{is}` as well",
    ),
    Ruling::new(
        Rule::ApiSecurityScopeReplaced,
        Effect::BREAKING,
        "{it} asks for another scope: `{is}` in place of `{was}`",
    ),
    Ruling::new(
        Rule::ApiSecurityScopeRemoved,
        Effect::COMPATIBLE,
        "{it} no longer asks for the scope `{was}`",
    ),
    Ruling::new(
        Rule::ApiKeyNameChanged,
        Effect::BREAKING,
        "the API key for {it} was sent as `{was}` and is sent as `{is}`",
    ),
    Ruling::new(
        Rule::ApiKeyLocationChanged,
        Effect::BREAKING,
        "the API key for {it} was sent in the {was} and is sent in the {is}",
    ),
    Ruling::new(
        Rule::HttpSchemeChanged,
        Effect::BREAKING,
        "the HTTP authentication scheme for {it} was `{was}` and is `{is}`",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentTypeChanged,
        Effect::BREAKING,
        "the type of the security scheme for {it} was `{was}` and is `{is}`",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOpenIdUrlChanged,
        Effect::BREAKING,
        "the OpenID Connect URL for {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthUrlChanged,
        Effect::BREAKING,
        "the authorization URL for {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthTokenUrlChanged,
        Effect::BREAKING,
        "the token URL for {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthRefreshUrlChanged,
        Effect::BREAKING,
        "the refresh URL for {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthFlowRemoved,
        Effect::BREAKING,
        "the OAuth flow `{was}` for {it} is gone",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthFlowAdded,
        Effect::COMPATIBLE,
        "the OAuth flow `{is}` for {it} is new",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentRenamed,
        Effect::DOCS_ONLY,
        "the document calls the credentials of {it} `{is}` and no longer `{was}`; requests stay the same",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentAdded,
        Effect::DOCS_ONLY,
        "{it} is new, and nothing asks for it",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentRemoved,
        Effect::DOCS_ONLY,
        "{it} is gone, and nothing asked for it",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthScopeAdded,
        Effect::COMPATIBLE,
        "{it} offers the scope `{is}`",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthScopeRemoved,
        Effect::BREAKING,
        "{it} no longer offers the scope `{was}`",
    ),
    Ruling::new(
        Rule::ApiSecurityComponentOauthScopeChanged,
        Effect::DOCS_ONLY,
        "the scope `{was}` of {it} is described in other words",
    ),
];
