//! The state of customers in memory: thirty-two neighbours side by side, 14 bytes each.

use crate::lanes::ABREAST;

/// One customer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Customer {
    /// Where the customer is (`away`, a touchpoint, or `gone`), and whether with an open problem: a row of
    /// [`super::routes::Routes`].
    pub(crate) row: u8,
    /// S.
    pub(crate) satisfaction: f32,
    /// E.
    pub(crate) expectation: f32,
    /// exp(−age/τ) of an open problem; 0 without one.
    pub(crate) freshness: f32,
    /// How the customer experiences whatever comes: see [`super::person`].
    pub(crate) person: u8,
}

/// Thirty-two neighbours, one array per variable, so that a vector of them is one load; together, so that a week of
/// theirs touches seven neighbouring lines of memory and no others.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(crate) struct Block {
    pub(crate) satisfaction: [f32; ABREAST],
    pub(crate) expectation: [f32; ABREAST],
    pub(crate) freshness: [f32; ABREAST],
    pub(crate) row: [u8; ABREAST],
    pub(crate) person: [u8; ABREAST],
}

impl Block {
    /// The same customer at every place.
    pub(crate) fn of(customer: Customer) -> Block {
        Block {
            satisfaction: [customer.satisfaction; ABREAST],
            expectation: [customer.expectation; ABREAST],
            freshness: [customer.freshness; ABREAST],
            row: [customer.row; ABREAST],
            person: [customer.person; ABREAST],
        }
    }

    pub(crate) fn get(&self, lane: usize) -> Customer {
        Customer {
            row: self.row[lane],
            satisfaction: self.satisfaction[lane],
            expectation: self.expectation[lane],
            freshness: self.freshness[lane],
            person: self.person[lane],
        }
    }

    pub(crate) fn set(&mut self, lane: usize, customer: Customer) {
        self.row[lane] = customer.row;
        self.satisfaction[lane] = customer.satisfaction;
        self.expectation[lane] = customer.expectation;
        self.freshness[lane] = customer.freshness;
        self.person[lane] = customer.person;
    }
}
