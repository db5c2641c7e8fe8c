//! The Hodges–Lehmann estimate: a centre that outliers do not move.

use super::in_order;

/// How far beside the straight line a limit is tried, as a share of the bracket.
const ASIDE: f64 = 0.02;

/// Sums of a row that are written down at once.
const AT_ONCE: usize = 4;

/// So many times the straight line is followed before halving goes along with it.
const TRUSTED: u32 = 2;

/// One of so many numbers says where to begin.
const THINNED: usize = 16;

/// The median of all Walsh averages (xₐ + x_b) / 2, a ≤ b (Hodges & Lehmann 1963); `None` without numbers.
///
/// Exact at any length. The n(n+1)/2 sums are neither written down nor sorted: a bracket around the middle one is narrowed,
/// each time counting in one pass how many sums are no greater than each of two limits, until no more than n are left in
/// it (Johnson & Mizoguchi 1978 narrow likewise). A thinned sample says where to begin, a straight line where to go on. Where that
/// does not do, a limit halves the floating-point numbers in between, of which there are 2⁶⁴ at most.
///
/// ```
/// use dottedline_core::stats::hodges_lehmann;
/// assert_eq!(hodges_lehmann(&[1.0, 5.0, 2.0]), Some(2.5)); // of 1, 1.5, 2, 3, 3.5, 5
/// ```
#[must_use]
pub fn hodges_lehmann(numbers: &[f64]) -> Option<f64> {
    let sorted = in_order(numbers.to_vec());
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
    let last = bracket.high as i64;
    let (own, after) = at_and_after(&mut inside, place - bracket.up_to_low).unwrap_or((last, Some(last)));
    let next = match after {
        Some(after) if place + 1 < bracket.up_to_high => from_order(after.into()),
        _ => positive_zero(smallest_above(sorted, from_order(bracket.high))),
    };
    (from_order(own.into()), next)
}

