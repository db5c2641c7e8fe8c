//! `new`: a commented scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use dottedline::application::nearest;
use dottedline::scenario::{self, Template};

use super::arguments::NewArguments;
use super::failure::Failure;
use super::format::{count, entry};
use super::interview::interview;
use super::table::WIDTH;
use super::terminal::Terminal;

/// Writes a shipped scenario under a new name; never over a file, unless told to.
pub(super) fn new(arguments: &NewArguments, terminal: &Terminal) -> Result<(), Failure> {
    refuse_bare_template(arguments)?;
    if arguments.ask {
        return new_from_answers(arguments, terminal);
    }
    let template = named(arguments.template.as_deref().unwrap_or("minimal"))?;
    write(&arguments.file, template.text, arguments.force)?;
    let file = arguments.file.display();
    terminal.note(&format!(
        "Wrote {file}, made from `{}`: {}\nNext: dottedline check {file}, then dottedline run {file}\n\
         Editors complete and check it after `dottedline schema > scenario.schema.json` in its folder.",
        template.name, template.summary
    ));
    Ok(())
}

/// Asks first, and writes what was answered.
fn new_from_answers(arguments: &NewArguments, terminal: &Terminal) -> Result<(), Failure> {
    let template = arguments.template.as_deref().map(named).transpose()?;
    // Nobody answers forty questions for nothing.
    if !arguments.force && arguments.file.exists() {
        return Err(cannot(&arguments.file, &ErrorKind::AlreadyExists.into()));
    }
    let written = interview(template);
    write(&arguments.file, &written.text, arguments.force)?;
    let (file, fitted) = (arguments.file.display(), arguments.file.with_extension("fitted.toml"));
    terminal.note(&format!(
        "Wrote {file}, made from `{}`, with {}; {} skipped and stand in it as comments.\n\
         Next: dottedline check {file} (what the file implies, beside what you measured),\n\
         then dottedline calibrate {file} -o {} (a firm that has what you measured), then dottedline run it.",
        written.template.name,
        count(written.known, "figure of yours", "figures of yours"),
        count(written.skipped, "was", "were"),
        fitted.display()
    ));
    Ok(())
}

fn named(name: &str) -> Result<&'static Template, Failure> {
    let templates = scenario::templates();
    templates.iter().find(|template| template.name == name).ok_or_else(|| {
        let names: Vec<&str> = templates.iter().map(|template| template.name).collect();
        let guess = nearest(name, &names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let list: String = templates.iter().map(|t| entry(t.name, t.summary, 25, WIDTH)).collect();
        Failure::Usage(format!("there is no template `{name}`{guess}\nThe templates are:\n{}", list.trim_end()))
    })
}

/// `new telecom` means the template, and forgets the file.
fn refuse_bare_template(arguments: &NewArguments) -> Result<(), Failure> {
    let file = arguments.file.to_str().unwrap_or("");
    let meant = scenario::templates().iter().find(|template| template.name == file);
    meant.map_or(Ok(()), |template| {
        let name = template.name;
        Err(Failure::Usage(format!("name the file to write, too: dottedline new {name} {name}.toml")))
    })
}

fn write(file: &Path, text: &str, force: bool) -> Result<(), Failure> {
    if force {
        return fs::write(file, text).map_err(|error| cannot(file, &error));
    }
    let mut new = OpenOptions::new().write(true).create_new(true).open(file).map_err(|error| cannot(file, &error))?;
    new.write_all(text.as_bytes()).map_err(|error| cannot(file, &error))
}

fn cannot(file: &Path, error: &std::io::Error) -> Failure {
    let file = file.display();
    Failure::CannotWrite(match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("`{file}` exists already and was left as it is; choose another name, or add --force to replace it")
        }
        _ => format!("`{file}` cannot be written: {error}"),
    })
}
