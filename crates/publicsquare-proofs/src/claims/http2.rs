//! As much of HTTP/2 as is needed to refuse every request (RFC 9113).
//!
//! A connection comes in for which the client has chosen HTTP/2. Each request on it is counted, and its stream is
//! refused. A refused stream lets an HTTP library repeat a request, so that the client must not speak HTTP/2. The
//! choice itself is made in [`tls`](super::tls).

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const ACK: u8 = 1;
const REFUSED_STREAM: [u8; 4] = 7_u32.to_be_bytes();

/// Refuses every stream until the client disconnects.
pub(super) async fn refuse(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    mut arrived: impl FnMut(),
) -> io::Result<()> {
    let mut preface = [0; PREFACE.len()];
    stream.read_exact(&mut preface).await?;
    stream.write_all(&frame(SETTINGS, 0, [0; 4], &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [length @ .., kind, flags, id0, id1, id2, id3] = head;
        let [high, middle, low] = length;
        let length = u32::from_be_bytes([0, high, middle, low]);
        let mut payload = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        stream.read_exact(&mut payload).await?;
        let answer = match kind {
            SETTINGS if flags & ACK == 0 => frame(SETTINGS, ACK, [0; 4], &[]),
            PING if flags & ACK == 0 => frame(PING, ACK, [0; 4], &payload),
            HEADERS => {
                arrived();
                frame(RST_STREAM, 0, [id0, id1, id2, id3], &REFUSED_STREAM)
            }
            _ => continue,
        };
        stream.write_all(&answer).await?;
    }
}

fn frame(kind: u8, flags: u8, stream: [u8; 4], payload: &[u8]) -> Vec<u8> {
    // All frames that are sent here are shorter than 256 bytes.
    let length = u8::try_from(payload.len()).unwrap_or(u8::MAX);
    let mut frame = vec![0, 0, length, kind, flags];
    frame.extend_from_slice(&stream);
    frame.extend_from_slice(payload);
    frame
}
