//! CSV lines: quoted where they must be, in memory.

use std::io::Write;

use super::cell::Cell;
use super::columns::ResultColumn;

/// Appends a row of cells. Tables have millions of them, and most are numbers or names, which need no quotes and no writer.
pub(super) fn push_row(part: &mut Vec<u8>, row: &[Cell<'_>]) {
    let alone = row.len() == 1;
    for (place, cell) in row.iter().enumerate() {
        if place > 0 {
            part.push(b',');
        }
        // Writing to memory cannot fail.
        match cell {
            // Adding zero turns −0 into 0.
            Cell::Number(Some(number)) if number.is_finite() => push_number(part, number + 0.0),
            Cell::Whole(number) => drop(write!(part, "{number}")),
            cell => push_field(part, cell.text().as_bytes(), alone),
        }
    }
    part.push(b'\n');
}

/// Appends the shortest digits that read back as the same number, without an exponent, as the standard library gives them, which takes
/// longer.
fn push_number(part: &mut Vec<u8>, number: f64) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(number);
    let text = text.strip_suffix(".0").unwrap_or(text);
    if text.contains('e') || is_halfway(number, text) {
        // Writing to memory cannot fail.
        return drop(write!(part, "{number}"));
    }
    part.extend_from_slice(text.as_bytes());
}

/// Whether a number lies exactly between two that are written with so many decimals: the two libraries round it differently. A fraction
/// of so many binary digits has as many decimal ones, the last of them a five.
fn is_halfway(number: f64, text: &str) -> bool {
    let decimals = text.bytes().rev().position(|byte| byte == b'.').unwrap_or(0);
    let bits = number.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as usize, (bits | 1 << 52).trailing_zeros() as usize);
    1_075_usize.saturating_sub(exponent + fraction) == decimals + 1
}

/// Appends a field. One that may need quotes (one that is empty and alone would be an empty line) is left to the library.
fn push_field(part: &mut Vec<u8>, field: &[u8], alone: bool) {
    let is_special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if !(field.iter().any(is_special) || alone && field.is_empty()) {
        return part.extend_from_slice(field);
    }
    let mut writer = csv::Writer::from_writer(&mut *part);
    // Neither can fail: the bytes go to memory, and it is a single record.
    let _ = writer.write_record([field]);
    let _ = writer.flush();
    drop(writer);
    // The line goes on.
    part.pop();
}

/// The line of column names.
pub(super) fn head(columns: &[ResultColumn]) -> Vec<u8> {
    let mut bytes = Vec::new();
    push_row(&mut bytes, &columns.iter().map(|column| Cell::Text(&column.name)).collect::<Vec<_>>());
    bytes
}

/// A whole table, with its line of column names.
pub(super) fn csv_text<'c>(columns: &[ResultColumn], rows: impl Iterator<Item = Vec<Cell<'c>>>) -> String {
    let mut bytes = head(columns);
    rows.for_each(|row| push_row(&mut bytes, &row));
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As the library writes it that other programs take for the standard.
    fn by_library(row: &[Cell<'_>]) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(row.iter().map(|cell| cell.text().into_owned())).expect("memory");
        writer.into_inner().expect("memory")
    }

    /// Numbers with few binary digits behind the point, among them many that lie halfway between two of 16 or 17 digits.
    fn halves() -> impl Strategy<Value = f64> {
        (-(1_i64 << 53)..1 << 53, 0_u32..50).prop_map(|(whole, places)| whole as f64 / (1_u64 << places) as f64)
    }

    proptest! {
        #[test]
        fn numbers_have_the_digits_that_the_standard_library_gives_them(
            number in prop_oneof![prop::num::f64::NORMAL, prop::num::f64::SUBNORMAL, -1e6..1e6_f64, (-1e15..1e15_f64).prop_map(f64::round), halves()],
        ) {
            let mut own = Vec::new();
            push_number(&mut own, number);
            prop_assert_eq!(String::from_utf8(own), Ok(number.to_string()));
        }
    }

    #[test]
    fn rows_are_those_of_the_csv_library() {
        let texts =
            ["", "plain", "with, comma", "a \"quote\"", "\"", "two\nlines", "a\rreturn", "=1+1", "ümlaut", " blank "];
        let numbers = [0.0, -0.0, 0.1, 1e300, -2.5e-7, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE, 1e16];
        let texts = texts.iter().map(|text| Cell::Text(text));
        let owned = texts.clone().map(|cell| Cell::Owned(format!("{}x", cell.text())));
        let whole = [Cell::Whole(0), Cell::Whole(u64::MAX), Cell::Number(None)];
        let cells: Vec<Cell<'_>> =
            texts.chain(owned).chain(numbers.map(|number| Cell::Number(Some(number)))).chain(whole).collect();
        let rows = cells.chunks(1).chain(cells.chunks(2)).chain(cells.windows(5)).chain([cells.as_slice()]);
        for row in rows {
            let mut own = Vec::new();
            push_row(&mut own, row);
            assert_eq!(String::from_utf8(own), String::from_utf8(by_library(row)), "{row:?}");
        }
    }
}
