//! A drawing as a file of its own: for slides, in light colours, with nothing that a viewer might not know.

use super::canvas::escaped;
use super::{Drawing, ROOT, short};
use crate::report::palette::light;

/// The font of drawings; the first that a machine has.
pub(in crate::report) const FONT: &str =
    "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

/// An SVG file: the title above the drawing, every colour written out.
pub(in crate::report) fn standalone(drawing: &Drawing, title: &str, note: &str) -> String {
    let head = 58.0;
    let (width, height) = (drawing.width, drawing.height + head);
    let (w, h, margin) = (short(width + 32.0), short(height + 24.0), 16.0);
    let lines = super::wrapped(title, 17.0, width, 1);
    let note_lines = super::wrapped(note, 12.0, width, 1);
    let text = |y: f64, size: f64, colour: &str, weight: &str, line: &str| {
        let line = escaped(line);
        format!("<text x=\"{margin}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{weight}>{line}</text>")
    };
    let heading: String =
        lines.iter().map(|line| text(28.0, 17.0, "var(--ink)", " font-weight=\"600\"", line)).collect();
    let below: String = note_lines.iter().map(|line| text(48.0, 12.0, "var(--soft)", "", line)).collect();
    let file = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"{FONT}\" role=\"img\"><title>{}</title><desc>{}</desc>\
         <rect width=\"{w}\" height=\"{h}\" fill=\"var(--page)\"/>{heading}{below}\
         <g transform=\"translate({margin} {})\" font-size=\"11.5\" fill=\"{ROOT}\">{}</g></svg>",
        escaped(title),
        escaped(note),
        short(head + 6.0),
        still(&drawing.body)
    );
    light(&file)
}

/// A drawing without what only a page can do: tips and chips.
fn still(body: &str) -> String {
    let without_tips = without(body, "<title>", "</title>").replace(" data-t=\"\"", "");
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
