//! Structures: sets of levers, and nothing else.
//!
//! The engine gets only [`Regime`]s and [`Stage`]s; a structure's name never reaches it.

use super::registry::{Keys, above, registered, within};
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

registered! {
    /// What a kind of line between the customer officer and a function changes.
    #[derive(Copy)]
    #[usual(None)]
    pub struct LineLevers {
        /// How much of a function's weight on customers the line adds.
        weight: Share, "share", within(0.0, 1.0) => within(0.0, 0.9), Assumption;
        /// How much of the effects on the function's touchpoints the officer sees.
        visibility was "sight": Share, "share", within(0.0, 1.0) => within(0.0, 1.0), Assumption;
        /// The officer's say beyond personal power.
        say: Share, "share", within(0.0, 1.0) => within(0.0, 1.0), Assumption;
        /// How far coordination and data sharing between two such functions can grow.
        sharing: Share, "share", within(0.0, 1.0) => within(0.0, 0.6), Assumption;
        /// Share of the function's initiative budget that committees of the line take, where readiness is one half.
        levy was "tax": Share, "share", within(0.0, 1.0) => within(0.0, 0.16), Assumption;
        /// Authority of the line: how far a function accepts it that has no readiness. Only a solid line is obeyed.
        authority: Share, "share", within(0.0, 1.0) => within(0.0, 0.4), Assumption "that authority is accepted, or not: Barnard 1938, Simon";
        /// Part of their gains that specialists far from their discipline lose.
        depth_loss: Share, "share", within(0.0, 1.0) => within(0.0, 0.3), Assumption "that integration costs differentiation: Lawrence & Lorsch 1967";
    }
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

registered! {
    /// The levers of the customer officer and team: of the office.
    #[derive(Copy)]
    #[usual(None)]
    pub struct Levers {
        /// The officer's personal power.
        power: Share, "0-1", within(0.0, 1.0) => within(0.2, 0.9), Assumption;
        /// The mandate at the start; a stage that gives one begins with it.
        mandate: Share, "0-1", within(0.0, 1.0) => within(0.35, 1.0), Assumption;
        /// Candidates that the office can examine per four weeks.
        capacity: f64, "candidates per four weeks", within(0.0, 10000.0) => within(1.5, 16.0), Assumption;
        /// The office's own money for initiatives.
        budget was "purse": f64, "cost units per four weeks", within(0.0, 10000.0) => within(0.0, 5.6), Assumption;
        /// Cycles from one sitting of the office to the next.
        cadence: u32, "cycles", within(1.0, 520.0) => within(1.0, 6.0), Assumption;
        /// Mean time that an officer stays. Half of customer officers had served under two years (Forrester 2012).
        tenure_weeks: f64, "weeks", above(0.0, 1e6) => within(52.0, 416.0), Assumption "for advisory published (Forrester 2012)";
        /// Weeks until a successor is seated.
        vacancy_weeks: u32, "weeks", within(0.0, 5200.0) => within(6.0, 26.0), Assumption;
        /// Mandate lost at each survey.
        decay was "fade": Share, "0-1 per survey", within(0.0, 1.0) => within(0.01, 0.05), Assumption;
        /// Size of the officer's team; each costs `economics.team_cost` per four weeks.
        staff: f64, "people", within(0.0, 1e6) => within(0.0, 10.0), Assumption;
        /// Weeks that a reorganisation to solid lines takes.
        transition_weeks: u32, "weeks", within(0.0, 5200.0) => within(0.0, 104.0), Assumption;
        /// Quality that customers lose at solid functions' touchpoints when the transition starts.
        shock: f64, "0-1", within(0.0, 1.0) => within(0.0, 0.2), Assumption;
        /// Initiatives that the solid functions together can start per four weeks.
        span: f64, "initiatives per four weeks", within(0.0, 10000.0) => within(1.0, 8.0), Assumption;
        /// Functions with a solid line that the officer can look after without losing sight of any.
        reach: f64, "functions", above(0.0, 10000.0) => within(1.5, 6.0), Assumption;
        /// What the home function's own KPI adds to the officer's verdict, as a share of it.
        home_bias: f64, "factor", within(0.0, 10.0) => within(0.0, 0.6), Assumption;
    }
}

/// The levers of the line to each function where they are not those of its kind of line: in a [hybrid](Structure::hybrid).
#[derive(Clone, Debug, PartialEq)]
pub struct OwnLines {
    /// One per function.
    pub levers: Vec<LineLevers>,
    /// The kind of line that the sharing of each function is of: between two functions that of the weaker one counts.
    pub sharing: Vec<Line>,
}

impl OwnLines {
    /// How far coordination and data sharing between two functions can grow.
    #[must_use]
    pub fn sharing_of(&self, f: usize, g: usize) -> f64 {
        let weaker = if self.sharing[g] < self.sharing[f] { g } else { f };
        self.levers[weaker].sharing.get()
    }
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
    /// Index of the function that is the officer's home, if any.
    pub home: Option<usize>,
    /// Levers of single functions' lines that count instead of those of their kinds: only in a [hybrid](Structure::hybrid).
    pub own_lines: Option<OwnLines>,
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
    /// Where its numbers come from.
    pub origin: Origin,
}

/// Which numbers of a regime follow others, so that a change of those reaches it. Changes nothing by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// The preset that the regime starts from; `None`: it goes on from what applied before.
    pub preset: Option<&'static str>,
    /// By kind of line: levers that are those of the study's `[lines]`.
    pub follows_study: [Keys<LineLevers>; 4],
    /// By kind of line: levers that a stage, this one or one that it goes on from, gives itself; none of a structure's start.
    pub own_lines: [Keys<LineLevers>; 4],
    /// Levers of a stage that are those of its structure's start; none of the start itself.
    pub follows_start: Keys<Levers>,
}

