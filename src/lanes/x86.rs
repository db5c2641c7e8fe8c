//! The operations of [`Lanes`] as instructions of AVX2 and AVX-512: the only `unsafe` code of the project.
//!
//! # Safety argument
//! 1. *The processor has the instructions.* [`Avx2`] and [`Avx512`] have a private field; the only function that makes one
//!    is `detect`, which asks the processor for every feature that this file enables for it. Methods take such a value.
//! 2. *Memory.* Every load and store goes through [`source`] or [`target`], which check the range; a pointer is used in the
//!    expression in which it is made. A
//!    [`Places`] has places below its bound only (its fields are private to `lanes`, and all that set them mask them), and
//!    the bound is compared with the length of the table.
//! 3. *Inlining.* `run` is compiled with the features switched on and the methods are inlined into it; where a compiler
//!    does not inline them, vectors are passed by memory: slow, but right.
//!
//! All loads and stores are unaligned forms, so alignment is a matter of speed only.
//!
//! # Loops instead of closures
//! What handles vectors has no closures (`map`, `from_fn`, `for_each`): they do not inherit the features of the function
//! around them, and where the compiler does not inline one, each of its instructions becomes a call.
#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::portable::reach_one_by_one;
use super::{ABREAST, Countable, ENTRIES, KEPT, Lanes, OCTET, Places, Quad, TAKEN, Task, Thresholds, Undecided};

/// The processor has AVX2.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx2(());

/// The processor has AVX-512 with its F, BW, DQ and VL parts, and BMI2.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx512(());

impl Avx2 {
    pub(super) fn detect() -> Option<Avx2> {
        (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt")).then_some(Avx2(()))
    }

    /// Does work that is compiled for AVX2.
    #[inline]
    pub(super) fn run<T: Task>(self, task: T) -> T::Output {
        #[target_feature(enable = "avx2,popcnt")]
        fn inside<T: Task>(avx2: Avx2, task: T) -> T::Output {
            task.run(avx2)
        }
        // SAFETY: `self` exists, so the processor has the features (1).
        unsafe { inside(self, task) }
    }

    /// [`Lanes::reach`] where a row has one octet of thresholds.
    #[inline(always)]
    fn reach_octets(self, thresholds: &Thresholds, run: Undecided<'_>) -> Places {
        let Undecided { rows, words } = run;
        let uniforms = signed_upper_halves(self, words);
        let mut twice_reached = [0_u16; ABREAST];
        for lane in 0..ABREAST {
            // SAFETY: (1), (2); two bits are set for each threshold that the uniform is above.
            let above = unsafe {
                let octet =
                    _mm_loadu_si128(source::<__m128i, i16, OCTET>(&thresholds.by_row[usize::from(rows[lane])], 0));
                _mm_movemask_epi8(_mm_cmpgt_epi16(_mm_set1_epi16(uniforms[lane]), octet))
            };
            twice_reached[lane] = above.count_ones() as u16;
        }
        let mut found = thresholds.no_places();
        for at in [0, 16] {
            // SAFETY: (1), (2)
            unsafe {
                let twice = |x: usize| _mm256_set1_epi16(2 * x as i16);
                let rows = _mm256_cvtepu8_epi16(_mm_loadu_si128(source::<__m128i, u8, 16>(rows, at)));
                let reached = _mm256_loadu_si256(source::<__m256i, u16, 16>(&twice_reached, at));
                let doubled = _mm256_add_epi16(_mm256_mullo_epi16(rows, twice(thresholds.options + 1)), reached);
                let doubled = _mm256_and_si256(doubled, _mm256_set1_epi16(thresholds.doubled_mask() as i16));
                let all = _mm256_cmpeq_epi16(reached, twice(thresholds.options));
                let lanes = _mm256_loadu_si256(source::<__m256i, u16, 16>(&NUMBERS, at));
                let aside = _mm256_add_epi16(_mm256_set1_epi16(thresholds.places as i16), lanes);
                let counted = _mm256_blendv_epi8(_mm256_srli_epi16::<1>(doubled), aside, all);
                _mm256_storeu_si256(target::<__m256i, u16, 16>(&mut found.doubled, at), doubled);
                _mm256_storeu_si256(target::<__m256i, u16, 16>(&mut found.counted, at), counted);
            }
        }
        found
    }
}

impl Avx512 {
    pub(super) fn detect() -> Option<Avx512> {
        let parts = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw");
        let more = is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl");
        let bits = is_x86_feature_detected!("bmi2");
        (Avx2::detect().is_some() && parts && more && bits).then_some(Avx512(()))
    }

