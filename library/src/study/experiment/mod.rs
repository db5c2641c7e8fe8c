//! A design of experiments over assumptions: the same trials, on the same random numbers, with some numbers of the study elsewhere.
//!
//! Pure phases: what may vary and how far ([`Input`]), points over it ([`Layout`]), trials at the points ([`Experiment`]), and what they say
//! point by point ([`Swept`]), in [`words`]. Over two numbers, what is between the points: [`map`].

mod inputs;
mod layouts;
mod map;
mod sensitivity;
mod sensitivity_words;
mod swept;
mod trials;
mod words;

#[doc(hidden)]
pub use inputs::Input;
#[doc(hidden)]
pub use layouts::{Layout, NoLayout, POINTS_MOST};
#[doc(hidden)]
pub use map::{MAP_POINTS, MapArea, MapDesign, MapGrid, MapPixel, MapRule, MetricMap, RegimeMap, SurfaceFit, Tie};
#[doc(hidden)]
pub use sensitivity::{
    DifferenceSensitivity, STUDIED_MOST, ScreeningDesign, Sensitivity, SensitivityEffort, SharesDesign,
};
#[doc(hidden)]
pub use swept::{Swept, SweptPoint};
#[doc(hidden)]
pub use trials::{Experiment, ExperimentOptions, PointTrials};
