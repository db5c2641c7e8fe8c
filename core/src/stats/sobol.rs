//! Sobol' points: evenly spread numbers for drawing parameters, scrambled by a key.

/// Most dimensions.
pub const SOBOL_DIMENSIONS: usize = 32;

const BITS: usize = 32;

/// Sobol' points in a number of dimensions, in Gray-code order with the direction numbers of Joe & Kuo (2008).
///
/// The first 2ᵐ points fill every dimension evenly, one to each interval of length 2⁻ᵐ; so take a power of two.
///
/// ```
/// use dottedline_core::stats::Sobol;
/// let sobol = Sobol::new(2).unwrap();
/// assert_eq!(sobol.point(3), [0.25, 0.75]);
/// // Scrambled: as even, but each point by itself uniform and inside (0, 1); the key gives all of it.
/// assert_eq!(sobol.scrambled(7, 3), sobol.scrambled(7, 3));
/// assert_ne!(sobol.scrambled(7, 3), sobol.scrambled(8, 3));
/// ```
#[derive(Clone, Debug)]
pub struct Sobol {
    directions: Vec<[u32; BITS]>,
}

impl Sobol {
    /// Points in so many dimensions; `None` above [`SOBOL_DIMENSIONS`] and for 0.
    #[must_use]
    pub fn new(dimensions: usize) -> Option<Sobol> {
        let inside = (1..=SOBOL_DIMENSIONS).contains(&dimensions);
        inside.then(|| Sobol { directions: (0..dimensions).map(directions).collect() })
    }

    /// The point of this number, from 0, in [0, 1): the first one is all zeros.
    #[must_use]
    pub fn point(&self, index: u32) -> Vec<f64> {
        self.digits(index).map(|digits| f64::from(digits) * SCALE).collect()
    }

    /// The point with Owen's nested uniform scrambling (1995), in (0, 1). A binary digit is turned or not by a hash of the
    /// key, the dimension and the digits before it.
    #[must_use]
    pub fn scrambled(&self, key: u64, index: u32) -> Vec<f64> {
        let scrambled = |(dimension, digits)| scramble(mix(key ^ mix(dimension as u64 + 1)), digits);
        self.digits(index).enumerate().map(scrambled).map(|digits| (f64::from(digits) + 0.5) * SCALE).collect()
    }

    fn digits(&self, index: u32) -> impl Iterator<Item = u32> + '_ {
        let gray = index ^ (index >> 1);
        let digits = move |directions: &[u32; BITS]| {
            let set = directions.iter().enumerate().filter(|(bit, _)| gray >> bit & 1 == 1);
            set.fold(0, |digits, (_, direction)| digits ^ direction)
        };
        self.directions.iter().map(digits)
    }
}

/// 2⁻³².
const SCALE: f64 = 1.0 / 4_294_967_296.0;

/// The 32 direction numbers of a dimension, from the primitive polynomial and its first numbers.
fn directions(dimension: usize) -> [u32; BITS] {
    let mut numbers = [0; BITS];
    let Some((polynomial, first)) = dimension.checked_sub(1).and_then(|row| JOE_KUO.get(row)) else {
        // The first dimension is van der Corput's sequence.
        numbers.iter_mut().enumerate().for_each(|(bit, number)| *number = 1 << (BITS - 1 - bit));
        return numbers;
    };
    let degree = first.len();
    for bit in 0..BITS {
        numbers[bit] = match first.get(bit) {
            Some(number) => number << (BITS - 1 - bit),
            None => next(&numbers, bit, degree, *polynomial),
        };
    }
    numbers
}

fn next(numbers: &[u32; BITS], bit: usize, degree: usize, polynomial: u32) -> u32 {
    let oldest = numbers[bit - degree];
    let taken = (1..degree).filter(|back| polynomial >> (degree - 1 - back) & 1 == 1);
    taken.fold(oldest ^ (oldest >> degree), |sum, back| sum ^ numbers[bit - back])
}

fn scramble(key: u64, digits: u32) -> u32 {
    let turned = |bit: u32| {
        // The digits before this one, with a leading 1 so that 0 and 00 differ.
        let before = (1_u64 << bit) | (u64::from(digits) >> (32 - bit));
        ((mix(key ^ before) >> 63) as u32) << (31 - bit)
    };
    (0..32).fold(digits, |scrambled, bit| scrambled ^ turned(bit))
}

/// The finisher of SplitMix64 (Steele, Lea & Flood 2014): each bit in changes each bit out about half of the time.
const fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// For dimensions 2 to 32: the polynomial's inner coefficients and the first direction numbers, from new-joe-kuo-6.21201.
#[rustfmt::skip]
const JOE_KUO: [(u32, &[u32]); SOBOL_DIMENSIONS - 1] = [
    (0, &[1]),
    (1, &[1, 3]),
    (1, &[1, 3, 1]),
    (2, &[1, 1, 1]),
    (1, &[1, 1, 3, 3]),
    (4, &[1, 3, 5, 13]),
    (2, &[1, 1, 5, 5, 17]),
    (4, &[1, 1, 5, 5, 5]),
    (7, &[1, 1, 7, 11, 19]),
    (11, &[1, 1, 5, 1, 1]),
    (13, &[1, 1, 1, 3, 11]),
    (14, &[1, 3, 5, 5, 31]),
    (1, &[1, 3, 3, 9, 7, 49]),
    (13, &[1, 1, 1, 15, 21, 21]),
    (16, &[1, 3, 1, 13, 27, 49]),
    (19, &[1, 1, 1, 15, 7, 5]),
    (22, &[1, 3, 1, 15, 13, 25]),
    (25, &[1, 1, 5, 5, 19, 61]),
    (1, &[1, 3, 7, 11, 23, 15, 103]),
    (4, &[1, 3, 7, 13, 13, 15, 69]),
    (7, &[1, 1, 3, 13, 7, 35, 63]),
    (8, &[1, 3, 5, 9, 1, 25, 53]),
    (14, &[1, 3, 1, 13, 9, 35, 107]),
    (19, &[1, 3, 1, 5, 27, 61, 31]),
    (21, &[1, 1, 5, 11, 19, 41, 61]),
    (28, &[1, 3, 5, 3, 3, 13, 69]),
    (31, &[1, 1, 7, 13, 1, 19, 1]),
    (32, &[1, 3, 7, 5, 13, 19, 59]),
    (37, &[1, 1, 3, 9, 25, 29, 41]),
    (41, &[1, 3, 5, 13, 23, 1, 55]),
    (42, &[1, 3, 7, 3, 13, 59, 17]),
];
