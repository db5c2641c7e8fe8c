//! Bulk draws for the customer loop: ChaCha8 with one block per vector lane.
//!
//! A [`Group`] is 16 consecutive blocks (lanes) of 16 words (rows), laid out row by row, so that 16 neighbouring
//! customers find their words side by side and nothing is transposed: customer c of a group (0 to 127) uses block c % 16
//! and its words 2·(c / 16) and 2·(c / 16) + 1. Word for word the numbers are those of `rand_chacha` at the same stream
//! and block. Filling goes through plain arrays that the compiler turns into vector code.

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
        Group { rows: [[0; LANES]; ROWS] }
    }
}

impl Group {
    /// Customers that a group serves.
    pub const CUSTOMERS: usize = LANES * ROWS / 2;

    /// The two rows of words of the sixteen customers `pair * 16 ..`; `pair` from 0 to 7.
    #[must_use]
    pub fn words(&self, pair: usize) -> (&[u32; LANES], &[u32; LANES]) {
        (&self.rows[2 * pair], &self.rows[2 * pair + 1])
    }

    /// Fills the group from 16 blocks, beginning at `counter`.
    pub(super) fn fill(&mut self, key: &[u8; 32], stream: u64, counter: u64) {
        let start = initial_state(key, stream, counter);
        self.rows = start;
        for _ in 0..4 {
            double_round(&mut self.rows);
        }
        for (row, first) in self.rows.iter_mut().zip(&start) {
            for lane in 0..LANES {
                row[lane] = row[lane].wrapping_add(first[lane]);
            }
        }
    }
}

fn initial_state(key: &[u8; 32], stream: u64, counter: u64) -> [Row; ROWS] {
    const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];
    let mut rows = [[0; LANES]; ROWS];
    for (row, constant) in CONSTANTS.into_iter().enumerate() {
        rows[row] = [constant; LANES];
    }
    for (row, bytes) in key.chunks_exact(4).enumerate() {
        rows[4 + row] = [u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]); LANES];
    }
    let block = |lane: usize| counter.wrapping_add(lane as u64);
    rows[12] = std::array::from_fn(|lane| block(lane) as u32);
    rows[13] = std::array::from_fn(|lane| (block(lane) >> 32) as u32);
    rows[14] = [stream as u32; LANES];
    rows[15] = [(stream >> 32) as u32; LANES];
    rows
}

#[inline(always)]
fn double_round(rows: &mut [Row; ROWS]) {
    quarter_round(rows, [0, 4, 8, 12]);
    quarter_round(rows, [1, 5, 9, 13]);
    quarter_round(rows, [2, 6, 10, 14]);
    quarter_round(rows, [3, 7, 11, 15]);
    quarter_round(rows, [0, 5, 10, 15]);
    quarter_round(rows, [1, 6, 11, 12]);
    quarter_round(rows, [2, 7, 8, 13]);
    quarter_round(rows, [3, 4, 9, 14]);
}

#[inline(always)]
fn quarter_round(rows: &mut [Row; ROWS], [a, b, c, d]: [usize; 4]) {
    let (mut ra, mut rb, mut rc, mut rd) = (rows[a], rows[b], rows[c], rows[d]);
    for lane in 0..LANES {
        ra[lane] = ra[lane].wrapping_add(rb[lane]);
        rd[lane] = (rd[lane] ^ ra[lane]).rotate_left(16);
        rc[lane] = rc[lane].wrapping_add(rd[lane]);
        rb[lane] = (rb[lane] ^ rc[lane]).rotate_left(12);
        ra[lane] = ra[lane].wrapping_add(rb[lane]);
        rd[lane] = (rd[lane] ^ ra[lane]).rotate_left(8);
        rc[lane] = rc[lane].wrapping_add(rd[lane]);
        rb[lane] = (rb[lane] ^ rc[lane]).rotate_left(7);
    }
    (rows[a], rows[b], rows[c], rows[d]) = (ra, rb, rc, rd);
}

#[cfg(test)]
mod tests {
    use super::super::{Luck, Purpose};
    use super::*;

    #[test]
    fn a_group_equals_rand_chacha_word_for_word() {
        for (seed, trial, week, group) in [(1, 0, 0, 0), (7, 3, 40, 5), (u64::MAX, u32::MAX, u32::MAX, 1 << 27)] {
            let luck = Luck::new(seed, trial);
            let mut bulk = Group::default();
            luck.fill(Purpose::CustomerWeek, week, group, &mut bulk);
            for lane in 0..LANES {
                let mut block = luck.draws(Purpose::CustomerWeek, week, group * 16 + lane as u32);
                for row in 0..ROWS {
                    assert_eq!(bulk.rows[row][lane], block.word(), "lane {lane}, row {row}");
                }
            }
        }
    }
}
