//! What a trace tells is what the trial did: every contact, every departure, every decision.

use dottedline::engine::{Answer, EventLog, Fate, Kind, Life, Plan, Reason, Terms, Trace, Visit};
use dottedline::model::Study;
use dottedline::output::{ColumnDoc, event_columns, life_columns};
use dottedline::scenario::{parse, templates};

/// A shipped scenario with 160 customers and 91 weeks.
fn shipped(name: &str, sets: &[&str]) -> Study {
    let template = templates().iter().find(|template| template.name == name).expect("is shipped");
    let small = ["study.customers=160", "study.weeks=91", "study.warmup_weeks=26", "study.seed=5", "study.trials=3"];
    let sets: Vec<String> = small.iter().chain(sets).map(|&set| set.to_owned()).collect();
    parse(template.name, template.text, &sets).expect("is valid").study
}

/// A trial of all structures with every customer watched.
fn traced(study: &Study, trial: u32) -> Vec<Trace> {
    let slots: Vec<u32> = (0..2 * study.world.customers).collect();
    Plan::new(&study.world).trace_trial(&study.regimes(), study.seed, trial, &slots)
}

/// All nine presets, a road map, and an officer whom the board soon forgets.
fn studies() -> Vec<Study> {
    let map = ["structure.road_map.stage.2.readiness=0.2"];
    let forgotten = ["structure.advisory.mandate=0.2", "structure.advisory.decay=0.06"];
    let bank = shipped("retail_bank", &forgotten);
    vec![shipped("who_owns_the_customer", &[]), shipped("road_map", &map), shipped("telecom", &[]), bank]
}

fn visits(lives: &[Life]) -> impl Iterator<Item = &Visit> {
    lives.iter().flat_map(|life| &life.weeks).filter_map(|week| week.visit.as_ref())
}

#[test]
fn a_trace_leaves_the_trial_as_it_is() {
    for study in studies() {
        let plain = Plan::new(&study.world).run_trial(&study.regimes(), study.seed, 1);
        let outcomes: Vec<_> = traced(&study, 1).into_iter().map(|trace| trace.outcome).collect();
        assert_eq!(outcomes, plain, "{}", study.title);
    }
}

#[test]
fn who_stays_is_who_has_not_left_in_their_life() {
    for study in studies() {
        let stays = Plan::new(&study.world).who_stays(&study.regimes(), study.seed, 2);
        for (Trace { lives, outcome, .. }, stays) in traced(&study, 2).into_iter().zip(stays) {
            let lived: Vec<bool> = lives.iter().take(160).map(|life| life.left().is_none()).collect();
            assert_eq!(lived, stays, "{}", study.title);
            assert!(outcome.end.acquired > 0, "slots change hands");
        }
    }
}

#[test]
fn the_lives_of_all_customers_add_up_to_the_trial() {
    for study in studies() {
        for trial in [0, 2] {
            for (structure, Trace { outcome, lives, .. }) in study.structures.iter().zip(traced(&study, trial)) {
                let name = format!("{} of {}, trial {trial}", structure.id, study.title);
                let kept = lives.iter().take(160).filter(|life| life.left().is_none()).count();
                let end = &outcome.end;
                assert_eq!(kept as f64 / 160.0, end.retention, "{name}");
                assert_eq!(visits(&lives).count() as u64, end.contacts, "{name}");
                let weeks = || lives.iter().flat_map(|life| &life.weeks);
                assert_eq!(weeks().filter(|week| week.newcomer.is_some()).count() as u64, end.acquired, "{name}");
                let answers = |week: usize| lives.iter().filter_map(move |life| life.weeks[week].asked?.answer);
                assert_eq!(answers(90).count() as u64, end.nps_answers, "{name}");
                for week in [12, 90] {
                    let count = |which| answers(week).filter(|&answer| answer == which).count() as f64;
                    let nps = 100.0 * (count(Answer::Promoter) - count(Answer::Detractor));
                    let measured = outcome.weeks[week].nps_measured.expect("answers");
                    assert!((nps / answers(week).count() as f64 - measured).abs() < 1e-9, "{name}");
                }
            }
        }
    }
}

#[test]
fn problems_and_experiences_of_all_customers_add_up_at_every_touchpoint() {
    let study = shipped("retail_bank", &[]);
    for Trace { outcome, lives, .. } in traced(&study, 0) {
        for (place, figures) in outcome.touchpoints.iter().enumerate() {
            let here = || visits(&lives).filter(|visit| visit.touchpoint == place);
            assert_eq!(here().filter(|visit| visit.opened).count() as u64, figures.problems_opened);
            assert_eq!(here().filter(|visit| visit.solved).count() as u64, figures.problems_solved);
            let sum = |read: fn(&Visit) -> f64| here().map(read).sum::<f64>();
            let close = |traced: f64, told: f64| assert!((traced - told).abs() < 1e-4 * told.abs() + 1e-3, "{traced}");
            close(sum(|visit| visit.parts.experience), figures.experience.experience);
            close(sum(|visit| visit.parts.quality), figures.experience.quality);
            close(sum(|visit| visit.parts.handoff_context), figures.experience.handoff_context);
            close(sum(|visit| visit.parts.handoff_coordination), figures.experience.handoff_coordination);
            close(sum(|visit| visit.parts.transition), figures.experience.transition);
        }
    }
}

