//! Sixteen lanes: the instructions of AVX-512. The safety argument, with its numbers, stands in [`super`].

use std::arch::x86_64::*;

use super::{fetch_soon, load, quad, store, twice_reached};
use crate::lanes::{ABREAST, Countable, ENTRIES, KEPT, Lanes, Places, Quad, TAKEN, Task, Thresholds, Undecided};

processor! {
    /// The processor has AVX-512 with its F, BW, DQ and VL parts, and what AVX2 and BMI2 have.
    Avx512: "avx2" "popcnt" "bmi2" "avx512f" "avx512bw" "avx512dq" "avx512vl"
}

/// Contacts to be counted, one word each: units in bits 0–16, the event in bit 17, the place from bit 18 on. Most customers
/// stay away in a week; to leave them out costs less than to count them somewhere.
#[derive(Debug)]
pub(crate) struct Collected {
    words: [u32; KEPT + AT_A_TIME],
    count: usize,
    /// The places of all words are below it.
    bound: usize,
}

/// Contacts that are counted without asking in between whether there are more.
const AT_A_TIME: usize = 8;

impl Avx512 {
    /// The upper halves of 32 words.
    #[inline(always)]
    fn upper_halves(self, words: [&[u32; 16]; 2]) -> __m512i {
        let (low, high) = (self.load_u(words[0], 0), self.load_u(words[1], 0));
        // SAFETY: (1)
        unsafe { _mm512_permutex2var_epi16(low, load(&UPPER_HALVES, 0), high) }
    }

    /// The upper halves of 32 words in signed order: the upper bit is flipped.
    #[inline(always)]
    fn signed_upper_halves(self, words: [&[u32; 16]; 2]) -> [i16; ABREAST] {
        let mut halves = [0; ABREAST];
        // SAFETY: (1)
        let signed = unsafe { _mm512_xor_si512(self.upper_halves(words), _mm512_set1_epi16(i16::MIN)) };
        store(signed, &mut halves, 0);
        halves
    }

