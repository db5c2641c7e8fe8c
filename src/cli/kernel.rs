//! Which form of the customer loop is wanted: by flag, by environment variable, or the fastest.

use dottedline::lanes::Form;

use super::failure::Failure;

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
