//! How a figure is told to people: each entry of [`METRICS`](super::METRICS) and its sisters carries its own.

/// The scale on which people read a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As it is, without a unit.
    Plain,
    /// From 0 to 1, as it is.
    Level,
    /// From 0 to 1, told from 0 to 100 without a unit.
    Hundred,
    /// A share, told in per cent; differences in points.
    Percent,
    /// A net promoter score, from −100 to 100; differences in points.
    Score,
    /// Money, told in thousands, millions or billions where it is much.
    Money,
    /// A number of customers, contacts or problems: counted among the simulated customers, told of the whole firm.
    Count,
}

impl Scale {
    /// What numbers are multiplied by.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Scale::Percent | Scale::Hundred => 100.0,
            Scale::Plain | Scale::Level | Scale::Score | Scale::Money | Scale::Count => 1.0,
        }
    }

    /// The unit of a number then; may be empty.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Scale::Percent => "%",
            _ => "",
        }
    }

    /// The unit of a difference then; may be empty.
    #[must_use]
    pub const fn unit_of_difference(self) -> &'static str {
        match self {
            Scale::Percent | Scale::Score => "points",
            _ => "",
        }
    }

    /// The unit at the head of a column of numbers; may be empty.
    #[must_use]
    pub const fn unit_of_column(self) -> &'static str {
        if self.unit().is_empty() { self.unit_of_difference() } else { self.unit() }
    }

    /// The least and the most that a number can be before it is multiplied.
    #[must_use]
    pub const fn bounds(self) -> (f64, f64) {
        match self {
            Scale::Percent | Scale::Level => (0.0, 1.0),
            Scale::Score => (-100.0, 100.0),
            Scale::Count => (0.0, f64::INFINITY),
            Scale::Plain | Scale::Hundred | Scale::Money => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}

/// How a figure is told to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presentation {
    /// What readers call it, in the middle of a sentence.
    pub label: &'static str,
    /// The scale on which they read it.
    pub scale: Scale,
    /// Decimals at least, however wide intervals are.
    pub decimals: usize,
    /// Whether less of it is better, unless a scenario says otherwise.
    pub smaller_is_better: bool,
    /// Whether it is left to tables, because another figure says in sentences and charts what it would say.
    pub only_in_tables: bool,
}

impl Presentation {
    /// A number as it is.
    #[must_use]
    pub const fn plain(label: &'static str) -> Presentation {
        Presentation { label, scale: Scale::Plain, decimals: 0, smaller_is_better: false, only_in_tables: false }
    }

    /// A number from 0 to 1.
    #[must_use]
    pub const fn level(label: &'static str) -> Presentation {
        Presentation { scale: Scale::Level, decimals: 2, ..Presentation::plain(label) }
    }

    /// A number from 0 to 1 that is told from 0 to 100.
    #[must_use]
    pub const fn hundred(label: &'static str) -> Presentation {
        Presentation { scale: Scale::Hundred, ..Presentation::plain(label) }
    }

    /// A share.
    #[must_use]
    pub const fn percent(label: &'static str) -> Presentation {
        Presentation { scale: Scale::Percent, decimals: 1, ..Presentation::plain(label) }
    }

    /// A net promoter score.
    #[must_use]
    pub const fn score(label: &'static str) -> Presentation {
        Presentation { scale: Scale::Score, decimals: 1, ..Presentation::plain(label) }
    }

    /// An amount of money.
    #[must_use]
    pub const fn money(label: &'static str) -> Presentation {
        Presentation { scale: Scale::Money, ..Presentation::plain(label) }
    }

    /// A number of customers, contacts or problems.
    #[must_use]
    pub const fn count(label: &'static str) -> Presentation {
        Presentation { scale: Scale::Count, ..Presentation::plain(label) }
    }

    /// The same with so many decimals at least.
    #[must_use]
    pub const fn with_decimals(self, decimals: usize) -> Presentation {
        Presentation { decimals, ..self }
    }

    /// The same of a figure of which less is better.
    #[must_use]
    pub const fn less_is_better(self) -> Presentation {
        Presentation { smaller_is_better: true, ..self }
    }

    /// The same of a figure that is left to tables.
    #[must_use]
    pub const fn in_tables(self) -> Presentation {
        Presentation { only_in_tables: true, ..self }
    }
}
