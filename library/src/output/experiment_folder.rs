//! The folder of an experiment over assumptions: its tables, with their description and what repeats it; no trials.

use std::fs;
use std::path::Path;

use super::datapackage::{Resource, datapackage};
use super::error::OutputError;
use super::folder::{
    DATAPACKAGE, MANIFEST, REPORT, ResultsFolder, SCENARIO, Written, all_files, design_table, pretty, remove, replace,
    write_small,
};
use super::manifest::{experiment_manifest, first_manifest};
use super::map_tables::map_tables;
use super::record::RunRecord;
use super::search_table::{FOUND, search_table};
use super::sensitivity_table::sensitivity_table;
use super::small_table::SmallTable;
use super::sweep_tables::sweep_tables;
use crate::digest::sha256;
use crate::study::{ChartSearch, RegimeMap, Sensitivity, Swept};

/// Writes an experiment into a folder, in the place of results that are there; `replaces` as for
/// [`ResultsFolder::check`]. Files of other names are left alone.
///
/// # Errors
/// As [`ResultsFolder::check`], and what the system reports.
pub fn write_sweep(
    path: &Path,
    replaces: bool,
    record: &RunRecord<'_>,
    swept: &Swept,
    answer: &[String],
) -> Result<Written, OutputError> {
    let tables = sweep_tables(swept).into();
    write_experiment(path, replaces, record, ("sweep", None), tables, swept.trials, answer)
}

/// Writes what differences hang on, with each number by itself at its ends, in the same way.
///
/// # Errors
/// As [`write_sweep`].
pub fn write_sensitivity(
    path: &Path,
    replaces: bool,
    record: &RunRecord<'_>,
    found: &Sensitivity,
    swept: &Swept,
) -> Result<Written, OutputError> {
    let own = sensitivity_table(found, &swept.structures, swept.baseline);
    let tables = std::iter::once(own).chain(sweep_tables(swept)).collect();
    write_experiment(path, replaces, record, ("sensitivity", None), tables, swept.trials, &found.words(swept))
}

/// Writes a regime map, with what was simulated for it, in the same way.
///
/// # Errors
/// As [`write_sweep`].
pub fn write_map(
    path: &Path,
    replaces: bool,
    record: &RunRecord<'_>,
    map: &RegimeMap,
    swept: &Swept,
) -> Result<Written, OutputError> {
    let tables = map_tables(map).into_iter().chain(sweep_tables(swept)).collect();
    let rules = map.metrics.first().map(|metric| map.rules_in_words(metric)).unwrap_or_default();
    let answer: Vec<String> = map.words(swept).into_iter().chain(rules).collect();
    write_experiment(path, replaces, record, ("map", None), tables, swept.trials, &answer)
}

/// Writes a search among charts in the same way, with what was found as text of a scenario file; so many trials were used.
///
/// # Errors
/// As [`write_sweep`].
pub fn write_search(
    path: &Path,
    replaces: bool,
    record: &RunRecord<'_>,
    search: &ChartSearch,
    trials: u32,
) -> Result<Written, OutputError> {
    let found = search.found.as_ref().map(|found| (FOUND, found.toml.as_str()));
    write_experiment(path, replaces, record, ("search", found), vec![search_table(search)], trials, &search.words())
}

/// The same of any tables, of an experiment of this kind; with a text of this name, if there is one.
pub(super) fn write_experiment(
    path: &Path,
    replaces: bool,
    record: &RunRecord<'_>,
    (kind, text): (&str, Option<(&str, &str)>),
    tables: Vec<SmallTable<'_>>,
    trials: u32,
    answer: &[String],
) -> Result<Written, OutputError> {
    ResultsFolder::check(path, replaces)?;
    let prepare = |source| OutputError::CannotPrepare { path: path.to_owned(), source };
    fs::create_dir_all(path).map_err(prepare)?;
    for file in all_files().rev() {
        remove(&path.join(file)).map_err(prepare)?;
    }
    replace(path, MANIFEST, &pretty(&first_manifest(record)), 0)?;
    let mut bytes = replace(path, SCENARIO, record.scenario, 0)?;
    let design = record.design.iter().map(design_table);
    let resources = tables.into_iter().chain(design).map(|table| write_small(path, table, 0));
    let resources: Vec<Resource> = resources.collect::<Result<_, _>>()?;
    bytes += resources.iter().map(|resource| resource.fingerprint.bytes).sum::<u64>();
    if let Some((file, text)) = text {
        bytes += replace(path, file, text, 0)?;
    }
    let description = pretty(&datapackage(record, &resources));
    bytes += replace(path, DATAPACKAGE, &description, 0)?;
    let text = text.map(|(file, text)| (file, sha256(text.as_bytes())));
    let manifest = experiment_manifest(record, (kind, text), trials, &sha256(description.as_bytes()), answer);
    bytes += replace(path, MANIFEST, &pretty(&manifest), 0)?;
    Ok(Written { path: path.to_owned(), trials, bytes })
}

/// Writes the page of an experiment, in the place of an earlier one; returns its length.
///
/// # Errors
/// What the system reports.
pub fn write_experiment_page(path: &Path, page: &str) -> Result<u64, OutputError> {
    replace(path, REPORT, page, 0)
}
