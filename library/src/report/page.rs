//! The page: one HTML file with everything in it, that asks nothing of anybody.

use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::numbers::decimal;
use super::palette;
use super::results::Results;
use super::sections::{
    answer, board, how_sure, journey, levers, over_time, segments, trust, what_would_change, why, why_money,
    why_organisation,
};
use super::svg::{Drawing, escaped, short};
use crate::numbers::horizon;
use crate::study::{each, processors};

pub(super) const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A section: its anchor, its heading, a sentence on it, its figures.
pub(super) struct Section {
    id: &'static str,
    heading: &'static str,
    about: &'static str,
    figures: Vec<Exhibit>,
}

/// All sections with figures, in the order of the page.
pub(super) fn sections(results: &Results) -> Vec<Section> {
    type Figures = fn(&Results) -> Vec<Exhibit>;
    let why: Figures =
        |results| [why_money::figures(results), why::figures(results), why_organisation::figures(results)].concat();
    let told: [(_, _, _, Figures); 7] = [
        ("over-time", "Over time", "When differences appear, and when they pay.", over_time::figures),
        ("how-sure", "How sure", "What the trials settle, and what they leave open.", how_sure::figures),
        (
            "what-would-change",
            "What would change the answer",
            "Assumptions that turn it, and what a point of retention has to be worth.",
            what_would_change::figures,
        ),
        ("by-segment", "By segment", "Whether the answer is the same for all customers.", segments::figures),
        ("why", "Why", "Where the difference comes from, and what it costs inside the firm.", why),
        ("which-lever", "Which lever did it", "What each group of levers has of the difference.", levers::figures),
        ("the-journey", "The journey", "What customers travel through.", journey::figures),
    ];
    let section =
        |(id, heading, about, figures): (_, _, _, Figures)| Section { id, heading, about, figures: figures(results) };
    each(processors(), told.into(), section)
}

/// All figures, in the order of the page.
pub(super) fn figures(results: &Results) -> Vec<Exhibit> {
    let behind = sections(results).into_iter().flat_map(|section| section.figures);
    [over_time::first(results)].into_iter().chain(behind).collect()
}

/// The page as text.
pub(super) fn page(results: &Results) -> String {
    let sections: Vec<Section> = sections(results).into_iter().filter(|section| !section.figures.is_empty()).collect();
    let shown = each(processors(), sections.iter().collect(), |section| self::section(section, results));
    let style = format!("{}{}{STYLE}", palette::variables(), palette::rules(results.structures.len()));
    let body = html! {
        (header(results, &sections))
        main {
            section #answer aria-labelledby="answer-heading" {
                h2 #answer-heading { "The answer" }
                (answer::headline(results))
                (answer::cautions(results))
                (answer::structures(results))
                div.figures { (figure(&over_time::first(results), "across", results)) }
                (board::notes(results))
                (answer::figure_by_figure(results))
            }
            @if answer::has_many(results) {
                section #structures aria-labelledby="structures-heading" {
                    h2 #structures-heading { "The structures" }
                    (answer::cards(results))
                }
            }
            @for section in &shown { (section) }
            section #trust aria-labelledby="trust-heading" {
                h2 #trust-heading { "What this rests on" }
                (trust::section(results))
            }
        }
        footer { p { "Made by dottedline " (results.manifest.version) " from the results of "
            (isolated(&results.manifest.name)) ". Nothing in this page is loaded from elsewhere." } }
        div #tip role="presentation" hidden {}
    };
    document(&results.study.title, &results.manifest.version, &style, Some(SCRIPT), &body)
}

/// A page that stands for itself: one file, which nothing is loaded into and which runs no script but its own.
pub(super) fn document(title: &str, version: &str, style: &str, script: Option<&str>, body: &Markup) -> String {
    let scripts = script.map_or_else(String::new, |script| format!(" script-src '{}';", digest(script)));
    let policy = format!(
        "default-src 'none'; style-src '{}';{scripts} img-src data:; base-uri 'none'; form-action 'none'",
        digest(style)
    );
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(format!("dottedline {version}"));
                title { (title) }
                style { (PreEscaped(style)) }
            }
            body {
                (body)
                @if let Some(script) = script { script { (PreEscaped(script)) } }
            }
        }
    };
    markup.into_string()
}

