//! Structures: sets of levers, and nothing else.
//!
//! The engine gets only [`Regime`]s and [`Stage`]s; a structure's name never reaches it.

use crate::units::Share;

/// The line from the customer officer to a function, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// No line: the function is on its own.
    None,
    /// An expert team that persuades.
    Advisory,
    /// A matrix: shared metrics and a committee.
    Dotted,
    /// The function reports to the officer.
    Solid,
}

impl Line {
    /// All lines, weakest first.
    pub const ALL: [Line; 4] = [Line::None, Line::Advisory, Line::Dotted, Line::Solid];

    /// Its name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Line::None => "none",
            Line::Advisory => "advisory",
            Line::Dotted => "dotted",
            Line::Solid => "solid",
        }
    }
}

/// What a kind of line changes (`[lines.*]`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineLevers {
    /// How much of a function's weight on customers the line adds, 0 to 1.
    pub weight: Share,
    /// How much of the effects on the function's touchpoints the officer sees, 0 to 1.
    pub sight: Share,
    /// The officer's say beyond personal power, 0 to 1.
    pub say: Share,
    /// How far coordination and data sharing between two such functions can grow, 0 to 1.
    pub sharing: Share,
    /// Share of the function's initiative budget that the line takes, 0 to 1.
    pub tax: Share,
}

/// The levers of all four kinds of line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineTable([LineLevers; 4]);

impl LineTable {
    /// A table from the levers of none, advisory, dotted and solid lines.
    #[must_use]
    pub const fn new(levers: [LineLevers; 4]) -> LineTable {
        LineTable(levers)
    }

    /// The levers of a kind of line.
    #[must_use]
    pub const fn of(&self, line: Line) -> &LineLevers {
        &self.0[line as usize]
    }

    /// The levers of a kind of line, to change them.
    pub const fn of_mut(&mut self, line: Line) -> &mut LineLevers {
        &mut self.0[line as usize]
    }
}

/// The levers of the customer officer and team.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levers {
    /// The officer's personal power.
    pub power: Share,
    /// The mandate at the start.
    pub mandate: Share,
    /// Candidates that the office can examine per cycle.
    pub capacity: f64,
    /// The office's own money per cycle, in cost units.
    pub purse: f64,
    /// Cycles between two sittings of the office, at least 1.
    pub cadence: u32,
    /// Mean time an officer stays, in weeks.
    pub tenure_weeks: f64,
    /// Weeks until a successor is seated.
    pub vacancy_weeks: u32,
    /// Mandate lost at each survey.
    pub fade: Share,
    /// Size of the team, in people (of `team_cost` each per cycle).
    pub staff: f64,
    /// Weeks that a reorganisation to solid lines takes.
    pub transition_weeks: u32,
    /// Quality that customers lose at solid functions' touchpoints when the transition starts.
    pub shock: f64,
    /// Initiatives that the solid group can start per cycle.
    pub span: f64,
    /// Index of the function that is the officer's home, if any.
    pub home: Option<usize>,
    /// What the home function's KPI adds to the officer's verdict.
    pub home_bias: f64,
}

/// The lines and levers that apply at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    /// The line to each function, in the functions' order.
    pub lines: Vec<Line>,
    /// What each kind of line changes.
    pub line_table: LineTable,
    /// The office.
    pub levers: Levers,
}

impl Regime {
    /// The levers of the line to a function.
    #[must_use]
    pub fn line_of(&self, function: usize) -> &LineLevers {
        self.line_table.of(self.lines[function])
    }

    /// Whether any function has a line.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        self.lines.iter().any(|&line| line != Line::None)
    }
}

/// When a stage of a road map begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StageStart {
    /// At the first cycle that starts in this week or later.
    Week(u32),
    /// At the first cycle in which the mean readiness of the functions is at least this.
    Readiness(Share),
}

/// A later stage of a road map: from then on other lines and levers apply.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// When it begins; stages begin in order.
    pub start: StageStart,
    /// What applies from then on.
    pub regime: Regime,
    /// Whether the office starts the stage with the mandate of its levers (the file gives one, or there was no office before);
    /// otherwise the mandate goes on as it is.
    pub renews_mandate: bool,
}

/// What a structure does to a firm: the regime at the start, and the stages that follow it. All that a trial knows of a
/// structure, which has no name there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regimes<'a> {
    /// What applies at the start.
    pub first: &'a Regime,
    /// A road map, in order.
    pub stages: &'a [Stage],
}

/// A structure to compare: a name, the regime at the start, and later stages.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// Its name in the scenario file and in results.
    pub id: String,
    /// The preset it was made from.
    pub preset: String,
    /// A line for people; may be empty.
    pub description: String,
    /// What applies at the start.
    pub regime: Regime,
    /// A road map, in order.
    pub stages: Vec<Stage>,
}

impl Structure {
    /// What a trial needs of it.
    #[must_use]
    pub fn regimes(&self) -> Regimes<'_> {
        Regimes { first: &self.regime, stages: &self.stages }
    }
}