    /// [`twice_reached`] for rows whose thresholds stand option by option: those of an option fill two registers, and rows
    /// pick from both.
    #[inline(always)]
    fn twice_reached_in_registers<const RUNS: usize>(
        self,
        thresholds: &Thresholds,
        runs: [Undecided<'_>; RUNS],
    ) -> [[u16; ABREAST]; RUNS] {
        let (mut uniforms, mut rows) = ([self.splat_u(0); RUNS], [self.splat_u(0); RUNS]);
        for run in 0..RUNS {
            uniforms[run] = self.upper_halves(runs[run].words);
            // SAFETY: (1)
            rows[run] = unsafe { _mm512_cvtepu8_epi16(load(runs[run].rows, 0)) };
        }
        let (mut twice, two) = ([self.splat_u(0); RUNS], self.splat_u(0x2_0002));
        for option in &thresholds.by_option {
            let (first, second) = (load(option, 0), load(option, 32));
            for run in 0..RUNS {
                // SAFETY: (1)
                unsafe {
                    let of_rows = _mm512_permutex2var_epi16(first, rows[run], second);
                    let above = _mm512_cmpgt_epu16_mask(uniforms[run], of_rows);
                    twice[run] = _mm512_mask_add_epi16(twice[run], above, twice[run], two);
                }
            }
        }
        let mut found = [[0; ABREAST]; RUNS];
        for run in 0..RUNS {
            store(twice[run], &mut found[run], 0);
        }
        found
    }

    /// Marks the places of each run; marks of 64 neighbouring places fill two registers.
    #[inline(always)]
    fn mark<const RUNS: usize>(self, thresholds: &Thresholds, places: &mut [Places; RUNS]) {
        let (mut doubled, mut found) = ([self.splat_u(0); RUNS], [self.splat_u(0); RUNS]);
        for run in 0..RUNS {
            doubled[run] = load(places[run].doubled(), 0);
        }
        for (few, marks) in (0..).zip(&thresholds.marks) {
            let (first, second) = (load(marks, 0), load(marks, 32));
            for run in 0..RUNS {
                // SAFETY: (1)
                unsafe {
                    let place = _mm512_srli_epi16::<1>(doubled[run]);
                    let of_few = _mm512_cmpeq_epi16_mask(_mm512_srli_epi16::<7>(doubled[run]), _mm512_set1_epi16(few));
                    let marks = _mm512_permutex2var_epi16(first, place, second);
                    found[run] = _mm512_mask_mov_epi16(found[run], of_few, marks);
                }
            }
        }
        for run in 0..RUNS {
            let mut marks = [0; ABREAST];
            store(found[run], &mut marks, 0);
            places[run].mark(marks);
        }
    }

    /// The quads at every fourth place from `at` on, four of them.
    #[inline(always)]
    fn four_quads(self, table: &[Quad], places: &Places, at: usize) -> __m512i {
        let (a, b) = (quad(table, places, at), quad(table, places, at + 4));
        let (c, d) = (quad(table, places, at + 8), quad(table, places, at + 12));
        // SAFETY: (1)
        unsafe {
            let ab = _mm512_inserti32x4::<1>(_mm512_castsi128_si512(a), b);
            _mm512_inserti32x4::<3>(_mm512_inserti32x4::<2>(ab, c), d)
        }
    }
}

/// Where the upper halves of 32 numbers of 32 bits stand among 64 numbers of 16 bits.
const UPPER_HALVES: [u16; ABREAST] = [
    1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59,
    61, 63,
];

impl Lanes for Avx512 {
    const N: usize = 16;
    const LOOKS_UP: bool = true;
    const SHORT_PASSES: bool = false;
    type F = __m512;
    type U = __m512i;
    type M = __mmask16;
    type Kept = Collected;
    const NOBODY: Collected = Collected { words: [0; KEPT + AT_A_TIME], count: 0, bound: 0 };

    instructions! {
        splat(x: f32) -> __m512 = _mm512_set1_ps(x);
        add(a: __m512, b: __m512) -> __m512 = _mm512_add_ps(a, b);
        sub(a: __m512, b: __m512) -> __m512 = _mm512_sub_ps(a, b);
        mul(a: __m512, b: __m512) -> __m512 = _mm512_mul_ps(a, b);
        min(a: __m512, b: __m512) -> __m512 = _mm512_min_ps(a, b);
        max(a: __m512, b: __m512) -> __m512 = _mm512_max_ps(a, b);
        less(a: __m512, b: __m512) -> __mmask16 = _mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b);
        select(m: __mmask16, a: __m512, b: __m512) -> __m512 = _mm512_mask_blend_ps(m, b, a);
        bits(x: __m512) -> __m512i = _mm512_castps_si512(x);
        with_bits(x: __m512i) -> __m512 = _mm512_castsi512_ps(x);
        splat_u(x: u32) -> __m512i = _mm512_set1_epi32(x as i32);
        add_u(a: __m512i, b: __m512i) -> __m512i = _mm512_add_epi32(a, b);
        and_u(a: __m512i, b: __m512i) -> __m512i = _mm512_and_si512(a, b);
        xor_u(a: __m512i, b: __m512i) -> __m512i = _mm512_xor_si512(a, b);
        select_u(m: __mmask16, a: __m512i, b: __m512i) -> __m512i = _mm512_mask_blend_epi32(m, b, a);
        to_f(x: __m512i) -> __m512 = _mm512_cvtepi32_ps(x);
        sum_of_bytes(x: __m512i) -> __m512i
            = _mm512_and_si512(_mm512_dbsad_epu8::<0>(x, _mm512_setzero_si512()), _mm512_set1_epi32(0xFFFF));
        keep(m: __mmask16, x: __m512) -> __m512 = _mm512_maskz_mov_ps(m, x);
        sub_where(m: __mmask16, a: __m512, b: __m512) -> __m512 = _mm512_mask_sub_ps(a, m, a, b);
        div(a: __m512, b: __m512) -> __m512 = _mm512_div_ps(a, b);
        same(a: __m512i, b: __m512i) -> __mmask16 = _mm512_cmpeq_epi32_mask(a, b);
        load_bytes(from: &[u8; ABREAST], at: usize) -> __m512i
            = _mm512_cvtepu8_epi32(load(from, at));
        marks(places: &Places, at: usize) -> __m512i
            = _mm512_cvtepu16_epi32(load(places.marks(), at));
    }

