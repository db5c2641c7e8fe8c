//! Structures and their stages.

use super::regime::Before;
use super::{Checker, at, ids_of, share};
use crate::model::{Keys, Levers, Origin, Registered, Stage, StageStart, Structure, World};
use crate::scenario::file::{RegimeKeys, StageEntry, StructureEntry};
use crate::scenario::problem::Problem;
use crate::scenario::tree::Step;

impl<'c> Checker<'c> {
    pub(super) fn structures(&mut self, world: &World) -> Vec<Structure> {
        let entries = &self.file.structure;
        let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_deref()).collect();
        self.ids("structure", &ids, &[]);
        entries.iter().enumerate().map(|(index, entry)| self.structure(index, entry, world)).collect()
    }

    fn structure(&mut self, index: usize, entry: &'c StructureEntry, world: &World) -> Structure {
        let at = at!["structure", index];
        let (regime, origin) = self.regime(&entry.regime, at, None);
        let mut structure = Structure {
            id: entry.id.clone().unwrap_or_default(),
            preset: entry.regime.preset.clone().unwrap_or_else(|| "siloed".to_owned()),
            description: entry.description.clone().unwrap_or_default(),
            regime,
            origin,
            stages: Vec::new(),
        };
        for (number, stage) in entry.stage.iter().enumerate() {
            let at = [at, at!["stage", number]].concat();
            let start = self.stage_start(stage, &at, &structure.stages, world.clock.weeks);
            let stage = self.stage(stage, start, &at, &structure, &entry.regime);
            structure.stages.push(stage);
        }
        self.warn_of_dead_levers(&structure, 0, &entry.regime, at);
        for (number, stage) in entry.stage.iter().enumerate() {
            self.warn_of_dead_levers(&structure, number + 1, &stage.regime, &[at, at!["stage", number]].concat());
        }
        structure
    }

    fn stage(
        &mut self,
        entry: &StageEntry,
        start: StageStart,
        at: &[Step<'_>],
        structure: &Structure,
        structure_keys: &RegimeKeys,
    ) -> Stage {
        let keys = &entry.regime;
        if *keys == RegimeKeys::default() {
            let problem =
                Problem::warning(self.place(at), "this stage changes nothing").label("no preset, list or lever");
            self.report(problem.remedy("say what changes, such as preset = \"matrixed\""));
        }
        let of_start = Origin { follows_start: Keys::all(), ..structure.origin };
        let (regime, origin) =
            structure.stages.last().map_or((&structure.regime, &of_start), |stage| (&stage.regime, &stage.origin));
        let before = Before { regime, origin, structure: structure_keys };
        let (mut regime, mut origin) = self.regime(keys, at, Some(before));
        let mandate = Levers::place("mandate");
        let given = mandate.is_some_and(|place| keys.levers.keys().contains(place));
        let renews_mandate = given || !before.regime.has_lines();
        if !renews_mandate {
            // Never used; equal values make a study equal to the one read back from its own text.
            regime.levers.mandate = before.regime.levers.mandate;
            let follows = mandate.filter(|&place| before.origin.follows_start.contains(place));
            origin.follows_start = follows.map_or(origin.follows_start, |place| origin.follows_start.with(place));
        }
        Stage { start, regime, renews_mandate, origin }
    }

    fn stage_start(&mut self, entry: &StageEntry, at: &[Step<'_>], before: &[Stage], weeks: u32) -> StageStart {
        match (entry.week, entry.readiness) {
            (Some(week), None) => self.stage_week(week, at, before, weeks),
            (None, Some(readiness)) => StageStart::Readiness(share(readiness)),
            (Some(_), Some(_)) => {
                let problem = Problem::new(
                    self.key_place(&[at, at!["readiness"]].concat()),
                    "a stage begins at a week or at a readiness, not both",
                );
                let week = self.key_place(&[at, at!["week"]].concat());
                self.report(problem.label("here the readiness").also(week, "here the week").remedy("leave one out"));
                StageStart::Week(1)
            }
            (None, None) => {
                if !self.stage_start_reported(at) {
                    let problem = Problem::new(self.place(at), "this stage does not say when it begins")
                        .label("no week, no readiness");
                    self.report(problem.remedy("add week = 52 or readiness = 0.6"));
                }
                StageStart::Week(1)
            }
        }
    }

    /// A week that was out of range or no number has been cut off and reported.
    fn stage_start_reported(&self, at: &[Step<'_>]) -> bool {
        let [Step::Key(_), Step::Item(_), Step::Key(_), Step::Item(stage)] = at else { return false };
        let id = self.structure_id(at);
        let setting = |key| format!("structure.{id}.stage.{}.{key}", stage + 1);
        self.reported(&setting("week")) || self.reported(&setting("readiness"))
    }

    fn stage_week(&mut self, week: u32, at: &[Step<'_>], before: &[Stage], weeks: u32) -> StageStart {
        let place = self.place(&[at, at!["week"]].concat());
        let last = before
            .iter()
            .rev()
            .find_map(|stage| if let StageStart::Week(week) = stage.start { Some(week) } else { None });
        if let Some(last) = last.filter(|&last| week <= last) {
            let problem = Problem::new(
                place,
                format!("this stage begins in week {week}, but the one before it begins in week {last}"),
            );
            self.report(
                problem
                    .label("not later than the stage before")
                    .remedy(format!("give a week after {last}, or put the stages in order")),
            );
        }
        if week >= weeks {
            let problem = Problem::new(
                place,
                format!("this stage begins in week {week}, but the study ends after {weeks} weeks"),
            );
            self.report(
                problem.label("never reached").remedy(format!("give a week before {weeks}, or raise study.weeks")),
            );
        }
        StageStart::Week(week)
    }

    /// The structures that `study.structures` names, in its order; all of them without it.
    pub(super) fn compared(&mut self, all: Vec<Structure>) -> Vec<Structure> {
        let Some(wanted) = &self.file.study.structures else { return all };
        let ids: Vec<&str> = ids_of(self.file.structure.iter().map(|entry| &entry.id));
        let mut compared: Vec<Structure> = Vec::new();
        for (number, id) in wanted.iter().enumerate() {
            let place = self.place(at!["study", "structures", number]);
            let Some(index) = self.index_of("structure", id, &ids, place) else { continue };
            if compared.iter().any(|structure| structure.id == *id) {
                self.report(
                    Problem::new(place, format!("the structure `{id}` is named twice")).remedy("leave one out"),
                );
            } else {
                compared.push(all[index].clone());
            }
        }
        compared
    }

    pub(super) fn baseline(&mut self, structures: &[Structure]) -> usize {
        let Some(baseline) = &self.file.study.baseline else { return 0 };
        if structures.is_empty() {
            return 0;
        }
        let place = self.place(at!["study", "baseline"]);
        let all = ids_of(self.file.structure.iter().map(|entry| &entry.id));
        let compared = structures.iter().position(|structure| structure.id == *baseline);
        if compared.is_none() && self.index_of("structure", baseline, &all, place).is_some() {
            let problem =
                Problem::new(place, format!("the baseline `{baseline}` is not among the structures to compare"));
            let list = self.place(at!["study", "structures"]);
            let problem = problem.label("not compared").also(list, "these are");
            self.report(problem.remedy("add it to study.structures, or choose another baseline"));
        }
        compared.unwrap_or(0)
    }
}
