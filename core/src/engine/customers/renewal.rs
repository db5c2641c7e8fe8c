//! Who leaves when a contract is due.

use super::layout::{DueBlock, InUse, Part};
use super::logistic::exp_of;
use super::loyalty::Weights;
use super::routes::AWAY;
use super::state::{Block, Customer};
use super::{Customers, has_problem, mood_of};
use crate::engine::plan::{Plan, Start};
use crate::lanes::{ABREAST, Lanes, Task};
use crate::random::{Group, Purpose, RandomInputs};

/// Words for the customers of a block of places.
type Words = [[u32; 16]; 2];

/// Whose contracts are due in a week, and the random numbers of their decisions: the same under all structures.
#[derive(Clone, Debug)]
pub(crate) struct Renewals {
    /// By part.
    parts: Vec<Due>,
}

/// The places of a part whose contract is due, and words for the blocks that they are in.
#[derive(Clone, Debug)]
struct Due {
    blocks: Vec<DueBlock>,
    words: Vec<Words>,
}

/// The places of a block whose bits are set.
pub(super) fn places_of(block: usize, bits: u32) -> impl Iterator<Item = usize> {
    let mut left = bits;
    std::iter::from_fn(move || {
        let lane = left.trailing_zeros() as usize;
        let place = (left != 0).then(|| block * ABREAST + lane);
        left &= left.wrapping_sub(1);
        place
    })
}

impl Plan {
    /// Whose contracts are due in a week among the places in use, and their draws.
    pub(crate) fn renewals(&self, inputs: &RandomInputs, week: u32, in_use: &InUse) -> Renewals {
        let mut drawn = Drawn::default();
        let of_part = |(number, part): (usize, &Part)| {
            let blocks = part.due(week, in_use.end(number));
            let words = blocks.iter().map(|due| drawn.words(self, inputs, week, due.block)).collect();
            Due { blocks, words }
        };
        Renewals { parts: self.layout.parts.iter().enumerate().map(of_part).collect() }
    }
}

/// Sixteen ChaCha blocks: renewal words of 256 places, word p % 16 of block p / 16 for place p.
#[derive(Default)]
struct Drawn {
    group: Option<usize>,
    words: Group,
}

impl Drawn {
    fn words(&mut self, plan: &Plan, inputs: &RandomInputs, week: u32, block: usize) -> Words {
        const PLACES: usize = 256;
        let first = block * ABREAST;
        if self.group != Some(first / PLACES) {
            self.group = Some(first / PLACES);
            inputs.fill(plan.form, Purpose::Renewal, week, (first / PLACES) as u32, &mut self.words);
        }
        let half = |place: usize| std::array::from_fn(|word| self.words.word(place % PLACES / 16, word));
        [half(first), half(first + 16)]
    }
}

impl Customers {
    /// Lets customers decide whose contract is due in a week: each leaves with probability
    /// Λ(a + shift − κ·S + ψ·[problem]).
    pub(crate) fn renew(&mut self, plan: &Plan, start: &Start, renewals: &Renewals) {
        for (part, due) in plan.layout.parts.iter().zip(&renewals.parts) {
            let segment = part.segment;
            let weights = Weights::new(&plan.world.customer, start.shifts[segment]);
            for (blocks, words) in due.blocks.chunks(FEW).zip(due.words.chunks(FEW)) {
                let deciding = Deciding { customers: self, blocks, words, weights, gone: plan.gone() as u32 };
                for (due, decided) in blocks.iter().zip(plan.form.run(deciding)) {
                    let count = |bits: u32| u64::from((bits & due.places).count_ones());
                    let problem = count(decided.problem);
                    self.due[segment].problem += problem;
                    self.due[segment].calm += count(decided.present) - problem;
                    for place in places_of(due.block, due.places & decided.leaving) {
                        self.end_contract(plan, segment, place);
                    }
                }
            }
        }
    }

    /// A contract that is due ends.
    fn end_contract(&mut self, plan: &Plan, segment: usize, place: usize) {
        let due = &mut self.due[segment];
        let left = if has_problem(plan, &self.blocks[place / ABREAST].get(place % ABREAST)) {
            &mut due.problem_left
        } else {
            &mut due.calm_left
        };
        *left += 1;
        self.leave(plan, segment, place);
    }

