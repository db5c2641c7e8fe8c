//! Step j: the mandate at each survey.

use super::Organisation;
use super::event_log::{MandateMove, Review};
use crate::engine::plan::Plan;
use crate::model::Line;

/// What the organisation hears at the end of a survey period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    /// True NPS; `None` without customers.
    pub(crate) nps: Option<f64>,
    pub(crate) promoter_share: f64,
    /// Net value of the survey period, not discounted.
    pub(crate) value: f64,
    /// What a survey period is worth at the margin of the first week.
    pub(crate) expected_value: f64,
}

impl Organisation<'_> {
    /// Takes note of a survey. While there are lines the mandate follows NPS and net value against a year ago and the wins since
    /// the last survey, and decays; below a limit all lines end for good.
    pub(crate) fn hear_survey(&mut self, plan: &Plan, week: u32, heard: Heard) {
        let nps = heard.nps.unwrap_or(self.last_nps());
        self.promoter_share = heard.promoter_share;
        self.nps_history.push(nps);
        if self.value_history.is_empty() {
            self.value_history.push(heard.expected_value);
        }
        self.value_history.push(heard.value);
        let wins = std::mem::take(&mut self.wins_since_survey);
        let mandate = self.has_lines().then(|| self.follow(plan, week, wins));
        self.note(|office, logger| {
            let ended = office.ended_week == Some(week);
            let nps_a_year_ago = a_year_ago(plan, &office.nps_history);
            let (value, value_a_year_ago) = (heard.value, a_year_ago(plan, &office.value_history));
            logger.events.reviews.push(Review {
                week,
                nps,
                nps_a_year_ago,
                wins,
                value,
                value_a_year_ago,
                mandate,
                ended,
            });
        });
    }

    /// Mandate and lines, by true NPS, net value, and the wins since the last survey.
    fn follow(&mut self, plan: &Plan, week: u32, wins: f64) -> MandateMove {
        let organisation = &plan.world.organisation;
        let (before, decay) = (self.officer.mandate, self.regime.levers.decay.get());
        let rise = self.last_nps() - a_year_ago(plan, &self.nps_history);
        let by_nps = organisation.mandate_nps * libm::tanh(rise / organisation.mandate_nps_scale);
        let by_wins = organisation.mandate_wins * libm::tanh(wins / organisation.mandate_wins_scale);
        let by_value = organisation.mandate_value * self.patience(plan);
        self.officer.mandate = (before + by_nps + by_wins + by_value - decay).clamp(0.0, 1.0);
        if self.officer.mandate < organisation.mandate_end {
            self.end_lines(plan, week);
        }
        MandateMove { before, after: self.officer.mandate, by_nps, by_wins, by_value, decay }
    }

    /// How the top sees net value against a year ago, -1 to 1.
    fn patience(&self, plan: &Plan) -> f64 {
        let before = a_year_ago(plan, &self.value_history);
        let rise = self.value_history.last().copied().unwrap_or(before) - before;
        let scale = plan.world.organisation.mandate_value_scale * before.abs();
        if rise == 0.0 { 0.0 } else { libm::tanh(rise / scale) }
    }

    /// All lines end for good, and every function is a little disappointed.
    fn end_lines(&mut self, plan: &Plan, week: u32) {
        self.draw_lines(|lines| lines.fill(Line::None));
        self.ended_week = Some(week);
        self.readiness.iter_mut().for_each(|readiness| *readiness *= 1.0 - plan.world.organisation.disappointment);
    }

    /// True NPS at the last survey, or after warm-up.
    pub(crate) fn last_nps(&self) -> f64 {
        self.nps_history.last().copied().unwrap_or(0.0)
    }
}

/// What a history of surveys says of the survey a year before the last one; in the first year, what it began with.
fn a_year_ago(plan: &Plan, history: &[f64]) -> f64 {
    let surveys_a_year = libm::round(52.0 / f64::from(plan.world.clock.survey_weeks)).max(1.0) as usize;
    history[history.len().saturating_sub(1 + surveys_a_year)]
}
