//! What pages claim, over all shipped scenarios: no sentence names a winner or a direction that no interval of the tables supports, no
//! two sentences of a page name different winners by the same figure, and no title compares in words that this test does not know.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dottedline::report::Report;
use dottedline::scenario;

use super::report::{ran, scratch};

/// Figures as pages name them, with their names in tables.
const FIGURES: [(&str, &str); 4] = [
    ("yearly retention", "retention_annualised"),
    ("NPS", "nps_true"),
    ("total value", "total_value"),
    ("net value", "net_value"),
];

/// Words by which a title compares: it has to be one that this test understands.
const COMPARING: [&str; 14] = [
    "best", "higher", "lower", "highest", "lowest", "better", "worse", "more", "less", "fewer", "most", "pays for",
    "turns to", "safest",
];

/// A row of a table, by the names of its columns.
type Row = BTreeMap<String, String>;

/// A results folder as it can be asked.
struct Results {
    folder: PathBuf,
    /// Names for readers, the longest first: one may be part of another.
    structures: Vec<String>,
}

impl Results {
    fn of(folder: &Path) -> Results {
        let mut structures: Vec<String> =
            rows(folder, "summary.csv").iter().map(|row| shown(&row["structure"])).collect();
        structures.sort_by_key(|name| std::cmp::Reverse(name.len()));
        structures.dedup();
        Results { folder: folder.to_owned(), structures }
    }

    fn rows(&self, file: &str) -> Vec<Row> {
        rows(&self.folder, file)
    }

    /// The structures that a piece of text names.
    fn named(&self, text: &str) -> Vec<String> {
        let mut rest = text.to_lowercase();
        let mut found = Vec::new();
        for name in &self.structures {
            if let Some(place) = word(&rest, &name.to_lowercase()) {
                found.push(name.clone());
                rest.replace_range(place..place + name.len(), &" ".repeat(name.len()));
            }
        }
        found
    }

    /// The structure that alone stands as the best by a metric, after tables.
    fn best(&self, metric: &str) -> Option<String> {
        let of = self.rows("decisions.csv");
        let best: Vec<&Row> = of.iter().filter(|row| row["metric"] == metric && row["standing"] == "best").collect();
        let [one] = best.as_slice() else { return None };
        Some(shown(&one["structure"]))
    }

    /// The sign of a difference to the baseline; 0 where its interval includes nothing.
    fn sign(&self, metric: &str, structure: &str, other: &str) -> i8 {
        let of = self.rows("comparisons.csv");
        let is = |row: &&Row| {
            row["metric"] == metric && shown(&row["structure"]) == structure && shown(&row["other"]) == other
        };
        of.iter().find(is).map_or(0, |row| {
            let kind = if row["simultaneous_low"].is_empty() { "ci" } else { "simultaneous" };
            sign(row, &format!("{kind}_low"), &format!("{kind}_high"))
        })
    }

    /// The sign of a part of the difference in experience.
    fn felt(&self, structure: &str, scope: &str, item: &str) -> i8 {
        let of = self.rows("why.csv");
        let is = |row: &&Row| {
            let at = (row["scope"].as_str(), shown(&row["item"]), row["component"].as_str());
            shown(&row["structure"]) == structure && at == (scope, item.to_owned(), "total")
        };
        of.iter().find(is).map_or(0, |row| sign(row, "ci_low", "ci_high"))
    }

    fn last_period(&self) -> String {
        let of = self.rows("why.csv");
        let periods =
            of.iter().filter(|row| row["scope"] == "period").map(|row| row["item"].parse::<u32>().expect("a period"));
        periods.max().unwrap_or(0).to_string()
    }
}

