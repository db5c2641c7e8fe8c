//! `[journey.contacts]`: a journey from contacts per year, instead of from a row of weekly probabilities.

use dottedline::engine::AsIs;
use dottedline::model::{Journey, Row, World};
use dottedline::observed::{NoArrivals, Stage, arrivals};
use dottedline::scenario;
use dottedline::units::Share;

fn row(pairs: &[(usize, f64)]) -> Row {
    Row::new(pairs.to_vec()).expect("a row")
}

/// The smallest firm with two of its touchpoints, at which nothing fails.
fn two() -> World {
    let template = scenario::templates()[0];
    let mut world = scenario::parse(template.name, template.text, &[]).expect("valid").study.world;
    world.touchpoints.truncate(2);
    world.touchpoints.iter_mut().for_each(|one| one.risk = Share::ZERO);
    world
}

fn stage(world: &World) -> Stage<'_> {
    Stage { touchpoints: &world.touchpoints, customer: &world.customer, organisation: &world.organisation }
}

#[test]
fn what_comes_from_away_is_what_transfers_do_not_bring() {
    let world = two();
    let calm = vec![row(&[]), row(&[(1, 0.5)]), row(&[])];
    let journey = Journey { calm: calm.clone(), problem: calm };
    // A tenth of the weeks at the first, of which half go on to the second: .05 of its .08 come from there, .03 from away. Away are
    // .82, so that .1/.82 and .03/.82 of them come.
    let found = arrivals(stage(&world), &journey, &[Some(5.2), Some(4.16)], true).expect("can be");
    let expected = [(0, 0.1 / 0.82), (1, 0.03 / 0.82)];
    assert_eq!(found.pairs().len(), 2);
    for (found, expected) in found.pairs().iter().zip(expected) {
        assert!(found.0 == expected.0 && (found.1 - expected.1).abs() < 1e-12, "{found:?} instead of {expected:?}");
    }
    // Nothing is said of the second: all of its contacts come from the first.
    let found = arrivals(stage(&world), &journey, &[Some(5.2), None], true).expect("can be");
    assert!((found.pairs()[0].1 - 0.1 / 0.85).abs() < 1e-12 && found.pairs().len() == 1, "{found:?}");
    // .05 a week are 2.6 a year: more than 2.
    let refused = arrivals(stage(&world), &journey, &[Some(5.2), Some(2.0)], true);
    assert!(matches!(refused, Err(NoArrivals::TooFew { touchpoint: 1, brought }) if (brought - 2.6).abs() < 1e-9));
    assert_eq!(arrivals(stage(&world), &journey, &[Some(40.0), Some(30.0)], true), Err(NoArrivals::NoTime));
}

#[test]
fn contacts_of_customers_with_a_problem_count() {
    let mut world = two();
    (world.customer.success_base, world.customer.success_slope) = (0.5, 0.0);
    (world.touchpoints[0].risk, world.touchpoints[0].resolves) = (Share::ONE, false);
    (world.touchpoints[1].risk, world.touchpoints[1].resolves) = (Share::ZERO, true);
    // Half of the contacts at the first leave a problem. With one, customers come to the second each week until it is solved, which
    // it is every other time: two contacts for each. So .1 a week at the first make .1 at the second, and .02 more come from away.
    let calm = vec![row(&[]); 3];
    let problem = vec![row(&[(1, 1.0)]); 3];
    let journey = Journey { calm, problem };
    let found = arrivals(stage(&world), &journey, &[Some(5.2), Some(6.24)], false).expect("can be");
    let away = 1.0 - 0.1 - 0.12;
    for (found, expected) in found.pairs().iter().zip([(0, 0.1 / away), (1, 0.02 / away)]) {
        assert!(found.0 == expected.0 && (found.1 - expected.1).abs() < 1e-12, "{found:?} instead of {expected:?}");
    }
    let nowhere = Journey { calm: vec![row(&[]); 3], problem: vec![row(&[]); 3] };
    assert_eq!(arrivals(stage(&world), &nowhere, &[Some(5.2), Some(1.0)], false), Err(NoArrivals::Stuck));
}

/// The insurer with contacts as a firm counts them.
const COUNTED: &str = "extends = \"insurer\"
[journey.contacts]
newsletter = 1
advice = 1.5
policy_document = 0.9
premium_notice = 1
portal = 2
service_line = 2.2
claim_report = 0.2
";

#[test]
fn customers_have_the_contacts_that_were_written() {
    let read = scenario::parse("firm", COUNTED, &[]).unwrap_or_else(|error| panic!("{error}"));
    let world = &read.study.world;
    let as_is = AsIs::of(world, 65_536);
    let written = toml::from_str::<toml::Table>(COUNTED).expect("is TOML");
    let written = written["journey"]["contacts"].as_table().expect("a table");
    for (touchpoint, found) in world.touchpoints.iter().zip(&as_is.touchpoints) {
        let Some(contacts) = written.get(&touchpoint.id) else { continue };
        let contacts = contacts.as_float().or(contacts.as_integer().map(|whole| whole as f64)).expect("a number");
        assert!((found.contacts / contacts - 1.0).abs() < 0.03, "{}: {} not {contacts}", touchpoint.id, found.contacts);
    }
    assert!(as_is.touchpoints[8].contacts > 0.05, "a settlement follows from claims");
    let again = scenario::parse("again", &read.as_run, &[]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.study.world.journey, world.journey, "the scenario as run has the row");
    let more = scenario::parse("firm", COUNTED, &["journey.contacts.portal=3".to_owned()]).expect("can be set");
    assert_ne!(more.study.world.journey, world.journey);
}

#[test]
fn a_segment_can_have_contacts_of_its_own() {
    let own =
        format!("{COUNTED}[[segment]]\nid = \"motor\"\n[segment.journey.contacts]\nportal = 6\nclaim_report = 0.3\n");
    let world = scenario::parse("firm", &own, &[]).unwrap_or_else(|error| panic!("{error}")).study.world;
    let portal = world.touchpoints.iter().position(|one| one.id == "portal").expect("is there");
    let comes = |journey: &Journey| journey.calm[0].pairs().iter().find(|(j, _)| *j == portal).expect("from away").1;
    assert!(comes(&world.segments[0].journey) > 2.0 * comes(&world.segments[1].journey));
    assert_eq!(world.segments[1].journey, world.journey);
}
