//! Which inputs a difference between structures hangs on: a screening of all, and shares of variance of those that matter.
//!
//! Values are means over the same trials at every point, so that an input that does nothing moves nothing (Morris 1991; Saltelli et al. 2010).

use super::inputs::Input;
use super::trials::PointTrials;
use crate::model::Study;
use crate::random::{Purpose, RandomInputs};
use crate::stats::{
    Moments, SaltelliDesign, Screening, SobolIndices, Trajectory, morris_trajectories, screening, sobol_indices,
};

/// Levels of the screening's grid.
const LEVELS: u32 = 4;

/// Sets of rows or trajectories drawn anew for an interval.
const RESAMPLES: u32 = 999;

/// Inputs whose shares of variance are estimated, at most: those that matter most.
pub const STUDIED_MOST: usize = 8;

/// An input matters if steps of it move some difference by at least this share of what the strongest input moves it by.
const MATTERS: f64 = 0.1;

/// Trial numbers that no study has: their random inputs lay out the screening, and draw anew.
const SCREENING_TRIAL: u32 = u32::MAX - 2;
const REDRAWING_TRIAL: u32 = u32::MAX - 3;

/// How much is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SensitivityEffort {
    /// Trajectories of the screening.
    pub trajectories: u32,
    /// Rows of each of the two samples that shares of variance are of; a power of two.
    pub rows: u32,
    /// Trials at each point.
    pub trials: u32,
}

/// A difference to the baseline in one metric, over the points.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceSensitivity {
    /// The metric.
    pub metric: String,
    /// The structure (index) that is compared with the baseline.
    pub structure: usize,
    /// The screening of all inputs; `None` where too many values are missing.
    pub screening: Option<Screening>,
    /// Shares of the variance, of the inputs that matter; `None` where nothing varies.
    pub shares: Option<SobolIndices>,
    /// Share of noise: how much of the variance of a point's mean, with other random numbers at each point, these would make.
    pub noise: Option<f64>,
}

/// What differences hang on.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// All inputs.
    pub inputs: Vec<Input>,
    /// Those (places) whose shares of variance are known, the strongest first.
    pub studied: Vec<usize>,
    /// Every difference to the baseline, metric by metric.
    pub differences: Vec<DifferenceSensitivity>,
    /// Points at which the firm cannot be like that; they count nowhere.
    pub impossible: usize,
    /// Trials that failed; they count nowhere.
    pub failed: u64,
}

/// The points of the screening, trajectory after trajectory.
#[derive(Clone, Debug)]
pub struct ScreeningDesign(Vec<Trajectory>);

impl ScreeningDesign {
    /// Of so many inputs.
    #[must_use]
    pub fn new(inputs: usize, trajectories: u32, seed: u64) -> ScreeningDesign {
        let random = RandomInputs::new(seed, SCREENING_TRIAL);
        let words = |trajectory| {
            let mut draws = random.draws(Purpose::Resampling, trajectory, 0);
            move || draws.word()
        };
        ScreeningDesign(morris_trajectories(inputs, trajectories, LEVELS, words).unwrap_or_default())
    }

    /// Every point, as values of the inputs.
    #[must_use]
    pub fn points(&self, inputs: &[Input]) -> Vec<Vec<f64>> {
        self.0.iter().flatten().map(|point| at(inputs, point)).collect()
    }

    /// The screening of each difference, from the trials at the points.
    fn of(&self, values: &[Option<f64>], seed: u64) -> Option<Screening> {
        let length = self.0.first()?.len();
        let values: Vec<Vec<Option<f64>>> = values.chunks(length).map(<[_]>::to_vec).collect();
        screening(&self.0, &values, RESAMPLES, |resample| words(seed, resample))
    }
}

/// The points that shares of variance are of: A, B, and A with each studied input from B; all other inputs are as today.
#[derive(Clone, Debug)]
pub struct SharesDesign {
    design: SaltelliDesign,
    studied: Vec<usize>,
}

impl SharesDesign {
    /// Of these inputs (places); `None` without any.
    #[must_use]
    pub fn new(studied: &[usize], rows: u32, seed: u64) -> Option<SharesDesign> {
        SaltelliDesign::new(studied.len(), rows, seed).map(|design| SharesDesign { design, studied: studied.to_vec() })
    }

    /// Every point, as values of all inputs.
    #[must_use]
    pub fn points(&self, inputs: &[Input]) -> Vec<Vec<f64>> {
        let others = (0..self.studied.len()).map(|input| self.design.ab(input));
        let samples = [self.design.a.clone(), self.design.b.clone()].into_iter().chain(others);
        samples.flatten().map(|shares| self.point(inputs, &shares)).collect()
    }

    fn point(&self, inputs: &[Input], shares: &[f64]) -> Vec<f64> {
        let mut point: Vec<f64> = inputs.iter().map(|input| input.today.unwrap_or_else(|| input.at(0.5))).collect();
        for (&place, &share) in self.studied.iter().zip(shares) {
            point[place] = inputs[place].at(share);
        }
        point
    }

