//! The Hodges–Lehmann estimate: a centre that outliers do not move.

/// How far beside the straight line a limit is tried, as a share of the bracket.
const ASIDE: f64 = 0.02;

/// One of so many numbers says where to begin.
const THINNED: usize = 16;

/// The median of all Walsh averages (xₐ + x_b) / 2, a ≤ b (Hodges & Lehmann 1963); `None` without numbers.
///
/// Exact at any length. The n(n+1)/2 sums are neither written down nor sorted: a bracket around the middle one is narrowed,
/// each time counting in one pass how many sums are no greater than each of three limits, until no more than n are left in
/// it (Johnson & Mizoguchi 1978 narrow likewise). A thinned sample says where to begin, a straight line where to go on;
/// whatever the numbers are, the third limit halves the floating-point numbers in between, of which there are 2⁶⁴ at most.
///
/// ```
/// use dottedline_core::stats::hodges_lehmann;
/// assert_eq!(hodges_lehmann(&[1.0, 5.0, 2.0]), Some(2.5)); // of 1, 1.5, 2, 3, 3.5, 5
/// ```
#[must_use]
pub fn hodges_lehmann(numbers: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = u64::try_from(sorted.len()).ok()?;
    let sums = n.checked_mul(n + 1)? / 2;
    if sums == 0 {
        return None;
    }
    let (low, next) = neighbours(&sorted, (sums - 1) / 2);
    Some(0.25 * (low + if sums % 2 == 1 { low } else { next }))
}

/// The sum at a place of all sums in order, and the one after it, of the numbers in ascending order.
fn neighbours(sorted: &[f64], place: u64) -> (f64, f64) {
    let bracket = Bracket::narrow_around(sorted, place);
    let mut inside = bracket.sums(sorted);
    let last = from_order(bracket.high);
    let (own, after) = at_and_after(&mut inside, place - bracket.up_to_low).unwrap_or((last, Some(last)));
    let next = match after {
        Some(after) if place + 1 < bracket.up_to_high => after,
        _ => smallest_above(sorted, last),
    };
    (positive_zero(own), positive_zero(next))
}

/// What would stand at a place and after it if numbers were sorted; `None` if there are not so many.
fn at_and_after(numbers: &mut [f64], place: u64) -> Option<(f64, Option<f64>)> {
    let place = usize::try_from(place).ok().filter(|&place| place < numbers.len())?;
    let (_, own, behind) = numbers.select_nth_unstable_by(place, f64::total_cmp);
    Some((*own, behind.iter().copied().min_by(f64::total_cmp)))
}

/// Sums above one limit and up to another, with what is known of how many there are.
struct Bracket {
    /// Sums inside are above this, in the order of [`to_order`].
    low: i128,
    /// Sums inside are up to this.
    high: i128,
    up_to_low: u64,
    up_to_high: u64,
}

impl Bracket {
    /// All sums.
    fn around_all(sorted: &[f64]) -> Bracket {
        let [first, last] = [sorted[0], sorted[sorted.len() - 1]].map(|end| to_order(2.0 * end));
        Bracket { low: first - 1, high: last, up_to_low: 0, up_to_high: sums_of(sorted.len()) }
    }

    /// Around a place, with no more sums inside than there are numbers, or with equal ones only.
    fn narrow_around(sorted: &[f64], place: u64) -> Bracket {
        let mut bracket = Bracket::around_all(sorted);
        if let Some([before, behind]) = thinned_limits(sorted, place) {
            bracket.narrow(sorted, [to_order(before), to_order(behind), bracket.halfway()], place);
        }
        while bracket.sums_inside() > sorted.len() as u64 && bracket.high - bracket.low > 1 {
            bracket.narrow(sorted, bracket.guesses(place), place);
        }
        bracket
    }

    fn sums_inside(&self) -> u64 {
        self.up_to_high - self.up_to_low
    }

    /// In the middle of all floating-point numbers inside.
    fn halfway(&self) -> i128 {
        self.low + (self.high - self.low) / 2
    }

