//! Money and time: what is carried over, what solid functions keep, what committees and reorganisations cost, and the pace.

use super::*;
use crate::engine::organisation::candidate::think;
use crate::random::RandomInputs;

fn wanted(touchpoint: usize, kpi: f64, cost: f64) -> Candidate {
    Candidate { kpi, cost, ..candidate(Kind::Kpi, touchpoint) }
}

#[test]
fn what_is_not_spent_is_carried_over_up_to_two_budgets() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let after = |cycles: u32, cost: f64| {
        let mut organisation = organisation(&plan, &siloed);
        for cycle in 0..cycles {
            organisation.start_initiatives(&plan, at(4 * cycle), &attention(&plan));
        }
        wait(&mut organisation, [wanted(WEB, 9.0, cost)]);
        organisation.start_initiatives(&plan, at(4 * cycles), &attention(&plan));
        organisation.projects.len()
    };
    assert_eq!([after(0, 1.41), after(1, 1.41), after(1, 2.79), after(1, 2.81)], [0, 1, 1, 0]);
    assert_eq!([after(2, 4.19), after(9, 4.19), after(9, 4.21)], [1, 1, 0], "two budgets and the cycle's own");
}

#[test]
fn money_that_was_spent_is_not_carried_over() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    wait(&mut organisation, [wanted(WEB, 5.0, 1.0), wanted(SHOP, 5.0, 1.7)]);
    organisation.start_initiatives(&plan, at(0), &attention(&plan));
    assert_eq!(organisation.projects.len(), 1);
    organisation.start_initiatives(&plan, at(4), &attention(&plan));
    assert_eq!(organisation.projects.len(), 2, ".4 and 1.4 make 1.8");
    wait(&mut organisation, [wanted(WEB, 5.0, 1.6)]);
    organisation.start_initiatives(&plan, at(8), &attention(&plan));
    assert_eq!(organisation.projects.len(), 2, ".1 and 1.4 are left");
}

#[test]
fn the_budget_of_the_office_is_not_carried_over() {
    let levers = Levers { budget: 1.0, ..LEVERS };
    let (plan, dotted) =
        (plan(|world| world.functions[SALES].budget = 0.0), sample::structure([Line::Dotted; 3], levers));
    let mut organisation = organisation(&plan, &dotted);
    organisation.start_initiatives(&plan, at(0), &attention(&plan));
    wait(&mut organisation, [wanted(WEB, 5.0, 1.1)]);
    back(&mut organisation, 1.0);
    organisation.start_initiatives(&plan, at(4), &attention(&plan));
    assert_eq!(organisation.projects.len(), 0);
}

/// What starts of candidates of sales, whose solid line is accepted by .52: terms and KPI.
fn solid_sales(span: f64, candidates: Vec<Candidate>) -> Vec<(Terms, f64)> {
    let plan = plan(|_| ());
    let structure = sample::structure([Line::Solid, Line::None, Line::None], Levers { span, ..LEVERS });
    let mut organisation = organisation(&plan, &structure);
    wait(&mut organisation, candidates);
    organisation.start_initiatives(&plan, at(0), &attention(&plan));
    organisation.projects.iter().map(|project| (project.terms, project.candidate.kpi)).collect()
}

#[test]
fn a_solid_function_spends_on_its_own_what_it_does_not_pool() {
    // .48 of 1.4 · (1 − .036) is .648; the group has .702 and looks after nothing.
    let own = |candidates| solid_sales(0.0, candidates);
    assert_eq!(own(vec![wanted(WEB, 2.0, 0.647)]), [(Terms::OwnMoney, 2.0)]);
    assert_eq!(own(vec![wanted(WEB, 2.0, 0.649)]), []);
    assert_eq!(own(vec![wanted(WEB, 2.0, 0.4), wanted(SHOP, 3.0, 0.5)]), [(Terms::OwnMoney, 3.0)], "the best first");
    assert_eq!(own(vec![wanted(WEB, 0.1, 0.4)]), [], "not what it does not want");
    assert_eq!(own(vec![Candidate { cost: 0.4, kpi: 9.0, ..bridge(WEB, BILLING) }]), [], "no bridges");
    assert_eq!(own(vec![wanted(BILLING, 2.0, 0.5)]), [(Terms::Own, 2.0)], "finance has no solid line");
    let both = solid_sales(1.0, vec![wanted(WEB, 2.0, 0.6), wanted(SHOP, 3.0, 0.6)]);
    assert_eq!(both, [(Terms::Willing, 3.0), (Terms::OwnMoney, 2.0)], "after the group");
}

#[test]
fn committees_cost_what_they_take_from_budgets() {
    let (plan, structure) = (plan(|_| ()), structure([Line::Dotted, Line::Advisory, Line::None], 1.0));
    let mut organisation = organisation(&plan, &structure);
    organisation.readiness = vec![0.4, 0.9, 0.1];
    organisation.start_initiatives(&plan, at(0), &attention(&plan));
    assert_close(organisation.bill.committees, 1.4 * (0.08 * 1.2 + 0.01 * 0.2));
    let mut heavy = structure.clone();
    heavy.regime.line_table.of_mut(Line::Dotted).levy = share(0.8);
    let mut organisation = self::organisation(&plan, &heavy);
    organisation.readiness = vec![0.1, 1.0, 0.1];
    organisation.start_initiatives(&plan, at(0), &attention(&plan));
    assert_close(organisation.bill.committees, 1.4);
}

