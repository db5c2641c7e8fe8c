//! The table of what differences hang on.

use super::cell::Cell;
use super::columns::{OWN, number, text, whole};
use super::layout::ResultRow;
use super::small_table::{SmallTable, small};
use crate::study::{DifferenceSensitivity, Sensitivity};

/// Its file.
pub(super) const SENSITIVITY: &str = "sensitivity.csv";

const OF_INPUT: &str = "of the assumption";

/// The table; names of structures by index, and the baseline's.
pub(super) fn sensitivity_table<'s>(
    found: &'s Sensitivity,
    structures: &'s [String],
    baseline: usize,
) -> SmallTable<'s> {
    let columns = vec![
        text("metric", "Name of the figure; the one that decides comes first."),
        text("structure", "Name of the structure."),
        text("other", "Name of the baseline that it is compared with."),
        text("assumption", "Name of the number that varies, as a path of the scenario file."),
        text("unit", "Its unit."),
        number("today", OF_INPUT, "Its value in the scenario."),
        number("low", OF_INPUT, "Lower end of its range."),
        number("high", OF_INPUT, "Upper end of its range."),
        number(
            "mu_star",
            OWN,
            "Morris' screening: mean size of the change of the difference, per range of the number.",
        ),
        number("mu_star_low", OWN, "Lower end of its 95 % interval (BCa over trajectories)."),
        number("mu_star_high", OWN, "Upper end of that interval."),
        number("mu", OWN, "Mean change with its sign: near 0 also where changes of both signs cancel."),
        number(
            "sigma",
            OWN,
            "Standard deviation of changes: above 0 where it is not linear or works together with others.",
        ),
        whole("trajectories", "", "Trajectories that count."),
        whole("trajectories_left_out", "", "Trajectories left out whole, as a value on them is missing."),
        number(
            "first",
            "share",
            "Share of the variance of the difference that goes when this number alone is known (Saltelli 2010). An estimate: about 0 where it is below 0.",
        ),
        number("first_low", "share", "Lower end of its 95 % bootstrap interval."),
        number("first_high", "share", "Upper end of that interval."),
        number("total", "share", "Share that stays when all other numbers are known (Jansen 1999)."),
        number("total_low", "share", "Lower end of its 95 % bootstrap interval."),
        number("total_high", "share", "Upper end of that interval."),
        whole("rows", "", "Rows of the samples that count."),
        whole("rows_left_out", "", "Rows left out whole, as a value in them is missing."),
        number(
            "noise",
            "share",
            "Share of the variance of a point's mean that other random numbers would make; not part of the shares, as all points have the same.",
        ),
    ];
    let rows = found.differences.iter().flat_map(|one| (0..found.inputs.len()).map(move |input| (one, input)));
    small(
        SENSITIVITY,
        "What the differences to the baseline hang on: one row per metric, structure and assumption. Shares of variance are of the \
         assumptions that matter, the others being as in the scenario.",
        vec!["metric", "structure", "assumption"],
        columns,
        rows.map(|(one, input)| cells(found, one, input, structures, baseline)).collect(),
    )
}

fn cells<'s>(
    found: &'s Sensitivity,
    one: &'s DifferenceSensitivity,
    place: usize,
    structures: &'s [String],
    baseline: usize,
) -> ResultRow<'s> {
    let input = &found.inputs[place];
    let mut cells =
        vec![Cell::Text(&one.metric), Cell::Text(&structures[one.structure]), Cell::Text(&structures[baseline])];
    cells.extend([Cell::Owned(input.address.to_string()), Cell::Text(input.address.about().unit)]);
    cells.extend([input.today, Some(input.low), Some(input.high)].map(Cell::Number));
    let effects = one.screening.as_ref().and_then(|screening| screening.inputs.get(place));
    cells.push(Cell::Number(effects.map(|effects| effects.mu_star)));
    cells.extend(Cell::ends(effects.and_then(|effects| effects.interval)));
    cells.extend([effects.map(|effects| effects.mu), effects.map(|effects| effects.sigma)].map(Cell::Number));
    let screening = one.screening.as_ref();
    cells.push(Cell::Whole(screening.map_or(0, |screening| screening.trajectories as u64)));
    cells.push(Cell::Whole(screening.map_or(0, |screening| screening.left_out as u64)));
    let share = found.share(one, place);
    cells.push(Cell::Number(share.map(|share| share.first)));
    cells.extend(Cell::ends(share.and_then(|share| share.first_interval)));
    cells.push(Cell::Number(share.map(|share| share.total)));
    cells.extend(Cell::ends(share.and_then(|share| share.total_interval)));
    cells.push(Cell::Whole(one.shares.as_ref().map_or(0, |shares| shares.rows as u64)));
    cells.push(Cell::Whole(one.shares.as_ref().map_or(0, |shares| shares.left_out as u64)));
    cells.push(Cell::Number(one.noise));
    cells
}