    fn of(&self, values: &[Option<f64>], seed: u64) -> Option<SobolIndices> {
        let mut samples = values.chunks(self.design.a.len()).map(<[_]>::to_vec);
        let (a, b) = (samples.next()?, samples.next()?);
        let others: Vec<Vec<Option<f64>>> = samples.collect();
        sobol_indices(&a, &b, &others, 0.0, RESAMPLES, |resample| words(seed, resample))
    }
}

impl Sensitivity {
    /// The inputs (places) that matter for the metric that decides, the strongest first.
    #[must_use]
    pub fn matter(study: &Study, design: &ScreeningDesign, found: &[PointTrials], inputs: usize) -> Vec<usize> {
        let mut strength = vec![0.0_f64; inputs];
        for structure in others(study) {
            let values = Values { study, found }.means(0, structure);
            let Some(screened) = design.of(&values, study.seed) else { continue };
            let most = screened.inputs.iter().map(|input| input.mu_star).fold(0.0, f64::max);
            for (place, input) in screened.inputs.iter().enumerate().filter(|_| most > 0.0) {
                strength[place] = strength[place].max(input.mu_star / most);
            }
        }
        let mut places: Vec<usize> = (0..inputs).filter(|&place| strength[place] >= MATTERS).collect();
        places.sort_by(|&one, &other| strength[other].total_cmp(&strength[one]));
        places.truncate(STUDIED_MOST);
        places
    }

    /// All that the points say.
    #[must_use]
    pub fn of(
        study: &Study,
        inputs: &[Input],
        (screened, of_screening): (&ScreeningDesign, &[PointTrials]),
        shared: Option<(&SharesDesign, &[PointTrials])>,
    ) -> Sensitivity {
        let mut differences = Vec::new();
        for (metric, criterion) in study.decision.criteria.iter().enumerate() {
            for structure in others(study) {
                let values = |found| Values { study, found }.means(metric, structure);
                let shares = shared.and_then(|(design, found)| design.of(&values(found), study.seed));
                let noise = shared.zip(shares.as_ref()).and_then(|((_, found), shares)| {
                    Values { study, found }.noise(metric, structure).map(|noise| noise / (shares.variance + noise))
                });
                differences.push(DifferenceSensitivity {
                    metric: criterion.metric.clone(),
                    structure,
                    screening: screened.of(&values(of_screening), study.seed),
                    shares,
                    noise,
                });
            }
        }
        let all = || of_screening.iter().chain(shared.iter().flat_map(|(_, found)| found.iter()));
        Sensitivity {
            inputs: inputs.to_vec(),
            studied: shared.map(|(design, _)| design.studied.clone()).unwrap_or_default(),
            differences,
            impossible: all().filter(|point| point.impossible).count(),
            failed: all().map(|point| u64::from(point.failed)).sum(),
        }
    }
}

/// Structures (indices) that are compared with the baseline.
fn others(study: &Study) -> impl Iterator<Item = usize> + '_ {
    (0..study.structures.len()).filter(|place| *place != study.baseline)
}

fn at(inputs: &[Input], shares: &[f64]) -> Vec<f64> {
    inputs.iter().zip(shares).map(|(input, share)| input.at(*share)).collect()
}

/// Random words for drawing anew.
fn words(seed: u64, resample: u32) -> impl FnMut() -> u32 {
    let mut draws = RandomInputs::new(seed, REDRAWING_TRIAL).draws(Purpose::Resampling, resample, 0);
    move || draws.word()
}

/// Differences to the baseline at points.
#[derive(Clone, Copy)]
struct Values<'v> {
    study: &'v Study,
    found: &'v [PointTrials],
}

impl Values<'_> {
    /// Mean difference at each point; `None` where the firm cannot be like that or a trial is missing: the others would be of other random
    /// numbers.
    fn means(self, metric: usize, structure: usize) -> Vec<Option<f64>> {
        self.found.iter().map(|point| self.of(point, metric, structure).and_then(|moments| moments.mean())).collect()
    }

    /// Variance that the mean at a point has from its trials, on the mean over points.
    fn noise(self, metric: usize, structure: usize) -> Option<f64> {
        let each = self.found.iter().filter_map(|point| {
            let moments = self.of(point, metric, structure)?;
            Some(moments.variance()? / moments.count() as f64)
        });
        each.collect::<Moments>().mean()
    }

    fn of(self, point: &PointTrials, metric: usize, structure: usize) -> Option<Moments> {
        let structures = self.study.structures.len();
        let columns = self.study.decision.criteria.len() * structures;
        let trials = point.numbers.len() / columns.max(1);
        let column = |place: usize| point.numbers.iter().skip((metric * structures + place) * trials).take(trials);
        let differences = column(structure).zip(column(self.study.baseline)).map(|(one, other)| one - other);
        let differences: Vec<f64> = differences.collect();
        let whole = trials > 0 && differences.iter().all(|difference| difference.is_finite());
        whole.then(|| differences.into_iter().collect())
    }
}
