//! Lines through points, without the points that nobody would miss.

use super::short;

/// A line in drawing units, left to right.
pub(in crate::report) type Curve = Vec<(f64, f64)>;

/// How far, in drawing units, a line may pass by a point that is left out.
const TOLERANCE: f64 = 0.35;
/// The same for the edge of an area, which is faint.
const EDGE_TOLERANCE: f64 = 0.8;

/// The path of a line. Where points are missing the caller makes two lines.
pub(in crate::report) fn curve(points: &[(f64, f64)]) -> String {
    trace(&thinned(points, TOLERANCE), true)
}

/// The path of an area between two lines.
pub(in crate::report) fn band(low: &[(f64, f64)], high: &[(f64, f64)]) -> String {
    let back: Curve = thinned(high, EDGE_TOLERANCE).into_iter().rev().collect();
    if low.is_empty() || back.is_empty() {
        return String::new();
    }
    format!("{}L{}Z", trace(&thinned(low, EDGE_TOLERANCE), true), trace(&back, false).trim_start_matches('L'))
}

/// Points as a path: the first absolute, the others by their distance to the one before, summed up without drift.
fn trace(points: &[(f64, f64)], starts: bool) -> String {
    let Some(&(x, y)) = points.first() else { return String::new() };
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    let (mut x, mut y) = (tenth(x), tenth(y));
    let mut path = format!("{}{} {}", if starts { 'M' } else { 'L' }, short(x), short(y));
    for (place, &(next_x, next_y)) in points.iter().skip(1).enumerate() {
        let (dx, dy) = (tenth(tenth(next_x) - x), tenth(tenth(next_y) - y));
        let (dx_text, dy_text) = (short(dx), short(dy));
        path.push_str(if place == 0 {
            "l"
        } else if dx_text.starts_with('-') {
            ""
        } else {
            " "
        });
        path.push_str(&dx_text);
        path.push_str(if dy_text.starts_with('-') { "" } else { " " });
        path.push_str(&dy_text);
        (x, y) = (tenth(x + dx), tenth(y + dy));
    }
    path
}

/// Ramer, Douglas and Peucker: leaves out points that are no further than `tolerance` from the line without them.
fn thinned(points: &[(f64, f64)], tolerance: f64) -> Curve {
    let mut keep = vec![false; points.len()];
    if let (Some(first), Some(last)) = (keep.first().copied(), points.len().checked_sub(1)) {
        let _ = first;
        (keep[0], keep[last]) = (true, true);
        // A stack in the place of recursion: a line may have thousands of points.
        let mut spans = vec![(0, last)];
        while let Some((from, to)) = spans.pop() {
            if let Some(far) = furthest(points, (from, to), tolerance) {
                keep[far] = true;
                spans.extend([(from, far), (far, to)]);
            }
        }
    }
    points.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// The point between two that is furthest from their line, if further than the tolerance.
fn furthest(points: &[(f64, f64)], (from, to): (usize, usize), tolerance: f64) -> Option<usize> {
    let (a, b) = (points[from], points[to]);
    let length = libm::hypot(b.0 - a.0, b.1 - a.1).max(1e-9);
    let distance = |p: &(f64, f64)| ((b.0 - a.0) * (a.1 - p.1) - (a.0 - p.0) * (b.1 - a.1)).abs() / length;
    let inner = (from + 1..to).map(|place| (place, distance(&points[place])));
    inner.max_by(|one, other| one.1.total_cmp(&other.1)).filter(|(_, far)| *far > tolerance).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_needs_two_points() {
        let points: Curve = (0..200).map(|x| (f64::from(x), 5.0 + 0.5 * f64::from(x))).collect();
        assert_eq!(curve(&points), "M0 5l199 99.5");
    }

    #[test]
    fn a_corner_is_kept_and_nothing_drifts() {
        assert_eq!(curve(&[(0.0, 0.0), (10.0, 10.0), (20.0, 0.0)]), "M0 0l10 10 10-10");
        let steps: Curve = (0..300).map(|x| (0.33 * f64::from(x), f64::from(x % 2) * 7.0)).collect();
        let end = curve(&steps);
        let numbers: Vec<f64> = end
            .trim_start_matches('M')
            .replace('l', " ")
            .replace('-', " -")
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        let x: f64 = numbers.iter().step_by(2).sum();
        assert!((x - 0.33 * 299.0).abs() < 0.06, "{x}");
    }

    #[test]
    fn an_area_goes_there_and_back_again() {
        assert_eq!(band(&[(0.0, 9.0), (4.0, 9.0)], &[(0.0, 1.0), (4.0, 1.0)]), "M0 9l4 0L4 1l-4 0Z");
        assert_eq!(band(&[], &[]), "");
    }
}
