//! A whole description for a text at one of its places.
//!
//! A place and a text come in, and the text of a document goes out. Words such as `$OK` stand for texts that many rows
//! need. A place that ends in ` 3.1` makes a document of OpenAPI 3.1.

/// What the words in a text stand for. A text may have words that stand earlier in this list than they do here.
const WORDS: &[(&str, &str)] = &[
    ("$LIST", "/orders: {get: {operationId: list, $OK}}"),
    ("$OK", "responses: {'204': {description: Done.}}"),
    (
        "$THREE",
        "{card: $TO_CARD, bank: $TO_BANK, debit: $TO_CARD}",
    ),
    ("$TWO", "{card: $TO_CARD, bank: $TO_BANK}"),
    ("$CARD", "{$ref: $TO_CARD}"),
    ("$BANK", "{$ref: $TO_BANK}"),
    ("$TO_CARD", "'#/components/schemas/Card'"),
    ("$TO_BANK", "'#/components/schemas/Bank'"),
    ("$JSON", "application/json: {schema: {type: string}}"),
    ("$XML", "application/xml: {schema: {type: string}}"),
    ("$KEY", "key: {type: apiKey, in: header, name: X-KEY}"),
    ("$PARAMETER", "in: query, name: a, schema: {type: string}"),
    (
        "$PART",
        "{in: path, name: part, required: true, schema: {type: string}}",
    ),
    (
        "$ID",
        "{in: path, name: id, required: true, schema: {type: string}}",
    ),
    (
        "$A",
        "{type: object, properties: {a: {type: string}}, required: [a]}",
    ),
    (
        "$B",
        "{type: object, properties: {b: {type: string}}, required: [b]}",
    ),
    (
        "$C",
        "{type: object, properties: {c: {type: integer}}, required: [c]}",
    ),
    // Objects of which no value is two.
    (
        "$ONLY_A",
        "{type: object, properties: {a: {type: string}}, required: [a], additionalProperties: false}",
    ),
    (
        "$ONLY_B",
        "{type: object, properties: {b: {type: string}}, required: [b], additionalProperties: false}",
    ),
    (
        "$ONLY_C",
        "{type: object, properties: {c: {type: integer}}, required: [c], additionalProperties: false}",
    ),
];

const LOGIN: &str = "login: {type: oauth2, flows: {implicit: {authorizationUrl: /auth, scopes: \
                     {read: Read., write: Write.}}}}";

const METHOD: &str = "{type: object, properties: {kind: {type: string}, sort: {type: string}}, required: [kind, sort]}";

/// The members of a document, one after the other.
struct Parts {
    info: String,
    paths: String,
    schemes: String,
    schemas: String,
    more: String,
}

/// The document that has `text` at `place`.
pub(crate) fn document(place: &str, text: &str) -> String {
    let (place, version) = match place.strip_suffix(" 3.1") {
        Some(place) => (place, "3.1.0"),
        None => (place, "3.0.3"),
    };
    let mut parts = Parts {
        info: "info: {title: Orders, version: '1'}".to_owned(),
        paths: "$LIST".to_owned(),
        schemes: format!("$KEY, {LOGIN}"),
        schemas: format!("Card: {METHOD}, Bank: {METHOD}"),
        more: String::new(),
    };
    fill(&mut parts, place, text);
    let Parts {
        info,
        paths,
        schemes,
        schemas,
        more,
    } = parts;
    let mut whole = format!(
        "{{openapi: {version}, {info}, paths: {{{paths}}}, \
         components: {{securitySchemes: {{{schemes}}}, schemas: {{{schemas}}}}}{more}}}"
    );
    for (word, meaning) in WORDS {
        whole = whole.replace(word, meaning);
    }
    whole
}

fn fill(parts: &mut Parts, place: &str, text: &str) {
    let object = format!("{{type: object, properties: {{it: {text}}}}}");
    match place {
        "info" => parts.info = format!("info: {{{text}}}"),
        "paths" => parts.paths = text.to_owned(),
        "document" => parts.more = format!(", {text}"),
        "schemas" => parts.schemas = text.to_owned(),
        "schemes" => parts.schemes = text.to_owned(),
        "used-scheme" => {
            let scopes = if text.contains("scopes") { "read" } else { "" };
            parts.schemes = format!("it: {text}");
            parts.paths = operation(&format!("security: [{{it: [{scopes}]}}], $OK"));
        }
        "security" if text.is_empty() => parts.paths = operation("$OK"),
        "security" => parts.paths = operation(&format!("security: [{text}], $OK")),
        "global-security" if text.is_empty() => {}
        "global-security" => parts.more = format!(", security: [{text}]"),
        "operation" => parts.paths = operation(&format!("{text}, $OK")),
        "responses" => parts.paths = operation(&format!("responses: {{{text}}}")),
        "parameters" => parts.paths = operation(&format!("parameters: [{text}], $OK")),
        "request-parameter" => parts.paths = query(text),
        "request-parameter-property" => {
            let filter = "in: query, name: filter, style: deepObject, explode: true";
            let filter = format!("parameters: [{{{filter}, schema: {object}}}], $OK");
            parts.paths = operation(&filter);
        }
        "request-body" => parts.paths = request(text),
        "request-property" => parts.paths = request(&object),
        "response-body" => parts.paths = response(&content(text)),
        "response-property" => parts.paths = response(&content(&object)),
        "response-header" => {
            parts.paths = response(&format!("headers: {{X-It: {{schema: {text}}}}}"));
        }
        other => panic!("no place is called {other}"),
    }
}

fn operation(members: &str) -> String {
    format!("/orders: {{post: {{operationId: place, {members}}}}}")
}

fn content(schema: &str) -> String {
    format!("content: {{application/json: {{schema: {schema}}}}}")
}

fn query(schema: &str) -> String {
    operation(&format!(
        "parameters: [{{in: query, name: it, schema: {schema}}}], $OK"
    ))
}

fn request(schema: &str) -> String {
    let content = content(schema);
    operation(&format!("requestBody: {{required: true, {content}}}, $OK"))
}

fn response(members: &str) -> String {
    operation(&format!(
        "responses: {{'200': {{description: Done., {members}}}}}"
    ))
}
