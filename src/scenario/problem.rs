//! Problems in a scenario: where, what, and the remedy; shown with the line and a caret.

use std::fmt;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::source::{Place, Source};

/// More than this many problems are counted, not shown.
const MOST_SHOWN: usize = 100;

/// One thing that is wrong, or that changes nothing though it looks as if it should.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    warning: bool,
    title: String,
    place: Place,
    label: String,
    also: Vec<(Place, String)>,
    remedy: Option<String>,
    about: String,
}

impl Problem {
    pub(crate) fn new(place: Place, title: impl Into<String>) -> Problem {
        Problem {
            warning: false,
            title: title.into(),
            place,
            label: String::new(),
            also: Vec::new(),
            remedy: None,
            about: String::new(),
        }
    }

    pub(crate) fn warning(place: Place, title: impl Into<String>) -> Problem {
        Problem { warning: true, ..Problem::new(place, title) }
    }

    /// What stands at the caret.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Problem {
        self.label = label.into();
        self
    }

    /// Another place that matters.
    pub(crate) fn also(mut self, place: Place, label: impl Into<String>) -> Problem {
        self.also.push((place, label.into()));
        self
    }

    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Problem {
        self.remedy = Some(remedy.into());
        self
    }

    /// The setting that it is about, as a dotted path.
    pub(crate) fn about(mut self, setting: &str) -> Problem {
        self.about = setting.to_owned();
        self
    }

    pub(crate) fn is_about(&self, setting: &str) -> bool {
        self.about == setting
    }

    pub(crate) fn is_warning(&self) -> bool {
        self.warning
    }
}

/// All problems of a scenario, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    sources: Vec<Source>,
    list: Vec<Problem>,
}

impl Problems {
    pub(crate) fn new(sources: Vec<Source>, mut list: Vec<Problem>) -> Problems {
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
        let mut main = Group::with_title(level.primary_title(problem.title.as_str()));
        main = main.elements(self.snippet(problem.place, AnnotationKind::Primary, &problem.label));
        for (place, label) in &problem.also {
            main = main.elements(self.snippet(*place, AnnotationKind::Context, label));
        }
        if let Some(remedy) = &problem.remedy {
            main = main.element(Level::HELP.with_name("remedy").message(remedy.as_str()));
        }
        vec![main]
    }

    /// The line of a place with its first part marked. Only that line is handed to the renderer, which
    /// would otherwise read the whole text once per problem.
    fn snippet<'p>(
        &'p self,
        place: Place,
        kind: AnnotationKind,
        label: &'p str,
    ) -> Option<Snippet<'p, Annotation<'p>>> {
        let source = self.sources.get(place.source)?;
        let line = Line::at(&source.text, place);
        let annotation = kind.span(line.marked.clone()).label((!label.is_empty()).then_some(label));
        let snippet = Snippet::source(line.text).path(source.name.as_str()).line_start(line.number);
        Some(snippet.annotation(annotation))
    }
}

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
        let from = text.floor_char_boundary(place.start.min(text.len()));
        let start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[from..].find('\n').map_or(text.len(), |newline| from + newline);
        let line = text[start..end].trim_end_matches('\r');
        let to = text.ceil_char_boundary(place.end.clamp(from, text.len())).min(start + line.len());
        let from = from.min(start + line.len());
        Line { number: text[..start].matches('\n').count() + 1, text: line, marked: from - start..to.max(from) - start }
    }
}
