//! Who a customer is: how loyal, and how good whatever comes feels. Drawn for each life of a slot.
//!
//! The person effect of a customer is a standard normal number in [`STEPS`] steps, kept as one byte: quantiles in units of about
//! a fiftieth of a standard deviation, 128 in the middle. The customer loop needs no table of them: the byte times a constant
//! is the effect, and what the middle is too much is taken off every experience beforehand.

use crate::lanes::Form;
use crate::model::CustomerParameters;
use crate::random::{BetaLogit, Group, LANES, Purpose, ROWS, RandomInputs, normal_quantile};

/// Steps of the person effect, all alike in probability.
const STEPS: usize = 64;

/// Bytes per standard deviation, before rounding.
const SCALE: f64 = 50.0;

/// The byte of a customer in the middle.
pub(crate) const MIDDLE: u8 = 128;

/// Bytes of the steps, and what a byte is worth in standard deviations: with it the steps have variance 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    bytes: [u8; STEPS],
    per_byte: f64,
}

impl Steps {
    pub(crate) fn new() -> Steps {
        let apart = |step: usize| libm::round(SCALE * normal_quantile((step as f64 + 0.5) / STEPS as f64));
        let squares: f64 = (0..STEPS).map(|step| apart(step) * apart(step)).sum();
        let bytes = std::array::from_fn(|step| (f64::from(MIDDLE) + apart(step)) as u8);
        Steps { bytes, per_byte: libm::sqrt(STEPS as f64 / squares) }
    }

    /// The step of a word's upper six bits.
    fn of(&self, word: u32) -> u8 {
        self.bytes[(word >> 26) as usize]
    }

    /// Experience per unit of a byte.
    pub(crate) fn effect_per_byte(&self, customer: &CustomerParameters) -> f64 {
        customer.person * self.per_byte
    }
}

/// Draws the persons of the first cohort.
pub(super) struct Persons<'a> {
    pub(super) form: Form,
    pub(super) inputs: &'a RandomInputs,
    pub(super) steps: &'a Steps,
}

impl Persons<'_> {
    /// The person of each place, from place 0 on: word p % 16 of block p / 16 for place p.
    pub(super) fn of_places(&self, places: usize) -> Vec<u8> {
        const AT_ONCE: usize = LANES * ROWS;
        let (mut persons, mut words) = (vec![MIDDLE; places], Group::default());
        for (group, few) in persons.chunks_mut(AT_ONCE).enumerate() {
            self.inputs.fill(self.form, Purpose::Person, 0, group as u32, &mut words);
            for (i, person) in few.iter_mut().enumerate() {
                *person = self.steps.of(words.word(i / ROWS, i % ROWS));
            }
        }
        persons
    }
}

/// A newcomer's traits, by place and life: two words of loyalty, then one of the person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Traits {
    pub(crate) loyalty: f32,
    pub(crate) person: u8,
}

/// The newcomer of a place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Newcomer {
    pub(crate) place: u32,
    /// Which customer of the slot this is: 1 for the first newcomer.
    pub(crate) life: u8,
}

impl Newcomer {
    pub(crate) fn place(self) -> usize {
        self.place as usize
    }
}

/// The words of up to [`LANES`] newcomers, one in each lane.
pub(super) fn words_of(form: Form, inputs: &RandomInputs, newcomers: &[Newcomer]) -> Group {
    let (mut words, mut names) = (Group::default(), [(0, 0); LANES]);
    names.iter_mut().zip(newcomers).for_each(|(name, one)| *name = (u32::from(one.life), one.place));
    inputs.gather_named(form, Purpose::Newcomer, &names[..newcomers.len().min(LANES)], &mut words);
    words
}

impl Traits {
    /// Of the newcomer of a lane, whose segment has this distribution of loyalty.
    pub(super) fn new(steps: &Steps, loyalty: &BetaLogit, words: &Group, lane: usize) -> Traits {
        Traits { loyalty: loyalty.quantile(words.uniform(lane, 0)) as f32, person: steps.of(words.word(lane, 2)) }
    }
}
