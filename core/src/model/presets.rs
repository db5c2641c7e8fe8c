//! The nine presets: who owns the customer, as levers.
//!
//! All numbers are assumptions; the presets beside siloed, advisory, matrixed and operational are built from the same
//! levers as these.

use super::registry::Registered;
use super::{Levers, Line, LineLevers, LineTable, Origin, Regime};
use crate::units::Share;

/// A named starting point for a structure.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in scenario files.
    pub name: &'static str,
    /// What it stands for, in a sentence.
    pub meaning: &'static str,
    /// Which function gets which line.
    pub lines: PresetLines,
    /// The office.
    pub levers: Levers,
    /// Say of the preset's lines where it differs from the scenario's `[lines.*]`.
    pub say: Option<(Line, Share)>,
}

/// Which function gets which line, by function name.
#[derive(Clone, Copy, Debug)]
pub struct PresetLines {
    /// The line to functions that are not named.
    pub rest: Line,
    /// Lines to functions of these names, where the scenario has them.
    pub named: &'static [(&'static str, Line)],
    /// A line that the scenario must give to functions by a list of its own.
    pub needs: Option<Line>,
    /// The officer's home function: its name, or "" where the scenario must name one.
    pub home: Option<&'static str>,
}

const fn share(value: f64) -> Share {
    match Share::new(value) {
        Some(share) => share,
        None => Share::ZERO,
    }
}

const fn line([weight, visibility, say, sharing, levy, authority, depth_loss]: [f64; 7]) -> LineLevers {
    LineLevers {
        weight: share(weight),
        visibility: share(visibility),
        say: share(say),
        sharing: share(sharing),
        levy: share(levy),
        authority: share(authority),
        depth_loss: share(depth_loss),
    }
}

impl Regime {
    /// No lines to any of so many functions, and so no office.
    #[must_use]
    pub fn without_office(functions: usize) -> Regime {
        Regime {
            lines: vec![Line::None; functions],
            line_table: line_defaults(),
            levers: NOBODY,
            home: None,
            own_lines: None,
        }
    }
}

