//! The report: what it says, that it asks nothing of anybody, that every number is in the folder, and what it does with
//! names, studies and folders that mean it no good.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dottedline::output::{REPORT, ResultsFolder, RunRecord};
use dottedline::report::{Report, ReportError, conclusion};
use dottedline::scenario;
use dottedline::study::{RunOptions, run};

/// An empty place for one test alone.
pub(super) fn scratch(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report").join(test);
    let _ = fs::remove_dir_all(&path);
    let _ = fs::remove_file(&path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a scratch folder");
    path
}

/// Runs a scenario (a shipped one by its name, else its text) into a folder, as `run` does but for the page; returns the
/// sentences of its answer.
pub(super) fn ran(folder: &Path, scenario: &str, sets: &[&str]) -> Vec<String> {
    let shipped = scenario::templates().iter().find(|template| template.name == scenario);
    let text = shipped.map_or(scenario, |template| template.text);
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let scenario = scenario::parse("try", text, &sets).expect("a scenario");
    let record = RunRecord {
        study: &scenario.study,
        name: &scenario.name,
        scenario: &scenario.as_run,
        command: "dottedline run scenario.toml",
        study_hash: "",
        design: None,
    };
    let mut results = ResultsFolder::create(folder, true, record).expect("a folder");
    let finished = run(&scenario.study, RunOptions::default(), &mut results).expect("runs");
    let conclusion = conclusion(&finished.findings);
    let answer = conclusion.answer.clone();
    results.with_conclusion(conclusion).finish(&finished.findings).expect("is written");
    answer
}

fn small(folder: &Path) -> Vec<String> {
    ran(folder, "minimal", &["study.trials=6", "study.customers=200", "study.weeks=60"])
}

fn page(folder: &Path) -> String {
    Report::read(folder).expect("a results folder").page()
}

/// What stands in a page as the text between tags.
fn text_of(page: &str) -> String {
    let mut text = String::new();
    for part in page.split('<').skip(1) {
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    text.replace("&#39;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The files that a page holds for download, of one kind.
fn downloads(page: &str, kind: &str) -> Vec<String> {
    let start = format!("href=\"data:{kind};charset=utf-8,");
    let addresses = page.split(start.as_str()).skip(1).map(|rest| rest.split_once('"').expect("an end").0);
    addresses
        .map(|text| {
            let codes = [("%0A", "\n"), ("%22", "\""), ("%23", "#"), ("%26", "&"), ("%25", "%")];
            codes.iter().fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter))
        })
        .collect()
}

#[test]
fn the_page_answers_first_and_in_the_words_of_the_terminal() {
    let folder = scratch("answer");
    let answer = small(&folder);
    let page = page(&folder);
    let text = text_of(&page);
    assert!(answer.len() > 1 && answer.iter().all(|sentence| text.contains(sentence.as_str())), "{answer:?}");
    let place = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what} is missing"));
    let order = ["answer", "over-time", "how-sure", "what-would-change", "why", "the-journey", "trust"];
    let order = order.map(|id| format!("id=\"{id}\""));
    assert!(order.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])));
}

#[test]
fn the_sentence_of_a_preset_stands_on_a_card_only_where_its_lines_are_still_the_presets() {
    let sentence = "Dotted lines to all functions";
    let text = "extends = \"minimal\"\n[study]\ntrials = 2\ncustomers = 50\nweeks = 20\n";
    let half = "[[structure]]\nid = \"half\"\npreset = \"matrixed\"\nsolid = [\"sales\"]\n";
    let folder = scratch("preset_sentence");
    ran(&folder, &format!("{text}{half}"), &[]);
    let page = page(&folder);
    let card = |name: &str| {
        let cards = page.split("<article").find(|card| card.contains(&format!("<h3><bdi>{name}</bdi>")));
        cards.and_then(|card| card.split("</article>").next()).unwrap_or_else(|| panic!("no card of {name}"))
    };
    assert!(card("matrixed").contains(sentence) && !card("half").contains(sentence));
}

