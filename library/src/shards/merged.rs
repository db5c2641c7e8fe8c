//! Shards as the trials of a study again.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Mutex;

use super::error::ShardError;
use super::sealed::Sealed;
use super::shard::ShardContents;
use super::tiling::{chain, gaps};
use crate::model::Study;
use crate::study::{Totals, TrialRange, TrialStore, columns, sampled_trials, tally_items};

/// Rows that are compared at once where shards hold the same trials.
const COMPARED_AT_ONCE: u32 = 1 << 12;

/// The trials of a study (of one design point), from shards that follow each other. Nothing is kept in memory: numbers are
/// read when they are asked for.
#[derive(Debug)]
pub struct Merged {
    shards: Vec<Sealed>,
    structures: usize,
    columns: usize,
    per_world: u32,
    /// The first thing that went wrong while numbers were read.
    trouble: Mutex<Option<ShardError>>,
}

impl Merged {
    /// Takes shards of one study in any order. Of several ways to tile the trials with them, one without gaps is taken; the
    /// shards that it does not need must say the same of the trials that they share with it.
    ///
    /// # Errors
    /// All that is wrong: shards that are not of this study, that contradict each other, and, unless `partial`, trials from
    /// 0 to the study's number that are missing.
    pub fn new(study: &Study, shards: Vec<Sealed>, partial: bool) -> Result<Merged, Vec<ShardError>> {
        let strange: Vec<ShardError> = shards.iter().filter_map(|shard| strangeness(shard, study)).collect();
        if !strange.is_empty() {
            return Err(strange);
        }
        let ranges: Vec<Range<u32>> = shards.iter().map(|shard| shard.header().trials()).collect();
        let chosen = chosen(&ranges, partial);
        let taken: Vec<Range<u32>> = chosen.iter().map(|&index| ranges[index].clone()).collect();
        let missing = gaps(&taken, study.trials);
        if !partial && !missing.is_empty() {
            return Err(vec![ShardError::Missing { missing: missing_words(&missing, &gaps(&ranges, study.trials)) }]);
        }
        let unequal = contradictions(&shards, &chosen);
        if !unequal.is_empty() {
            return Err(unequal);
        }
        let mut by_place: Vec<Option<Sealed>> = shards.into_iter().map(Some).collect();
        let shards = chosen.iter().filter_map(|&index| by_place[index].take()).collect();
        Ok(Merged {
            shards,
            structures: study.structures.len(),
            columns: columns(study),
            per_world: per_world(study),
            trouble: Mutex::new(None),
        })
    }

    /// The shards it takes its numbers from, in trial order.
    #[must_use]
    pub fn shards(&self) -> &[Sealed] {
        &self.shards
    }

    /// All of it in memory: a part, if no trials are missing in between.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn to_part(&self) -> Result<Option<TrialRange>, ShardError> {
        let ranges = self.trials();
        let [range] = ranges.as_slice() else { return Ok(None) };
        let column = |structure| move |figure| self.column(structure, figure).into_owned();
        let rows = |structure| (0..self.columns).map(column(structure)).collect();
        let part = TrialRange {
            trials: range.clone(),
            rows: (0..self.structures).map(rows).collect(),
            weekly: (0..self.structures).map(|structure| self.weekly(structure).into_owned()).collect(),
            totals: self.totals(),
            failed: self.failed(),
        };
        self.take_trouble().map_or(Ok(Some(part)), Err)
    }

    /// All of it as a single shard, if no trials are missing in between.
    pub(super) fn contents(&self) -> Option<ShardContents<'_>> {
        let [trials]: [Range<u32>; 1] = self.trials().try_into().ok()?;
        let (structures, figures, totals) = (self.structures, self.columns, Cow::Owned(self.totals()));
        Some(ShardContents { trials, structures, figures, store: self, totals })
    }

    /// What kept numbers from being read, if anything did.
    #[must_use]
    pub fn take_trouble(&self) -> Option<ShardError> {
        self.trouble.lock().ok()?.take()
    }

    fn note(&self, error: ShardError) {
        if let Ok(mut trouble) = self.trouble.lock() {
            trouble.get_or_insert(error);
        }
    }

    /// Numbers from all shards that have them, one after the other; those that cannot be read are missing.
    fn gathered(&self, read: impl Fn(&Sealed) -> Result<Vec<f64>, ShardError>) -> Cow<'_, [f64]> {
        let mut all = Vec::new();
        for shard in &self.shards {
            match read(shard) {
                Ok(numbers) if all.is_empty() => all = numbers,
                Ok(numbers) => all.extend(numbers),
                Err(error) => self.note(error),
            }
        }
        Cow::Owned(all)
    }
}

impl TrialStore for Merged {
    fn trials(&self) -> Vec<Range<u32>> {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        for next in self.shards.iter().map(|shard| shard.header().trials()) {
            match ranges.last_mut().filter(|last| last.end == next.start) {
                Some(last) => last.end = next.end,
                None => ranges.push(next),
            }
        }
        ranges
    }

    fn ran(&self, structure: usize) -> u32 {
        self.shards.iter().filter_map(|shard| shard.header().ran.get(structure)).sum()
    }

    fn failed(&self) -> Vec<u32> {
        self.shards.iter().flat_map(|shard| shard.header().failed.iter().copied()).collect()
    }

