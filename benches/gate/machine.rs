//! What figures depend on: the compiler, and the family of the processor.

use std::process::Command;

/// The compiler's version, such as `1.95.0`.
pub(crate) fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("the compiler can be asked for its version");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().nth(1).unwrap_or("unknown").to_owned()
}

/// The processor's family and the compiler: ratios between forms depend on both.
pub(crate) fn processor_and_compiler() -> String {
    format!("{}, rustc {}", processor(), compiler())
}

/// The processor, such as `AuthenticAMD family 25 model 17`.
fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.trim() == name).map_or("unknown", |(_, value)| value.trim())
    };
    format!("{} family {} model {}", field("vendor_id"), field("cpu family"), field("model"))
}
