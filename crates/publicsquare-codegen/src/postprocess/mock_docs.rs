//! Documents the typed mocks: what each method matches or answers, and an example for each operation.
//!
//! progenitor generates the mocks without documentation. In come the mocks and the facts about their operations. Out
//! come the same mocks, in which each type and each method has a sentence, and each method of `MockServerExt` has an
//! example that runs. Comments that come from the description itself are cleaned in `docs.rs`, after this step.

use syn::{File, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, TraitItem, Type, parse_quote};

use super::parameters::builder_name;
use super::{module, text};
use crate::operation_facts::{Facts, OperationFacts};

/// The success that an example answers with.
struct Success {
    method: String,
    status: u16,
    /// The argument of the method, as Rust code.
    value: String,
    /// The type that the example imports.
    import: Option<String>,
}

/// Writes the documentation of the mocks.
pub(super) fn write(file: &mut File, facts: &Facts) {
    let mut successes: Vec<(String, Success)> = Vec::new();
    if let Some(operations) = module(&mut file.items, "operations") {
        operations
            .attrs
            .retain(|attribute| !attribute.path().is_ident("doc"));
        for line in OF_THE_MODULE.lines() {
            operations.attrs.push(parse_quote!(#[doc = #line]));
        }
        for item in operations.content.iter_mut().flat_map(|(_, items)| items) {
            match item {
                Item::Struct(found) => {
                    let name = found.ident.to_string();
                    if let Some(line) = of_type(&name, facts) {
                        found.attrs.insert(0, parse_quote!(#[doc = #line]));
                    }
                }
                Item::Impl(block) if block.trait_.is_none() => {
                    let name = builder_name(&block.self_ty).unwrap_or_default();
                    if let Some((_, facts)) = operation(&name, "When", facts) {
                        of_conditions(block, facts);
                    } else if let Some((operation, facts)) = operation(&name, "Then", facts) {
                        let success = of_answers(block, facts);
                        successes.extend(success.map(|success| (operation.to_owned(), success)));
                    }
                }
                _ => {}
            }
        }
    }
    for item in &mut file.items {
        let Item::Trait(methods) = item else { continue };
        for line in OF_THE_TRAIT.lines().rev() {
            methods.attrs.insert(0, parse_quote!(#[doc = #line]));
        }
        for item in &mut methods.items {
            let TraitItem::Fn(function) = item else {
                continue;
            };
            let name = function.sig.ident.to_string();
            let Some(facts) = facts.of_builder(&name) else {
                continue;
            };
            let bound = text(&function.sig.generics.where_clause);
            let success = successes
                .iter()
                .find(|(operation, _)| bound.contains(&format!("operations :: {operation}Then")));
            let documentation = of_operation(&name, facts, success.map(|(_, found)| found));
            for line in documentation.lines().rev() {
                function.attrs.insert(0, parse_quote!(#[doc = #line]));
            }
        }
    }
}

const OF_THE_MODULE: &str = " The two arguments of each mock: a `…When` selects the requests, a `…Then` sets the response.

 Both wrap a type of httpmock. `into_inner()` returns that type, for everything that the description does not allow.";

const OF_THE_TRAIT: &str = " Adds a method for each operation to `httpmock::MockServer`.

 Each method creates a mock. It takes a closure with two arguments: the first selects the requests that the mock
 answers, the second sets the response. Mocks are tried in the order in which they were created.";

/// The name of the operation in a type such as `ListThingsWhen`, and the facts about it.
fn operation<'n, 'f>(
    name: &'n str,
    suffix: &str,
    facts: &'f Facts,
) -> Option<(&'n str, &'f OperationFacts)> {
    let operation = name.strip_suffix(suffix)?;
    Some((operation, facts.of_builder(operation)?))
}

fn of_type(name: &str, facts: &Facts) -> Option<String> {
    if let Some((_, facts)) = operation(name, "When", facts) {
        let label = label(facts);
        return Some(format!(
            " Selects the requests of `{label}` that a mock answers. Without a condition it answers all of them."
        ));
    }
    let (_, facts) = operation(name, "Then", facts)?;
    Some(format!(
        " Sets the response of a mock of `{}`.",
        label(facts)
    ))
}

/// Documents the methods of a `…When`.
fn of_conditions(block: &mut ItemImpl, facts: &OperationFacts) {
    for function in functions(block) {
        let name = function.sig.ident.to_string();
        let name = name.trim_end_matches('_');
        let is_optional = function.sig.generics.where_clause.is_some();
        let line = match name {
            "new" => format!(
                " Adds the method and the path of `{}` to a condition of httpmock.",
                label(facts)
            ),
            "into_inner" => {
                " Returns the condition of httpmock, to match what the description does not list."
                    .to_owned()
            }
            "body" => " Answers only requests with this body.".to_owned(),
            _ if is_optional => format!(
                " Answers only requests whose parameter `{name}` has this value. `None` stands for requests without it."
            ),
            _ => format!(" Answers only requests whose parameter `{name}` has this value."),
        };
        function.attrs.insert(0, parse_quote!(#[doc = #line]));
    }
}

/// Documents the methods of a `…Then`, and returns the first success.
fn of_answers(block: &mut ItemImpl, facts: &OperationFacts) -> Option<Success> {
    let mut success = None;
    for function in functions(block) {
        let name = function.sig.ident.to_string();
        let inputs: Vec<&Type> = function
            .sig
            .inputs
            .iter()
            .filter_map(|input| match input {
                FnArg::Typed(typed) => Some(&*typed.ty),
                FnArg::Receiver(_) => None,
            })
            .collect();
        let status = status(function);
        let line = match (name.as_str(), status) {
            ("new", _) => format!(
                " Wraps a response of httpmock as a response of `{}`.",
                label(facts)
            ),
            ("into_inner", _) => {
                " Returns the response of httpmock, to set what the description does not list."
                    .to_owned()
            }
            (_, Some(status)) if inputs.is_empty() => {
                format!(" Answers {status} without a body.")
            }
            (_, Some(status)) => format!(" Answers {status} with this body."),
            (_, None) if inputs.len() == 1 => {
                " Answers with this status, without a body.".to_owned()
            }
            (_, None) => " Answers with this status and this body.".to_owned(),
        };
        if let (None, Some(status @ 200..=299)) = (&success, status) {
            success = of_success(name, status, &inputs);
        }
        function.attrs.insert(0, parse_quote!(#[doc = #line]));
    }
    success
}

/// The answer of an example. `None` if no value of the body's type is known.
fn of_success(method: String, status: u16, inputs: &[&Type]) -> Option<Success> {
    let (value, import) = match inputs {
        [] => (String::new(), None),
        [ty] => {
            let ty = text(ty);
            if let Some(name) = ty.strip_prefix("& types :: ")
                && name.chars().all(|character| character.is_alphanumeric())
            {
                (format!("&{name}::default()"), Some(name.to_owned()))
            } else if ty.starts_with('&') {
                ("&Default::default()".to_owned(), None)
            } else {
                ("\"text\"".to_owned(), None)
            }
        }
        _ => return None,
    };
    Some(Success {
        method,
        status,
        value,
        import,
    })
}

/// The number in `.status(200u16)`.
fn status(function: &ImplItemFn) -> Option<u16> {
    let code = text(&function.block);
    let (_, rest) = code.split_once(". status (")?;
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

fn functions(block: &mut ItemImpl) -> impl Iterator<Item = &mut ImplItemFn> {
    block.items.iter_mut().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })
}

fn of_operation(name: &str, facts: &OperationFacts, success: Option<&Success>) -> String {
    let first = format!(" Creates a mock of `{}`.", label(facts));
    let Some(success) = success else { return first };
    let http_method = facts.label.split(' ').next().unwrap_or("GET");
    let send = match http_method {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" => {
            format!(
                "http.{}(server.url(\"{}\"))",
                http_method.to_lowercase(),
                sample(&facts.path)
            )
        }
        other => format!(
            "http.request(reqwest::Method::{other}, server.url(\"{}\"))",
            sample(&facts.path)
        ),
    };
    let import = success.import.as_ref().map_or_else(String::new, |ty| {
        format!("\n use publicsquare_httpmock::types::{ty};")
    });
    let Success {
        method,
        status,
        value,
        ..
    } = success;
    format!(
        "{first}

 # Examples

 ```
 use publicsquare_httpmock::MockServerExt;
 use publicsquare_httpmock::httpmock::MockServer;{import}

 # #[tokio::main(flavor = \"current_thread\")]
 # async fn main() -> Result<(), Box<dyn std::error::Error>> {{
 # let http = reqwest::Client::builder().no_proxy().build()?;
 let server = MockServer::start();
 let mock = server.{name}(|_, then| {{
     then.{method}({value});
 }});
 // An application would send this request with the client.
 let response = {send}.send().await?;
 assert_eq!(response.status(), {status});
 assert_eq!(mock.calls(), 1);
 # Ok(())
 # }}
 ```"
    )
}

/// The method and the path, with nothing in it that would end the code that it is shown as.
fn label(facts: &OperationFacts) -> String {
    let method = facts.label.split(' ').next().unwrap_or_default();
    format!(
        "{method} {}",
        with_parameters(&facts.path, |name| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if name.chars().all(is_plain) {
                format!("{{{name}}}")
            } else {
                "{…}".to_owned()
            }
        })
    )
}

/// A path that the mock of this path answers.
fn sample(path: &str) -> String {
    with_parameters(path, |_| "1".to_owned())
}

fn with_parameters(path: &str, parameter: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((constant, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        out.push_str(constant);
        out.push_str(&parameter(name));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documented(openapi: &str, mut file: File) -> String {
        let openapi = serde_json::from_str(openapi).expect("valid OpenAPI");
        write(&mut file, &Facts::of(&openapi, &openapi));
        prettyplease::unparse(&file)
    }

    fn mocks() -> File {
        parse_quote! {
            pub mod operations {
                pub struct GetThingWhen(::httpmock::When);
                impl GetThingWhen {
                    pub fn new(inner: ::httpmock::When) -> Self {}
                    pub fn id(self, value: &str) -> Self {}
                    pub fn page<T>(self, value: T) -> Self where T: Into<Option<i32>> {}
                }
                pub struct GetThingThen(::httpmock::Then);
                impl GetThingThen {
                    pub fn not_found(self) -> Self { Self(self.0.status(404u16)) }
                    pub fn ok(self, value: &types::Thing) -> Self { Self(self.0.status(200u16)) }
                }
            }
            pub trait MockServerExt {
                fn get_thing<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
                where
                    F: FnOnce(operations::GetThingWhen, operations::GetThingThen);
            }
        }
    }

    const OPENAPI: &str = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths":
        {"/things/{id}": {"get": {"operationId": "getThing", "responses": {}}}}}"#;

    #[test]
    fn each_operation_has_an_example_that_sends_a_request() {
        let text = documented(OPENAPI, mocks());
        for expected in [
            "/// Creates a mock of `GET /things/{id}`.",
            "/// use publicsquare_httpmock::types::Thing;",
            "///     then.ok(&Thing::default());",
            "/// let response = http.get(server.url(\"/things/1\")).send().await?;",
            "/// assert_eq!(response.status(), 200);",
        ] {
            assert!(text.contains(expected), "{expected} is missing in {text}");
        }
    }

    #[test]
    fn each_method_has_a_sentence() {
        let text = documented(OPENAPI, mocks());
        for expected in [
            "/// Answers only requests whose parameter `id` has this value.\n",
            "whose parameter `page` has this value. `None` stands for requests without it.",
            "/// Answers 404 without a body.",
            "/// Answers 200 with this body.",
        ] {
            assert!(text.contains(expected), "{expected} is missing in {text}");
        }
    }

    #[test]
    fn the_name_of_a_parameter_cannot_end_the_code_around_it() {
        let openapi = OPENAPI.replace("{id}", "{i`d\\n}");
        let text = documented(&openapi, mocks());
        assert!(text.contains("`GET /things/{…}`"), "{text}");
    }
}
