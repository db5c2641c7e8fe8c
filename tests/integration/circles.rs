//! Inside a module, too, files use each other in one direction only: whoever reads one need not read all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::tidy::{ROOTS, without_comments};

/// The files of a crate by their path of modules, as `engine::customers::week`; a `mod.rs` by its folder.
struct Crate {
    code: BTreeMap<String, String>,
    /// Modules whose file is a `mod.rs`: they say what there is, and are no files of their own here.
    faces: BTreeSet<String>,
}

fn read(root: &Path) -> Crate {
    let mut found = Crate { code: BTreeMap::new(), faces: BTreeSet::new() };
    collect(root, "", &mut found);
    found
}

fn collect(folder: &Path, path: &str, found: &mut Crate) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") };
        match name.strip_suffix(".rs") {
            None if entry.path().is_dir() && name != "tests" => collect(&entry.path(), &below(&name), found),
            Some("mod") => {
                found.faces.insert(path.to_owned());
                found.code.insert(path.to_owned(), product(&entry.path()));
            }
            // Files of tests, and the roots of crates.
            None | Some("tests" | "sample" | "known_answers" | "plain" | "lib" | "main") => {}
            Some(stem) => drop(found.code.insert(below(stem), product(&entry.path()))),
        }
    }
}

/// A file's code without comments and unit tests.
fn product(file: &Path) -> String {
    let code = without_comments(&fs::read_to_string(file).unwrap());
    code.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
}

/// Every path that code names after `crate::` or `super::`, written out from the crate's root, groups taken apart.
fn paths(module: &str, is_face: bool, code: &str) -> Vec<String> {
    let parent = |path: &str| path.rsplit_once("::").map_or(String::new(), |(parent, _)| parent.to_owned());
    // `super` of a face is its parent, that of another file the folder that it is in, which is the same for both.
    let above = parent(module);
    let own = if is_face { module.to_owned() } else { above.clone() };
    let mut found = Vec::new();
    for (start, base) in [("crate::", String::new()), ("super::", if is_face { above } else { own })] {
        for (place, _) in code.match_indices(start).filter(|(place, _)| !code[..*place].ends_with("::")) {
            expand(&base, &code[place + start.len()..], &mut found);
        }
    }
    found
}

/// Takes apart what follows `a::`: a name, a path, or a group of these in braces. Returns how much was read.
fn expand(base: &str, rest: &str, found: &mut Vec<String>) -> usize {
    let join = |name: &str| if base.is_empty() { name.to_owned() } else { format!("{base}::{name}") };
    if !rest.starts_with('{') {
        let name: String = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let after = &rest[name.len()..];
        match after.strip_prefix("::") {
            Some(further) if !name.is_empty() => return name.len() + 2 + expand(&join(&name), further, found),
            _ => found.push(join(&name)),
        }
        return name.len();
    }
    let mut at = 1;
    while at < rest.len() && !rest[at..].starts_with('}') {
        let letter = rest[at..].chars().next().unwrap();
        at += if letter.is_alphanumeric() || letter == '_' {
            expand(base, &rest[at..], found).max(1)
        } else {
            letter.len_utf8()
        };
    }
    at + 1
}

impl Crate {
    /// The file that a path leads to: directly, or by a name that a face hands on.
    fn file_of(&self, path: &str) -> Option<&str> {
        let mut parts: Vec<&str> = path.split("::").collect();
        while !parts.is_empty() {
            let here = parts.join("::");
            if let Some((file, _)) = self.code.get_key_value(&here) {
                let next = path[here.len()..].trim_start_matches("::").split("::").next().unwrap_or_default();
                return if self.faces.contains(file) { self.handed_on(file, next) } else { Some(file) };
            }
            parts.pop();
        }
        None
    }

    /// The file from which a face takes a name that it hands on.
    fn handed_on(&self, face: &str, name: &str) -> Option<&str> {
        let code = &self.code[face];
        let uses = code.match_indices("use ").map(|(place, _)| &code[place + 4..]);
        let mut names = Vec::new();
        for rest in uses.filter(|rest| !rest.starts_with("crate::")) {
            expand(face, rest, &mut names);
        }
        let found =
            names.iter().find(|path| path.rsplit("::").next() == Some(name) && path.matches("::").count() > 0)?;
        let file = found.rsplit_once("::")?.0;
        self.code.get_key_value(file).map(|(file, _)| file.as_str()).filter(|file| !self.faces.contains(*file))
    }

    /// Which files of the same top module each file uses.
    fn uses(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let top = |file: &str| file.split("::").next().unwrap_or_default().to_owned();
        let files = self.code.iter().filter(|(file, _)| !self.faces.contains(*file));
        let used = |(file, code): (&'_ String, &'_ String)| {
            let paths = paths(file, false, code);
            let others: BTreeSet<&str> = paths.iter().filter_map(|path| self.file_of(path)).collect();
            others.into_iter().filter(|other| *other != file && top(other) == top(file)).collect::<BTreeSet<_>>()
        };
        files.map(|entry| (entry.0.as_str(), used(entry))).collect()
    }
}

/// Files that are left when all that use nobody who is left have been taken away, again and again: those in circles, and
/// those that use them.
fn in_circles<'u>(uses: &BTreeMap<&'u str, BTreeSet<&'u str>>) -> Vec<String> {
    let mut left = uses.clone();
    loop {
        let free: Vec<&str> =
            left.iter().filter(|(_, used)| used.iter().all(|one| !left.contains_key(one))).map(|one| *one.0).collect();
        if free.is_empty() {
            break;
        }
        free.iter().for_each(|one| drop(left.remove(one)));
    }
    // The same from the other side, so that only the circles stay.
    loop {
        let used: BTreeSet<&str> = left.values().flatten().copied().collect();
        let free: Vec<&str> = left.keys().copied().filter(|file| !used.contains(file)).collect();
        if free.is_empty() {
            break;
        }
        free.iter().for_each(|one| drop(left.remove(one)));
    }
    let told = |(file, used): (&&str, &BTreeSet<&str>)| {
        let known: Vec<&str> = used.iter().copied().filter(|one| left.contains_key(one)).collect();
        format!("{file} uses {}", known.join(", "))
    };
    left.iter().map(told).collect()
}

#[test]
fn files_of_a_module_do_not_use_each_other_in_a_circle() {
    for root in ROOTS {
        let sources = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root));
        assert!(sources.code.len() > 20, "the sources of {root} were not found");
        let circles = in_circles(&sources.uses());
        assert!(circles.is_empty(), "{root}: files use each other in a circle:\n{}", circles.join("\n"));
    }
}

#[test]
fn a_circle_is_noticed_and_a_line_is_none() {
    let code = |text: &str| text.to_owned();
    let files = |c: &str| Crate {
        code: [
            ("m", code("mod a; mod b; mod c; pub use c::Thing;")),
            ("m::a", code("use super::b::{One, Two};")),
            ("m::b", code("use crate::m::Thing; use super::Thing as Other;")),
            ("m::c", code(c)),
        ]
        .map(|(path, text)| (path.to_owned(), text))
        .into(),
        faces: ["m".to_owned()].into(),
    };
    assert!(in_circles(&files("use std::fmt;").uses()).is_empty());
    assert_eq!(in_circles(&files("use super::a;").uses()), ["m::a uses m::b", "m::b uses m::c", "m::c uses m::a"]);
}
