//! A file that knows its length and digest, and that can be cut back to its last whole part.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::digest::RunningDigest;

/// Length and digest of a written file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// A new file that grows part by part: either a whole part is there, or nothing of it.
pub(super) struct HashedFile {
    file: File,
    bytes: u64,
    digest: RunningDigest,
}

impl HashedFile {
    /// A file that must not have been there before.
    pub(super) fn create(path: &Path) -> io::Result<HashedFile> {
        Ok(HashedFile::over(File::create_new(path)?))
    }

    fn over(file: File) -> HashedFile {
        HashedFile { file, bytes: 0, digest: RunningDigest::default() }
    }

    /// Appends a part. If that fails the file is cut back to where it was before, as far as the system lets us.
    pub(super) fn append(&mut self, part: &[u8]) -> io::Result<()> {
        if let Err(error) = self.file.write_all(part) {
            // The first error is the one to report; a failing cut leaves a torn last line, which readers refuse.
            let _ = self.file.set_len(self.bytes);
            return Err(error);
        }
        self.digest.update(part);
        self.bytes += part.len() as u64;
        Ok(())
    }

    /// Length and digest of all parts so far.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint { bytes: self.bytes, sha256: self.digest.clone().hex() }
    }
}

/// Length and digest of a file that is there.
pub(super) fn fingerprint_of(path: &Path) -> io::Result<Fingerprint> {
    let mut file = File::open(path)?;
    let (mut bytes, mut digest, mut buffer) = (0, RunningDigest::default(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Fingerprint { bytes, sha256: digest.hex() }),
            Ok(read) => {
                digest.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_as_such() {
        let full = File::options().write(true).open("/dev/full").expect("Linux has a full disk to try");
        let error = HashedFile::over(full).append(b"a row").expect_err("nothing fits");
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
