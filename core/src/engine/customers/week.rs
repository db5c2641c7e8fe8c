//! The customer week, fast: the benchmarked hot loop.
//!
//! # Layout
//! Customers are kept in blocks of 32 neighbours of one segment, one array per variable ([`super::state`]). Their two words
//! of random numbers lie side by side in a [`Group`]. Short passes over four blocks, so that the processor can overlap customers:
//!
//! 1. *where*: a 16-bit uniform against the thresholds of the customer's row picks a step ([`Lanes::reach`]);
//! 2. *what*: the step's encounter is put together from three small tables that fit into registers ([`Lanes::look_up`]),
//!    or fetched where they do not fit or the form has none ([`Lanes::fetch`]); noise makes an experience of it;
//! 3. *live*: satisfaction, expectation, problems are plain arithmetic on vectors, conditions are masks; where encounters
//!    are fetched this is one pass with the one before where fetching twice costs more ([`Lanes::SHORT_PASSES`]);
//! 4. *count*: one addition per contact to the 64-bit tally of its step ([`Lanes::count`], [`Lanes::settle`]);
//! 5. *mood*: satisfaction, expectation and problems are added up.
//!
//! Written once over [`Lanes`]; [`crate::lanes::Form`] decides whether vectors are arrays, AVX2 or AVX-512.
//!
//! # Words
//! First word: upper half journey, lower half failure. Second word: the sum of its four bytes is the noise of the
//! experience (four-fold Irwin–Hall: mean and variance of the normal, within ±3.45 standard deviations).
//!
//! # Tally
//! Per step one `u64`: contacts in bits 48–63, problems opened or solved in bits 32–47, experience in units of 2⁻¹⁶ in
//! bits 0–31. [`Tally::spill`] must be called at least every [`TALLY_LIMIT`] customers. Integers: exact in any order.
//!
//! # Why the bits are the same everywhere
//! `f32` additions and multiplications in one written order, no fused multiply-add, no platform functions, minima and
//! maxima as compare-and-select.
//!
//! # What must change together
//! The plain twin in [`super::plain`] computes the same bits the obvious way; the test `the_fast_week_equals_the_plain_one_bit_for_bit`
//! holds all forms together. A change of words or order changes published values: raise `SAMPLING_CONTRACT`, say so in
//! CHANGELOG.md. Instruction counts are gated: see docs/performance.md.

use super::encounters::{Encounters, burden, noise_per_byte};
use super::person::Steps;
use super::routes::{BORDER_SHIFT, CONTACT_BIT, PROBLEM_BIT, Routes, SOLVES_BIT};
use super::state::Block;
use crate::lanes::{ABREAST, Countable, ENTRIES, KEPT, Lanes, Places, Quad, Thresholds, Undecided};
use crate::model::CustomerParameters;
use crate::random::Group;

/// Customers after which a tally must be spilled.
pub(crate) const TALLY_LIMIT: usize = 1 << 15;

/// Units of experience in a tally.
pub(crate) const EXPERIENCE_UNITS: f32 = 65_536.0;

/// The customer's parameters as the loop uses them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// Experience per unit of the sum of four bytes.
    pub(crate) noise_per_byte: f32,
    /// Experience per unit of a person's byte.
    pub(crate) person_per_byte: f32,
    pub(crate) gain: f32,
    pub(crate) loss: f32,
    /// A contact fails if the 16-bit uniform, counted from its end, is below risk · (base − slope · experience).
    pub(crate) failure_base: f32,
    pub(crate) failure_slope: f32,
    pub(crate) recovery: f32,
    /// What an open problem takes from an experience.
    pub(crate) burden: f32,
    /// Share of a surprise that moves the expectation.
    pub(crate) learning: f32,
    /// What is left of a problem's freshness after a week.
    pub(crate) fade: f32,
    pub(crate) drift: f32,
}

impl Rules {
    pub(crate) fn new(customer: &CustomerParameters, steps: &Steps) -> Rules {
        let fade = libm::exp(-1.0 / customer.recovery_decay_weeks) as f32;
        Rules {
            noise_per_byte: noise_per_byte(customer) as f32,
            person_per_byte: steps.effect_per_byte(customer) as f32,
            gain: customer.disconfirmation as f32,
            loss: (customer.disconfirmation * customer.loss_aversion) as f32,
            failure_base: (65_536.0 * (1.0 - customer.success_base) - 0.5) as f32,
            failure_slope: (65_536.0 * customer.success_slope) as f32,
            recovery: customer.recovery as f32,
            burden: burden(customer),
            learning: customer.expectation_learning as f32,
            fade,
            drift: customer.expectation_drift as f32,
        }
    }
}