#[test]
fn nothing_is_loaded_and_only_what_the_page_holds_may_run() {
    let folder = scratch("requests");
    small(&folder);
    let page = page(&folder);
    let addresses = page.replace("http://www.w3.org/2000/svg", "");
    for asks in
        ["http:", "https:", "//www", " src=", "url(", "@import", "<link", "<iframe", "fetch(", "XMLHttp", "onclick"]
    {
        assert!(!addresses.contains(asks), "{asks}");
    }
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"), "a policy");
    assert!(!page.contains(" style=\""), "the policy lets no style stand in an element");
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn every_number_under_a_chart_stands_in_the_folder() {
    let folder = scratch("numbers");
    small(&folder);
    let mut known = BTreeSet::new();
    for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.extension().is_some_and(|kind| kind == "csv") {
            let text = fs::read_to_string(&entry).expect("readable");
            known.extend(text.split([',', '\n']).map(str::to_owned));
        }
    }
    let files = downloads(&page(&folder), "text/csv");
    assert!(files.len() > 15, "{}", files.len());
    let mut numbers = 0;
    for cell in files.iter().flat_map(|file| file.split([',', '\n'])).filter(|cell| cell.parse::<f64>().is_ok()) {
        assert!(known.contains(cell), "{cell} is in no table");
        numbers += 1;
    }
    assert!(numbers > 500, "{numbers}");
}

#[test]
fn six_structures_over_four_years_fit_into_450_kilobytes() {
    let folder = scratch("size");
    let kept = ["siloed", "advisory", "matrixed", "operational", "coalition", "cmo_led"];
    let text =
        scenario::templates().iter().find(|template| template.name == "who_owns_the_customer").expect("shipped").text;
    let sets = [format!("study.structures={kept:?}"), "study.trials=8".to_owned(), "study.customers=300".to_owned()];
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    ran(&folder, text, &sets);
    let page = page(&folder);
    assert_eq!(page.matches("<article").count(), 6);
    assert!(page.len() <= 450_000, "{} bytes", page.len());
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let folder = scratch("bytes");
    small(&folder);
    let report = Report::read(&folder).expect("a results folder");
    let (file, bytes) = report.write(&folder).expect("is written");
    let first = fs::read(&file).expect("readable");
    assert_eq!((file.as_path(), bytes), (folder.join(REPORT).as_path(), first.len() as u64));
    let again = Report::read(&folder).expect("a results folder").write(&folder).expect("is written").0;
    assert!(fs::read(again).expect("readable") == first);
}

#[test]
fn why_is_told_by_survey_period_and_its_parts_add_up() {
    let folder = scratch("why_over_time");
    ran(&folder, "minimal", &["study.trials=6", "study.customers=200", "study.weeks=60", "study.warmup_weeks=4"]);
    let page = page(&folder);
    assert!(page.contains("<figure id=\"why-over-time\""));
    let files = downloads(&page, "text/csv");
    let table = files.iter().find(|file| file.starts_with("structure,item,total,")).expect("a table of periods");
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let periods: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    assert_eq!(periods, ["1", "2", "3", "4", "5"], "60 weeks are four periods of 13 weeks and a rest");
    for row in rows {
        let parts: Vec<f64> = row[2..].iter().map(|cell| cell.parse().expect("a number")).collect();
        let (total, sum) = (parts[0], parts[1..].iter().sum::<f64>());
        assert!((total - sum).abs() < 1e-9, "{row:?}: {total} is not {sum}");
    }
}

#[test]
fn handoffs_are_told_for_every_structure() {
    let folder = scratch("handoffs");
    small(&folder);
    let files = downloads(&page(&folder), "text/csv");
    let table = files.iter().find(|file| file.starts_with("from,to,")).expect("a table of handoffs");
    assert!(table.starts_with("from,to,siloed,matrixed\n"), "{table}");
    assert!(table.lines().count() > 4);
}

