//! The shipped scenarios, built into the program.

/// A shipped scenario: something to run, to read, and to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name, by which `extends` and `dottedline new` know it.
    pub name: &'static str,
    /// What it asks, in a line.
    pub summary: &'static str,
    /// The whole file.
    pub text: &'static str,
}

macro_rules! template {
    ($name:literal, $summary:literal) => {
        Template { name: $name, summary: $summary, text: include_str!(concat!("../../../scenarios/", $name, ".toml")) }
    };
}

const TEMPLATES: [Template; 6] = [
    template!("minimal", "the smallest useful file: three functions, four touchpoints"),
    template!(
        "retail_bank",
        "a bank of 12 touchpoints and 6 functions: no officer, advisory, matrix, or line organisation"
    ),
    template!("telecom", "monthly contracts: does a customer officer pay where customers can leave every month?"),
    template!("b2b_software", "few large accounts with yearly renewals, from first contact to renewal"),
    template!("who_owns_the_customer", "the bank under all nine ways to own the customer"),
    template!("road_map", "advisory first and a matrix when the culture is ready, or operational at once?"),
];

/// The shipped scenarios.
#[must_use]
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}
