//! Scenario files: what is read, what is refused, and how it is said.

use std::path::{Path, PathBuf};

use dottedline::scenario::{self, ChangedDefault, Scenario, ScenarioError, Template};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn example() -> PathBuf {
    repository().join("tests/reference/example_scenario.toml")
}

fn example_with(sets: &[&str]) -> Result<Scenario, ScenarioError> {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    scenario::read(&example(), &sets)
}

fn minimal() -> &'static str {
    template("minimal").text
}

fn template(name: &str) -> &'static Template {
    scenario::templates().iter().find(|template| template.name == name).expect("a shipped scenario")
}

fn message(result: Result<Scenario, ScenarioError>) -> String {
    result.expect_err("a scenario with problems").to_string()
}

// ---- what is read ------------------------------------------------------------------------------

#[test]
fn the_example_scenario_is_read_as_it_is() {
    let scenario = example_with(&[]).expect("valid");
    let world = &scenario.study.world;
    assert_eq!((world.touchpoints.len(), world.functions.len(), world.segments.len()), (12, 6, 2));
    assert_eq!(scenario.study.title, "Retail bank");
    assert_eq!(scenario.name, "example_scenario");
    assert_eq!(scenario.study.structures.len(), 4);
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
}

#[test]
fn a_structure_takes_its_lines_from_its_preset_and_its_lists() {
    use dottedline::model::Line::{Dotted, Solid};
    let scenario = example_with(&[]).expect("valid");
    let lines = &scenario.study.structures[3].regime.lines;
    assert_eq!(lines, &[Dotted, Solid, Solid, Solid, Dotted, Dotted]);
}

#[test]
fn settings_on_the_command_line_reach_tables_of_lists_by_id() {
    let sets = [
        "structure.advisory.power=0.9",
        "touchpoint.app.quality=0.8",
        "function.sales.budget=2",
        "study.baseline=advisory",
    ];
    let study = example_with(&sets).expect("valid").study;
    assert_eq!(study.structures[1].regime.levers.power.get(), 0.9);
    assert_eq!(study.world.touchpoints[3].quality, 0.8);
    assert_eq!(study.world.functions[1].budget, 2.0);
    assert_eq!(study.baseline, 1);
}

#[test]
fn a_scenario_goes_on_from_the_one_it_extends() {
    let text =
        "extends = \"retail_bank\"\n[organisation]\nreadiness = 0.7\n[[touchpoint]]\nid = \"app\"\nquality = 0.5\n";
    let study = scenario::parse("child", text, &[]).expect("valid").study;
    assert_eq!(study.world.touchpoints.len(), 12);
    assert_eq!(study.world.organisation.readiness, 0.7);
    let app = study.world.touchpoints.iter().find(|touchpoint| touchpoint.id == "app").expect("kept");
    assert_eq!((app.quality, app.weight), (0.5, 1.0));
}

#[test]
fn only_the_structures_that_the_study_names_are_compared() {
    let study = example_with(&["study.structures=[\"operational\", \"siloed\"]"]).expect("valid").study;
    let ids: Vec<&str> = study.structures.iter().map(|structure| structure.id.as_str()).collect();
    assert_eq!(ids, ["operational", "siloed"]);
    assert_eq!(study.baseline, 1, "the baseline is found by its name");
}

#[test]
fn a_segment_has_the_firms_journey_but_for_its_own_rows() {
    let study = example_with(&["segment.affluent.journey.from.app.branch=0.5"]).expect("valid").study;
    let [mass, affluent] = study.world.segments.as_slice() else { panic!("two segments") };
    assert_eq!(mass.journey, study.world.journey);
    let app = 1 + study.world.touchpoints.iter().position(|touchpoint| touchpoint.id == "app").expect("app");
    assert_eq!(affluent.journey.calm[app].pairs(), [(4, 0.5)]);
    assert_eq!(affluent.journey.calm[0], mass.journey.calm[0]);
}

#[test]
fn while_a_problem_is_open_the_row_then_the_default_then_the_calm_row_applies() {
    let journey = example_with(&[]).expect("valid").study.world.journey;
    assert_eq!(journey.problem[9].pairs(), [(4, 0.05), (7, 0.1), (8, 0.2), (10, 0.35)], "call_centre has its own row");
    assert_eq!(
        journey.problem[1].pairs(),
        [(2, 0.05), (8, 0.35), (9, 0.2), (10, 0.12)],
        "campaign has the default row"
    );
    let without = minimal().lines().filter(|line| !line.starts_with("default")).collect::<Vec<_>>().join("\n");
    let without = scenario::parse("minimal", &without, &[]).expect("valid").study.world.journey;
    assert_eq!(without.problem[0], without.calm[0], "neither row nor default");
}

