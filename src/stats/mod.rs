//! Plain statistics over slices of numbers, in a fixed order, so that the same numbers give the same bytes anywhere.
//!
//! Nothing here guesses: what is not defined for so few numbers is `None`, never 0 and never `NaN`.

mod interval;
mod moments;
mod paired;
mod quantile;
mod student;

pub use interval::{Estimate, Interval, t_interval};
pub use moments::Moments;
pub use paired::Paired;
pub use quantile::quantile_of_sorted;
pub use student::{normal_quantile, student_critical};
