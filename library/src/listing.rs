//! The names in a folder.
//!
//! On Unix, with the feature `system`, not by [`std::fs::read_dir`]: that one panics if the system reports an error when the folder is closed, as file
//! systems of a network may. Nothing is lost then; the names have been read.

use std::ffi::OsString;
use std::io;
use std::path::Path;

/// The names of everything in a folder, in no order.
///
/// # Errors
/// What the system reports; [`io::ErrorKind::NotADirectory`] for a file.
#[cfg(all(unix, feature = "system"))]
pub fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    use rustix::fs::{Dir, Mode, OFlags, open};
    use std::os::unix::ffi::OsStringExt;
    let folder = open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let mut names = Vec::new();
    for entry in Dir::new(folder)? {
        let name = entry?.file_name().to_bytes().to_vec();
        if name != b"." && name != b".." {
            names.push(OsString::from_vec(name));
        }
    }
    Ok(names)
}

/// The names of everything in a folder, in no order.
///
/// # Errors
/// What the system reports.
#[cfg(not(all(unix, feature = "system")))]
pub fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn the_names_are_those_that_the_standard_library_finds() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
        let mut own = names(&folder).unwrap();
        let mut others: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        own.sort();
        others.sort();
        assert!(own.len() > 3);
        assert_eq!(own, others);
    }

    #[test]
    fn a_file_or_nothing_has_no_names() {
        let kind = |path: &str| names(std::path::Path::new(path)).map_err(|error| error.kind());
        assert_eq!(kind(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")), Err(std::io::ErrorKind::NotADirectory));
        assert_eq!(kind("/nowhere/at/all"), Err(std::io::ErrorKind::NotFound));
    }
}
