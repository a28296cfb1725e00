//! The whole API-keys resource against the sandbox, from the creation of a key to its deletion.
//!
//! In come all combinations of the facts that nobody outside the vendor knows: who may reveal a key, whether a list shows
//! values, how long an old value lives. Out comes the same behaviour of the client in each of them. The tests use only what
//! the documentation of the crate promises. Single requests on the wire are in `identities.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use publicsquare::{Certainty, Client, Environment, KeyType, Permission};
use publicsquare_sandbox::{
    Fault, IdempotencyScope, KeyMember, Moment, Reveal, Sandbox, SandboxKey,
};

fn client(sandbox: &Sandbox, key: &SandboxKey) -> Client {
    Client::builder()
        .base_url(sandbox.url())
        .api_key(key.value())
        .build()
        .unwrap()
}

fn with_value(sandbox: &Sandbox, value: &str) -> Client {
    Client::builder()
        .base_url(sandbox.url())
        .api_key(value)
        .build()
        .unwrap()
}

/// One setting of every unknown.
#[derive(Clone, Copy, Debug)]
struct Unknowns {
    reveal: Reveal,
    key_member: KeyMember,
    idempotency_scope: IdempotencyScope,
    grace_period: Duration,
}

impl Unknowns {
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for reveal in [Reveal::AnyKey, Reveal::OwnKey] {
            for key_member in [KeyMember::Null, KeyMember::Value] {
                for idempotency_scope in [
                    IdempotencyScope::Account,
                    IdempotencyScope::PerKey,
                    IdempotencyScope::Ignored,
                ] {
                    for grace_period in [Duration::ZERO, Duration::from_secs(60)] {
                        all.push(Self {
                            reveal,
                            key_member,
                            idempotency_scope,
                            grace_period,
                        });
                    }
                }
            }
        }
        all
    }

    async fn start(self) -> Sandbox {
        Sandbox::builder()
            .reveal(self.reveal)
            .key_member(self.key_member)
            .idempotency_scope(self.idempotency_scope)
            .grace_period(self.grace_period)
            .start()
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_key_lives_from_creation_to_deletion_whatever_is_unknown() {
    for unknowns in Unknowns::all() {
        let sandbox = unknowns.start().await;
        let admin = client(&sandbox, sandbox.seeded().test().secret());
        let keys = admin.api_keys();

        let permissions = [Permission::ApiKeyRead, Permission::PaymentWrite];
        let created = keys
            .create("Till 4", permissions.clone())
            .unwrap()
            .await
            .unwrap();
        let id = created.details.id.clone().unwrap();
        assert_eq!(created.details.name.as_deref(), Some("Till 4"));
        assert_eq!(created.details.permissions, permissions);
        assert_eq!(created.details.key_type, Some(KeyType::Restricted));
        assert_eq!(created.details.environment, Some(Environment::Test));

        let found = keys.get(id.clone()).unwrap().await.unwrap();
        assert_eq!(found.id.as_ref(), Some(&id));
        let is_shown = unknowns.key_member == KeyMember::Value;
        assert_eq!(found.key.is_some(), is_shown, "{unknowns:?}");

        // The new key may read keys, and so it may reveal itself in either setting.
        let itself = with_value(&sandbox, created.key.expose_secret());
        let revealed = itself.api_keys().reveal(id.clone()).unwrap().await.unwrap();
        assert_eq!(revealed.key, created.key);
        let by_another = keys.reveal(id.clone()).unwrap().await;
        match unknowns.reveal {
            Reveal::AnyKey => assert_eq!(by_another.unwrap().key, created.key),
            Reveal::OwnKey => assert!(by_another.unwrap_err().is_forbidden()),
        }

        let changed = keys
            .update(id.clone(), "Till 5", [Permission::ApiKeyRead])
            .unwrap()
            .await
            .unwrap();
        assert_eq!(changed.name.as_deref(), Some("Till 5"));
        assert_eq!(changed.permissions, [Permission::ApiKeyRead]);

        let rotated = keys.regenerate(id.clone()).unwrap().await.unwrap();
        assert_ne!(rotated.key, created.key);
        let rotated = with_value(&sandbox, rotated.key.expose_secret());
        assert!(rotated.api_keys().get(id.clone()).unwrap().await.is_ok());
        let old = itself.api_keys().get(id.clone()).unwrap().await;
        assert_eq!(old.is_ok(), unknowns.grace_period > Duration::ZERO);

        keys.delete(id.clone()).unwrap().await.unwrap();
        assert!(keys.get(id).unwrap().await.unwrap_err().is_not_found());
    }
}

#[tokio::test]
async fn keys_are_listed_by_page_and_as_a_stream() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = client(&sandbox, sandbox.seeded().test().secret()).api_keys();
    for number in 0..7 {
        keys.create(format!("Till {number}"), [Permission::PaymentRead])
            .unwrap()
            .await
            .unwrap();
    }
    let page = keys.list().page(2).page_size(3).await.unwrap();
    assert_eq!(
        (page.number, page.size, page.keys.len()),
        (Some(2), Some(3), 3)
    );
    let total = page.total_items.unwrap() as usize;
    assert!(total >= 7);

    let mut stream = keys.list().page_size(3).stream();
    let mut ids = Vec::new();
    while let Some(key) = stream.next().await {
        ids.push(key.unwrap().id.unwrap().to_string());
    }
    assert_eq!(ids.len(), total);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), total, "each key comes once");

    let mut restricted = keys.list().key_types([KeyType::Restricted]).stream();
    while let Some(key) = restricted.next().await {
        assert_eq!(key.unwrap().key_type, Some(KeyType::Restricted));
    }
    for list in [keys.list().page(0), keys.list().page_size(101)] {
        assert!(list.await.unwrap_err().is_invalid_input());
    }
    // What would select nothing, or change the query, is refused before it is sent.
    for text in [
        "",
        "two words",
        "line\nbreak",
        "no\u{a0}break",
        "\u{202e}detcirtser",
    ] {
        let list = keys.list();
        let list = list.key_types([KeyType::Restricted, KeyType::from(text.to_owned())]);
        let error = list.await.unwrap_err();
        assert!(error.is_invalid_input(), "{text:?}");
        assert!(error.to_string().contains("type 2 of the keys"), "{error}");
    }
}

