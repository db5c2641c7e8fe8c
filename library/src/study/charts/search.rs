//! The search itself: which charts go on, trials until one is known to be good, and what is found on fresh trials.

use std::collections::BTreeMap;

use super::NoSearch;
use super::design::{FIRST_LOOK, FRESH, SearchDesign, place_of};
use super::effects::effects;
use super::estimates::{level, mean, paired};
use super::first_phase::{Allowance, FIRST_TRIALS, first_phase};
use super::found::{ChartCounts, ChartRow, ChartSearch, FoundChart, FreshCheck, FreshRow, RoadMaps, SearchEnding};
use super::front::{FRONT, front_shares};
use super::space::{ChartSpace, possible_presets};
use super::trials::{ChartKeeper, ChartOptions, ChartRows, ChartTrials, Ended};
use crate::model::{Practical, Structure, Study};
use crate::stats::{GoodSelection, GoodSelectionDesign, Keeping, Looked, OutBecause};
use crate::study::replications::{trials_per_evidence, world_means};

/// Charts of the selection of road maps, at most.
const ROAD_MAP_CHARTS: usize = 4;
/// Trials (parameter draws) of charts that may be on the front.
const FRONT_TRIALS: u32 = 64;
/// Charts that may be on the front and get these, at most.
const FRONT_CHARTS: usize = 64;
/// Of the budget, what the first phase may take: one part in so many.
const FIRST_PHASE_PART: u64 = 3;
/// Looks whose trials a chart that goes on from the first phase has to be able to pay.
const PAID_LOOKS: u64 = 3;

/// A search under way.
pub(super) struct Search<'s> {
    study: &'s Study,
    pub(super) space: &'s ChartSpace,
    pub(super) design: &'s SearchDesign,
    pub(super) trials: ChartTrials<'s>,
    pub(super) together: u32,
    /// Numbers by which the structures that are there are asked for.
    there: Vec<(u64, Structure, bool)>,
    baseline: u64,
    /// Structure-trials that are kept for what follows the selection.
    reserved: u64,
}

/// A block of trials, and the systems that are looked at in it.
pub(super) struct Block {
    pub(super) first: u32,
    pub(super) numbers: Vec<u64>,
    pub(super) selection: GoodSelection,
    /// Whether the budget or the sample ended it.
    cut: bool,
}

impl<'s> Search<'s> {
    pub(super) fn new(
        (study, space, design): (&'s Study, &'s ChartSpace, &'s SearchDesign),
        known: Vec<ChartRows>,
        options: ChartOptions<'s>,
        keeper: &'s mut ChartKeeper<'s>,
    ) -> Result<Search<'s>, NoSearch> {
        let names = std::iter::once(design.metric.as_str()).chain(design.keeps.iter().map(|keep| keep.metric.as_str()));
        let figures = names.chain(FRONT).filter_map(place_of).collect();
        let mut trials = ChartTrials::new(study, space, figures, known, options, keeper)?;
        let mut there: Vec<(u64, Structure, bool)> = Vec::new();
        let own = study.structures.iter().map(|one| (one.clone(), true));
        for (structure, of_scenario) in own.chain(possible_presets(study).into_iter().map(|one| (one, false))) {
            if of_scenario || !there.iter().any(|(_, other, _)| other.does_as(&structure)) {
                there.push((trials.add(structure.clone()), structure, of_scenario));
            }
        }
        let baseline = there[study.baseline].0;
        let together = trials_per_evidence(study);
        let mut search = Search { study, space, design, trials, together, there, baseline, reserved: 0 };
        let front = u64::from(search.front_trials() * together) * FRONT_CHARTS as u64;
        search.reserved = search.of_fresh() + search.of_road_maps() + front;
        Ok(search)
    }

