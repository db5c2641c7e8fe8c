//! An organisation in miniature: the officer, the functions, and the lines between them.

use super::super::palette;
use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, short, shortened};
use crate::model::Line;

/// Functions that are drawn one by one, at most.
const MOST: usize = 12;

/// The lines of a structure, function by function.
pub(in crate::report) fn organisation(functions: &[(String, Line)], place: usize) -> Drawing {
    const WIDTH: f64 = 250.0;
    const ROW: f64 = 19.0;
    let shown = &functions[..functions.len().min(MOST)];
    let more = functions.len() - shown.len();
    let height = ROW * (shown.len() + usize::from(more > 0)).max(2) as f64 + 4.0;
    let mut canvas = Canvas::new(WIDTH, height);
    let middle = 2.0 + ROW * shown.len().max(1) as f64 / 2.0;
    let has_lines = functions.iter().any(|(_, line)| *line != Line::None);
    let (mark, text) = (palette::mark(place), palette::text(place));
    for (row, (name, line)) in shown.iter().enumerate() {
        let y = 2.0 + ROW * (row as f64 + 0.5);
        connect(&mut canvas, *line, (59.0, middle), (124.0, y), &mark);
        let ink = if *line == Line::None && has_lines { Ink::FAINT } else { Ink { size: SMALL, ..Ink::PLAIN } };
        let look = if *line == Line::Solid { format!("fill=\"{mark}\"") } else { "fill=\"var(--line)\"".to_owned() };
        canvas.circle((128.0, y), 3.0, &look);
        canvas.group("", &format!("{name}: {}", words(*line)), |canvas| {
            canvas.text((136.0, y), &shortened(name, SMALL, WIDTH - 138.0), ink);
        });
    }
    if more > 0 {
        let text = format!("and {more} more");
        canvas.text((136.0, 2.0 + ROW * (shown.len() as f64 + 0.5)), &text, Ink::FAINT);
    }
    let look = if has_lines {
        format!("fill=\"{mark}\" fill-opacity=\".14\" stroke=\"{mark}\" stroke-width=\"1.5\" rx=\"5\"")
    } else {
        "fill=\"none\" stroke=\"var(--line)\" stroke-dasharray=\"3 3\" rx=\"5\"".to_owned()
    };
    canvas.rect((1.0, middle - 13.0), (59.0, middle + 13.0), &look);
    let (label, colour) = if has_lines { ("officer", text.as_str()) } else { ("no officer", "var(--soft)") };
    canvas.text((30.0, middle), label, Ink { colour, size: 11.0, ..Ink::PLAIN }.at(Anchor::Middle));
    canvas.finish()
}

/// A line to a function: none, advice in dots, dashes for a dotted line, and solid.
fn connect(canvas: &mut Canvas, line: Line, from: (f64, f64), to: (f64, f64), mark: &str) {
    let look = match line {
        Line::None => return,
        Line::Advisory => {
            format!("stroke=\"{mark}\" stroke-width=\"1.6\" stroke-dasharray=\"0.1 4\" stroke-linecap=\"round\"")
        }
        Line::Dotted => format!("stroke=\"{mark}\" stroke-width=\"1.8\" stroke-dasharray=\"6 4\""),
        Line::Solid => format!("stroke=\"{mark}\" stroke-width=\"2.6\""),
    };
    let bend = (from.0 + to.0) / 2.0;
    let [x1, y1, x2, y2, bend] = [from.0, from.1, to.0, to.1, bend].map(short);
    canvas.path(&format!("M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}"), &format!("fill=\"none\" {look}"));
}

/// A line in words.
pub(in crate::report) const fn words(line: Line) -> &'static str {
    match line {
        Line::None => "no line",
        Line::Advisory => "advised",
        Line::Dotted => "dotted line",
        Line::Solid => "solid line",
    }
}
