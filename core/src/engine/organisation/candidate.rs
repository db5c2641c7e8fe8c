//! What functions think of: candidates for initiatives. The same for all structures of a trial.

use std::rc::Rc;

use super::effects::Effects;
use crate::engine::plan::Plan;
use crate::model::InitiativeParameters;
use crate::random::{Group, LANES, Poisson, Purpose, ROWS, RandomInputs, normal_quantile};

/// Most functions of a firm.
pub(crate) const MAX_FUNCTIONS: usize = 32;
/// Most candidates of a function in a cycle; the largest rate that a scenario can ask for in four weeks, 400, never comes near.
const MAX_ORDINAL: u64 = 1_024;
/// Blocks of draws per candidate: 16 uniforms, then a word per function.
const BLOCKS: u32 = 4;

/// What an initiative is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The lead's own KPI.
    Kpi,
    /// The customer's experience.
    Experience,
    /// The link between two functions.
    Bridge,
}

/// A candidate for an initiative.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) kind: Kind,
    /// The function that thought of it and would lead it.
    pub(crate) lead: usize,
    /// The lead's touchpoint that it targets.
    pub(crate) touchpoint: usize,
    /// The other function of a bridge.
    pub(crate) partner: Option<usize>,
    /// Effect on the lead's KPI.
    pub(crate) kpi: f64,
    /// Effect on the partner's KPI; 0 without one.
    pub(crate) partner_kpi: f64,
    /// Touchpoints and the effects on their quality, the own one first.
    pub(crate) effects: Effects,
    /// Cost in units.
    pub(crate) cost: f64,
    /// Cycles that it runs without committees.
    pub(crate) duration_cycles: u32,
    /// Uniform that decides whether a bridge starts without backing.
    pub(crate) spontaneity: f64,
    /// Standard normal error of the lead's view.
    pub(crate) lead_error: f64,
    /// Standard normal error of the officer's view.
    pub(crate) officer_error: f64,
    /// Uniform that decides how much longer committees make it.
    pub(crate) delay: f64,
    /// Uniform that decides whether its lead asks the office for help.
    pub(crate) need: f64,
    /// One uniform per function that decides whether it consents.
    pub(crate) consent: [f32; MAX_FUNCTIONS],
}

impl Candidate {
    /// The touchpoints that it does anything to, and the one that it is about.
    pub(crate) fn footprint(&self) -> Footprint {
        let bit = |touchpoint: usize| 1_u128 << touchpoint;
        let affected = self.effects.iter().filter(|&&(_, effect)| effect != 0.0).map(|&(j, _)| bit(j));
        let about = bit(self.touchpoint);
        Footprint { about, touched: affected.fold(about, |all, one| all | one) }
    }

    /// What it does to a function's KPI.
    pub(crate) fn kpi_of(&self, function: usize) -> f64 {
        if self.lead == function {
            self.kpi
        } else if self.partner == Some(function) {
            self.partner_kpi
        } else {
            0.0
        }
    }
}

/// What an initiative is about and what it touches: a bit for each touchpoint, of which there are less than 128, as a
/// customer's row is a byte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Footprint {
    about: u128,
    touched: u128,
}

impl Footprint {
    /// Whether one of two initiatives touches what the other is about.
    pub(crate) fn meets(self, other: Footprint) -> bool {
        (self.about & other.touched) | (self.touched & other.about) != 0
    }
}

/// The candidates of one cycle, function by function.
pub(crate) fn think(plan: &Plan, inputs: &RandomInputs, cycle: u32) -> Vec<Rc<Candidate>> {
    candidates(
        plan,
        inputs,
        cycle,
        plan.world.initiatives.rate * plan.pace,
        Purpose::CandidateCount,
        Purpose::Candidate,
    )
}

/// Experience candidates that co-creation adds: their rate is `co_creation` × promoters of what it is without.
pub(crate) fn co_create(plan: &Plan, inputs: &RandomInputs, cycle: u32, promoter_share: f64) -> Vec<Rc<Candidate>> {
    let initiatives = &plan.world.initiatives;
    let more = plan.world.organisation.co_creation * promoter_share;
    let rate = initiatives.rate * initiatives.experience_share * more * plan.pace;
    if rate > 0.0 {
        candidates(plan, inputs, cycle, rate, Purpose::CoCreationCount, Purpose::CoCreation)
    } else {
        Vec::new()
    }
}

