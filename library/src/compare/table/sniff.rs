//! What a file of text is like: its encoding, the sign that separates columns, and where the header stands.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs_io::DecodeReaderBytes;
use flate2::bufread::MultiGzDecoder;

use super::layout::{TableLayout, is_structure_name, is_trial_name};
use super::names::canonical;
use crate::compare::error::{TableError, TableProblem};

/// Bytes of text that are looked at to tell what it is like.
const LOOKED_AT: usize = 256 * 1024;

/// Signs that separate columns.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Text in UTF-8, whatever it was: unpacked if it is gzip, decoded if a byte order mark says UTF-16.
pub(super) fn text(bytes: impl Read + 'static) -> io::Result<Box<dyn BufRead>> {
    let mut bytes = BufReader::new(bytes);
    let packed = bytes.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let unpacked: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
    Ok(Box::new(BufReader::with_capacity(LOOKED_AT, DecodeReaderBytes::new(unpacked))))
}

/// How a text is to be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) separator: u8,
    /// Records before the first row of numbers: the header and what stands before it.
    pub(super) skipped: usize,
    /// The line of the header.
    pub(super) line: u64,
    pub(super) header: Vec<String>,
    /// Whether lines end with CR and LF; then records are told one line too early, but for the first.
    crlf: bool,
}

impl Shape {
    /// The line of a record (index) that the reader says is in this one.
    pub(super) fn line_of(&self, told: u64, record: usize) -> u64 {
        told + u64::from(self.crlf && record > 0)
    }
}

/// The first bytes of a text, with a whole last line if there is one.
pub(super) fn beginning(text: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut beginning = Vec::new();
    text.take(LOOKED_AT as u64).read_to_end(&mut beginning)?;
    text.read_until(b'\n', &mut beginning)?;
    Ok(beginning)
}

/// Tells how a text is to be read from its beginning.
pub(super) fn shape(beginning: &[u8], layout: &TableLayout) -> Result<Shape, TableError> {
    if beginning.contains(&0) {
        let what = "this is not text: there are zero bytes in it";
        return Err(TableProblem::of_table(
            what,
            "save the table as CSV in UTF-8, or as UTF-16 with a byte order mark",
        )
        .into());
    }
    let candidates = SEPARATORS.iter().filter_map(|&separator| candidate(beginning, separator, layout));
    let best = candidates.reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.map(|(_, shape)| shape).ok_or_else(|| {
        let what = "no line of this text has several columns";
        TableProblem::of_table(what, "a table with a header line, columns separated by comma, semicolon, tab or bar")
            .into()
    })
}

/// The header by this separator, with how well it explains the text: columns that have a known name, rows as long as the
/// header, columns.
fn candidate(beginning: &[u8], separator: u8, layout: &TableLayout) -> Option<((usize, usize, usize), Shape)> {
    let rows = rows(beginning, separator);
    let longest = most_common(&rows)?;
    let known = |row: &Vec<String>| row.iter().filter(|cell| is_known(cell, layout)).count();
    let wide = || rows.iter().enumerate().filter(|(_, (_, row))| row.len() == longest);
    let named = wide().find(|(_, (_, row))| known(row) > 0);
    let commented = || commented_header(beginning, separator).filter(|(_, row)| row.len() == longest && known(row) > 0);
    if let Some((line, header)) = named.is_none().then(commented).flatten() {
        let shape = Shape { separator, skipped: 0, line, header: header.clone(), crlf: false };
        return Some(((known(&header), 1_000, header.len()), shape));
    }
    let (before, (line, header)) = named.or_else(|| wide().next())?;
    let alike = wide().count();
    let share = 1_000 * alike / rows.len();
    let crlf = beginning.iter().position(|&byte| byte == b'\n').is_some_and(|at| at > 0 && beginning[at - 1] == b'\r');
    let mut shape = Shape { separator, skipped: before + 1, line: *line, header: header.clone(), crlf };
    shape.line = shape.line_of(*line, before);
    Some(((known(header), share, header.len()), shape))
}

fn is_known(cell: &str, layout: &TableLayout) -> bool {
    is_trial_name(cell) || is_structure_name(cell) || layout.columns().any(|name| canonical(name) == canonical(cell))
}

/// How records are read: the header is told by us, rows may have any length, lines of comment are none.
pub(super) fn reader(separator: u8) -> csv::ReaderBuilder {
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(separator).comment(Some(b'#')).trim(csv::Trim::All);
    reader
}

/// The rows of a text, each with its line: without comments and empty ones.
fn rows(beginning: &[u8], separator: u8) -> Vec<(u64, Vec<String>)> {
    let records = reader(separator).from_reader(beginning).into_byte_records().map_while(Result::ok);
    let row = |record: csv::ByteRecord| {
        let line = record.position().map_or(1, csv::Position::line);
        let cells = record.iter().map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').to_owned());
        (line, cells.collect::<Vec<String>>())
    };
    records.map(row).take(2_000).collect()
}

/// The last line of comment before the numbers, as a header: `# trial,structure,kept`.
fn commented_header(beginning: &[u8], separator: u8) -> Option<(u64, Vec<String>)> {
    let text = String::from_utf8_lossy(beginning);
    let comments = text.lines().enumerate().take_while(|(_, line)| line.starts_with('#') || line.trim().is_empty());
    let (place, line) = comments.filter(|(_, line)| line.starts_with('#')).last()?;
    let (_, row) = rows(line.trim_start_matches('#').as_bytes(), separator).into_iter().next()?;
    Some((place as u64 + 1, row))
}

/// The length that most rows have, of those with several cells; the greater one of equals.
fn most_common(rows: &[(u64, Vec<String>)]) -> Option<usize> {
    let mut lengths: Vec<usize> = rows.iter().map(|(_, row)| row.len()).filter(|length| *length > 1).collect();
    lengths.sort_unstable();
    lengths.chunk_by(|a, b| a == b).max_by_key(|alike| (alike.len(), alike[0])).map(|alike| alike[0])
}