    pub(super) fn leave(&mut self, plan: &Plan, segment: usize, place: usize) {
        let slot = plan.layout.slot_of_place[place] as usize;
        let customer = self.at(place);
        self.leavers[customer.row as usize % (plan.gone() + 1)] += 1;
        self.mood_sums[segment].iter_mut().zip(mood_of(plan, customer)).for_each(|(sum, one)| *sum -= one);
        self.put(place, Customer { row: plan.gone() as u8, satisfaction: 0.0, freshness: 0.0, ..customer });
        self.free_slots[slot / 64] |= 1 << (slot % 64);
        self.in_firm[segment] -= 1;
        if self.life(place) == 0 {
            self.cohort[segment] -= 1;
        }
    }

    /// Customers of the firm that had no contact in the week they left are counted at `away`.
    pub(crate) fn leavers_at(&self, touchpoint: usize) -> u64 {
        self.leavers[AWAY + 1 + touchpoint]
    }
}

/// What the customers of a block decide, whether their contract is due or not: a bit for each.
#[derive(Clone, Copy, Debug, Default)]
struct Decided {
    /// Who would leave.
    leaving: u32,
    /// Who is in the firm.
    present: u32,
    /// Who has an open problem.
    problem: u32,
}

/// Blocks that decide at once: no memory need be found for what they decide.
const FEW: usize = 16;

/// A few blocks of customers at their renewal, with their words.
struct Deciding<'a> {
    customers: &'a Customers,
    blocks: &'a [DueBlock],
    words: &'a [Words],
    weights: Weights,
    gone: u32,
}

impl Task for Deciding<'_> {
    /// What each of the blocks decides; nothing beyond them.
    type Output = [Decided; FEW];

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) -> [Decided; FEW] {
        let loyalty = self.customers.loyalty.as_chunks().0;
        let mut decided = [Decided::default(); FEW];
        for ((decided, due), words) in decided.iter_mut().zip(self.blocks).zip(self.words) {
            let (block, loyalty) = (&self.customers.blocks[due.block], &loyalty[due.block]);
            for at in (0..ABREAST).step_by(L::N) {
                self.decide(lanes, (block, loyalty, words), at, decided);
            }
        }
        decided
    }
}

impl Deciding<'_> {
    /// u < Λ(y), written as u·(1 + e⁻ʸ) < 1: no division, and probabilities near 0 keep their digits.
    #[inline(always)]
    fn decide<L: Lanes>(
        &self,
        l: L,
        (block, loyalty, words): (&Block, &[f32; ABREAST], &Words),
        at: usize,
        decided: &mut Decided,
    ) {
        let rows = l.load_bytes(&block.row, at);
        let odds = odds_of_staying(l, self.weights, (block, loyalty), self.gone, at);
        let word = l.load_u(&words[at / 16], at % 16);
        let leaves = l.less(l.mul(uniform(l, word), l.add(l.splat(1.0), odds)), l.splat(1.0));
        let absent = l.same(rows, l.splat_u(self.gone));
        let troubled = l.less(l.splat(self.gone as f32), l.to_f(rows));
        decided.leaving |= l.mask_bits(l.except(leaves, absent)) << at;
        decided.present |= l.mask_bits(l.except(l.less(l.splat(-1.0), l.to_f(rows)), absent)) << at;
        decided.problem |= l.mask_bits(troubled) << at;
    }
}

/// e⁻ʸ, y being the log-odds of leaving of `N` customers from `at` on.
#[inline(always)]
pub(super) fn odds_of_staying<L: Lanes>(
    l: L,
    weights: Weights,
    (block, loyalty): (&Block, &[f32; ABREAST]),
    gone: u32,
    at: usize,
) -> L::F {
    exp_of(l, l.sub(l.splat(0.0), weights.log_odds(l, block, loyalty, gone, at)))
}

/// A number inside (0, 1) from the upper 24 bits of a word.
#[inline(always)]
pub(crate) fn uniform<L: Lanes>(l: L, word: L::U) -> L::F {
    l.mul(l.add(l.to_f(l.shift_right::<8>(word)), l.splat(0.5)), l.splat(1.0 / 16_777_216.0))
}

#[cfg(test)]
mod tests {
    use super::super::Due as Counted;
    use super::super::tests::recounted;
    use super::*;
    use crate::engine::sample;

