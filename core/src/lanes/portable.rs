//! Four numbers in a plain array: what any processor runs, and what compilers make vector code of.

use super::{ABREAST, Countable, ENTRIES, Lanes, OCTET, Places, Quad, TAKEN, Thresholds, Undecided};

/// Plain arrays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portable;

const N: usize = 4;

#[inline(always)]
fn each<A: Copy, B>(a: [A; N], f: impl Fn(A) -> B) -> [B; N] {
    [f(a[0]), f(a[1]), f(a[2]), f(a[3])]
}

#[inline(always)]
fn pairwise<A: Copy, B: Copy, C>(a: [A; N], b: [B; N], f: impl Fn(A, B) -> C) -> [C; N] {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
}

/// Takes `N` neighbours.
#[inline(always)]
fn take<T: Copy, const L: usize>(from: &[T; L], at: usize) -> [T; N] {
    [from[at], from[at + 1], from[at + 2], from[at + 3]]
}

#[inline(always)]
fn put<T: Copy, const L: usize>(x: [T; N], into: &mut [T; L], at: usize) {
    into[at..at + N].copy_from_slice(&x);
}

#[inline(always)]
fn blend(mask: u32, a: u32, b: u32) -> u32 {
    a & mask | b & !mask
}

impl Lanes for Portable {
    const N: usize = N;
    const LOOKS_UP: bool = false;
    const SHORT_PASSES: bool = true;
    type F = [f32; N];
    type U = [u32; N];
    /// All bits set for yes.
    type M = [u32; N];
    type Kept = ();
    const NOBODY: () = ();

