//! Many trials: the only floor that knows of parallelism.
//!
//! [`run`] computes trials in parallel and takes them up one by one in trial order, so that nothing it returns depends
//! on the number of threads. [`Findings`] is what the trials say.

mod batch;
mod break_even;
mod charts;
mod courses;
mod decision_rows;
mod decision_rules;
mod decisions;
mod experiment;
mod figures;
mod findings;
mod flips;
mod frame;
mod growing;
mod levers;
mod live;
mod observer;
mod options;
mod parameter_draws;
mod places;
mod replications;
mod run;
mod segments;
mod sequential;
mod sharing;
mod simulation;
mod stopping;
mod summary;
mod tallies;
mod totals;
mod trial_range;
mod turning;
mod verdicts;
mod week_sample;
mod weeks;
mod why;
mod work;
mod workers;

#[doc(hidden)]
pub use charts::{
    CHART_FUNCTIONS, Chart, ChartCounts, ChartKeeper, ChartOptions, ChartRow, ChartRows, ChartSearch, ChartSpace,
    FIRST_LOOK, FRESH, FRONT, FoundChart, FreshCheck, FreshRow, Keep, LineEffect, NoSearch, OFFICES, Office, RoadMaps,
    SEARCH_BUDGET, SearchDesign, SearchEnding, chart_metrics, search_charts,
};
pub use courses::{CourseRow, DifferenceRow};
pub use decision_rows::{AcceptabilityRow, DecisionRow, Dominance, Judged, JudgedRow};
pub use decision_rules::{Criterion, DecisionRules, Practical};
#[doc(hidden)]
pub use experiment::{
    DifferenceSensitivity, Experiment, ExperimentOptions, Input, Layout, MAP_POINTS, MapArea, MapDesign, MapGrid,
    MapPixel, MapRule, MetricMap, NoLayout, POINTS_MOST, PointTrials, RegimeMap, STUDIED_MOST, ScreeningDesign,
    Sensitivity, SensitivityEffort, SharesDesign, SurfaceFit, Swept, SweptPoint, Tie,
};
pub(crate) use figures::columns;
#[doc(hidden)]
pub use figures::presentation;
pub use figures::{Figure, figures};
#[doc(hidden)]
pub use figures::{SO_FAR, trial_figures};
pub use findings::Findings;
pub(crate) use findings::{row_bytes, totals_bytes};
pub use flips::FlipRow;
#[doc(hidden)]
pub use frame::Frame;
#[doc(hidden)]
pub use levers::{LEVER_TRIALS, LeverOptions, LeverRow, LeverShares, NoLevers};
pub use live::Leading;
#[doc(hidden)]
pub use live::Live;
pub use observer::{Computed, Observer, Silent, TrialSource};
pub(crate) use options::CHOICE_MOST;
pub use options::StructureOption;
pub use parameter_draws::AssumptionRow;
pub use places::{HandoffRow, PlaceRow};
pub use replications::Replications;
pub(crate) use replications::world_means;
pub use run::{Finished, RunError, RunOptions, run, run_from};
#[doc(hidden)]
pub use segments::{SegmentDifference, SegmentRow};
#[doc(hidden)]
pub use sequential::{LOOK_TRIALS, StopRule, Until};
pub(crate) use sharing::{each, processors};
pub use stopping::Stopping;
#[doc(hidden)]
pub use stopping::look_trials;
pub(crate) use summary::METHOD;
pub use summary::{ComparisonRow, SummaryRow};
pub(crate) use tallies::tally_items;
#[doc(hidden)]
pub use tallies::{Component, FUNCTION_METRICS, TOUCHPOINT_METRICS};
pub(crate) use totals::{Begun, Flat, Totals};
pub use trial_range::NUMERICS_VERSION;
pub(crate) use trial_range::TrialStore;
#[doc(hidden)]
pub use trial_range::{TrialRange, TrialRangeBuilder};
#[doc(hidden)]
pub use turning::{
    NoTurning, Turning, TurningEffort, TurningOptions, TurningPair, TurningPoint, TurningPoints, TurningRow,
};
pub(crate) use turning::{QUICK_LEAST, beyond};
pub use verdicts::{JudgedPair, Verdicts};
pub(crate) use verdicts::{MetricCase, judge_all};
pub(crate) use week_sample::{WEEK_SAMPLE_TRIALS, sampled_trials};
pub use weeks::WeekRow;
pub use why::{Scope, WhyRow};
pub use work::Work;
pub use workers::NoThreads;
pub(crate) use workers::in_parallel;
