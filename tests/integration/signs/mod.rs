//! Signs: which way retention, NPS and total value go when a number goes up, under each structure, and which numbers move nothing.
//!
//! The quick form runs with all tests. With ten times the trials, and with all numbers of the registry, one at a time:
//! `cargo test --release --test integration signs -- --ignored --nocapture`.

mod idle;
mod moves;
mod rows;

use std::fmt::Write;

use dottedline::engine::Plan;
use dottedline::stats::Moments;

use crate::documentation::assert_table;
use moves::{FIGURES, STRUCTURES, To, Trials, bank, kind, more, moved};
use rows::{ROWS, Row};

/// Trials of the quick form. Twice the standard error decides there, three times it in the long one.
const QUICK: (u32, f64) = (32, 2.0);
const LONG: (u32, f64) = (320, 3.0);

/// Standard errors from which a move by half the way is clearly against the sign.
const AGAINST: f64 = 3.0;

/// A number at its two ends and in between, and the figures there.
struct Measured {
    low: Trials,
    high: Trials,
}

impl Row {
    fn sign(&self, structure: usize, figure: usize) -> char {
        self.signs[structure].chars().nth(figure).expect("three signs")
    }

    fn measured(&self, plan: &Plan, trials: u32) -> Measured {
        let at = |to| Trials::of(plan, &moved(&bank(), self.what, to), trials);
        Measured { low: at(self.low), high: at(self.high) }
    }

    /// What does not go the way it should.
    fn wrong(&self, usual: &Trials, measured: &Measured, clear: f64) -> String {
        let mut wrong = String::new();
        for (structure, figure) in places() {
            let [low, usual, high] =
                [&measured.low, usual, &measured.high].map(|trials| trials.figure(structure, figure));
            let (all, error) = more(&high, &low);
            let halves = [more(&usual, &low), more(&high, &usual)];
            let sign = self.sign(structure, figure);
            let fine = match sign {
                '?' => true,
                '0' => low == usual && usual == high,
                _ => {
                    let up = if sign == '+' { 1.0 } else { -1.0 };
                    up * all > clear * error && halves.iter().all(|(mean, error)| up * mean >= -AGAINST * error)
                }
            };
            if !fine {
                let [(up_to, first), (from, second)] = halves;
                writeln!(
                    wrong,
                    "{} from {:?} to {:?}, {}, {}: {all:+.3} ± {error:.3} (up to the default {up_to:+.3} ± {first:.3}, from it {from:+.3} ± {second:.3}), expected {sign}: {}",
                    self.what, self.low, self.high, STRUCTURES[structure], FIGURES[figure], self.why
                )
                .expect("texts grow");
            }
        }
        wrong
    }

    /// Its row of the table in `docs/model.md`.
    fn told(&self, usual: &Trials, measured: &Measured) -> Vec<String> {
        let cell = |structure: usize| {
            let figures = (0..FIGURES.len()).map(|figure| {
                let (mean, _) = more(&measured.high.figure(structure, figure), &measured.low.figure(structure, figure));
                let value = || usual.figure(structure, figure).into_iter().collect::<Moments>().mean().expect("trials");
                let change = if figure == 2 { 100.0 * mean / value() } else { mean };
                match self.sign(structure, figure) {
                    '0' => "0".to_owned(),
                    '?' => format!("({change:+.1})"),
                    _ => format!("{change:+.1}"),
                }
            });
            figures.collect::<Vec<_>>().join(" ")
        };
        let why = if self.unclear.is_empty() {
            self.why.to_owned()
        } else {
            format!("{}. Without a sign: {}", self.why, self.unclear)
        };
        let mut row = vec![format!("`{}`", self.what), format!("{} to {}", self.low, self.high)];
        row.extend((0..STRUCTURES.len()).map(cell));
        row.push(why);
        row
    }
}

fn places() -> impl Iterator<Item = (usize, usize)> {
    (0..STRUCTURES.len()).flat_map(|structure| (0..FIGURES.len()).map(move |figure| (structure, figure)))
}

