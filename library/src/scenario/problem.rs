//! Problems in a scenario: where, what, and the remedy; shown with the line and a caret.

use std::fmt;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::source::{Place, SourceText};

/// More than this many problems are counted, not shown.
const MOST_SHOWN: usize = 100;

/// Letters of a title that are shown: keys and names in it may be as long as the file.
const TITLE_LETTERS: usize = 400;

/// Letters of a remedy, which may list names to choose from.
const REMEDY_LETTERS: usize = 2_000;

/// One thing that is wrong, or that changes nothing though it looks as if it should.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    warning: bool,
    title: Box<str>,
    place: Place,
    label: Box<str>,
    also: Vec<(Place, String)>,
    remedy: Option<Box<str>>,
    about: Box<str>,
}

impl Problem {
    pub(crate) fn new(place: Place, title: impl Into<Box<str>>) -> Problem {
        Problem {
            warning: false,
            title: clipped(title.into(), TITLE_LETTERS),
            place,
            label: "".into(),
            also: Vec::new(),
            remedy: None,
            about: "".into(),
        }
    }

    pub(crate) fn warning(place: Place, title: impl Into<Box<str>>) -> Problem {
        Problem { warning: true, ..Problem::new(place, title) }
    }

    /// What stands at the caret.
    pub(crate) fn label(mut self, label: impl Into<Box<str>>) -> Problem {
        self.label = label.into();
        self
    }

    /// Another place that matters.
    pub(crate) fn also(mut self, place: Place, label: impl Into<String>) -> Problem {
        self.also.push((place, label.into()));
        self
    }

    pub(crate) fn remedy(mut self, remedy: impl Into<Box<str>>) -> Problem {
        self.remedy = Some(clipped(remedy.into(), REMEDY_LETTERS));
        self
    }

    /// The setting that it is about, as a dotted path.
    pub(crate) fn about(mut self, setting: &str) -> Problem {
        self.about = setting.into();
        self
    }

    /// The setting that it is about, if the structural check found it.
    pub(crate) fn setting(&self) -> &str {
        &self.about
    }

    #[cfg(test)]
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    pub(crate) fn is_warning(&self) -> bool {
        self.warning
    }
}

/// The text, or its beginning if it is far too long to be read.
fn clipped(text: Box<str>, letters: usize) -> Box<str> {
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}...", &text[..end]).into(),
        None => text,
    }
}

/// All problems of a scenario, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    sources: Vec<SourceText>,
    list: Vec<Problem>,
}

impl Problems {
    pub(crate) fn new(sources: Vec<SourceText>, mut list: Vec<Problem>) -> Problems {
        list.sort_by_key(|problem| (problem.place, problem.warning));
        Problems { sources, list }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All problems as text, each with file, line, column, the line, a caret and the remedy.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(100);
        let mut text = String::new();
        for problem in self.list.iter().take(MOST_SHOWN) {
            text.push_str(&renderer.render(&self.groups(problem)));
            text.push_str("\n\n");
        }
        if self.len() > MOST_SHOWN {
            text.push_str(&format!("... and {} more\n\n", self.len() - MOST_SHOWN));
        }
        text.truncate(text.trim_end().len());
        text
    }

    fn groups<'p>(&'p self, problem: &'p Problem) -> Vec<Group<'p>> {
        let level = if problem.warning { Level::WARNING } else { Level::ERROR };
        let mut main = Group::with_title(level.primary_title(problem.title.as_ref()));
        let first = (problem.place, AnnotationKind::Primary, problem.label.as_ref());
        let others = problem.also.iter().map(|(place, label)| (*place, AnnotationKind::Context, label.as_str()));
        let marks: Vec<Mark<'p>> = std::iter::once(first).chain(others).collect();
        main = main.elements(self.snippets(&marks));
        if let Some(remedy) = &problem.remedy {
            main = main.element(Level::HELP.with_name("remedy").message(remedy.as_ref()));
        }
        vec![main]
    }

    /// Each line with marks, once. Only that line is handed to the renderer, which would otherwise read the
    /// whole text once per problem.
    fn snippets<'p>(&'p self, marks: &[Mark<'p>]) -> Vec<Snippet<'p, Annotation<'p>>> {
        let mut snippets: Vec<((usize, usize), Snippet<'p, Annotation<'p>>)> = Vec::new();
        for (place, kind, label) in marks {
            let Some(source) = self.sources.get(place.source) else { continue };
            let line = Line::at(&source.text, *place);
            let annotation = kind.span(line.marked).label((!label.is_empty()).then_some(*label));
            let key = (place.source, line.number);
            match snippets.iter_mut().find(|(known, _)| *known == key) {
                Some((_, snippet)) => *snippet = snippet.clone().annotation(annotation),
                None => {
                    let snippet = Snippet::source(line.text).path(source.name.as_str()).line_start(line.number);
                    snippets.push((key, snippet.annotation(annotation)));
                }
            }
        }
        snippets.into_iter().map(|(_, snippet)| snippet).collect()
    }
}

/// A place to be marked: how, and with which words.
type Mark<'p> = (Place, AnnotationKind, &'p str);

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(false))
    }
}

/// The line on which a place begins.
struct Line<'t> {
    number: usize,
    text: &'t str,
    marked: std::ops::Range<usize>,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, place: Place) -> Line<'t> {
        let from = boundary_at_or_before(text, place.start);
        let start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[from..].find('\n').map_or(text.len(), |newline| from + newline);
        let line = text[start..end].trim_end_matches('\r');
        // What stands in the end of the line, which is not shown, is marked behind it.
        let last = start + line.len();
        let from = from.min(last);
        let to = boundary_at_or_before(text, place.end).clamp(from, last);
        Line { number: text[..start].matches('\n').count() + 1, text: line, marked: from - start..to - start }
    }
}

/// The start of the character in which a byte is; the end of the text for bytes beyond it.
fn boundary_at_or_before(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0)
}
