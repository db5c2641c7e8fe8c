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

const TEMPLATES: [Template; 11] = [
    template!("minimal", "the smallest useful file: three functions, four touchpoints"),
    template!(
        "retail_bank",
        "a bank of 12 touchpoints and 6 functions: no officer, advisory, matrix, or line organisation"
    ),
    template!("telecom", "monthly contracts, and rivals that set new standards"),
    template!("b2b_software", "few large accounts with yearly renewals, in a firm that is ready"),
    template!("insurer", "yearly renewals, and claims that cross four functions: the answer depends on the horizon"),
    template!("clinic", "patients, and physicians who answer to their profession first: low readiness"),
    template!("online_retailer", "no contract and a small shop: what an office must earn"),
    template!("public_utility", "hardly anybody can leave: what contentment is worth then"),
    template!("who_owns_the_customer", "the bank under all nine ways to own the customer"),
    template!("road_map", "a bank that is not ready: adviser, matrix, operational in stages, or operational at once?"),
    template!("road_map_ready", "the same road map in a bank that is ready"),
];

/// The shipped scenarios.
#[must_use]
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}
