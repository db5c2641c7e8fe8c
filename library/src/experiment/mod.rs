//! Many trials: the only floor that knows of parallelism.
//!
//! [`run`] computes trials in parallel and takes them up one by one in trial order, so that nothing it returns depends
//! on the number of threads. [`Findings`] is what the trials say.

mod batch;
mod break_even;
mod courses;
mod decision_rows;
mod decision_rules;
mod decisions;
mod evidence;
mod figures;
mod findings;
mod flips;
mod growing;
mod live;
mod observer;
mod options;
mod part;
mod places;
mod run;
mod simulation;
mod stop_rule;
mod stopping;
mod summary;
mod tallies;
mod totals;
mod verdicts;
mod week_sample;
mod weeks;
mod why;
mod work;
mod workers;
mod worlds;

pub use courses::{CourseRow, DifferenceRow};
pub use decision_rows::{AcceptabilityRow, DecisionRow, Dominance, Judged, JudgedRow};
pub use decision_rules::{Criterion, DecisionRules, Practical};
pub use evidence::{Evidence, world_means};
pub use figures::{Figure, SO_FAR, columns, figures, presentation, trial_columns, trial_figures};
pub use findings::{Findings, totals_bytes};
pub use flips::FlipRow;
pub use live::{Leading, Live};
pub use observer::{Computed, Observer, Silent, Source};
pub use options::{CHOICE_MOST, StructureOption, TAIL};
pub use part::{NUMERICS_VERSION, Part, PartBuilder, TrialStore};
pub use places::{HandoffRow, PlaceRow};
pub use run::{Finished, RunError, RunOptions, run, run_from};
pub use stop_rule::{LOOK_TRIALS, StopRule, Until};
pub use stopping::{Stopping, look_trials};
pub use summary::{ComparisonRow, METHOD, SummaryRow};
pub use tallies::{Component, FUNCTION_METRICS, TOUCHPOINT_METRICS, tally_items};
pub use totals::{Begun, Flat, Totals};
pub(crate) use verdicts::Case;
pub use verdicts::{JudgedPair, Verdicts};
pub use week_sample::{WEEK_SAMPLE_TRIALS, sampled_trials};
pub use weeks::WeekRow;
pub use why::{Scope, WhyRow};
pub use work::Work;
pub use workers::NoThreads;
pub use worlds::AssumptionRow;
