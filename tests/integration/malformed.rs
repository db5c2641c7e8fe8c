//! Hundreds of malformed scenarios, made from the shipped ones in every way that a text can go wrong: each is refused with the
//! exit code for bad data and the place of a fault, and none is a fault of the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_dottedline");

/// Exit code for bad data, never to be tried again.
const BAD_DATA: i32 = 65;

/// Fewer would be no proof.
const AT_LEAST: usize = 300;

/// Nobody reads more, in bytes.
const LONGEST_MESSAGE: usize = 100_000;

/// A scenario that is wrong.
struct Malformed {
    /// How it was made.
    made: String,
    bytes: Vec<u8>,
    /// The line at which a message must point, if a certain one.
    line: Option<usize>,
}

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).with_extension("toml");
    fs::read_to_string(path).unwrap()
}

/// The text with another line in place of that of this number, from 1.
fn with_line(text: &str, line: usize, other: &str) -> Vec<u8> {
    let lines = text.lines().enumerate().map(|(place, own)| if place + 1 == line { other } else { own });
    (lines.collect::<Vec<_>>().join("\n") + "\n").into_bytes()
}

/// Lines that give a key a value: number from 1, key, value. Those of the journey, whose keys are the user's own, are left out.
fn settings(text: &str) -> Vec<(usize, &str, &str)> {
    let mut section = "";
    let mut found = Vec::new();
    for (place, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            section = line;
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            let value = value.split(" #").next().unwrap_or(value).trim();
            if !section.starts_with("[journey") {
                found.push((place + 1, key.trim(), value));
            }
        }
    }
    found
}

/// What no key takes, whatever it means.
const NEVER_VALUES: &[&str] = &[
    "",
    "nan",
    "-inf",
    "\"",
    "'",
    "1979-05-27",
    "12:30:00",
    "{ a = 1",
    "[1, 2",
    "[[1]]",
    "{ a = { b = 1 } }",
    "1..2",
    "0x",
    "1_",
    "\"\\q\"",
    "tru",
    "\"a\" \"b\"",
    "= 1",
    "\u{7f}",
    "\"\u{0}\"",
    "99999999999999999999",
    "\"\\uD800\"",
];

/// What no number can be here.
const NO_NUMBERS: &[&str] = &["inf", "-1", "1e300", "\"0.5\"", "true", "[]", "{}", "[0.5]"];

/// What no text can be here.
const NO_TEXTS: &[&str] = &["7", "0.5", "true", "[]", "{}"];

/// One setting wrong, in every way, for every setting of a scenario.
fn wrong_settings(text: &str) -> Vec<Malformed> {
    let mut all = Vec::new();
    for (line, key, value) in settings(text) {
        let is_number = value.parse::<f64>().is_ok();
        let is_text = value.starts_with('"');
        let own: &[&str] = if is_number {
            NO_NUMBERS
        } else if is_text {
            NO_TEXTS
        } else {
            &["7", "\"x\""]
        };
        let mut add = |other: String| {
            let made = format!("line {line}: {other:?}");
            all.push(Malformed { made, bytes: with_line(text, line, &other), line: Some(line) });
        };
        // What a customer brings may be negative.
        let wrong = NEVER_VALUES.iter().chain(own).filter(|wrong| (key, **wrong) != ("margin", "-1"));
        wrong.for_each(|wrong| add(format!("{key} = {wrong}")));
        for wrong in
            [format!("{key}x = {value}"), format!("{key} {value}"), format!("{key}.a.b = {value}"), key.to_owned()]
        {
            add(wrong);
        }
        let twice = format!("{key} = {value}\n{key} = {value}");
        all.push(Malformed {
            made: format!("line {line} twice"),
            bytes: with_line(text, line, &twice),
            line: Some(line + 1),
        });
    }
    all
}

