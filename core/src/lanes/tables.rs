//! What the loops look up: thresholds that pick a step, places of steps, and what stands at them.
//!
//! Forms that do not check each place rely on what [`Places`] promises. Its fields are private to this file, and
//! [`Thresholds::places_of`] alone sets them.

use super::ABREAST;

/// Four words of a table that are fetched together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C, align(16))]
pub(crate) struct Quad(pub(crate) [u32; 4]);

/// Places in a table, one for each of 32 customers. Whole vectors of them stand in one line of memory each.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Places {
    /// Twice the place: a scale that every table can be addressed with. Always even and less than twice the bound.
    doubled: [u16; ABREAST],
    /// The place where a customer is counted at once: the same, but for those who reached all options of their row a place
    /// of its own for each lane. They need not be counted, and so many of them in one place would wait for each other.
    /// Always less than the bound and 32; all 0 in forms that count contacts alone.
    counted: [u16; ABREAST],
    /// The marks of the places, in forms that look up, where thresholds have marks.
    marks: [u16; ABREAST],
    /// A power of two from 1 to [`PLACES_MAX`].
    bound: usize,
}

impl Places {
    /// Everybody at the first place.
    pub(crate) fn first() -> Places {
        Places { doubled: [0; ABREAST], counted: [0; ABREAST], marks: [0; ABREAST], bound: 1 }
    }

    /// The place of a customer.
    #[inline(always)]
    pub(crate) fn get(&self, lane: usize) -> usize {
        usize::from(self.doubled[lane] / 2)
    }

    /// All places are below it.
    #[cfg_attr(
        not(all(target_arch = "x86_64", not(dottedline_portable))),
        expect(dead_code, reason = "forms that look up or fetch unchecked")
    )]
    #[inline(always)]
    pub(super) fn bound(&self) -> usize {
        self.bound
    }

    /// Twice the place of each customer: even and less than twice the bound.
    #[cfg_attr(
        not(all(target_arch = "x86_64", not(dottedline_portable))),
        expect(dead_code, reason = "forms that look up or fetch unchecked")
    )]
    #[inline(always)]
    pub(super) fn doubled(&self) -> &[u16; ABREAST] {
        &self.doubled
    }

    /// Where each customer is counted at once: less than the bound and 32.
    #[inline(always)]
    pub(super) fn counted(&self) -> &[u16; ABREAST] {
        &self.counted
    }

    /// The marks of the places.
    #[inline(always)]
    pub(super) fn marks(&self) -> &[u16; ABREAST] {
        &self.marks
    }

    /// Sets the marks of the places.
    #[cfg_attr(
        not(all(target_arch = "x86_64", not(dottedline_portable))),
        expect(dead_code, reason = "forms that look up or fetch unchecked")
    )]
    #[inline(always)]
    pub(super) fn mark(&mut self, marks: [u16; ABREAST]) {
        self.marks = marks;
    }
}

/// Thresholds of a table's rows, as the forms want them. A uniform of 16 bits *reaches* an option if it is above its
/// threshold. A row with fewer options repeats its last threshold, so that whoever reaches it reaches them all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Thresholds {
    /// Options per row, of the row with the most; a row has one place more, for uniforms that reach them all.
    pub(crate) options: usize,
    /// Places of all rows, rounded up to a power of two; at most [`PLACES_MAX`].
    pub(crate) places: usize,
    /// Row after row, eight options at a time, in signed order (the upper bit is flipped); empty if `by_option` is not. With
    /// [`OCTET`] options or fewer best filled up to [`ROWS_MAX`] rows: see [`Thresholds::one_octet_each`].
    pub(crate) by_row: Vec<[i16; OCTET]>,
    /// Option after option, all rows; only for forms that look up, and for at most [`ROWS_AT_ONCE`] rows and [`OCTET`]
    /// options.
    pub(crate) by_option: Vec<[u16; ROWS_AT_ONCE]>,
    /// A number that stands for each place; only for forms that look up, and for at most [`MARKS`] places.
    pub(crate) marks: Vec<[u16; ROWS_AT_ONCE]>,
}

impl Thresholds {
    /// The places of customers in these rows who have reached half as many options as `twice_reached`; also where they are
    /// counted at once, if `COUNTED`.
    #[inline(always)]
    pub(super) fn places_of<const COUNTED: bool>(
        &self,
        rows: &[u8; ABREAST],
        twice_reached: &[u16; ABREAST],
    ) -> Places {
        assert!(self.places.is_power_of_two() && self.places <= PLACES_MAX, "counting places fit into 15 bits");
        let (mask, all) = ((2 * self.places - 2) as u16, 2 * self.options as u16);
        let mut places = Places { bound: self.places, ..Places::first() };
        for lane in 0..ABREAST {
            let doubled = u16::from(rows[lane]).wrapping_mul(all + 2).wrapping_add(twice_reached[lane]) & mask;
            places.doubled[lane] = doubled;
            if COUNTED {
                let aside = self.places as u16 + lane as u16;
                places.counted[lane] = if twice_reached[lane] == all { aside } else { doubled / 2 };
            }
        }
        places
    }

    /// The octet of any row that a byte can name, if each has one and the table is long enough: no row need be checked.
    #[inline(always)]
    pub(super) fn one_octet_each(&self) -> Option<&[[i16; OCTET]; ROWS_MAX]> {
        self.by_row.first_chunk().filter(|_| self.options <= OCTET)
    }

    /// The octets of a row.
    #[inline(always)]
    pub(super) fn octets(&self, row: u8) -> &[[i16; OCTET]] {
        let octets = self.options.div_ceil(OCTET);
        &self.by_row[usize::from(row) * octets..][..octets]
    }
}

/// Thirty-two rows and the words that pick an option of each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Undecided<'a> {
    pub(crate) rows: &'a [u8; ABREAST],
    pub(crate) words: [&'a [u32; 16]; 2],
}

/// Places of a table at most.
const PLACES_MAX: usize = 1 << 14;

const _: () = assert!(2 * PLACES_MAX <= 1 << 16 && PLACES_MAX + ABREAST <= 1 << 16, "places fit into 16 bits");

/// Thresholds of a row that are compared at once.
pub(crate) const OCTET: usize = 8;

/// Rows that a byte can name.
pub(crate) const ROWS_MAX: usize = 256;

/// Rows that two AVX-512 registers hold.
pub(crate) const ROWS_AT_ONCE: usize = 64;

/// Places whose marks are looked up in registers.
pub(crate) const MARKS: usize = 256;

/// Entries of a table that is looked up in registers.
pub(crate) const ENTRIES: usize = 32;
