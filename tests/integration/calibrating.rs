//! `calibrate`: the firm of a scenario made the one that was observed.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use dottedline::application::{self, CalibrationRequest, CalibrationResult, Earlier, Watcher};
use dottedline::calibration::{Fit, Table, conclusions};
use dottedline::engine::Plan;
use dottedline::observed::{Target, compare};
use dottedline::scenario::{self, Scenario};

use crate::program::{Folder, assert_code, program, stderr, stdout};

/// An insurer that knows much of itself.
const INSURER: &str = include_str!("../reference/observed_insurer.toml");

/// A firm that knows two things, so that fitting it is quick.
const LITTLE: &str = "extends = \"minimal\"\n[study]\ntrials = 8\n[observed]\nresponse_rate = 0.3 # of those who are asked\nchurn_without_complaint = 0.1\n";

fn read(text: &str) -> Scenario {
    scenario::parse("firm", text, &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn fit(scenario: &Scenario) -> Fit {
    Fit::of(&scenario.study, &scenario.observed, 2).expect("threads")
}

#[test]
fn an_insurer_that_is_fitted_has_what_it_observed() {
    let folder = Folder::new("calibrating-an-insurer");
    folder.write("firm.toml", INSURER);
    let done = program(&folder, &["calibrate", "firm.toml", "-o", "fitted.toml", "--quick"]);
    assert_code(&done, 0);
    assert!(stdout(&done).starts_with("All 21 observed figures fit.\n"), "{}", stdout(&done));
    let text = folder.read("fitted.toml");
    assert!(text.contains("contacts_per_year = 0.8 # per customer\n"), "comments stay:\n{text}");
    shows_a_quick_fit(&folder.read("fitted.html"));
    let fitted = read(&text);
    let (as_is, targets) = compare(&fitted.study, &fitted.observed);
    let close = |name: &str, gap: f64| {
        let target = targets.iter().find(|target| target.name == name).expect("observed");
        let found = target.gap().expect("implied").abs();
        assert!(found <= gap, "{name}: off by {found}, more than {gap}");
    };
    close("nps", 1.0);
    for segment in ["motor", "household_and_more"] {
        close(&format!("segment.{segment}.yearly_retention"), 0.003);
    }
    for (touchpoint, steps) in [("advice", 9.0), ("service_line", 9.0), ("claim_report", 4.0), ("settlement", 4.0)] {
        close(&format!("touchpoint.{touchpoint}.satisfaction"), 0.1 / 9.0 * steps);
    }
    let contacts = |name: &str| name.ends_with("contacts_per_year");
    for target in targets.iter().filter(|target| contacts(&target.name)) {
        close(&target.name, 0.05 * target.observed);
    }
    assert!((as_is.nps - 28.0).abs() < 1.0);
}

/// What a scenario becomes by `calibrate --quick`.
fn quickly_fitted(folder: &Folder, text: &str) -> Scenario {
    folder.write("firm.toml", text);
    let done = program(folder, &["calibrate", "firm.toml", "-o", "fitted.toml", "--quick"]);
    assert_code(&done, 0);
    read(&folder.read("fitted.toml"))
}

#[test]
fn a_fitted_provider_loses_1_65_percent_of_its_customers_a_month_over_four_years() {
    // DISH 2001 to 2015: 1.65 % of subscribers leave in a month, which leaves (1 - .0165)^12 = .819 after a year.
    let folder = Folder::new("calibrating-a-provider");
    let kept =
        ["consumer", "small_business"].map(|one| format!("[observed.segment.{one}]\nyearly_retention = 0.819\n"));
    let fitted = quickly_fitted(&folder, &format!("extends = \"telecom\"\n{}", kept.concat()));
    let study = &fitted.study;
    let (plan, trials) = (Plan::new(&study.world), 40);
    let (mut leavers, mut customer_weeks) = (0.0, 0.0);
    for trial in 0..trials {
        let outcome = plan.run_trial(&[study.structures[study.baseline].regimes()], study.seed, trial).remove(0);
        let first = f64::from(study.world.customers);
        leavers += first + outcome.end.acquired as f64 - outcome.end.customers_end as f64;
        customer_weeks += outcome.weeks.iter().map(|week| week.customers).sum::<f64>();
    }
    let monthly = 100.0 * leavers / customer_weeks * 52.0 / 12.0;
    assert!((monthly - 1.65).abs() < 0.05, "{monthly} % a month");
}

#[test]
fn a_fitted_firm_loses_83_percent_of_those_who_complain_and_10_percent_of_the_others() {
    // With 7.65 % complaints.
    let folder = Folder::new("calibrating-complaints");
    let fitted = quickly_fitted(
        &folder,
        "extends = \"retail_bank\"\n[observed]\ncomplaints_per_year = 0.0765\nchurn_after_complaint = 0.83\nchurn_without_complaint = 0.10\n",
    );
    let (_, targets) = compare(&fitted.study, &fitted.observed);
    let implied = |name: &str| {
        let target = targets.iter().find(|target| target.name == name).expect("observed");
        target.implied.expect("problems there are")
    };
    let found = ["complaints_per_year", "churn_after_complaint", "churn_without_complaint"].map(implied);
    for (found, (expected, within)) in found.into_iter().zip([(0.0765, 0.004), (0.83, 0.01), (0.10, 0.005)]) {
        assert!((found - expected).abs() < within, "{found}, not {expected}");
    }
}

/// The page of a fit without a sample, of the insurer.
fn shows_a_quick_fit(page: &str) {
    for part in [
        "All 21 observed figures fit.",
        "21 of 21 figures are alike after the fit",
        "Service line: satisfaction",
        "Satisfaction at touchpoints, on the scales on which it was asked",
        "two best of 1 to 5",
        "Only the firm that fits best was looked for",
        "taken to be half of its tolerance (assumption)",
        "<code><bdi>fitted.targets.csv</bdi></code>",
    ] {
        assert!(page.contains(part), "the page lacks {part:?}");
    }
    for part in ["<script", "http:", "https:", "id=\"tenure\"", "posterior.csv", "NaN", "± 0 %"] {
        assert!(!page.contains(part), "the page has {part:?}");
    }
}

#[test]
fn the_page_of_a_calibration_shows_behaviour_and_takes_names_for_text() {
    let folder = Folder::new("calibrating-page");
    let text = format!("title = \"<script>alert(1)</script> & sons\"\n{LITTLE}");
    let scenario = read(&text);
    let request = CalibrationRequest {
        scenario: &scenario,
        text: &text,
        source: folder.0.join("<b>.toml"),
        file: folder.0.join("fitted.toml"),
        earlier: Earlier::Stay,
        quick: false,
        rows: 24,
        draws: 8,
        self_check: true,
        threads: Some(2),
    };
    let done = application::calibrate(&request, &mut Impatient { rows: AtomicU32::new(0), most: u32::MAX })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(done.written.contains(&folder.0.join("fitted.html")), "{:?}", done.written);
    let page = folder.read("fitted.html");
    for part in [
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; sons",
        "&lt;b&gt;.toml",
        "id=\"behaviour-ranges\"",
        "Not informed by these figures: ",
        "The sample has 8 firms that all fit",
        "Goodness of fit: ",
        "Ranks and coverage",
        "fitted.posterior.csv",
    ] {
        assert!(page.contains(part), "the page lacks {part:?}");
    }
    assert!(!page.contains("<script") && !page.contains("<b>.toml"), "names are text");
}

#[test]
fn the_file_before_names_its_gaps_and_says_what_moves_them() {
    let folder = Folder::new("calibrating-check");
    folder.write("firm.toml", INSURER);
    let checked = stdout(&program(&folder, &["check", "firm.toml"]));
    assert!(checked.contains("figures are not what the file implies"), "{checked}");
    let line = checked.lines().find(|line| line.starts_with("nps ")).expect("observed");
    assert!(line.contains("28") && line.contains("-16"), "{line}");
}

/// Ends the work after so many rows.
struct Impatient {
    rows: AtomicU32,
    most: u32,
}

impl Watcher for Impatient {
    fn computed(&self) {
        self.rows.fetch_add(1, Ordering::SeqCst);
    }

    fn interrupted(&self) -> bool {
        self.rows.load(Ordering::SeqCst) >= self.most
    }
}

fn calibrated(folder: &Folder, file: &str, earlier: Earlier, threads: usize, most: u32) -> CalibrationResult {
    let scenario = read(LITTLE);
    let request = CalibrationRequest {
        scenario: &scenario,
        text: LITTLE,
        source: folder.0.join("firm.toml"),
        file: folder.0.join(file),
        earlier,
        quick: false,
        rows: 96,
        draws: 16,
        self_check: false,
        threads: Some(threads),
    };
    application::calibrate(&request, &mut Impatient { rows: AtomicU32::new(0), most })
        .unwrap_or_else(|error| panic!("{error}"))
}

fn written(folder: &Folder, name: &str) -> [String; 5] {
    const ENDINGS: [&str; 5] = ["toml", "posterior.csv", "targets.csv", "estimates.csv", "html"];
    ENDINGS.map(|ending| {
        let text = folder.read(&format!("{name}.{ending}"));
        ENDINGS.iter().fold(text, |text, own| text.replace(&format!("{name}.{own}"), own))
    })
}

#[test]
fn a_calibration_that_was_interrupted_goes_on_to_the_same_bytes_at_any_number_of_threads() {
    let folder = Folder::new("calibrating-again");
    let whole = calibrated(&folder, "whole.toml", Earlier::Stay, 2, u32::MAX);
    assert_eq!(whole.interrupted, None);
    let part = calibrated(&folder, "part.toml", Earlier::Stay, 1, 1);
    assert_eq!(part.interrupted, Some(64), "what was under way is kept");
    assert!(!folder.0.join("part.toml").exists(), "nothing half done is written");
    let rest = calibrated(&folder, "part.toml", Earlier::GoneOnWith, 1, u32::MAX);
    assert_eq!(rest.interrupted, None);
    assert_eq!(written(&folder, "part"), written(&folder, "whole"));
    assert!(!folder.0.join("part.unfinished").exists(), "rows are not needed any more");
}

#[test]
fn a_run_draws_from_the_firms_that_were_found_and_can_be_repeated_from_its_folder() {
    let folder = Folder::new("calibrating-run");
    calibrated(&folder, "fitted.toml", Earlier::Stay, 2, u32::MAX);
    let small = ["--set", "study.customers=40", "--set", "study.weeks=26", "--set", "study.warmup_weeks=4"];
    let words = ["--set", "uncertainty.replications=2", "--trials", "8", "--out"];
    let run = program(&folder, &[&["run", "fitted.toml"], &small[..], &words, &["once"]].concat());
    assert_code(&run, 0);
    assert!(stdout(&run).contains("Parameter uncertainty is included"), "{}", stdout(&run));
    let again = program(&folder, &["run", "once/scenario.toml", "--out", "again"]);
    assert_code(&again, 0);
    assert_eq!(folder.read("again/trials.csv"), folder.read("once/trials.csv"));
    let many = program(&folder, &["run", "fitted.toml", "--trials", "800", "--dry-run"]);
    assert_code(&many, 65);
    assert!(stderr(&many).contains("the sample has 16 firms, and 800 trials"), "{}", stderr(&many));
}

#[test]
fn each_parameter_draw_is_the_firm_of_its_own_line_and_beyond_the_last_there_is_none() {
    let lines = "customer.noise,touchpoint.shop.quality\n0.11,0.6\n0.12,0.7\n0.13,0.8\n";
    let text = format!(
        "extends = \"minimal\"\n[study]\ntrials = 6\n[uncertainty]\nreplications = 2\nsample = \"\"\"\n{lines}\"\"\"\n"
    );
    let study = read(&text).study;
    for (number, (noise, quality)) in (0..).zip([(0.11, 0.6), (0.12, 0.7), (0.13, 0.8)]) {
        let world = study.in_world(number).expect("a line of its own").world;
        let shop = world.touchpoints.iter().find(|one| one.id == "shop").expect("there");
        assert_eq!((world.customer.noise, shop.quality), (noise, quality));
        assert_eq!(shop.weight, study.world.touchpoints[1].weight, "all else is the study's");
    }
    let beyond = study.in_world(3).expect_err("no such line").to_string();
    assert!(beyond.contains("has 3 firms, and this is draw 4"), "{beyond}");
}

#[test]
fn a_sample_may_be_long() {
    let folder = Folder::new("calibrating-long");
    let line = "0.14,0.12,0.13\n".repeat(2_000);
    folder.write("firms.csv", &format!("customer.noise,customer.learning,customer.person\n{line}"));
    folder.write("firm.toml", "extends = \"minimal\"\n[uncertainty]\nsample = \"firms.csv\"\n");
    assert_code(&program(&folder, &["run", "firm.toml", "--dry-run"]), 0);
}

#[test]
fn rows_of_the_table_are_pure_functions_of_their_numbers() {
    let scenario = read(LITTLE);
    let fit = fit(&scenario);
    let table = Table::new(&fit, &scenario.observed, 2).expect("threads");
    let together = table.rows(0..6, 2, &|| ()).expect("threads");
    let alone = table.rows(4..5, 1, &|| ()).expect("threads");
    assert_eq!(together[4], alone[0]);
    assert_ne!(together[3], together[4]);
}

fn unmet(fit: &Fit) -> Vec<&str> {
    let apart = |target: &&Target| !target.is_alike();
    fit.targets.iter().filter(apart).map(|target| target.name.as_str()).collect()
}

/// What is said of a firm that cannot be.
fn said(observed: &str) -> (Fit, String) {
    let scenario = read(&format!("extends = \"minimal\"\n[observed]\n{observed}"));
    let fit = fit(&scenario);
    let text = conclusions(&fit, &scenario.observed).join(" ");
    (fit, text)
}

#[test]
fn figures_that_do_not_go_together_are_named_with_each_other() {
    let satisfied =
        "[observed.touchpoint.hotline]\nsatisfaction = { mean = 7.5, scale = [1, 10] }\nproblem_rate = 0.9\n";
    let (fit, text) = said(satisfied);
    assert_eq!(unmet(&fit), ["touchpoint.hotline.problem_rate"]);
    assert!(
        text.contains("problem_rate of 0.90, and the model comes to")
            && text.contains("it does not go together with touchpoint.hotline.satisfaction of 7.5"),
        "{text}"
    );
    let loyal = "churn_without_complaint = 0.4\n[observed.segment.everyone]\nyearly_retention = 0.95\n";
    let (fit, text) = said(loyal);
    assert_eq!(unmet(&fit), ["churn_without_complaint"]);
    assert!(text.contains("does not go together with segment.everyone.yearly_retention of 0.95"), "{text}");
}

#[test]
fn a_score_that_no_plausible_behaviour_makes_of_such_satisfaction_is_no_silent_poor_fit() {
    let everywhere = ["website", "shop", "delivery", "hotline"].map(|id| {
        format!("[observed.touchpoint.{id}]\nsatisfaction = {{ mean = 5, scale = [1, 10], answers = 2000 }}\n")
    });
    let (fit, text) = said(&format!("nps = {{ score = 60, answers = 2000 }}\n{}", everywhere.concat()));
    assert_eq!(unmet(&fit), ["nps"]);
    assert!(fit.misfit.is_some_and(|misfit| misfit.p < 0.01), "{:?}", fit.misfit);
    assert!(text.contains("The model can hardly have produced this firm"), "{text}");
    assert!(text.contains("does not go together with touchpoint.website.satisfaction of 5.0"), "{text}");
}

#[test]
fn what_cannot_be_calibrated_or_would_be_overwritten_is_refused_with_what_to_do() {
    let folder = Folder::new("calibrating-nothing");
    folder.write("bare.toml", "extends = \"minimal\"\n");
    let bare = program(&folder, &["calibrate", "bare.toml", "-o", "fitted.toml"]);
    assert_code(&bare, 65);
    assert!(stderr(&bare).contains("the scenario has no [observed]"), "{}", stderr(&bare));
    folder.write("firm.toml", LITTLE);
    folder.write("fitted.toml", "mine");
    let there = program(&folder, &["calibrate", "firm.toml", "-o", "fitted.toml", "--quick"]);
    assert_code(&there, 74);
    assert!(stderr(&there).contains("--force"), "{}", stderr(&there));
    assert_eq!(folder.read("fitted.toml"), "mine");
    let over = program(&folder, &["calibrate", "firm.toml", "-o", "fitted.toml", "--quick", "--force"]);
    assert_code(&over, 0);
    folder.write("rows.unfinished", "something else");
    let damaged = program(&folder, &["calibrate", "firm.toml", "-o", "rows.toml", "--resume"]);
    assert_code(&damaged, 65);
    assert!(stderr(&damaged).contains("begin anew with --force"), "{}", stderr(&damaged));
    assert!(Path::new(&folder.0).join("rows.unfinished").exists());
}
