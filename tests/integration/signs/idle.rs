//! Numbers that move no deciding figure at their defaults, with the reason; and what version 1 left without effect.

use dottedline::engine::Plan;
use dottedline::model::Study;
use dottedline::scenario::{parse, templates};

use super::moves::To::{self, At, Times};
use super::moves::{BANK, Trials, bank, kind, more, moved};
use crate::documentation::assert_table;

/// Numbers that change retention, NPS and total value under none of the four structures of the bank, and why they are there.
const IDLE: &[(&str, &str)] = &[
    (
        "customer.answer_base",
        "how many answer the survey: measured NPS alone follows it, which nobody in the firm hears",
    ),
    ("customer.answer_extreme", "as `customer.answer_base`"),
    ("customer.answer_satisfied", "as `customer.answer_base`"),
    ("customer.overload", "no touchpoint has a capacity unless the scenario gives it one"),
    ("environment.disruption_size", "there are no disruptions unless the scenario has some"),
    ("organisation.disappointment", "at the defaults no programme ends"),
    ("organisation.influence_rate", "no function has the role `influences` unless the scenario gives it"),
    ("organisation.kpi_decay", "KPI levels are worth nothing unless `economics.kpi_value` says so"),
    ("organisation.rollback", "at the defaults no programme ends"),
    ("lines.none.weight", "without a line nobody is there whom a function could follow"),
    ("lines.none.visibility", "without any line there is no officer"),
    ("lines.none.say", "the office deals with functions that have a line alone"),
    ("lines.none.sharing", "grows with standing, and without any line there is none"),
    (
        "lines.none.authority",
        "authority is of solid lines; every line has the same levers, so that the file has one form",
    ),
    ("lines.advisory.authority", "as `lines.none.authority`"),
    ("lines.dotted.authority", "as `lines.none.authority`"),
    (
        "lines.solid.say",
        "a solid line is obeyed as far as it is accepted (`authority`), and not persuaded; kept for the one form of lines",
    ),
    ("structure.*.home_bias", "none of the four has a home; `cmo_led` and `coalition` have"),
];

/// Kinds of numbers that belong to the study, not to the firm.
pub(super) fn is_of_study(what: &str) -> bool {
    what.starts_with("study.") || what.starts_with("customer.reference_")
}

#[test]
fn numbers_that_move_nothing_are_listed_with_their_reason_and_no_others() {
    let mut study = bank();
    study.world.customers = 200;
    let plan = Plan::new(&study.world);
    let decided = |trials: Trials| -> Vec<Vec<f64>> {
        (0..4)
            .flat_map(|structure| (0..3).map(move |figure| (structure, figure)))
            .map(|(s, f)| trials.figure(s, f))
            .collect()
    };
    let usual = decided(Trials::of(&plan, &study, 4));
    let (mut idle, mut seen): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for address in study.addresses() {
        let what = kind(&address);
        let Some(number) = study.number(&address) else { continue };
        if is_of_study(&what) || what.contains(".lines.") || seen.contains(&what) {
            continue;
        }
        // Of touchpoints the first by itself: weights in the memory of customers count against each other.
        let path = if what.starts_with("touchpoint.") { address.to_string() } else { what.clone() };
        let plausible = address.about().plausible;
        let ends = match number == 0.0 || !what.contains('*') {
            true => [At(plausible.least), At(plausible.most)],
            false => [Times(0.5), Times(2.0)],
        };
        let stays = |to: To| decided(Trials::of(&plan, &moved(&study, &path, to), 4)) == usual;
        if ends.into_iter().all(stays) {
            idle.push(what.clone());
        }
        seen.push(what);
    }
    let listed: Vec<&str> = IDLE.iter().map(|(what, _)| *what).collect();
    idle.sort_unstable();
    let mut expected = listed.clone();
    expected.sort_unstable();
    assert_eq!(idle, expected, "what moves nothing, and what is listed");
    let rows = IDLE.iter().map(|(what, why)| vec![format!("`{what}`"), (*why).to_owned()]).collect();
    assert_table("numbers without effect", &["number", "why it moves none of the deciding figures"], rows);
}

/// Trials of each lever's ends.
const TRIALS: u32 = 48;

/// What version 1 left without effect, moved from one end to the other in a firm where it has a part to play.
struct Lever {
    what: &'static str,
    from_to: &'static str,
    /// The structure in which it is looked at.
    structure: &'static str,
    ends: [Study; 2],
    why: &'static str,
}

fn two(study: &Study, what: &str, low: To, high: To) -> [Study; 2] {
    [moved(study, what, low), moved(study, what, high)]
}

/// The bank with other settings and structures behind its own.
fn changed(more: &str, change: impl Fn(&mut Study)) -> Study {
    let small = ["study.customers=400", "study.represents=5", "study.seed=14"].map(str::to_owned);
    let mut study = parse("bank", &format!("{BANK}\n{more}"), &small).expect("is valid").study;
    change(&mut study);
    study
}

/// The bank in which service hears at the touchpoints of the others, or everybody at their own.
fn heard_by_service(service: bool) -> Study {
    changed("", |study| {
        let hears = study.world.functions.iter().position(|function| function.id == "service").expect("is there");
        for touchpoint in study.world.touchpoints.iter_mut().filter(|touchpoint| touchpoint.owner != hears) {
            touchpoint.heard_by = service.then_some(hears);
        }
    })
}

