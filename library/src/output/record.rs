//! What a results folder says of its run.

use crate::model::Study;

/// What a results folder says of its run.
#[derive(Clone, Copy, Debug)]
pub struct RunRecord<'a> {
    /// The study that is run.
    pub study: &'a Study,
    /// Its scenario's short name.
    pub name: &'a str,
    /// The complete scenario as run, after layering: running it again gives the same study.
    pub scenario: &'a str,
    /// The command that repeats the run.
    pub command: &'a str,
    /// A digest of what the trials follow from; empty if nobody will go on with them.
    pub study_hash: &'a str,
    /// Points of a design, each with results of its own.
    pub design: Option<Design<'a>>,
}

/// The points of a design.
#[derive(Clone, Copy, Debug)]
pub struct Design<'a> {
    /// The keys that differ between points.
    pub keys: &'a [String],
    /// Per point, its name and its values, one per key.
    pub points: &'a [(String, Vec<String>)],
}

/// What the trials say, in words: the same as on the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conclusion {
    /// The answer, sentence by sentence: the headline first, then what each other figure says.
    pub answer: Vec<String>,
    /// What choosing risks; may be empty.
    pub risk: String,
    /// Whether the best differs between segments of customers; empty with one segment or structure.
    pub segments: String,
    /// When each structure pays, by net value so far; empty with one structure.
    pub pays: String,
    /// Which single assumption would turn the answer; empty where it was not looked for.
    pub turning: String,
}
