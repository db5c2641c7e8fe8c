//! Which key gives which generator.

use rand::SeedableRng;
use rand::rand_core::Rng;
use rand_chacha::ChaCha8Rng;

use super::bulk::{Group, LANES};
use super::uniform::uniform;
use crate::lanes::Form;

/// What a draw is for. The numbers are part of the sampling contract: never renumber, only add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// A customer's week: journey, success, noise of the experience. Period: week; entity: group of customers.
    CustomerWeek = 1,
    /// The same during warm-up.
    WarmupWeek = 2,
    /// A slot's probability of leaving. Period: 0; entity: block of 8 slots.
    Loyalty = 3,
    /// Whether a customer whose contract is due leaves. Period: week; entity: block of 16 slots.
    Renewal = 4,
    /// How many newcomers. Period: week.
    Newcomers = 5,
    /// Who answers a survey, and what. Period: week; entity: group of customers.
    Survey = 6,
    /// Whether the officer leaves, and the successor's power. Period: cycle.
    Officer = 7,
    /// How many candidates a function thinks of. Period: cycle; entity: function.
    CandidateCount = 8,
    /// One candidate. Period: cycle; entity: (function, ordinal).
    Candidate = 9,
    /// How many more experience candidates co-creation brings. Period: cycle; entity: function.
    CoCreationCount = 10,
    /// One of those. Period: cycle; entity: (function, ordinal).
    CoCreation = 11,
    /// Which trials a bootstrap takes; no trial draws from it. Period: resample.
    Resampling = 12,
    /// Person effect of the first customer of a place. Period: 0; entity: block of 16 places.
    Person = 13,
    /// Loyalty and person effect of a newcomer. Period: life of the place; entity: place.
    Newcomer = 14,
    /// How many rivals set a new standard, and where. Period: week.
    Disruption = 15,
    /// Errors of measurement in a calibration, and which rows of its table are taken; no trial draws from it. Period: row.
    Calibration = 16,
}

const KEY_TAIL: &[u8; 24] = b"dottedline sampling v1\0\0";

/// The random inputs of one trial: the same for all structures.
#[derive(Clone, Copy, Debug)]
pub struct RandomInputs {
    key: [u8; 32],
    trial: u32,
}

impl RandomInputs {
    /// The random inputs of a trial of the study with this seed.
    #[must_use]
    pub fn new(seed: u64, trial: u32) -> RandomInputs {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..].copy_from_slice(KEY_TAIL);
        RandomInputs { key, trial }
    }

    /// The generator's stream for a purpose.
    fn stream(&self, purpose: Purpose) -> u64 {
        u64::from(self.trial) << 8 | u64::from(purpose as u8)
    }

    /// Draws for one entity in one period, from the first of its blocks.
    ///
    /// ```
    /// use dottedline_core::random::{RandomInputs, Purpose};
    /// let inputs = RandomInputs::new(1, 0);
    /// let first = inputs.draws(Purpose::Officer, 12, 0).uniform();
    /// assert_eq!(first, inputs.draws(Purpose::Officer, 12, 0).uniform());
    /// assert_ne!(first, inputs.draws(Purpose::Officer, 13, 0).uniform());
    /// ```
    #[must_use]
    pub fn draws(&self, purpose: Purpose, period: u32, block: u32) -> Draws {
        let mut generator = ChaCha8Rng::from_seed(self.key);
        generator.set_stream(self.stream(purpose));
        generator.set_word_pos((u128::from(period) << 32 | u128::from(block)) << 4);
        Draws(generator)
    }

    /// Two words for each of 128 customers: group `group` of a period. The same in every form.
    pub fn fill(&self, form: Form, purpose: Purpose, period: u32, group: u32, into: &mut Group) {
        let first = (u64::from(period) << 32) | (u64::from(group) * LANES as u64);
        let counters = std::array::from_fn(|lane| first + lane as u64);
        into.fill(form, &self.key, self.stream(purpose), counters);
    }

    /// Up to 16 blocks of a period, wherever they are: `blocks[i]` in lane i. The same in every form.
    pub fn gather(&self, form: Form, purpose: Purpose, period: u32, blocks: &[u32], into: &mut Group) {
        let block = |lane: usize| blocks.get(lane).copied().unwrap_or(0);
        let names: [(u32, u32); LANES] = std::array::from_fn(|lane| (period, block(lane)));
        self.gather_named(form, purpose, &names, into);
    }

    /// Up to 16 blocks, each by its period and number: `names[i]` in lane i. The same in every form.
    pub fn gather_named(&self, form: Form, purpose: Purpose, names: &[(u32, u32)], into: &mut Group) {
        let name = |lane: usize| names.get(lane).copied().unwrap_or((0, 0));
        let counter = |(period, block): (u32, u32)| u64::from(period) << 32 | u64::from(block);
        into.fill(form, &self.key, self.stream(purpose), std::array::from_fn(|lane| counter(name(lane))));
    }
}

/// The numbers of one entity, slot after slot.
#[derive(Clone, Debug)]
pub struct Draws(ChaCha8Rng);

impl Draws {
    /// The next 32-bit word.
    pub fn word(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A uniform number inside (0, 1), never 0 or 1, from two words; 52 bits.
    pub fn uniform(&mut self) -> f64 {
        let low = self.word();
        uniform(low, self.word())
    }

    /// A standard normal number, by inversion; two words.
    pub fn normal(&mut self) -> f64 {
        super::normal_quantile(self.uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_name_gives_other_numbers() {
        let word =
            |seed, trial, purpose, period, block| RandomInputs::new(seed, trial).draws(purpose, period, block).word();
        let words = [
            word(1, 0, Purpose::Officer, 0, 0),
            word(2, 0, Purpose::Officer, 0, 0),
            word(1, 1, Purpose::Officer, 0, 0),
            word(1, 0, Purpose::Renewal, 0, 0),
            word(1, 0, Purpose::Officer, 1, 0),
            word(1, 0, Purpose::Officer, 0, 1),
        ];
        for (i, a) in words.iter().enumerate() {
            assert!(words[i + 1..].iter().all(|b| a != b));
        }
    }

    #[test]
    fn the_sampling_contract_gives_these_numbers() {
        // Made with rand_chacha 0.10 on 2026-11-22; a change breaks every published result: raise SAMPLING_CONTRACT.
        let mut draws = RandomInputs::new(1, 3).draws(Purpose::Renewal, 40, 17);
        let words: Vec<u32> = (0..4).map(|_| draws.word()).collect();
        assert_eq!(words, CONTRACT_WORDS);
    }

    const CONTRACT_WORDS: [u32; 4] = [4_273_316_164, 3_864_729_641, 2_204_509_485, 3_996_089_038];
}
