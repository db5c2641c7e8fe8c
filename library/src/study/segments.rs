//! Segments of customers: their figures under each structure, and who is the best for them by the rules of the whole.

use super::figures::{Figure, figures};
use super::findings::Findings;
use super::sharing::each;
use super::summary::ComparisonRow;
use super::verdicts::{JudgedPair, MetricCase, Verdicts};
use crate::engine::SEGMENT_METRICS;
use crate::stats::{Estimate, Moments, Panel, sound_interval};

/// A figure of a segment under a structure.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentRow<'a> {
    /// The segment's name.
    pub segment: &'a str,
    /// The structure's name.
    pub structure: &'a str,
    /// What the row is about.
    pub figure: Figure,
    /// Mean over trials, standard deviation and interval.
    pub estimate: Estimate,
    /// Where the structure stands in this segment, for figures that count: "best", "can be the best" or "ruled out".
    pub standing: Option<&'static str>,
}

/// A figure of a segment under a structure against another one.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentDifference<'a> {
    /// The segment's name.
    pub segment: &'a str,
    /// The comparison by itself.
    pub row: ComparisonRow<'a>,
    /// The practical difference and what may be concluded, for figures that count for the decision.
    pub judged: Option<(Option<f64>, JudgedPair)>,
}

impl Findings {
    /// The names of the customer segments, in file order.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.names.segments
    }

    /// Segment by segment, the metrics that count and that segments have too, judged by the study's rules in the order of the
    /// rules; judged once. Segments share the probability of an error equally, so that what is said of all of them together is
    /// as sure as what is said of the whole.
    #[must_use]
    pub fn segment_verdicts(&self) -> &[Vec<Verdicts>] {
        self.judged_segments.get_or_init(|| self.judge_segments(1))
    }

    /// The same worked out on so many threads.
    pub(super) fn judge_segments(&self, threads: usize) -> Vec<Vec<Verdicts>> {
        let one = |segment| {
            let places = 0..self.rules().criteria.len();
            places.filter_map(|place| self.verdicts_of_segment(segment, place)).collect()
        };
        each(threads, (0..self.segments().len()).collect(), one)
    }

    fn verdicts_of_segment(&self, segment: usize, place: usize) -> Option<Verdicts> {
        let criterion = &self.rules().criteria[place];
        let metric = SEGMENT_METRICS.iter().position(|metric| metric.name == criterion.metric)?;
        let case = MetricCase {
            panel: &Panel::new(&self.segment_evidence(segment, metric))?,
            baseline: self.baseline(),
            criterion,
            alpha: self.rules().alpha_of(place) / self.segments().len() as f64,
            support: Figure::from(&SEGMENT_METRICS[metric]).support(),
            seed: self.seed(),
            trials_per_evidence: self.trials_per_evidence(),
            alike: &self.names.alike,
            in_full: false,
            second_opinions: false,
        };
        Some(case.judge())
    }

    /// A figure (index into [`SEGMENT_METRICS`]) of a segment (index) under each structure.
    fn segment_evidence(&self, segment: usize, metric: usize) -> Vec<Vec<Option<f64>>> {
        let column = segment_column(segment, metric);
        (0..self.structures().len()).map(|structure| self.evidence(structure, column)).collect()
    }

    /// Every figure of every segment under every structure: segments in file order, structures in study order, figures in
    /// column order.
    pub fn segment_rows(&self) -> impl Iterator<Item = SegmentRow<'_>> {
        let metrics = move |segment, structure| {
            (0..SEGMENT_METRICS.len()).map(move |metric| self.segment_row(segment, structure, metric))
        };
        let structures =
            move |segment| (0..self.structures().len()).flat_map(move |structure| metrics(segment, structure));
        (0..self.segments().len()).flat_map(structures)
    }

    /// A figure (index into [`SEGMENT_METRICS`]) of a segment under a structure (indices).
    #[must_use]
    pub fn segment_row(&self, segment: usize, structure: usize, metric: usize) -> SegmentRow<'_> {
        let (figure, column) = (Figure::from(&SEGMENT_METRICS[metric]), segment_column(segment, metric));
        let numbers: Vec<Option<f64>> = self.column(structure, column).collect();
        let moments: Moments = numbers.iter().flatten().copied().collect();
        let size = numbers.iter().flatten().fold(0.0, |most: f64, number| most.max(number.abs()));
        let evidence: Moments = self.evidence_in(numbers).into_iter().flatten().collect();
        let judged = self.segment_verdicts()[segment].iter().find(|verdicts| verdicts.metric == figure.name);
        SegmentRow {
            segment: &self.names.segments[segment],
            structure: self.name(structure),
            figure,
            estimate: Estimate::with_interval(
                &moments,
                sound_interval(&evidence, &self.student, figure.support(), size),
            ),
            standing: judged.and_then(|verdicts| verdicts.options[structure].standing_words()),
        }
    }

    /// Every figure of every segment against the baseline, and for figures that count also every other pair: segments in file
    /// order, figures in column order.
    pub fn segment_differences(&self) -> impl Iterator<Item = SegmentDifference<'_>> {
        let metrics =
            move |segment| (0..SEGMENT_METRICS.len()).flat_map(move |metric| self.differences_of(segment, metric));
        (0..self.segments().len()).flat_map(metrics)
    }

    /// The same of one segment and one figure (indices).
    #[must_use]
    pub fn differences_of(&self, segment: usize, metric: usize) -> Vec<SegmentDifference<'_>> {
        let (figure, columns) = (Figure::from(&SEGMENT_METRICS[metric]), self.segment_evidence(segment, metric));
        let difference = |(first, second): (usize, usize), judged| SegmentDifference {
            segment: &self.names.segments[segment],
            row: self.comparison_of_columns((first, second), figure, [&columns[first], &columns[second]]),
            judged,
        };
        let verdicts = self.segment_verdicts()[segment].iter().find(|verdicts| verdicts.metric == figure.name);
        match verdicts {
            Some(verdicts) => {
                let judge = |pair: &JudgedPair| {
                    let places = (pair.comparison.first, pair.comparison.second);
                    difference(places, Some((verdicts.practical, pair.clone())))
                };
                verdicts.pairs.iter().map(judge).collect()
            }
            None => {
                let others = (0..self.structures().len()).filter(|&structure| structure != self.baseline());
                others.map(|structure| difference((structure, self.baseline()), None)).collect()
            }
        }
    }
}

/// Where a figure of a segment stands among the columns of a trial.
fn segment_column(segment: usize, metric: usize) -> usize {
    figures().count() + segment * SEGMENT_METRICS.len() + metric
}