#[test]
fn an_experience_is_its_parts_noise_and_person() {
    let study = shipped("retail_bank", &[]);
    for Trace { lives, .. } in traced(&study, 0) {
        for visit in visits(&lives) {
            let parts = &visit.parts;
            let penalties = parts.handoff_coordination + parts.handoff_context + parts.overload;
            let sum = parts.quality - penalties - parts.problem - parts.transition + visit.noise + visit.person;
            assert!((parts.experience - sum.clamp(0.0, 1.0)).abs() < 1e-6, "{visit:?}");
            let succeeds = parts.experience > visit.needed.expect("experience matters");
            match (parts.problem > 0.0, study.world.touchpoints[visit.touchpoint].resolves) {
                (true, true) => assert_eq!(visit.solved, succeeds, "{visit:?}"),
                (true, false) => assert!(!visit.solved, "{visit:?}"),
                (false, _) => assert_eq!(visit.opened, !succeeds, "{visit:?}"),
            }
        }
    }
}

#[test]
fn who_leaves_has_a_reason_that_their_draw_bears_out() {
    let study = shipped("telecom", &[]);
    let mut reasons = Vec::new();
    for Trace { lives, .. } in traced(&study, 0) {
        for renewal in lives.iter().flat_map(|life| &life.weeks).filter_map(|week| week.renewal) {
            assert_eq!(renewal.left, renewal.draw < renewal.probability, "{renewal:?}");
            assert_eq!(renewal.reason().is_some(), renewal.left);
            match renewal.reason() {
                Some(Reason::Loyalty) => assert!(renewal.draw < renewal.by_loyalty),
                Some(Reason::Satisfaction) => assert!(renewal.by_loyalty <= renewal.draw),
                Some(Reason::Problem) => assert!(renewal.with_satisfaction <= renewal.draw),
                None => continue,
            }
            reasons.push(renewal.reason());
        }
    }
    for reason in [Reason::Loyalty, Reason::Satisfaction, Reason::Problem] {
        assert!(reasons.contains(&Some(reason)), "nobody left for {reason:?}");
    }
}

/// How often something is in the event log.
fn count(events: &EventLog, what: impl Fn(usize, &Fate, bool, bool) -> bool) -> u64 {
    let items = events.turns.iter().flat_map(|turn| &turn.items);
    let told = items.filter(|item| {
        let backed = item.say.prevails() && item.say.verdict() > Some(0.0);
        let stopped = item.say.prevails() && item.say.verdict() <= Some(0.0);
        what(item.idea, &item.fate, backed, stopped)
    });
    told.count() as u64
}

#[test]
fn the_event_log_holds_every_decision_of_the_trial() {
    let mut sums = [0; 3];
    for study in studies() {
        for (structure, Trace { outcome, events, .. }) in study.structures.iter().zip(traced(&study, 1)) {
            let name = format!("{} of {}", structure.id, study.title);
            let started = |kind: Kind| {
                let is = |idea: usize| events.ideas[idea].kind == kind;
                count(&events, |idea, fate, _, _| is(idea) && matches!(fate, Fate::Started { .. }))
            };
            let end = &outcome.end;
            assert_eq!(started(Kind::Kpi), end.started_kpi, "{name}");
            assert_eq!(started(Kind::Experience), end.started_experience, "{name}");
            assert_eq!(started(Kind::Bridge), end.started_bridge, "{name}");
            let backed = count(&events, |_, _, backed, _| backed);
            assert_eq!(backed, end.backed, "{name}");
            assert_eq!(count(&events, |_, fate, _, _| *fate == Fate::Stopped), end.stopped, "{name}");
            assert_eq!(count(&events, |_, _, _, stopped| stopped), end.stopped, "{name}");
            let finished = events.turns.iter().flat_map(|turn| &turn.finished);
            let interfered = finished.filter(|finish| !finish.interfering.is_empty()).count() as u64;
            assert_eq!(interfered, end.office.interfered, "{name}");
            let on = |asked: Terms| {
                count(&events, |_, fate, _, _| matches!(fate, Fate::Started { terms, .. } if *terms == asked))
            };
            let office = &end.office;
            let told = [Terms::Ordered, Terms::OwnMoney, Terms::Pilot].map(on);
            assert_eq!(told, [office.ordered, office.own_money, office.pilots], "{name}");
            assert_eq!(office.willing + office.ordered, end.started_kpi + end.started_experience + end.started_bridge);
            for moved in events.reviews.iter().filter_map(|review| review.mandate) {
                let after = moved.before + moved.by_nps + moved.by_wins + moved.by_value - moved.decay;
                assert!((after.clamp(0.0, 1.0) - moved.after).abs() < 1e-12, "{name}: {moved:?}");
            }
            let ended = events.reviews.iter().find(|review| review.ended).map(|review| review.week);
            assert_eq!(ended, end.programme_end_week, "{name}");
            let last = events.reviews.iter().rev().find_map(|review| review.mandate);
            let turnover = events.turns.iter().rev().take_while(|turn| turn.week > 90).any(|turn| turn.officer_left);
            assert!(turnover || last.is_none_or(|moved| (moved.after - end.mandate).abs() < 1e-12), "{name}");
            sums = [sums[0] + backed, sums[1] + end.stopped, sums[2] + u64::from(ended.is_some())];
        }
    }
    assert!(sums.iter().all(|&sum| sum > 0), "nothing was backed, stopped or ended: {sums:?}");
}

