//! One customer's life, week by week.

use crate::engine::outcome::ExperienceSums;

/// The lives of a customer slot under one structure: its first customer, and the newcomers who took the slot later.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// The slot, from 0.
    pub slot: u32,
    /// Index of the customers' segment.
    pub segment: usize,
    /// Probability of leaving at a renewal at the references: the loyalty of the slot's first customer.
    pub leaving: f64,
    /// Mean satisfaction on which leaving is centred, the reference S̄₀.
    pub average: f64,
    /// One entry per week, from week 0.
    pub weeks: Vec<LifeWeek>,
}

/// A customer at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct State {
    /// Where the customer was last week or is this week: a touchpoint; `None`: away from the firm.
    pub touchpoint: Option<usize>,
    /// S, 0 to 1.
    pub satisfaction: f64,
    /// E, 0 to 1.
    pub expectation: f64,
    /// Weeks since the open problem opened, if there is one; 0 in the week in which it opens.
    pub problem_weeks: Option<u32>,
}

/// One week of a slot. All is `None` while nobody has the slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LifeWeek {
    /// Which customer of the slot this is: 0 the first one, 1 the first newcomer, ...
    pub customer: u32,
    /// The customer at the end of the week before.
    pub before: Option<State>,
    /// The contact, unless the customer is away.
    pub visit: Option<Visit>,
    /// The customer after the contact.
    pub after: Option<State>,
    /// The decision to stay, in weeks in which the contract is due.
    pub renewal: Option<Renewal>,
    /// The survey, in weeks with one.
    pub asked: Option<Asked>,
    /// At the end of the week a newcomer takes the slot.
    pub newcomer: Option<State>,
}

/// A contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// The touchpoint.
    pub touchpoint: usize,
    /// The touchpoint of the week before; `None`: the customer was away.
    pub from: Option<usize>,
    /// What the experience is made of: the sums over this one contact.
    pub parts: ExperienceSums,
    /// What noise adds, before the experience is held within 0 and 1.
    pub noise: f64,
    /// What the person effect adds, likewise.
    pub person: f64,
    /// The experience from which on the contact succeeds with this customer's draw; below 0: in any case, above 1: never.
    /// `None` where experience makes no difference.
    pub needed: Option<f64>,
    /// A problem opened.
    pub opened: bool,
    /// The open problem was solved.
    pub solved: bool,
}

/// A contract that is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Renewal {
    /// Probability of leaving by loyalty alone, at the references.
    pub by_loyalty: f64,
    /// The same with the customer's own satisfaction.
    pub with_satisfaction: f64,
    /// Probability of leaving, with satisfaction and problem.
    pub probability: f64,
    /// The customer's uniform draw: who draws less than the probability leaves. The same under every structure.
    pub draw: f64,
    /// Whether the customer left.
    pub left: bool,
}

/// Why somebody left, with the draw that they had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They would have left with the satisfaction and the problems of an average customer after warm-up too.
    Loyalty,
    /// With an average satisfaction they would have stayed.
    Satisfaction,
    /// Without the open problem they would have stayed.
    Problem,
}

impl Renewal {
    /// Why the customer left; `None` for who stayed.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        let reason = match self.draw {
            draw if draw < self.by_loyalty => Reason::Loyalty,
            draw if draw < self.with_satisfaction => Reason::Satisfaction,
            _ => Reason::Problem,
        };
        self.left.then_some(reason)
    }
}

/// A survey's question to the customer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// Probability of answering.
    pub answering: f64,
    /// Probability of being a promoter.
    pub promoter: f64,
    /// Probability of being a detractor.
    pub detractor: f64,
    /// What the customer said; `None`: nothing.
    pub answer: Option<Answer>,
}

/// An answer to a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nine or ten of ten.
    Promoter,
    /// Seven or eight.
    Passive,
    /// Six or less.
    Detractor,
}