/// Counts of the week of all who have one journey, by step.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// What was counted since the last spill; as long as the table of encounters, and 32 places for who is not counted.
    packed: Vec<u64>,
    /// What was counted before; empty until a first spill.
    spilled: Vec<Count>,
}

/// What happened to those who took a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Customers who took the step.
    pub(crate) taken: u64,
    /// Problems that opened (steps without a problem) or were solved (steps with one).
    pub(crate) events: u64,
    /// Sum of experience, in units of 2⁻¹⁶.
    pub(crate) experience: u64,
}

impl Count {
    /// Of packed counts.
    pub(crate) fn unpacked(packed: u64) -> Count {
        Count { taken: Count::taken(packed), events: packed >> 32 & 0xFFFF, experience: packed & 0xFFFF_FFFF }
    }

    /// Customers among packed counts.
    pub(crate) fn taken(packed: u64) -> u64 {
        packed >> 48
    }

    pub(crate) fn add(&mut self, other: Count) {
        self.taken += other.taken;
        self.events += other.events;
        self.experience += other.experience;
    }
}

impl Tally {
    /// An empty tally of a journey's steps.
    pub(crate) fn new(routes: &Routes) -> Tally {
        Tally { packed: vec![0; routes.places() + ABREAST], spilled: Vec::new() }
    }

    /// What happened at some steps.
    pub(crate) fn count(&self, steps: &[usize]) -> Count {
        let mut count = Count::unpacked(self.packed(steps));
        count.add(self.spilled(steps));
        count
    }

    /// What was counted at some steps since the last spill, packed. Counts of all steps of all journeys have room in one, as
    /// they are of few enough customers.
    pub(crate) fn packed(&self, steps: &[usize]) -> u64 {
        steps.iter().map(|&step| self.packed[step]).sum()
    }

    /// Whether counts were spilled.
    pub(crate) fn has_spilled(&self) -> bool {
        !self.spilled.is_empty()
    }

    /// What was counted at some steps before the last spill.
    pub(crate) fn spilled(&self, steps: &[usize]) -> Count {
        let mut count = Count::default();
        if self.has_spilled() {
            steps.iter().for_each(|&step| count.add(self.spilled[step]));
        }
        count
    }

    /// Moves the packed counts of at most [`TALLY_LIMIT`] customers to wide ones.
    pub(crate) fn spill(&mut self) {
        self.spilled.resize(self.packed.len(), Count::default());
        for (wide, packed) in self.spilled.iter_mut().zip(&mut self.packed) {
            wide.add(Count::unpacked(std::mem::take(packed)));
        }
    }

    /// Forgets all counts.
    pub(crate) fn clear(&mut self) {
        self.packed.fill(0);
        self.spilled.clear();
    }

    /// Counts one customer at a step.
    pub(crate) fn enter(&mut self, step: usize, packed: u64) {
        self.packed[step] += packed;
    }
}

/// What one batch of customers leaves behind, and room to work.
pub(crate) struct Scratch<L: Lanes> {
    /// Sums of satisfaction, expectation (in units of 2⁻²²) and open problems over customers in the firm, lane by lane: with
    /// four lanes those of 4,096 customers fit into 32 bits.
    mood: [L::U; 3],
    kept: L::Kept,
    experiences: [[f32; ABREAST]; BLOCKS],
}

impl<L: Lanes> Scratch<L> {
    #[inline(always)]
    pub(crate) fn new(lanes: L) -> Scratch<L> {
        let experiences = [[0.0; ABREAST]; BLOCKS];
        Scratch { mood: [lanes.splat_u(0); 3], kept: L::NOBODY, experiences }
    }

    /// Adds the mood of a segment's customers to its sums.
    #[inline(always)]
    pub(crate) fn settle_mood(&mut self, lanes: L, sums: &mut MoodSums) {
        for (sum, few) in sums.iter_mut().zip(&mut self.mood) {
            *sum += lanes.total(*few);
            *few = lanes.splat_u(0);
        }
    }
}

/// One journey's tables in a week.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'a> {
    pub(crate) routes: &'a Routes,
    pub(crate) thresholds: &'a Thresholds,
    pub(crate) encounters: &'a Encounters,
}

/// One week of up to four blocks of a segment, with the rows of words of their customers.
#[inline(always)]
pub(crate) fn week<L: Lanes>(
    lanes: L,
    rules: &Rules,
    tables: Tables<'_>,
    words: &[[u32; 16]],
    blocks: &mut [Block],
    tally: &mut Tally,
    scratch: &mut Scratch<L>,
) {
    match InRegisters::of(tables.encounters).filter(|_| L::LOOKS_UP) {
        Some(source) => week_from(lanes, rules, tables, source, words, blocks, tally, scratch),
        None => week_from(lanes, rules, tables, Fetched(&tables.encounters.quads), words, blocks, tally, scratch),
    }
}