    /// All of it.
    pub(super) fn run(mut self) -> Result<ChartSearch, NoSearch> {
        let practical = self.practical()?;
        let listed = self.space.all();
        let (mut counts, candidates, first) = self.candidates(listed)?;
        let alpha = if self.design.stages.is_empty() { self.design.alpha } else { self.design.alpha / 2.0 };
        let block = self.select(candidates, first, practical, alpha)?;
        counts.among = block.numbers.len() as u64;
        let front = self.front(&block)?;
        let mut next = first + self.together * block.selection.trials().max(self.front_trials());
        let mut rows = self.rows(&block, &front);
        let leader = block.selection.leader().map(|place| block.numbers[place]);
        let leader_row = leader.and_then(|leader| rows.iter().position(|row| row.number == leader));
        let (mut found, mut number, mut road_maps) = (None, leader, None);
        if let (Some(leader), Some(row)) = (leader, leader_row) {
            found = Some(self.found(row, leader));
            if !self.design.stages.is_empty() {
                self.reserved = self.of_fresh();
                let (maps, chosen, trials) = self.road_maps(&rows, row, practical, next)?;
                next += trials;
                if let Some((map, chart)) = chosen {
                    (number, found) = (Some(map), Some(chart));
                }
                road_maps = Some(maps);
            }
        }
        let fresh = match number {
            Some(number) => Some(self.fresh(number, next)?),
            None => None,
        };
        let ending = self.ending(&block);
        let sample = if counts.first_phase.is_some() { self.first_rows(&mut rows)? } else { block.numbers.clone() };
        counts.tried = rows.len() as u64;
        let over = if counts.first_phase.is_some() { (0, FIRST_TRIALS) } else { (first, FIRST_LOOK) };
        let columns = sample.iter().map(|&one| (self.space.chart(one).lines, self.evidence(one, 0, over.0, over.1)));
        let effects = effects(&columns.collect::<Vec<_>>(), self.space.functions(), over.1 as usize, &rows);
        let functions = self.study.world.functions.iter().map(|function| function.id.clone()).collect();
        Ok(ChartSearch {
            design: self.design.clone(),
            frame: self.study.into(),
            functions,
            counts,
            practical,
            together: self.together,
            rows,
            ending,
            found,
            road_maps,
            fresh,
            effects,
            taken: self.trials.taken(),
        })
    }

    /// The difference that matters, in the figure's unit.
    fn practical(&mut self) -> Result<f64, NoSearch> {
        let share = match self.design.practical {
            Practical::Absolute(size) => return Ok(size),
            Practical::ShareOfBaseline(share) => share,
        };
        self.know(&[self.baseline], 0, FIRST_LOOK)?;
        let size = share * mean(&self.evidence(self.baseline, 0, 0, FIRST_LOOK)).unwrap_or(0.0).abs();
        if size > 0.0 && size.is_finite() {
            Ok(size)
        } else {
            Err(NoSearch::NothingMatters(self.design.metric.clone()))
        }
    }

    /// Which charts the selection is among, and its first trial.
    fn candidates(&mut self, listed: Option<(Vec<u64>, u64)>) -> Result<(ChartCounts, Vec<u64>, u32), NoSearch> {
        let mut counts = ChartCounts {
            assignments: self.space.size(),
            forbidden: listed.as_ref().map(|(_, forbidden)| *forbidden),
            differ: listed.as_ref().map(|(all, _)| all.len() as u64),
            tried: 0,
            among: 0,
            first_phase: None,
        };
        let look = u64::from(FIRST_LOOK * self.together);
        let left = self.left_for_charts();
        if let Some((all, _)) = listed.filter(|(all, _)| all.len() as u64 * look <= left) {
            return Ok((counts, all, 0));
        }
        if left < 8 * look {
            return Err(NoSearch::Budget { least: self.reserved + self.trials.taken() + 8 * look });
        }
        let of_first = left / FIRST_PHASE_PART;
        let go_on = ((left - of_first) / (PAID_LOOKS * look)).max(2) as usize;
        let sign = self.design.sign();
        let allowance = Allowance { trials: of_first, go_on, together: self.together, sign };
        let found = first_phase(&mut self.trials, self.space, self.study.seed, allowance)?;
        counts.first_phase = Some(found.settled);
        Ok((counts, found.taken_up, FIRST_TRIALS * self.together))
    }

    /// Structure-trials of what is there and what was found, in the end.
    fn of_fresh(&self) -> u64 {
        u64::from(self.fresh_trials() * self.together) * (self.there.len() as u64 + 1)
    }

    /// Structure-trials that road maps have for themselves.
    fn of_road_maps(&self) -> u64 {
        let charts = ROAD_MAP_CHARTS as u64;
        self.design.stages.len() as u64 * charts * (charts - 1) * u64::from(2 * FIRST_LOOK * self.together)
    }

    fn left_for_charts(&self) -> u64 {
        self.design.budget.saturating_sub(self.reserved + self.trials.taken())
    }

    /// Fresh trials (parameter draws): at most a quarter of a sample of firms.
    fn fresh_trials(&self) -> u32 {
        self.sample_draws().map_or(FRESH, |draws| FRESH.min(draws / 4))
    }

    fn front_trials(&self) -> u32 {
        if self.design.pareto { FRONT_TRIALS } else { 0 }
    }

    /// Draws of a sample of firms, which are not without end.
    fn sample_draws(&self) -> Option<u32> {
        let sample = self.study.uncertainty.as_ref()?.sample.as_ref()?;
        Some(u32::try_from(sample.rows.len()).unwrap_or(u32::MAX))
    }

