//! Instructions of a small fixed run, counted by callgrind: the same on a busy machine and on an idle one.
//!
//! Valgrind hides AVX-512, so the portable and the AVX2 form are counted. The process calls itself under callgrind, which
//! counts within [`counted`] alone.

use std::hint::black_box;
use std::process::Command;

use dottedline::engine::{Plan, measure};
use dottedline::lanes::Form;

use crate::machine;
use crate::stored::{Figures, Stored};
use crate::worlds::retail_bank;

/// By what share a count may differ from the stored one.
const TOLERANCE: f64 = 0.01;

const FORMS: [&str; 2] = ["portable", "avx2"];
const PARTS: [&str; 2] = ["customer loop", "trial"];
const CUSTOMERS: u32 = 2_000;
const WEEKS: u32 = 52;

/// The part of a run that is to be counted, in a form; run under callgrind.
pub(crate) fn work(part: &str, form: &str) {
    let form = Form::named(form).expect("the form was asked for before");
    let mut study = retail_bank(CUSTOMERS);
    study.world.clock.weeks = WEEKS;
    let plan = Plan::in_form(&study.world, form);
    if part == "trial" {
        counted(|| plan.run_trial(&study.regimes(), study.seed, 0));
    } else {
        let mut customers = measure::CustomerLoop::new(&plan, 1);
        counted(|| (0..WEEKS).for_each(|_| customers.week()));
    }
}

/// What callgrind counts; it knows the function by its name.
#[inline(never)]
fn counted<T>(work: impl FnOnce() -> T) {
    black_box(work());
}

/// Compares with the counts that are stored for this compiler.
pub(crate) fn check(stored: &Stored) -> Vec<String> {
    let compiler = machine::compiler();
    let counts = count_all();
    let Some(expected) = stored.instructions.get(&compiler) else {
        println!("instructions: nothing is stored for rustc {compiler}, so nothing is compared; record anew");
        return Vec::new();
    };
    counts.iter().filter_map(|(name, &count)| judged(name, count, expected.get(name).copied())).collect()
}

fn judged(name: &str, count: f64, expected: Option<f64>) -> Option<String> {
    let Some(expected) = expected else { return Some(format!("{name}: no count is stored")) };
    let change = count / expected - 1.0;
    println!("  {name}: {:+.2} % of the stored {expected:.0}", 100.0 * change);
    let what = if change > 0.0 { "more" } else { "fewer" };
    (change.abs() > TOLERANCE).then(|| format!("{name}: {:.1} % {what} instructions than stored", 100.0 * change.abs()))
}

/// Counts all parts in all forms that valgrind has.
pub(crate) fn count_all() -> Figures {
    let forms = FORMS.into_iter().filter(|form| Form::named(form).is_ok());
    let pairs = forms.flat_map(|form| PARTS.map(|part| (part, form)));
    pairs.map(|(part, form)| (format!("{part}, {form}"), count(part, form))).collect()
}

fn count(part: &str, form: &str) -> f64 {
    let own = std::env::current_exe().expect("a program knows where it is");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*instructions*counted*"])
        .arg(own)
        .args(["--count", part, form])
        .output()
        .expect("valgrind can be started (Debian: apt-get install valgrind)");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let count = collected(&said).filter(|&count| output.status.success() && count > 0.0);
    let count = count.unwrap_or_else(|| panic!("callgrind counted nothing:\n{said}"));
    println!("  {part}, {form}: {:.1} million instructions", count / 1e6);
    count
}

/// The number after `Collected :`.
fn collected(said: &str) -> Option<f64> {
    let line = said.lines().find(|line| line.contains("Collected :"))?;
    line.split_once("Collected :")?.1.trim().parse().ok()
}
