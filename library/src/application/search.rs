//! A search among organisation charts, into a folder.

#![expect(clippy::disallowed_types, reason = "how often trials are kept; no number depends on it")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::command;
use super::error::ApplicationError;
use super::kept_rows::{self, KeptRow};
use super::resources::{Resources, threads_asked};
use super::run::{Earlier, record};
use super::watcher::{Notice, Watcher};
use crate::digest::sha256;
use crate::lanes::Form;
use crate::output::{ResultsFolder, Written, write_experiment_page, write_search};
use crate::report::SearchPage;
use crate::scenario::Scenario;
use crate::shards::study_hash;
use crate::study::{ChartOptions, ChartRows, ChartSearch, FRONT, NoSearch, SearchDesign, search_charts};

/// The file in the folder in which trials wait while others go on.
const KEPT: &str = ".charts";

/// Trials are in memory only for so long.
const OFTEN: Duration = Duration::from_secs(5);

/// Structures side by side in the estimate of what a search takes.
const TOGETHER: u32 = 16;

/// A search to be made.
#[derive(Clone, Debug)]
pub struct SearchRequest<'a> {
    /// The scenario: its firm, and the structures that what is found is compared with.
    pub scenario: &'a Scenario,
    /// What is looked for, and what it may take.
    pub design: SearchDesign,
    /// The folder; made if it is not there.
    pub folder: PathBuf,
    /// What becomes of results that are in it.
    pub earlier: Earlier,
    /// Threads; none: one per core. No result depends on it.
    pub threads: Option<usize>,
    /// Form of the customer loop. No result depends on it.
    pub form: Form,
}

/// What a search came to.
#[derive(Debug)]
pub enum SearchResult {
    /// It ended.
    Ended(Box<ChartSearch>, Written),
    /// Somebody ended it: so many structure-trials are kept.
    Kept(u64),
}

impl SearchRequest<'_> {
    /// What it takes at most.
    #[must_use]
    pub fn resources(&self) -> Resources {
        let mut study = self.scenario.study.clone();
        let first = study.structures[study.baseline].clone();
        (study.trials, study.structures) = (1, vec![first; TOGETHER as usize]);
        study.baseline = 0;
        let (one, threads) = (Resources::of(&study, 1, 1), threads_asked(self.threads) as f64);
        let numbers = (1 + self.design.keeps.len() + FRONT.len()) as f64 * 8.0 * self.design.budget as f64;
        Resources {
            memory: one.memory * threads + 3.0 * numbers,
            disk: 2.0 * numbers,
            seconds: one.seconds / f64::from(TOGETHER) * self.design.budget as f64 / threads,
        }
    }

    /// What the trials follow from, as a digest.
    fn follows_from(&self) -> String {
        let design = sha256(self.design.identity().as_bytes());
        study_hash(&self.scenario.identity(), self.scenario.study.seed, &format!("search {design}"))
    }
}

/// Searches the charts of a scenario's firm, into a folder.
///
/// # Errors
/// A folder that holds something else or cannot be written, kept trials of another search, too little room, a budget that is too small,
/// threads that cannot be started.
pub fn search<W: Watcher + ?Sized>(
    request: &SearchRequest<'_>,
    watcher: &mut W,
) -> Result<SearchResult, ApplicationError> {
    let (scenario, folder, hash) = (request.scenario, &request.folder, request.follows_from());
    watcher.has_room(&request.resources(), folder, threads_asked(request.threads)).map_err(ApplicationError::NoRoom)?;
    ResultsFolder::check(folder, request.earlier != Earlier::Stay)?;
    let figures = 1 + request.design.keeps.len() + FRONT.len();
    let known = if request.earlier == Earlier::GoneOnWith { read(request, &hash)? } else { Vec::new() };
    let over = trials_in(&known, figures);
    if over > 0 {
        watcher.notices(&Notice::GoesOn { trials: at_most(over) });
    }
    watcher.begins(at_most(request.design.budget), at_most(over));
    let shared: &W = watcher;
    let computed = |structures: usize| (0..structures).for_each(|_| shared.computed());
    let interrupted = || shared.interrupted();
    let options = ChartOptions {
        threads: threads_asked(request.threads),
        form: request.form,
        computed: &computed,
        interrupted: &interrupted,
    };
    let (mut kept_at, mut kept) = (Instant::now(), Ok(over));
    let mut keeper = |rows: &dyn Fn() -> Vec<ChartRows>, ended: bool| {
        if (ended || kept_at.elapsed() > OFTEN) && kept.is_ok() {
            let rows = rows();
            kept = keep(request, &hash, &rows).map(|()| trials_in(&rows, figures));
            kept_at = Instant::now();
        }
    };
    let found = search_charts(&scenario.study, &request.design, known, options, &mut keeper);
    let kept = kept?;
    let found = match found {
        Err(NoSearch::Interrupted) => return Ok(SearchResult::Kept(kept)),
        Err(NoSearch::Threads(error)) => return Err(ApplicationError::Threads(error.to_string())),
        found => found.map_err(ApplicationError::NoSearch)?,
    };
    watcher.simulated();
    let command = command::of_search(&scenario.study, &request.design);
    let record = record(scenario, &command, &hash, None);
    let file = folder.join(KEPT);
    let replaces = request.earlier != Earlier::Stay || file.exists();
    let used = found.fresh.as_ref().map_or(0, |fresh| fresh.first + fresh.trials);
    let written = write_search(folder, replaces, &record, &found, used)?;
    let page = SearchPage { study: &scenario.study, name: &scenario.name, search: &found }.html();
    write_experiment_page(folder, &page)?;
    kept_rows::forget(&file)?;
    watcher.concluded();
    Ok(SearchResult::Ended(Box::new(found), written))
}

fn at_most(trials: u64) -> u32 {
    u32::try_from(trials).unwrap_or(u32::MAX)
}

fn trials_in(rows: &[ChartRows], figures: usize) -> u64 {
    rows.iter().map(|row| (row.numbers.len() / figures) as u64).sum()
}

fn read(request: &SearchRequest<'_>, hash: &str) -> Result<Vec<ChartRows>, ApplicationError> {
    let file = request.folder.join(KEPT);
    let rows = kept_rows::read(&file, hash).map_err(|why| why.told_of(&file))?;
    let of = |[names, numbers, _]: KeptRow| {
        let [number, first] = [0, 1].map(|place| names.get(place).copied().unwrap_or(0.0));
        ChartRows { number: number as u64, first: first as u32, numbers }
    };
    Ok(rows.into_iter().map(of).collect())
}

fn keep(request: &SearchRequest<'_>, hash: &str, rows: &[ChartRows]) -> Result<(), ApplicationError> {
    let row = |row: &ChartRows| -> KeptRow {
        [vec![row.number as f64, f64::from(row.first)], row.numbers.clone(), Vec::new()]
    };
    kept_rows::keep(&request.folder, KEPT, hash, &rows.iter().map(row).collect::<Vec<_>>())
}