    #[inline(always)]
    fn splat(self, x: f32) -> [f32; N] {
        [x; N]
    }
    #[inline(always)]
    fn load(self, from: &[f32; ABREAST], at: usize) -> [f32; N] {
        take(from, at)
    }
    #[inline(always)]
    fn store(self, x: [f32; N], into: &mut [f32; ABREAST], at: usize) {
        put(x, into, at);
    }
    #[inline(always)]
    fn add(self, a: [f32; N], b: [f32; N]) -> [f32; N] {
        pairwise(a, b, |a, b| a + b)
    }
    #[inline(always)]
    fn sub(self, a: [f32; N], b: [f32; N]) -> [f32; N] {
        pairwise(a, b, |a, b| a - b)
    }
    #[inline(always)]
    fn mul(self, a: [f32; N], b: [f32; N]) -> [f32; N] {
        pairwise(a, b, |a, b| a * b)
    }
    #[inline(always)]
    fn min(self, a: [f32; N], b: [f32; N]) -> [f32; N] {
        pairwise(a, b, |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    fn max(self, a: [f32; N], b: [f32; N]) -> [f32; N] {
        pairwise(a, b, |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    fn less(self, a: [f32; N], b: [f32; N]) -> [u32; N] {
        pairwise(a, b, |a, b| u32::from(a < b).wrapping_neg())
    }
    #[inline(always)]
    fn select(self, m: [u32; N], a: [f32; N], b: [f32; N]) -> [f32; N] {
        self.with_bits(self.select_u(m, self.bits(a), self.bits(b)))
    }
    #[inline(always)]
    fn keep(self, m: [u32; N], x: [f32; N]) -> [f32; N] {
        self.with_bits(self.and_u(m, self.bits(x)))
    }
    #[inline(always)]
    fn sub_where(self, m: [u32; N], a: [f32; N], b: [f32; N]) -> [f32; N] {
        self.sub(a, self.keep(m, b))
    }
    #[inline(always)]
    fn div(self, a: [f32; N], b: [f32; N]) -> [f32; N] {
        pairwise(a, b, |a, b| a / b)
    }
    #[inline(always)]
    fn bits(self, x: [f32; N]) -> [u32; N] {
        each(x, f32::to_bits)
    }
    #[inline(always)]
    fn with_bits(self, x: [u32; N]) -> [f32; N] {
        each(x, f32::from_bits)
    }

    #[inline(always)]
    fn splat_u(self, x: u32) -> [u32; N] {
        [x; N]
    }
    #[inline(always)]
    fn load_u(self, from: &[u32; 16], at: usize) -> [u32; N] {
        take(from, at)
    }
    #[inline(always)]
    fn store_u(self, x: [u32; N], into: &mut [u32; 16], at: usize) {
        put(x, into, at);
    }
    #[inline(always)]
    fn add_u(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        pairwise(a, b, u32::wrapping_add)
    }
    #[inline(always)]
    fn and_u(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        pairwise(a, b, |a, b| a & b)
    }
    #[inline(always)]
    fn xor_u(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        pairwise(a, b, |a, b| a ^ b)
    }
    #[inline(always)]
    fn shift_left<const BY: u32>(self, x: [u32; N]) -> [u32; N] {
        each(x, |x| x << BY)
    }
    #[inline(always)]
    fn shift_right<const BY: u32>(self, x: [u32; N]) -> [u32; N] {
        each(x, |x| x >> BY)
    }
    #[inline(always)]
    fn same(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        pairwise(a, b, |a, b| u32::from(a == b).wrapping_neg())
    }
    #[inline(always)]
    fn rotate<const BY: i32, const BACK: i32>(self, x: [u32; N]) -> [u32; N] {
        each(x, |x| x << BY | x >> BACK)
    }
    #[inline(always)]
    fn select_u(self, m: [u32; N], a: [u32; N], b: [u32; N]) -> [u32; N] {
        [blend(m[0], a[0], b[0]), blend(m[1], a[1], b[1]), blend(m[2], a[2], b[2]), blend(m[3], a[3], b[3])]
    }
    #[inline(always)]
    fn to_f(self, x: [u32; N]) -> [f32; N] {
        each(x, |x| x as i32 as f32)
    }
    #[inline(always)]
    fn round(self, x: [f32; N]) -> [u32; N] {
        each(x, |x| (x + 8_388_608.0).to_bits() & 0x007F_FFFF) // adding 2²³ leaves a whole number in the low bits
    }
    #[inline(always)]
    fn sum_of_bytes(self, x: [u32; N]) -> [u32; N] {
        each(x, |x| {
            let pairs = (x & 0x00FF_00FF) + (x >> 8 & 0x00FF_00FF);
            (pairs & 0xFFFF) + (pairs >> 16)
        })
    }
    #[inline(always)]
    fn bit<const AT: u32>(self, x: [u32; N]) -> [u32; N] {
        each(x, |x| ((x << (31 - AT)) as i32 >> 31) as u32)
    }
    #[inline(always)]
    fn less_without<const AT: u32>(self, x: [u32; N], a: [f32; N], b: [f32; N]) -> [u32; N] {
        self.except(self.less(a, b), self.bit::<AT>(x))
    }
    #[inline(always)]
    fn not_less_with<const AT: u32>(self, x: [u32; N], a: [f32; N], b: [f32; N]) -> [u32; N] {
        self.except(self.bit::<AT>(x), self.less(a, b))
    }
    #[inline(always)]
    fn look_up(self, table: &[f32; ENTRIES], numbers: [u32; N]) -> [f32; N] {
        each(numbers, |number| table[number as usize % ENTRIES])
    }
    #[inline(always)]
    fn load_bytes(self, from: &[u8; ABREAST], at: usize) -> [u32; N] {
        each(take(from, at), u32::from)
    }
    #[inline(always)]
    fn store_bytes(self, x: [u32; N], into: &mut [u8; ABREAST], at: usize) {
        put(each(x, |x| x as u8), into, at);
    }

    #[inline(always)]
    fn both(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        self.and_u(a, b)
    }
    #[inline(always)]
    fn either(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        pairwise(a, b, |a, b| a | b)
    }
    #[inline(always)]
    fn differ(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        self.xor_u(a, b)
    }
    #[inline(always)]
    fn except(self, a: [u32; N], b: [u32; N]) -> [u32; N] {
        pairwise(a, b, |a, b| a & !b)
    }
    #[inline(always)]
    fn mask_bits(self, m: [u32; N]) -> u32 {
        m[0] & 1 | m[1] & 2 | m[2] & 4 | m[3] & 8
    }

    #[inline(always)]
    fn reach<const RUNS: usize>(self, thresholds: &Thresholds, runs: [Undecided<'_>; RUNS]) -> [Places; RUNS] {
        runs.map(|run| thresholds.places_of::<true>(run.rows, &twice_reached(thresholds, run)))
    }

    #[inline(always)]
    fn marks(self, places: &Places, at: usize) -> [u32; N] {
        each(take(places.marks(), at), u32::from)
    }

    #[inline(always)]
    fn fetch(self, table: &[Quad], places: &Places, at: usize) -> [[u32; N]; 4] {
        let [a, b, c, d] = each([at, at + 1, at + 2, at + 3], |lane| table[places.get(lane)].0);
        [0, 1, 2, 3].map(|word| [a[word], b[word], c[word], d[word]])
    }

    #[inline(always)]
    fn count(self, what: Countable<Portable>, places: &Places, at: usize, table: &mut [u64], (): &mut ()) {
        for lane in 0..N {
            let events = TAKEN + (what.event[lane] & 1);
            table[usize::from(places.counted()[at + lane])] += u64::from(events) << 32 | u64::from(what.units[lane]);
        }
    }
}

/// Twice the number of a row's thresholds that a uniform is above, for each of 32 customers.
#[inline(always)]
fn twice_reached(thresholds: &Thresholds, run: Undecided<'_>) -> [u16; ABREAST] {
    let mut twice_reached = [0; ABREAST];
    let uniform = |lane: usize| (run.words[lane / 16][lane % 16] >> 16 ^ 0x8000) as i16;
    if let Some(octets) = thresholds.one_octet_each() {
        for (lane, twice) in twice_reached.iter_mut().enumerate() {
            *twice = 2 * above(uniform(lane), &octets[usize::from(run.rows[lane])]);
        }
    } else {
        for (lane, twice) in twice_reached.iter_mut().enumerate() {
            let octets = thresholds.octets(run.rows[lane]);
            *twice = 2 * octets.iter().map(|octet| above(uniform(lane), octet)).sum::<u16>();
        }
    }
    twice_reached
}

/// How many of eight thresholds a number is above.
#[inline(always)]
fn above(uniform: i16, octet: &[i16; OCTET]) -> u16 {
    u16::from(octet.iter().map(|&threshold| u8::from(uniform > threshold)).sum::<u8>())
}
