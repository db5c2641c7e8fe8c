//! What functions think of: candidates for initiatives. The same for all structures of a trial.

use std::rc::Rc;

use crate::engine::plan::Plan;
use crate::model::InitiativeParameters;
use crate::random::{Draws, Luck, Purpose, poisson_quantile};

/// Most functions of a firm.
pub(crate) const MAX_FUNCTIONS: usize = 32;
/// Most candidates of a function in a cycle; the largest rate that a scenario can ask for, 400, never comes near.
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
    pub(crate) effects: Vec<(usize, f64)>,
    /// Cost in units.
    pub(crate) cost: f64,
    /// Cycles that it runs.
    pub(crate) duration_cycles: u32,
    /// Uniform that decides whether a bridge starts without backing.
    pub(crate) spontaneity: f64,
    /// Standard normal error of the lead's view.
    pub(crate) lead_error: f64,
    /// Standard normal error of the officer's view.
    pub(crate) officer_error: f64,
    /// One uniform per function that decides whether it consents.
    pub(crate) consent: [f32; MAX_FUNCTIONS],
}

/// The candidates of one cycle, function by function.
pub(crate) fn think(plan: &Plan, luck: &Luck, cycle: u32) -> Vec<Rc<Candidate>> {
    let rate = plan.world.initiatives.rate;
    let mut candidates = Vec::new();
    for lead in thinkers(plan) {
        let count = luck.draws(Purpose::CandidateCount, cycle, lead as u32).uniform();
        for ordinal in 0..poisson_quantile(rate, count).min(MAX_ORDINAL) {
            candidates.extend(draw(plan, luck, Purpose::Candidate, cycle, lead, ordinal).map(Rc::new));
        }
    }
    candidates
}

/// Experience candidates that co-creation adds: their rate is `co_creation` × promoters of what it is without.
pub(crate) fn co_create(plan: &Plan, luck: &Luck, cycle: u32, promoter_share: f64) -> Vec<Rc<Candidate>> {
    let initiatives = &plan.world.initiatives;
    let more = plan.world.organisation.co_creation * promoter_share;
    let rate = initiatives.rate * initiatives.experience_share * more;
    let mut candidates = Vec::new();
    if rate > 0.0 {
        for lead in thinkers(plan) {
            let count = luck.draws(Purpose::CoCreationCount, cycle, lead as u32).uniform();
            for ordinal in 0..poisson_quantile(rate, count).min(MAX_ORDINAL) {
                candidates.extend(draw(plan, luck, Purpose::CoCreation, cycle, lead, ordinal).map(Rc::new));
            }
        }
    }
    candidates
}

/// Functions that start initiatives and have a touchpoint to start them at.
fn thinkers(plan: &Plan) -> impl Iterator<Item = usize> {
    let functions = plan.world.functions.iter().enumerate();
    functions.filter(|(f, function)| function.implements && !plan.owned[*f].is_empty()).map(|(f, _)| f)
}

/// The numbers of one candidate, each in its own slot.
struct Slots {
    touchpoint: f64,
    kind: f64,
    neighbours: [f64; 2],
    kpi: f64,
    partner_kpi: f64,
    own: f64,
    side: [f64; 2],
    cost: f64,
    duration: f64,
}

fn draw(plan: &Plan, luck: &Luck, purpose: Purpose, cycle: u32, lead: usize, ordinal: u64) -> Option<Candidate> {
    let block = (lead as u32 * MAX_ORDINAL as u32 + ordinal as u32) * BLOCKS;
    let mut draws = luck.draws(purpose, cycle, block);
    let slots = Slots {
        touchpoint: draws.uniform(),
        kind: draws.uniform(),
        neighbours: [draws.uniform(), draws.uniform()],
        kpi: draws.normal(),
        partner_kpi: draws.normal(),
        own: draws.normal(),
        side: [draws.normal(), draws.normal()],
        cost: draws.uniform(),
        duration: draws.uniform(),
    };
    let (spontaneity, lead_error, officer_error) = (draws.uniform(), draws.normal(), draws.normal());
    let consent = consent(&mut draws);
    let touchpoint = pick(&plan.owned[lead], slots.touchpoint);
    let neighbours = two_of(&plan.neighbours[touchpoint], slots.neighbours);
    let kind = kind(&plan.world.initiatives, purpose, slots.kind, !neighbours.is_empty())?;
    let initiatives = &plan.world.initiatives;
    let partner = neighbours.first().filter(|_| kind == Kind::Bridge).map(|&k| plan.world.touchpoints[k].owner);
    Some(Candidate {
        kind,
        lead,
        touchpoint,
        partner,
        kpi: kpi(initiatives, kind, slots.kpi),
        partner_kpi: if partner.is_some() { kpi(initiatives, kind, slots.partner_kpi) } else { 0.0 },
        effects: effects(initiatives, kind, touchpoint, &neighbours, &slots),
        cost: initiatives.cost_min + (initiatives.cost_max - initiatives.cost_min) * slots.cost,
        duration_cycles: 1 + (slots.duration * f64::from(initiatives.duration_max_cycles)) as u32,
        spontaneity,
        lead_error,
        officer_error,
        consent,
    })
}

/// Skips the spare slots up to the first word for consent, then a uniform per function.
fn consent(draws: &mut Draws) -> [f32; MAX_FUNCTIONS] {
    const SPARE_UNIFORMS: usize = 2;
    for _ in 0..SPARE_UNIFORMS {
        draws.uniform();
    }
    std::array::from_fn(|_| ((draws.word() >> 8) as f32 + 0.5) * (1.0 / 16_777_216.0))
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
    neighbours: &[usize],
    slots: &Slots,
) -> Vec<(usize, f64)> {
    let (own_effect, side_mean, side_sd) = match kind {
        Kind::Kpi => {
            let own_effect = initiatives.kpi_side_own + initiatives.side_sd * slots.own;
            (own_effect, initiatives.kpi_side_other, initiatives.side_sd)
        }
        Kind::Experience => {
            let own_effect = (initiatives.experience_gain + initiatives.experience_sd * slots.own).max(0.0);
            (own_effect, initiatives.experience_spill, initiatives.spill_sd)
        }
        Kind::Bridge => {
            let gain = initiatives.bridge_gain;
            return std::iter::once(own).chain(neighbours.first().copied()).map(|j| (j, gain)).collect();
        }
    };
    let side = |z: f64| initiatives.coupling * (side_mean + side_sd * z);
    let sides = neighbours.iter().zip(slots.side).map(|(&j, z)| (j, side(z)));
    std::iter::once((own, own_effect)).chain(sides).collect()
}

/// One of several, all alike.
fn pick(from: &[usize], u: f64) -> usize {
    from[((u * from.len() as f64) as usize).min(from.len() - 1)]
}

/// Up to two different ones, all alike.
fn two_of(from: &[usize], [first, second]: [f64; 2]) -> Vec<usize> {
    if from.is_empty() {
        return Vec::new();
    }
    let one = pick(from, first);
    let rest: Vec<usize> = from.iter().copied().filter(|&j| j != one).collect();
    if rest.is_empty() { vec![one] } else { vec![one, pick(&rest, second)] }
}
