//! Calibration: the firm of a scenario made the one that was observed.

mod behaviour;
mod fit;
mod levels;
mod line;
mod linear;
mod posterior;
mod table;
mod words;

#[doc(hidden)]
pub use fit::{Fit, Misfit};
#[doc(hidden)]
pub use posterior::{Estimate, INFORMED, Posterior, SelfCheck};
#[doc(hidden)]
pub use table::{Row, Table};
#[doc(hidden)]
pub use words::conclusions;
