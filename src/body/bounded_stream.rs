//! Answers that are not JSON: a text, a table, a file.
//!
//! In comes a response that the generator would hand out as a stream without an end, whatever it is of. Out comes
//! a stream that ends, of the described media type.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};
use progenitor_client::{ByteStream, ResponseValue};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;

use crate::generated::Error;

/// How much of an answer that is not JSON is read, in bytes: 256 MiB. What is longer ends with an error.
pub const MAX_STREAM_BYTES: u64 = 256 << 20;

/// Gives the success of a request whose answer is not JSON, as a stream of at most [`MAX_STREAM_BYTES`].
///
/// An answer of another media type is not the API's: a login page comes with any status.
#[allow(
    dead_code,
    reason = "there may be no operation whose answer is not JSON"
)]
#[expect(
    clippy::result_large_err,
    reason = "the size is that of the generator's own error"
)]
pub(crate) fn stream<E>(
    mut response: Response,
    media_type: &str,
) -> Result<ResponseValue<ByteStream>, Error<E>> {
    let given = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !given.is_some_and(|given| is_of(given, media_type)) {
        return Err(Error::UnexpectedResponse(response));
    }
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let inner = http::Response::<reqwest::Body>::from(response).into_body();
    let bounded = reqwest::Body::wrap(Bounded {
        left: MAX_STREAM_BYTES,
        inner,
    });
    // Only a response's stream has the errors that the generator knows.
    let stream = Response::from(http::Response::new(bounded)).bytes_stream();
    let stream = ByteStream::new(Box::pin(stream));
    Ok(ResponseValue::new(stream, status, headers))
}

/// Whether a media type is, without its parameters, the described one: `text/*` stands for several.
fn is_of(given: &str, described: &str) -> bool {
    let essence = |text: &str| {
        let essence = text.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    let (given, described) = (essence(given), essence(described));
    match described.strip_suffix('*') {
        Some("*/") => true,
        Some(kind) => given.starts_with(kind),
        None => given == described,
    }
}

/// A body that ends with an error where it is too long.
struct Bounded<B> {
    left: u64,
    inner: B,
}

impl<B> Body for Bounded<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        polled.map(|frame| {
            frame.map(|frame| {
                let frame = frame.map_err(Into::into)?;
                let length = frame.data_ref().map_or(0, Bytes::len);
                let length = u64::try_from(length).unwrap_or(u64::MAX);
                self.left = self
                    .left
                    .checked_sub(length)
                    .ok_or("the answer is too long")?;
                Ok(frame)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_of_a_media_type_say_nothing() {
        assert!(is_of("text/csv; charset=utf-8", "TEXT/CSV"));
        assert!(is_of("image/png", "image/*"));
        assert!(is_of("image/png", "*/*"));
        assert!(!is_of("text/html", "text/csv"));
    }

    #[tokio::test]
    async fn a_body_ends_where_it_is_too_long() {
        let body = |left| {
            reqwest::Body::wrap(Bounded {
                left,
                inner: reqwest::Body::from("12345"),
            })
        };
        let read = async |left| {
            Response::from(http::Response::new(body(left)))
                .bytes()
                .await
        };
        assert_eq!(read(5).await.expect("it fits"), "12345");
        assert!(read(4).await.is_err());
    }
}