#[tokio::test]
async fn what_comes_with_the_account_cannot_be_edited_or_deleted() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let seeded = sandbox.seeded().test();
    let keys = client(&sandbox, seeded.secret()).api_keys();
    for key in [seeded.secret(), seeded.publishable()] {
        let update = keys
            .update(key.id(), "Mine", [Permission::PaymentRead])
            .unwrap();
        assert_eq!(update.await.unwrap_err().certainty(), Certainty::Rejected);
        let error = keys.delete(key.id()).unwrap().await.unwrap_err();
        assert_eq!(error.certainty(), Certainty::Rejected);
        assert!(error.to_string().contains("not deleted"), "{error}");
    }
}

#[tokio::test]
async fn environments_and_scopes_are_apart() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let (test, production) = (sandbox.seeded().test(), sandbox.seeded().production());
    let keys = client(&sandbox, test.secret()).api_keys();
    let error = keys
        .get(production.secret().id())
        .unwrap()
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    let reader = client(&sandbox, test.key_reader()).api_keys();
    assert!(reader.get(test.secret().id()).unwrap().await.is_ok());
    let create = reader.create("Mine", [Permission::PaymentRead]).unwrap();
    let error = create.await.unwrap_err();
    assert!(error.is_forbidden());
    assert!(error.to_string().contains("api-key:write"), "{error}");
}

#[tokio::test]
async fn the_catalogues_are_there_for_any_key() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let client = client(&sandbox, sandbox.seeded().test().key_reader());
    let types: Vec<KeyType> = client
        .api_key_types()
        .await
        .unwrap()
        .into_inner()
        .into_iter()
        .filter_map(|one| one.key_type)
        .collect();
    assert!(types.contains(&KeyType::Restricted));
    let permissions: Vec<Permission> = client
        .permissions()
        .await
        .unwrap()
        .into_inner()
        .into_iter()
        .filter_map(|one| one.permission)
        .collect();
    assert!(permissions.contains(&Permission::ApiKeyWrite));
    let unknown = permissions
        .iter()
        .find(|one| matches!(one, Permission::Other(_)));
    assert_eq!(unknown, None, "every documented permission has a constant");
}

#[tokio::test]
async fn a_creation_whose_answer_is_lost_creates_one_key() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = client(&sandbox, sandbox.seeded().test().secret()).api_keys();
    let before = keys.list().await.unwrap().total_items;
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let request = keys.create("Till 4", [Permission::PaymentRead]).unwrap();
    let created = request.send().await.unwrap();
    assert_eq!(created.attempts, 2);
    // The same request, after a crash.
    let again = keys
        .create("Till 4", [Permission::PaymentRead])
        .unwrap()
        .replaying(request.idempotency_key().clone())
        .await
        .unwrap();
    assert_eq!(again.key, created.key);
    let after = keys.list().await.unwrap().total_items;
    assert_eq!(after.unwrap(), before.unwrap() + 1);
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_has_still_succeeded() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = client(&sandbox, sandbox.seeded().test().secret()).api_keys();
    let created = keys
        .create("Till 4", [Permission::PaymentRead])
        .unwrap()
        .await
        .unwrap();
    let id = created.details.id.unwrap();
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    keys.delete(id.clone()).unwrap().await.unwrap();
    // Without a doubt about an earlier attempt, a key that is not there is an error.
    assert!(keys.delete(id).unwrap().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_wrong_name_and_wrong_permissions_are_refused_before_anything_is_sent() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = client(&sandbox, sandbox.seeded().test().secret()).api_keys();
    let error = keys.create("", Vec::<Permission>::new()).unwrap_err();
    let fields: Vec<&str> = error
        .field_errors()
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(fields, ["name", "permissions"]);
    assert_eq!(error.certainty(), Certainty::NotSent);
    assert!(keys.get("not an id").unwrap_err().is_invalid_input());
    assert!(sandbox.requests().is_empty());
}