    /// Makes so many trials (parameter draws) of structures known.
    fn know(&mut self, numbers: &[u64], first: u32, evidence: u32) -> Result<(), Ended> {
        self.trials.know(numbers, first, evidence * self.together)
    }

    /// A figure (place among those that are looked at) in so many trials (parameter draws), NaN where one is missing.
    pub(super) fn evidence(&self, number: u64, figure: usize, first: u32, evidence: u32) -> Vec<f64> {
        let column = self.trials.column(number, figure, first, evidence * self.together);
        if self.together == 1 {
            return column;
        }
        let trials: Vec<Option<f64>> = column.into_iter().map(|one| Some(one).filter(|one| !one.is_nan())).collect();
        world_means(&trials, self.together).into_iter().map(|mean| mean.unwrap_or(f64::NAN)).collect()
    }

    /// The objective, more being better.
    fn objective(&self, number: u64, first: u32, evidence: u32) -> Vec<f64> {
        let sign = self.design.sign();
        self.evidence(number, 0, first, evidence).into_iter().map(|one| sign * one).collect()
    }

    /// Trials until one of these is known to be good, or there is no budget for the next look.
    fn select(&mut self, numbers: Vec<u64>, first: u32, practical: f64, alpha: f64) -> Result<Block, NoSearch> {
        let design = GoodSelectionDesign {
            systems: numbers.len(),
            practical,
            alpha,
            first_look: FIRST_LOOK,
            conditions: self.design.keeps.len(),
        };
        let selection = GoodSelection::new(design).ok_or(NoSearch::NothingMatters(self.design.metric.clone()))?;
        let mut block = Block { first, numbers, selection, cut: false };
        while !block.selection.is_over() {
            let (next, have) = (block.selection.next_look(), block.selection.trials());
            let left: Vec<u64> = block.selection.left().iter().map(|&place| block.numbers[place]).collect();
            let cost = left.len() as u64 * u64::from((next - have) * self.together);
            let drawn =
                self.sample_draws().is_some_and(|draws| first / self.together + next + self.fresh_trials() > draws);
            if cost > self.left_for_charts() || drawn {
                block.cut = true;
                break;
            }
            self.know(&left, first, next)?;
            let (objective, slack) = self.columns(&block, next);
            block.selection.look(Looked { objective: &objective, slack: &slack });
        }
        Ok(block)
    }

    /// What a selection looks at: of those that are in.
    fn columns(&self, block: &Block, evidence: u32) -> (Vec<Vec<f64>>, Vec<Vec<Vec<f64>>>) {
        let mut objective = vec![Vec::new(); block.numbers.len()];
        let mut slack = vec![objective.clone(); self.design.keeps.len()];
        for &place in block.selection.left() {
            let number = block.numbers[place];
            objective[place] = self.objective(number, block.first, evidence);
            for (which, keep) in self.design.keeps.iter().enumerate() {
                let column = self.evidence(number, 1 + which, block.first, evidence);
                slack[which][place] = column.into_iter().map(|one| keep.slack(one)).collect();
            }
        }
        (objective, slack)
    }

    fn ending(&self, block: &Block) -> SearchEnding {
        if !block.cut {
            return if block.selection.leader().is_none() { SearchEnding::NoneKeeps } else { SearchEnding::Good };
        }
        let (objective, _) = self.columns(block, block.selection.trials());
        let have = u64::from(block.selection.trials());
        let more: u64 = block.selection.would_need(&objective).iter().map(|(_, need)| need.saturating_sub(have)).sum();
        // Whether conditions are kept may take more than any difference.
        let known = self.design.keeps.is_empty() && block.selection.looks() > 0;
        let would_do = known.then(|| self.trials.taken() + more * u64::from(self.together));
        SearchEnding::Open { left: block.selection.left().len() as u64, would_do }
    }

    /// For each chart of the selection, how often it is on the front.
    fn front(&mut self, block: &Block) -> Result<BTreeMap<u64, f64>, NoSearch> {
        if !self.design.pareto || block.selection.looks() == 0 {
            return Ok(BTreeMap::new());
        }
        let shares = self.front_of(&block.numbers, block.first, FIRST_LOOK);
        let mut order: Vec<(f64, u64)> =
            shares.into_iter().zip(block.numbers.iter().copied()).filter(|one| one.0 > 0.0).collect();
        order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let likely: Vec<u64> = order.into_iter().take(FRONT_CHARTS).map(|(_, number)| number).collect();
        let evidence = self.sample_draws().map_or(FRONT_TRIALS, |draws| FRONT_TRIALS.min(draws / 2)).max(FIRST_LOOK);
        self.know(&likely, block.first, evidence)?;
        Ok(likely.iter().copied().zip(self.front_of(&likely, block.first, evidence)).collect())
    }