#[test]
fn a_stage_without_preset_goes_on_from_the_stage_before() {
    let structure = "[[structure]]\nid = \"road\"\npreset = \"advisory\"\npower = 0.8\n[[structure.stage]]\nweek = 52\nsolid = [\"service\"]\n";
    let text = format!("{}\n{structure}", minimal());
    let study = scenario::parse("road", &text, &[]).expect("valid").study;
    let road = study.structures.last().expect("one");
    let stage = &road.stages[0];
    assert_eq!(stage.regime.levers.power.get(), 0.8);
    assert!(!stage.renews_mandate, "no mandate is given and there was an office before");
    assert_eq!(stage.regime.lines.iter().filter(|&&line| line == dottedline::model::Line::Solid).count(), 1);
}

#[test]
fn a_stage_with_a_mandate_or_without_an_office_before_it_begins_with_a_mandate() {
    let stage = |first: &str, mandate: &str| {
        let text = format!(
            "{}\n[[structure]]\nid = \"road\"\npreset = \"{first}\"\n[[structure.stage]]\nweek = 52\npreset = \"matrixed\"\n{mandate}",
            minimal()
        );
        let study = scenario::parse("road", &text, &[]).expect("valid").study;
        study.structures.last().expect("one").stages[0].renews_mandate
    };
    assert!(stage("siloed", ""));
    assert!(stage("advisory", "mandate = 0.7"));
    assert!(!stage("advisory", ""));
}

// ---- what is written ---------------------------------------------------------------------------

