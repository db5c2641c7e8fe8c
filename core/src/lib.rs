//! The model of dottedline and its engine: the world as nouns, random inputs by name, and one trial as a pure function.
//!
//! Nothing here reads a file, starts a thread or looks at a clock, and nothing can fail because of input: a [`Study`](model::Study)
//! goes in, [`Outcome`](engine::Outcome)s come out. Most users want the library on top of it, which reads scenarios, runs trials in
//! parallel and says what they mean.

pub mod engine;
pub mod lanes;
pub mod model;
pub mod random;
pub mod stats;
pub mod units;
