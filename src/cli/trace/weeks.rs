//! A customer's weeks side by side: alike lives in one line, quiet weeks folded together.

use dottedline::engine::{Life, LifeWeek};

use super::Story;
use super::words::{details, head, is_quiet, quiet};
use crate::cli::format::wrapped;
use crate::cli::table::WIDTH;
use crate::cli::terminal::Terminal;

/// Quiet weeks in a row that are alike.
struct Calm {
    first: usize,
    last: usize,
    text: String,
}

/// The page under construction.
struct Page<'t> {
    text: String,
    indent: usize,
    calm: Option<Calm>,
    terminal: &'t Terminal,
}

impl Story<'_> {
    /// Week by week, what happens under each structure.
    pub(super) fn week_by_week(&self, lives: &[&Life], terminal: &Terminal) -> String {
        let last = *self.weeks.end();
        let indent = format!("weeks {last}-{last}").len() + 2;
        let mut page = Page { text: String::new(), indent, calm: None, terminal };
        for week in self.weeks.clone() {
            let entries: Vec<&LifeWeek> = lives.iter().filter_map(|life| life.weeks.get(week)).collect();
            if entries.iter().all(|entry| is_quiet(entry)) {
                page.keep_calm(week, self.side_by_side(&entries, |entry| quiet(entry).to_owned()).join("\n"));
                continue;
            }
            page.end_calm();
            let lines = self.happenings(&entries);
            page.paragraphs(&weeks_label(week, week), &lines);
        }
        page.end_calm();
        page.text
    }

    /// What happens in a week; where all lives go the same way it is said once.
    fn happenings(&self, entries: &[&LifeWeek]) -> Vec<String> {
        let world = &self.study.world;
        let heads: Vec<String> = entries.iter().map(|entry| head(world, entry)).collect();
        let told = |entry: &LifeWeek| {
            let (head, details) = (head(world, entry), details(world, entry));
            if details.is_empty() { head } else { format!("{head}: {details}") }
        };
        let shared = heads.len() > 1 && heads.windows(2).all(|pair| pair[0] == pair[1]);
        let all_alike = self.side_by_side(entries, told);
        if !shared || all_alike.len() == 1 {
            return all_alike;
        }
        let mut lines = vec![heads[0].clone()];
        let details = |entry: &LifeWeek| match details(world, entry) {
            nothing if nothing.is_empty() => "nothing happens".to_owned(),
            details => details,
        };
        lines.extend(self.side_by_side(entries, details).into_iter().map(|line| format!("- {line}")));
        lines
    }

    /// What is said of each structure; those of which the same is said share a paragraph.
    fn side_by_side(&self, entries: &[&LifeWeek], say: impl Fn(&LifeWeek) -> String) -> Vec<String> {
        let mut said: Vec<(String, Vec<usize>)> = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            let text = say(entry);
            match said.iter_mut().find(|(known, _)| *known == text) {
                Some((_, places)) => places.push(place),
                None => said.push((text, vec![place])),
            }
        }
        let alone = self.structures.len() == 1;
        let labelled = |(text, places): (String, Vec<usize>)| match alone {
            true => text,
            false => format!("{}: {text}", self.these(&places)),
        };
        said.into_iter().map(labelled).collect()
    }
}

impl Page<'_> {
    fn keep_calm(&mut self, week: usize, text: String) {
        match &mut self.calm {
            Some(calm) if calm.text == text => calm.last = week,
            _ => {
                self.end_calm();
                self.calm = Some(Calm { first: week, last: week, text });
            }
        }
    }

    fn end_calm(&mut self) {
        if let Some(calm) = self.calm.take() {
            let lines: Vec<String> = calm.text.lines().map(str::to_owned).collect();
            self.paragraphs(&weeks_label(calm.first, calm.last), &lines);
        }
    }

    /// A label, and beside it paragraphs.
    fn paragraphs(&mut self, label: &str, paragraphs: &[String]) {
        let indent = self.indent;
        let mut label = self.terminal.heading(label) + &" ".repeat(indent.saturating_sub(label.len()));
        for paragraph in paragraphs {
            let hang = if paragraph.starts_with("- ") { indent + 2 } else { indent };
            let text = wrapped(paragraph, WIDTH - hang);
            let lines = text.trim_end().replace('\n', &format!("\n{:hang$}", ""));
            self.text += &format!("{label}{lines}\n");
            label = " ".repeat(indent);
        }
    }
}

/// "week 31", or "weeks 32-38".
pub(super) fn weeks_label(first: usize, last: usize) -> String {
    if first == last { format!("week {first}") } else { format!("weeks {first}-{last}") }
}