/// As many candidates per function as `counts` says, each of `purpose`; their blocks are made several at once.
fn candidates(
    plan: &Plan,
    inputs: &RandomInputs,
    cycle: u32,
    rate: f64,
    counts: Purpose,
    purpose: Purpose,
) -> Vec<Rc<Candidate>> {
    let thoughts = thoughts(plan, inputs, cycle, rate, counts);
    let (mut words, mut candidates) = (Group::default(), Vec::with_capacity(thoughts.len()));
    let blocks = Numbers::blocks(plan.world.functions.len());
    for few in thoughts.chunks(LANES / blocks) {
        let block = |lane: usize| few.get(lane / blocks).map_or(0, |thought| thought.block + (lane % blocks) as u32);
        inputs.gather(plan.form, purpose, cycle, &std::array::from_fn::<_, LANES, _>(block), &mut words);
        for (thought, first) in few.iter().zip((0..).step_by(blocks)) {
            candidates.extend(draw(plan, purpose, thought.lead, Numbers { words: &words, first }).map(Rc::new));
        }
    }
    candidates
}

/// A candidate yet to be drawn.
struct Thought {
    lead: usize,
    /// The first of its blocks.
    block: u32,
}

/// What functions think of that start initiatives and have a touchpoint to start them at.
fn thoughts(plan: &Plan, inputs: &RandomInputs, cycle: u32, rate: f64, counts: Purpose) -> Vec<Thought> {
    let twice_as_many = (2.0 * rate * plan.world.functions.len() as f64) as usize;
    let (poisson, mut words, mut thoughts) = (Poisson::new(rate), Group::default(), Vec::with_capacity(twice_as_many));
    for (lead, function) in plan.world.functions.iter().enumerate() {
        if lead % LANES == 0 {
            inputs.fill(plan.form, counts, cycle, (lead / LANES) as u32, &mut words);
        }
        if function.implements && !plan.owned[lead].is_empty() {
            let count = poisson.quantile(words.uniform(lead % LANES, 0)).min(MAX_ORDINAL);
            let block = |ordinal: u64| (lead as u32 * MAX_ORDINAL as u32 + ordinal as u32) * BLOCKS;
            thoughts.extend((0..count).map(|ordinal| Thought { lead, block: block(ordinal) }));
        }
    }
    thoughts
}

/// The numbers of one candidate, each in its own slot.
#[derive(Clone, Copy)]
struct Numbers<'a> {
    words: &'a Group,
    /// The lane of its first block.
    first: usize,
}

/// Slots of a candidate's numbers; the words from the third block on are for consent.
mod slot {
    pub(super) const TOUCHPOINT: usize = 0;
    pub(super) const KIND: usize = 1;
    pub(super) const NEIGHBOURS: [usize; 2] = [2, 3];
    pub(super) const KPI: usize = 4;
    pub(super) const PARTNER_KPI: usize = 5;
    pub(super) const OWN: usize = 6;
    pub(super) const SIDES: [usize; 2] = [7, 8];
    pub(super) const COST: usize = 9;
    pub(super) const DURATION: usize = 10;
    pub(super) const SPONTANEITY: usize = 11;
    pub(super) const LEAD_ERROR: usize = 12;
    pub(super) const OFFICER_ERROR: usize = 13;
    pub(super) const DELAY: usize = 14;
    pub(super) const NEED: usize = 15;
}

impl Numbers<'_> {
    const SLOTS_PER_BLOCK: usize = ROWS / 2;
    const CONSENT_BLOCK: usize = 2;

    /// Blocks that the candidates of this many functions need.
    fn blocks(functions: usize) -> usize {
        Self::CONSENT_BLOCK + functions.div_ceil(ROWS)
    }

    fn uniform(self, slot: usize) -> f64 {
        self.words.uniform(self.first + slot / Self::SLOTS_PER_BLOCK, slot % Self::SLOTS_PER_BLOCK)
    }

    fn normal(self, slot: usize) -> f64 {
        normal_quantile(self.uniform(slot))
    }

    /// A uniform per function.
    fn consent(self, functions: usize) -> [f32; MAX_FUNCTIONS] {
        let mut consent = [0.0; MAX_FUNCTIONS];
        for (f, uniform) in consent[..functions].iter_mut().enumerate() {
            let word = self.words.word(self.first + Self::CONSENT_BLOCK + f / ROWS, f % ROWS);
            *uniform = ((word >> 8) as f32 + 0.5) * (1.0 / 16_777_216.0);
        }
        consent
    }
}

