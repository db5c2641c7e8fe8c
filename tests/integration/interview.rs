//! `new --ask`: an interview from a pipe, as from a terminal.

use std::io::Write;
use std::process::{Output, Stdio};

use dottedline::scenario;

use crate::program::{Folder, assert_code, command, program, stderr, stdout};

/// The program with these lines on stdin.
fn answered(folder: &Folder, words: &[&str], answers: &str) -> Output {
    let mut child = command(folder)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that asks nothing does not read either.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    child.wait_with_output().unwrap()
}

/// Answers for the insurer up to its second touchpoint.
const ANSWERS: &str = "insurer
Alpine Mutual
CHF
300'000
28
1200

22 %
0.02


40 %
0.08
2.400.000
6
110,000.00
24
150 000
85 %
0.895
1-10
7.4
0.9
12 %
62 %
";

#[test]
fn an_interview_writes_what_the_firm_knows_and_leaves_the_rest_as_comments() {
    let folder = Folder::new("interview");
    let output = answered(&folder, &["new", "--ask", "mine.toml"], ANSWERS);
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "", "questions are no data");
    let said = stderr(&output);
    for next in ["dottedline check mine.toml", "dottedline calibrate mine.toml -o mine.fitted.toml", "run it"] {
        assert!(said.contains(next), "{said}");
    }
    let text = folder.read("mine.toml");
    for line in [
        "title = \"Alpine Mutual\"",
        "currency = \"CHF\"",
        "represents = 150",
        "customers = 300000 # customers of the whole firm",
        "nps = { score = 28, answers = 1200 }",
        "# nps_year_ago = 31",
        "response_rate = 0.22",
        "# transfers = 0.3",
        "cx_budget_per_year = 2400000",
        "person_cost_per_year = 110000",
        "initiative_cost = 150000",
        "[observed.segment.household_and_more]\nyearly_retention = 0.895",
        "satisfaction = { mean = 7.4, scale = [1, 10] }",
        "problem_rate = 0.12",
        "satisfaction = { top2 = 0.62, scale = [1, 10] }",
        "# satisfaction = { mean = 7.3, scale = [1, 10] }",
    ] {
        assert!(text.contains(line), "`{line}` is missing in\n{text}");
    }
    assert!(!text.contains("score = 12"), "what the template observed is no figure of this firm");
    let observed = scenario::parse("mine", &text, &[]).expect("is valid").observed;
    assert_eq!(observed.nps.map(|nps| nps.value), Some(28.0));
    assert_eq!(observed.segments[0].yearly_retention, Some(0.85));
    assert_eq!(observed.touchpoints[2].satisfaction, None);
    let checked = program(&folder, &["check", "mine.toml"]);
    assert_code(&checked, 0);
    assert!(stdout(&checked).contains("--set structure.matrixed.budget="), "{}", stdout(&checked));
}

