//! The `dottedline` program.

fn main() {}