fn telecom() -> Study {
    let template = templates().iter().find(|template| template.name == "telecom").expect("is shipped");
    parse("telecom", template.text, &["study.seed=14".to_owned()]).expect("is valid").study
}

fn levers() -> Vec<Lever> {
    let bank = bank();
    let cmo = changed("[[structure]]\nid = \"cmo_led\"\npreset = \"cmo_led\"\n", |_| ());
    let influential = changed("", |study| {
        for function in study.world.functions.iter_mut().filter(|function| function.id == "service") {
            function.influences = true;
            function.readiness = dottedline::units::Share::new(0.8);
        }
    });
    let lever = |what, from_to, structure, ends, why| Lever { what, from_to, structure, ends, why };
    let of_bank = |what: &str, low, high| two(&bank, what, low, high);
    vec![
        lever(
            "organisation.blame",
            ".25 to 1",
            "operational",
            of_bank("organisation.blame", At(0.25), At(1.0)),
            "what is hidden from an officer, who decides by what is shown",
        ),
        lever(
            "structure.cmo_led.home_bias",
            "0 to 2",
            "cmo_led",
            two(&cmo, "structure.cmo_led.home_bias", At(0.0), At(2.0)),
            "an officer with a home backs what helps its number: of few cases",
        ),
        lever(
            "lines.solid.say",
            "0 to 1",
            "operational",
            of_bank("lines.solid.say", At(0.0), At(1.0)),
            "none, by its meaning: a solid line is accepted, not persuaded",
        ),
        lever(
            "lines.solid.levy",
            "0 to .12",
            "operational",
            of_bank("lines.solid.levy", At(0.0), At(0.12)),
            "committees are booked, and what they take is not there to start",
        ),
        lever(
            "organisation.influence_rate",
            "0 to .08",
            "matrixed",
            two(&influential, "organisation.influence_rate", At(0.0), At(0.08)),
            "here service has the role `influences` and a readiness of .8: it makes the others readier",
        ),
        lever(
            "organisation.successor_power_sd",
            "0 to .3",
            "advisory",
            of_bank("organisation.successor_power_sd", At(0.0), At(0.3)),
            "next to none on average, by its meaning: successors are as often weaker as stronger",
        ),
        lever(
            "structure.*.staff",
            "none to double",
            "operational",
            of_bank("structure.*.staff", Times(0.0), Times(2.0)),
            "a cost alone: what a team does is `capacity`",
        ),
        lever(
            "touchpoint.*.feedback",
            "half to double",
            "siloed",
            of_bank("touchpoint.*.feedback", Times(0.5), Times(2.0)),
            "initiatives find more where customers are heard",
        ),
        lever(
            "touchpoint.*.heard_by",
            "owner to service",
            "siloed",
            [heard_by_service(false), heard_by_service(true)],
            "owners find less where another function hears their customers",
        ),
        lever(
            "lines.advisory.weight",
            "0 to 1",
            "advisory",
            of_bank("lines.advisory.weight", At(0.0), At(1.0)),
            "advised functions decide for customers, as far as readiness and mandate go",
        ),
        lever(
            "lines.advisory.visibility",
            "0 to 1",
            "advisory",
            of_bank("lines.advisory.visibility", At(0.0), At(1.0)),
            "what the officer sees, decides which cases are worth one's time",
        ),
        lever(
            "touchpoint.call_centre.capacity",
            "130 to 520, telecom",
            "siloed",
            two(&telecom(), "touchpoint.call_centre.capacity", At(130.0), At(520.0)),
            "beyond its capacity waiting spoils the call",
        ),
    ]
}

#[test]
fn what_version_1_left_idle_is_told_with_what_it_does_now() {
    let mut told = Vec::new();
    for Lever { what, from_to, structure, ends, why } in levers() {
        let plan = Plan::new(&ends[0].world);
        let [low, high] = ends.each_ref().map(|study| Trials::of(&plan, study, TRIALS));
        let place = ends[0].structures.iter().position(|one| one.id == structure).expect("is there");
        let change = |figure| more(&high.figure(place, figure), &low.figure(place, figure));
        let (nps, nps_error) = change(1);
        let worth = low.figure(place, 2).iter().sum::<f64>() / f64::from(TRIALS);
        let [value, value_error] = <[f64; 2]>::from(change(2)).map(|change| 100.0 * change / worth);
        let cells = [
            format!("`{what}`"),
            from_to.to_owned(),
            structure.to_owned(),
            format!("{nps:+.2} ± {nps_error:.2}"),
            format!("{value:+.2} ± {value_error:.2}"),
            why.to_owned(),
        ];
        told.push(cells.to_vec());
        let still = ["lines.solid.say"].contains(&what);
        assert_eq!((nps, value) == (0.0, 0.0), still, "{what}: {nps} NPS points, {value} %");
    }
    let heads = ["number", "from, to", "structure", "NPS", "total value, %", "why"];
    assert_table("what version 1 left idle", &heads, told);
}
