//! A bound on waiting for a client: neither slow headers, nor a slow body, nor an idle connection hold a socket for long.
//!
//! `axum::serve` gives hyper no timer, so hyper's own time-out for headers never runs. The rule here needs no knowledge of HTTP:
//! a connection on which nothing could be written for [`PATIENCE`] is cut.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep};

/// Longer than a turn with its calls takes (the widget gives up after 45 s), shorter than an attacker would like.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// A listener whose connections are cut when nothing is written on them for a while.
pub(super) struct PatientListener {
    inner: TcpListener,
    patience: Duration,
}

impl PatientListener {
    pub(super) fn new(inner: TcpListener, patience: Duration) -> Self {
        Self { inner, patience }
    }
}

impl Listener for PatientListener {
    type Io = PatientStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (inner, address) = Listener::accept(&mut self.inner).await;
        (PatientStream { inner, patience: self.patience, cut: Box::pin(tokio::time::sleep(self.patience)) }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.inner.local_addr()
    }
}

/// The address at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

impl Connected<IncomingStream<'_, PatientListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, PatientListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// One connection.
pub(super) struct PatientStream {
    inner: TcpStream,
    patience: Duration,
    cut: Pin<Box<Sleep>>,
}

impl PatientStream {
    /// Fails what would wait when the patience is over.
    fn or_cut<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_pending() && self.cut.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        polled
    }

    /// Something could be written: the wait begins anew.
    fn written(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(polled, Poll::Ready(Ok(1..))) {
            let later = Instant::now() + self.patience;
            self.cut.as_mut().reset(later);
        }
        self.or_cut(context, polled)
    }
}

impl AsyncRead for PatientStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.inner).poll_read(context, buffer);
        self.or_cut(context, polled)
    }
}

impl AsyncWrite for PatientStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.written(context, polled)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.written(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.inner).poll_flush(context);
        self.or_cut(context, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.inner).poll_shutdown(context);
        self.or_cut(context, polled)
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::extract::ConnectInfo;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// What a server of little patience sends to a client that sends this and then waits, until the server hangs up.
    async fn heard(sent: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", post(async |ConnectInfo(Peer(peer)): ConnectInfo<Peer>, _: String| peer.ip().to_string()));
        let listener = PatientListener::new(listener, Duration::from_millis(200));
        let server = tokio::spawn(async move { axum::serve(listener, router.into_make_service_with_connect_info::<Peer>()).await });
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(sent.as_bytes()).await.unwrap();
        let mut heard = Vec::new();
        client.read_to_end(&mut heard).await.unwrap_or_default();
        server.abort();
        String::from_utf8(heard).unwrap()
    }

    #[tokio::test]
    async fn headers_that_do_not_end_are_cut() {
        assert_eq!(heard("POST / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await, "");
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_cut() {
        let heard = heard("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").await;
        assert!(!heard.contains("200 OK"), "{heard}");
    }

    #[tokio::test]
    async fn a_whole_request_is_answered_and_the_idle_connection_is_cut_later() {
        let heard = heard("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc").await;
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n") && heard.ends_with("\r\n\r\n127.0.0.1"), "{heard}");
    }
}
