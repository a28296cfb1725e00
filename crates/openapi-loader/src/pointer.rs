//! JSON pointers ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), such as `/paths/~1ping/get`.
//!
//! A pointer names one node of a document. It is a list of tokens, each after a `/`: the names of members and the
//! indices of elements. Inside a token, `~` is written `~0` and `/` is written `~1`.
//!
//! Names go in, pointers come out, and the other way round. Every crate of the workspace uses these functions, so that
//! a name is escaped in one way only. [`reference_target`](crate::reference_target) makes a pointer of a `$ref`.

use std::borrow::Cow;

/// Writes a name as one token of a pointer.
///
/// ```
/// use openapi_loader::pointer;
///
/// let place = format!("/paths/{}/get", pointer::escape("/keys/{id}"));
/// assert_eq!(place, "/paths/~1keys~1{id}/get");
/// ```
#[must_use]
pub fn escape(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// Reads the name that a token of a pointer stands for.
///
/// ```
/// use openapi_loader::pointer;
///
/// let path = "/paths/~1keys~1{id}".strip_prefix("/paths/").map(pointer::unescape);
/// assert_eq!(path.as_deref(), Some("/keys/{id}"));
/// ```
#[must_use]
pub fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        // In this order, so that `~01` becomes `~1`.
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// Turns the pointer of an object into the pointer of its member `name`.
///
/// ```
/// let mut pointer = "/components/schemas".to_owned();
/// openapi_loader::pointer::push(&mut pointer, "Key");
/// assert_eq!(pointer, "/components/schemas/Key");
/// ```
pub fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&escape(name));
}

/// The pointer of the member `name` of the object at `pointer`.
///
/// ```
/// use openapi_loader::pointer;
///
/// let content = "/paths/~1keys/get/responses/200/content";
/// let json = pointer::child(content, "application/json");
/// assert_eq!(json, format!("{content}/application~1json"));
/// ```
#[must_use]
pub fn child(pointer: &str, name: &str) -> String {
    let mut child = String::with_capacity(pointer.len() + 1 + name.len());
    child.push_str(pointer);
    push(&mut child, name);
    child
}

/// The names that a pointer consists of, from the root on. `None` if the text is not a pointer.
///
/// ```
/// use openapi_loader::pointer;
///
/// let names = pointer::names("/paths/~1keys/get").unwrap_or_default();
/// assert_eq!(names, ["paths", "/keys", "get"]);
/// assert_eq!(pointer::names("paths"), None);
/// ```
#[must_use]
pub fn names(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let tokens = pointer.strip_prefix('/')?.split('/');
    Some(tokens.map(|token| unescape(token).into_owned()).collect())
}

/// The pointer of the element `index` of the array at `pointer`.
pub(crate) fn element(pointer: &str, index: usize) -> String {
    format!("{pointer}/{index}")
}