    fn front_of(&self, numbers: &[u64], first: u32, evidence: u32) -> Vec<f64> {
        let figures = 1 + self.design.keeps.len()..1 + self.design.keeps.len() + FRONT.len();
        let column = |figure: usize| numbers.iter().map(|&one| self.evidence(one, figure, first, evidence)).collect();
        front_shares(&figures.map(column).collect::<Vec<_>>(), self.study.seed)
    }

    /// The charts of the selection, by their means.
    fn rows(&self, block: &Block, front: &BTreeMap<u64, f64>) -> Vec<ChartRow> {
        let selection = &block.selection;
        let trials_of = |place: usize| selection.out(place).map_or(selection.trials(), |(trials, _)| trials);
        let mut order: Vec<usize> = (0..block.numbers.len()).collect();
        let mean = |place: usize| mean(&self.objective(block.numbers[place], block.first, trials_of(place)));
        let keys: Vec<(bool, f64)> = order
            .iter()
            .map(|&place| (selection.out(place).is_none(), mean(place).unwrap_or(f64::NEG_INFINITY)))
            .collect();
        order.sort_by(|&a, &b| keys[b].0.cmp(&keys[a].0).then(keys[b].1.total_cmp(&keys[a].1)).then(a.cmp(&b)));
        if let Some(leader) = selection.leader() {
            order.retain(|&place| place != leader);
            order.insert(0, leader);
        }
        let row_of: BTreeMap<usize, usize> = order.iter().enumerate().map(|(row, &place)| (place, row)).collect();
        let of = |&place: &usize| {
            let (number, trials) = (block.numbers[place], trials_of(place));
            let behind = selection.leader().map(|leader| {
                let leader = self.evidence(block.numbers[leader], 0, block.first, trials);
                paired(&leader, &self.evidence(number, 0, block.first, trials), 0.95)
            });
            let beaten_by = match selection.out(place) {
                Some((_, OutBecause::Beaten(by))) => row_of.get(&by).copied(),
                _ => None,
            };
            ChartRow {
                in_selection: true,
                out_after: selection.out(place).map(|(trials, _)| trials * self.together),
                behind: behind.unwrap_or_default(),
                beaten_by,
                keeping: selection.keeping(place),
                front: front.get(&number).copied(),
                ..self.row(number, (block.first, trials))
            }
        };
        order.iter().map(of).collect()
    }

    /// What is told of any chart in so many trials (parameter draws).
    fn row(&self, number: u64, (first, evidence): (u32, u32)) -> ChartRow {
        let chart = self.space.chart(number);
        let figure = |figure: usize| self.evidence(number, figure, first, evidence);
        let keeps = self.design.keeps.len();
        ChartRow {
            number,
            words: self.space.words(number),
            lines: chart.lines,
            office: chart.office.name,
            in_selection: false,
            trials: evidence * self.together,
            mean: mean(&figure(0)),
            behind: (None, None),
            out_after: None,
            beaten_by: None,
            keeping: if keeps == 0 { Keeping::Kept } else { Keeping::Open },
            kept: (0..keeps).map(|keep| level(&figure(1 + keep))).collect(),
            front: None,
            front_means: (0..FRONT.len()).map(|one| mean(&figure(1 + keeps + one))).collect(),
        }
    }

    /// Adds the charts that were tried in the first phase alone; all of that phase.
    fn first_rows(&self, rows: &mut Vec<ChartRow>) -> Result<Vec<u64>, NoSearch> {
        let tried = self.trials.of_block(0);
        let mut others: Vec<ChartRow> = tried
            .iter()
            .filter(|number| !rows.iter().any(|row| row.number == **number))
            .map(|&number| self.row(number, (0, FIRST_TRIALS)))
            .collect();
        let sign = self.design.sign();
        let key = |row: &ChartRow| row.mean.map_or(f64::NEG_INFINITY, |mean| sign * mean);
        others.sort_by(|a, b| key(b).total_cmp(&key(a)).then(a.number.cmp(&b.number)));
        rows.extend(others);
        Ok(tried)
    }

    /// A name that no structure of the scenario has.
    fn id(&self) -> String {
        let taken = |id: &String| self.study.structures.iter().any(|structure| structure.id == *id);
        let names = std::iter::once("found".to_owned()).chain((2..).map(|number| format!("found_{number}")));
        names.into_iter().find(|id| !taken(id)).unwrap_or_default()
    }

