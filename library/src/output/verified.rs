//! Whether a results folder is still what was written.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde_json::Value;
use thiserror::Error;

use super::hashed::fingerprint_of;
use super::manifest::{is_ours, manifest_digest};
use crate::digest::sha256;

/// Longest manifest or description.
const LONGEST_BYTES: u64 = 64 << 20;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Files that are as they were written.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Whether the run that wrote it came to its end; else nothing is known of its files.
    pub ended: bool,
    /// Whether all trials were finished.
    pub complete: bool,
    /// The digest of what the trials follow from; empty if the manifest has none.
    pub study_hash: String,
    /// All that is wrong, a sentence each.
    pub problems: Vec<String>,
    /// Files that are there and that the system could not read, a sentence each: nothing is known of them.
    pub unreadable: Vec<String>,
}

/// Why a folder cannot be verified.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// It is no folder of results.
    #[error("{} holds no results: {why}", .folder.display())]
    NoResults {
        /// The folder.
        folder: PathBuf,
        /// What is missing or wrong.
        why: String,
    },
    /// The system could not read its manifest.
    #[error("{} cannot be read: {why}", .file.display())]
    Unreadable {
        /// The manifest.
        file: PathBuf,
        /// What the system says.
        why: String,
    },
}

/// Compares every file of a results folder with the digest that it had when it was written.
///
/// # Errors
/// A folder that is not one of results, or whose manifest the system cannot read.
pub fn verify(folder: &Path) -> Result<Verified, VerifyError> {
    let no_results = |why: String| VerifyError::NoResults { folder: folder.to_owned(), why };
    let text = read(folder, "manifest.json").map_err(|error| {
        if is_wrong(&error) {
            return no_results(error.to_string());
        }
        VerifyError::Unreadable { file: folder.join("manifest.json"), why: error.to_string() }
    })?;
    if !is_ours(&text) {
        return Err(no_results("its manifest.json is damaged or was not written by dottedline".to_owned()));
    }
    let manifest: Value = serde_json::from_slice(&text).unwrap_or_default();
    let mut found = Verified {
        files: 0,
        bytes: 0,
        ended: manifest["manifest_sha256"].is_string(),
        complete: manifest["complete"] == true,
        study_hash: manifest["study_hash"].as_str().unwrap_or_default().to_owned(),
        problems: Vec::new(),
        unreadable: Vec::new(),
    };
    let Some(digest) = manifest["manifest_sha256"].as_str() else {
        found.problems.push("manifest.json: the run was not finished".to_owned());
        return Ok(found);
    };
    if digest != manifest_digest(&manifest) {
        found.problems.push("manifest.json: damaged: its contents do not fit its digest".to_owned());
    } else {
        found.count(text.len() as u64);
    }
    found.check_text(folder, "scenario.toml", &manifest["scenario_sha256"]);
    if let Some(description) = found.check_text(folder, "datapackage.json", &manifest["datapackage_sha256"]) {
        let description: Value = serde_json::from_slice(&description).unwrap_or_default();
        found.check_tables(folder, &description["resources"]);
    }
    found.check_tables(folder, &manifest["parquet"]);
    found.check_tables(folder, &manifest["texts"]);
    Ok(found)
}

impl Verified {
    fn count(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }

    fn note(&mut self, file: &str, error: &io::Error) {
        let list = if is_wrong(error) { &mut self.problems } else { &mut self.unreadable };
        list.push(format!("{file}: {error}"));
    }

    fn check_text(&mut self, folder: &Path, file: &str, digest: &Value) -> Option<Vec<u8>> {
        match read(folder, file) {
            Err(error) => self.note(file, &error),
            Ok(text) if digest.as_str() == Some(sha256(&text).as_str()) => {
                self.count(text.len() as u64);
                return Some(text);
            }
            Ok(_) => self.problems.push(format!("{file}: damaged or changed: its contents do not fit its digest")),
        }
        None
    }

    fn check_tables(&mut self, folder: &Path, resources: &Value) {
        for resource in resources.as_array().into_iter().flatten() {
            let name = resource["path"].as_str().unwrap_or_default();
            match fingerprint_of(&folder.join(name)) {
                Err(error) => self.note(name, &error),
                Ok(found) if resource["sha256"].as_str() == Some(found.sha256.as_str()) => self.count(found.bytes),
                Ok(_) => self.problems.push(format!("{name}: damaged or changed: its contents do not fit its digest")),
            }
        }
    }
}

/// Whether an error says something of the folder, not of the system.
fn is_wrong(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::IsADirectory | ErrorKind::NotADirectory | ErrorKind::InvalidData
    )
}

fn read(folder: &Path, file: &str) -> io::Result<Vec<u8>> {
    let path = folder.join(file);
    if fs::metadata(&path)?.len() > LONGEST_BYTES {
        return Err(io::Error::new(ErrorKind::InvalidData, "far too long"));
    }
    fs::read(&path)
}
