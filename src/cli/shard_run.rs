//! `run --plan`: one shard of a study, on any machine. A shard that is there and whole is left alone.

use std::path::Path;

use dottedline::application::{ShardRequest, ShardResult, ShardRun, run_shard};
use dottedline::lanes::Form;

use super::arguments::RunArguments;
use super::failure::Failure;
use super::format::count;
use super::running::{failing, options, warn_of_failed};
use super::terminal::Terminal;
use super::watching::Watching;

/// Runs a shard. Nothing goes to stdout.
pub(super) fn run(file: &Path, arguments: &RunArguments, form: Form, terminal: &Terminal) -> Result<(), Failure> {
    let (Some((index, shards)), Some(out)) = (arguments.shard, &arguments.out) else {
        return Err(Failure::Usage("--plan needs --shard I/K and --out FOLDER".to_owned()));
    };
    let request = ShardRequest {
        plan: file.to_owned(),
        index,
        shards,
        folder: out.clone(),
        options: options(arguments, form),
        failing: failing(arguments),
    };
    match run_shard(&request, &mut Watching::new(arguments.max_hours, *terminal))? {
        ShardResult::WasThere => terminal.note(&format!("Shard {index}/{shards} is there.")),
        ShardResult::MadeMeanwhile => {}
        ShardResult::Run(run) => return end(&run, terminal),
    }
    Ok(())
}

fn end(run: &ShardRun, terminal: &Terminal) -> Result<(), Failure> {
    warn_of_failed(&run.failed, run.seed, &run.command, terminal)?;
    if !run.interrupted {
        return Ok(());
    }
    let done = count(run.kept as usize, "finished trial", "finished trials");
    Err(Failure::Interrupted(format!("Interrupted: {done} of {} are kept; run the shard again.", run.trials)))
}