    fn found(&self, row: usize, number: u64) -> FoundChart {
        let id = self.id();
        FoundChart { row, words: self.space.words(number), toml: self.space.toml(number, &id), id }
    }

    /// One of the best charts and then another, beside the leader alone: what they came to, which was chosen, and trials that were used.
    #[expect(clippy::type_complexity, reason = "what is found, and by which number")]
    fn road_maps(
        &mut self,
        rows: &[ChartRow],
        leader: usize,
        practical: f64,
        first: u32,
    ) -> Result<(RoadMaps, Option<(u64, FoundChart)>, u32), NoSearch> {
        let charts: Vec<u64> =
            rows.iter().filter(|row| row.in_selection).take(ROAD_MAP_CHARTS).map(|row| row.number).collect();
        let pairs = charts
            .iter()
            .flat_map(|&one| charts.iter().filter(move |&&other| other != one).map(move |&other| (one, other)));
        let maps: Vec<((u64, u64), u32)> =
            pairs.flat_map(|pair| self.design.stages.iter().map(move |&week| (pair, week))).collect();
        let id = self.id();
        let mut numbers = vec![rows[leader].number];
        for (pair, week) in &maps {
            let structure = self.space.road_map(*pair, *week, &id);
            numbers.push(self.trials.add(structure));
        }
        let block = self.select(numbers, first, practical, self.design.alpha / 2.0)?;
        let trials = block.selection.trials();
        let words = |((one, other), week): &((u64, u64), u32)| {
            format!("{}, and from week {week} on {}", self.space.words(*one), self.space.words(*other))
        };
        let seen = |place: &usize| block.selection.out(*place).is_none();
        let of = |place: usize| mean(&self.objective(block.numbers[place], first, trials)).unwrap_or(f64::NEG_INFINITY);
        let best = (1..block.numbers.len()).filter(seen).max_by(|&a, &b| of(a).total_cmp(&of(b)).then(b.cmp(&a)));
        let ahead = best.map(|best| {
            let (one, other) = (block.numbers[best], block.numbers[0]);
            paired(&self.objective(one, first, trials), &self.objective(other, first, trials), 0.95)
        });
        // The chart alone is simpler: another one has to be shown to be better.
        let better = ahead.and_then(|(_, interval)| interval).is_some_and(|interval| interval.low > 0.0);
        let chosen = best.filter(|&best| block.selection.leader() == Some(best) && better);
        let summary = RoadMaps {
            tried: maps.len() as u64,
            best: best.map_or_else(String::new, |best| words(&maps[best - 1])),
            chosen: chosen.is_some(),
            good: !block.cut && block.selection.leader().is_some(),
            ahead: ahead.unwrap_or_default(),
        };
        let found = chosen.and_then(|best| {
            let ((one, other), week) = maps[best - 1];
            let row = rows.iter().position(|row| row.number == one)?;
            let toml = self.space.road_map_toml((one, other), week, &id);
            Some((block.numbers[best], FoundChart { row, words: words(&maps[best - 1]), toml, id: id.clone() }))
        });
        Ok((summary, found, trials * self.together))
    }

    /// What was found beside what is there, on trials from this one on.
    fn fresh(&mut self, number: u64, first: u32) -> Result<FreshCheck, NoSearch> {
        let evidence = self.fresh_trials();
        let numbers: Vec<u64> = std::iter::once(number).chain(self.there.iter().map(|one| one.0)).collect();
        self.know(&numbers, first, evidence)?;
        let confidence = 1.0 - 0.05 / self.there.len() as f64;
        let own = self.trials.structure(number);
        let objective = self.objective(number, first, evidence);
        let row = |(other, structure, of_scenario): &(u64, Structure, bool)| FreshRow {
            name: structure.id.clone(),
            of_scenario: *of_scenario,
            same: own.as_ref().is_some_and(|own| own.does_as(structure)),
            mean: mean(&self.evidence(*other, 0, first, evidence)),
            ahead: paired(&objective, &self.objective(*other, first, evidence), confidence),
        };
        let mut others: Vec<FreshRow> = self.there.iter().map(row).collect();
        let sign = self.design.sign();
        let key = |row: &FreshRow| row.mean.map_or(f64::NEG_INFINITY, |mean| sign * mean);
        others.sort_by(|one, other| key(other).total_cmp(&key(one)));
        let (mean, interval) = level(&self.evidence(number, 0, first, evidence));
        let kept = (0..self.design.keeps.len()).map(|keep| level(&self.evidence(number, 1 + keep, first, evidence)));
        Ok(FreshCheck { first, trials: evidence * self.together, mean, interval, kept: kept.collect(), others })
    }
}
