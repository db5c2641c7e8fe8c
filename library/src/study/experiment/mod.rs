//! A design of experiments over assumptions: the same trials, on the same random numbers, with some numbers of the study elsewhere.
//!
//! Pure phases: what may vary and how far ([`Input`]), points over it ([`Layout`]), trials at the points ([`Experiment`]), and what they say
//! point by point ([`Swept`]), in [`words`].

mod inputs;
mod layouts;
mod sensitivity;
mod sensitivity_words;
mod swept;
mod trials;
mod words;

pub use inputs::Input;
pub use layouts::{Layout, NoLayout, POINTS_MOST};
pub use sensitivity::{
    DifferenceSensitivity, STUDIED_MOST, ScreeningDesign, Sensitivity, SensitivityEffort, SharesDesign,
};
pub use swept::{Swept, SweptPoint};
pub use trials::{Experiment, ExperimentOptions, PointTrials};