#[test]
fn a_reorganisation_is_paid_once_for_each_function_when_its_solid_line_begins() {
    let plan = plan(|_| ());
    let paid = |transition_weeks| {
        let structure =
            sample::structure([Line::Solid, Line::Solid, Line::Dotted], Levers { transition_weeks, ..LEVERS });
        let mut organisation = organisation(&plan, &structure);
        [0, 4, 8].map(|week| {
            organisation.start_initiatives(&plan, at(week), &attention(&plan));
            organisation.bill.reorganised
        })
    };
    assert_eq!(paid(52), [2, 0, 0]);
    assert_eq!(paid(0), [0, 0, 0], "without a transition nothing is reorganised");
}

#[test]
fn in_transition_a_gain_in_ones_own_number_counts_half() {
    let plan = plan(|_| ());
    let structure = sample::structure([Line::Solid, Line::None, Line::None], Levers { transition_weeks: 40, ..LEVERS });
    let kpi = |week: u32, change: f64| {
        let mut organisation = organisation(&plan, &structure);
        let work = Candidate { kpi: change, ..candidate(Kind::Kpi, WEB) };
        organisation.projects = vec![Project { end_cycle: week / 4, ..ending(work, Terms::Willing) }];
        organisation.finish_projects(&plan, at(week));
        organisation.kpi[SALES]
    };
    // 40 · 1.6 weeks; solid functions gain .85
    assert_close(kpi(60, 1.0), 0.85 * 0.5);
    assert_close(kpi(60, -1.0), -1.0);
    assert_close(kpi(64, 1.0), 0.85);
}

#[test]
fn committees_make_initiatives_under_a_dotted_line_last_longer() {
    let end = |line, delay, readiness: f64| {
        let (plan, structure) = (plan(|_| ()), structure([line; 3], 0.0));
        let mut organisation = organisation(&plan, &structure);
        organisation.readiness.fill(readiness);
        wait(&mut organisation, [Candidate { delay, duration_cycles: 2, ..wanted(WEB, 9.0, 0.1) }]);
        organisation.start_initiatives(&plan, at(8), &attention(&plan));
        organisation.projects[0].end_cycle
    };
    // ⌊.5 · 2 · .6 + u⌋ cycles at readiness .4, ⌊1 + u⌋ at 0
    assert_eq!([0.39, 0.41].map(|delay| end(Line::Dotted, delay, 0.4)), [4, 5]);
    assert_eq!([0.01, 0.99].map(|delay| end(Line::Dotted, delay, 0.0)), [5, 5]);
    assert_eq!([Line::None, Line::Advisory, Line::Solid].map(|line| end(line, 0.99, 0.0)), [4; 3]);
    assert_eq!(end(Line::Dotted, 0.99, 1.0), 4);
}

#[test]
fn a_cycle_of_two_weeks_brings_half_of_everything() {
    let fast = plan(|world| world.clock.cycle_weeks = 2);
    assert_eq!(fast.pace, 0.5);
    assert_close(fast.share_per_cycle(0.19), 0.1);
    assert_eq!([1, 3, 6].map(|four_weeks| fast.cycles(four_weeks)), [2, 6, 12]);
    let slow = plan(|world| world.clock.cycle_weeks = 13);
    assert_eq!([1, 2, 6].map(|four_weeks| slow.cycles(four_weeks)), [1, 1, 2]);
    let thoughts =
        |plan: &Plan, cycles| (0..cycles).map(|cycle| think(plan, &RandomInputs::new(1, 0), cycle).len()).sum();
    let (as_usual, twice_as_often): (usize, usize) = (thoughts(&plan(|_| ()), 1_000), thoughts(&fast, 2_000));
    assert!(as_usual.abs_diff(twice_as_often) < 400, "{as_usual} and {twice_as_often} candidates of some 4,200");
}

#[test]
fn two_fast_cycles_wear_off_what_one_of_four_weeks_does_and_bring_its_money() {
    let (usual, fast) = (plan(|_| ()), plan(|world| world.clock.cycle_weeks = 2));
    let siloed = structure([Line::Dotted; 3], 0.0);
    let [mut once, mut twice] = [&usual, &fast].map(|plan| {
        let mut organisation = organisation(plan, &siloed);
        (organisation.kpi, organisation.readiness) = (vec![10.0; 3], vec![0.9; 3]);
        organisation
    });
    once.erode(&usual);
    twice.erode(&fast);
    twice.erode(&fast);
    assert_close(once.quality[WEB], twice.quality[WEB]);
    assert_close(once.readiness[SALES], twice.readiness[SALES]);
    assert_close(once.kpi[SALES], twice.kpi[SALES]);
    once.start_initiatives(&usual, at(0), &attention(&usual));
    let mut committees = 0.0;
    for cycle in [0, 1] {
        twice.start_initiatives(&fast, Moment { week: 2 * cycle, cycle }, &attention(&fast));
        committees += twice.bill.committees;
    }
    assert_close(once.bill.committees, committees);
}

#[test]
fn a_fast_cycle_brings_its_part_of_the_budget_of_four_weeks() {
    let fast = plan(|world| world.clock.cycle_weeks = 2);
    let starts = |cost: f64| {
        let siloed = structure([Line::None; 3], 0.0);
        let mut organisation = organisation(&fast, &siloed);
        wait(&mut organisation, [wanted(WEB, 9.0, cost)]);
        organisation.start_initiatives(&fast, at(0), &attention(&fast));
        organisation.projects.len()
    };
    assert_eq!([starts(0.69), starts(0.71)], [1, 0], "half of 1.4");
}

#[test]
fn time_for_less_than_one_case_a_cycle_adds_up() {
    use crate::engine::organisation::start::due;
    let all = |each: f64| (0..8).map(|cycle| due(each, cycle)).collect::<Vec<_>>();
    assert_eq!(all(0.5), [0, 1, 0, 1, 0, 1, 0, 1]);
    assert_eq!(all(2.5), [2, 3, 2, 3, 2, 3, 2, 3]);
    assert_eq!(all(4.0), [4; 8]);
}
