//! A calibration: a scenario with what was observed in, the scenario of a firm that fits out.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::ApplicationError;
use super::kept_rows::{self, KeptRow};
use super::resources::threads_asked;
use super::run::Earlier;
use super::watcher::{Notice, Watcher};
use crate::calibration::{Estimate, Fit, Posterior, Row, SelfCheck, Table};
use crate::digest::sha256;
use crate::model::{Address, Row as JourneyRow, Study};
use crate::observed::Target;
use crate::report::FitPage;
use crate::scenario::{self, Scenario, rewritten, templates};
use crate::shards::write_whole;
use crate::study::{NUMERICS_VERSION, NoThreads};

/// Rows of the reference table.
pub const TABLE_ROWS: u32 = 2_048;
/// Firms in the sample.
pub const DRAWS: u32 = 256;
/// Posteriors of a self-check.
pub const SELF_CHECKS: u32 = 400;
/// Rows between two times that they are kept.
const KEPT_EVERY: u32 = 64;

/// A calibration to be made.
#[derive(Clone, Debug)]
pub struct CalibrationRequest<'a> {
    /// The scenario, with what was observed.
    pub scenario: &'a Scenario,
    /// Its text.
    pub text: &'a str,
    /// The file that it was read from.
    pub source: PathBuf,
    /// The file for the fitted scenario; what belongs to it stands beside it, under names that begin as its own.
    pub file: PathBuf,
    /// What becomes of an earlier calibration.
    pub earlier: Earlier,
    /// Whether the firm that fits best is enough: no table, no sample.
    pub quick: bool,
    /// Rows of the reference table.
    pub rows: u32,
    /// Firms in the sample.
    pub draws: u32,
    /// Whether posteriors of firms of the table itself are tried out too.
    pub self_check: bool,
    /// Threads; none: one per core. The result does not depend on it.
    pub threads: Option<usize>,
}

/// What a calibration came to.
#[derive(Debug)]
pub struct CalibrationResult {
    /// The firm that fits best.
    pub fit: Fit,
    /// What the data say; `None` if that was not asked for, or the work was interrupted.
    pub posterior: Option<Posterior>,
    /// How posteriors of the table's own firms came out, if that was asked for.
    pub self_check: Option<SelfCheck>,
    /// Rows of the table that are kept of a work that was interrupted.
    pub interrupted: Option<u32>,
    /// The files that were written; the fitted scenario first.
    pub written: Vec<PathBuf>,
}

