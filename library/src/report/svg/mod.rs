//! Drawing in SVG: a canvas, scales with their axes, labels that dodge each other, lines without needless points.
//!
//! Colours are CSS variables (`var(--ink)`), so that a page can be light or dark; a file for slides gets the light ones
//! written out. All text passes through [`escaped`].

mod canvas;
mod label;
mod line;
mod scale;
mod standalone;

pub(super) use canvas::{Anchor, Canvas, Ink, LINED, ROOT, escaped};
use canvas::{LINE, RIM, RIMMED};
pub(super) use label::{BOLD, dodge, shortened, width_of, wrapped};
pub(super) use line::{Curve, band, curve};
pub(super) use scale::{Scale, ticks, value_axis, value_ticks, weeks_axis};
pub(super) use standalone::standalone;

/// A finished picture: its size in its own units and what is inside.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Drawing {
    /// Width in user units.
    pub(super) width: f64,
    /// Height in user units.
    pub(super) height: f64,
    /// The elements.
    pub(super) body: String,
}

/// Size of ordinary text in a drawing.
pub(super) const TEXT: f64 = 12.5;
/// Size of text that explains: ticks, notes.
pub(super) const SMALL: f64 = 11.5;

/// A coordinate with one decimal at most, without needless digits: bytes count, a page holds thousands of them.
pub(super) fn short(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0 + 0.0;
    let text = format!("{}", if rounded.is_finite() { rounded } else { 0.0 });
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => text.strip_prefix("-0.").map_or(text.clone(), |rest| format!("-.{rest}")),
    }
}
