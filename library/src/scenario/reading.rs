//! Files, read as text.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::ScenarioError;
use super::source::LONGEST_BYTES;

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
