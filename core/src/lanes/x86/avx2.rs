//! Eight lanes: the instructions of AVX2. The safety argument, with its numbers, stands in [`super`].

use std::arch::x86_64::*;

use super::{fetch_soon, load, quad, store, twice_reached};
use crate::lanes::{ABREAST, Countable, ENTRIES, Lanes, Places, Quad, TAKEN, Task, Thresholds, Undecided};

processor! {
    /// The processor has AVX2.
    Avx2: "avx2" "popcnt"
}

impl Avx2 {
    /// The upper halves of 32 words in signed order: the upper bit is flipped.
    #[inline(always)]
    fn signed_upper_halves(self, words: [&[u32; 16]; 2]) -> [i16; ABREAST] {
        let mut halves = [0; ABREAST];
        for (i, words) in words.into_iter().enumerate() {
            let first = self.shift_right::<16>(self.load_u(words, 0));
            let second = self.shift_right::<16>(self.load_u(words, 8));
            // SAFETY: (1); packing interleaves quarters, which are put in order again.
            let signed = unsafe {
                let packed = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packus_epi32(first, second));
                _mm256_xor_si256(packed, _mm256_set1_epi16(i16::MIN))
            };
            store(signed, &mut halves, 16 * i);
        }
        halves
    }

    /// The quads at every fourth place from `at` on, two of them.
    #[inline(always)]
    fn two_quads(self, table: &[Quad], places: &Places, at: usize) -> __m256i {
        let (first, second) = (quad(table, places, at), quad(table, places, at + 4));
        // SAFETY: (1)
        unsafe { _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(first), second) }
    }
}

/// Where the bytes of eight numbers come from that are rotated to the left by 8 bits, within each half.
const ROTATED_BY_8: [u8; 32] = rotated_by_bytes(1);

/// The same by 16 bits.
const ROTATED_BY_16: [u8; 32] = rotated_by_bytes(2);

const fn rotated_by_bytes(by: u8) -> [u8; 32] {
    let (mut from, mut byte) = ([0; 32], 0);
    while byte < 32 {
        let number = byte % 16 / 4 * 4;
        from[byte as usize] = number + (byte + 4 - by) % 4;
        byte += 1;
    }
    from
}

impl Lanes for Avx2 {
    const N: usize = 8;
    const LOOKS_UP: bool = false;
    const SHORT_PASSES: bool = false;
    type F = __m256;
    type U = __m256i;
    /// All bits set for yes.
    type M = __m256i;
    type Kept = ();
    const NOBODY: () = ();

