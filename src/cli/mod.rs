//! Arguments, terminal, progress: the only floor that prints.
//!
//! Data goes to stdout, everything else to stderr. A command returns what went wrong as a
//! [`Failure`]; only [`main`] turns it into a message and an exit code.

mod address_space;
mod arguments;
mod as_is;
mod bars;
mod calibrate;
mod check;
mod compare;
mod comparison;
mod completions;
mod dry_run;
mod experiment_arguments;
mod failure;
mod fault;
mod flag_values;
mod flips;
mod format;
mod grid;
mod harmless;
mod in_short;
mod interrupt;
mod interview;
mod judgements;
mod kernel;
mod levers;
mod limits;
mod map;
mod map_arguments;
mod merge;
mod money;
mod new;
mod one_trial;
mod outlook;
mod plan;
mod presets;
mod progress;
mod remedies;
mod report;
mod run;
mod run_report;
mod running;
mod schema;
mod search;
mod search_arguments;
mod segments;
mod sensitivity;
mod shard_run;
mod sparkline;
mod status;
mod surveys;
mod sweep;
mod sweep_arguments;
mod table;
mod table_file;
mod table_format;
mod terminal;
mod testing_claims;
mod timing;
mod trace;
mod trace_arguments;
mod verify;
mod watching;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use arguments::{Arguments, Command};
use failure::Failure;
use terminal::Terminal;

/// Reads the command line, obeys, and says how it went.
pub(crate) fn main() -> ExitCode {
    address_space::use_it_sparingly();
    interrupt::ignore_file_size_signal();
    std::panic::set_hook(Box::new(fault::tell));
    let raw: Vec<_> = std::env::args_os().collect();
    let colour = terminal::colour_asked_for(&raw);
    let parsed = Arguments::command().color(colour.for_clap()).try_get_matches_from(raw);
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return say_usage(&error),
    };
    let terminal = Terminal::new(arguments.color, arguments.quiet);
    match fault::caught(|| address_space::check().and_then(|()| obey(&arguments.command, &terminal))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.complain(&failure);
            failure.exit_code()
        }
    }
}

fn obey(command: &Command, terminal: &Terminal) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(arguments, terminal),
        Command::Check(arguments) => check::check(arguments, terminal),
        Command::Calibrate(arguments) => calibrate::calibrate(arguments, terminal),
        Command::Claims(arguments) => testing_claims::test_claims(arguments, terminal),
        Command::Compare(arguments) => compare::compare(arguments, terminal),
        Command::Plan(arguments) => plan::plan(arguments, terminal),
        Command::Status(arguments) => status::status(arguments, terminal),
        Command::Map(arguments) => map::map(arguments, terminal),
        Command::Merge(arguments) => merge::merge(arguments, terminal),
        Command::Search(arguments) => search::search(arguments, terminal),
        Command::Sensitivity(arguments) => sensitivity::sensitivity(arguments, terminal),
        Command::Sweep(arguments) => sweep::sweep(arguments, terminal),
        Command::Verify(arguments) => verify::verify(arguments, terminal),
        Command::Report(arguments) => report::report(arguments, terminal),
        Command::Trace(arguments) => trace::trace(arguments, terminal),
        Command::New(arguments) => new::new(arguments, terminal),
        Command::Schema => schema::schema(terminal),
        Command::Presets => presets::presets(terminal),
        Command::Completions { shell } => completions::completions(*shell, terminal),
    }
}

/// Prints clap's help or complaint. A reader that has closed the pipe has seen enough.
fn say_usage(error: &clap::Error) -> ExitCode {
    match error.print() {
        Err(problem) if problem.kind() != std::io::ErrorKind::BrokenPipe => failure::CANNOT_WRITE.into(),
        _ => u8::try_from(error.exit_code()).unwrap_or(failure::USAGE).into(),
    }
}