#[test]
fn the_event_log_of_every_cycle_give_the_mandate_and_readiness_of_its_week() {
    for study in studies() {
        for Trace { outcome, events, .. } in traced(&study, 0) {
            assert_eq!(events.turns.len(), 91_usize.div_ceil(4));
            for turn in &events.turns {
                let week = &outcome.weeks[turn.week as usize];
                let readiness = turn.readiness.iter().sum::<f64>() / turn.readiness.len() as f64;
                let surveyed = (turn.week + 1).is_multiple_of(13);
                // Readiness falls after it was written down where requests found no time, and where the programme ends.
                let fell = readiness - week.readiness;
                assert!(fell.abs() < 1e-12 || fell > 0.0 && (turn.unserved > 0 || surveyed), "week {}", turn.week);
                assert!(surveyed || (turn.mandate - week.mandate).abs() < 1e-12, "week {}", turn.week);
            }
        }
    }
}

#[test]
fn the_same_ideas_come_up_under_every_structure() {
    let study = shipped("retail_bank", &[]);
    let traces = traced(&study, 0);
    for trace in &traces[1..] {
        assert_eq!(trace.events.ideas, traces[0].events.ideas);
    }
}

/// KPI points by which a value can change between the opening of a turn, when it is written down, and its end: requests that the
/// office has no time for cost readiness in between.
const AFTER_THE_SITTING: f64 = 0.02;

#[test]
fn what_starts_fits_the_money_and_what_waits_has_a_reason() {
    for study in studies() {
        for (structure, Trace { events, .. }) in study.structures.iter().zip(traced(&study, 2)) {
            for turn in &events.turns {
                let spent = |office: bool| -> f64 {
                    let started = turn
                        .items
                        .iter()
                        .filter(|item| matches!(item.fate, Fate::Started { by_office, .. } if by_office == office));
                    started.map(|item| events.ideas[item.idea].cost).sum()
                };
                // What is not spent is kept, up to the budgets of some cycles.
                let budgets: f64 = study.world.functions.iter().map(|function| function.budget).sum();
                let most = budgets * (1.0 + study.world.organisation.carry_over);
                assert!(spent(false) <= most + 1e-9, "{}", structure.id);
                for item in &turn.items {
                    let backed = item.say.prevails() && item.say.verdict() > Some(0.0);
                    match item.fate {
                        Fate::NotWorthIt => assert!(item.value <= AFTER_THE_SITTING && !backed, "{}", item.value),
                        Fate::NeedsBacking => assert!(events.ideas[item.idea].kind == Kind::Bridge && !backed),
                        Fate::NoMoney { left } => assert!(events.ideas[item.idea].cost > left),
                        // With money that it kept a solid function starts what it would start if left to itself.
                        Fate::Started { terms: Terms::OwnMoney, .. } => {}
                        Fate::Started { .. } | Fate::NoAttention => {
                            assert!(item.value > -AFTER_THE_SITTING || backed, "{}: {}", structure.id, item.value);
                        }
                        Fate::Stopped => assert!(item.say.prevails()),
                    }
                }
            }
        }
    }
}

#[test]
fn slots_that_there_are_not_are_left_out() {
    let study = shipped("minimal", &[]);
    let traces = Plan::new(&study.world).trace_trial(&study.regimes(), study.seed, 0, &[159, 200, u32::MAX]);
    let slots: Vec<_> = traces[0].lives.iter().map(|life| life.slot).collect();
    assert_eq!(slots, [159]);
}

#[test]
fn every_column_of_a_trace_stands_in_its_document() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/trace.md");
    let document = std::fs::read_to_string(&path).expect("readable");
    let mut renewed = document.clone();
    for (name, columns) in [("lives", life_columns()), ("events", event_columns())] {
        let mark = format!("<!-- table: {name} -->\n");
        let (before, rest) = renewed.split_once(&mark).expect("a mark");
        let (_, after) = rest.split_once("<!-- end -->").expect("an end");
        let row = |column: &ColumnDoc| format!("| `{}` | {} | {} |\n", column.name, column.unit, column.meaning);
        let rows: String = columns.iter().map(row).collect();
        renewed = format!("{before}{mark}\n| column | unit | meaning |\n|---|---|---|\n{rows}\n<!-- end -->{after}");
    }
    if std::env::var_os("RENEW_DOCS").is_some() {
        std::fs::write(&path, &renewed).expect("writable");
        return;
    }
    assert_eq!(document, renewed, "docs/trace.md is not what the code is: RENEW_DOCS=1 cargo test tracing");
}
