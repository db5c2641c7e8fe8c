//! Rules of the house, kept true: floors, file lengths, and who may use what.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules and their floors; a module may use lower floors only.
const FLOORS: &[(&str, u8)] = &[
    ("cli", 8),
    ("application", 7),
    ("report", 6),
    ("scenario", 5),
    ("output", 5),
    ("shards", 5),
    ("claims", 5),
    ("compare", 5),
    ("calibration", 5),
    ("study", 4),
    ("observed", 4),
    ("engine", 3),
    ("model", 2),
    ("random", 1),
    ("stats", 1),
    ("digest", 0),
    ("lanes", 0),
    ("listing", 0),
    ("numbers", 0),
    ("numerals", 0),
    ("units", 0),
];

/// Words that stand for an ability, and the modules that may have it.
const RESERVED: &[(&str, &[&str])] = &[
    ("rayon", &["study"]),
    ("rand_chacha", &["random"]),
    ("ChaCha8Rng", &["random"]),
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("thread_rng", &[]),
    ("StdRng", &[]),
    ("SmallRng", &[]),
    ("Instant", &["application", "cli"]),
    ("SystemTime", &["cli"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("comfy_table", &["cli"]),
    ("ctrlc", &["cli"]),
    ("std::env", &["cli"]),
    ("std::process", &["cli"]),
    ("std::arch", &["lanes"]),
    ("rustix", &["cli", "listing"]),
    ("std::fs", &["cli", "scenario", "output", "report", "shards", "application", "listing"]),
];

/// The only files that may have code which the compiler cannot prove to be sound; the first has the argument.
const UNSAFE: [&str; 3] = ["core/src/lanes/x86/mod.rs", "core/src/lanes/x86/avx2.rs", "core/src/lanes/x86/avx512.rs"];

/// Sources of the core, the library and the program.
pub(crate) const ROOTS: [&str; 3] = ["core/src", "library/src", "src"];

/// Longest file of the program.
const LINES_MAX: usize = 600;

/// A source file: which module it belongs to, and its code without comments.
struct Source {
    path: PathBuf,
    module: String,
    code: String,
    lines: usize,
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    for root in ROOTS.map(|root| Path::new(env!("CARGO_MANIFEST_DIR")).join(root)) {
        collect(&root, &root, &mut found);
    }
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let module = module_of(path.strip_prefix(root).unwrap());
            found.push(Source { module, code: without_comments(&text), lines: text.lines().count(), path });
        }
    }
}

/// `engine/outcome.rs` and `engine.rs` are `engine`.
fn module_of(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

pub(crate) fn without_comments(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// Modules named after `crate::` or `dottedline::`, also in braces: `crate::{model, units::Share}`.
fn modules_used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for start in ["crate::", "dottedline::", "dottedline_core::"] {
        for (place, _) in code.match_indices(start) {
            let rest = &code[place + start.len()..];
            match rest.strip_prefix('{') {
                Some(group) => used.extend(heads_of_group(group)),
                None => used.push(word(rest)),
            }
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

/// The first words of the entries of a `use` group, up to its closing brace.
fn heads_of_group(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut entry) = (0, Vec::new(), String::new());
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(std::mem::take(&mut entry).trim())),
            _ => entry.push(letter),
        }
    }
    heads.push(word(entry.trim()));
    heads
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// Modules that code of this module names though they are not on a lower floor.
fn uses_above(module: &str, code: &str) -> Vec<String> {
    let Some(own) = floor(module) else { return Vec::new() };
    let too_high = |name: &String| name != module && floor(name).is_some_and(|other| other >= own);
    modules_used(code).into_iter().filter(too_high).collect()
}

fn has_word(code: &str, wanted: &str) -> bool {
    code.match_indices(wanted).any(|(place, _)| {
        let edge = |letter: Option<char>| letter.is_none_or(|letter| !(letter.is_alphanumeric() || letter == '_'));
        edge(code[..place].chars().next_back()) && edge(code[place + wanted.len()..].chars().next())
    })
}

#[test]
fn a_module_uses_lower_floors_only() {
    for source in sources() {
        let wrong = uses_above(&source.module, &source.code);
        assert!(wrong.is_empty(), "{} may not use {wrong:?}", source.path.display());
    }
}

#[test]
fn every_module_has_a_floor() {
    for source in sources() {
        let known = floor(&source.module).is_some() || ["lib", "main"].contains(&source.module.as_str());
        assert!(known, "{}: add its module to FLOORS here and to ARCHITECTURE.md", source.path.display());
    }
}

#[test]
fn abilities_stay_where_they_belong() {
    for source in sources() {
        for (ability, modules) in RESERVED {
            let allowed = modules.contains(&source.module.as_str()) || source.module == "main";
            let used = !allowed && has_word(&source.code, ability);
            assert!(!used, "{} uses {ability}, which only {modules:?} may", source.path.display());
        }
    }
}

/// Floors whose messages may reach somebody who has no command line, and their files that write commands down.
const WITHOUT_FLAGS: [&str; 3] = ["application", "output", "shards"];
const WITH_COMMANDS: [&str; 2] = ["library/src/application/command.rs", "library/src/output/folder.rs"];

#[test]
fn no_message_of_the_library_s_upper_floors_names_a_flag() {
    let written = |source: &Source| WITH_COMMANDS.iter().any(|file| source.path.ends_with(file));
    let silent = |source: &Source| WITHOUT_FLAGS.contains(&source.module.as_str()) && !written(source);
    for source in sources().iter().filter(|source| silent(source)) {
        let flag = flag_in(&source.code);
        assert_eq!(flag, None, "{}: the flag that helps belongs into src/cli/remedies.rs", source.path.display());
    }
}

/// Two hyphens and a small letter.
fn flag_in(code: &str) -> Option<&str> {
    let starts = |rest: &str| rest.chars().nth(2).is_some_and(|letter| letter.is_ascii_lowercase());
    let found = code.match_indices("--").map(|(place, _)| &code[place..]).find(|rest| starts(rest))?;
    found.lines().next()
}

#[test]
fn the_engine_takes_regimes_and_knows_no_structure_by_name() {
    for source in sources().iter().filter(|source| source.module == "engine" && !is_test(&source.path)) {
        let names = ["Structure", "Study", "Preset"].into_iter().filter(|word| has_word(&source.code, word));
        assert_eq!(names.collect::<Vec<_>>(), [""; 0], "{}: a trial is given regimes", source.path.display());
    }
}

/// More names than this nobody learns. What stands under `#[doc(hidden)]` serves the program and the tests beside it.
const NAMES_MOST: usize = 150;

#[test]
fn the_library_re_exports_fewer_names_than_its_users_can_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("library/src");
    let library = sources().into_iter().filter(|source| source.path.starts_with(&root));
    let names: BTreeSet<String> = library.flat_map(|source| names_re_exported(&source.code)).collect();
    assert!((50..NAMES_MOST).contains(&names.len()), "{} names: {names:?}", names.len());
}