    /// Does work that is compiled for AVX-512.
    #[inline]
    pub(super) fn run<T: Task>(self, task: T) -> T::Output {
        #[target_feature(enable = "avx2,popcnt,avx512f,avx512bw,avx512dq,avx512vl,bmi2")]
        fn inside<T: Task>(avx512: Avx512, task: T) -> T::Output {
            task.run(avx512)
        }
        // SAFETY: `self` exists, so the processor has the features (1).
        unsafe { inside(self, task) }
    }

    /// The upper halves of 32 words.
    #[inline(always)]
    fn upper_halves(self, words: [&[u32; 16]; 2]) -> __m512i {
        let (low, high) = (self.load_u(words[0], 0), self.load_u(words[1], 0));
        // SAFETY: (1), (2)
        unsafe { _mm512_permutex2var_epi16(low, _mm512_loadu_si512(UPPER_HALVES.as_ptr().cast()), high) }
    }

    /// Twice the places of customers in these rows who have reached half as many options as `twice_reached`.
    #[inline(always)]
    fn doubled(self, thresholds: &Thresholds, rows: __m512i, twice_reached: __m512i) -> __m512i {
        let stride = 2 * (thresholds.options as i16 + 1);
        // SAFETY: (1)
        unsafe {
            let doubled = _mm512_add_epi16(_mm512_mullo_epi16(rows, _mm512_set1_epi16(stride)), twice_reached);
            _mm512_and_si512(doubled, _mm512_set1_epi16(thresholds.doubled_mask() as i16))
        }
    }

    /// The marks of 32 places for each run, by twice the place: those of 64 neighbouring places fill two registers.
    #[inline(always)]
    fn marks_of<const RUNS: usize>(self, thresholds: &Thresholds, doubled: [__m512i; RUNS]) -> [__m512i; RUNS] {
        let mut found = [self.splat_u(0); RUNS];
        for (few, marks) in (0..).zip(&thresholds.marks) {
            // SAFETY: (1), (2)
            unsafe {
                let first = _mm512_loadu_si512(source::<__m512i, u16, 32>(marks, 0));
                let second = _mm512_loadu_si512(source::<__m512i, u16, 32>(marks, 32));
                for run in 0..RUNS {
                    let place = _mm512_srli_epi16::<1>(doubled[run]);
                    let of_few = _mm512_cmpeq_epi16_mask(_mm512_srli_epi16::<7>(doubled[run]), _mm512_set1_epi16(few));
                    let marks = _mm512_permutex2var_epi16(first, place, second);
                    found[run] = _mm512_mask_mov_epi16(found[run], of_few, marks);
                }
            }
        }
        found
    }
}

/// Where the upper halves of 32 numbers of 32 bits stand among 64 numbers of 16 bits.
const UPPER_HALVES: [u16; ABREAST] = [
    1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59,
    61, 63,
];

/// The number of each of 32 lanes.
const NUMBERS: [u16; ABREAST] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31,
];

/// The `N` elements from `at` on, to load from.
#[inline(always)]
fn source<V, T, const N: usize>(from: &[T], at: usize) -> *const V {
    from[at..at + N].as_ptr().cast()
}

/// The `N` elements from `at` on, to store into.
#[inline(always)]
fn target<V, T, const N: usize>(into: &mut [T], at: usize) -> *mut V {
    into[at..at + N].as_mut_ptr().cast()
}

/// The quad at a customer's place.
#[inline(always)]
fn quad(table: &[Quad], places: &Places, lane: usize) -> __m128i {
    assert!(places.bound <= table.len(), "the table has all places");
    // SAFETY: twice the place is below twice the bound, and a quad is 16 bytes: 8 times as much (2). The place is read as
    // volatile lest the compiler load sixteen of them into a vector and then take them out again one by one.
    unsafe {
        let doubled = std::ptr::read_volatile(&places.doubled[lane]);
        _mm_load_si128(table.as_ptr().cast::<u8>().add(8 * usize::from(doubled)).cast())
    }
}

