//! The firms between a baseline and a structure, and what figures they have, trial by trial.

use super::LeverOptions;
use crate::engine::{Outcome, Plan};
use crate::model::{LeverGroup, Structure, Study};
use crate::study::decision_rules::figures_that_count;
use crate::study::figures::trial_figures;
use crate::study::simulation::trial_or_failed;
use crate::study::workers::Workers;

/// Firms that are simulated side by side: they share the warm-up, and all of them are in memory.
const TOGETHER: usize = 16;

/// Trials of a structure that one thread is given at a time.
const EACH: usize = 2;

/// Somebody asked for the end.
#[derive(Debug)]
pub(super) struct Interrupted;

/// By firm, the figures that decide; `None` if the trial failed.
pub(super) type Tried = Option<Vec<Vec<Option<f64>>>>;

/// What is shared out between the groups of a structure.
#[derive(Debug)]
pub(super) struct Game {
    /// Name of the structure.
    pub(super) structure: String,
    /// Its place in the study.
    place: usize,
    /// What shares are for: groups in which the two differ, those together that only come together.
    pub(super) players: Vec<Vec<LeverGroup>>,
    /// Whether authority and office come together.
    joined: bool,
    /// For each combination of players, a binary digit for each, the firm that it is.
    firm_of: Vec<usize>,
    /// For each firm the first combination that is it.
    first: Vec<usize>,
}

/// Two groups that only come together where one of the two has no office at some time: nobody is there whom lines could lead to, and an office
/// without lines decides nothing.
const JOINED: [LeverGroup; 2] = [LeverGroup::Authority, LeverGroup::Office];

impl Game {
    /// Of a structure (index), for so many trials; `None` if it cannot be mixed with the baseline.
    pub(super) fn new(study: &Study, place: usize, trials: u32) -> Option<Game> {
        let (ours, theirs) = (&study.structures[study.baseline], &study.structures[place]);
        let mut unlike = ours.lever_groups_unlike(theirs)?;
        // Draws may move a lever of one of the two alone.
        if let Some(uncertainty) = &study.uncertainty {
            let mut worlds: Vec<u32> = (0..trials).map(|trial| uncertainty.world_of(trial)).collect();
            worlds.dedup();
            for world in worlds.into_iter().filter_map(|number| study.in_world(number).ok()) {
                let (ours, theirs) = (&world.structures[study.baseline], &world.structures[place]);
                unlike.extend(ours.lever_groups_unlike(theirs)?);
            }
            unlike.sort_unstable();
            unlike.dedup();
        }
        let joined = !(ours.always_has_lines() && theirs.always_has_lines());
        let mut players: Vec<Vec<LeverGroup>> = Vec::new();
        for group in unlike {
            match players.iter_mut().find(|player| joined && JOINED.contains(&group) && JOINED.contains(&player[0])) {
                Some(player) => player.push(group),
                None => players.push(vec![group]),
            }
        }
        let mut game =
            Game { structure: theirs.id.clone(), place, players, joined, firm_of: Vec::new(), first: Vec::new() };
        game.tell_firms_apart(ours, theirs)?;
        Some(game)
    }

    /// Of these players, each combination another firm, for figures that are made up.
    #[cfg(test)]
    pub(super) fn of_players(players: Vec<Vec<LeverGroup>>) -> Game {
        let firms: Vec<usize> = (0..1 << players.len()).collect();
        Game { structure: String::new(), place: 0, players, joined: false, firm_of: firms.clone(), first: firms }
    }

    /// Combinations that are the same firm are simulated once: without any line nothing else matters.
    fn tell_firms_apart(&mut self, ours: &Structure, theirs: &Structure) -> Option<()> {
        let all = self.combinations() - 1;
        let never = |structure: &Structure| {
            let stages = structure.stages.iter().map(|stage| &stage.regime);
            std::iter::once(&structure.regime).chain(stages).all(|regime| !regime.has_lines())
        };
        let without_lines = if never(ours) { Some(0) } else { Some(all).filter(|_| never(theirs)) };
        for combination in 0..=all {
            let idle = never(&self.firm(ours, theirs, combination)?);
            let firm = match without_lines.filter(|_| idle) {
                Some(same) if same < combination => self.firm_of[same],
                _ => {
                    self.first.push(combination);
                    self.first.len() - 1
                }
            };
            self.firm_of.push(firm);
        }
        Some(())
    }

    /// Combinations of players, none and all among them.
    pub(super) fn combinations(&self) -> usize {
        1 << self.players.len()
    }