#[test]
fn ties_are_called_ties() {
    let folder = scratch("ties");
    ran(
        &folder,
        "minimal",
        &["study.trials=5", "study.customers=60", "study.weeks=30", "structure.matrixed.preset=\"siloed\""],
    );
    let text = text_of(&page(&folder));
    assert!(text.contains("Smallest worst regret in yearly retention: siloed and matrixed"));
    assert!(text.contains("practically the same under every structure"));
}

#[test]
fn without_scripts_the_page_says_what_is_missing_and_what_to_do() {
    let folder = scratch("no_script");
    small(&folder);
    let page = page(&folder);
    let (_, said) = page.split_once("<noscript>").expect("a word for browsers without scripts");
    assert!(said.split("</noscript>").next().is_some_and(|said| said.contains("dottedline report . --svg charts")));
    assert_eq!(page.matches("download=\"").count(), page.matches("<figure").count(), "numbers under every chart");
    assert_eq!(page.matches("data-svg=\"").count() + 1, page.matches("<figure").count(), "one figure is a table");
}

/// Six studies that a careless page would stumble over.
#[test]
fn studies_at_the_edge_give_a_sensible_page() {
    let short = ["study.customers=60", "study.weeks=30", "study.warmup_weeks=4"];
    let with = |more: &[&'static str]| [&short[..], more].concat();
    let studies = [
        ("one structure", with(&["study.trials=3", "study.structures=[\"siloed\"]"]), "nothing to compare"),
        ("two trials", with(&["study.trials=2"]), "Only 2 trials"),
        ("one trial", with(&["study.trials=1"]), "One trial only"),
        ("no variance", with(&["study.trials=5", "structure.matrixed.preset=\"siloed\""]), "0.00"),
        (
            "no customer left",
            with(&[
                "study.trials=4",
                "customer.churn_sensitivity=0",
                "segment.everyone.churn_alpha=100000",
                "segment.everyone.churn_beta=0.0001",
                "segment.everyone.renewal_weeks=1",
                "customer.acquisition=0",
            ]),
            "No customer is left",
        ),
        (
            "one week",
            ["study.customers=60", "study.weeks=1", "study.warmup_weeks=0", "study.trials=3"].to_vec(),
            "Week",
        ),
    ];
    for (name, sets, says) in studies {
        let folder = scratch(&name.replace(' ', "_"));
        ran(&folder, "minimal", &sets);
        let page = page(&folder);
        let text = text_of(&page);
        assert!(text.contains(says), "{name}: the page does not say {says:?}");
        for wrong in ["NaN", "inf ", "None", "Some("] {
            assert!(!text.contains(wrong), "{name}: {wrong} in the text");
        }
        let numbers: Vec<&str> = page.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(numbers.iter().all(|path| !path.contains(['N', 'i', 'e'])), "{name}: a path with what is no number");
    }
}

#[test]
fn what_users_write_appears_as_text_and_as_nothing_else() {
    let folder = scratch("hostile");
    let minimal = scenario::templates().iter().find(|template| template.name == "minimal").expect("shipped").text;
    let title = r#"<script>alert(1)</script>"'&amp; =cmd() שלום 🦀"#;
    let question = "x\u{202e}gnp.exe ".repeat(12) + "</style><img src=x onerror=alert(1)>";
    let told =
        format!("title = {title:?}\nquestion = {question:?}\n", question = question.replace('\u{202e}', "\\u202e"));
    let lines = minimal.lines().filter(|line| !line.starts_with("title =") && !line.starts_with("question ="));
    let body: Vec<&str> = lines.collect();
    let text = body.join("\n").replacen("schema = 1\n", &format!("schema = 1\n{}", told.replace("\\\\u", "\\u")), 1);
    ran(&folder, &text, &["study.trials=2", "study.customers=60", "study.weeks=20"]);
    let page = page(&folder);
    assert_eq!(page.matches("<script").count(), 1, "the program's own");
    assert!(!page.contains("<img") && page.matches("</style>").count() == 1);
    assert!(page.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;"), "as text");
    assert!(text_of(&page).contains("=cmd() שלום 🦀"));
}

#[test]
fn charts_are_files_that_need_nothing_else() {
    let folder = scratch("charts");
    small(&folder);
    let charts = scratch("charts_svg");
    let written = Report::read(&folder).expect("a results folder").write_charts(&charts).expect("is written");
    assert!(written.len() > 15);
    for file in written {
        let svg = fs::read_to_string(&file).expect("readable");
        let name = file.display();
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.ends_with("</svg>"), "{name}");
        assert!(!svg.contains("var(") && !svg.contains("class=") && svg.contains("<title>"), "{name}");
        assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count(), "{name}");
    }
}

