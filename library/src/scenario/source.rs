//! Texts that settings come from: files, shipped scenarios and `--set` arguments.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::ScenarioError;

/// No scenario is longer than this; what is, is another kind of file.
pub(crate) const LONGEST_BYTES: u64 = 1 << 20;

/// A text with the name under which messages show it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Where a key or value stands: bytes of one of the sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) source: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Place {
    pub(crate) fn new(source: usize, span: std::ops::Range<usize>) -> Place {
        Place { source, start: span.start, end: span.end }
    }

    /// The first character of a source: for what is missing altogether.
    pub(crate) fn top_of(source: usize) -> Place {
        Place { source, start: 0, end: 0 }
    }
}

/// Reads a file as text.
pub(crate) fn read_text(path: &Path) -> Result<String, ScenarioError> {
    let shown = path.display().to_string();
    if path.is_dir() {
        return Err(ScenarioError::Folder { path: shown });
    }
    let bytes = read_bytes(path).map_err(|error| unreadable(&shown, &error))?;
    if bytes.len() as u64 > LONGEST_BYTES {
        return Err(ScenarioError::TooLong { path: shown, limit: LONGEST_BYTES >> 20 });
    }
    String::from_utf8(bytes).map_err(|error| not_text(shown, error.as_bytes(), error.utf8_error().valid_up_to()))
}

fn not_text(path: String, bytes: &[u8], valid: usize) -> ScenarioError {
    let start = bytes[..valid].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let end = bytes[valid..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |newline| valid + newline);
    let shown = String::from_utf8_lossy(&bytes[start..end]);
    ScenarioError::NotText {
        path,
        line: bytes[..start].iter().filter(|&&byte| byte == b'\n').count() + 1,
        column: String::from_utf8_lossy(&bytes[start..valid]).chars().count() + 1,
        shown: shown.chars().filter(|c| !c.is_control()).take(80).collect(),
    }
}

fn read_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(path: &str, error: &std::io::Error) -> ScenarioError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ScenarioError::Missing { path: path.to_owned() },
        _ => ScenarioError::Unreadable { path: path.to_owned(), why: error.to_string() },
    }
}
