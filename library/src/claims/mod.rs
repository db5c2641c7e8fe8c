//! Claims about structures, tested: a strategy's assumptions as tests for continuous integration.
//!
//! A claims file names a scenario and says what is expected of it. [`parse`] reads it, [`test()`] says of each claim
//! whether it holds, fails, or is not decided, from intervals that are right all at once.

mod file;
mod test;

pub use file::{Claim, Claims, ClaimsError, Expectation, parse};
pub use test::{ClaimAnswer, Tested, test};