/// Names that nothing has, wherever a name refers to something, and names that two things have.
fn wrong_references(text: &str) -> Vec<Malformed> {
    let mut all = Vec::new();
    for (place, line) in text.lines().enumerate() {
        let wrong = match line.split_once(" = ") {
            Some((key @ ("owner" | "preset" | "baseline" | "extends"), _)) => format!("{key} = \"nobody\""),
            Some((key, value)) if value.starts_with('{') => format!("{key} = {{ nowhere = 0.1 }}"),
            _ => continue,
        };
        let made = format!("line {}: {wrong:?}", place + 1);
        all.push(Malformed { made, bytes: with_line(text, place + 1, &wrong), line: Some(place + 1) });
    }
    all
}

/// Headers of tables broken, misspelt, doubled.
fn wrong_headers(text: &str) -> Vec<Malformed> {
    let headers = text.lines().enumerate().filter(|(_, line)| line.starts_with('['));
    let wrong = |(place, header): (usize, &str)| {
        let name = header.trim_matches(['[', ']']);
        let others = [
            format!("[{name}"),
            format!("[[{name}]"),
            format!("{name}]"),
            "[]".to_owned(),
            "[[nothing_of_the_kind]]".to_owned(),
            format!("[\"{name}\0\"]"),
        ];
        others.map(|other| Malformed {
            made: format!("line {}: {other:?}", place + 1),
            bytes: with_line(text, place + 1, &other),
            // Where a header is another one, the fault may show in the lines under it.
            line: (!other.contains("nothing")).then_some(place + 1),
        })
    };
    headers.flat_map(wrong).collect()
}

/// Texts that are wrong as a whole.
fn wrong_texts(text: &str) -> Vec<Malformed> {
    let whole = |made: &str, bytes: Vec<u8>| Malformed { made: made.to_owned(), bytes, line: None };
    let after = |more: &str| format!("{text}\n{more}\n").into_bytes();
    let before = |bytes: &[u8]| [bytes, text.as_bytes()].concat();
    let mut all = vec![
        whole("nothing", Vec::new()),
        whole("a blank", b" \n".to_vec()),
        whole("a comment", b"# nothing".to_vec()),
        whole("UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        whole("UTF-16 with its mark", before(&[0xff, 0xfe])),
        whole("Latin-1", before(b"title = \"Caf\xe9\"\n")),
        whole("a byte that is never UTF-8", before(&[0xff])),
        whole("an overlong slash", before(b"title = \"\xc0\xaf\"\n")),
        whole("half a letter", [text.as_bytes(), b"# \xf0\x9f"].concat()),
        whole("zeros before", before(&[0; 16])),
        whole("zeros only", vec![0; 64]),
        whole("old line ends", text.replace('\n', "\r").into_bytes()),
        whole("a line that ends in many returns", before(b"extend\r\r\r\r\r\x07\r\r\r\r\n")),
        whole("returns alone", b"x\r\r\r\r".to_vec()),
        whole("JSON", b"{\"study\": {\"weeks\": 4}}".to_vec()),
        whole("YAML", b"study:\n  weeks: 4\n".to_vec()),
        whole("HTML", b"<!doctype html><title>404</title>".to_vec()),
        whole("an ELF file", b"\x7fELF\x02\x01\x01".to_vec()),
        whole("a zip file", b"PK\x03\x04\x14".to_vec()),
        whole("the whole twice", before(text.as_bytes())),
        whole("17 lists in each other", after(&format!("[a]\nb = {}{}", "[".repeat(17), "]".repeat(17)))),
        whole("100,000 lists in each other", after(&format!("[a]\nb = {}", "[".repeat(100_000)))),
        whole("17 tables in each other", after(&format!("[{}a]", "a.".repeat(17)))),
        whole("100,001 values", after(&format!("[a]\nb = [{}]", "1,".repeat(100_001)))),
        whole("a value after another format", after("schema = 2")),
        whole("an open comment of a long string", after("[a]\nb = \"\"\"")),
        whole("a bidirectional control in a key", after("\"\u{202e}key\" = 1")),
        whole("an escape sequence in a key", after("\"\\u001b[31m\" = 1")),
        whole("30,000 rows from nowhere", rows_from_nowhere(text)),
        whole("a title of half a megabyte", text.replace("Minimal", &"é".repeat(250_000)).into_bytes()),
        whole("a key of half a megabyte", after(&format!("{} = 1", "k".repeat(500_000)))),
        whole(
            "30,000 keys that nothing has",
            after(&(0..30_000).map(|key| format!("k{key} = 1\n")).collect::<String>()),
        ),
        whole("30,000 functions of one name", after(&"[[function]]\nid = \"one\"\n".repeat(30_000))),
        whole("a million blank lines", format!("{}x = 1", "\n".repeat(1_000_000)).into_bytes()),
    ];
    let tables = [
        "study",
        "organisation",
        "initiatives",
        "customer",
        "environment",
        "economics",
        "decision",
        "uncertainty",
        "journey",
    ];
    for table in tables {
        all.push(whole(&format!("{table} as a number"), format!("{table} = 1\n{text}").into_bytes()));
        all.push(whole(&format!("{table} as a list"), format!("{table} = [1]\n{text}").into_bytes()));
    }
    // Cut in the middle of each value, before its end.
    for (line, key, _) in settings(text) {
        let start = text.lines().take(line - 1).map(|line| line.len() + 1).sum::<usize>();
        all.push(whole(&format!("cut in line {line}"), text.as_bytes()[..start + key.len() + 3].to_vec()));
    }
    all
}

fn rows_from_nowhere(text: &str) -> Vec<u8> {
    let rows: String = (0..30_000).map(|row| format!("nowhere{row} = {{ shop = 0.1 }}\n")).collect();
    text.replace("[journey.problem]", &format!("{rows}[journey.problem]")).into_bytes()
}

/// All of them, each once.
fn malformed() -> Vec<Malformed> {
    let (minimal, bank, road) = (shipped("minimal"), shipped("retail_bank"), shipped("road_map"));
    let mut all = wrong_texts(&minimal);
    for text in [&minimal, &bank, &road] {
        all.extend(wrong_headers(text));
        all.extend(wrong_references(text));
    }
    all.extend(wrong_settings(&minimal));
    all.extend(wrong_settings(&road));
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert(one.bytes.clone()));
    all
}

