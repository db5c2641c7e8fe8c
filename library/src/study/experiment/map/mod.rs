//! A regime map: which structure is best over two numbers of the firm, and how sure that is.
//!
//! Pure phases: the rectangle and its pixels ([`MapGrid`]), where it is simulated ([`MapDesign`]), surfaces between the points, how likely each
//! structure is the best at a pixel, and what the map says ([`RegimeMap`]), with rules for where the leader loses ([`MapRule`]).

mod chances;
mod design;
mod grid;
mod metric;
mod regimes;
mod rules;
mod surfaces;
mod words;

#[doc(hidden)]
pub use design::{MAP_POINTS, MapDesign};
#[doc(hidden)]
pub use grid::MapGrid;
#[doc(hidden)]
pub use regimes::{MapArea, MapPixel, MetricMap, RegimeMap, SurfaceFit, Tie};
#[doc(hidden)]
pub use rules::MapRule;
