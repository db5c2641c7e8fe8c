//! Keyed random numbers: every draw is a pure function of its key.

/// Version of the promise which key gives which number; a change of it is named in CHANGELOG.md.
pub const SAMPLING_CONTRACT: u32 = 1;