/// The quads at every fourth place from `at` on, two of them.
#[inline(always)]
fn two_quads(table: &[Quad], places: &Places, at: usize) -> __m256i {
    let (first, second) = (quad(table, places, at), quad(table, places, at + 4));
    // SAFETY: (1): only called from methods of `Avx2`.
    unsafe { _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(first), second) }
}

/// The quads at every fourth place from `at` on, four of them.
#[inline(always)]
fn four_quads(table: &[Quad], places: &Places, at: usize) -> __m512i {
    let (a, b) = (quad(table, places, at), quad(table, places, at + 4));
    let (c, d) = (quad(table, places, at + 8), quad(table, places, at + 12));
    // SAFETY: (1): only called from methods of `Avx512`.
    unsafe {
        let ab = _mm512_inserti32x4::<1>(_mm512_castsi128_si512(a), b);
        _mm512_inserti32x4::<3>(_mm512_inserti32x4::<2>(ab, c), d)
    }
}

/// [`Lanes::fetch_soon`], line after line.
#[inline(always)]
fn fetch_soon<T>(soon: &T) {
    let first: *const i8 = std::ptr::from_ref(soon).cast();
    for line in (0..size_of::<T>()).step_by(64) {
        // SAFETY: (1); nothing is read or written.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(first.wrapping_add(line)) };
    }
}

/// Contacts to be counted, one word each: units in bits 0–16, the event in bit 17, the place from bit 18 on. Most customers
/// stay away in a week; to leave them out costs less than to count them somewhere.
#[derive(Debug)]
pub(crate) struct Collected {
    words: [u32; KEPT],
    count: usize,
    /// The places are below it.
    bound: usize,
}

/// The upper halves of 32 words in signed order: the upper bit is flipped.
#[inline(always)]
fn signed_upper_halves(avx2: Avx2, words: [&[u32; 16]; 2]) -> [i16; ABREAST] {
    let mut halves = [0_i16; ABREAST];
    for (i, words) in words.into_iter().enumerate() {
        let first = avx2.shift_right::<16>(avx2.load_u(words, 0));
        let second = avx2.shift_right::<16>(avx2.load_u(words, 8));
        // SAFETY: (1), (2); packing interleaves quarters, which are put in order again.
        unsafe {
            let packed = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packus_epi32(first, second));
            let signed = _mm256_xor_si256(packed, _mm256_set1_epi16(i16::MIN));
            _mm256_storeu_si256(target::<__m256i, i16, 16>(&mut halves, 16 * i), signed);
        }
    }
    halves
}

/// Methods that are one instruction or a few.
macro_rules! instructions {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ty = $body:expr;)*) => {
        $(#[inline(always)]
        fn $name(self, $($argument: $type),*) -> $result {
            // SAFETY: (1), (2)
            unsafe { $body }
        })*
    };
}

impl Lanes for Avx2 {
    const N: usize = 8;
    const LOOKS_UP: bool = false;
    type F = __m256;
    type U = __m256i;
    /// All bits set for yes.
    type M = __m256i;
    type Kept = ();
    const NOBODY: () = ();

    instructions! {
        splat(x: f32) -> __m256 = _mm256_set1_ps(x);
        load(from: &[f32; ABREAST], at: usize) -> __m256 = _mm256_loadu_ps(source::<f32, f32, 8>(from, at));
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
        load_u(from: &[u32; 16], at: usize) -> __m256i = _mm256_loadu_si256(source::<__m256i, u32, 8>(from, at));
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
            = _mm256_cvtepu8_epi32(_mm_loadl_epi64(source::<__m128i, u8, 8>(from, at)));
        marks(places: &Places, at: usize) -> __m256i
            = _mm256_cvtepu16_epi32(_mm_loadu_si128(source::<__m128i, u16, 8>(&places.marks, at)));
        mask_bits(m: __m256i) -> u32 = _mm256_movemask_ps(_mm256_castsi256_ps(m)) as u32;
        either(a: __m256i, b: __m256i) -> __m256i = _mm256_or_si256(a, b);
        except(a: __m256i, b: __m256i) -> __m256i = _mm256_andnot_si256(b, a);
    }