/// Fits a scenario to what was observed and writes it.
///
/// # Errors
/// A scenario in which nothing was observed, files that are there already or cannot be written, threads that cannot be started.
pub fn calibrate<W: Watcher + ?Sized>(
    request: &CalibrationRequest<'_>,
    watcher: &mut W,
) -> Result<CalibrationResult, ApplicationError> {
    let Scenario { study, observed, .. } = request.scenario;
    if observed.is_empty() {
        return Err(ApplicationError::NothingObserved);
    }
    let files = Files::of(&request.file);
    files.make_way(request.earlier)?;
    let threads = threads_asked(request.threads);
    let fit = Fit::of(study, observed, threads).map_err(no_threads)?;
    if request.quick {
        let written = files.write(request, &fit, None, None)?;
        return Ok(CalibrationResult { fit, posterior: None, self_check: None, interrupted: None, written });
    }
    let mut table = Table::new(&fit, observed, threads).map_err(no_threads)?;
    let follows_from = sha256(format!("{NUMERICS_VERSION}\n{}\n{observed:?}", request.scenario.identity()).as_bytes());
    let rows = fill(request, &mut table, &files.rows, &follows_from, watcher)?;
    if rows.len() < request.rows as usize {
        let interrupted = Some(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        return Ok(CalibrationResult { fit, posterior: None, self_check: None, interrupted, written: Vec::new() });
    }
    watcher.simulated();
    let posterior = Posterior::of(&fit, observed, &rows, request.draws);
    let self_check = request.self_check.then(|| SelfCheck::of(&fit, observed, &rows, SELF_CHECKS));
    let written = files.write(request, &fit, posterior.as_ref(), self_check.as_ref())?;
    files.forget_rows()?;
    watcher.concluded();
    Ok(CalibrationResult { posterior, self_check, interrupted: None, written, fit })
}

fn no_threads(error: NoThreads) -> ApplicationError {
    ApplicationError::Threads(error.to_string())
}

/// The rows of the table, after those that are kept; fewer than asked for if the watcher interrupts.
fn fill<W: Watcher + ?Sized>(
    request: &CalibrationRequest<'_>,
    table: &mut Table<'_>,
    kept: &Path,
    follows_from: &str,
    watcher: &mut W,
) -> Result<Vec<Row>, ApplicationError> {
    let mut rows = if request.earlier == Earlier::GoneOnWith { read_kept(kept, follows_from)? } else { Vec::new() };
    rows.truncate(request.rows as usize);
    let done = |rows: &[Row]| u32::try_from(rows.len()).unwrap_or(u32::MAX);
    if !rows.is_empty() {
        watcher.notices(&Notice::GoesOnAfterRows { rows: done(&rows) });
    }
    watcher.begins(request.rows, done(&rows));
    let threads = threads_asked(request.threads);
    while done(&rows) < request.rows && !watcher.interrupted() {
        table.learn(&rows);
        let next = done(&rows)..(done(&rows) + KEPT_EVERY).min(request.rows);
        rows.extend(table.rows(next, threads, &|| watcher.computed()).map_err(no_threads)?);
        let lists: Vec<KeptRow> = rows.iter().map(lists_of).collect();
        kept_rows::write(kept, follows_from, &lists).map_err(|source| not_written(kept, source))?;
    }
    Ok(rows)
}

fn read_kept(kept: &Path, follows_from: &str) -> Result<Vec<Row>, ApplicationError> {
    let rows = kept_rows::read(kept, follows_from).map_err(|why| why.told_of(kept))?;
    Ok(rows.into_iter().map(|[shares, levels, gaps]| Row { shares, levels, gaps }).collect())
}

fn lists_of(row: &Row) -> KeptRow {
    [row.shares.clone(), row.levels.clone(), row.gaps.clone()]
}

fn not_written(file: &Path, source: std::io::Error) -> ApplicationError {
    ApplicationError::NotWritten { file: file.to_owned(), source }
}

/// The files of a calibration, beside each other.
struct Files {
    scenario: PathBuf,
    sample: PathBuf,
    targets: PathBuf,
    estimates: PathBuf,
    page: PathBuf,
    /// Rows of a table that is not finished.
    rows: PathBuf,
}

impl Files {
    fn of(scenario: &Path) -> Files {
        let beside = |ending: &str| scenario.with_extension(ending);
        Files {
            scenario: scenario.to_owned(),
            sample: beside("posterior.csv"),
            targets: beside("targets.csv"),
            estimates: beside("estimates.csv"),
            page: beside("html"),
            rows: beside("unfinished"),
        }
    }

    fn all(&self) -> [&PathBuf; 5] {
        [&self.scenario, &self.page, &self.sample, &self.targets, &self.estimates]
    }

    /// Refuses to write over files unless that was asked for.
    fn make_way(&self, earlier: Earlier) -> Result<(), ApplicationError> {
        let there = self.all().into_iter().chain([&self.rows]).find(|file| file.exists());
        match (there, earlier) {
            (Some(file), Earlier::Stay) => Err(ApplicationError::FileIsThere { file: file.clone() }),
            _ => Ok(()),
        }
    }

    fn write(
        &self,
        request: &CalibrationRequest<'_>,
        fit: &Fit,
        posterior: Option<&Posterior>,
        self_check: Option<&SelfCheck>,
    ) -> Result<Vec<PathBuf>, ApplicationError> {
        let name = name_of(&self.sample);
        let sample: Option<(&str, &[Address])> =
            posterior.map(|posterior| (name.as_str(), posterior.addresses.as_slice()));
        let comment = comment(request, fit);
        let text = rewritten(
            request.text,
            &request.scenario.study,
            &fit.study,
            &comment,
            sample,
            extends(request).as_deref(),
        )?;
        let mut files = Vec::new();
        // The scenario last: where it is, all that it names is.
        if let Some(posterior) = posterior {
            files.push((&self.sample, posterior.sample().to_csv()));
            files.push((&self.estimates, estimates_csv(posterior)));
        }
        files.push((&self.targets, targets_csv(fit)));
        files.push((&self.page, self.page(request, fit, posterior, self_check)));
        files.push((&self.scenario, text));
        for (file, text) in &files {
            write_whole(file, |out| out.write_all(text.as_bytes())).map_err(|source| not_written(file, source))?;
        }
        self.check(fit)?;
        Ok(files.into_iter().rev().map(|(file, _)| file.clone()).collect())
    }

    /// The fit in pictures.
    fn page(
        &self,
        request: &CalibrationRequest<'_>,
        fit: &Fit,
        posterior: Option<&Posterior>,
        self_check: Option<&SelfCheck>,
    ) -> String {
        let mut files = vec![
            (name_of(&self.scenario), "the scenario of the firm that fits"),
            (name_of(&self.page), "this page"),
            (name_of(&self.targets), "each figure: observed, before and fitted"),
        ];
        if posterior.is_some() {
            files.push((
                name_of(&self.estimates),
                "medians and intervals of each number that differs between the firms",
            ));
            files.push((
                name_of(&self.sample),
                "the sample of firms that all fit, which the fitted scenario draws from",
            ));
        }
        let Scenario { study, observed, .. } = request.scenario;
        let source = name_of(&request.source);
        FitPage { study, observed, source: &source, fit, posterior, self_check, files: &files }.html()
    }

    /// Reads the fitted scenario back: it has to be the firm that was fitted.
    fn check(&self, fit: &Fit) -> Result<(), ApplicationError> {
        let read = scenario::read(&self.scenario, &[])?;
        if !are_alike(&read.study, &fit.study) {
            return Err(ApplicationError::NotAsFitted { file: self.scenario.clone() });
        }
        Ok(())
    }

    fn forget_rows(&self) -> Result<(), ApplicationError> {
        fs::remove_file(&self.rows).map_err(|source| not_written(&self.rows, source))
    }
}

/// A file's name without its folder.
fn name_of(file: &Path) -> String {
    file.file_name().map_or_else(|| "a scenario".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The path of the file that the scenario extends, if the fitted one stands in another folder.
fn extends(request: &CalibrationRequest<'_>) -> Option<String> {
    let folder = |file: &Path| file.parent().map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.to_owned()));
    let document: toml::Table = request.text.parse().ok()?;
    let base = document.get("extends")?.as_str()?;
    let is_file = templates().iter().all(|template| template.name != base);
    let from = request.source.parent()?;
    let elsewhere = folder(&request.source) != folder(&request.file);
    (is_file && elsewhere).then(|| from.join(base).canonicalize().ok()).flatten().map(|path| path.display().to_string())
}

/// Whether two studies have the same numbers and journeys, but for how they were rounded.
fn are_alike(one: &Study, other: &Study) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1e-3);
    let numbers = one.addresses().iter().all(|address| match (one.number(address), other.number(address)) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a == b,
    });
    let rows = |study: &Study| -> Vec<JourneyRow> {
        let segments = study.world.segments.iter().map(|segment| &segment.journey);
        segments.flat_map(|journey| journey.calm.iter().chain(&journey.problem).cloned()).collect()
    };
    let same = |(a, b): (&JourneyRow, &JourneyRow)| {
        a.pairs().len() == b.pairs().len()
            && a.pairs().iter().zip(b.pairs()).all(|(a, b)| a.0 == b.0 && close(a.1, b.1))
    };
    numbers && rows(one).iter().zip(&rows(other)).all(same)
}

