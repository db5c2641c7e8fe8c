//! The report: one page that people forward, made from a results folder, or from the same results in memory, and from nothing
//! else.
//!
//! Every number on the page stands in the tables, so that it can be made again at any time and says the same. The same results
//! give the same bytes, wherever they are: no date, no clock, no machine.

mod charts;
mod error;
mod exhibit;
mod fit_figures;
mod fit_page;
mod manifest;
mod map_figures;
mod map_page;
mod numbers;
mod page;
mod palette;
mod plain_page;
mod reading;
mod results;
mod search_page;
mod sections;
mod sensitivity_page;
mod source;
mod svg;
mod sweep_figures;
mod sweep_page;
mod table;
mod titles;
mod turning;

use std::fs;
use std::path::{Path, PathBuf};

pub use error::ReportError;
pub(crate) use fit_page::FitPage;
pub(crate) use map_page::MapPage;
pub(crate) use search_page::SearchPage;
pub(crate) use sensitivity_page::SensitivityPage;
pub use source::conclusion;
pub(crate) use sweep_page::SweepPage;

use crate::output::RunRecord;
use crate::study::Findings;
use results::Results;
use source::{Folder, InMemory};

/// Results, read, from which pages and charts are made.
#[derive(Debug)]
pub struct Report {
    results: Results,
}

/// A chart as a file for slides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its file's name: `retention.svg`.
    pub file: String,
    /// The file: SVG that needs nothing else.
    pub svg: String,
}

impl Report {
    /// Reads a results folder.
    ///
    /// # Errors
    /// A place that is no results folder, files that are missing or torn, files of another version; all problems at once.
    pub fn read(folder: &Path) -> Result<Report, ReportError> {
        Ok(Report { results: Results::read(&Folder { path: folder, is_new: false })? })
    }

    /// The same of a folder whose files have just been written: whether they are [altered](Self::altered) is not asked.
    pub(crate) fn of_new(folder: &Path) -> Result<Report, ReportError> {
        Ok(Report { results: Results::read(&Folder { path: folder, is_new: true })? })
    }

    /// The same of results in memory, without a file; `enough`: the run ended because it knew enough. The page is the one of a
    /// results folder with this record, these findings and their [`conclusion`], byte for byte.
    ///
    /// # Errors
    /// A scenario that cannot be read, trials that are kept elsewhere and cannot be read, designs of more than one point.
    pub fn of(record: RunRecord<'_>, findings: &Findings, enough: bool) -> Result<Report, ReportError> {
        if record.design.is_some() {
            let wrong = vec!["the results of a design are several, with a report each".to_owned()];
            return Err(ReportError::NoPage { wrong });
        }
        Ok(Report { results: Results::read(&InMemory { record, findings, enough })? })
    }

    /// Files of the folder that are not as the run wrote them: damaged, or changed by somebody. The page says so too.
    #[must_use]
    pub fn altered(&self) -> &[String] {
        &self.results.altered
    }

    /// The page: HTML with everything in it.
    #[must_use]
    pub fn page(&self) -> String {
        page::page(&self.results)
    }

    /// Every chart of the page as a file.
    #[must_use]
    pub fn charts(&self) -> Vec<Chart> {
        let chart = |figure: exhibit::Exhibit| {
            let svg = svg::standalone(&figure.drawing?, &figure.title, &figure.note);
            Some(Chart { file: format!("{}.svg", figure.id), svg })
        };
        page::figures(&self.results).into_iter().filter_map(chart).collect()
    }

    /// Writes the page into a folder as `report.html`, in the place of an earlier one; returns its path and length.
    ///
    /// # Errors
    /// What the system reports; an earlier page then is as it was.
    pub fn write(&self, folder: &Path) -> Result<(PathBuf, u64), ReportError> {
        let (file, new) = (folder.join(crate::output::REPORT), folder.join(".report.html.new"));
        let page = self.page();
        let written = fs::write(&new, &page).and_then(|()| fs::rename(&new, &file));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written.map_err(|source| ReportError::CannotWrite { file: file.clone(), source })?;
        Ok((file, page.len() as u64))
    }

    /// Writes every chart into a folder, which is made if need be; returns the paths.
    ///
    /// # Errors
    /// What the system reports.
    pub fn write_charts(&self, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let cannot = |file: &Path| {
            let file = file.to_owned();
            move |source| ReportError::CannotWrite { file, source }
        };
        fs::create_dir_all(folder).map_err(cannot(folder))?;
        let mut written = Vec::new();
        for chart in self.charts() {
            let file = folder.join(&chart.file);
            fs::write(&file, &chart.svg).map_err(cannot(&file))?;
            written.push(file);
        }
        Ok(written)
    }
}
