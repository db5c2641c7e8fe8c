//! The canvas: elements are written as they are drawn.

use std::fmt::Write;

use super::{Drawing, SMALL, TEXT, short};

/// The colour of text that says no other; the style sheet and files for slides give it to the root of a drawing.
pub(in crate::report) const ROOT: &str = "var(--soft)";

/// What a rimmed text is marked with; the style sheet gives it its rim, a file for slides gets [`RIM`].
pub(in crate::report) const RIMMED: &str = " class=\"r\"";
/// A rim in the colour of the page.
pub(in crate::report) const RIM: &str =
    " stroke=\"var(--page)\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"";

/// What the line of a chart is marked with; the style sheet gives it its look, a file for slides gets [`LINE`].
pub(in crate::report) const LINED: &str = " class=\"l\"";
/// A line of two units with round corners, and nothing within.
pub(in crate::report) const LINE: &str = " fill=\"none\" stroke-width=\"2\" stroke-linejoin=\"round\"";

/// Where a text stands by its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Ink<'a> {
    pub(in crate::report) colour: &'a str,
    pub(in crate::report) size: f64,
    pub(in crate::report) bold: bool,
    pub(in crate::report) anchor: Anchor,
    /// A rim in the colour of the page, for text that lies on lines.
    pub(in crate::report) rimmed: bool,
}

impl Ink<'_> {
    /// Ordinary text, to the right of its point.
    pub(in crate::report) const PLAIN: Ink<'static> =
        Ink { colour: "var(--ink)", size: TEXT, bold: false, anchor: Anchor::Start, rimmed: false };
    /// Text that explains.
    pub(in crate::report) const FAINT: Ink<'static> = Ink { colour: ROOT, size: SMALL, ..Ink::PLAIN };

    /// The same at another place by its point.
    pub(in crate::report) const fn at(self, anchor: Anchor) -> Self {
        Ink { anchor, ..self }
    }

    /// The same in bold.
    pub(in crate::report) const fn bold(self) -> Self {
        Ink { bold: true, ..self }
    }

    /// The same with a rim.
    pub(in crate::report) const fn rimmed(self) -> Self {
        Ink { rimmed: true, ..self }
    }
}

/// A drawing that grows.
#[derive(Clone, Debug)]
pub(in crate::report) struct Canvas {
    pub(in crate::report) width: f64,
    pub(in crate::report) height: f64,
    body: String,
    /// Texts of one look that follow each other: they are written as a group.
    texts: (String, Vec<String>),
}

impl Canvas {
    pub(in crate::report) fn new(width: f64, height: f64) -> Canvas {
        Canvas { width, height, body: String::new(), texts: (String::new(), Vec::new()) }
    }

    pub(in crate::report) fn finish(mut self) -> Drawing {
        self.flush();
        Drawing { width: self.width, height: self.height, body: self.body }
    }

    /// A line; `look` are further attributes, written by the program and never by a user.
    pub(in crate::report) fn line(&mut self, from: (f64, f64), to: (f64, f64), look: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
        self.put(&format!("<path d=\"M{x1} {y1}L{x2} {y2}\" {look}/>"));
    }

    /// A path.
    pub(in crate::report) fn path(&mut self, d: &str, look: &str) {
        self.put(&format!("<path d=\"{d}\" {look}/>"));
    }

    /// Lines side by side, all of one look, in one element.
    pub(in crate::report) fn lines(&mut self, lines: impl Iterator<Item = ((f64, f64), (f64, f64))>, look: &str) {
        let one = |((x1, y1), (x2, y2)): ((f64, f64), (f64, f64))| {
            let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(short);
            match (x1 == x2, y1 == y2) {
                (_, true) => format!("M{x1} {y1}H{x2}"),
                (true, _) => format!("M{x1} {y1}V{y2}"),
                _ => format!("M{x1} {y1}L{x2} {y2}"),
            }
        };
        let d: String = lines.map(one).collect();
        if !d.is_empty() {
            self.path(&d, look);
        }
    }

    /// Boxes of one look in one element, each between two corners.
    pub(in crate::report) fn boxes(&mut self, boxes: impl Iterator<Item = ((f64, f64), (f64, f64))>, look: &str) {
        let one = |((x1, y1), (x2, y2)): ((f64, f64), (f64, f64))| {
            let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(short);
            format!("M{x1} {y1}H{x2}V{y2}H{x1}Z")
        };
        let d: String = boxes.map(one).collect();
        if !d.is_empty() {
            self.path(&d, look);
        }
    }