#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "those of `week`, and where encounters come from")]
fn week_from<L: Lanes, S: Source>(
    lanes: L,
    rules: &Rules,
    tables: Tables<'_>,
    source: S,
    words: &[[u32; 16]],
    blocks: &mut [Block],
    tally: &mut Tally,
    scratch: &mut Scratch<L>,
) {
    let words: &[[[u32; 16]; 4]] = words.as_chunks().0;
    if let (Some(words), Some(blocks)) = (words.first_chunk::<BLOCKS>(), blocks.as_chunks_mut().0.first_mut()) {
        return together(lanes, rules, tables, source, words, blocks, tally, scratch);
    }
    for (words, block) in words.iter().zip(blocks) {
        let (words, block) = (std::array::from_ref(words), std::array::from_mut(block));
        together(lanes, rules, tables, source, words, block, tally, scratch);
    }
}

/// One week of `RUNS` blocks, whose steps are found together.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "those of `week`, and where encounters come from")]
fn together<L: Lanes, S: Source, const RUNS: usize>(
    lanes: L,
    rules: &Rules,
    tables: Tables<'_>,
    source: S,
    words: &[[[u32; 16]; 4]; RUNS],
    blocks: &mut [Block; RUNS],
    tally: &mut Tally,
    scratch: &mut Scratch<L>,
) {
    let undecided = |run: usize| Undecided { rows: &blocks[run].row, words: [&words[run][0], &words[run][2]] };
    let steps = lanes.reach(tables.thresholds, std::array::from_fn::<_, RUNS, _>(undecided));
    let apart = S::CHEAP || L::SHORT_PASSES;
    if apart {
        for run in 0..RUNS {
            for at in (0..ABREAST).step_by(L::N) {
                let met = source.encounter(lanes, rules, &steps[run], at);
                let experience = experience(lanes, rules, &met, &blocks[run], &words[run], at);
                lanes.store(experience, &mut scratch.experiences[run], at);
            }
        }
    }
    for run in 0..RUNS {
        for at in (0..ABREAST).step_by(L::N) {
            let met = source.encounter(lanes, rules, &steps[run], at);
            let experience = if apart {
                lanes.load(&scratch.experiences[run], at)
            } else {
                experience(lanes, rules, &met, &blocks[run], &words[run], at)
            };
            let counted = live(lanes, rules, tables, &words[run], met, experience, &mut blocks[run], at);
            lanes.count(counted, &steps[run], at, &mut tally.packed, &mut scratch.kept);
        }
    }
    lanes.settle(&mut scratch.kept, &mut tally.packed);
    add_mood(lanes, blocks, tables.routes.gone() as u32, &mut scratch.mood);
}

/// Blocks of a group of words.
pub(crate) const BLOCKS: usize = Group::CUSTOMERS / ABREAST;

const _: () = assert!(BLOCKS * ABREAST <= KEPT, "customers are settled after each group");

/// Pass 2: the experience of `N` customers from `at` on.
#[inline(always)]
fn experience<L: Lanes>(
    l: L,
    rules: &Rules,
    met: &Encounter<L>,
    block: &Block,
    words: &[[u32; 16]; 4],
    at: usize,
) -> L::F {
    let person = l.mul(l.to_f(l.load_bytes(&block.person, at)), l.splat(rules.person_per_byte));
    let noise = l.load_u(&words[at / 16 * 2 + 1], at % 16);
    let noise = l.mul(l.to_f(l.sum_of_bytes(noise)), l.splat(rules.noise_per_byte));
    l.min(l.max(l.add(l.add(met.base, person), noise), l.splat(0.0)), l.splat(1.0))
}