    fn part_of_column(&self, structure: usize, figure: usize, places: Range<u32>) -> Cow<'_, [f64]> {
        let mut all = Vec::new();
        let mut before = 0;
        for shard in &self.shards {
            let ran = shard.header().ran.get(structure).copied().unwrap_or(0);
            let wanted = places.start.max(before)..places.end.min(before + ran);
            if !wanted.is_empty() {
                match shard.column(structure, figure, wanted.start - before, wanted.end - wanted.start) {
                    Ok(numbers) => all.extend(numbers),
                    Err(error) => {
                        self.note(error);
                        all.resize(all.len() + wanted.len(), f64::NAN);
                    }
                }
            }
            before += ran;
        }
        Cow::Owned(all)
    }

    fn weekly(&self, structure: usize) -> Cow<'_, [f64]> {
        self.gathered(|shard| shard.weekly(structure))
    }

    fn totals(&self) -> Totals {
        let mut totals = Totals::new(self.per_world);
        for shard in &self.shards {
            match shard.totals().map(|next| totals.append(next)) {
                Ok(true) => {}
                Ok(false) => self.note(ShardError::damaged(shard.path(), "its totals are not of its trials")),
                Err(error) => self.note(error),
            }
        }
        totals
    }

    fn trouble(&self) -> Option<String> {
        self.trouble.lock().ok()?.as_ref().map(ToString::to_string)
    }
}

/// Trials that make a replication.
fn per_world(study: &Study) -> u32 {
    study.uncertainty.as_ref().map_or(1, |uncertainty| uncertainty.replications.max(1))
}

/// How a shard cannot be one of this study, whatever its hashes say.
fn strangeness(shard: &Sealed, study: &Study) -> Option<ShardError> {
    let header = shard.header();
    let sampled = u64::from(sampled_trials(study).clamp(header.first, header.until) - header.first);
    let numbers = u64::from(study.world.clock.weeks) * crate::engine::WEEK_METRICS.len() as u64;
    let weekly = |(ran, weekly): (&u32, &u32)| u64::from(*weekly) == numbers * sampled.min(u64::from(*ran));
    let fits = header.ran.len() == study.structures.len()
        && header.weekly.len() == header.ran.len()
        && header.figures as usize == columns(study)
        && header.per_world == per_world(study)
        && (header.items == 0 || header.items as usize == tally_items(study))
        && header.ran.iter().zip(&header.weekly).all(weekly);
    let difference = "its layout is not that of the study; run its shard again".to_owned();
    (!fits).then(|| ShardError::Foreign { path: shard.path().to_owned(), difference })
}

/// Shards (indices) that follow each other without overlap; with gaps if there may be some.
fn chosen(ranges: &[Range<u32>], partial: bool) -> Vec<usize> {
    let (mut chosen, mut reached) = chain(ranges, 0);
    if !partial {
        return chosen;
    }
    let next = |reached: u32| ranges.iter().map(|range| range.start).filter(|&start| start >= reached).min();
    while let Some(start) = next(reached) {
        let (more, end) = chain(ranges, start);
        if end <= start {
            break;
        }
        chosen.extend(more);
        reached = end;
    }
    chosen
}

fn missing_words(missing: &[Range<u32>], nowhere: &[Range<u32>]) -> String {
    if nowhere.is_empty() {
        let first = missing.first().map_or(0, |range| range.start);
        return format!(
            "shards overlap, but none begins at trial {first} where others end: run the shards of one number of shards to \
             the end"
        );
    }
    let trials: u32 = nowhere.iter().map(|range| range.end - range.start).sum();
    let shown: Vec<String> = nowhere.iter().take(8).map(range_words).collect();
    let more = if nowhere.len() > 8 { ", ..." } else { "" };
    format!("{trials} trials are missing: {}{more}", shown.join(", "))
}

fn range_words(range: &Range<u32>) -> String {
    match range.end - range.start {
        1 => range.start.to_string(),
        _ => format!("{} to {}", range.start, range.end - 1),
    }
}

/// Shards that were not taken but hold other numbers for the same trials.
fn contradictions(shards: &[Sealed], chosen: &[usize]) -> Vec<ShardError> {
    let mut unequal = Vec::new();
    for (index, other) in shards.iter().enumerate().filter(|(index, _)| !chosen.contains(index)) {
        for one in chosen.iter().map(|&index| &shards[index]) {
            match same(one, other) {
                Ok(true) => {}
                Ok(false) => unequal
                    .push(ShardError::Unequal { one: one.path().to_owned(), other: shards[index].path().to_owned() }),
                Err(error) => unequal.push(error),
            }
        }
    }
    unequal
}

/// Whether two shards say the same of the trials that both hold.
fn same(one: &Sealed, other: &Sealed) -> Result<bool, ShardError> {
    let (own, others) = (one.header(), other.header());
    let shared = own.first.max(others.first)..own.until.min(others.until);
    if shared.is_empty() || one.digest() == other.digest() {
        return Ok(true);
    }
    for structure in 0..own.ran.len() {
        for figure in 0..own.figures as usize {
            for start in shared.clone().step_by(COMPARED_AT_ONCE as usize) {
                let count = COMPARED_AT_ONCE.min(shared.end - start);
                let a = one.column(structure, figure, start - own.first, count)?;
                let b = other.column(structure, figure, start - others.first, count)?;
                if a.len() != b.len() || a.iter().zip(&b).any(|(a, b)| a.to_bits() != b.to_bits()) {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}
