//! What the trials of any simulator say about its structures.
//!
//! A [`TrialTable`] is a tidy table of trials: columns `trial`, `structure` and numbers. A [`Judgement`] is all that may be
//! concluded from it in one metric; [`headline`] says it in words. The trials of a run ([`Findings`]) are judged
//! in the same way, so that `run` and `compare` speak with one voice.
//!
//! [`Findings`]: crate::study::Findings

mod asked;
mod digits;
mod error;
mod independence;
mod json;
mod judgement;
mod notices;
mod paying;
mod segments;
mod table;
mod together;
mod together_words;
mod words;

pub use asked::{RulesError, TableRequest};
#[doc(hidden)]
pub use digits::decimals;
pub use error::{TableError, TableProblem};
pub use json::to_json;
pub use judgement::{Judgement, Shown, TableQuestion};
pub use notices::{Notices, notices};
#[doc(hidden)]
pub use paying::pays;
#[doc(hidden)]
pub use segments::{SegmentJudgement, by_segment, segment_finding};
pub use table::{Ignored, OwnResults, TableLayout, TrialTable, Unread, own_results};
pub use together::{Choice, Together, Worth};
pub use together_words::{unbeaten, worth};
pub use words::{answer, headline, sentences};
#[doc(hidden)]
pub use words::{beside, common_random_numbers, confidence, listed, risk, verdict};
pub(crate) use words::{more_of, verdict_words};
