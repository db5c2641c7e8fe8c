//! The world as nouns: what a scenario says, checked, and immutable while trials run.
//!
//! Nothing here draws a random number or reads a file.

mod address;
mod assumed;
mod decision;
mod hybrid;
mod identity;
mod journey;
mod parameters;
mod plausible;
mod presets;
mod registry;
mod structure;
mod study;
mod uncertainty;
mod world;

pub use address::{Address, Owner, SetError};
pub use assumed::ImpossibleWorld;
pub use decision::{Criterion, Decision, Practical};
#[doc(hidden)]
pub use hybrid::LeverGroup;
pub use identity::differences;
pub use journey::{Journey, Row, RowError};
pub use parameters::{
    Contradiction, CustomerParameters, Economics, Environment, InitiativeParameters, OrganisationParameters,
};
pub use plausible::Assumption;
pub use presets::{Preset, PresetLines, line_defaults};
pub use registry::{About, Keys, NotPermitted, Parameter, Range, Registered, Status};
#[doc(hidden)]
pub use structure::OwnLines;
pub use structure::{Levers, Line, LineLevers, LineTable, Origin, Regime, Regimes, Stage, StageStart, Structure};
pub use study::{SEED_MAX, Study};
pub use uncertainty::{Distribution, Sample, UncertainParameter, Uncertainty};
pub use world::{Clock, Function, Segment, Touchpoint, World};
