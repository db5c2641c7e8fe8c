//! Plain statistics over slices of numbers, in a fixed order, so that the same numbers give the same bytes anywhere.
//!
//! Nothing here guesses: what is not defined for so few numbers is `None`, never 0 and never `NaN`. Nothing here has
//! heard of customers: a [`Panel`] holds one number per trial and structure, and more is better.
//!
//! | question | answer |
//! |---|---|
//! | how far apart are two structures? | [`compare_pairs`]: interval, [`Verdict`], [`hodges_lehmann`], [`holm`] |
//! | which can still be the best? | [`compare_with_best`] |
//! | how many more trials? | [`trials_to_settle`], [`trials_for`] |
//! | which of many is good enough to be chosen? | [`GoodSelection`] |
//! | when to stop? | [`KimNelson`], [`ConfidenceSequence`] |
//! | what does a choice risk? | [`regrets`], [`minimax_regret`], [`perfect_information`], [`worst_mean`], [`quantile_interval`] |
//! | at which worth does a choice flip? | [`crossing`] |
//! | what if cost matters? | [`acceptability`], [`choices_by_worth`], [`pareto_shares`] |
//! | when does it pay? | [`time_course`]: dip, crossover, end |
//! | who computed which part? | [`Dyadic`]: the same bits for any way to share out the trials |
//! | are numbers too skewed for a t interval? | [`bounded_mean_interval`], [`skewness`], [`bca_mean`] |
//! | how much do customers differ in loyalty? | [`BetaGeometric`], fitted with [`nelder_mead`] |
//! | assumptions or random inputs? | [`Sobol`], [`variance_shares`] |
//! | which of many inputs matter? | [`morris_trajectories`], [`screening`]; from any sample [`dependence`] |
//! | how much of the variance is whose? | [`SaltelliDesign`], [`sobol_indices`] |
//! | what is between the points? | [`GaussianProcess`] |
//! | in which region does a thing happen? | [`prim`] |
//! | which part of a difference is whose? | [`shapley_shares`], [`sampled_shapley`] |

mod acceptability;
mod best;
mod beta_geometric;
mod bootstrap;
mod cholesky;
mod confidence_sequence;
mod crossing;
mod dominance;
mod dyadic;
mod frontier;
mod gaussian_process;
mod good_selection;
mod hodges_lehmann;
mod hsic;
mod interval;
mod kim_nelson;
mod moments;
mod morris;
mod multiplicity;
mod nelder_mead;
mod net_promoter;
mod ordered;
mod paired;
mod pairwise;
mod panel;
mod pareto;
mod prim;
mod quantile;
mod quantile_interval;
mod regret;
mod shape;
mod shapley;
mod skewed;
mod sobol;
mod sobol_indices;
mod student;
mod support;
mod tails;
mod time_course;
mod variance_shares;
mod verdict;

pub use acceptability::{Acceptability, acceptability};
pub use best::{Standing, compare_with_best, leader, standings};
pub use beta_geometric::BetaGeometric;
use bootstrap::pick;
pub use bootstrap::{Bca, RESAMPLES, Redraws, bca_mean};
#[doc(hidden)]
pub use cholesky::Cholesky;
pub use confidence_sequence::{ConfidenceSequence, SEQUENCE_FIRST};
pub use crossing::{Crossing, crossing};
pub use dominance::{DOMINANCE_RESAMPLES, dominates_first_order, dominates_second_order, second_order_shares};
pub use dyadic::{Aligned, Dyadic, Join};
pub use frontier::{Switch, choices_by_worth};
pub use gaussian_process::{GaussianProcess, LeftOut, Predicted};
#[doc(hidden)]
pub use good_selection::{GoodSelection, GoodSelectionDesign, Keeping, Looked, OutBecause};
pub use hodges_lehmann::hodges_lehmann;
pub use hsic::{Dependence, dependence};
pub use interval::{Estimate, Interval, t_interval};
pub use kim_nelson::{FIRST_STAGE_LEAST, KimNelson, KimNelsonDesign, Selection};
pub use moments::Moments;
pub use morris::{ElementaryEffects, Screening, Trajectory, morris_trajectories, screening};
pub use multiplicity::holm;
pub use nelder_mead::{Least, nelder_mead};
pub use net_promoter::net_promoter_interval;
#[doc(hidden)]
pub use ordered::in_order;
pub use paired::Paired;
pub use pairwise::{FEW_TRIALS, PairComparison, compare_pairs, compare_pairs_without_medians};
pub use panel::{Panel, SideBySide, with_enough_trials};
pub use pareto::{pareto_shares, undominated};
pub use prim::{PrimBox, prim};
pub use quantile::quantile_of_sorted;
use quantile::quantile_of_unsorted;
pub use quantile_interval::{QuantileEstimate, quantile_interval, quantile_ranks, worst_mean};
pub use regret::{Regret, best_mean, minimax_regret, perfect_information, regrets};
pub use shape::{skewness, worth_in_words};
pub use shapley::{SHAPLEY_EXACT, SampledShare, sampled_shapley, shapley_shares};
pub use skewed::{IntervalMethod, is_too_skewed};
pub use sobol::{SOBOL_DIMENSIONS, Sobol};
pub use sobol_indices::{SaltelliDesign, SobolIndex, SobolIndices, sobol_indices};
pub use student::{Confidence, StudentTable, normal_quantile, student_critical};
pub use support::{Support, bounded_mean_interval, share_unseen, sound_interval, unvaried_interval, varies};
pub use tails::{binomial_at_most, chi_square_above, normal_probability, student_two_sided};
pub use time_course::{TimeCourse, TimePoint, time_course};
pub use variance_shares::{VarianceShares, variance_shares};
pub use verdict::{Verdict, trials_for, trials_to_settle};