fn rows(folder: &Path, file: &str) -> Vec<Row> {
    let Ok(mut reader) = csv::Reader::from_path(folder.join(file)) else { return Vec::new() };
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn shown(id: &str) -> String {
    id.replace('_', " ")
}

/// 1 where an interval is above nothing, −1 where it is below, 0 where it includes it or is not there.
fn sign(row: &Row, low: &str, high: &str) -> i8 {
    let end = |column: &str| row.get(column).and_then(|cell| cell.parse::<f64>().ok());
    end(low).zip(end(high)).map_or(0, |(low, high)| i8::from(low > 0.0) - i8::from(high < 0.0))
}

/// Where a text has a name as words of their own.
fn word(text: &str, name: &str) -> Option<usize> {
    let edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(name)
        .map(|(place, _)| place)
        .find(|&place| edge(text[..place].chars().next_back()) && edge(text[place + name.len()..].chars().next()))
}

/// A piece of text of a page: of which tag, in which section.
#[derive(Clone, Debug)]
struct Piece {
    tag: String,
    section: String,
    text: String,
}

/// The text of a page by element; what stands in a line of text belongs to the element around it.
fn pieces(page: &str) -> Vec<Piece> {
    const WITHIN: [&str; 9] = ["bdi", "b", "span", "code", "em", "/bdi", "/b", "/span", "/code"];
    let body = page.split_once("<main>").expect("a page").1;
    let (mut pieces, mut section, mut now) =
        (Vec::new(), String::new(), Piece { tag: String::new(), section: String::new(), text: String::new() });
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag");
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if name == "section" {
            section = tag.split("id=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        }
        if !WITHIN.contains(&name) {
            if !now.text.trim().is_empty() {
                pieces.push(now);
            }
            now = Piece { tag: name.to_owned(), section: section.clone(), text: String::new() };
        }
        now.text.push_str(text);
    }
    pieces.push(now);
    for piece in &mut pieces {
        let plain = piece.text.replace("&#39;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        piece.text = plain.replace("&amp;", "&").replace('\u{a0}', " ").trim().to_owned();
    }
    pieces
}

/// What a sentence was found to be.
#[derive(Debug, PartialEq)]
enum Found {
    /// It claims nothing that this test knows.
    Nothing,
    /// The tables support it; it may name the best by a figure.
    Supported(Option<(String, String)>),
    /// It claims what the tables do not support.
    Unsupported(String),
}

fn check(holds: bool, why: &str) -> Found {
    if holds { Found::Supported(None) } else { Found::Unsupported(why.to_owned()) }
}

/// Whether a sentence claims something, and whether the tables support it.
fn examine(results: &Results, sentence: &str) -> Found {
    let rules: [fn(&Results, &str) -> Option<Found>; 9] =
        [in_segments, best, direction, against, week_by_week, experience, inside, places, turning];
    rules.iter().find_map(|rule| rule(results, sentence)).unwrap_or(Found::Nothing)
}

/// The figure that a text begins with.
fn figure(text: &str) -> Option<(&'static str, &'static str)> {
    FIGURES.into_iter().find(|(name, _)| text.to_lowercase().starts_with(&name.to_lowercase()))
}

/// "By M, S is the best in every segment of customers".
fn in_segments(results: &Results, sentence: &str) -> Option<Found> {
    let by = sentence.strip_prefix("By ")?.split_once(" is the best in every segment")?.0;
    let (_, metric) = figure(by)?;
    let [name] = results.named(by).try_into().ok()?;
    let standings = results.rows("segment_summary.csv");
    let own = |row: &&Row| row["metric"] == metric && shown(&row["structure"]) == name;
    let best = standings.iter().filter(own).all(|row| row["standing"] == "best");
    Some(check(best && standings.iter().any(|row| own(&row)), "not the best in every segment"))
}

/// Sentences that name the best by a figure.
fn best(results: &Results, sentence: &str) -> Option<Found> {
    let (metric, name) = if let Some(rest) = sentence.strip_prefix("By ") {
        let rest = rest.strip_suffix(" can be the best").map_or_else(
            || rest.split_once(" is the best").map(|(before, _)| before),
            |before| before.contains(", only ").then_some(before),
        )?;
        (figure(rest)?.1, results.named(rest))
    } else if let Some(rest) = sentence.strip_prefix("The answer: ") {
        let (name, by) = rest.split_once(" is the best by ")?;
        (figure(by)?.1, results.named(name))
    } else if let Some(rest) = sentence.strip_prefix("Best mean of ") {
        // A mean is the highest whatever is known of it, but never another one than that of the best.
        let (_, metric) = figure(rest)?;
        let other = results.best(metric).filter(|best| results.named(rest).first() != Some(best));
        return Some(check(other.is_none(), "another one is the best"));
    } else {
        let (name, rest) =
            sentence.split_once(" has the highest ").or_else(|| sentence.split_once(" has the lowest "))?;
        (figure(rest)?.1, results.named(name))
    };
    let [name] = name.try_into().ok()?;
    Some(match results.best(metric) == Some(name.clone()) {
        true => Found::Supported(Some((metric.to_owned(), name))),
        false => Found::Unsupported(format!("{name} is not the only best by {metric}")),
    })
}

/// "A and B have higher M than C", "A has more M than C", "handoffs cost less under A than under B".
fn direction(results: &Results, sentence: &str) -> Option<Found> {
    let (names, up, metric, other) =
        [(" higher ", 1), (" lower ", -1), (" more ", 1), (" less ", -1)].into_iter().find_map(|(word, up)| {
            let (names, rest) =
                sentence.split_once(&format!(" has{word}")).or_else(|| sentence.split_once(&format!(" have{word}")))?;
            let (_, metric) = figure(rest)?;
            Some((results.named(names), up, metric, results.named(rest.split_once(" than ")?.1)))
        })?;
    let other = other.first()?;
    let holds = !names.is_empty() && names.iter().all(|name| results.sign(metric, name, other) == up);
    Some(check(holds, "no interval says so"))
}

/// "M, against B: higher under A (by 1) and C; lower under D; practically the same under E".
fn against(results: &Results, sentence: &str) -> Option<Found> {
    let (name, rest) = sentence.split_once(", against ")?;
    let (_, metric) = figure(name)?;
    let (baseline, told) = rest.split_once(": ")?;
    let other = results.named(baseline).first()?.clone();
    let holds = told.split("; ").all(|part| {
        let up = if part.starts_with("higher under") {
            1
        } else if part.starts_with("lower under") {
            -1
        } else {
            return true;
        };
        results.named(part).iter().all(|name| results.sign(metric, name, &other) == up)
    });
    Some(check(holds, "no interval says so"))
}

/// "At the end, a week brings in more under A than under B", "A falls up to .. behind B (week 9); C ends .. ahead of B".
fn week_by_week(results: &Results, sentence: &str) -> Option<Found> {
    let at_the_end = |metric: &str, name: &str| {
        let of = results.rows("differences.csv");
        let own = of.iter().filter(|row| row["metric"] == metric && shown(&row["structure"]) == name);
        own.max_by_key(|row| row["week"].parse::<u32>().expect("a week"))
            .map_or(0, |row| sign(row, "ci_low", "ci_high"))
    };
    if let Some((way, names)) =
        sentence.strip_prefix("At the end, a week brings in ").and_then(|rest| rest.split_once(" under "))
    {
        let up = if way == "more" { 1 } else { -1 };
        let named = results.named(names.split_once(" than under ")?.0);
        return Some(check(named.iter().all(|name| at_the_end("value", name) == up), "no interval says so"));
    }
    if !sentence.contains(" falls up to ") && !sentence.contains(" ends ") {
        return None;
    }
    let clear = |part: &str| {
        let name = results.named(part.split(" behind ").next()?).first()?.clone();
        let of = results.rows("courses.csv");
        let dip = of.iter().find(|row| row["metric"] == "retention" && shown(&row["structure"]) == name);
        match (part.contains(" falls up to "), part.contains(" points ahead of ")) {
            (true, _) => dip.map(|row| sign(row, "dip_low", "dip_high") < 0),
            (_, true) => Some(at_the_end("retention", results.named(part.split(" ends ").next()?).first()?) > 0),
            _ => None,
        }
    };
    let parts: Option<Vec<bool>> = sentence.split("; ").map(clear).collect();
    Some(check(parts?.into_iter().all(|clear| clear), "no interval says so"))
}

/// What customers experience, over all, in the end, at touchpoints.
fn experience(results: &Results, sentence: &str) -> Option<Found> {
    let value = |word: &str| if word.starts_with("better") { 1 } else { -1 };
    if let Some((name, rest)) = sentence.split_once(" first gives ") {
        let name = results.named(name).first()?.clone();
        let holds = results.felt(&name, "period", "1") == value(rest)
            && results.felt(&name, "period", &results.last_period()) == -value(rest);
        return Some(check(holds, "no interval of the first and the last period says so"));
    }
    if let Some((name, rest)) = sentence.split_once(" gives ") {
        let (item, scope) =
            if name.starts_with("In the end") { (results.last_period(), "period") } else { ("all".to_owned(), "all") };
        let name = results.named(name).first()?.clone();
        return Some(check(results.felt(&name, scope, &item) == value(rest), "no interval says so"));
    }
    let told = sentence.strip_prefix("Experience ").filter(|told| told.contains(" most at "))?;
    let holds = told.split(", and ").all(|part| {
        let (at, name) =
            part.split_once(" most at ").and_then(|(_, rest)| rest.split_once(" under ")).expect("a place");
        let name = results.named(name).first().expect("a structure").clone();
        results.felt(&name, "touchpoint", at) == if part.starts_with("rises") { 1 } else { -1 }
    });
    Some(check(holds, "no interval says so"))
}

/// Handoffs, initiatives, functions and their numbers.
fn inside(results: &Results, sentence: &str) -> Option<Found> {
    let (part, than) = sentence.split_once(" than ").unwrap_or((sentence, ""));
    let other = results.named(than);
    let (metric, up) = if part.starts_with("Handoffs cost ") {
        ("handoff_mean", if part.contains(" more ") { 1 } else { -1 })
    } else if part.contains(" bridges between functions") {
        ("started_bridge", if part.contains(" more ") { 1 } else { -1 })
    } else if part.starts_with("Functions' own numbers are ") {
        ("kpi_total", if part.contains(" higher ") { 1 } else { -1 })
    } else if part.contains(" leaves functions ") {
        ("readiness_mean", if part.contains(" more ready") { 1 } else { -1 })
    } else if let Some((name, of)) = part.split_once(" pays for its ") {
        let name = results.named(name).first()?.clone();
        let baseline = results.rows("comparisons.csv").first().map(|row| shown(&row["other"]))?;
        let holds =
            results.best(figure(of)?.1) == Some(name.clone()) && results.sign("kpi_total", &name, &baseline) < 0;
        return Some(check(holds, "it is not the best, or pays nothing"));
    } else {
        return None;
    };
    let holds =
        results.named(part).iter().all(|name| results.sign(metric, name, other.first().map_or("", |name| name)) == up);
    Some(check(holds && !results.named(part).is_empty(), "no interval says so"))
}

/// Where most of something is: "Most handoffs lead from A to B", "A has .. of problems, more problems than any other touchpoint".
fn places(results: &Results, sentence: &str) -> Option<Found> {
    let first = |of: Vec<Row>, is: &dyn Fn(&Row) -> bool, column: &str| {
        let end = |row: &Row, end: &str| row[&format!("{column}_ci_{end}")].parse::<f64>().unwrap_or(f64::NAN);
        let own = of.iter().find(|row| is(row)).map(|row| end(row, "low"));
        own.is_some_and(|own| of.iter().filter(|row| !is(row)).all(|row| end(row, "high") < own))
    };
    let baseline = results.rows("comparisons.csv").first().map(|row| row["other"].clone());
    let under = |file: &str| -> Vec<Row> {
        let own = |row: &Row| baseline.as_ref().is_none_or(|baseline| row["structure"] == *baseline);
        results.rows(file).into_iter().filter(own).collect()
    };
    if let Some(way) = sentence.strip_prefix("Most handoffs lead from ") {
        let (from, to) = way.split_once(" to ")?;
        let crossing = under("handoffs.csv").into_iter().filter(|row| row["from"] != row["to"]).collect();
        let is = |row: &Row| shown(&row["from"]) == from && shown(&row["to"]) == to;
        return Some(check(first(crossing, &is, "contacts"), "intervals overlap"));
    }
    let (name, _) = sentence.split_once(" of problems, more problems than any other touchpoint")?;
    let is = |row: &Row| name.to_lowercase().starts_with(&format!("{} has ", shown(&row["touchpoint"])));
    Some(check(first(under("touchpoints.csv"), &is, "problems_opened"), "intervals overlap"))
}

/// What turns the answer.
fn turning(results: &Results, sentence: &str) -> Option<Found> {
    let lower = sentence.to_lowercase();
    let told =
        [("turns", "the answer turns to "), ("may turn", "it may turn to "), ("may turn", "the answer may turn to ")];
    let (outcome, rest) =
        told.into_iter().find_map(|(outcome, words)| Some((outcome, lower.split_once(words)?.1.to_owned())))?;
    let to = results.named(rest.split_once(" if ")?.0).first()?.clone();
    let of = results.rows("turning_points.csv");
    let found = of.iter().any(|row| row["outcome"] == outcome && shown(&row["turns_to"]) == to);
    let sure = outcome == "turns" || of.iter().all(|row| row["outcome"] != "turns" || !row["together_with"].is_empty());
    Some(check(found && sure, "the table of turning points does not say so"))
}

/// The best by the figure of its column, in the table of choices.
fn chosen(pieces: &[Piece], results: &Results) -> Option<(String, String)> {
    let of: Vec<&Piece> = pieces
        .iter()
        .filter(|piece| piece.section == "how-sure" && ["th", "td"].contains(&piece.tag.as_str()))
        .collect();
    let metric = primary(pieces)?;
    let best: Vec<&str> =
        of.windows(2).filter(|pair| pair[1].text == "best").map(|pair| pair[0].text.as_str()).collect();
    let [one] = best.as_slice() else { return None };
    Some((metric.to_owned(), results.named(one).first()?.clone()))
}

/// The figure that decides, by the table of choices.
fn primary(pieces: &[Piece]) -> Option<&'static str> {
    Some(figure(pieces.iter().find_map(|piece| piece.text.strip_prefix("can be the best by "))?)?.1)
}

/// The structures whose cards say that they are the best.
fn carded(pieces: &[Piece], results: &Results) -> Vec<(String, String)> {
    let Some(metric) = primary(pieces) else { return Vec::new() };
    let (mut card, mut found) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece.tag.as_str() {
            "h3" => card = results.named(&piece.text),
            "p" if piece.text.ends_with("the best")
                && !piece.text.ends_with("not the best")
                && !piece.text.contains(". ")
                && !piece.text.contains("can be") =>
            {
                found.extend(card.first().map(|name| (metric.to_owned(), name.clone())));
            }
            _ => {}
        }
    }
    found
}

/// All that is wrong with what a page claims.
fn wrong(folder: &Path, page: &str) -> (Vec<String>, usize) {
    let (results, pieces) = (Results::of(folder), pieces(page));
    let (mut wrong, mut supported, mut claims) = (Vec::new(), 0, Vec::new());
    for piece in pieces.iter().filter(|piece| ["h3", "p", "figcaption"].contains(&piece.tag.as_str())) {
        for sentence in piece.text.split(". ").map(|sentence| sentence.trim_end_matches('.')) {
            match examine(&results, sentence) {
                Found::Supported(named) => {
                    supported += 1;
                    claims.extend(named);
                }
                Found::Unsupported(why) => wrong.push(format!("{sentence:?}: {why}")),
                Found::Nothing if piece.tag == "h3" && compares(&piece.section, sentence) => {
                    wrong.push(format!("{sentence:?} compares in words that this test does not know"));
                }
                Found::Nothing => {}
            }
        }
    }
    claims.extend(chosen(&pieces, &results));
    claims.extend(carded(&pieces, &results));
    let mut best: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (metric, name) in claims {
        best.entry(metric).or_default().insert(name);
    }
    let several = best.iter().filter(|(_, names)| names.len() > 1);
    wrong.extend(several.map(|(metric, names)| format!("by {metric} the best is {names:?}")));
    let text: String = pieces.iter().map(|piece| format!("{}\n", piece.text)).collect();
    wrong.extend(
        ["risks least", "the safest"].iter().filter(|words| text.contains(**words)).map(|words| format!("{words:?}")),
    );
    (wrong, supported)
}

/// Whether a title of the details compares; what is not decided and what names no winner does not.
fn compares(section: &str, title: &str) -> bool {
    const OPEN: [&str; 12] = [
        "No ",
        "None of ",
        "By worth of ",
        "All ",
        "The difference to ",
        "Differences to ",
        "How ",
        "Where ",
        "Who can ",
        "Whether ",
        "What ",
        "Which ",
    ];
    let details = ["over-time", "how-sure", "what-would-change", "why", "the-journey"].contains(&section);
    let open = OPEN.iter().any(|start| title.starts_with(start))
        || title.contains("not decided")
        || title.contains("no structure is ruled out")
        || title.contains("differences at touchpoints are clear")
        || title.contains("practically the same");
    details && !open && COMPARING.iter().any(|one| word(&title.to_lowercase(), one).is_some())
}

#[test]
fn no_page_of_a_shipped_scenario_claims_what_no_interval_supports_or_contradicts_itself() {
    let mut supported = 0;
    for template in scenario::templates() {
        let folder = scratch(&format!("honest_{}", template.name));
        ran(&folder, template.name, &["study.trials=12", "study.customers=200"]);
        let page = Report::read(&folder).expect("a results folder").page();
        let (wrong, known) = wrong(&folder, &page);
        assert!(wrong.is_empty(), "{}:\n{}", template.name, wrong.join("\n"));
        supported += known;
    }
    assert!(supported > 5 * scenario::templates().len(), "{supported} claims were understood");
}

#[test]
fn a_page_with_turning_points_claims_what_their_table_says() {
    let folder = scratch("honest_turning");
    let arguments =
        ["run", "scenarios/retail_bank.toml", "--trials=60", "--set=study.customers=300", "--quiet", "--out"];
    let mut run = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    run.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).arg(&folder);
    assert!(run.output().expect("starts").status.success());
    let page = fs::read_to_string(folder.join("report.html")).expect("a page");
    assert!(page.contains("<figure id=\"turning-points\""), "a quick look was had");
    assert_eq!(wrong(&folder, &page).0, Vec::<String>::new());
}