/// Pass 3: what the contact does to `N` customers from `at` on; returns what is to be counted.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "one flat pass; a struct would only rename its locals")]
fn live<L: Lanes>(
    l: L,
    rules: &Rules,
    tables: Tables<'_>,
    words: &[[u32; 16]; 4],
    met: Encounter<L>,
    experience: L::F,
    block: &mut Block,
    at: usize,
) -> Countable<L> {
    let (zero, one) = (l.splat(0.0), l.splat(1.0));
    let journey = l.load_u(&words[at / 16 * 2], at % 16);
    let Encounter { pull, risk, marks, .. } = met;
    let contact = l.bit::<CONTACT_BIT>(marks);

    // Satisfaction. Where something that is not negative is added later, 1 is the limit only then.
    let expectation = l.load(&block.expectation, at);
    let surprise = l.sub(experience, expectation);
    let weight = l.select(l.less(surprise, zero), l.splat(rules.loss), l.splat(rules.gain));
    let impression = l.add(experience, l.mul(surprise, weight));
    let satisfaction = l.load(&block.satisfaction, at);
    let satisfaction = l.max(l.add(satisfaction, l.mul(pull, l.sub(impression, satisfaction))), zero);

    // Failure, problems that open or are solved. Without a contact the risk is 0.
    let uniform = l.to_f(l.and_u(l.xor_u(journey, l.splat_u(0xFFFF)), l.splat_u(0xFFFF)));
    let failure = l.sub(l.splat(rules.failure_base), l.mul(l.splat(rules.failure_slope), experience));
    let failing = l.mul(risk, failure);
    let opened = l.less_without::<PROBLEM_BIT>(marks, uniform, failing);
    let solved = l.not_less_with::<SOLVES_BIT>(marks, uniform, failing);
    // Only who has a problem can solve it.
    let unsolved = l.differ(l.bit::<PROBLEM_BIT>(marks), solved);

    let freshness = l.load(&block.freshness, at);
    let recovery = l.keep(solved, l.mul(l.splat(rules.recovery), freshness));
    l.store(l.min(l.add(satisfaction, recovery), one), &mut block.satisfaction, at);
    let aged = l.keep(unsolved, l.mul(freshness, l.splat(rules.fade)));
    l.store(l.select(opened, l.splat(rules.fade), aged), &mut block.freshness, at);
    // No step from one number within 0 and 1 towards another leads below 0.
    let learned = l.add(expectation, l.keep(contact, l.mul(l.splat(rules.learning), surprise)));
    l.store(l.min(l.add(learned, l.splat(rules.drift)), one), &mut block.expectation, at);
    let troubled = l.add_u(marks, l.splat_u(tables.routes.nodes as u32));
    l.store_bytes(l.select_u(l.either(opened, unsolved), troubled, marks), &mut block.row, at);

    let units = l.round(l.mul(experience, l.splat(EXPERIENCE_UNITS)));
    Countable { units, event: l.either(opened, solved), contact }
}

/// Units in which numbers from 0 to 1 are added up.
pub(crate) const UNITS: f32 = 4_194_304.0;

/// Sums of satisfaction, expectation (in units of 2⁻²²) and open problems over customers in the firm.
pub(crate) type MoodSums = [u64; 3];

/// Pass 5: adds the mood of the customers of some blocks who have not left.
#[inline(always)]
fn add_mood<L: Lanes>(l: L, blocks: &[Block], gone: u32, sums: &mut [L::U; 3]) {
    let mut few = *sums;
    for block in blocks {
        for at in (0..ABREAST).step_by(L::N) {
            let rows = l.load_bytes(&block.row, at);
            let left = l.same(rows, l.splat_u(gone));
            // Rows with a problem come after `gone`: the highest bit of the sum is set.
            let problem = l.shift_right::<31>(l.add_u(rows, l.splat_u(0x7FFF_FFFF - gone)));
            // Nobody's satisfaction is 0; expectations go on rising.
            let satisfaction = l.round(l.mul(l.load(&block.satisfaction, at), l.splat(UNITS)));
            let expectation = l.round(l.mul(l.load(&block.expectation, at), l.splat(UNITS)));
            few[0] = l.add_u(few[0], satisfaction);
            few[1] = l.add_u(few[1], l.select_u(left, l.splat_u(0), expectation));
            few[2] = l.add_u(few[2], problem);
        }
    }
    *sums = few;
}

/// A number from 0 to 1 in units of 2⁻²², rounded: adding 2²³ leaves a whole number in the low bits.
#[inline(always)]
pub(crate) fn mood_units(x: f32) -> u32 {
    (x * UNITS + 8_388_608.0).to_bits() & 0x007F_FFFF
}

/// What `N` customers meet.
struct Encounter<L: Lanes> {
    /// Experience if all four bytes of noise are 0.
    base: L::F,
    /// Share of the gap to the impression that satisfaction closes; 0 without a contact.
    pull: L::F,
    /// Probability that a failure counts: that it opens a problem, or does not solve the open one; 0 without either.
    risk: L::F,
    /// See [`CONTACT_BIT`].
    marks: L::U,
}

/// Where encounters come from.
trait Source: Copy {
    /// Whether to ask twice costs less than to keep the answer.
    const CHEAP: bool;