fn header(results: &Results, sections: &[Section]) -> Markup {
    let (study, manifest) = (&results.study, &results.manifest);
    let number = |number: u64| decimal(number as f64, 0);
    html! {
        header {
            a.skip href="#answer" { "To the answer" }
            h1 { (isolated(&study.title)) }
            @if !study.question.is_empty() { p.question { (isolated(&study.question)) } }
            p.size {
                (number(manifest.trials_finished)) @if manifest.trials_finished == 1 { " trial" } @else { " trials" }
                " of " (horizon(study.world.clock.weeks)) " with " (number(study.world.customers.into()))
                " simulated customers, seed " (manifest.seed) ". " (results.frame.words())
            }
            noscript { p.size {
                "Without JavaScript everything here works but saving a chart as SVG; " code { "dottedline report . --svg charts" }
                ", run in the folder of the results, writes them all."
            } }
        }
        nav aria-label="Sections" {
            ul {
                li { a href="#answer" { "The answer" } }
                @if answer::has_many(results) { li { a href="#structures" { "The structures" } } }
                @for section in sections { li { a href={ "#" (section.id) } { (section.heading) } } }
                li { a href="#trust" { "What this rests on" } }
            }
            @if results.structures.len() > 1 {
                fieldset.chips {
                    legend { "Show" }
                    @for (place, structure) in results.structures.iter().enumerate() {
                        label.chip data-s=(place) {
                            input type="checkbox" id={ "chip" (place) } checked autocomplete="off";
                            span class={ "hue h" (palette::hue(place)) } aria-hidden="true" {}
                            (isolated(&structure.name))
                        }
                    }
                }
            }
        }
    }
}

fn section(section: &Section, results: &Results) -> Markup {
    let heading = format!("{}-heading", section.id);
    html! {
        section id=(section.id) aria-labelledby=(heading) {
            h2 id=(heading) { (section.heading) }
            p.about-section { (section.about) }
            div.figures {
                @for (place, figure) in section.figures.iter().enumerate() {
                    (self::figure(figure, class(&section.figures, place), results))
                }
            }
        }
    }
}

/// Whether a figure goes across the page, beside another one, or stands alone in its row.
fn class(figures: &[Exhibit], place: usize) -> &'static str {
    if !figures[place].is_half() {
        return "across";
    }
    let before = figures[..place].iter().rev().take_while(|figure| figure.is_half()).count();
    let followed = figures.get(place + 1).is_some_and(Exhibit::is_half);
    if before.is_multiple_of(2) && !followed { "lone" } else { "half" }
}

fn figure(figure: &Exhibit, class: &str, results: &Results) -> Markup {
    let (title, note) = (format!("{}-title", figure.id), format!("{}-note", figure.id));
    let spoken = format!("{title} {note}");
    html! {
        figure id=(figure.id) class=(class) {
            h3 id=(title) { (isolated(&figure.title)) }
            @match (&figure.drawing, &figure.narrow) {
                (Some(drawing), Some(narrow)) => {
                    div.wide { (drawn(drawing, &spoken)) }
                    div.narrow { (drawn(narrow, &spoken)) }
                }
                (Some(drawing), None) => (drawn(drawing, &spoken)),
                (None, _) => (numbers(&figure.numbers, &figure.title)),
            }
            figcaption id=(note) { (isolated(&figure.note)) }
            (under(figure, results))
        }
    }
}

/// The numbers of a figure, unless they are the figure, and its downloads.
fn under(figure: &Exhibit, results: &Results) -> Markup {
    let csv = data("text/csv", &figure.numbers.csv());
    let name = format!("{}-{}", file_name(&results.manifest.name), figure.id);
    let as_csv = html! { a href=(PreEscaped(csv)) download={ (name) ".csv" } { "Numbers as CSV" } };
    html! {
        @if figure.drawing.is_none() {
            p.downloads { (as_csv) }
        } @else {
            details {
                summary { "Numbers" span.hidden { " of: " (figure.title) } }
                (numbers(&figure.numbers, &figure.title))
                p.downloads {
                    a href={ "#" (figure.id) } data-svg={ (name) ".svg" } hidden { "Chart as SVG" } " "
                    (as_csv)
                }
            }
        }
    }
}