fn draw(plan: &Plan, purpose: Purpose, lead: usize, numbers: Numbers<'_>) -> Option<Candidate> {
    let initiatives = &plan.world.initiatives;
    let touchpoint = pick(&plan.owned[lead], numbers.uniform(slot::TOUCHPOINT));
    let neighbours = two_of(&plan.neighbours[touchpoint], slot::NEIGHBOURS.map(|slot| numbers.uniform(slot)));
    let kind = kind(initiatives, purpose, numbers.uniform(slot::KIND), neighbours[0].is_some())?;
    let partner = neighbours[0].filter(|_| kind == Kind::Bridge).map(|k| plan.world.touchpoints[k].owner);
    let duration = numbers.uniform(slot::DURATION) * f64::from(initiatives.duration_max_cycles);
    let cost_range = initiatives.cost_max - initiatives.cost_min;
    Some(Candidate {
        kind,
        lead,
        touchpoint,
        partner,
        kpi: kpi(initiatives, kind, numbers.normal(slot::KPI)),
        partner_kpi: partner.map_or(0.0, |_| kpi(initiatives, kind, numbers.normal(slot::PARTNER_KPI))),
        effects: effects(initiatives, kind, touchpoint, neighbours, numbers),
        cost: initiatives.cost_min + cost_range * numbers.uniform(slot::COST),
        duration_cycles: plan.cycles(1 + duration as u32),
        spontaneity: numbers.uniform(slot::SPONTANEITY),
        lead_error: numbers.normal(slot::LEAD_ERROR),
        officer_error: numbers.normal(slot::OFFICER_ERROR),
        delay: numbers.uniform(slot::DELAY),
        need: numbers.uniform(slot::NEED),
        consent: numbers.consent(plan.world.functions.len()),
    })
}

/// The kind; `None` for a co-created candidate where there is no neighbour, as only KPI candidates arise there.
fn kind(initiatives: &InitiativeParameters, purpose: Purpose, u: f64, has_neighbour: bool) -> Option<Kind> {
    let co_created = purpose == Purpose::CoCreation;
    match (has_neighbour, co_created) {
        (false, true) => None,
        (false, false) => Some(Kind::Kpi),
        (true, true) => Some(Kind::Experience),
        (true, false) if u < initiatives.kpi_share => Some(Kind::Kpi),
        (true, false) if u < initiatives.kpi_share + initiatives.experience_share => Some(Kind::Experience),
        (true, false) => Some(Kind::Bridge),
    }
}

fn kpi(initiatives: &InitiativeParameters, kind: Kind, z: f64) -> f64 {
    match kind {
        Kind::Kpi => (initiatives.kpi_gain + initiatives.kpi_sd * z).max(0.1),
        Kind::Experience => initiatives.experience_kpi + initiatives.experience_kpi_sd * z,
        Kind::Bridge => initiatives.bridge_kpi + initiatives.bridge_kpi_sd * z,
    }
}

fn effects(
    initiatives: &InitiativeParameters,
    kind: Kind,
    own: usize,
    neighbours: [Option<usize>; 2],
    numbers: Numbers<'_>,
) -> Effects {
    let z = |slot| numbers.normal(slot);
    let (own_effect, side_mean, side_sd) = match kind {
        Kind::Kpi => {
            let own_effect = initiatives.kpi_side_own + initiatives.side_sd * z(slot::OWN);
            (own_effect, initiatives.kpi_side_other, initiatives.side_sd)
        }
        Kind::Experience => {
            let own_effect = (initiatives.experience_gain + initiatives.experience_sd * z(slot::OWN)).max(0.0);
            (own_effect, initiatives.experience_spill, initiatives.spill_sd)
        }
        Kind::Bridge => {
            let gain = initiatives.bridge_gain;
            return std::iter::once(own).chain(neighbours[0]).map(|j| (j, gain)).collect();
        }
    };
    let side = |slot| initiatives.coupling * (side_mean + side_sd * z(slot));
    let sides = neighbours.into_iter().zip(slot::SIDES).filter_map(|(j, slot)| Some((j?, side(slot))));
    std::iter::once((own, own_effect)).chain(sides).collect()
}

/// One of several, all alike.
fn pick(from: &[usize], u: f64) -> usize {
    from[place(from.len(), u)]
}

/// One of so many places, all alike.
fn place(of: usize, u: f64) -> usize {
    ((u * of as f64) as usize).min(of - 1)
}

/// Up to two different ones, all alike.
fn two_of(from: &[usize], [first, second]: [f64; 2]) -> [Option<usize>; 2] {
    match from.len() {
        0 => [None, None],
        1 => [Some(from[0]), None],
        several => {
            let one = place(several, first);
            let other = place(several - 1, second);
            [Some(from[one]), Some(from[if other < one { other } else { other + 1 }])]
        }
    }
}