    /// What the customers from `at` on meet.
    fn encounter<L: Lanes>(self, l: L, rules: &Rules, steps: &Places, at: usize) -> Encounter<L>;
}

/// Encounters are put together from small tables: see [`Encounters`].
#[derive(Clone, Copy)]
struct InRegisters<'a> {
    own: &'a [f32; ENTRIES],
    borders: &'a [f32; ENTRIES],
    pulls: &'a [f32; ENTRIES],
    risks: &'a [f32; ENTRIES],
}

impl InRegisters<'_> {
    /// `None` if tables are too long.
    #[inline(always)]
    fn of(table: &Encounters) -> Option<InRegisters<'_>> {
        if !table.quads.is_empty() {
            return None;
        }
        let (own, borders) = (table.own.first_chunk()?, table.borders.first_chunk()?);
        let (pulls, risks) = (table.pulls.first_chunk()?, table.risks.first_chunk()?);
        Some(InRegisters { own, borders, pulls, risks })
    }
}

impl Source for InRegisters<'_> {
    const CHEAP: bool = true;

    #[inline(always)]
    fn encounter<L: Lanes>(self, l: L, rules: &Rules, steps: &Places, at: usize) -> Encounter<L> {
        let marks = l.marks(steps, at);
        let handoff = l.look_up(self.borders, l.shift_right::<BORDER_SHIFT>(marks));
        let problem = l.bit::<PROBLEM_BIT>(marks);
        let base = l.sub_where(problem, l.add(l.look_up(self.own, marks), handoff), l.splat(rules.burden));
        let risk = l.select(problem, l.splat(1.0), l.look_up(self.risks, marks));
        Encounter { base, pull: l.look_up(self.pulls, marks), risk, marks }
    }
}

/// Encounters are fetched step by step.
#[derive(Clone, Copy)]
struct Fetched<'a>(&'a [Quad]);

impl Source for Fetched<'_> {
    const CHEAP: bool = false;

    #[inline(always)]
    fn encounter<L: Lanes>(self, l: L, _: &Rules, steps: &Places, at: usize) -> Encounter<L> {
        let [base, pull, risk, marks] = l.fetch(self.0, steps, at);
        Encounter { base: l.with_bits(base), pull: l.with_bits(pull), risk: l.with_bits(risk), marks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::customers::routes::AWAY;
    use crate::engine::customers::state::Customer;
    use crate::engine::plan::Plan;
    use crate::engine::sample;
    use crate::lanes::Portable;
    use crate::random::tests::assert_counts_fit;
    use crate::random::{Purpose, RandomInputs};

    const DRAWS: usize = 1_000_000;

    /// How often each node of the sample world follows a node, in a million draws.
    fn followers(from: u8, problem: bool) -> Vec<u64> {
        let plan = Plan::new(&sample::world());
        let routes = &plan.routes[0];
        let freshness = if problem { 0.9 } else { 0.0 };
        let block = Block::of(Customer {
            row: routes.row(from as usize, problem) as u8,
            satisfaction: 0.5,
            expectation: 0.5,
            freshness,
            person: 128,
        });
        let (mut words, mut counts) = (Group::default(), vec![0; routes.nodes]);
        for group in 0..(DRAWS / Group::CUSTOMERS) as u32 {
            RandomInputs::new(2_026, 12).fill(plan.form, Purpose::CustomerWeek, 0, group, &mut words);
            let thresholds = &routes.thresholds(group % 1_000);
            for words in words.block_words(0).as_chunks::<4>().0 {
                let [steps] =
                    Portable.reach(thresholds, [Undecided { rows: &block.row, words: [&words[0], &words[2]] }]);
                (0..ABREAST).for_each(|lane| counts[routes.steps[steps.get(lane)].to] += 1);
            }
        }
        counts
    }

    #[test]
    fn journey_steps_have_the_probabilities_of_their_row() {
        let rows = sample::journey();
        for (from, problem) in [(AWAY, false), (1, false), (4, false), (1, true)] {
            let counts = followers(from as u8, problem);
            let draws = counts.iter().sum::<u64>() as f64;
            let mut expected = vec![0.0; counts.len()];
            let row = if problem { &rows.problem[from] } else { &rows.calm[from] };
            row.pairs().iter().for_each(|&(to, probability)| expected[to + 1] = probability * draws);
            expected[AWAY] = draws - expected.iter().sum::<f64>();
            assert_counts_fit(&counts, &expected, &format!("steps from node {from}"));
        }
    }

    #[test]
    fn nobody_returns_once_gone() {
        let counts = followers(5, false);
        assert_eq!(counts[..5], [0; 5]);
    }
}