    /// Limits near a place: a little before and a little behind where a straight line has it, so that both ends close in, and
    /// halfway.
    fn guesses(&self, place: u64) -> [i128; 3] {
        let share = (place - self.up_to_low) as f64 / self.sums_inside() as f64;
        let (low, high) = (from_order(self.low), from_order(self.high));
        let halfway = self.halfway();
        let near = |aside: f64| Some(low + (high - low) * (share + aside)).filter(|limit| limit.is_finite());
        let near = |aside| near(aside).map_or(halfway, to_order);
        [near(-ASIDE), near(ASIDE), halfway]
    }

    /// Takes limits as new ends, or the nearest ones that are inside.
    fn narrow(&mut self, sorted: &[f64], limits: [i128; 3], place: u64) {
        if self.high - self.low <= 1 {
            return;
        }
        let limits = limits.map(|limit| limit.clamp(self.low + 1, self.high - 1));
        for (limit, up_to) in limits.into_iter().zip(sums_up_to(sorted, limits.map(from_order))) {
            if up_to > place && limit < self.high {
                (self.high, self.up_to_high) = (limit, up_to);
            } else if up_to <= place && limit > self.low {
                (self.low, self.up_to_low) = (limit, up_to);
            }
        }
    }

    /// The sums inside, in no order; none if they are more than there are numbers, and so all equal.
    fn sums(&self, sorted: &[f64]) -> Vec<f64> {
        let mut sums = Vec::new();
        if self.sums_inside() > sorted.len() as u64 {
            return sums;
        }
        let (mut low_end, mut high_end) = (sorted.len(), sorted.len());
        let [low, high] = [self.low, self.high].map(|limit| limit as i64);
        for (start, first) in sorted.iter().enumerate() {
            let above = |limit: i64, end: usize| order(first + sorted[end - 1]) > limit;
            while high_end > start && above(high, high_end) {
                high_end -= 1;
            }
            while low_end > start && above(low, low_end) {
                low_end -= 1;
            }
            sums.extend(sorted[low_end.max(start)..high_end.max(start)].iter().map(|second| first + second));
        }
        sums
    }
}

/// Two limits between which the sum at a place is to be looked for first, from one of so many numbers.
///
/// Each sum of two of these stands for a cell of sums. Cells that the middle sum runs through, twice as many as there are
/// numbers, are off by chance; those of a number with itself are only half as full.
fn thinned_limits(sorted: &[f64], place: u64) -> Option<[f64; 2]> {
    if sorted.len() <= THINNED * THINNED {
        return None;
    }
    let thinned: Vec<f64> = sorted.iter().skip(THINNED / 2).step_by(THINNED).copied().collect();
    let (few, numbers) = (sums_of(thinned.len()), thinned.len() as f64);
    let middle = place as f64 / sums_of(sorted.len()) as f64 * few as f64;
    let off = 2.0 * numbers.sqrt() + numbers / 8.0;
    let beside = [-off, off].map(|off| (middle + off).clamp(0.0, few as f64));
    Some(beside.map(|place| neighbours(&thinned, (place as u64).min(few - 1)).0))
}

/// How many sums there are of so many numbers.
fn sums_of(numbers: usize) -> u64 {
    let n = numbers as u64;
    n * (n + 1) / 2
}

/// The smallest sum above a limit.
fn smallest_above(sorted: &[f64], limit: f64) -> f64 {
    let (mut smallest, mut end) = (f64::INFINITY, sorted.len());
    for (start, first) in sorted.iter().enumerate() {
        while end > start && first + sorted[end - 1] > limit {
            end -= 1;
        }
        if let Some(second) = sorted.get(end.max(start)) {
            smallest = smallest.min(first + second);
        }
    }
    smallest
}

/// Both zeros are the same sum.
fn positive_zero(sum: f64) -> f64 {
    from_order(to_order(sum))
}

