//! The figures that are stored in the repository.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

/// Where they are stored, from the package's folder.
pub(crate) const FILE: &str = "benches/gate/figures.toml";

const HEAD: &str = "\
# What `cargo bench --bench gate` compares with. Renewed by `cargo bench --bench gate -- --record`, which leaves the
# figures of other compilers and processors as they are. docs/performance.md says what they mean.
";

/// Figures by name.
pub(crate) type Figures = BTreeMap<String, f64>;

/// All stored figures.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Stored {
    /// Instructions, by compiler.
    #[serde(default)]
    pub(crate) instructions: BTreeMap<String, Figures>,
    /// How many times as fast as the naive form, by processor and compiler.
    #[serde(default)]
    pub(crate) ratios: BTreeMap<String, Figures>,
}

pub(crate) fn read() -> Stored {
    let path = path();
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).expect("the stored figures are TOML"),
        Err(_) => Stored::default(),
    }
}

pub(crate) fn write(stored: &Stored) {
    let mut text = HEAD.to_owned();
    add(&mut text, "instructions", &stored.instructions, 0);
    add(&mut text, "ratios", &stored.ratios, 3);
    std::fs::write(path(), text).expect("the figures can be written");
}

fn add(text: &mut String, section: &str, all: &BTreeMap<String, Figures>, digits: usize) {
    for (key, figures) in all {
        write!(text, "\n[{section}.\"{key}\"]\n").expect("texts grow");
        figures.iter().for_each(|(name, value)| {
            writeln!(text, "\"{name}\" = {value:.digits$}").expect("texts grow");
        });
    }
}

fn path() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)
}
