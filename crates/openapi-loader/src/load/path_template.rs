//! Path templates such as `/api-keys/{id}/regenerate`.
//!
//! A path comes in. Out come the names of its parameters and its shape, or what is wrong with it. Two paths with one
//! shape match the same requests. `operations` compares the parameters with those that are declared.

/// A path with named parameters.
pub(super) struct Template {
    /// The names of the parameters, in their order.
    pub(super) parameters: Vec<String>,
    /// The path without the names: two paths with the same shape match the same requests.
    pub(super) shape: String,
}

/// Takes a path apart.
///
/// # Errors
/// What is wrong with the path, as the predicate of a sentence.
pub(super) fn parse(path: &str) -> Result<Template, String> {
    let mut parameters: Vec<String> = Vec::new();
    let mut shape = String::new();
    let mut rest = path;
    while let Some(brace) = rest.find(['{', '}']) {
        let (literal, tail) = rest.split_at(brace);
        let Some((name, after)) = tail.strip_prefix('{').and_then(|tail| tail.split_once('}'))
        else {
            return Err("has a brace without its counterpart".to_owned());
        };
        if name.is_empty() || name.contains(['{', '/']) {
            return Err(format!("has a parameter named `{name}`"));
        }
        if parameters.iter().any(|known| known == name) {
            return Err(format!("has the parameter `{name}` twice"));
        }
        parameters.push(name.to_owned());
        shape.push_str(literal);
        shape.push_str("{}");
        rest = after;
    }
    shape.push_str(rest);
    Ok(Template { parameters, shape })
}
