//! Which organisation chart is best: all assignments of lines to functions, and of offices, as structures of one study.
//!
//! Which charts there are stands in [`space`], their trials, each computed once, in [`trials`]; the search in [`search`], which chooses by
//! [`GoodSelection`](crate::stats::GoodSelection); what it came to in [`found`], in [`words`]. Every chart sees the same trials as the
//! structures of the study would. Docs: `docs/search.md`.

mod design;
mod effects;
mod estimates;
mod first_phase;
mod found;
mod front;
mod search;
mod space;
mod trials;
mod words;

use thiserror::Error;

use crate::model::Study;
use crate::study::workers::NoThreads;

#[doc(hidden)]
pub use design::{FIRST_LOOK, FRESH, Keep, SEARCH_BUDGET, SearchDesign, chart_metrics};
#[doc(hidden)]
pub use found::{
    ChartCounts, ChartRow, ChartSearch, FoundChart, FreshCheck, FreshRow, LineEffect, RoadMaps, SearchEnding,
};
#[doc(hidden)]
pub use front::FRONT;
#[doc(hidden)]
pub use space::{CHART_FUNCTIONS, Chart, ChartSpace, OFFICES, Office};
use trials::Ended;
#[doc(hidden)]
pub use trials::{ChartKeeper, ChartOptions, ChartRows};

/// Why a search came to nothing.
#[derive(Debug, Error)]
pub enum NoSearch {
    /// Threads could not be started.
    #[error("the threads could not be started ({0})")]
    Threads(#[from] NoThreads),
    /// Somebody asked for the end; what was computed is kept by whoever keeps it.
    #[error("interrupted")]
    Interrupted,
    /// More functions than can be searched, or none.
    #[error("charts of {0} functions cannot be searched; {CHART_FUNCTIONS} are the most")]
    Functions(usize),
    /// The difference that matters would not be above 0.
    #[error("the difference in {0} that matters is not above 0: the baseline has none of it; give a size")]
    NothingMatters(String),
    /// Too few structure-trials.
    #[error("the budget is too small for a first look at any charts; {least} structure-trials are the least")]
    Budget {
        /// The least.
        least: u64,
    },
}

impl From<Ended> for NoSearch {
    fn from(_: Ended) -> NoSearch {
        NoSearch::Interrupted
    }
}

/// Searches the charts of a study's firm, going on from trials that are known already.
///
/// # Errors
/// What cannot be searched, threads that cannot be started, and an end that was asked for.
pub fn search_charts(
    study: &Study,
    design: &SearchDesign,
    known: Vec<ChartRows>,
    options: ChartOptions<'_>,
    keeper: &mut ChartKeeper<'_>,
) -> Result<ChartSearch, NoSearch> {
    let functions = study.world.functions.len();
    let space = ChartSpace::new(study, &design.offices).ok_or(NoSearch::Functions(functions))?;
    let mut keep = |rows: &dyn Fn() -> Vec<ChartRows>, ended: bool| keeper(rows, ended);
    search::Search::new((study, &space, design), known, options, &mut keep)?.run()
}