/// Lines of the file at which a message points.
fn lines_shown(message: &str, file: &str) -> Vec<usize> {
    let start = format!("{file}:");
    let places = message.match_indices(&start).map(|(at, found)| &message[at + found.len()..]);
    places.filter_map(|place| place.split(':').next()?.parse().ok()).collect()
}

/// What is wrong with how the program refuses a scenario; `None` if nothing is.
fn trouble(folder: &Path, one: &Malformed) -> Option<String> {
    fs::write(folder.join("wrong.toml"), &one.bytes).unwrap();
    let mut command = Command::new(PROGRAM);
    let output = command.args(["check", "wrong.toml"]).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines = lines_shown(&said, "wrong.toml");
    let is_right = output.status.code() == Some(BAD_DATA)
        && said.starts_with("error: ")
        && !said.contains("panicked")
        && said.len() < LONGEST_MESSAGE
        && said.chars().all(|letter| letter == '\n' || !letter.is_control())
        && one.line.map_or(!lines.is_empty(), |line| lines.contains(&line));
    let shown: String = said.lines().take(12).collect::<Vec<_>>().join("\n");
    (!is_right).then(|| format!("{}: code {:?}, lines {lines:?}\n{shown}", one.made, output.status.code()))
}

#[test]
fn three_hundred_malformed_scenarios_are_refused_with_code_and_position() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("malformed");
    fs::create_dir_all(&folder).unwrap();
    let all = malformed();
    assert!(all.len() >= AT_LEAST, "only {}", all.len());
    let trouble: Vec<String> = all.iter().filter_map(|one| trouble(&folder, one)).collect();
    assert!(trouble.is_empty(), "{} of {}:\n\n{}", trouble.len(), all.len(), trouble.join("\n\n"));
}
