//! Numbers side by side: what the customer loop and the bulk draws are written on.
//!
//! `Lanes` is a vector of `N` 32-bit numbers and the few operations that the two loops need. The loops are written once;
//! a [`Form`] runs them on plain arrays (`portable.rs`), on AVX2 or on AVX-512 (`x86/`), whichever the processor has.
//!
//! # Why all forms give the same bits
//! Every operation is defined lane by lane. Floating-point operations are single IEEE 754 additions, subtractions and
//! multiplications, never fused; `min` and `max` are compare-and-select in the operand order of the x86 instructions;
//! everything else is integers.
//!
//! # Why this is sound
//! A value of `Avx2` or `Avx512` can only be had from [`Form::available`], which asks the processor first. Their methods
//! may therefore use the instructions. All `unsafe` of the project is in `x86/`, whose head has the whole argument.

mod form;
mod portable;
mod tables;
mod task;
#[cfg(test)]
mod tests;
#[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
mod x86;

pub use form::{Form, FormUnavailable};
pub(crate) use portable::Portable;
pub(crate) use tables::{ENTRIES, MARKS, OCTET, Places, Quad, ROWS_AT_ONCE, ROWS_MAX, Thresholds, Undecided};
pub(crate) use task::Task;

/// Customers that are taken at once: two or more vectors.
pub(crate) const ABREAST: usize = 32;

/// What is to be counted of `N` customers.
pub(crate) struct Countable<L: Lanes> {
    /// Units of experience, at most 2¹⁶.
    pub(crate) units: L::U,
    /// Whether a problem opened or was solved.
    pub(crate) event: L::M,
    /// Whether there was a contact; nothing else need be counted.
    #[cfg_attr(
        not(all(target_arch = "x86_64", not(dottedline_portable))),
        expect(dead_code, reason = "forms that count everybody at once")
    )]
    pub(crate) contact: L::M,
}

/// Customers and events as they are counted: contacts from bit 48 on, events from bit 32 on, units below.
pub(crate) const TAKEN: u32 = 1 << 16;

/// Customers who may be kept to be counted later.
pub(crate) const KEPT: usize = 128;

/// A vector of `N` numbers of 32 bits and what can be done with it.
///
/// Loads and stores take the `N` elements from `at` on; a slice that is too short is a defect of the caller and panics.
pub(crate) trait Lanes: Copy {
    /// Numbers in a vector; divides 16.
    const N: usize;
    /// Whether small tables are looked up in registers: [`Lanes::marks`] and [`Lanes::look_up`] instead of
    /// [`Lanes::fetch`].
    const LOOKS_UP: bool;
    /// Whether two short passes cost less than a long one even where each fetches: for compilers that make the vector code.
    const SHORT_PASSES: bool;
    /// `f32`s.
    type F: Copy;
    /// `u32`s.
    type U: Copy;
    /// Yes or no for each lane.
    type M: Copy;
    /// Customers who are yet to be counted.
    type Kept;
    /// Nobody.
    const NOBODY: Self::Kept;

