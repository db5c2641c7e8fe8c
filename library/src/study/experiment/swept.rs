//! What an experiment says, point by point: each is judged as a run is.

use super::trials::{PointTrials, study_at};
use crate::model::Study;
use crate::stats::{Interval, Panel, Verdict};
use crate::study::Findings;
use crate::study::decision_rules::{DecisionRules, figure_of, figures_that_count};
use crate::study::frame::Frame;
use crate::study::replications::{trials_per_evidence, world_means};
use crate::study::verdicts::{JudgedPair, MetricCase, Verdicts};

/// An experiment, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// The keys that vary, as paths of the scenario file.
    pub keys: Vec<String>,
    /// What the scenario has for each, if it is a number.
    pub today: Vec<Option<f64>>,
    /// The structures' names, in study order.
    pub structures: Vec<String>,
    /// Index of the structure that the others are compared with.
    pub baseline: usize,
    /// Trials at each point.
    pub trials: u32,
    /// What figures are told of.
    pub frame: Frame,
    /// The points, in the order of the design.
    pub points: Vec<SweptPoint>,
}

/// A point of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct SweptPoint {
    /// Its name.
    pub name: String,
    /// The value of each key, as it stands in the design.
    pub values: Vec<String>,
    /// Trials that failed.
    pub failed: u32,
    /// Why the firm cannot be like that; empty if it can.
    pub impossible: String,
    /// Each metric that counts, judged by itself at this point, the one that decides first.
    pub verdicts: Vec<Verdicts>,
}

impl Swept {
    /// Of a study and the trials at points of these keys, those that are finished.
    #[must_use]
    pub fn judged(
        study: &Study,
        keys: &[String],
        trials: u32,
        points: &[(String, Vec<f64>)],
        found: &[PointTrials],
    ) -> Swept {
        let judged = |(point, found)| SweptPoint::judged(study, keys, point, found);
        Swept { points: points.iter().zip(found).map(judged).collect(), ..Swept::of(study, keys, trials) }
    }

    /// Of a study, before its points.
    #[must_use]
    pub fn of(study: &Study, keys: &[String], trials: u32) -> Swept {
        let today = |key: &String| key.parse().ok().and_then(|address| study.number(&address));
        Swept {
            keys: keys.to_vec(),
            today: keys.iter().map(today).collect(),
            structures: study.structures.iter().map(|one| one.id.clone()).collect(),
            baseline: study.baseline,
            trials,
            frame: study.into(),
            points: Vec::new(),
        }
    }

    /// The value of a key at a point (places), if it is a number.
    #[must_use]
    pub fn number(&self, point: usize, key: usize) -> Option<f64> {
        self.points.get(point)?.values.get(key)?.parse().ok()
    }
}

impl SweptPoint {
    /// Of the trials at a point.
    fn judged(study: &Study, keys: &[String], (name, values): &(String, Vec<f64>), found: &PointTrials) -> SweptPoint {
        let own = study_at(study, keys, values);
        let mut point = SweptPoint {
            name: name.clone(),
            values: values.iter().map(ToString::to_string).collect(),
            failed: found.failed,
            impossible: own.as_ref().err().cloned().unwrap_or_default(),
            verdicts: Vec::new(),
        };
        let Ok(own) = own else { return point };
        point.verdicts = judged(&own, &evidence(&own, found));
        point
    }

    /// Of the findings at a point of a design, whose study this is.
    #[must_use]
    pub fn of_findings(study: &Study, name: &str, values: &[String], findings: &Findings) -> SweptPoint {
        let evidence =
            |figure: usize| (0..study.structures.len()).map(|place| findings.evidence(place, figure)).collect();
        SweptPoint {
            name: name.to_owned(),
            values: values.to_vec(),
            failed: u32::try_from(findings.failed().len()).unwrap_or(u32::MAX),
            impossible: String::new(),
            verdicts: judged(study, &figures_that_count(study).map(evidence).collect::<Vec<_>>()),
        }
    }

    /// The structure (index) with the best mean of the metric that decides; `None` where none is judged.
    #[must_use]
    pub fn leader(&self) -> Option<usize> {
        self.verdicts.first()?.leader
    }

