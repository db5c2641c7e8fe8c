//! Tables that read well in 80 columns, with or without colour.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

/// Widest line that is printed.
pub(crate) const WIDTH: usize = 80;

/// Widest first column of a table of text.
const WIDEST_NAME: usize = 34;
/// Narrowest column that names are folded into.
const NARROWEST_NAME: usize = 12;

/// A table under construction.
pub(crate) struct Sheet {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    of_text: bool,
}

impl Sheet {
    /// A table of text: wrapped to 80 columns, but for the first column.
    pub(crate) fn of_text(headings: &[&str]) -> Sheet {
        Sheet::new(headings, true)
    }

    /// A table of numbers, which are never wrapped; all columns but the first are aligned to the right.
    pub(crate) fn of_numbers(headings: &[&str]) -> Sheet {
        Sheet::new(headings, false)
    }

    fn new(headings: &[&str], of_text: bool) -> Sheet {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Sheet { headings, rows: Vec::new(), of_text }
    }

    /// Adds a row.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        self.rows.push(cells.iter().map(|cell| cell.as_ref().to_owned()).collect());
    }

    /// The table as lines, without blanks at line ends. Names that would make it too wide for the terminal are folded.
    pub(crate) fn text(&self) -> String {
        let (wide, names) = (self.width(), self.names());
        match self.of_text {
            true => self.lines(WIDEST_NAME),
            false if wide <= WIDTH => self.lines(names),
            false => self.lines((names + WIDTH).saturating_sub(wide).max(NARROWEST_NAME)),
        }
    }

    /// How wide the table is while no name is folded.
    pub(crate) fn width(&self) -> usize {
        self.lines(usize::MAX).lines().map(|line| line.chars().count()).max().unwrap_or(0)
    }

    /// The length of the longest name.
    fn names(&self) -> usize {
        self.rows.iter().filter_map(|row| row.first()).map(|name| name.chars().count()).max().unwrap_or(0)
    }

    /// The table with names of at most so many letters a line.
    fn lines(&self, names: usize) -> String {
        let mut table = headed(&self.headings);
        if self.of_text {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH as u16);
            if let Some(first) = table.column_mut(0) {
                first.set_constraint(ColumnConstraint::ContentWidth);
            }
        } else {
            table.set_content_arrangement(ContentArrangement::Disabled);
            table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        }
        for row in &self.rows {
            let cells = row.iter().enumerate();
            table.add_row(cells.map(|(place, cell)| if place == 0 { folded(cell, names) } else { cell.clone() }));
        }
        table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// A name in lines of at most so many letters, broken behind a blank, a dot or an underscore where there is one.
pub(super) fn folded(name: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for part in name.split_inclusive([' ', '.', '_']) {
        let (line, length) = (lines.last().map_or(0, |line| line.chars().count()), part.trim_end().chars().count());
        if line > 0 && line + length > width {
            lines.push(String::new());
        }
        for letter in part.chars() {
            if lines.last().is_some_and(|line| line.chars().count() >= width && letter != ' ') {
                lines.push(String::new());
            }
            lines.last_mut().into_iter().for_each(|line| line.push(letter));
        }
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// A name of at most so many letters: the middle of a longer one is left out, for names often differ at their ends.
pub(crate) fn clipped(name: &str, width: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= width {
        return name.to_owned();
    }
    let tail = width / 3;
    let head = width.saturating_sub(tail + 1);
    letters[..head].iter().chain(&['…']).chain(&letters[letters.len() - tail..]).collect()
}

/// No frame, two blanks between columns, one rule under the headings.
fn headed(headings: &[String]) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(headings);
    let last = headings.len() - 1;
    for (place, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, u16::from(place < last)));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_aligned_and_lines_end_without_blanks() {
        let mut sheet = Sheet::of_numbers(&["structure", "NPS"]);
        sheet.row(&["siloed", "-3.1"]);
        sheet.row(&["advisory", "12.0"]);
        assert_eq!(sheet.text(), "structure   NPS\n───────────────\nsiloed     -3.1\nadvisory   12.0\n");
    }

    #[test]
    fn text_is_wrapped_to_eighty_columns() {
        let mut sheet = Sheet::of_text(&["lever", "what it is for"]);
        sheet.row(&["a_rather_long_name_of_a_lever", &"words of wisdom ".repeat(20)]);
        assert!(sheet.text().lines().all(|line| line.chars().count() <= 80));
        assert!(sheet.text().contains("a_rather_long_name_of_a_lever"));
    }

    #[test]
    fn names_that_are_too_long_are_folded_and_numbers_stay_whole() {
        let mut sheet = Sheet::of_numbers(&["structure", "retention, %", "NPS, points", "net value, thousand"]);
        let name = "another_structure_with_an_even_longer_na";
        sheet.row(&[name, "88.1 [85.8, 90.4]", "12 [6, 19]", "81 [78, 85]"]);
        let text = sheet.text();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(
            text.contains("another_structure_with_an_\neven_longer_na") || text.contains("\neven_longer_na"),
            "{text}"
        );
        assert!(text.contains("88.1 [85.8, 90.4]"), "{text}");
        let mut pairs = Sheet::of_text(&["pair", "difference", "better in", "verdict"]);
        let pair = "a_structure_with_a_really_long_name_inde - another_structure_with_an_even_longer_na";
        pairs.row(&[pair, "-0.2 [-0.6, 0.2]", "0 %", "not decided: about 4 more trials"]);
        let text = pairs.text();
        assert!(text.contains("-0.2 [-0.6, 0.2]") && text.lines().count() <= 6, "{text}");
    }

    #[test]
    fn a_long_name_keeps_both_ends() {
        assert_eq!(clipped("siloed", 22), "siloed");
        let clipped = clipped("another_structure_with_an_even_longer_na", 22);
        assert_eq!((clipped.as_str(), clipped.chars().count()), ("another_struct…nger_na", 22));
    }
}
