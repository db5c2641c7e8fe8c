//! How far the best structure of today is ahead of each other one, with an assumption elsewhere: trials there against the same trials
//! of the run.

use super::firm::Values;
use crate::stats::{Interval, Moments, student_critical};

/// The leads of the run: of the structure that is best today over each rival, trial by trial.
#[derive(Clone, Debug)]
pub(super) struct Today {
    /// Index of the best structure.
    pub(super) best: usize,
    /// Indices of those that could be best instead.
    pub(super) rivals: Vec<usize>,
    /// By trial, by rival; `None` where the trial lacks a number.
    leads: Vec<Option<Vec<f64>>>,
    /// By rival, over all trials.
    moments: Vec<Moments>,
}

/// What trials with an assumption elsewhere say of one rival.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Change {
    /// Lead elsewhere less lead today, in the same trial.
    pub(super) change: Moments,
    /// Lead elsewhere.
    lead: Moments,
}

impl Change {
    /// Takes up what more trials say.
    pub(super) fn join(&mut self, next: &Change) {
        self.change = self.change.merged(&next.change);
        self.lead = self.lead.merged(&next.lead);
    }

    /// Whether the assumption moves this lead at all.
    pub(super) fn varies(&self) -> bool {
        self.change.mean() != Some(0.0) || self.change.variance().is_some_and(|variance| variance > 0.0)
    }
}

/// As many trials as what is known otherwise of a variance counts for.
const LEANT: u64 = 4;

/// How far the best structure of today is ahead at a point, by rival.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// The point, as a share of the plausible range; one half is today.
    pub(super) share: f64,
    /// Mean lead.
    pub(super) leads: Vec<f64>,
    /// Standard error of the lead, and its degrees of freedom.
    errors: Vec<(f64, u64)>,
}

impl Today {
    /// Of the values of the run's trials. `None` below two trials with all numbers.
    pub(super) fn new(best: usize, rivals: Vec<usize>, values: &[Values]) -> Option<Today> {
        let leads: Vec<Option<Vec<f64>>> = values.iter().map(|values| leads(best, &rivals, values)).collect();
        let moments = |place: usize| leads.iter().flatten().map(|leads| leads[place]).collect::<Moments>();
        let moments: Vec<Moments> = (0..rivals.len()).map(moments).collect();
        let enough = moments.first()?.count() > 1;
        enough.then_some(Today { best, rivals, leads, moments })
    }

    /// Where the best structure stands today.
    pub(super) fn standing(&self) -> Standing {
        let errors = self
            .moments
            .iter()
            .map(|moments| (moments.standard_error().unwrap_or(f64::INFINITY), moments.count().saturating_sub(1)));
        let leads = self.moments.iter().map(|moments| moments.mean().unwrap_or(0.0)).collect();
        Standing { share: 0.5, leads, errors: errors.collect() }
    }

    /// By rival, what trials elsewhere say, of which the first has this number.
    pub(super) fn changes(&self, first: u32, values: &[Values]) -> Vec<Change> {
        let mut changes = vec![Change::default(); self.rivals.len()];
        let today = self.leads.iter().skip(first as usize);
        for (today, values) in today.zip(values) {
            let (Some(today), Some(there)) = (today, leads(self.best, &self.rivals, values)) else { continue };
            for (change, (today, there)) in changes.iter_mut().zip(today.iter().zip(&there)) {
                change.change.add(there - today);
                change.lead.add(*there);
            }
        }
        changes
    }

    /// Where the best structure stands at a point: today's mean lead over all n trials and the mean change over the r that were run there
    /// too. Its variance is σ² / n + τ² (1 / r − 1 / n), with σ² that of the lead there and τ² that of the change. Few trials hardly
    /// tell a variance: both lean on what is known otherwise, today's variance of the lead and `usual`, the mean variance of changes by rival, as
    /// on [`LEANT`] more trials (Smyth 2004). `None` without trials.
    pub(super) fn standing_at(&self, share: f64, changes: &[Change], usual: &[f64]) -> Option<Standing> {
        let one = |(change, (today, usual)): (&Change, (&Moments, &f64))| {
            let (n, r) = (today.count() as f64, change.change.count() as f64);
            let varies = change.varies();
            let of_change = if varies { leaning(&change.change, *usual) } else { 0.0 };
            let of_lead = leaning(&change.lead, today.variance()?);
            let variance = of_lead / n + of_change * (1.0 / r - 1.0 / n).max(0.0);
            Some((today.mean()? + change.change.mean()?, (variance.sqrt(), LEANT + change.change.count() - 1)))
        };
        let all = changes.iter().zip(self.moments.iter().zip(usual)).map(one).collect::<Option<Vec<_>>>()?;
        let (leads, errors) = all.into_iter().unzip();
        Some(Standing { share, leads, errors })
    }
}

/// A variance of few numbers, leaning on one that is known otherwise.
fn leaning(moments: &Moments, usual: f64) -> f64 {
    let own = (moments.count().saturating_sub(1)) as f64;
    (LEANT as f64 * usual + own * moments.variance().unwrap_or(0.0)) / (LEANT as f64 + own)
}

fn leads(best: usize, rivals: &[usize], values: &Values) -> Option<Vec<f64>> {
    let value = |place: usize| values.get(place).copied().flatten();
    let ahead = |&rival: &usize| Some(value(best)? - value(rival)?);
    rivals.iter().map(ahead).collect()
}

impl Standing {
    /// The least lead and over which rival (place).
    pub(super) fn least(&self) -> (f64, usize) {
        let numbered = self.leads.iter().copied().zip(0..);
        numbered.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::INFINITY, 0))
    }

    /// Between what the least lead lies, 95 % confidence for all rivals together.
    pub(super) fn interval(&self) -> Interval {
        let confidence = 1.0 - 0.05 / self.leads.len().max(1) as f64;
        let end = |sign: f64| {
            let ends = self.leads.iter().zip(&self.errors).map(|(lead, (error, degrees))| {
                let critical = student_critical(confidence, *degrees).unwrap_or(f64::INFINITY);
                // Nothing times infinity: a lead without spread is known.
                lead + if *error > 0.0 { sign * critical * error } else { 0.0 }
            });
            ends.fold(f64::INFINITY, f64::min)
        };
        Interval { low: end(-1.0), high: end(1.0) }
    }
}