/// The levers of the four kinds of line, before the scenario's `[lines.*]`. Assumptions.
#[must_use]
pub const fn line_defaults() -> LineTable {
    LineTable::new([
        line([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        line([0.25, 0.40, 0.0, 0.10, 0.01, 0.0, 0.0]),
        line([0.60, 0.65, 0.5, 0.25, 0.08, 0.0, 0.0]),
        line([0.60, 0.95, 1.0, 0.30, 0.03, 0.2, 0.15]),
    ])
}

const NOBODY: Levers = Levers {
    power: share(0.0),
    mandate: share(0.0),
    capacity: 0.0,
    budget: 0.0,
    cadence: 1,
    tenure_weeks: 104.0,
    vacancy_weeks: 12,
    decay: share(0.0),
    staff: 0.0,
    transition_weeks: 0,
    shock: 0.0,
    span: 4.0,
    reach: 3.0,
    home_bias: 0.3,
};

const ADVISORY: Levers = Levers {
    power: share(0.6),
    mandate: share(0.7),
    capacity: 4.0,
    budget: 1.4,
    decay: share(0.025),
    staff: 1.0,
    ..NOBODY
};

const MATRIXED: Levers = Levers {
    power: share(0.5),
    mandate: share(0.7),
    capacity: 5.0,
    cadence: 2,
    tenure_weeks: 130.0,
    decay: share(0.02),
    staff: 2.0,
    ..NOBODY
};

const OPERATIONAL: Levers = Levers {
    power: share(0.6),
    mandate: share(0.8),
    capacity: 6.0,
    budget: 1.0,
    tenure_weeks: 208.0,
    decay: share(0.02),
    staff: 5.0,
    transition_weeks: 52,
    shock: 0.10,
    span: 4.0,
    ..NOBODY
};

const fn all(line: Line) -> PresetLines {
    PresetLines { rest: line, named: &[], needs: None, home: None }
}

impl Preset {
    /// All presets, from the least to the most central ownership.
    pub const ALL: [Preset; 9] = [
        Preset {
            name: "siloed",
            meaning: "No customer officer: each function looks after its own numbers.",
            lines: all(Line::None),
            levers: NOBODY,
            say: None,
        },
        Preset {
            name: "coalition",
            meaning: "No officer: one function raises its hand and wins others for a loose committee.",
            lines: PresetLines { rest: Line::None, named: &[], needs: Some(Line::Dotted), home: Some("") },
            levers: Levers {
                power: share(0.35),
                mandate: share(0.6),
                capacity: 3.0,
                staff: 0.0,
                decay: share(0.025),
                ..MATRIXED
            },
            say: Some((Line::Dotted, share(0.2))),
        },
        Preset {
            name: "center_of_excellence",
            meaning: "A larger expert team with money of its own that persuades.",
            lines: all(Line::Advisory),
            levers: Levers { capacity: 8.0, budget: 2.8, staff: 3.0, ..ADVISORY },
            say: None,
        },
        Preset {
            name: "advisory",
            meaning: "A customer officer with a small expert team that persuades.",
            lines: all(Line::Advisory),
            levers: ADVISORY,
            say: None,
        },
        Preset {
            name: "cmo_led",
            meaning: "The head of marketing owns the customer: solid line to marketing, dotted to sales and service.",
            lines: PresetLines {
                rest: Line::None,
                named: &[("marketing", Line::Solid), ("sales", Line::Dotted), ("service", Line::Dotted)],
                needs: None,
                home: Some("marketing"),
            },
            levers: Levers {
                mandate: share(0.7),
                capacity: 5.0,
                budget: 0.8,
                tenure_weeks: 130.0,
                staff: 2.0,
                transition_weeks: 0,
                shock: 0.0,
                ..OPERATIONAL
            },
            say: None,
        },
        Preset {
            name: "coo_reporting",
            meaning: "A service head for customer experience: solid line to service alone, none elsewhere.",
            lines: PresetLines { rest: Line::None, named: &[("service", Line::Solid)], needs: None, home: None },
            levers: Levers {
                power: share(0.5),
                mandate: share(0.7),
                capacity: 4.0,
                budget: 0.5,
                tenure_weeks: 156.0,
                staff: 2.0,
                transition_weeks: 26,
                shock: 0.05,
                span: 2.0,
                ..OPERATIONAL
            },
            say: None,
        },
        Preset {
            name: "matrixed",
            meaning: "Dotted lines to all functions: shared metrics and a committee.",
            lines: all(Line::Dotted),
            levers: MATRIXED,
            say: None,
        },
        Preset {
            name: "executive_owned",
            meaning: "The top team owns the customer: dotted lines to all, much power, a sitting every cycle.",
            lines: all(Line::Dotted),
            // The staff are the executives' own hours.
            levers: Levers { power: share(0.9), cadence: 1, staff: 4.0, ..MATRIXED },
            say: None,
        },
        Preset {
            name: "operational",
            meaning: "The named functions report to the customer officer, the rest by dotted lines.",
            lines: PresetLines { rest: Line::Dotted, named: &[], needs: Some(Line::Solid), home: None },
            levers: OPERATIONAL,
            say: None,
        },
    ];

    /// The levers of lines of a structure that starts from it, where the study has these, and where they come from.
    #[must_use]
    pub fn line_table(&self, study: &LineTable) -> (LineTable, Origin) {
        let (mut table, mut origin) = (*study, Origin::of_preset(self.name));
        if let Some((line, say)) = self.say {
            table.of_mut(line).say = say;
            let follows = &mut origin.follows_study[line as usize];
            *follows = LineLevers::place("say").map_or(*follows, |place| follows.without(place));
        }
        (table, origin)
    }

    /// The preset of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Preset> {
        const ALL: &[Preset] = &Preset::ALL;
        ALL.iter().find(|preset| preset.name == name)
    }
}