/// What would stand at a place and after it if numbers were sorted; `None` if there are not so many.
fn at_and_after(numbers: &mut [i64], place: u64) -> Option<(i64, Option<i64>)> {
    let place = usize::try_from(place).ok().filter(|&place| place < numbers.len())?;
    let (_, own, behind) = numbers.select_nth_unstable(place);
    Some((*own, behind.iter().copied().min()))
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
            bracket.narrow(sorted, [to_order(before), to_order(behind)], place);
        }
        for round in 0.. {
            if bracket.sums_inside() <= sorted.len() as u64 || bracket.high - bracket.low <= 1 {
                break;
            }
            bracket.narrow(sorted, bracket.guesses(place), place);
            if round >= TRUSTED {
                // Where many sums are equal, mostly the least ones inside are those.
                let least = to_order(smallest_above(sorted, from_order(bracket.low)));
                bracket.narrow(sorted, [least - 1, least], place);
                bracket.narrow(sorted, [bracket.halfway(); 2], place);
            }
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

    /// Limits near a place: a little before and a little behind where a straight line has it, so that both ends close in.
    fn guesses(&self, place: u64) -> [i128; 2] {
        let share = (place - self.up_to_low) as f64 / self.sums_inside() as f64;
        let (low, high) = (from_order(self.low), from_order(self.high));
        let halfway = self.halfway();
        let near = |aside: f64| Some(low + (high - low) * (share + aside)).filter(|limit| limit.is_finite());
        let near = |aside| near(aside).map_or(halfway, to_order);
        [near(-ASIDE), near(ASIDE)]
    }

    /// Takes limits as new ends, or the nearest ones that are inside.
    fn narrow(&mut self, sorted: &[f64], limits: [i128; 2], place: u64) {
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

    /// The sums inside by [`order`], in no order of theirs; none if they are more than there are numbers, and so all equal.
    fn sums(&self, sorted: &[f64]) -> Vec<i64> {
        if self.sums_inside() > sorted.len() as u64 {
            return Vec::new();
        }
        let inside = self.sums_inside() as usize;
        let [low, high] = borders(sorted, [self.low, self.high].map(from_order));
        let mut sums = vec![0; inside + AT_ONCE];
        let mut count = 0;
        for (row, (&begin, &end)) in low.iter().zip(&high).enumerate() {
            // A few at once, whether or not they are inside: how many are nobody can foresee.
            let (begin, end) = (begin as usize, end as usize);
            let sum = |column: usize| order(sorted[row] + sorted[column.min(sorted.len() - 1)]);
            let few = &mut sums[count..count + AT_ONCE];
            few.iter_mut().zip(begin..).for_each(|(place, column)| *place = sum(column));
            for column in begin + AT_ONCE..end {
                sums[count + column - begin] = sum(column);
            }
            count += end - begin;
        }
        sums.truncate(inside);
        sums
    }
}

/// Two limits between which the sum at a place is to be looked for first, from one of so many numbers, each in the middle of its part.
///
/// Each sum of two of these stands for a cell of sums, that of a number with itself for half of one. Cells that the middle sum runs
/// through, twice as many as there are numbers, are off by chance.
fn thinned_limits(sorted: &[f64], place: u64) -> Option<[f64; 2]> {
    if sorted.len() <= THINNED * THINNED {
        return None;
    }
    let count = sorted.len() / THINNED;
    let thinned: Vec<f64> = (0..count).map(|part| sorted[(2 * part + 1) * sorted.len() / (2 * count)]).collect();
    let (few, numbers) = (sums_of(count), count as f64);
    let cell = (sums_of(sorted.len()) as f64) / (0.5 * numbers * numbers);
    let at = |place: f64| neighbours(&thinned, (place.max(0.0) as u64).min(few - 1)).0;
    let cells = place as f64 / cell;
    // How many numbers are below half of the sum is not known before the sum is known, about.
    let alone = |sum: f64| 0.5 * thinned.partition_point(|number| 2.0 * number <= sum) as f64;
    let middle = cells + alone(at(cells + 0.25 * numbers));
    let off = numbers.sqrt();
    Some([at(middle - off), at(middle + off)])
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

/// How many sums xₐ + x_b, a ≤ b, are at most each limit.
fn sums_up_to(sorted: &[f64], limits: [f64; 2]) -> [u64; 2] {
    let mut counts = [[0; 2]; 2];
    walk_along(sorted, limits, |[limit, half], walk, is_above| {
        counts[limit][half] += if is_above { 0 } else { (walk.end - walk.start) as u64 };
    });
    counts.map(|[first, second]| first + second)
}

/// For each limit, row by row, behind which number (from the row's own on) sums with the row's number are above it; rows as far as
/// any sum is up to a limit.
fn borders(sorted: &[f64], limits: [f64; 2]) -> [Vec<u32>; 2] {
    let mut ends = [(); 2].map(|()| vec![0; sorted.len() + 2]);
    // Every step is written down: the last one of a row stays. The last row of the first half is also the first one of the second half,
    // which therefore stands one further.
    let [[first, second], last] = walk_along(sorted, limits, |[limit, half], walk, _| {
        ends[limit][walk.start + half] = walk.end as u32;
    });
    let rows = last.into_iter().max().unwrap_or(0);
    for ((ends, halfway), last) in ends.iter_mut().zip([first, second]).zip(last) {
        ends.remove(halfway);
        ends.truncate(last);
        ends.extend(last as u32..rows as u32);
    }
    ends
}

/// Walks along the borders between sums up to each of two limits and sums above it. Rounding keeps the order of sums, so as many steps
/// as there are numbers will do: either the least number left makes no greater sums with any other, or the greatest one makes greater
/// sums with all. Without branches, as nobody can foresee which. Four walks that do not wait for each other: both halves of each.
///
/// Before each step it is told of which limit and half it is, where it starts, and whether the sum there is above the limit. Gives the
/// least number left, by limit: in the middle and at the end.
#[inline(always)]
fn walk_along(sorted: &[f64], limits: [f64; 2], mut told: impl FnMut([usize; 2], Walk, bool)) -> [[usize; 2]; 2] {
    let half = sorted.len() / 2;
    let [[mut a, mut b], [mut c, mut d]] = limits.map(|limit| [0, half].map(|steps| Walk::after(sorted, limit, steps)));
    let halfway = [b.start, d.start];
    for _ in 0..half {
        a.step(sorted, limits[0], |walk, is_above| told([0, 0], walk, is_above));
        b.step(sorted, limits[0], |walk, is_above| told([0, 1], walk, is_above));
        c.step(sorted, limits[1], |walk, is_above| told([1, 0], walk, is_above));
        d.step(sorted, limits[1], |walk, is_above| told([1, 1], walk, is_above));
    }
    if sorted.len() % 2 == 1 {
        b.step(sorted, limits[0], |walk, is_above| told([0, 1], walk, is_above));
        d.step(sorted, limits[1], |walk, is_above| told([1, 1], walk, is_above));
    }
    [halfway, [b.start, d.start]]
}

/// A walk along the border between sums up to a limit and sums above it.
#[derive(Clone, Copy)]
struct Walk {
    /// The least number left.
    start: usize,
    /// Behind the greatest number left.
    end: usize,
}

impl Walk {
    /// Where it is after so many steps.
    fn after(sorted: &[f64], limit: f64, steps: usize) -> Walk {
        let (mut start, mut beyond) = (0, steps);
        while start < beyond {
            let middle = start.midpoint(beyond);
            if sorted[middle] + sorted[sorted.len() + middle - steps] <= limit {
                start = middle + 1
            } else {
                beyond = middle
            }
        }
        Walk { start, end: sorted.len() + start - steps }
    }

    #[inline(always)]
    fn step(&mut self, sorted: &[f64], limit: f64, told: impl FnOnce(Walk, bool)) {
        let is_above = sorted[self.start] + sorted[self.end - 1] > limit;
        told(*self, is_above);
        self.start += usize::from(!is_above);
        self.end -= usize::from(is_above);
    }
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
            let up_to = |sum: f64| sums_up_to(&numbers, [sum; 2])[0];
            let below = |sum: f64| up_to(from_order(to_order(sum) - 1));
            assert!(below(own) <= middle && up_to(own) > middle);
            assert!(below(next) <= middle + 1 && up_to(next) > middle + 1);
        }
    }
}
