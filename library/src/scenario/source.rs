//! Texts that settings come from: files, shipped scenarios and `--set` arguments.

/// No scenario is longer than this; what is, is another kind of file.
pub(crate) const LONGEST_BYTES: u64 = 1 << 20;

/// A text with the name under which messages show it.
#[derive(Clone, Debug)]
pub(crate) struct SourceText {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Where a key or value stands: bytes of one of the sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) source: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Place {
    pub(crate) fn new(source: usize, span: std::ops::Range<usize>) -> Place {
        Place { source, start: span.start, end: span.end }
    }

    /// The first character of a source: for what is missing altogether.
    pub(crate) fn top_of(source: usize) -> Place {
        Place { source, start: 0, end: 0 }
    }
}