#[test]
fn nobody_who_answers_gets_the_template_with_every_figure_as_an_example() {
    let folder = Folder::new("silence");
    for (file, answers) in [("silence.toml", ""), ("done.toml", "done\n"), ("enter.toml", "\n\n\n\n\n")] {
        assert_code(&answered(&folder, &["new", "--ask", file], answers), 0);
        let text = folder.read(file);
        assert!(text.contains("# nps = { score = 28, answers = 1200 }"), "{text}");
        assert!(scenario::parse("silence", &text, &[]).expect("is valid").observed.is_empty());
        // Every example would do, if its mark were taken away.
        let examples: String = text
            .split_once("# ---- What the firm has measured")
            .map(|(before, after)| {
                let (_, after) = after.split_once("\n[observed]").unwrap();
                format!("{before}\n[observed]{}", after.replace("\n# ", "\n"))
            })
            .unwrap();
        let read = scenario::parse("examples", &examples, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert!(!read.observed.is_empty());
    }
    assert_eq!(folder.read("silence.toml"), folder.read("done.toml"));
}

#[test]
fn every_template_can_be_asked_about() {
    let folder = Folder::new("every_template");
    for template in scenario::templates() {
        let file = format!("{}.toml", template.name);
        let output = answered(&folder, &["new", "--ask", template.name, &file], "Firm\nEUR\n50000\n10\n");
        assert_code(&output, 0);
        let mine = scenario::parse("mine", &folder.read(&file), &[]).unwrap_or_else(|error| panic!("{file}: {error}"));
        let world = &mine.study.world;
        assert_eq!(mine.study.title, "Firm", "{file}");
        assert_eq!(f64::from(world.customers) * world.represents, 50_000.0, "{file}");
    }
}

#[test]
fn a_wrong_answer_gets_a_remark_and_the_question_again() {
    let folder = Folder::new("wrong_answers");
    // NPS 128, then 28; a response rate of 22, then of 22 %; an ambiguous budget; a share above the rest is refused.
    let answers = "Firm\n\nmany\n1,234\n40000\n128\n28\n60000\n1200\n\n22\n22 %\n";
    let output = answered(&folder, &["new", "--ask", "minimal", "mine.toml"], answers);
    assert_code(&output, 0);
    let said = stderr(&output);
    for remark in [
        "not a number that I can read",
        "can be 1234 or 1.234",
        "from -100 to 100, but is 128",
        "write 22 % or 0.22",
        "60,000 answers are of 40,000 customers",
    ] {
        assert!(said.contains(remark), "`{remark}` is missing in\n{said}");
    }
    let observed = scenario::parse("mine", &folder.read("mine.toml"), &[]).expect("is valid").observed;
    assert_eq!((observed.customers, observed.response_rate), (Some(40_000.0), Some(0.22)));
    assert_eq!(observed.nps.and_then(|nps| nps.standard_error), Some(82.0 / 1200_f64.sqrt()));
}

#[test]
fn figures_that_do_not_go_together_are_refused_while_somebody_can_still_tell() {
    let folder = Folder::new("together");
    // With a complaint 5 % leave, without 3 %; but 20 % leave in all, so that the retention is asked again.
    let answers = "Firm\nEUR\n\n\n\n\n\n\n\n5 %\n3 %\n\n\n\n\n\n80 %\n96 %\n";
    let output = answered(&folder, &["new", "--ask", "minimal", "mine.toml"], answers);
    assert_code(&output, 0);
    assert!(stderr(&output).contains("20 % leave in a year"), "{}", stderr(&output));
    let observed = scenario::parse("mine", &folder.read("mine.toml"), &[]).expect("is valid").observed;
    assert_eq!(observed.segments[0].yearly_retention, Some(0.96));
}

#[test]
fn an_interview_never_overwrites_a_file_and_says_so_before_it_asks() {
    let folder = Folder::new("interview_twice");
    folder.write("mine.toml", "precious");
    let refused = answered(&folder, &["new", "--ask", "mine.toml"], ANSWERS);
    assert_code(&refused, 74);
    assert!(stderr(&refused).contains("--force") && !stderr(&refused).contains("NPS"), "{}", stderr(&refused));
    assert_eq!(folder.read("mine.toml"), "precious");
    assert_code(&answered(&folder, &["new", "--ask", "mine.toml", "--force"], ANSWERS), 0);
    assert!(folder.read("mine.toml").contains("Alpine Mutual"));
}

#[test]
fn answers_are_text_and_nothing_else() {
    let folder = Folder::new("odd_answers");
    let odd = "insurer\n\"quoted\" \\ \u{1b}[31m\u{202e}name # no comment\n\u{7f}\n";
    let output = answered(&folder, &["new", "--ask", "mine.toml"], odd);
    assert_code(&output, 0);
    let mine = scenario::parse("mine", &folder.read("mine.toml"), &[]).unwrap_or_else(|error| panic!("{error}"));
    assert!(mine.study.title.starts_with("\"quoted\" \\ "), "{}", mine.study.title);
    let bytes = [&b"insurer\n\xff\xfe\n"[..], &[b'9'; 10_000]].concat();
    let mut child = command(&folder).args(["new", "--ask", "bytes.toml"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(scenario::parse("bytes", &folder.read("bytes.toml"), &[]).is_ok());
}
