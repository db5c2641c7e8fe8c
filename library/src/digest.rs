//! SHA-256, the digest that reviewers can check with `sha256sum`.

use sha2::{Digest, Sha256};

/// Length of a digest in bytes.
pub const DIGEST_BYTES: usize = 32;

/// A digest of bytes that come one after the other.
#[derive(Clone, Debug, Default)]
pub struct RunningDigest(Sha256);

impl RunningDigest {
    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all of them.
    #[must_use]
    pub fn bytes(self) -> [u8; DIGEST_BYTES] {
        self.0.finalize().into()
    }

    /// The same in hexadecimal.
    #[must_use]
    pub fn hex(self) -> String {
        hex(&self.bytes())
    }
}

/// The SHA-256 digest of some bytes, in hexadecimal.
///
/// ```
/// let digest = dottedline::digest::sha256(b"abc");
/// assert_eq!(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
/// ```
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