impl Origin {
    /// Of a regime that starts from a preset, all of whose lines follow the study.
    #[must_use]
    pub fn of_preset(preset: &'static str) -> Origin {
        Origin {
            preset: Some(preset),
            follows_study: [Keys::all(); 4],
            own_lines: [Keys::NONE; 4],
            follows_start: Keys::NONE,
        }
    }
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
    /// Where its numbers come from.
    pub origin: Origin,
    /// A road map, in order.
    pub stages: Vec<Stage>,
}

impl Structure {
    /// The regimes from one on, in order: 0 is that of the start, then those of the stages.
    fn regimes_from(&self, number: usize) -> impl Iterator<Item = &Regime> {
        std::iter::once(&self.regime).chain(self.stages.iter().map(|stage| &stage.regime)).skip(number)
    }

    /// Whether a lever of a regime (0: that of the start) ever moves anything: without lines there is no office, without solid
    /// lines no reorganisation, without a home no bias; neither then nor in later stages, which may go on with it.
    #[must_use]
    pub fn uses_lever(&self, number: usize, key: &str) -> bool {
        match key {
            "transition_weeks" | "shock" | "span" | "reach" => {
                self.regimes_from(number).any(|regime| regime.lines.contains(&Line::Solid))
            }
            "home_bias" => self.regimes_from(number).any(|regime| regime.has_lines() && regime.home.is_some()),
            _ => self.regimes_from(number).any(Regime::has_lines),
        }
    }

    /// Whether it does what another one does: the same lines, levers and stages.
    #[must_use]
    pub fn does_as(&self, other: &Structure) -> bool {
        let same =
            |a: &Stage, b: &Stage| a.start == b.start && a.regime == b.regime && a.renews_mandate == b.renews_mandate;
        let stages = self.stages.iter().zip(&other.stages).all(|(a, b)| same(a, b));
        self.regime == other.regime && self.stages.len() == other.stages.len() && stages
    }

    /// What a trial needs of it.
    #[must_use]
    pub fn regimes(&self) -> Regimes<'_> {
        Regimes { first: &self.regime, stages: &self.stages }
    }
}