/// What stands on top of the fitted scenario.
fn comment(request: &CalibrationRequest<'_>, fit: &Fit) -> String {
    let alike = fit.targets.iter().filter(|target| target.is_alike()).count();
    format!(
        "Calibrated by dottedline from {}: {alike} of {} observed figures are alike.\n\
         Numbers that the figures give were changed; all others are as they were.",
        name_of(&request.source),
        fit.targets.len()
    )
}

/// Lines of CSV.
fn csv_of(head: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // To memory, and every row has as many fields as the head: neither can fail.
    for row in std::iter::once(head.split(',').map(str::to_owned).collect()).chain(rows) {
        let _ = writer.write_record(&row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// `targets.csv`: what was observed, and what the file and the fitted firm imply.
fn targets_csv(fit: &Fit) -> String {
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let row = |(before, target): (&Target, &Target)| {
        let mut row = vec![target.name.clone(), target.unit.to_owned()];
        let numbers = [Some(target.observed), target.standard_error, before.implied, target.implied, target.gap()];
        row.extend(numbers.map(number));
        row.extend([target.tolerance.to_string(), target.is_alike().to_string()]);
        row
    };
    let head = "target,unit,observed,standard_error,before,fitted,gap,tolerance,alike";
    csv_of(head, fit.before.iter().zip(&fit.targets).map(row))
}

/// `estimates.csv`: what the data say of each number.
fn estimates_csv(posterior: &Posterior) -> String {
    let row = |one: &Estimate| {
        let mut row = vec![one.address.to_string(), one.median.to_string()];
        row.extend(one.intervals.iter().flat_map(|(low, high)| [low.to_string(), high.to_string()]));
        row.push(one.shrinkage.map_or_else(String::new, |shrinkage| shrinkage.to_string()));
        row.push(one.is_informed().to_string());
        row
    };
    let head = "parameter,median,low_50,high_50,low_80,high_80,low_95,high_95,narrowed,informed";
    csv_of(head, posterior.estimates.iter().map(row))
}
