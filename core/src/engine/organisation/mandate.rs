//! Step j: the mandate at each survey.

use super::Organisation;
use super::event_log::Review;
use crate::engine::plan::Plan;
use crate::model::Line;

impl Organisation<'_> {
    /// Takes note of a survey. While there are lines the mandate follows NPS against a year ago and the wins since the
    /// last survey, and decays; below a limit all lines end for good.
    pub(crate) fn hear_survey(&mut self, plan: &Plan, week: u32, nps: Option<f64>, promoter_share: f64) {
        let nps = nps.unwrap_or(self.last_nps());
        self.promoter_share = promoter_share;
        self.nps_history.push(nps);
        let wins = std::mem::take(&mut self.wins_since_survey);
        let before = self.has_lines().then_some(self.officer.mandate);
        self.follow(plan, week, nps, wins);
        self.note(|office, logger| {
            let (after, ended) = (office.officer.mandate, office.ended_week == Some(week));
            let (mandate, nps_a_year_ago) = (before.map(|before| (before, after)), office.nps_a_year_ago(plan));
            logger.events.reviews.push(Review { week, nps, nps_a_year_ago, wins, mandate, ended });
        });
    }

    /// Mandate and lines, by true NPS and the wins since the last survey.
    fn follow(&mut self, plan: &Plan, week: u32, nps: f64, wins: f64) {
        if !self.has_lines() {
            return;
        }
        let organisation = &plan.world.organisation;
        let by_nps = libm::tanh((nps - self.nps_a_year_ago(plan)) / organisation.mandate_nps_scale);
        let by_wins = libm::tanh(wins / organisation.mandate_wins_scale);
        let mandate = self.officer.mandate + organisation.mandate_nps * by_nps + organisation.mandate_wins * by_wins
            - self.regime.levers.decay.get();
        self.officer.mandate = mandate.clamp(0.0, 1.0);
        if self.officer.mandate < organisation.mandate_end {
            self.draw_lines(|lines| lines.fill(Line::None));
            self.ended_week = Some(week);
        }
    }

    /// True NPS at the last survey, or after warm-up.
    pub(crate) fn last_nps(&self) -> f64 {
        self.nps_history.last().copied().unwrap_or(0.0)
    }

    /// True NPS of the survey a year before the last one; in the first year, NPS after warm-up.
    fn nps_a_year_ago(&self, plan: &Plan) -> f64 {
        let surveys_a_year = libm::round(52.0 / f64::from(plan.world.clock.survey_weeks)).max(1.0) as usize;
        self.nps_history[self.nps_history.len().saturating_sub(1 + surveys_a_year)]
    }
}