    fn splat(self, x: f32) -> Self::F;
    fn load(self, from: &[f32; ABREAST], at: usize) -> Self::F;
    fn store(self, x: Self::F, into: &mut [f32; ABREAST], at: usize);
    fn add(self, a: Self::F, b: Self::F) -> Self::F;
    fn sub(self, a: Self::F, b: Self::F) -> Self::F;
    fn mul(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a` where `a < b`, else `b`.
    fn min(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a` where `a > b`, else `b`.
    fn max(self, a: Self::F, b: Self::F) -> Self::F;
    /// Where `a < b`.
    fn less(self, a: Self::F, b: Self::F) -> Self::M;
    /// `a` where `m`, else `b`.
    fn select(self, m: Self::M, a: Self::F, b: Self::F) -> Self::F;
    /// `x` where `m`, else 0.
    fn keep(self, m: Self::M, x: Self::F) -> Self::F;
    /// `a` − `b` where `m`, else `a`.
    fn sub_where(self, m: Self::M, a: Self::F, b: Self::F) -> Self::F;
    fn div(self, a: Self::F, b: Self::F) -> Self::F;
    /// The bits of the numbers.
    fn bits(self, x: Self::F) -> Self::U;
    /// The numbers with these bits.
    fn with_bits(self, x: Self::U) -> Self::F;

    fn splat_u(self, x: u32) -> Self::U;
    fn load_u(self, from: &[u32; 16], at: usize) -> Self::U;
    fn store_u(self, x: Self::U, into: &mut [u32; 16], at: usize);
    fn add_u(self, a: Self::U, b: Self::U) -> Self::U;
    fn and_u(self, a: Self::U, b: Self::U) -> Self::U;
    fn xor_u(self, a: Self::U, b: Self::U) -> Self::U;
    fn shift_left<const BY: u32>(self, x: Self::U) -> Self::U;
    fn shift_right<const BY: u32>(self, x: Self::U) -> Self::U;
    /// Where both are the same.
    fn same(self, a: Self::U, b: Self::U) -> Self::M;
    /// Rotated to the left by `BY` bits; `BACK` is 32 − `BY`.
    fn rotate<const BY: i32, const BACK: i32>(self, x: Self::U) -> Self::U;
    /// `a` where `m`, else `b`.
    fn select_u(self, m: Self::M, a: Self::U, b: Self::U) -> Self::U;
    /// The sum of all lanes.
    #[inline(always)]
    fn total(self, x: Self::U) -> u64 {
        let mut all = [0; 16];
        self.store_u(x, &mut all, 0);
        all[..Self::N].iter().map(|&x| u64::from(x)).sum()
    }
    /// Whole numbers below 2³¹ as `f32`.
    fn to_f(self, x: Self::U) -> Self::F;
    /// Numbers from 0 to 2²², rounded to the nearest whole number, halves to even.
    fn round(self, x: Self::F) -> Self::U;
    /// The sum of each number's four bytes.
    fn sum_of_bytes(self, x: Self::U) -> Self::U;
    /// Where the bit `AT` is set; 0 is the lowest.
    fn bit<const AT: u32>(self, x: Self::U) -> Self::M;
    /// Where `a < b` and the bit `AT` of `x` is not set.
    fn less_without<const AT: u32>(self, x: Self::U, a: Self::F, b: Self::F) -> Self::M;
    /// Where not `a < b` and the bit `AT` of `x` is set.
    fn not_less_with<const AT: u32>(self, x: Self::U, a: Self::F, b: Self::F) -> Self::M;
    /// The entries that the lowest five bits number.
    fn look_up(self, table: &[f32; ENTRIES], numbers: Self::U) -> Self::F;
    fn load_bytes(self, from: &[u8; ABREAST], at: usize) -> Self::U;
    /// The lowest bytes of the numbers.
    fn store_bytes(self, x: Self::U, into: &mut [u8; ABREAST], at: usize);

    fn both(self, a: Self::M, b: Self::M) -> Self::M;
    fn either(self, a: Self::M, b: Self::M) -> Self::M;
    /// Where one of both but not the other.
    fn differ(self, a: Self::M, b: Self::M) -> Self::M;
    /// Where `a` but not `b`.
    fn except(self, a: Self::M, b: Self::M) -> Self::M;
    /// A bit for each lane, the first lowest.
    fn mask_bits(self, m: Self::M) -> u32;

    /// For each row of some runs of 32, the place of the option that the upper half of its word picks: the row's first
    /// place plus the number of thresholds that are reached.
    fn reach<const RUNS: usize>(self, thresholds: &Thresholds, runs: [Undecided<'_>; RUNS]) -> [Places; RUNS];

    /// The marks of `N` places; 0 where thresholds have none and in forms that do not look up.
    fn marks(self, places: &Places, at: usize) -> Self::U;

    /// The quads at `N` places of a table, word by word. The table must not be shorter than the places' bound.
    fn fetch(self, table: &[Quad], places: &Places, at: usize) -> [Self::U; 4];

    /// Asks for a value that will be needed soon to be brought near, if the form can.
    #[inline(always)]
    fn fetch_soon<T>(self, _: &T) {}

    /// Counts `N` customers at their places in a table that is 32 longer than the places' bound: at once, or when they are
    /// settled.
    fn count(self, what: Countable<Self>, places: &Places, at: usize, table: &mut [u64], kept: &mut Self::Kept);

    /// Counts those who were kept, if any; to be called with the same table, and after at most [`KEPT`] customers.
    #[inline(always)]
    fn settle(self, _: &mut Self::Kept, _: &mut [u64]) {}
}