/// Runs the table; what goes the wrong way, and the rows for the document.
fn run((trials, clear): (u32, f64)) -> (String, Vec<Vec<String>>) {
    let study = bank();
    let plan = Plan::new(&study.world);
    let usual = Trials::of(&plan, &study, trials);
    let (mut wrong, mut told) = (String::new(), Vec::new());
    for row in ROWS {
        let measured = row.measured(&plan, trials);
        wrong += &row.wrong(&usual, &measured, clear);
        told.push(row.told(&usual, &measured));
    }
    (wrong, told)
}

#[test]
fn the_thirty_numbers_that_matter_most_move_each_structure_the_way_they_should() {
    let (wrong, told) = run(QUICK);
    assert!(wrong.is_empty(), "\n{wrong}");
    let heads = ["number", "from, to", "silos", "adviser", "matrix", "operational", "why"];
    assert_table("signs", &heads, told);
}

#[test]
#[ignore = "ten times the trials"]
fn the_thirty_numbers_that_matter_most_do_so_in_many_trials() {
    let (wrong, _) = run(LONG);
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_sign_that_is_not_expected_has_a_reason_and_every_row_is_whole() {
    assert!(ROWS.len() >= 30);
    for row in ROWS {
        let signs = row.signs.concat();
        assert_eq!((signs.len(), signs.trim_matches(['+', '-', '0', '?']).len()), (12, 0), "{}", row.what);
        assert_eq!(signs.contains('?'), !row.unclear.is_empty(), "{}", row.what);
        assert!(!row.why.is_empty());
    }
}

/// The two ends to which a number is moved in the screening: those of the table, or else what is plausible; of what differs from one
/// thing to another half and double, on the scale from 0 to 1 a twentieth less and more.
fn ends(study: &dottedline::model::Study, address: &dottedline::model::Address) -> Option<(To, To)> {
    let (what, plausible) = (kind(address), address.about().plausible);
    if let Some(row) = ROWS.iter().find(|row| row.what == what) {
        return Some((row.low, row.high));
    }
    let number = study.number(address)?;
    let is_line = what.starts_with("lines.");
    match number == 0.0 {
        _ if what.contains('*') && address.about().unit == "0-1" => Some((To::By(-0.05), To::By(0.05))),
        // What a kind of line has nothing of.
        true if is_line => None,
        false if is_line || what.contains('*') => Some((To::Times(0.5), To::Times(2.0))),
        _ => Some((To::At(plausible.least), To::At(plausible.most))),
    }
}

#[test]
#[ignore = "hundreds of studies"]
fn the_table_has_what_moves_a_figure_most() {
    let study = bank();
    let plan = Plan::new(&study.world);
    let usual = Trials::of(&plan, &study, 48);
    let spread = |structure, figure| {
        usual.figure(structure, figure).into_iter().collect::<Moments>().standard_deviation().expect("trials")
    };
    let mut found: Vec<(f64, String)> = Vec::new();
    for address in &study.addresses() {
        let what = kind(address);
        // Shares of segments have to add up.
        if (idle::is_of_study(&what) && what != "study.represents")
            || what.contains(".lines.")
            || what == "segment.*.share"
        {
            continue;
        }
        if found.iter().any(|(_, other)| *other == what) {
            continue;
        }
        let Some((low, high)) = ends(&study, address) else { continue };
        let [low, high] = [low, high].map(|to| Trials::of(&plan, &moved(&study, &what, to), 48));
        let effect = |(structure, figure)| {
            more(&high.figure(structure, figure), &low.figure(structure, figure)).0.abs() / spread(structure, figure)
        };
        found.push((places().map(effect).fold(0.0, f64::max), what));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.iter().for_each(|(effect, what)| println!("  {effect:6.2} {what}"));
    for (effect, what) in found.iter().take(30) {
        assert!(ROWS.iter().any(|row| row.what == what), "{what} moves a figure by {effect} standard deviations");
    }
}
