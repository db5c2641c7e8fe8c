//! The scenario that comes of an interview: a shipped one with what the firm knows of itself.

use dottedline::scenario::Template;

/// A scenario on its way.
#[derive(Clone)]
pub(super) struct Draft {
    template: &'static Template,
    /// Keys outside `[observed]` with their values: title, currency, size.
    settings: Vec<(Section, &'static str, String)>,
    /// What was asked, section by section.
    sections: Vec<(String, Vec<Figure>)>,
}

/// Where a key of the template stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Before the first table.
    Top,
    /// In `[study]`.
    Study,
}

/// A figure that was asked for.
#[derive(Clone)]
struct Figure {
    key: &'static str,
    /// The value in TOML; `None`: skipped.
    value: Option<String>,
    /// A value that it might have.
    example: String,
    meaning: String,
}

const HEADING: &str = "\
# ---- What the firm has measured -----------------------------------------------------------------
# Changes no result: `dottedline check` compares it with what the description above implies. A line that begins with # was
# skipped and stands for nothing: take the # away and put your figure.
";

impl Draft {
    pub(super) fn of(template: &'static Template) -> Draft {
        Draft { template, settings: Vec::new(), sections: Vec::new() }
    }

    /// Gives a key of the template a value, instead of what it had.
    pub(super) fn set(&mut self, section: Section, key: &'static str, value: String) {
        self.settings.retain(|(place, known, _)| (*place, *known) != (section, key));
        self.settings.push((section, key, value));
    }

    /// Adds a figure of `[observed]`, or what it might be.
    pub(super) fn observe(
        &mut self,
        section: &str,
        key: &'static str,
        value: Option<String>,
        example: &str,
        meaning: &str,
    ) {
        let figure = Figure { key, value, example: example.to_owned(), meaning: meaning.to_owned() };
        let place = self.sections.iter().position(|(name, _)| name == section).unwrap_or_else(|| {
            self.sections.push((section.to_owned(), Vec::new()));
            self.sections.len() - 1
        });
        let figures = &mut self.sections[place].1;
        figures.retain(|known| known.key != key);
        figures.push(figure);
    }

    /// Figures that were given, and those that were skipped.
    pub(super) fn counts(&self) -> (usize, usize) {
        let figures = || self.sections.iter().flat_map(|(_, figures)| figures);
        let given = figures().filter(|figure| figure.value.is_some()).count();
        (given, figures().count() - given)
    }

    /// The whole file.
    pub(super) fn text(&self) -> String {
        let mut text = without_observed(self.template.text);
        for (section, key, value) in &self.settings {
            text = with_setting(&text, *section, key, value);
        }
        let mut text = format!("{}\n\n{HEADING}", text.trim_end());
        for (section, figures) in &self.sections {
            text.push_str(&format!("\n[{section}]\n"));
            for Figure { key, value, example, meaning } in figures {
                text.push_str(&match value {
                    Some(value) => format!("{key} = {value} # {meaning}\n"),
                    None => format!("# {key} = {example} # {meaning}; an example\n"),
                });
            }
        }
        text
    }
}

/// A text without its tables below `[observed]`, and without the comments right before them.
fn without_observed(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut skipping = false;
    for line in text.lines() {
        if line.starts_with('[') {
            let observed = line.starts_with("[observed");
            if observed && !skipping {
                while kept.last().is_some_and(|line| line.starts_with('#') || line.trim().is_empty()) {
                    kept.pop();
                }
            }
            skipping = observed;
        }
        if !skipping {
            kept.push(line);
        }
    }
    kept.join("\n") + "\n"
}

/// A text with another value for a key, in its place or as the first of its table.
fn with_setting(text: &str, section: Section, key: &str, value: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_header = |line: &&str| line.starts_with('[');
    let (from, to) = match section {
        Section::Top => (0, lines.iter().position(is_header).unwrap_or(lines.len())),
        Section::Study => {
            let Some(header) = lines.iter().position(|line| line.trim_end() == "[study]") else {
                return format!("{}\n\n[study]\n{key} = {value}\n", text.trim_end());
            };
            let length = lines[header + 1..].iter().position(is_header).unwrap_or(lines.len() - header - 1);
            (header + 1, header + 1 + length)
        }
    };
    let is_key = |line: &&str| line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
    let line = format!("{key} = {value}");
    let mut all: Vec<&str> = lines.clone();
    match lines[from..to].iter().position(is_key) {
        Some(place) => all[from + place] = &line,
        // At the top behind the comments, which begin the file.
        None if section == Section::Top => all.insert(to, &line),
        None => all.insert(from, &line),
    }
    all.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_take_the_place_of_those_of_the_template_and_what_it_observed_is_gone() {
        let text = "# A firm.\ntitle = \"A\"\n\n[study]\ncurrency = \"EUR\" # money\n\n[[function]]\nid = \"a\"\n\n# Measured.\n\
                    [observed]\nnps = 3\n[observed.segment.a]\nshare = 1\n[economics]\nspend = 1\n";
        let text = without_observed(text);
        assert!(!text.contains("observed") && !text.contains("Measured") && text.contains("[economics]\nspend = 1"));
        let text = with_setting(&text, Section::Study, "currency", "\"CHF\"");
        let text = with_setting(&text, Section::Study, "represents", "3");
        let text = with_setting(&text, Section::Top, "title", "\"B\"");
        assert!(
            text.starts_with("# A firm.\ntitle = \"B\"\n\n[study]\nrepresents = 3\ncurrency = \"CHF\"\n"),
            "{text}"
        );
    }
}
