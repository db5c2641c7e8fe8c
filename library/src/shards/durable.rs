//! Files that are there whole or not at all, whatever happens on the way.
//!
//! A file is written under a temporary name, flushed to the disk, read back, and only then given its name; then the folder
//! is flushed, too. Who looks for the name finds the whole file or none. Temporary files are locked while they are
//! written, so that those of programs that died can be told and are removed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::digest::{DIGEST_BYTES, RunningDigest};

/// Bytes that are read at once.
const BUFFER: usize = 1 << 16;

/// More programs than this do not write the same file at once.
const WRITERS: u32 = 16;

/// Ending of temporary files. Their names start with a dot.
const UNFINISHED: &str = ".part";

/// Writes a file so that it is there whole or not at all; an older one of that name is replaced.
///
/// # Errors
/// What the system reports, or that what was read back is not what was written. Then nothing of that name has changed.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let hashed = |file: &mut dyn Write| {
        let mut hashing = Hashing { file, digest: RunningDigest::default() };
        write(&mut hashing)?;
        Ok(hashing.digest.bytes())
    };
    write_checked(path, hashed, |path, digest| if digest_of(path)? == digest { Ok(()) } else { Err(not_read_back()) })
}

/// The same for contents that know how to tell whether they are whole: `write` gives what `check` needs to read them back from
/// the path of the temporary file.
pub(super) fn write_checked<D, T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<D>,
    check: impl FnOnce(&Path, D) -> io::Result<T>,
) -> io::Result<T> {
    remove_abandoned(path)?;
    let (unfinished, file) = create_unfinished(path)?;
    let filled = fill(file, write).and_then(|written| check(&unfinished, written));
    let written = filled.and_then(|checked| fs::rename(&unfinished, path).map(|()| checked));
    if written.is_err() {
        // The first error is the one to report; what is left is hidden, and removed next time.
        let _ = fs::remove_file(&unfinished);
    }
    let checked = written?;
    sync_folder(path).map(|()| checked)
}

/// What was read back is something else.
pub(super) fn not_read_back() -> io::Error {
    io::Error::other("what was read back is not what was written: the disk or memory is failing")
}

fn fill<D>(file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<D>) -> io::Result<D> {
    let mut file = io::BufWriter::with_capacity(BUFFER, file);
    let written = write(&mut file)?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(written)
}

struct Hashing<'f> {
    file: &'f mut dyn Write,
    digest: RunningDigest,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The SHA-256 digest of a whole file.
pub(super) fn digest_of(path: &Path) -> io::Result<[u8; DIGEST_BYTES]> {
    let mut file = File::open(path)?;
    let mut digest = RunningDigest::default();
    let mut buffer = vec![0; BUFFER];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(digest.bytes()),
            Ok(read) => digest.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn unfinished_name(path: &Path, number: u32) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{number}{UNFINISHED}"))
}

/// A new temporary file, locked. Between making and locking it somebody may have taken it for a leftover and removed it.
fn create_unfinished(path: &Path) -> io::Result<(PathBuf, File)> {
    for number in (0..WRITERS).cycle().take(4 * WRITERS as usize) {
        let unfinished = unfinished_name(path, number);
        let file = match File::create_new(&unfinished) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            made => made?,
        };
        // A system without locks only keeps leftovers from being told.
        let _ = file.lock();
        if is_at(&file, &unfinished) {
            return Ok((unfinished, file));
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "too many programs write this file at once"))
}

/// Whether an open file is still the one of that name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().map(place).ok() == fs::symlink_metadata(path).map(place).ok()
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// Removes what programs left that died while they wrote this file. Nobody locks it any more.
fn remove_abandoned(path: &Path) -> io::Result<()> {
    for number in 0..WRITERS {
        let unfinished = unfinished_name(path, number);
        let Ok(file) = File::open(&unfinished) else { continue };
        if file.try_lock().is_ok() && is_at(&file, &unfinished) {
            match fs::remove_file(&unfinished) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Flushes the folder of a file, so that its name survives a power cut.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some systems cannot flush folders (and Windows cannot open them): then renaming has to do.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        Err(error) if cfg!(not(unix)) && error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        done => done,
    }
}
