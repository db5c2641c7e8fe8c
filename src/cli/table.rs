//! Tables that read well in 80 columns, with or without colour.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

/// Widest line that is printed.
pub(crate) const WIDTH: usize = 80;

/// A table under construction.
pub(crate) struct Sheet(Table);

impl Sheet {
    /// A table of text: wrapped to 80 columns, but for the first column.
    pub(crate) fn of_text(headings: &[&str]) -> Sheet {
        let mut table = headed(headings);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH as u16);
        if let Some(first) = table.column_mut(0) {
            first.set_constraint(ColumnConstraint::ContentWidth);
        }
        Sheet(table)
    }

    /// A table of numbers: never wrapped; all columns but the first are aligned to the right.
    pub(crate) fn of_numbers(headings: &[&str]) -> Sheet {
        let mut table = headed(headings);
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        Sheet(table)
    }

    /// Adds a row.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        self.0.add_row(cells.iter().map(|cell| cell.as_ref().to_owned()));
    }

    /// The table as lines, without blanks at line ends.
    pub(crate) fn text(&self) -> String {
        self.0.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// No frame, two blanks between columns, one rule under the headings.
fn headed(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(headings.iter().map(|heading| (*heading).to_owned()));
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
}
