//! A drawing as a file of its own: for slides, in light colours, with nothing that a viewer might not know.

use super::canvas::escaped;
use super::{Drawing, LINE, LINED, RIM, RIMMED, ROOT, short, wrapped};
use crate::report::palette::light;

/// The font of drawings; the first that a machine has.
pub(in crate::report) const FONT: &str =
    "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

/// An SVG file: the title above the drawing, every colour written out.
pub(in crate::report) fn standalone(drawing: &Drawing, title: &str, note: &str) -> String {
    const MARGIN: f64 = 16.0;
    // Fonts of other machines may be wider than reckoned.
    let room = drawing.width / 1.12;
    let (titles, notes) = (wrapped(title, 17.0, room, 2), wrapped(note, 12.0, room, 3));
    let head = 22.0 * titles.len() as f64 + 16.0 * notes.len() as f64 + 12.0;
    let [w, h] = [drawing.width + 2.0 * MARGIN, drawing.height + head + 2.0 * MARGIN].map(short);
    let mut heading = String::new();
    let mut y = MARGIN;
    for (lines, size, step, look) in
        [(&titles, 17.0, 22.0, "fill=\"var(--ink)\" font-weight=\"600\""), (&notes, 12.0, 16.0, "fill=\"var(--soft)\"")]
    {
        for line in lines {
            y += step;
            let (x, baseline, line) = (short(MARGIN), short(y - 0.3 * step), escaped(line));
            heading += &format!("<text x=\"{x}\" y=\"{baseline}\" font-size=\"{size}\" {look}>{line}</text>");
        }
    }
    let file = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"{FONT}\" role=\"img\"><title>{}</title><desc>{}</desc>\
         <rect width=\"{w}\" height=\"{h}\" fill=\"var(--page)\"/>{heading}\
         <g transform=\"translate({MARGIN} {})\" font-size=\"11.5\" fill=\"{ROOT}\">{}</g></svg>",
        escaped(title),
        escaped(note),
        short(head + MARGIN),
        still(&drawing.body)
    );
    light(&file)
}

/// A drawing without what only a page can do: tips and chips.
fn still(body: &str) -> String {
    let without_tips =
        without(body, "<title>", "</title>").replace(" data-t=\"\"", "").replace(RIMMED, RIM).replace(LINED, LINE);
    without(&without_tips, " class=\"", "\"").replace("<g></g>", "")
}

/// A text without the parts from `start` to `end`. Neither can stand in a user's text, which is escaped.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut parts = text.split(start);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once(end).map_or("", |(_, rest)| rest));
    }
    kept
}
