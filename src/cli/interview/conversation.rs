//! Questions on stderr, answers from stdin: the same at a terminal and from a pipe.

use std::io::{BufRead, Read, StdinLock, Write};

use dottedline::numbers::number as shown;
use dottedline::numerals::readings;

use super::super::harmless::harmless;

/// Longest answer that is read, in bytes.
const LONGEST: u64 = 4_096;

/// What somebody says who has had enough.
const DONE: &str = "done";

/// A conversation with somebody who may know a firm.
pub(super) struct Conversation {
    answers: StdinLock<'static>,
    /// Nobody answers any more.
    over: bool,
}

impl Conversation {
    pub(super) fn new() -> Conversation {
        Conversation { answers: std::io::stdin().lock(), over: false }
    }

    /// Says something, on a line of its own.
    pub(super) fn say(&self, text: &str) {
        // Whether anyone can read it changes nothing.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Asks until the answer can be understood; `None`: skipped. `understood` says what an answer means, or why it is none.
    pub(super) fn ask<T>(
        &mut self,
        question: &str,
        mut understood: impl FnMut(&str) -> Result<T, String>,
    ) -> Option<T> {
        while !self.over {
            let answer = self.answer(question)?;
            match understood(&answer) {
                Ok(meaning) => return Some(meaning),
                Err(remark) => self.say(&format!("  {}", harmless(&remark))),
            }
        }
        None
    }

    /// A line of the one who answers; `None` if it is empty or the last has been said.
    fn answer(&mut self, question: &str) -> Option<String> {
        let mut stderr = std::io::stderr().lock();
        let _ = write!(stderr, "{}: ", harmless(question)).and_then(|()| stderr.flush());
        let mut line = Vec::new();
        let read = self.answers.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let text = String::from_utf8_lossy(&line).replace(|letter: char| letter.is_control(), " ").trim().to_owned();
        if read.is_err() || line.is_empty() || text.eq_ignore_ascii_case(DONE) {
            let _ = writeln!(stderr);
            self.over = true;
            return None;
        }
        (!text.is_empty()).then_some(text)
    }
}

/// A number in an answer.
pub(super) fn number(answer: &str) -> Result<f64, String> {
    match readings(answer).as_slice() {
        [one] if one.is_finite() => Ok(*one),
        [] | [_] => Err("That is not a number that I can read. Write one, or press Enter to skip.".to_owned()),
        [first, second, ..] => {
            Err(format!("That can be {first} or {second}. Write it without a sign between thousands, please."))
        }
    }
}

/// A number from `low` to `high` in an answer.
pub(super) fn number_within(answer: &str, low: f64, high: f64) -> Result<f64, String> {
    let number = number(answer)?;
    if (low..=high).contains(&number) {
        return Ok(number);
    }
    Err(format!("It should be from {} to {}, but is {}.", shown(low), shown(high), shown(number)))
}

/// A share in an answer, given as such or in per cent.
pub(super) fn share(answer: &str) -> Result<f64, String> {
    let share = number(answer)?;
    match share {
        _ if (0.0..=1.0).contains(&share) => Ok(share),
        _ if (1.0..=100.0).contains(&share) && !answer.contains('%') => {
            Err(format!("A share is from 0 to 1: write {share} % or {}, if you mean that.", share / 100.0))
        }
        _ => Err("A share is from 0 to 1, or from 0 % to 100 %.".to_owned()),
    }
}

/// A net promoter score in an answer. Some write it in per cent.
pub(super) fn score(answer: &str) -> Result<f64, String> {
    number_within(answer.trim_end_matches(['%', ' ']), -100.0, 100.0)
}

/// The worst and the best answer of a scale: `1-10`, `1 to 5`, `[0, 100]`.
pub(super) fn scale(answer: &str) -> Result<(f64, f64), String> {
    let parts = answer.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let ends: Vec<f64> = parts.filter_map(|part| part.parse().ok()).collect();
    match ends.as_slice() {
        [worst, best] if worst < best && *best <= 1000.0 => Ok((*worst, *best)),
        _ => Err("Write the worst and the best answer, such as 1-5 or 1-10.".to_owned()),
    }
}