    /// A rectangle between two corners, in whatever order.
    pub(in crate::report) fn rect(&mut self, one: (f64, f64), other: (f64, f64), look: &str) {
        let (x, y) = (one.0.min(other.0), one.1.min(other.1));
        let [x, y, w, h] = [x, y, (one.0 - other.0).abs(), (one.1 - other.1).abs()].map(short);
        self.put(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" {look}/>"));
    }

    pub(in crate::report) fn circle(&mut self, at: (f64, f64), radius: f64, look: &str) {
        let [x, y, r] = [at.0, at.1, radius].map(short);
        self.put(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {look}/>"));
    }

    /// A text whose middle is at the height of the point.
    pub(in crate::report) fn text(&mut self, at: (f64, f64), text: &str, ink: Ink<'_>) {
        let [x, y] = [at.0, at.1 + 0.35 * ink.size].map(short);
        // What is as in the root of the drawing is not said again.
        let size = if ink.size == SMALL { String::new() } else { format!(" font-size=\"{}\"", short(ink.size)) };
        let fill = if ink.colour == ROOT { String::new() } else { format!(" fill=\"{}\"", ink.colour) };
        let anchor = match ink.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if ink.bold { " font-weight=\"600\"" } else { "" };
        let rim = if ink.rimmed { RIMMED } else { "" };
        let text = escaped(text);
        let look = format!("{size}{fill}{anchor}{weight}{rim}");
        if look != self.texts.0 {
            self.flush();
            self.texts.0 = look;
        }
        self.texts.1.push(format!(" x=\"{x}\" y=\"{y}\">{text}</text>"));
    }

    /// A text with the look of the group around it, which is of this size.
    pub(in crate::report) fn plain_text(&mut self, at: (f64, f64), text: &str, size: f64) {
        let ([x, y], text) = ([at.0, at.1 + 0.35 * size].map(short), escaped(text));
        self.put(&format!("<text x=\"{x}\" y=\"{y}\">{text}</text>"));
    }

    /// What `draw` puts down, as a group with these attributes, written by the program.
    pub(in crate::report) fn look(&mut self, look: &str, draw: impl FnOnce(&mut Canvas)) {
        self.put(&format!("<g {look}>"));
        draw(self);
        self.put("</g>");
    }

    /// Small text of a colour that rises to the right from its point.
    pub(in crate::report) fn slanted(&mut self, at: (f64, f64), text: &str, ink: Ink<'_>) {
        let ([x, y], text, fill) = ([at.0, at.1].map(short), escaped(text), ink.colour);
        let weight = if ink.bold { " font-weight=\"600\"" } else { "" };
        let anchor = "text-anchor=\"start\"";
        let place = format!("transform=\"translate({x} {y})rotate(-40)\"");
        self.put(&format!("<text {place} {anchor} fill=\"{fill}\"{weight}>{text}</text>"));
    }

    /// What `draw` puts down, as a group of this class (empty: none) that says `tip` when pointed at (empty: nothing).
    pub(in crate::report) fn group(&mut self, class: &str, tip: &str, draw: impl FnOnce(&mut Canvas)) {
        if class.is_empty() && tip.is_empty() {
            return draw(self);
        }
        self.flush();
        self.body.push_str("<g");
        if !class.is_empty() {
            let _ = write!(self.body, " class=\"{class}\"");
        }
        self.body.push_str(if tip.is_empty() { ">" } else { " data-t=\"\">" });
        if !tip.is_empty() {
            self.tip(tip);
        }
        draw(self);
        self.flush();
        self.body.push_str("</g>");
    }

    /// What the group around it says when pointed at.
    pub(in crate::report) fn tip(&mut self, tip: &str) {
        let _ = write!(self.body, "<title>{}</title>", escaped(tip));
    }

    fn put(&mut self, element: &str) {
        self.flush();
        self.body.push_str(element);
    }

    /// Writes the texts that wait: their look once, where that is shorter.
    fn flush(&mut self) {
        let (look, texts) = std::mem::take(&mut self.texts);
        let grouped = texts.len() > 1 && !look.is_empty();
        if grouped {
            let _ = write!(self.body, "<g{look}>");
        }
        for text in &texts {
            let _ = write!(self.body, "<text{}{text}", if grouped { "" } else { &look });
        }
        if grouped {
            self.body.push_str("</g>");
        }
    }
}

/// Text as it may stand in XML and HTML, in content and between quotes. Control characters, which XML cannot hold, become
/// spaces.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push('\n'),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            control if control.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