    /// The probability with which a customer of log-odds −1.5 leaves: the share of words that make it leave.
    fn probability(satisfaction: f32, problem: bool, change: impl Fn(&mut crate::model::World)) -> f64 {
        let mut world = sample::world();
        change(&mut world);
        let plan = Plan::new(&world);
        let mut customers = Customers::new(&plan, &RandomInputs::new(1, 0));
        let first = customers.at(0);
        let row = first.row + if problem { plan.gone() as u8 + 1 } else { 0 };
        customers.put(0, Customer { satisfaction, row, ..first });
        customers.loyalty[0] = -1.5;
        let shift = sample::start(&plan).shifts[0];
        let (mut leaves, mut stays) = (0, u32::MAX);
        while stays - leaves > 1 {
            let middle = leaves + (stays - leaves) / 2;
            let (blocks, words) = (&[DueBlock { block: 0, places: 1 }], &[[[middle; 16]; 2]]);
            let weights = Weights::new(&plan.world.customer, shift);
            let deciding = Deciding { customers: &customers, blocks, words, weights, gone: plan.gone() as u32 };
            if plan.form.run(deciding)[0].leaving & 1 == 1 { leaves = middle } else { stays = middle }
        }
        f64::from(stays) / 4_294_967_296.0
    }

    /// Λ(y).
    fn logistic(y: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-y))
    }

    #[test]
    fn who_is_as_satisfied_as_the_start_leaves_as_the_segment_does() {
        // Log-odds −1.5, and 1.5·(0 − .1) as a tenth had a problem at the start.
        assert!((probability(0.7, false, |_| ()) - logistic(-1.65)).abs() < 1e-6);
    }

    #[test]
    fn dissatisfaction_and_an_open_problem_raise_the_log_odds_of_leaving() {
        // −1.5 − 5·(.6 − .7) + 1.5·(1 − .1) = .35, and without the problem −1.15
        assert!((probability(0.6, true, |_| ()) - 0.586_617_6).abs() < 1e-6);
        assert!((probability(0.6, false, |_| ()) - 0.240_489_1).abs() < 1e-6);
    }

    #[test]
    fn without_sensitivity_only_the_customers_own_log_odds_count() {
        let insensitive = |world: &mut crate::model::World| {
            world.customer.churn_sensitivity = 0.0;
            world.customer.churn_problem = 0.0;
        };
        for (satisfaction, problem) in [(0.1, true), (0.9, false)] {
            assert!((probability(satisfaction, problem, insensitive) - logistic(-1.5)).abs() < 1e-6);
        }
    }

    #[test]
    fn contracts_are_counted_by_who_had_an_open_problem_and_by_who_left() {
        let plan = Plan::new(&sample::world());
        let (start, inputs) = (sample::start(&plan), RandomInputs::new(1, 0));
        let mut customers = Customers::new(&plan, &inputs);
        // Every second customer leaves at once, every third has a problem; who has left is not due again.
        customers.loyalty.iter_mut().enumerate().for_each(|(place, a)| *a = if place % 2 == 0 { 60.0 } else { -60.0 });
        for place in (0..105).step_by(3) {
            let row = plan.gone() as u8 + 1;
            customers.put(place, Customer { row, ..customers.at(place) });
        }
        customers.mood_sums = recounted(&plan, &customers);
        for week in 0..26 {
            customers.renew(&plan, &start, &plan.renewals(&inputs, week, &plan.in_use([&customers])));
        }
        // Of 105 quarterly customers 35 have a problem, 18 of them at even places, where 53 leave in the first quarter.
        let quarterly = Counted { calm: 70 + 35, calm_left: 35, problem: 35 + 17, problem_left: 18 };
        assert_eq!(customers.due[0], quarterly);
        let half_yearly = Counted { calm: 45, calm_left: 23, problem: 0, problem_left: 0 };
        assert_eq!(customers.due[1], half_yearly);
    }

    #[test]
    fn only_those_whose_contract_is_due_can_leave() {
        let plan = Plan::new(&sample::world());
        let (start, inputs) = (sample::start(&plan), RandomInputs::new(1, 0));
        let mut customers = Customers::new(&plan, &inputs);
        customers.loyalty.fill(60.0);
        for week in 0..13 {
            let due =
                |part: &Part| part.due(week, part.range.end).iter().map(|due| due.places.count_ones()).sum::<u32>();
            let due: u32 = plan.layout.parts.iter().filter(|part| !part.is_room).map(due).sum();
            let before = customers.count();
            customers.renew(&plan, &start, &plan.renewals(&inputs, week, &plan.in_use([&customers])));
            assert_eq!(before - customers.count(), u64::from(due), "all who are due leave in week {week}");
        }
        assert_eq!(customers.in_firm[0], 0, "every quarterly contract has been due");
        assert!((22..=23).contains(&customers.in_firm[1]), "half of the half-yearly ones have not");
    }
}
