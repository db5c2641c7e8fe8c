//! Rows of numbers, of a calibration's table or an experiment's points, kept while it goes on: a line that says what they follow from, a digest, and numbers.

use std::fs;
use std::io;
use std::path::Path;

use super::error::ApplicationError;
use crate::digest::sha256;
use crate::output::OutputError;
use crate::shards::write_whole;

/// First word of the file.
const KIND: &str = "dottedline rows 2";

/// A row: three lists of numbers, each as long in every row that has any.
pub(super) type KeptRow = [Vec<f64>; 3];

/// Writes rows so that they are there whole or not at all.
pub(super) fn write(path: &Path, follows_from: &str, rows: &[KeptRow]) -> io::Result<()> {
    let mut bytes = Vec::new();
    for list in rows.iter().flatten() {
        bytes.extend((list.len() as u64).to_le_bytes());
        bytes.extend(list.iter().flat_map(|number| number.to_le_bytes()));
    }
    let head = format!("{KIND}\n{follows_from}\n{}\n{}\n", rows.len(), sha256(&bytes));
    write_whole(path, |file| {
        file.write_all(head.as_bytes())?;
        file.write_all(&bytes)
    })
}

/// Writes rows into a folder, which is made if need be, as [`write`] does.
pub(super) fn keep(folder: &Path, file: &str, follows_from: &str, rows: &[KeptRow]) -> Result<(), ApplicationError> {
    let prepare = |source| OutputError::CannotPrepare { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(prepare)?;
    let file = folder.join(file);
    write(&file, follows_from, rows).map_err(|source| ApplicationError::NotWritten { file, source })
}

/// Takes rows away, if there are any: the results are written.
pub(super) fn forget(file: &Path) -> Result<(), ApplicationError> {
    match fs::remove_file(file) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ApplicationError::NotWritten { file: file.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Why rows that are there cannot be gone on with.
#[derive(Debug)]
pub(super) enum NotThese {
    /// They cannot be read.
    Unreadable(io::Error),
    /// They follow from something else.
    Other,
    /// They are not as they were written.
    Damaged,
}

impl NotThese {
    /// Told of the file.
    pub(super) fn told_of(self, file: &Path) -> ApplicationError {
        let file = file.to_owned();
        match self {
            NotThese::Unreadable(source) => ApplicationError::Unreadable { file, source },
            NotThese::Other => ApplicationError::RowsOfAnother { file },
            NotThese::Damaged => ApplicationError::RowsDamaged { file },
        }
    }
}

/// The rows of a file; none if there is no file.
pub(super) fn read(path: &Path, follows_from: &str) -> Result<Vec<KeptRow>, NotThese> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(NotThese::Unreadable(error)),
    };
    let mut parts = bytes.splitn(5, |&byte| byte == b'\n');
    let mut line = || parts.next().and_then(|part| std::str::from_utf8(part).ok().map(str::to_owned));
    let (kind, origin, count, digest) = (line(), line(), line(), line());
    if kind.as_deref() != Some(KIND) {
        return Err(NotThese::Damaged);
    }
    if origin.as_deref() != Some(follows_from) {
        return Err(NotThese::Other);
    }
    let numbers = parts.next().filter(|numbers| Some(sha256(numbers)) == digest).ok_or(NotThese::Damaged)?;
    let count: usize = count.and_then(|count| count.parse().ok()).ok_or(NotThese::Damaged)?;
    let mut words = numbers.chunks_exact(8).map(|bytes| bytes.try_into().unwrap_or_default());
    let mut list = || -> Option<Vec<f64>> {
        let length = usize::try_from(u64::from_le_bytes(words.next()?)).ok()?;
        let list: Vec<f64> = words.by_ref().take(length).map(f64::from_le_bytes).collect();
        (list.len() == length).then_some(list)
    };
    let mut rows = Vec::new();
    for _ in 0..count {
        rows.push([list(), list(), list()].map(|list| list.ok_or(NotThese::Damaged)));
    }
    rows.into_iter().map(|[a, b, c]| Ok([a?, b?, c?])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: f64) -> KeptRow {
        [vec![number, 0.1], Vec::new(), vec![f64::NAN, -number]]
    }

    #[test]
    fn kept_rows_come_back_bit_for_bit_and_no_others_are_taken_for_them() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/kept-rows-of-a-test");
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("rows");
        assert!(read(&path, "a").expect("none yet").is_empty());
        write(&path, "a", &[row(1.0 / 3.0), row(2.0)]).expect("written");
        let back = read(&path, "a").expect("as written");
        assert_eq!(format!("{back:?}"), format!("{:?}", [row(1.0 / 3.0), row(2.0)]));
        assert!(matches!(read(&path, "b"), Err(NotThese::Other)));
        let mut bytes = fs::read(&path).expect("there");
        *bytes.last_mut().expect("numbers") ^= 1;
        fs::write(&path, bytes).expect("written");
        assert!(matches!(read(&path, "a"), Err(NotThese::Damaged)));
        fs::remove_dir_all(&folder).expect("removed");
    }
}
