//! Asks the client of an application, with a prepared response in place of a network.
//!
//! In comes what the server answers. Out comes what `publicsquare` makes of it. The response passes through the hooks,
//! the generated code and the wrapper, as one from a network does. The three targets about responses use this.

use std::cell::OnceCell;

use publicsquare::{Client, Error, Regenerated};
use publicsquare_client::fuzzing::{PreparedResponse, respond_next};
use tokio::runtime::{Builder, Runtime};

use crate::answer::{Answer, KEY_ID, client};

thread_local! {
    static CLIENT: OnceCell<(Client, Runtime)> = const { OnceCell::new() };
}

/// Makes one request for this answer.
pub(crate) fn ask(answer: &Answer<'_>) -> Result<Regenerated, Error> {
    respond_next(PreparedResponse {
        status: answer.status,
        headers: answer.headers.clone(),
        body: answer.body.to_vec(),
    });
    CLIENT.with(|kept| {
        // Nothing listens on this port, so a request that is really sent would fail.
        let (client, runtime) = kept.get_or_init(|| {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            (client("http://127.0.0.1:1"), runtime)
        });
        let request = client.api_keys().regenerate(KEY_ID).unwrap();
        runtime.block_on(request.send())
    })
}