#[test]
fn what_the_model_leaves_out_is_what_its_description_says() {
    let folder = scratch("left_out");
    small(&folder);
    let model = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md")).expect("readable");
    let section =
        model.split("## 11 What is left out").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    let text = text_of(&page(&folder));
    let points: Vec<&str> = section.split("- **").skip(1).filter_map(|point| point.split("**").next()).collect();
    assert!(points.len() >= 9);
    for point in points {
        assert!(text.contains(point), "{point}");
    }
}

#[test]
fn a_place_without_results_is_told_as_such() {
    let nowhere = scratch("nowhere");
    let said = |path: &Path| Report::read(path).expect_err("no results").to_string();
    assert!(said(&nowhere).contains("there is no such folder"));
    fs::create_dir_all(&nowhere).expect("a folder");
    assert!(said(&nowhere).contains("it has no manifest.json"));
    fs::write(nowhere.join("manifest.json"), "{\"program\": \"something else\"}").expect("a file");
    assert!(said(&nowhere).contains("another program's"));
    assert!(said(&nowhere.join("manifest.json")).contains("it is a file"));
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let folder = scratch("incomplete");
    small(&folder);
    for file in ["weeks.csv", "why.csv", "scenario.toml"] {
        fs::remove_file(folder.join(file)).expect("was there");
    }
    let summary = folder.join("summary.csv");
    let text = fs::read_to_string(&summary).expect("readable");
    fs::write(&summary, format!("{}\nsiloed,rete", text.trim_end())).expect("is torn");
    let error = Report::read(&folder).expect_err("incomplete");
    assert!(matches!(error, ReportError::Incomplete { .. }));
    let said = error.to_string();
    for what in
        ["weeks.csv is missing", "why.csv is missing", "scenario.toml is missing", "summary.csv is torn at line"]
    {
        assert!(said.contains(what), "{what}: {said}");
    }
    assert!(said.contains("dottedline run scenario.toml --force"), "a remedy: {said}");
}

#[test]
fn a_folder_of_another_version_is_told_as_such() {
    let folder = scratch("other_version");
    small(&folder);
    let weeks = folder.join("weeks.csv");
    let text = fs::read_to_string(&weeks).expect("readable").replacen("p25", "q25", 1);
    fs::write(&weeks, text).expect("is written");
    let manifest = folder.join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("readable").replacen(env!("CARGO_PKG_VERSION"), "0.0.7", 1);
    fs::write(&manifest, text).expect("is written");
    let error = Report::read(&folder).expect_err("another version");
    assert!(matches!(error, ReportError::OtherVersion { .. }));
    let said = error.to_string();
    assert!(said.contains("written by dottedline 0.0.7") && said.contains("weeks.csv has no column p25"), "{said}");
}

