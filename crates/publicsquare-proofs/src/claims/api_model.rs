//! A small model of the API, which knows the truth: the keys and their values.
//!
//! Requests come in. Out come the responses of the API, and whether a request has changed anything. The model shares
//! no code with the client or with the sandbox, so that it can judge both. What the client sees instead of these
//! responses is decided in [`interfere`](super::interfere).

use std::collections::HashMap;

use serde_json::{Value, json};

use super::request::Request;

/// Every secret contains this text, in upper or lower case, and nothing else does.
pub(super) const MARK: &str = "canary";

/// The key that the client authenticates with.
pub(super) const CLIENT_KEY: &str = "sk_test_CANARYauthenticating11111";

/// The id of the key that requests are about.
pub(super) const TARGET: &str = "key_Target1";

/// The id of a key of the same account that no request is about.
pub(super) const OTHER_KEY: &str = "key_Stranger1";

#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) id: String,
    /// All values that the key ever had. The last one is the current value.
    pub(super) values: Vec<String>,
    pub(super) name: String,
    pub(super) permissions: Vec<String>,
}

impl Key {
    fn new(id: String, number: usize, name: &str) -> Self {
        Self {
            id,
            values: vec![value(number)],
            name: name.to_owned(),
            permissions: vec!["payment:read".to_owned()],
        }
    }

    pub(super) fn current(&self) -> &str {
        self.values.last().map_or("", String::as_str)
    }

    fn json(&self, shows_value: bool) -> Value {
        json!({
            "id": self.id, "account_id": "acc_Merchant1", "environment": "test",
            "key": shows_value.then(|| self.current()), "type": "restricted",
            "created_at": "2024-06-30T01:02:29.212Z", "modified_at": "2024-06-30T01:02:29.212Z",
            "name": self.name, "permissions": self.permissions,
        })
    }
}

fn value(number: usize) -> String {
    format!("sk_test_CANARYhandedOut{number:09}")
}

/// A response of the API.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
    /// Whether the request has changed something.
    pub(super) has_changed: bool,
}

impl Reply {
    fn new(status: u16, body: &Value) -> Self {
        Self {
            status,
            body: body.to_string(),
            has_changed: false,
        }
    }

    /// A refusal by the API itself.
    pub(super) fn refusal(status: u16) -> Self {
        let body = json!({
            "type": "about:blank", "title": "Refused", "status": status, "detail": "This is not possible."
        });
        Self::new(status, &body)
    }
}

#[derive(Debug)]
pub(super) struct ApiModel {
    pub(super) keys: Vec<Key>,
    made: usize,
    /// The stored responses by idempotency key. They never expire, because a round is shorter than 24 hours.
    stored: HashMap<String, Reply>,
}

impl ApiModel {
    /// A model with `further` keys beside the target. The target may be missing.
    pub(super) fn new(further: usize, has_target: bool) -> Self {
        let mut keys = vec![Key::new(OTHER_KEY.to_owned(), 1, "Stranger")];
        if has_target {
            keys.push(Key::new(TARGET.to_owned(), 2, "Target"));
        }
        for number in 1..=further {
            keys.push(Key::new(format!("key_Further{number}"), number + 2, "Till"));
        }
        Self {
            keys,
            made: further + 2,
            stored: HashMap::new(),
        }
    }

    pub(super) fn key(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == id)
    }

    /// Removes a stored response. The API does not store failures.
    pub(super) fn forget(&mut self, request: &Request) {
        if let Some(identity) = &request.idempotency_key {
            self.stored.remove(identity);
        }
    }

    pub(super) fn answer(&mut self, request: &Request) -> Reply {
        if request.api_key.as_deref() != Some(CLIENT_KEY) {
            return Reply::refusal(401);
        }
        let writes = matches!(request.method.as_str(), "POST" | "PUT");
        let identity = request.idempotency_key.clone().filter(|_| writes);
        if let Some(stored) = identity.as_ref().and_then(|key| self.stored.get(key)) {
            return Reply {
                has_changed: false,
                ..stored.clone()
            };
        }
        let reply = self.do_it(request);
        if let Some(identity) = identity.filter(|_| reply.status < 300) {
            self.stored.insert(identity, reply.clone());
        }
        reply
    }

    fn do_it(&mut self, request: &Request) -> Reply {
        let path: Vec<&str> = request.path.trim_matches('/').split('/').collect();
        match (request.method.as_str(), path.as_slice()) {
            ("GET", ["api-key-types"]) => {
                Reply::new(200, &json!([{"value": "secret", "name": "Secret"}]))
            }
            ("GET", ["permissions"]) => Reply::new(
                200,
                &json!([{"type": "payment:read", "description": "Reads"}]),
            ),
            ("GET", ["api-keys"]) => Reply::new(200, &self.page(&request.query)),
            ("POST", ["api-keys"]) => self.create(request),
            (method, ["api-keys", id, rest @ ..]) => {
                match self.keys.iter().position(|key| key.id == *id) {
                    Some(at) => self.one(method, rest, at, request),
                    None => Reply::refusal(404),
                }
            }
            _ => Reply::refusal(404),
        }
    }

    fn create(&mut self, request: &Request) -> Reply {
        self.made += 1;
        let mut key = Key::new(format!("key_Made{}", self.made), self.made, "");
        set(&mut key, request);
        let mut reply = Reply::new(201, &key.json(true));
        reply.has_changed = true;
        self.keys.push(key);
        reply
    }

    fn one(&mut self, method: &str, rest: &[&str], at: usize, request: &Request) -> Reply {
        self.made += 1;
        let number = self.made;
        let Some(key) = self.keys.get_mut(at) else {
            return Reply::refusal(404);
        };
        let (status, shows_value) = match (method, rest) {
            ("GET", []) => return Reply::new(200, &key.json(false)),
            ("GET", ["reveal"]) => return Reply::new(200, &key.json(true)),
            ("POST", ["regenerate"]) => {
                key.values.push(value(number));
                (200, true)
            }
            ("PUT", []) => {
                set(key, request);
                (200, false)
            }
            ("DELETE", []) => {
                self.keys.remove(at);
                return Reply {
                    status: 204,
                    body: String::new(),
                    has_changed: true,
                };
            }
            _ => return Reply::refusal(404),
        };
        let mut reply = Reply::new(status, &key.json(shows_value));
        reply.has_changed = true;
        reply
    }

    /// The page that the query asks for.
    fn page(&self, query: &str) -> Value {
        let number = |name: &str, default: usize| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let mut found = pairs.filter(|(found, _)| *found == name);
            found
                .next()
                .and_then(|(_, value)| value.parse().ok())
                .unwrap_or(default)
        };
        let (page, size) = (number("page", 1).max(1), number("size", 20).max(1));
        self.part(page, size, self.keys.len(), self.keys.len().div_ceil(size))
    }

    /// A page of the keys, with totals that may be wrong on purpose.
    pub(super) fn part(&self, page: usize, size: usize, items: usize, pages: usize) -> Value {
        let keys = self.keys.iter().skip((page - 1) * size).take(size);
        let data: Vec<Value> = keys.map(|key| key.json(false)).collect();
        json!({
            "pagination": {
                "total_items": items, "page_number": page, "page_size": size, "total_pages": pages
            },
            "data": data,
        })
    }
}

fn set(key: &mut Key, request: &Request) {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    if let Some(name) = body["name"].as_str() {
        name.clone_into(&mut key.name);
    }
    if let Some(permissions) = body["permissions"].as_array() {
        let texts = permissions.iter().filter_map(Value::as_str);
        key.permissions = texts.map(str::to_owned).collect();
    }
}
