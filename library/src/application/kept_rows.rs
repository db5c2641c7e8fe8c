//! Rows of a calibration's table, kept while it goes on: a line that says what they follow from, a digest, and numbers.

use std::fs;
use std::io;
use std::path::Path;

use crate::calibration::Row;
use crate::digest::sha256;
use crate::shards::write_whole;

/// First word of the file.
const KIND: &str = "dottedline calibration rows 1";

/// Writes rows so that they are there whole or not at all.
pub(super) fn write(path: &Path, follows_from: &str, rows: &[Row]) -> io::Result<()> {
    let numbers = rows.iter().flat_map(|row| [&row.shares, &row.levels, &row.gaps]).flatten();
    let bytes: Vec<u8> = numbers.flat_map(|number| number.to_le_bytes()).collect();
    let sizes = rows.first().map_or([0; 3], |row| [row.shares.len(), row.levels.len(), row.gaps.len()]);
    let head =
        format!("{KIND}\n{follows_from}\n{} {} {} {}\n{}\n", rows.len(), sizes[0], sizes[1], sizes[2], sha256(&bytes));
    write_whole(path, |file| {
        file.write_all(head.as_bytes())?;
        file.write_all(&bytes)
    })
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

/// The rows of a file; none if there is no file.
pub(super) fn read(path: &Path, follows_from: &str) -> Result<Vec<Row>, NotThese> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(NotThese::Unreadable(error)),
    };
    let mut parts = bytes.splitn(5, |&byte| byte == b'\n');
    let mut line = || parts.next().and_then(|part| std::str::from_utf8(part).ok().map(str::to_owned));
    let (kind, origin, sizes, digest) = (line(), line(), line(), line());
    if kind.as_deref() != Some(KIND) {
        return Err(NotThese::Damaged);
    }
    if origin.as_deref() != Some(follows_from) {
        return Err(NotThese::Other);
    }
    let numbers = parts.next().filter(|numbers| Some(sha256(numbers)) == digest).ok_or(NotThese::Damaged)?;
    let sizes: Vec<usize> =
        sizes.iter().flat_map(|line| line.split(' ')).filter_map(|part| part.parse().ok()).collect();
    let &[count, shares, levels, gaps] = sizes.as_slice() else { return Err(NotThese::Damaged) };
    let mut numbers = numbers.chunks_exact(8).map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap_or_default()));
    let mut take = |n: usize| -> Vec<f64> { numbers.by_ref().take(n).collect() };
    let rows = (0..count).map(|_| Row { shares: take(shares), levels: take(levels), gaps: take(gaps) });
    Ok(rows.filter(|row| row.gaps.len() == gaps).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: f64) -> Row {
        Row { shares: vec![number, 0.1], levels: Vec::new(), gaps: vec![f64::NAN, -number] }
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
