//! Which form of the customer loop is wanted: by flag, by environment variable, or the fastest.

use clap::Args;
use dottedline::lanes::Form;

use super::failure::Failure;

/// In which form the customer loop runs.
#[derive(Debug, Args)]
pub(crate) struct KernelArgument {
    /// Form of the customer loop: naive, portable, avx2 or avx512; results do not depend on it [default: the environment
    /// variable DOTTEDLINE_KERNEL, or else the fastest that this processor has]
    #[arg(long = "kernel", value_name = "FORM")]
    pub(crate) asked: Option<String>,
}

/// The environment variable; the flag wins.
const VARIABLE: &str = "DOTTEDLINE_KERNEL";

/// The form that is asked for; without a wish the fastest that this processor has.
pub(super) fn form(flag: Option<&str>) -> Result<Form, Failure> {
    let variable = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    match (flag, variable) {
        (Some(name), _) => named("--kernel", name),
        (None, Some(name)) => named(VARIABLE, &name.to_string_lossy()),
        (None, None) => Ok(Form::fastest()),
    }
}

fn named(asked_by: &str, name: &str) -> Result<Form, Failure> {
    Form::named(name).map_err(|error| Failure::Usage(format!("{asked_by}: {error}")))
}