    /// Whether all others are ruled out at this point.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        let standing = |verdicts: &Verdicts| verdicts.options.get(verdicts.leader?)?.standing;
        self.verdicts.first().and_then(standing).is_some_and(|standing| standing.is_best())
    }

    /// The structure (index) that comes nearest to the best one in a metric (place).
    #[must_use]
    pub fn second(&self, metric: usize) -> Option<usize> {
        let verdicts = self.verdicts.get(metric)?;
        let best = verdicts.leader?;
        let gap = |other: usize| Some((self.difference(metric, best, other)?.mean?.abs(), other));
        let others = (0..verdicts.options.len()).filter(|other| *other != best).filter_map(gap);
        others.min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, other)| other)
    }

    /// A structure less another one (indices) in a metric (place).
    #[must_use]
    pub fn difference(&self, metric: usize, structure: usize, other: usize) -> Option<Difference> {
        let (pair, turned) = self.pair(metric, structure, other)?;
        let turn =
            |interval: Interval| if turned { Interval { low: -interval.high, high: -interval.low } } else { interval };
        let one = &pair.comparison;
        Some(Difference {
            mean: one.mean.map(|mean| if turned { -mean } else { mean }),
            individual: one.individual.map(turn),
            simultaneous: one.simultaneous.map(turn),
            verdict: one.verdict.map(|verdict| if turned { verdict.reversed() } else { verdict }),
        })
    }

    /// The pair of a structure and another one (indices) in a metric (place), and whether the pair stands the other way round.
    fn pair(&self, metric: usize, structure: usize, other: usize) -> Option<(&JudgedPair, bool)> {
        let pairs = &self.verdicts.get(metric)?.pairs;
        let is = |pair: &JudgedPair, first, second| pair.comparison.first == first && pair.comparison.second == second;
        let turned = pairs.iter().find(|pair| is(pair, other, structure)).map(|pair| (pair, true));
        pairs.iter().find(|pair| is(pair, structure, other)).map(|pair| (pair, false)).or(turned)
    }
}

/// A structure less another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Mean over trials.
    pub mean: Option<f64>,
    /// Its 95 % interval, by itself.
    pub individual: Option<Interval>,
    /// Its interval that holds with those of all other pairs at once.
    pub simultaneous: Option<Interval>,
    /// What may be concluded.
    pub verdict: Option<Verdict>,
}

/// What counts as evidence at a point: metric by metric, structure by structure.
pub(super) fn evidence(study: &Study, found: &PointTrials) -> Vec<Vec<Vec<Option<f64>>>> {
    let together = trials_per_evidence(study);
    let structures = study.structures.len();
    let metrics = figures_that_count(study).count();
    let trials = found.numbers.len().checked_div(metrics * structures).unwrap_or(0);
    let of = |column: usize| -> Vec<Option<f64>> {
        let numbers = found.numbers.iter().skip(column * trials).take(trials);
        let numbers: Vec<Option<f64>> = numbers.map(|number| Some(*number).filter(|one| !one.is_nan())).collect();
        world_means(&numbers, together)
    };
    (0..metrics).map(|metric| (0..structures).map(|place| of(metric * structures + place)).collect()).collect()
}

/// Each metric that counts, judged as in a run, from the evidence of each structure.
fn judged(study: &Study, evidence: &[Vec<Vec<Option<f64>>>]) -> Vec<Verdicts> {
    let rules: DecisionRules = (&study.decision).into();
    let alike = study.same_levers();
    let known = rules.criteria.iter().enumerate().filter_map(|(place, one)| Some((place, one, figure_of(one)?.1)));
    let judge = |((place, criterion, figure), columns): ((usize, _, crate::study::Figure), &Vec<Vec<Option<f64>>>)| {
        let case = MetricCase {
            panel: &Panel::new(columns)?,
            baseline: study.baseline,
            criterion,
            alpha: rules.alpha_of(place),
            support: figure.support(),
            seed: study.seed,
            trials_per_evidence: trials_per_evidence(study),
            alike: &alike,
            in_full: false,
            second_opinions: false,
        };
        Some(case.judge())
    };
    known.zip(evidence).filter_map(judge).collect()
}