pub(super) fn numbers(numbers: &ExhibitNumbers, title: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label={ "Numbers of: " (title) } {
            table {
                caption.hidden { (title) }
                thead { tr {
                    @for (column, (shown, _)) in numbers.head.iter().enumerate() {
                        th scope="col" class=[is_words(numbers, column).then_some("w")] { (shown) }
                    }
                } }
                (PreEscaped(rows(&numbers.rows)))
            }
        }
        @if !numbers.remark.is_empty() { p.remark { (numbers.remark) } }
    }
}

/// Whether a column holds words, by its first row.
fn is_words(numbers: &ExhibitNumbers, column: usize) -> bool {
    let first = numbers.rows.first().and_then(|(_, cells)| cells.get(column));
    first.is_some_and(|cell| !cell.is_number)
}

/// The rows, those of a structure that follow each other in a body of their own, which its chip hides. HTML lets the ends of
/// cells and rows go without saying: with thousands of cells that is a tenth of the page.
fn rows(rows: &[(Option<usize>, Vec<NumberCell>)]) -> String {
    let mut text = String::new();
    for body in rows.chunk_by(|one, other| one.0 == other.0) {
        let class = body[0].0.map_or_else(String::new, |place| format!(" class=\"s{place}\""));
        text += &format!("<tbody{class}>");
        for (_, cells) in body {
            text += "<tr>";
            for (column, cell) in cells.iter().enumerate() {
                text += match (column, cell.is_number) {
                    (0, _) => "<th scope=row>",
                    (_, true) => "<td>",
                    (_, false) => "<td class=\"w\">",
                };
                text += &escaped(&cell.shown);
            }
        }
        text += "</tbody>";
    }
    text
}

fn drawn(drawing: &Drawing, labelled: &str) -> Markup {
    let (w, h) = (short(drawing.width), short(drawing.height));
    PreEscaped(format!(
        "<svg viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-labelledby=\"{labelled}\">{}</svg>",
        drawing.body
    ))
}

/// A small drawing with words of its own for those who cannot see it.
pub(super) fn inline(drawing: &Drawing, spoken: &str, class: &str) -> Markup {
    let (w, h) = (short(drawing.width), short(drawing.height));
    PreEscaped(format!(
        "<svg viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-label=\"{}\" class=\"{class}\">{}</svg>",
        escaped(spoken),
        drawing.body
    ))
}

/// Text of a user: escaped, and in a direction of its own that turns nothing around it.
pub(super) fn isolated(text: &str) -> Markup {
    html! { bdi { (PreEscaped(escaped(text))) } }
}

/// A file as an address, so that it can be saved without a request and without a script.
fn data(kind: &str, text: &str) -> String {
    let mut address = format!("data:{kind};charset=utf-8,");
    for letter in text.chars() {
        match letter {
            '%' => address.push_str("%25"),
            '#' => address.push_str("%23"),
            '"' => address.push_str("%22"),
            '&' => address.push_str("%26"),
            '\n' => address.push_str("%0A"),
            '\r' => address.push_str("%0D"),
            '\t' => address.push_str("%09"),
            letter => address.push(letter),
        }
    }
    address
}

/// Letters, digits and hyphens: what every file system takes.
pub(super) fn file_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' })
        .take(60)
        .collect();
    if safe.is_empty() { "report".to_owned() } else { safe }
}

/// The digest of an inline style or script, as a content security policy names it.
fn digest(text: &str) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_address_ends_neither_the_attribute_nor_itself() {
        let address = data("text/csv", "a,\"<b>\" & 50 %#\n");
        assert_eq!(address, "data:text/csv;charset=utf-8,a,%22<b>%22 %26 50 %25%23%0A");
    }

    #[test]
    fn a_digest_is_that_of_the_policy() {
        assert_eq!(digest(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