    instructions! {
        splat(x: f32) -> __m256 = _mm256_set1_ps(x);
        add(a: __m256, b: __m256) -> __m256 = _mm256_add_ps(a, b);
        sub(a: __m256, b: __m256) -> __m256 = _mm256_sub_ps(a, b);
        mul(a: __m256, b: __m256) -> __m256 = _mm256_mul_ps(a, b);
        min(a: __m256, b: __m256) -> __m256 = _mm256_min_ps(a, b);
        max(a: __m256, b: __m256) -> __m256 = _mm256_max_ps(a, b);
        less(a: __m256, b: __m256) -> __m256i = _mm256_castps_si256(_mm256_cmp_ps::<_CMP_LT_OQ>(a, b));
        select(m: __m256i, a: __m256, b: __m256) -> __m256 = _mm256_blendv_ps(b, a, _mm256_castsi256_ps(m));
        bits(x: __m256) -> __m256i = _mm256_castps_si256(x);
        with_bits(x: __m256i) -> __m256 = _mm256_castsi256_ps(x);
        splat_u(x: u32) -> __m256i = _mm256_set1_epi32(x as i32);
        add_u(a: __m256i, b: __m256i) -> __m256i = _mm256_add_epi32(a, b);
        and_u(a: __m256i, b: __m256i) -> __m256i = _mm256_and_si256(a, b);
        xor_u(a: __m256i, b: __m256i) -> __m256i = _mm256_xor_si256(a, b);
        select_u(m: __m256i, a: __m256i, b: __m256i) -> __m256i = _mm256_blendv_epi8(b, a, m);
        to_f(x: __m256i) -> __m256 = _mm256_cvtepi32_ps(x);
        sum_of_bytes(x: __m256i) -> __m256i
            = _mm256_madd_epi16(_mm256_maddubs_epi16(x, _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
        div(a: __m256, b: __m256) -> __m256 = _mm256_div_ps(a, b);
        same(a: __m256i, b: __m256i) -> __m256i = _mm256_cmpeq_epi32(a, b);
        load_bytes(from: &[u8; ABREAST], at: usize) -> __m256i
            = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(load(from, at)));
        marks(places: &Places, at: usize) -> __m256i
            = _mm256_cvtepu16_epi32(load(places.marks(), at));
        mask_bits(m: __m256i) -> u32 = _mm256_movemask_ps(_mm256_castsi256_ps(m)) as u32;
        either(a: __m256i, b: __m256i) -> __m256i = _mm256_or_si256(a, b);
        differ(a: __m256i, b: __m256i) -> __m256i = _mm256_xor_si256(a, b);
        keep(m: __m256i, x: __m256) -> __m256 = _mm256_and_ps(_mm256_castsi256_ps(m), x);
        except(a: __m256i, b: __m256i) -> __m256i = _mm256_andnot_si256(b, a);
    }

    #[inline(always)]
    fn load(self, from: &[f32; ABREAST], at: usize) -> __m256 {
        load(from, at)
    }
    #[inline(always)]
    fn store(self, x: __m256, into: &mut [f32; ABREAST], at: usize) {
        store(x, into, at);
    }
    #[inline(always)]
    fn load_u(self, from: &[u32; 16], at: usize) -> __m256i {
        load(from, at)
    }
    #[inline(always)]
    fn store_u(self, x: __m256i, into: &mut [u32; 16], at: usize) {
        store(x, into, at);
    }
    #[inline(always)]
    fn rotate<const BY: i32, const BACK: i32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1); by whole bytes, bytes change places.
        unsafe {
            match BY {
                8 => _mm256_shuffle_epi8(x, load(&ROTATED_BY_8, 0)),
                16 => _mm256_shuffle_epi8(x, load(&ROTATED_BY_16, 0)),
                _ => _mm256_or_si256(_mm256_slli_epi32::<BY>(x), _mm256_srli_epi32::<BACK>(x)),
            }
        }
    }
    #[inline(always)]
    fn bit<const AT: u32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1)
        unsafe { _mm256_srai_epi32::<31>(_mm256_sll_epi32(x, _mm_cvtsi32_si128(31 - AT as i32))) }
    }
    #[inline(always)]
    fn sub_where(self, m: __m256i, a: __m256, b: __m256) -> __m256 {
        self.sub(a, self.keep(m, b))
    }
    #[inline(always)]
    fn less_without<const AT: u32>(self, x: __m256i, a: __m256, b: __m256) -> __m256i {
        self.except(self.less(a, b), self.bit::<AT>(x))
    }
    #[inline(always)]
    fn not_less_with<const AT: u32>(self, x: __m256i, a: __m256, b: __m256) -> __m256i {
        self.except(self.bit::<AT>(x), self.less(a, b))
    }
    #[inline(always)]
    fn look_up(self, table: &[f32; ENTRIES], numbers: __m256i) -> __m256 {
        let (mut places, mut found) = ([0_u32; 8], [0.0_f32; 8]);
        store(numbers, &mut places, 0);
        for (found, place) in found.iter_mut().zip(places) {
            *found = table[place as usize % ENTRIES];
        }
        load(&found, 0)
    }
    #[inline(always)]
    fn shift_left<const BY: u32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1)
        unsafe { _mm256_sll_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn shift_right<const BY: u32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1)
        unsafe { _mm256_srl_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn round(self, x: __m256) -> __m256i {
        // SAFETY: (1); the rounding mode is to nearest, halves to even, as Rust requires.
        unsafe { _mm256_cvtps_epi32(x) }
    }
    #[inline(always)]
    fn store_bytes(self, x: __m256i, into: &mut [u8; ABREAST], at: usize) {
        // SAFETY: (1)
        let eight = unsafe {
            let first_bytes = _mm256_setr_epi8(
                0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1,
                -1, -1, -1, -1, -1,
            );
            let bytes = _mm256_shuffle_epi8(x, first_bytes);
            let (low, high) = (_mm256_castsi256_si128(bytes), _mm256_extracti128_si256::<1>(bytes));
            _mm_cvtsi128_si64(_mm_unpacklo_epi32(low, high))
        };
        store(eight, into, at);
    }
    #[inline(always)]
    fn both(self, a: __m256i, b: __m256i) -> __m256i {
        self.and_u(a, b)
    }

    #[inline(always)]
    fn reach<const RUNS: usize>(self, thresholds: &Thresholds, runs: [Undecided<'_>; RUNS]) -> [Places; RUNS] {
        // What is written number by number is read as vectors: later, when it has arrived.
        let mut reached = [[0; ABREAST]; RUNS];
        for run in 0..RUNS {
            let Undecided { rows, words } = runs[run];
            reached[run] = twice_reached(thresholds, rows, &self.signed_upper_halves(words));
        }
        let mut places = [Places::first(); RUNS];
        for run in 0..RUNS {
            places[run] = thresholds.places_of::<true>(runs[run].rows, &reached[run]);
        }
        places
    }

    #[inline(always)]
    fn fetch(self, table: &[Quad], places: &Places, at: usize) -> [__m256i; 4] {
        let (a, b) = (self.two_quads(table, places, at), self.two_quads(table, places, at + 1));
        let (c, d) = (self.two_quads(table, places, at + 2), self.two_quads(table, places, at + 3));
        // SAFETY: (1); four by four words are transposed within each half.
        unsafe {
            let (ab, cd) = (_mm256_unpacklo_epi32(a, b), _mm256_unpacklo_epi32(c, d));
            let (ab2, cd2) = (_mm256_unpackhi_epi32(a, b), _mm256_unpackhi_epi32(c, d));
            [
                _mm256_unpacklo_epi64(ab, cd),
                _mm256_unpackhi_epi64(ab, cd),
                _mm256_unpacklo_epi64(ab2, cd2),
                _mm256_unpackhi_epi64(ab2, cd2),
            ]
        }
    }

    #[inline(always)]
    fn count(self, what: Countable<Avx2>, places: &Places, at: usize, table: &mut [u64], (): &mut ()) {
        assert!(places.bound() + ABREAST <= table.len(), "the table has all counting places");
        // SAFETY: (1); where there is an event, all bits are set: −1.
        let [first, second] = unsafe {
            let events = _mm256_sub_epi32(self.splat_u(TAKEN), what.event);
            let (even, odd) = (_mm256_unpacklo_epi32(what.units, events), _mm256_unpackhi_epi32(what.units, events));
            [_mm256_permute2x128_si256::<0x20>(even, odd), _mm256_permute2x128_si256::<0x31>(even, odd)]
        };
        let mut numbers = [0_u64; 8];
        store(first, &mut numbers, 0);
        store(second, &mut numbers, 4);
        let counted: &[u16; 8] = places.counted()[at..].first_chunk().expect("eight lanes");
        for lane in 0..8 {
            // SAFETY: (2): each counting place is below the bound and 32, and so in the table.
            unsafe { *table.get_unchecked_mut(usize::from(counted[lane])) += numbers[lane] };
        }
    }

    #[inline(always)]
    fn fetch_soon<T>(self, soon: &T) {
        fetch_soon(soon);
    }
}
