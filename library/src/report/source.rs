//! Where the report reads: a results folder, or results in memory.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use serde_json::Value;

use super::error::ReportError;
use super::manifest::Manifest;
use crate::compare::{Judgement, by_segment, pays, risk, segment_finding, sentences};
use crate::output::{Conclusion, RunRecord, manifest_in_memory, table, verify};
use crate::study::Findings;

/// Results by the names of their files.
pub(super) trait Source: Sync {
    /// The folder, if they are in one.
    fn folder(&self) -> Option<&Path>;

    /// What the run says of itself.
    fn manifest(&self) -> Result<Manifest, ReportError>;

    /// A text file.
    fn text(&self, file: &str) -> io::Result<String>;

    /// The bytes of a table.
    fn table(&self, file: &str) -> io::Result<Box<dyn Read + '_>>;

    /// Files whose contents do not fit their digests: damaged, or changed by somebody.
    fn altered(&self) -> Vec<String>;
}

/// A results folder.
pub(super) struct Folder<'p> {
    pub(super) path: &'p Path,
    /// Whether this program has written it a moment ago: then its files are not hashed once more.
    pub(super) is_new: bool,
}

impl Source for Folder<'_> {
    fn folder(&self) -> Option<&Path> {
        Some(self.path)
    }

    fn manifest(&self) -> Result<Manifest, ReportError> {
        manifest(self.path)
    }

    fn text(&self, file: &str) -> io::Result<String> {
        fs::read_to_string(self.path.join(file))
    }

    fn table(&self, file: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(self.path.join(file))?))
    }

    fn altered(&self) -> Vec<String> {
        if self.is_new {
            return Vec::new();
        }
        let problems = verify(self.path).map(|found| found.problems).unwrap_or_default();
        let damaged = problems.iter().filter(|problem| problem.contains("damaged"));
        damaged.filter_map(|problem| problem.split(": ").next()).map(str::to_owned).collect()
    }
}

/// Results in memory: what a run says of itself, and what its trials say.
pub(super) struct InMemory<'r> {
    pub(super) record: RunRecord<'r>,
    pub(super) findings: &'r Findings,
    pub(super) enough: bool,
}

impl Source for InMemory<'_> {
    fn folder(&self) -> Option<&Path> {
        None
    }

    fn manifest(&self) -> Result<Manifest, ReportError> {
        let (findings, conclusion) = (self.findings, conclusion(self.findings));
        Ok(Manifest::of_json(&manifest_in_memory(&self.record, findings, self.enough, &conclusion)))
    }

    fn text(&self, file: &str) -> io::Result<String> {
        if file == "scenario.toml" { Ok(self.record.scenario.to_owned()) } else { Err(ErrorKind::NotFound.into()) }
    }

    fn table(&self, file: &str) -> io::Result<Box<dyn Read + '_>> {
        let table = table(self.record.study, self.findings, file).ok_or(ErrorKind::NotFound)?;
        match self.findings.trouble() {
            Some(why) => Err(io::Error::other(why)),
            None => Ok(Box::new(table.reader())),
        }
    }

    fn altered(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What trials say, in words: for a results folder, and for the page.
#[must_use]
pub fn conclusion(findings: &Findings) -> Conclusion {
    let judged = Judgement::of_findings(findings);
    Conclusion {
        answer: sentences(&judged),
        risk: judged.first().map(risk).unwrap_or_default(),
        segments: segment_finding(&by_segment(findings)),
        pays: pays(findings),
        turning: String::new(),
    }
}

fn manifest(folder: &Path) -> Result<Manifest, ReportError> {
    let not = |reason: &str| ReportError::NotResults { folder: folder.to_owned(), reason: reason.to_owned() };
    if !folder.is_dir() {
        return Err(not(if folder.exists() { "it is a file" } else { "there is no such folder" }));
    }
    let text = fs::read_to_string(folder.join("manifest.json")).map_err(|error| match error.kind() {
        ErrorKind::NotFound => not("it has no manifest.json"),
        ErrorKind::InvalidData => not("its manifest.json cannot be understood"),
        _ => ReportError::Unreadable { folder: folder.to_owned(), files: vec![format!("manifest.json: {error}")] },
    })?;
    let json: Value = serde_json::from_str(&text).map_err(|_| not("its manifest.json cannot be understood"))?;
    if json.get("program").and_then(Value::as_str) != Some("dottedline") {
        return Err(not("its manifest.json is another program's"));
    }
    Ok(Manifest::of_json(&json))
}
