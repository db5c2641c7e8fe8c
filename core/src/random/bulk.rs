//! Bulk draws for the customer loop: ChaCha8 with one block per vector lane.
//!
//! A [`Group`] is 16 consecutive blocks (lanes) of 16 words (rows), laid out row by row, so that 16 neighbouring
//! customers find their words side by side and nothing is transposed: customer c of a group (0 to 127) uses block c % 16
//! and its words 2·(c / 16) and 2·(c / 16) + 1. Word for word the numbers are those of `rand_chacha` at the same stream
//! and block, in every [`Form`].

use super::uniform::uniform;
use crate::lanes::{Form, Lanes, Task};

/// Blocks in a group, and customers that are neighbours in a row.
pub const LANES: usize = 16;
/// Words of a block.
pub const ROWS: usize = 16;

type Row = [u32; LANES];

/// Sixteen blocks of sixteen words, row by row: two words for each of 128 customers.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub struct Group {
    rows: [Row; ROWS],
}

impl Default for Group {
    fn default() -> Group {
        Group::new()
    }
}

impl Group {
    /// Customers that a group serves.
    pub const CUSTOMERS: usize = LANES * ROWS / 2;

    /// Words that are all 0.
    #[must_use]
    pub const fn new() -> Group {
        Group { rows: [[0; LANES]; ROWS] }
    }

    /// The two rows of words of the sixteen customers `pair * 16 ..`; `pair` from 0 to 7.
    #[must_use]
    pub fn words(&self, pair: usize) -> (&[u32; LANES], &[u32; LANES]) {
        (&self.rows[2 * pair], &self.rows[2 * pair + 1])
    }

    /// The rows of words of the customers from block of 32 `block` on: four rows each.
    #[must_use]
    pub fn block_words(&self, block: usize) -> &[[u32; LANES]] {
        &self.rows[4 * block..]
    }

    /// One word: `row` within its block, `lane` the block.
    #[must_use]
    pub fn word(&self, lane: usize, row: usize) -> u32 {
        self.rows[row][lane]
    }

    /// A uniform number inside (0, 1): `slot` (0 to 7) of the block `lane`, as [`Draws::uniform`](super::Draws::uniform).
    #[must_use]
    pub fn uniform(&self, lane: usize, slot: usize) -> f64 {
        uniform(self.rows[2 * slot][lane], self.rows[2 * slot + 1][lane])
    }

    /// Fills the group from blocks with these counters, one per lane.
    pub(super) fn fill(&mut self, form: Form, key: &[u8; 32], stream: u64, counters: [u64; LANES]) {
        form.run(Fill { start: start(key, stream), blocks: blocks(counters), into: &mut self.rows });
    }
}

/// The words of a block before any round; the counter is left out.
fn start(key: &[u8; 32], stream: u64) -> [u32; ROWS] {
    let mut words = [0; ROWS];
    words[..4].copy_from_slice(&[0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574]);
    for (word, bytes) in words[4..12].iter_mut().zip(key.as_chunks().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    words[14] = stream as u32;
    words[15] = (stream >> 32) as u32;
    words
}

/// The lower and upper words of sixteen block counters.
fn blocks(counters: [u64; LANES]) -> [Row; 2] {
    [counters.map(|counter| counter as u32), counters.map(|counter| (counter >> 32) as u32)]
}

struct Fill<'a> {
    start: [u32; ROWS],
    blocks: [Row; 2],
    into: &'a mut [Row; ROWS],
}

impl Fill<'_> {
    /// A row of the first state, for the lanes from `at` on.
    #[inline(always)]
    fn first<L: Lanes>(&self, lanes: L, row: usize, at: usize) -> L::U {
        match row {
            12 | 13 => lanes.load_u(&self.blocks[row - 12], at),
            _ => lanes.splat_u(self.start[row]),
        }
    }
}

impl Task for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        for at in (0..LANES).step_by(L::N) {
            let mut rows = [lanes.splat_u(0); ROWS];
            for (number, row) in rows.iter_mut().enumerate() {
                *row = self.first(lanes, number, at);
            }
            for _ in 0..4 {
                double_round(lanes, &mut rows);
            }
            for (number, row) in rows.into_iter().enumerate() {
                let first = self.first(lanes, number, at);
                lanes.store_u(lanes.add_u(row, first), &mut self.into[number], at);
            }
        }
    }
}

#[inline(always)]
fn double_round<L: Lanes>(lanes: L, rows: &mut [L::U; ROWS]) {
    quarter_round(lanes, rows, [0, 4, 8, 12]);
    quarter_round(lanes, rows, [1, 5, 9, 13]);
    quarter_round(lanes, rows, [2, 6, 10, 14]);
    quarter_round(lanes, rows, [3, 7, 11, 15]);
    quarter_round(lanes, rows, [0, 5, 10, 15]);
    quarter_round(lanes, rows, [1, 6, 11, 12]);
    quarter_round(lanes, rows, [2, 7, 8, 13]);
    quarter_round(lanes, rows, [3, 4, 9, 14]);
}

#[inline(always)]
fn quarter_round<L: Lanes>(lanes: L, rows: &mut [L::U; ROWS], [a, b, c, d]: [usize; 4]) {
    rows[a] = lanes.add_u(rows[a], rows[b]);
    rows[d] = lanes.rotate::<16, 16>(lanes.xor_u(rows[d], rows[a]));
    rows[c] = lanes.add_u(rows[c], rows[d]);
    rows[b] = lanes.rotate::<12, 20>(lanes.xor_u(rows[b], rows[c]));
    rows[a] = lanes.add_u(rows[a], rows[b]);
    rows[d] = lanes.rotate::<8, 24>(lanes.xor_u(rows[d], rows[a]));
    rows[c] = lanes.add_u(rows[c], rows[d]);
    rows[b] = lanes.rotate::<7, 25>(lanes.xor_u(rows[b], rows[c]));
}

#[cfg(test)]
mod tests {
    use super::super::{Purpose, RandomInputs};
    use super::*;

    #[test]
    fn gathered_blocks_are_those_that_were_named_slot_by_slot_in_every_form() {
        let inputs = RandomInputs::new(9, 4);
        let names: Vec<u32> = [u32::MAX, 0, 7, 7, 1 << 20].into_iter().chain(100..107).collect();
        for form in Form::available() {
            let mut gathered = Group::default();
            inputs.gather(form, Purpose::Candidate, 3, &names, &mut gathered);
            for (lane, &name) in names.iter().enumerate() {
                let mut draws = inputs.draws(Purpose::Candidate, 3, name);
                for slot in 0..ROWS / 2 {
                    assert_eq!(gathered.uniform(lane, slot), draws.uniform(), "{}, lane {lane}", form.name());
                }
            }
        }
    }

    #[test]
    fn a_group_equals_rand_chacha_word_for_word_in_every_form() {
        for form in Form::available() {
            for (seed, trial, week, group) in [(1, 0, 0, 0), (7, 3, 40, 5), (u64::MAX, u32::MAX, u32::MAX, 1 << 27)] {
                let inputs = RandomInputs::new(seed, trial);
                let mut bulk = Group::default();
                inputs.fill(form, Purpose::CustomerWeek, week, group, &mut bulk);
                for lane in 0..LANES {
                    let mut block = inputs.draws(Purpose::CustomerWeek, week, group * 16 + lane as u32);
                    for row in 0..ROWS {
                        assert_eq!(bulk.rows[row][lane], block.word(), "{}, lane {lane}, row {row}", form.name());
                    }
                }
            }
        }
    }
}
