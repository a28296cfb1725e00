//! Responses that are not JSON: a text, a table, a file.
//!
//! In comes a response and the media type that the description names. Out comes a stream of at most
//! [`MAX_STREAM_BYTES`], or an error if the response has another media type. progenitor alone would return a stream
//! of any length and type. JSON responses are read in `body.rs`.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};
use progenitor_client::{ByteStream, ResponseValue};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;

use crate::generated::Error;

/// How much of a response that is not JSON the client reads, in bytes: 256 MiB. A longer stream ends with an error.
///
/// ```
/// assert_eq!(publicsquare_client::MAX_STREAM_BYTES, 256 * 1024 * 1024);
/// ```
pub const MAX_STREAM_BYTES: u64 = 256 << 20;

/// Returns the body of a success as a stream of at most [`MAX_STREAM_BYTES`].
///
/// A response with another media type does not come from the API: a login page can have any status.
#[allow(
    dead_code,
    reason = "the description may have no operation whose response is not JSON"
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
    // `ByteStream` needs the error type of a response's own stream, so the bounded body becomes a response again.
    let stream = Response::from(http::Response::new(bounded)).bytes_stream();
    let stream = ByteStream::new(Box::pin(stream));
    Ok(ResponseValue::new(stream, status, headers))
}

/// Whether a media type is the described one. Parameters do not count, and `text/*` stands for every text.
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

/// A body that ends with an error if it is too long.
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
                    .ok_or("the response is longer than 256 MiB")?;
                Ok(frame)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_is_compared_without_parameters_and_case() {
        assert!(is_of("text/csv; charset=utf-8", "TEXT/CSV"));
        assert!(is_of("image/png", "image/*"));
        assert!(is_of("image/png", "*/*"));
        assert!(!is_of("text/html", "text/csv"));
    }

    #[tokio::test]
    async fn a_body_that_is_too_long_ends_with_an_error() {
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