#[test]
fn a_scenario_as_run_gives_the_same_study_again() {
    for template in scenario::templates() {
        let first = scenario::parse(template.name, template.text, &[]).expect("valid");
        let again = scenario::parse(template.name, &first.as_run, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(format!("{:#?}", again.study.world), format!("{:#?}", first.study.world), "{}", template.name);
        assert_eq!(again.as_run, first.as_run, "{}", template.name);
        assert_eq!(again.study.baseline, first.study.baseline);
        assert!(again.warnings.is_empty(), "{}", again.warnings);
    }
}

#[test]
fn a_scenario_as_run_keeps_what_the_command_line_set() {
    let first = example_with(&[
        "lines.dotted.say=0.6",
        "structure.matrixed.lines.dotted.levy=0.1",
        "structure.operational.home=sales",
    ]);
    let first = first.expect("valid");
    let again = scenario::parse("again", &first.as_run, &[]).expect("valid");
    assert_eq!(
        format!("{:#?}", again.study.structures[2..].to_vec()),
        format!("{:#?}", first.study.structures[2..].to_vec())
    );
}

#[test]
fn parameters_that_differ_from_their_defaults_are_listed() {
    let scenario = example_with(&["organisation.readiness=0.7", "structure.advisory.power=0.9", "customer.noise=0.14"]);
    let changed = scenario.expect("valid").changed;
    let keys: Vec<&str> = changed.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(keys, ["study.baseline", "organisation.readiness", "structure.advisory.power"]);
    assert_eq!((changed[2].default.as_str(), changed[2].value.as_str()), ("0.6", "0.9"));
}

#[test]
fn numbers_that_describe_the_firm_are_listed_but_for_those_that_change_nothing() {
    let of_firm = |sets: &[&str]| example_with(sets).expect("valid").of_firm;
    let value = |listed: &[ChangedDefault], key: &str| {
        listed.iter().find(|one| one.key == key).map(|one| (one.default.clone(), one.value.clone()))
    };
    let before = of_firm(&["touchpoint.website.weight=1"]);
    let after = of_firm(&["touchpoint.website.weight=1.5"]);
    assert_eq!(value(&before, "touchpoint.website.weight"), None, "1 would hold without it");
    assert_eq!(value(&after, "touchpoint.website.weight"), Some(("1".to_owned(), "1.5".to_owned())));
    assert_eq!(after.len(), before.len() + 1);
    assert!(before.iter().any(|one| one.key.starts_with("journey.")), "{before:?}");
}

#[test]
fn the_schema_beside_the_shipped_scenarios_is_the_programs_own() {
    let text = std::fs::read_to_string(repository().join("scenarios/scenario.schema.json")).expect("a file");
    let fresh = format!("{:#}\n", scenario::json_schema());
    assert!(text == fresh, "write it anew: cargo run -- schema > scenarios/scenario.schema.json");
}

// ---- the shipped scenarios ---------------------------------------------------------------------

#[test]
fn every_shipped_scenario_is_valid_and_raises_no_warning() {
    for template in scenario::templates() {
        let path = repository().join("scenarios").join(format!("{}.toml", template.name));
        let scenario = scenario::read(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
        assert_eq!(scenario.study.trials, 200);
        assert!(!scenario.study.question.is_empty());
    }
}

#[test]
fn every_scenario_in_the_folder_is_shipped() {
    let files = std::fs::read_dir(repository().join("scenarios")).expect("a folder");
    let names = files.filter_map(|file| Some(file.ok()?.file_name().to_str()?.strip_suffix(".toml")?.to_owned()));
    let mut names: Vec<String> = names.collect();
    let mut shipped: Vec<&str> = scenario::templates().iter().map(|template| template.name).collect();
    names.sort();
    shipped.sort_unstable();
    assert_eq!(names, shipped);
}

#[test]
fn a_description_fits_the_terminal() {
    for template in scenario::templates() {
        let study = scenario::parse(template.name, template.text, &[]).expect("valid").study;
        let text = scenario::describe(&study);
        insta::assert_snapshot!(format!("describe_{}", template.name), text);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

// ---- what is refused ---------------------------------------------------------------------------

/// Each file holds one mistake (a first line `# --set ...` gives arguments); the message stands beside it.
#[test]
fn every_wrong_scenario_has_its_message() {
    let folder = repository().join("tests/wrong");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(files.len() >= 50, "the folder of wrong scenarios is there");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for path in files {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(name, wrong(&path)));
    }
}

fn wrong(path: &Path) -> String {
    let text = String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned();
    let sets = text.lines().map_while(|line| line.strip_prefix("# --set "));
    let sets: Vec<String> = sets.map(str::to_owned).collect();
    let shown = match scenario::read(path, &sets) {
        Ok(scenario) => scenario.warnings.to_string(),
        Err(error) => error.to_string(),
    };
    assert!(!shown.is_empty(), "{} is valid", path.display());
    shown.replace(&format!("{}/", repository().join("tests/wrong").display()), "")
}

#[test]
fn a_missing_file_and_a_folder_are_told_apart() {
    let missing = message(scenario::read("no/such.toml".as_ref(), &[]));
    assert_eq!(
        missing,
        "there is no file no/such.toml\n  remedy: check the name, or make one with `dottedline new no/such.toml`"
    );
    let folder = message(scenario::read(&repository().join("scenarios"), &[]));
    assert!(folder.contains("scenarios is a folder, not a scenario file"), "{folder}");
}

#[test]
fn all_problems_are_reported_in_one_run() {
    let sets = ["study.weeks=0", "customer.nois=1", "touchpoint.app.owner=nobody", "journey.from.app.chat=0.95"];
    let Err(ScenarioError::Invalid(problems)) = example_with(&sets) else { panic!("invalid") };
    assert_eq!(problems.len(), 4, "{problems}");
}

#[test]
fn colour_changes_the_look_and_not_the_words() {
    let Err(ScenarioError::Invalid(problems)) = example_with(&["study.weeks=0"]) else { panic!("invalid") };
    assert!(!problems.render(false).contains('\u{1b}'));
    assert!(problems.render(true).contains('\u{1b}'));
}

#[test]
fn a_setting_cannot_smuggle_in_another() {
    let text = message(example_with(&["study.seed=1\nextends=\"x\""]));
    assert!(text.contains("the value of this --set cannot be read"), "{text}");
}

// ---- nothing panics ----------------------------------------------------------------------------

fn survives(text: &str, sets: &[String]) {
    match scenario::parse("fuzz", text, sets) {
        Ok(scenario) => drop(scenario::describe(&scenario.study)),
        Err(error) => drop(error.to_string()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: RngSeed::Fixed(17), ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}", set in "\\PC{0,40}") {
        survives(&text, &[]);
        survives(minimal(), &[set]);
    }

    #[test]
    fn no_toml_makes_it_panic(text in "([a-z\\[\\]{}=.\"'#\n, 0-9-]{0,12}(structure|stage|journey|from|away|id = |\\[\\[|\\]\\]|inf|nan|extends)){0,12}") {
        survives(&text, &[]);
    }

    #[test]
    fn no_mutilated_scenario_makes_it_panic(
        which in 0..scenario::templates().len(), cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, "\\PC{0,6}|-1|1e400|nan|\\[\\]|\\{\\}|\"\"|\n\\[\\[structure\\]\\]\n"), 1..4),
    ) {
        let mut text: Vec<char> = scenario::templates()[which].text.chars().collect();
        for (start, length, insert) in cuts {
            let start = start.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.splice(start..end, insert.chars());
        }
        survives(&text.into_iter().collect::<String>(), &[]);
    }

    #[test]
    fn no_value_of_any_setting_makes_it_panic(key in any::<prop::sample::Index>(), value in "-?[0-9]{1,25}|nan|-inf|true|\"[a-z_]{0,3}\"|\\[\\]|\\{a=1\\}|[a-z]{1,5}|\\[\\[1\\]\\]") {
        let keys = scenario::parameters();
        let key = key.get(&keys).key.replace("structure.", "structure.siloed.").replace("segment.", "segment.everyone.");
        survives(minimal(), &[format!("{key}={value}")]);
    }
}