/// How many sums xₐ + x_b, a ≤ b, are at most each limit. Rounding keeps the order of sums, so one pass will do: either the
/// least number left makes no greater sums with any other, or the greatest one makes greater sums with all. Without
/// branches, as nobody can foresee which; the limits do not wait for each other.
fn sums_up_to<const LIMITS: usize>(sorted: &[f64], limits: [f64; LIMITS]) -> [u64; LIMITS] {
    let mut counts = [0; LIMITS];
    let (mut starts, mut ends) = ([0; LIMITS], [sorted.len(); LIMITS]);
    for _ in 0..sorted.len() {
        for (place, limit) in limits.iter().enumerate() {
            let (start, end) = (starts[place], ends[place]);
            let is_above = usize::from(sorted[start] + sorted[end - 1] > *limit);
            counts[place] += ((1 - is_above) * (end - start)) as u64;
            starts[place] = start + 1 - is_above;
            ends[place] = end - is_above;
        }
    }
    counts
}

/// Floating-point numbers as whole numbers in the same order; both zeros are the same.
fn order(number: f64) -> i64 {
    let size = number.abs().to_bits() as i64;
    if number < 0.0 { -size } else { size }
}

/// The same, with room to subtract.
fn to_order(number: f64) -> i128 {
    i128::from(order(number))
}

fn from_order(order: i128) -> f64 {
    let size = f64::from_bits(order.unsigned_abs() as u64);
    if order < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All sums, written down and sorted.
    fn written_down(numbers: &[f64]) -> Vec<f64> {
        let pairs = numbers.iter().enumerate().flat_map(|(start, a)| numbers[start..].iter().map(move |b| a + b));
        let mut sums: Vec<f64> = pairs.collect();
        sums.sort_by(f64::total_cmp);
        sums
    }

    fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
        numbers.sort_by(f64::total_cmp);
        numbers
    }

    proptest! {
        #[test]
        fn every_place_has_the_sum_that_sorting_all_of_them_puts_there(
            numbers in prop::collection::vec(prop_oneof![-3.0..3.0_f64, Just(0.5), Just(0.0), -1e300..1e300_f64], 1..24),
        ) {
            let numbers = sorted(numbers);
            let all = written_down(&numbers);
            for (place, sum) in all.iter().enumerate() {
                let (own, next) = neighbours(&numbers, place as u64);
                prop_assert_eq!(own, *sum);
                prop_assert!(all.get(place + 1).is_none_or(|sum| next == *sum));
            }
        }
    }

    /// Long enough to be thinned, short enough to be written down.
    #[test]
    fn the_middle_sums_of_thinned_numbers_are_those_that_sorting_all_of_them_gives() {
        let mut state = 1_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let shapes: [fn(f64) -> f64; 5] =
            [|u| u, |u| u * u * u * u, |u| (4.0 * u).floor(), |u| -1.0 / (u + 1e-9), |u| if u < 0.7 { 0.0 } else { u }];
        for (shape, length) in shapes.iter().flat_map(|shape| [257, 300, 512].map(|length| (shape, length))) {
            let numbers = sorted((0..length).map(|_| shape(uniform())).collect());
            let all = written_down(&numbers);
            for place in [0, 1, all.len() / 3, (all.len() - 1) / 2, all.len() - 2] {
                assert_eq!(neighbours(&numbers, place as u64), (all[place] + 0.0, all[place + 1] + 0.0));
            }
        }
    }

    #[test]
    fn many_numbers_of_any_shape_have_the_middle_sums_that_counting_confirms() {
        let even = || (0..40_000_u64).map(|n| (n * 7919 % 40_009) as f64 / 40_009.0 - 0.3);
        let power = |exponent: usize| even().map(move |u| std::iter::repeat_n(u, exponent).product::<f64>());
        let shapes: [Vec<f64>; 4] = [
            even().collect(),
            power(9).collect(),
            even().map(|u| (5.0 * u).floor()).collect(),
            power(3).map(|u| if u < 0.1 { 0.0 } else { 1e9 * u }).collect(),
        ];
        for numbers in shapes.map(sorted) {
            let middle = (sums_of(numbers.len()) - 1) / 2;
            let (own, next) = neighbours(&numbers, middle);
            let up_to = |sum: f64| sums_up_to(&numbers, [sum])[0];
            let below = |sum: f64| up_to(from_order(to_order(sum) - 1));
            assert!(below(own) <= middle && up_to(own) > middle);
            assert!(below(next) <= middle + 1 && up_to(next) > middle + 1);
        }
    }
}