#[test]
fn this_test_sees_what_is_wrong() {
    let folder = scratch("honest_sees");
    ran(&folder, "retail_bank", &["study.trials=12", "study.customers=200"]);
    let page = Report::read(&folder).expect("a results folder").page();
    let results = Results::of(&folder);
    let best = results.best("retention_annualised");
    let loser = results.structures.iter().find(|name| Some(*name) != best.as_ref()).expect("another structure");
    let sentences = [
        format!("By yearly retention, only {loser} can be the best"),
        format!("{loser} has the highest yearly retention: 0.3 points (0.2 to 0.4) higher than siloed"),
        "Operational has higher yearly retention than siloed".to_owned(),
        "Siloed gives better experiences than siloed".to_owned(),
        "Handoffs cost more under operational than under siloed".to_owned(),
        "The answer turns to advisory if readiness of the organisation is above 0.6".to_owned(),
        "Choosing matrixed risks least in these trials and is better".to_owned(),
    ];
    for sentence in sentences {
        let title = format!("<section id=\"how-sure\"><h3>{sentence}</h3>");
        let spoilt = page.replacen("<section id=\"how-sure\"", &format!("{title}<section id=\"how-sure\""), 1);
        assert!(!wrong(&folder, &spoilt).0.is_empty(), "{sentence}");
    }
}
