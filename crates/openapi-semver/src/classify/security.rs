//! What callers have to prove.

use super::{Effect, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "api-security-added",
        Effect::BREAKING,
        "{it} asks for credentials now: {is}",
    ),
    Rule::new(
        "api-security-removed",
        Effect::COMPATIBLE,
        "{it} no longer asks for {was}",
    ),
    Rule::new(
        "api-security-became-required",
        Effect::BREAKING,
        "{it} can no longer be called without credentials",
    ),
    Rule::new(
        "api-security-alternative-added",
        Effect::COMPATIBLE,
        "{it} takes {is} as well",
    ),
    Rule::new(
        "api-security-alternative-removed",
        Effect::BREAKING,
        "{it} no longer takes {was}",
    ),
    Rule::new(
        "api-security-scheme-added",
        Effect::BREAKING,
        "{it} asks for the credential `{is}` as well",
    ),
    Rule::new(
        "api-security-scheme-dropped",
        Effect::COMPATIBLE,
        "{it} no longer asks for the credential `{was}`",
    ),
    Rule::new(
        "api-security-scheme-replaced",
        Effect::BREAKING,
        "{it} asks for the credential `{is}` in place of `{was}`",
    ),
    Rule::new(
        "api-security-scope-added",
        Effect::BREAKING,
        "{it} asks for the scope `{is}` as well",
    ),
    Rule::new(
        "api-security-scope-replaced",
        Effect::BREAKING,
        "{it} asks for another scope: `{is}` in place of `{was}`",
    ),
    Rule::new(
        "api-security-scope-removed",
        Effect::COMPATIBLE,
        "{it} no longer asks for the scope `{was}`",
    ),
    Rule::new(
        "api-key-name-changed",
        Effect::BREAKING,
        "the API key for {it} was sent as `{was}` and is as `{is}`",
    ),
    Rule::new(
        "api-key-location-changed",
        Effect::BREAKING,
        "the API key for {it} was sent in the {was} and is in the {is}",
    ),
    Rule::new(
        "http-scheme-changed",
        Effect::BREAKING,
        "the HTTP authentication scheme for {it} was `{was}` and is `{is}`",
    ),
    Rule::new(
        "api-security-component-type-changed",
        Effect::BREAKING,
        "the type of the security scheme for {it} was `{was}` and is `{is}`",
    ),
    Rule::new(
        "api-security-component-open-id-url-changed",
        Effect::BREAKING,
        "the OpenID Connect URL for {it} was {was} and is {is}",
    ),
    Rule::new(
        "api-security-component-oauth-url-changed",
        Effect::BREAKING,
        "the authorization URL for {it} was {was} and is {is}",
    ),
    Rule::new(
        "api-security-component-oauth-token-url-changed",
        Effect::BREAKING,
        "the token URL for {it} was {was} and is {is}",
    ),
    Rule::new(
        "api-security-component-oauth-refresh-url-changed",
        Effect::BREAKING,
        "the refresh URL for {it} was {was} and is {is}",
    ),
    Rule::new(
        "api-security-component-oauth-flow-removed",
        Effect::BREAKING,
        "the OAuth flow `{was}` for {it} is gone",
    ),
    Rule::new(
        "api-security-component-oauth-flow-added",
        Effect::COMPATIBLE,
        "the OAuth flow `{is}` for {it} is new",
    ),
    Rule::new(
        "api-security-component-renamed",
        Effect::DOCS_ONLY,
        "the document calls the credentials of {it} `{is}` and no longer `{was}`; what is sent is the same",
    ),
    Rule::new(
        "api-security-component-added",
        Effect::DOCS_ONLY,
        "{it} is new, and nothing asks for it",
    ),
    Rule::new(
        "api-security-component-removed",
        Effect::DOCS_ONLY,
        "{it} is gone, and nothing asked for it",
    ),
    Rule::new(
        "api-security-component-oauth-scope-added",
        Effect::COMPATIBLE,
        "{it} offers the scope `{is}`",
    ),
    Rule::new(
        "api-security-component-oauth-scope-removed",
        Effect::BREAKING,
        "{it} no longer offers the scope `{was}`",
    ),
    Rule::new(
        "api-security-component-oauth-scope-changed",
        Effect::DOCS_ONLY,
        "the scope `{was}` of {it} is described in other words",
    ),
];
