//! The world as nouns: what a scenario says, checked, and immutable while trials run.
//!
//! Nothing here draws a random number or reads a file.

mod decision;
mod journey;
mod parameters;
mod presets;
mod structure;
mod study;
mod uncertainty;
mod world;

pub use decision::{Criterion, Decision, Practical};
pub use journey::{Journey, Row, RowError};
pub use parameters::{CustomerParameters, Economics, InitiativeParameters, OrganisationParameters};
pub use presets::{Preset, PresetLines, line_defaults};
pub use structure::{Levers, Line, LineLevers, LineTable, Regime, Regimes, Stage, StageStart, Structure};
pub use study::{SEED_MAX, Study};
pub use uncertainty::{Distribution, UncertainParameter, Uncertainty};
pub use world::{Clock, Function, Segment, Touchpoint, World};
