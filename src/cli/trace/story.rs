//! A customer whose fate differs, as a short story: who, what was the same, where the lives part, how they end.

use dottedline::engine::Life;

use super::ending::short;
use super::finding::{Found, LOOKED_AT};
use super::names::{level, percent, plain};
use super::pair::Pair;
use super::wanted::{Wanted, closest_call};
use super::{Story, turning_points};
use crate::cli::format::{count, grouped, wrapped};
use crate::cli::harmless::harmless;
use crate::cli::table::WIDTH;
use crate::cli::terminal::Terminal;

/// Nobody shall take one life for what many say.
const ILLUSTRATION: &str =
    "A single life is an illustration, not evidence: what many trials show, `dottedline run` says.";

impl Story<'_> {
    /// The lives of a customer who was looked for.
    pub(super) fn told_short(&self, lives: &[&Life], found: &Found, wanted: &Wanted, terminal: &Terminal) -> String {
        let Some(first) = lives.first() else { return String::new() };
        let pair = self.pair(lives, wanted);
        let title = wrapped(&format!("{}: a customer who {}", harmless(&self.study.title), wanted.words()), WIDTH);
        let mut text = format!("{}\n", terminal.heading(title.trim_end()));
        text += &wrapped(&format!("{} {ILLUSTRATION}", self.found(found, wanted)), WIDTH);
        text += &format!("\n{}\n", wrapped(&self.beginning(first, lives.len()), WIDTH));
        let points = turning_points::of(&self.study.world, &pair);
        let indent = points.iter().map(|point| point.label().len()).max().unwrap_or_default() + 2;
        points.iter().for_each(|point| text += &labelled(&point.label(), &point.text, indent));
        for (structure, life) in self.structures.iter().zip(lives) {
            if !pair.names.contains(&structure.id.as_str()) {
                text += &wrapped(&format!("Under {}: {}.", structure.id, short(life)), WIDTH);
            }
        }
        text
    }

    /// The life that is told is one that ends, if one does; it is compared with one that goes on.
    fn pair<'a>(&'a self, lives: &[&'a Life], wanted: &Wanted) -> Pair<'a> {
        let [stays, leaves] = [true, false].map(|stays| wanted.under(self.structures, stays));
        let places: Vec<usize> = leaves.iter().take(1).chain(&stays).chain(leaves.iter().skip(1)).copied().collect();
        let told: Vec<&Life> = places.iter().take(2).map(|&place| lives[place]).collect();
        let last = told[0].weeks.len().saturating_sub(1);
        let until = told[0].left().or(closest_call(told[0]).map(|(week, _)| week)).unwrap_or(last);
        let names = places.iter().take(2).map(|&place| self.structures[place].id.as_str()).collect();
        Pair { names, lives: told, until }
    }

    /// Where the customer was found, among how many.
    pub(super) fn found(&self, found: &Found, wanted: &Wanted) -> String {
        let all = count(self.study.world.customers as usize, "customer", "customers");
        let vain = match found.in_vain {
            0 => String::new(),
            1 => format!(" (none in trial {})", found.trial - 1),
            trials => format!(" (none in the {} trials before)", grouped(trials.into())),
        };
        let which = match (found.fitting, found.fitting > LOOKED_AT) {
            (1, _) => format!("the only one of {all} who fits{vain}"),
            (number, false) => {
                format!("one of {} of {all} who fit{vain}, and the one {}", grouped(number as f64), wanted.choice())
            }
            (number, true) => format!(
                "one of {} of {all} who fit{vain}, and of the first {LOOKED_AT} of them the one {}",
                grouped(number as f64),
                wanted.choice()
            ),
        };
        format!("Customer {} of trial {}: {which}.", found.slot, found.trial)
    }

    /// Who it is, and what is the same under all structures.
    fn beginning(&self, life: &Life, structures: usize) -> String {
        let segment = &self.study.world.segments[life.segment];
        let start = life.weeks.first().and_then(|week| week.before).unwrap_or_default();
        let problem = if start.problem_weeks.is_some() { "an open problem" } else { "no open problem" };
        let same = match structures {
            1 => "",
            2 => " Both lives meet the same random numbers: only the organisation differs.",
            _ => " All lives meet the same random numbers: only the organisation differs.",
        };
        format!(
            "Who: segment {}; contract due every {}; each time {} likely to leave before any experience counts; at the start a satisfaction \
             of {} (of 1) and {problem}.{same}",
            plain(&segment.id),
            count(segment.renewal_weeks as usize, "week", "weeks"),
            percent(life.leaving),
            level(start.satisfaction)
        )
    }
}

/// How to see everything: the command as it can be pasted.
pub(super) fn command(words: &[String]) -> String {
    let mut text = "\nEvery week of this life:\n".to_owned();
    let mut column = 0;
    for word in words {
        let word = quoted(&harmless(word));
        let length = word.chars().count() + 1;
        if column > 0 && column + length > WIDTH - 2 {
            text += " \\\n";
            column = 0;
        }
        let blanks = if column > 0 {
            " "
        } else if text.ends_with("\\\n") {
            "    "
        } else {
            "  "
        };
        text += &format!("{blanks}{word}");
        column += blanks.len() + length - 1;
    }
    text + "\n"
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./=,:+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A label, and beside it a paragraph that starts in some column.
pub(super) fn labelled(label: &str, text: &str, indent: usize) -> String {
    let text = wrapped(text, WIDTH - indent);
    format!("{label:<indent$}{}\n", text.trim_end().replace('\n', &format!("\n{:indent$}", "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_pasted_and_is_no_wider_than_the_terminal() {
        let words = [
            "dottedline",
            "trace",
            "a firm's.toml",
            "--customer",
            "3",
            "--structures",
            "a_very_long_name,another_long_name",
        ];
        let text = command(&words.map(str::to_owned));
        let expected = "\nEvery week of this life:\n  dottedline trace 'a firm'\\''s.toml' --customer 3 --structures \\\n    \
                        a_very_long_name,another_long_name\n";
        assert_eq!(text, expected);
    }
}
