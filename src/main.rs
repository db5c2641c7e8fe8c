//! The `dottedline` program: the library with a command line.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