    #[inline(always)]
    fn load(self, from: &[f32; ABREAST], at: usize) -> __m512 {
        load(from, at)
    }
    #[inline(always)]
    fn store(self, x: __m512, into: &mut [f32; ABREAST], at: usize) {
        store(x, into, at);
    }
    #[inline(always)]
    fn load_u(self, from: &[u32; 16], at: usize) -> __m512i {
        load(from, at)
    }
    #[inline(always)]
    fn store_u(self, x: __m512i, into: &mut [u32; 16], at: usize) {
        store(x, into, at);
    }
    #[inline(always)]
    fn rotate<const BY: i32, const BACK: i32>(self, x: __m512i) -> __m512i {
        // SAFETY: (1)
        unsafe { _mm512_rol_epi32::<BY>(x) }
    }
    #[inline(always)]
    fn bit<const AT: u32>(self, x: __m512i) -> __mmask16 {
        // SAFETY: (1)
        unsafe { _mm512_test_epi32_mask(x, _mm512_set1_epi32((1_u32 << AT) as i32)) }
    }
    #[inline(always)]
    fn less_without<const AT: u32>(self, x: __m512i, a: __m512, b: __m512) -> __mmask16 {
        // SAFETY: (1)
        unsafe {
            let without = _mm512_testn_epi32_mask(x, _mm512_set1_epi32((1_u32 << AT) as i32));
            _mm512_mask_cmp_ps_mask::<_CMP_LT_OQ>(without, a, b)
        }
    }
    #[inline(always)]
    fn not_less_with<const AT: u32>(self, x: __m512i, a: __m512, b: __m512) -> __mmask16 {
        // SAFETY: (1)
        unsafe { _mm512_mask_cmp_ps_mask::<_CMP_NLT_UQ>(self.bit::<AT>(x), a, b) }
    }
    #[inline(always)]
    fn look_up(self, table: &[f32; ENTRIES], numbers: __m512i) -> __m512 {
        // SAFETY: (1)
        unsafe { _mm512_permutex2var_ps(load(table, 0), numbers, load(table, 16)) }
    }
    #[inline(always)]
    fn shift_left<const BY: u32>(self, x: __m512i) -> __m512i {
        // SAFETY: (1)
        unsafe { _mm512_sll_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn shift_right<const BY: u32>(self, x: __m512i) -> __m512i {
        // SAFETY: (1)
        unsafe { _mm512_srl_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn round(self, x: __m512) -> __m512i {
        // SAFETY: (1); the rounding mode is to nearest, halves to even, as Rust requires.
        unsafe { _mm512_cvtps_epi32(x) }
    }
    #[inline(always)]
    fn mask_bits(self, m: __mmask16) -> u32 {
        u32::from(m)
    }
    #[inline(always)]
    fn store_bytes(self, x: __m512i, into: &mut [u8; ABREAST], at: usize) {
        // SAFETY: (1)
        let bytes = unsafe { _mm512_cvtepi32_epi8(x) };
        store(bytes, into, at);
    }
    #[inline(always)]
    fn both(self, a: __mmask16, b: __mmask16) -> __mmask16 {
        a & b
    }
    #[inline(always)]
    fn either(self, a: __mmask16, b: __mmask16) -> __mmask16 {
        a | b
    }
    #[inline(always)]
    fn differ(self, a: __mmask16, b: __mmask16) -> __mmask16 {
        a ^ b
    }
    #[inline(always)]
    fn except(self, a: __mmask16, b: __mmask16) -> __mmask16 {
        a & !b
    }

    #[inline(always)]
    fn reach<const RUNS: usize>(self, thresholds: &Thresholds, runs: [Undecided<'_>; RUNS]) -> [Places; RUNS] {
        let mut reached = [[0; ABREAST]; RUNS];
        if thresholds.by_option.is_empty() {
            for run in 0..RUNS {
                let Undecided { rows, words } = runs[run];
                reached[run] = twice_reached(thresholds, rows, &self.signed_upper_halves(words));
            }
        } else {
            reached = self.twice_reached_in_registers(thresholds, runs);
        }
        let mut places = [Places::first(); RUNS];
        for run in 0..RUNS {
            places[run] = thresholds.places_of::<false>(runs[run].rows, &reached[run]);
        }
        self.mark(thresholds, &mut places);
        places
    }

    #[inline(always)]
    fn fetch(self, table: &[Quad], places: &Places, at: usize) -> [__m512i; 4] {
        let (a, b) = (self.four_quads(table, places, at), self.four_quads(table, places, at + 1));
        let (c, d) = (self.four_quads(table, places, at + 2), self.four_quads(table, places, at + 3));
        // SAFETY: (1); four by four words are transposed within each quarter.
        unsafe {
            let (ab, cd) = (_mm512_unpacklo_epi32(a, b), _mm512_unpacklo_epi32(c, d));
            let (ab2, cd2) = (_mm512_unpackhi_epi32(a, b), _mm512_unpackhi_epi32(c, d));
            [
                _mm512_unpacklo_epi64(ab, cd),
                _mm512_unpackhi_epi64(ab, cd),
                _mm512_unpacklo_epi64(ab2, cd2),
                _mm512_unpackhi_epi64(ab2, cd2),
            ]
        }
    }

    #[inline(always)]
    fn count(self, what: Countable<Avx512>, places: &Places, at: usize, _: &mut [u64], kept: &mut Collected) {
        // SAFETY: (1); a place begins at bit 18, as twice of it is even and moved by 17; units have no bits beyond their own.
        let contacts: __m512i = unsafe {
            let doubled = _mm512_cvtepu16_epi32(load(places.doubled(), at));
            let units = self.and_u(what.units, self.splat_u(0x1_FFFF));
            let placed = _mm512_or_si512(_mm512_slli_epi32::<17>(doubled), units);
            let words = _mm512_mask_or_epi32(placed, what.event, placed, _mm512_set1_epi32(1 << 17));
            _mm512_maskz_compress_epi32(what.contact, words)
        };
        store(contacts, &mut kept.words, kept.count);
        kept.count += what.contact.count_ones() as usize;
        kept.bound = kept.bound.max(places.bound());
    }

    #[inline(always)]
    fn fetch_soon<T>(self, soon: &T) {
        fetch_soon(soon);
    }

    #[inline(always)]
    fn settle(self, kept: &mut Collected, table: &mut [u64]) {
        assert!(kept.bound < table.len(), "the table has all places, and one more");
        // Nobody is counted at the place after all places until whole runs are full.
        kept.words[kept.count..][..AT_A_TIME].fill((kept.bound as u32) << 18);
        let runs = kept.count.div_ceil(AT_A_TIME);
        for run in &kept.words.as_chunks::<AT_A_TIME>().0[..runs] {
            for &word in run {
                // SAFETY: (1), (2): each word came from `count`, so that its place is below the bound, or from here, and its
                // place is the bound; both are in the table.
                unsafe {
                    let number = _pdep_u64(word.into(), 0x1_0001_FFFF) + (u64::from(TAKEN) << 32);
                    *table.get_unchecked_mut((word >> 18) as usize) += number;
                }
            }
        }
        (kept.count, kept.bound) = (0, 0);
    }
}