/// The names of all `pub use` that the documentation shows.
fn names_re_exported(code: &str) -> Vec<String> {
    let uses = code.split(';').filter_map(|item| item.split_once("pub use "));
    let shown = uses.filter(|(before, _)| !before.contains("doc(hidden)") && before.trim().is_empty());
    let names = shown.flat_map(|(_, path)| {
        let named = path.split_once('{').map_or_else(|| path.rsplit("::").next().unwrap_or(path), |(_, group)| group);
        named.split(',').map(|name| name.trim().trim_end_matches('}').trim().to_owned()).collect::<Vec<_>>()
    });
    names.filter(|name| !name.is_empty()).collect()
}

/// Whether a file of the engine is compiled for tests alone.
fn is_test(path: &Path) -> bool {
    let mut parts = path.iter().filter_map(|part| part.to_str());
    parts.any(|part| ["tests", "tests.rs", "sample.rs"].contains(&part))
}

#[test]
fn unsafe_code_stands_in_three_files_and_each_use_has_its_reason() {
    for source in sources() {
        let uses = has_word(&source.code, "unsafe") || has_word(&source.code, "unsafe_code");
        let may = UNSAFE.iter().any(|file| source.path.ends_with(file));
        assert_eq!(uses, may, "{}: unsafe belongs into {UNSAFE:?}", source.path.display());
    }
    for file in UNSAFE {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let without = uses_without_reason(&text);
        assert!(without.is_empty(), "{file}: say above why it is sound: {without:#?}");
    }
}

/// Blocks and implementations that are unsafe and have no `// SAFETY: ` among the three lines above.
fn uses_without_reason(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let has_reason = |number: usize| {
        let above = lines[..number].iter().rev().take_while(|line| !line.is_empty()).take(3);
        above.into_iter().any(|line| line.starts_with("// SAFETY: "))
    };
    let uses = |line: &str| !line.starts_with("//") && (line.contains("unsafe {") || line.contains("unsafe impl"));
    let without = lines.iter().enumerate().filter(|&(number, line)| uses(line) && !has_reason(number));
    without.map(|(number, line)| format!("line {}: {line}", number + 1)).collect()
}

#[test]
fn no_source_file_is_too_long_to_read() {
    for source in sources() {
        assert!(source.lines <= LINES_MAX, "{} has {} lines", source.path.display(), source.lines);
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for source in sources() {
        let text = fs::read_to_string(&source.path).unwrap();
        assert!(text.starts_with("//! "), "{} has no `//!` line", source.path.display());
    }
}

#[test]
fn the_rules_notice_what_they_forbid() {
    assert_eq!(uses_above("model", "use crate::engine::Outcome;"), ["engine"]);
    assert_eq!(uses_above("output", "use crate::{units::Share, scenario::{read, parse}};"), ["scenario"]);
    assert_eq!(uses_above("stats", "fn f() { crate::random::draw() }"), ["random"]);
    let exports = "pub use a::{B, C};\npub(crate) use d::E;\n#[doc(hidden)]\npub use f::G;\npub use h::I;";
    assert_eq!(names_re_exported(exports), ["B", "C", "I"]);
    assert!(uses_above("engine", "use crate::model::{World, Study};").is_empty());
    assert!(uses_above("cli", "use dottedline::{scenario, output::ResultsFolder};").is_empty());
    assert_eq!(uses_without_reason("// SAFETY: it is\nunsafe { f() }\n\nunsafe { g() }"), ["line 4: unsafe { g() }"]);
    assert_eq!(flag_in("\"name another one with --out\""), Some("--out\""));
    assert_eq!(flag_in("a -- b - c"), None);
    assert!(has_word("use rayon::prelude::*;", "rayon"));
    assert!(!has_word("let crayon = 1;", "rayon"));
}