#[test]
fn columns_that_a_later_version_adds_do_no_harm() {
    let folder = scratch("added");
    small(&folder);
    let before = page(&folder);
    for file in ["decisions.csv", "summary.csv", "comparisons.csv"] {
        let text = fs::read_to_string(folder.join(file)).expect("readable");
        let wider: Vec<String> = text.lines().enumerate().map(|(place, line)| format!("new{place},{line}")).collect();
        fs::write(folder.join(file), wider.join("\n") + "\n").expect("is written");
    }
    let caution = "<p class=\"caution\">Not as the run wrote them: summary.csv, comparisons.csv and decisions.csv. This page shows what \
                   the files say now; do not trust it before you know why.</p>";
    let after = page(&folder);
    assert!(after.contains(caution) && after.replace(caution, "") == before, "else the same");
}

#[test]
fn a_number_that_somebody_changed_is_told_on_the_page_and_by_the_command() {
    let folder = scratch("altered");
    small(&folder);
    let summary = folder.join("summary.csv");
    let text = fs::read_to_string(&summary).expect("readable").replacen("0.", "0.9", 1);
    fs::write(&summary, text).expect("is written");
    let report = Report::read(&folder).expect("a results folder");
    assert_eq!(report.altered(), ["summary.csv"]);
    let (code, _, said) = dottedline(&["report", folder.to_str().expect("UTF-8"), "--quiet"]);
    assert!(code == 0 && said.contains("not as the run wrote them: summary.csv"), "{code}: {said}");
    assert!(said.contains("dottedline verify"), "{said}");
}

/// Runs the program; returns exit code, stdout and stderr.
fn dottedline(arguments: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_dottedline")).args(arguments).output().expect("starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code().expect("ends by itself"), text(done.stdout), text(done.stderr))
}

#[test]
fn a_run_ends_with_its_report_and_the_command_makes_the_same_again() {
    let (folder, charts) = (scratch("command"), scratch("command_svg"));
    let (path, svg) = (folder.to_str().expect("UTF-8"), charts.to_str().expect("UTF-8"));
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/minimal.toml");
    let run =
        ["run", scenario.to_str().expect("UTF-8"), "--trials=3", "--set=study.weeks=30", "--set=study.customers=80"];
    let (code, said, _) = dottedline(&[&run[..], &["--quiet", "--out", path]].concat());
    assert!(code == 0 && said.contains("report.html"), "{said}");
    let first = fs::read(folder.join(REPORT)).expect("written by the run");
    let (code, said, _) = dottedline(&["report", path, "--svg", svg, "--quiet"]);
    assert!(code == 0 && said.trim().ends_with("report.html"), "{said}");
    assert!(fs::read(folder.join(REPORT)).expect("readable") == first, "the same page");
    assert!(charts.join("retention.svg").is_file());
    let (code, ..) = dottedline(&[&run[..], &["--quiet", "--force", "--threads=1", "--out", path]].concat());
    assert_eq!(code, 0);
    assert!(fs::read(folder.join(REPORT)).expect("readable") == first, "at any number of threads");
}

#[test]
fn force_removes_an_earlier_report_before_anything_is_computed() {
    let folder = scratch("forced");
    small(&folder);
    Report::read(&folder).expect("a results folder").write(&folder).expect("is written");
    small(&folder);
    assert!(!folder.join(REPORT).exists(), "no report of another run");
}

#[test]
fn a_wrong_folder_ends_with_65_and_a_page_that_cannot_be_written_with_74() {
    let folder = scratch("exit_codes");
    let path = folder.to_str().expect("UTF-8");
    let (code, said, why) = dottedline(&["report", path]);
    assert!(code == 65 && said.is_empty() && why.contains("there is no such folder"), "{why}");
    small(&folder);
    fs::create_dir(folder.join(REPORT)).expect("something in the way");
    fs::write(folder.join(REPORT).join("inside"), "").expect("a file");
    let (code, said, why) = dottedline(&["report", path]);
    assert!(code == 74 && said.is_empty() && why.contains("cannot write"), "{why}");
}
