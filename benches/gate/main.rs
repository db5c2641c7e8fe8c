//! The regression gate of the customer loop, and the figures of docs/performance.md.
//!
//! ```sh
//! cargo bench --bench gate                # compares with benches/gate/figures.toml; what .ci/run runs
//! cargo bench --bench gate -- --record    # renews these figures for this compiler and this processor
//! cargo bench --bench gate -- --figures   # prints the figures of docs/performance.md
//! ```
//!
//! Nothing is judged by the clock on the wall. *Instructions* are counted by callgrind and repeat exactly. *Ratios* to the
//! naive form are taken within one process, turn by turn, in CPU time of the thread.

#![allow(clippy::print_stdout, clippy::expect_used, clippy::panic, reason = "a program for developers")]

mod figures;
mod instructions;
mod machine;
mod ratios;
mod stored;
mod timer;
#[path = "../worlds/mod.rs"]
mod worlds;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => check(),
        ["--record"] => record(),
        ["--figures"] => {
            figures::print();
            ExitCode::SUCCESS
        }
        ["--shapes"] => {
            figures::shapes();
            ExitCode::SUCCESS
        }
        ["--count", part, form] => {
            instructions::work(part, form);
            ExitCode::SUCCESS
        }
        _ => {
            println!("cargo bench --bench gate [-- --record | --figures]");
            ExitCode::from(2)
        }
    }
}

/// Compares with the stored figures; says all that is wrong.
fn check() -> ExitCode {
    let stored = stored::read();
    let mut wrong = instructions::check(&stored);
    wrong.extend(ratios::check(&stored));
    if wrong.is_empty() {
        println!("gate: fine");
        return ExitCode::SUCCESS;
    }
    wrong.iter().for_each(|problem| println!("gate: {problem}"));
    println!("If this is meant, renew the figures: cargo bench --bench gate -- --record");
    ExitCode::FAILURE
}

fn record() -> ExitCode {
    let mut stored = stored::read();
    stored.instructions.insert(machine::compiler(), instructions::count_all());
    stored.ratios.insert(machine::processor_and_compiler(), ratios::record_all());
    stored::write(&stored);
    println!("gate: {} is renewed", stored::FILE);
    ExitCode::SUCCESS
}
