//! The rate limit: so many requests a minute from one masked network; whole addresses are never kept.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Shared;
use super::patience::Peer;
use super::problem::{ApiError, Code};

/// Past this many networks the table is cleaned of those that are at rest.
const TABLE_CLEANED_AT: usize = 10_000;

pub(super) struct RateLimit {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl RateLimit {
    pub(super) fn new(requests_per_minute: NonZeroU32) -> Self {
        Self { limiter: RateLimiter::keyed(Quota::per_minute(requests_per_minute)), clock: DefaultClock::default() }
    }

    /// Counts a request; the seconds to wait when there were too many.
    fn check(&self, network: IpAddr) -> Result<(), u64> {
        if self.limiter.len() > TABLE_CLEANED_AT {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&network).map_err(|not_until| not_until.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

/// Refuses requests past the limit of their network.
pub(super) async fn limit(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ConnectInfo<Peer>>().map(|info| info.0.0.ip());
    let network = crate::runtime::mask_address(address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
    match shared.rate.check(network) {
        Ok(()) => next.run(request).await,
        Err(seconds) => ApiError::new(Code::RateLimited).retry_after(seconds).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_refused_past_its_limit_and_others_are_not() {
        let limit = RateLimit::new(NonZeroU32::new(2).unwrap());
        let (one, other) = (IpAddr::from([10, 0, 0, 0]), IpAddr::from([10, 0, 1, 0]));
        assert!(limit.check(one).is_ok() && limit.check(one).is_ok());
        assert!(limit.check(one).is_err_and(|seconds| seconds >= 1));
        assert!(limit.check(other).is_ok());
    }
}