    /// Firms that differ.
    pub(super) fn firms(&self) -> usize {
        self.first.len()
    }

    /// The firm of a combination.
    pub(super) fn firm_of(&self, combination: usize) -> usize {
        self.firm_of[combination]
    }

    /// Every group or pair of groups, and the player that it is; `None`: the two are alike in it.
    pub(super) fn all(&self) -> Vec<(Vec<LeverGroup>, Option<usize>)> {
        let mut all = Vec::new();
        for group in LeverGroup::ALL {
            let together = if self.joined && JOINED.contains(&group) { JOINED.to_vec() } else { vec![group] };
            let player = self.players.iter().position(|player| player.iter().any(|one| together.contains(one)));
            if together[0] == group {
                all.push((together, player));
            }
        }
        all
    }

    fn firm(&self, ours: &Structure, theirs: &Structure, combination: usize) -> Option<Structure> {
        if combination == 0 {
            return Some(ours.clone());
        }
        if combination == self.combinations() - 1 {
            return Some(theirs.clone());
        }
        let there = (0..self.players.len()).filter(|player| combination >> player & 1 == 1);
        let mut groups: Vec<LeverGroup> = there.flat_map(|player| self.players[player].clone()).collect();
        if self.joined && groups.iter().any(|group| JOINED.contains(group)) {
            groups.extend(JOINED);
        }
        ours.hybrid(theirs, &groups)
    }

    /// All firms in a trial.
    fn trial(
        &self,
        study: &Study,
        plan: &Plan,
        trial: u32,
        interrupted: &(dyn Fn() -> bool + Sync),
    ) -> Result<Tried, Interrupted> {
        let Some(uncertainty) = &study.uncertainty else { return self.in_world(study, plan, trial, interrupted) };
        let Ok(world) = study.in_world(uncertainty.world_of(trial)) else { return Ok(None) };
        self.in_world(&world, &plan.in_world(&world.world), trial, interrupted)
    }

    fn in_world(
        &self,
        study: &Study,
        plan: &Plan,
        trial: u32,
        interrupted: &(dyn Fn() -> bool + Sync),
    ) -> Result<Tried, Interrupted> {
        let (ours, theirs) = (&study.structures[study.baseline], &study.structures[self.place]);
        let firms: Option<Vec<Structure>> = self.first.iter().map(|&one| self.firm(ours, theirs, one)).collect();
        let Some(firms) = firms else { return Ok(None) };
        let criteria: Vec<usize> = figures_that_count(study).collect();
        let mut values = Vec::with_capacity(firms.len());
        let mut baseline: Option<Outcome> = None;
        for firms in firms.chunks(TOGETHER) {
            if interrupted() {
                return Err(Interrupted);
            }
            let regimes: Vec<_> = firms.iter().map(Structure::regimes).collect();
            let Some(outcomes) = trial_or_failed(plan, &regimes, study.seed, trial) else { return Ok(None) };
            let first = baseline.get_or_insert_with(|| outcomes[0].clone()).clone();
            let outcomes: Vec<Option<Outcome>> = std::iter::once(first).chain(outcomes).map(Some).collect();
            for figures in trial_figures(&outcomes, 0).into_iter().skip(1) {
                let Some(figures) = figures else { return Ok(None) };
                values.push(criteria.iter().map(|&figure| figures[figure]).collect());
            }
        }
        Ok(Some(values))
    }
}

/// All games in the first trials, for each game in the order of trials; fewer trials if somebody asks for the end.
pub(super) fn play(
    study: &Study,
    games: &[Game],
    workers: &Workers,
    trials: u32,
    options: &LeverOptions<'_>,
) -> Vec<Vec<Tried>> {
    let plan = Plan::in_form(&study.world, options.form);
    let mut tried: Vec<Vec<Tried>> = games.iter().map(|_| Vec::new()).collect();
    let jobs: Vec<(u32, usize)> =
        (0..trials).flat_map(|trial| (0..games.len()).map(move |game| (trial, game))).collect();
    for some in jobs.chunks(EACH * workers.count().max(1)) {
        let done = workers.map(some, |&(trial, game)| {
            let done = games[game].trial(study, &plan, trial, options.interrupted);
            (options.computed)();
            done
        });
        for (&(_, game), done) in some.iter().zip(done) {
            match done {
                Ok(done) => tried[game].push(done),
                Err(Interrupted) => return tried,
            }
        }
    }
    tried
}