    #[inline(always)]
    fn store(self, x: __m256, into: &mut [f32; ABREAST], at: usize) {
        // SAFETY: (1), (2)
        unsafe { _mm256_storeu_ps(target::<f32, f32, 8>(into, at), x) }
    }
    #[inline(always)]
    fn store_u(self, x: __m256i, into: &mut [u32; 16], at: usize) {
        // SAFETY: (1), (2)
        unsafe { _mm256_storeu_si256(target::<__m256i, u32, 8>(into, at), x) }
    }
    #[inline(always)]
    fn rotate<const BY: i32, const BACK: i32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1), (2)
        unsafe { _mm256_or_si256(_mm256_slli_epi32::<BY>(x), _mm256_srli_epi32::<BACK>(x)) }
    }
    #[inline(always)]
    fn bit<const AT: u32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1), (2)
        unsafe { _mm256_srai_epi32::<31>(_mm256_sll_epi32(x, _mm_cvtsi32_si128(31 - AT as i32))) }
    }
    #[inline(always)]
    fn look_up(self, table: &[f32; ENTRIES], numbers: __m256i) -> __m256 {
        let numbers = self.and_u(numbers, self.splat_u(ENTRIES as u32 - 1));
        // SAFETY: (1); the numbers are below the length of the table.
        unsafe { _mm256_i32gather_ps::<4>(table.as_ptr(), numbers) }
    }
    #[inline(always)]
    fn shift_left<const BY: u32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1), (2)
        unsafe { _mm256_sll_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn shift_right<const BY: u32>(self, x: __m256i) -> __m256i {
        // SAFETY: (1), (2)
        unsafe { _mm256_srl_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn round(self, x: __m256) -> __m256i {
        // SAFETY: (1), (2); the rounding mode is to nearest, halves to even, as Rust requires.
        unsafe { _mm256_cvtps_epi32(x) }
    }
    #[inline(always)]
    fn store_bytes(self, x: __m256i, into: &mut [u8; ABREAST], at: usize) {
        // SAFETY: (1), (2); eight bytes are written.
        unsafe {
            let first_bytes = _mm256_setr_epi8(
                0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1,
                -1, -1, -1, -1, -1,
            );
            let bytes = _mm256_shuffle_epi8(x, first_bytes);
            let both = _mm_unpacklo_epi32(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256::<1>(bytes));
            _mm_storel_epi64(target::<__m128i, u8, 8>(into, at), both);
        }
    }
    #[inline(always)]
    fn both(self, a: __m256i, b: __m256i) -> __m256i {
        self.and_u(a, b)
    }

    #[inline(always)]
    fn reach<const RUNS: usize>(self, thresholds: &Thresholds, runs: [Undecided<'_>; RUNS]) -> [Places; RUNS] {
        if thresholds.options > OCTET {
            return reach_one_by_one(thresholds, runs);
        }
        let mut found = [thresholds.no_places(); RUNS];
        for run in 0..RUNS {
            found[run] = self.reach_octets(thresholds, runs[run]);
        }
        found
    }

    #[inline(always)]
    fn fetch(self, table: &[Quad], places: &Places, at: usize) -> [__m256i; 4] {
        let (a, b) = (two_quads(table, places, at), two_quads(table, places, at + 1));
        let (c, d) = (two_quads(table, places, at + 2), two_quads(table, places, at + 3));
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
        assert!(places.bound + ABREAST <= table.len(), "the table has all counting places");
        let events = self.select_u(what.event, self.splat_u(TAKEN + 1), self.splat_u(TAKEN));
        let mut numbers = [0_u64; 8];
        // SAFETY: (1), (2)
        unsafe {
            let (even, odd) = (_mm256_unpacklo_epi32(what.units, events), _mm256_unpackhi_epi32(what.units, events));
            let [first, second] =
                [_mm256_permute2x128_si256::<0x20>(even, odd), _mm256_permute2x128_si256::<0x31>(even, odd)];
            _mm256_storeu_si256(target::<__m256i, u64, 4>(&mut numbers, 0), first);
            _mm256_storeu_si256(target::<__m256i, u64, 4>(&mut numbers, 4), second);
        }
        let counted: &[u16; 8] = places.counted[at..].first_chunk().expect("eight lanes");
        for lane in 0..8 {
            // SAFETY: each counting place is below the bound and 32 more (2).
            unsafe { *table.get_unchecked_mut(usize::from(counted[lane])) += numbers[lane] };
        }
    }

    #[inline(always)]
    fn fetch_soon<T>(self, soon: &T) {
        fetch_soon(soon);
    }
}

impl Lanes for Avx512 {
    const N: usize = 16;
    const LOOKS_UP: bool = true;
    type F = __m512;
    type U = __m512i;
    type M = __mmask16;
    type Kept = Collected;
    const NOBODY: Collected = Collected { words: [0; KEPT], count: 0, bound: 0 };

    instructions! {
        splat(x: f32) -> __m512 = _mm512_set1_ps(x);
        load(from: &[f32; ABREAST], at: usize) -> __m512 = _mm512_loadu_ps(source::<f32, f32, 16>(from, at));
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
        load_u(from: &[u32; 16], at: usize) -> __m512i = _mm512_loadu_si512(source::<__m512i, u32, 16>(from, at));
        add_u(a: __m512i, b: __m512i) -> __m512i = _mm512_add_epi32(a, b);
        and_u(a: __m512i, b: __m512i) -> __m512i = _mm512_and_si512(a, b);
        xor_u(a: __m512i, b: __m512i) -> __m512i = _mm512_xor_si512(a, b);
        select_u(m: __mmask16, a: __m512i, b: __m512i) -> __m512i = _mm512_mask_blend_epi32(m, b, a);
        to_f(x: __m512i) -> __m512 = _mm512_cvtepi32_ps(x);
        sum_of_bytes(x: __m512i) -> __m512i
            = _mm512_madd_epi16(_mm512_maddubs_epi16(x, _mm512_set1_epi8(1)), _mm512_set1_epi16(1));
        div(a: __m512, b: __m512) -> __m512 = _mm512_div_ps(a, b);
        same(a: __m512i, b: __m512i) -> __mmask16 = _mm512_cmpeq_epi32_mask(a, b);
        load_bytes(from: &[u8; ABREAST], at: usize) -> __m512i
            = _mm512_cvtepu8_epi32(_mm_loadu_si128(source::<__m128i, u8, 16>(from, at)));
        marks(places: &Places, at: usize) -> __m512i
            = _mm512_cvtepu16_epi32(_mm256_loadu_si256(source::<__m256i, u16, 16>(&places.marks, at)));
    }

    #[inline(always)]
    fn store(self, x: __m512, into: &mut [f32; ABREAST], at: usize) {
        // SAFETY: (1), (2)
        unsafe { _mm512_storeu_ps(target::<f32, f32, 16>(into, at), x) }
    }
    #[inline(always)]
    fn store_u(self, x: __m512i, into: &mut [u32; 16], at: usize) {
        // SAFETY: (1), (2)
        unsafe { _mm512_storeu_si512(target::<__m512i, u32, 16>(into, at), x) }
    }
    #[inline(always)]
    fn rotate<const BY: i32, const BACK: i32>(self, x: __m512i) -> __m512i {
        // SAFETY: (1), (2)
        unsafe { _mm512_rol_epi32::<BY>(x) }
    }
    #[inline(always)]
    fn bit<const AT: u32>(self, x: __m512i) -> __mmask16 {
        // SAFETY: (1), (2)
        unsafe { _mm512_test_epi32_mask(x, _mm512_set1_epi32((1_u32 << AT) as i32)) }
    }
    #[inline(always)]
    fn look_up(self, table: &[f32; ENTRIES], numbers: __m512i) -> __m512 {
        // SAFETY: (1), (2)
        unsafe {
            let low = _mm512_loadu_ps(source::<f32, f32, 16>(table, 0));
            let high = _mm512_loadu_ps(source::<f32, f32, 16>(table, 16));
            _mm512_permutex2var_ps(low, numbers, high)
        }
    }
    #[inline(always)]
    fn shift_left<const BY: u32>(self, x: __m512i) -> __m512i {
        // SAFETY: (1), (2)
        unsafe { _mm512_sll_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn shift_right<const BY: u32>(self, x: __m512i) -> __m512i {
        // SAFETY: (1), (2)
        unsafe { _mm512_srl_epi32(x, _mm_cvtsi32_si128(BY as i32)) }
    }
    #[inline(always)]
    fn round(self, x: __m512) -> __m512i {
        // SAFETY: (1), (2); the rounding mode is to nearest, halves to even, as Rust requires.
        unsafe { _mm512_cvtps_epi32(x) }
    }
    #[inline(always)]
    fn mask_bits(self, m: __mmask16) -> u32 {
        u32::from(m)
    }
    #[inline(always)]
    fn store_bytes(self, x: __m512i, into: &mut [u8; ABREAST], at: usize) {
        // SAFETY: (1), (2)
        unsafe { _mm_storeu_si128(target::<__m128i, u8, 16>(into, at), _mm512_cvtepi32_epi8(x)) }
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
    fn except(self, a: __mmask16, b: __mmask16) -> __mmask16 {
        a & !b
    }

    #[inline(always)]
    fn reach<const RUNS: usize>(self, thresholds: &Thresholds, runs: [Undecided<'_>; RUNS]) -> [Places; RUNS] {
        if thresholds.by_option.is_empty() {
            return reach_one_by_one(thresholds, runs);
        }
        let (mut uniforms, mut rows) = ([self.splat_u(0); RUNS], [self.splat_u(0); RUNS]);
        for run in 0..RUNS {
            uniforms[run] = self.upper_halves(runs[run].words);
            // SAFETY: (1), (2)
            rows[run] =
                unsafe { _mm512_cvtepu8_epi16(_mm256_loadu_si256(source::<__m256i, u8, ABREAST>(runs[run].rows, 0))) };
        }
        let (mut reached, two) = ([self.splat_u(0); RUNS], self.splat_u(0x2_0002));
        // An option's thresholds fill two registers, and rows pick from both.
        for option in &thresholds.by_option {
            // SAFETY: (1), (2)
            unsafe {
                let first = _mm512_loadu_si512(source::<__m512i, u16, 32>(option, 0));
                let second = _mm512_loadu_si512(source::<__m512i, u16, 32>(option, 32));
                for run in 0..RUNS {
                    let of_rows = _mm512_permutex2var_epi16(first, rows[run], second);
                    let above = _mm512_cmpgt_epu16_mask(uniforms[run], of_rows);
                    reached[run] = _mm512_mask_add_epi16(reached[run], above, reached[run], two);
                }
            }
        }
        let mut doubled = rows;
        for run in 0..RUNS {
            doubled[run] = self.doubled(thresholds, rows[run], reached[run]);
        }
        let marks = self.marks_of(thresholds, doubled);
        let mut places = [thresholds.no_places(); RUNS];
        for run in 0..RUNS {
            // SAFETY: (1), (2)
            unsafe {
                _mm512_storeu_si512(target::<__m512i, u16, ABREAST>(&mut places[run].doubled, 0), doubled[run]);
                _mm512_storeu_si512(target::<__m512i, u16, ABREAST>(&mut places[run].marks, 0), marks[run]);
            }
        }
        places
    }

    #[inline(always)]
    fn fetch(self, table: &[Quad], places: &Places, at: usize) -> [__m512i; 4] {
        let (a, b) = (four_quads(table, places, at), four_quads(table, places, at + 1));
        let (c, d) = (four_quads(table, places, at + 2), four_quads(table, places, at + 3));
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
        // SAFETY: (1), (2)
        unsafe {
            let doubled = _mm512_cvtepu16_epi32(_mm256_loadu_si256(source::<__m256i, u16, 16>(&places.doubled, at)));
            let units = self.and_u(what.units, self.splat_u(0x1_FFFF));
            let placed = _mm512_or_si512(_mm512_slli_epi32::<17>(doubled), units);
            let words = _mm512_mask_or_epi32(placed, what.event, placed, _mm512_set1_epi32(1 << 17));
            let into = target::<__m512i, u32, 16>(&mut kept.words, kept.count);
            _mm512_storeu_si512(into, _mm512_maskz_compress_epi32(what.contact, words));
        }
        kept.count += what.contact.count_ones() as usize;
        kept.bound = kept.bound.max(places.bound);
    }

    #[inline(always)]
    fn fetch_soon<T>(self, soon: &T) {
        fetch_soon(soon);
    }

    #[inline(always)]
    fn settle(self, kept: &mut Collected, table: &mut [u64]) {
        assert!(kept.bound <= table.len(), "the table has all places");
        for &word in &kept.words[..kept.count] {
            // SAFETY: (1), (2); the place is below the bound, as units have no bits beyond their own.
            unsafe {
                let number = _pdep_u64(word.into(), 0x1_0001_FFFF) + (u64::from(TAKEN) << 32);
                *table.get_unchecked_mut((word >> 18) as usize) += number;
            }
        }
        (kept.count, kept.bound) = (0, 0);
    }
}
