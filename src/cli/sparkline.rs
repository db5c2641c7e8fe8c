//! Sparklines: a course in one line of text, each letter as high as its number.

use super::terminal::Terminal;

/// From the lowest to the highest.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The ends of a common scale: the least and the most of all numbers; `None` without any.
pub(super) fn ends(numbers: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = numbers.filter(|number| number.is_finite());
    finite.fold(None, |ends, number| {
        let (low, high) = ends.unwrap_or((number, number));
        Some((low.min(number), high.max(number)))
    })
}

/// A course as at most `width` letters; several numbers share a letter by their mean. Missing numbers are blanks. A course
/// that never moves is in the middle.
pub(super) fn sparkline(course: &[Option<f64>], (low, high): (f64, f64), width: usize) -> String {
    let letters = width.min(course.len());
    let mean = |letter: usize| {
        let part = &course[letter * course.len() / letters..(letter + 1) * course.len() / letters];
        let numbers: Vec<f64> = part.iter().flatten().copied().filter(|number| number.is_finite()).collect();
        (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
    };
    (0..letters).map(|letter| mean(letter).map_or(' ', |number| level(number, low, high))).collect()
}

fn level(number: f64, low: f64, high: f64) -> char {
    let share = if high > low { (number - low) / (high - low) } else { 0.5 };
    LEVELS[((share * LEVELS.len() as f64) as usize).min(LEVELS.len() - 1)]
}

/// Lines of name and sparklines, in columns below their headings.
pub(super) fn columns(headings: &[String], rows: &[(String, Vec<String>)], terminal: &Terminal) -> String {
    let width = |column: usize| {
        let cell = |row: &(String, Vec<String>)| if column == 0 { row.0.clone() } else { row.1[column - 1].clone() };
        let cells = rows.iter().map(cell).chain([headings[column].clone()]);
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    let mut text = terminal.faint(&line(headings.iter().map(String::as_str).collect()));
    for (name, cells) in rows {
        text += &line(std::iter::once(name.as_str()).chain(cells.iter().map(String::as_str)).collect());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(numbers: &[f64]) -> Vec<Option<f64>> {
        numbers.iter().copied().map(Some).collect()
    }

    #[test]
    fn a_course_climbs_from_the_lowest_letter_to_the_highest() {
        let course: Vec<f64> = (0..8).map(f64::from).collect();
        assert_eq!(sparkline(&some(&course), (0.0, 7.0), 8), "▁▂▃▄▅▆▇█");
        assert_eq!(sparkline(&some(&course), (0.0, 7.0), 4), "▁▃▆█");
    }

    #[test]
    fn short_flat_and_missing_courses_are_courses_too() {
        assert_eq!(sparkline(&[], (0.0, 1.0), 10), "");
        assert_eq!(sparkline(&some(&[2.0, 2.0]), (2.0, 2.0), 10), "▅▅");
        assert_eq!(sparkline(&[Some(0.0), None, Some(f64::NAN), Some(1.0)], (0.0, 1.0), 10), "▁  █");
        assert_eq!(ends([f64::NAN].into_iter()), None);
        assert_eq!(ends([2.0, -1.0].into_iter()), Some((-1.0, 2.0)));
    }
}
