//! What is run in a form.

use super::Lanes;

/// Work that is written for any [`Lanes`].
pub(crate) trait Task {
    type Output;
    /// Must be `#[inline(always)]`, so that it is compiled for the form that runs it.
    fn run<L: Lanes>(self, lanes: L) -> Self::Output;
}
