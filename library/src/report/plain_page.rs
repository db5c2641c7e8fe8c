//! What the pages without a script share: the page itself, sections, sentences, figures whose numbers wait under them, what stands above
//! and below.

use maud::{Markup, html};

use super::exhibit::Exhibit;
use super::page::{STYLE, document, inline, isolated, numbers};
use super::palette;

/// What these pages need beside the report's style.
pub(super) const BOX_STYLE: &str = ".box{background:var(--page);border:1px solid var(--rule);border-radius:12px;padding:1.1rem 1.2rem;margin-bottom:1rem}\
    .box p,.box li{max-width:56rem}.box ul{padding-left:1.1rem}";

/// The page of an experiment, in the colours of so many structures.
pub(super) fn page(title: &str, structures: usize, body: &Markup) -> String {
    let style = format!("{}{}{STYLE}{BOX_STYLE}", palette::variables(), palette::rules(structures));
    document(title, env!("CARGO_PKG_VERSION"), &style, None, body)
}

/// What stands above: the study, what is asked of it, and how much was computed.
pub(super) fn header(study: &str, question: &Markup, size: &Markup) -> Markup {
    html! {
        header {
            a.skip href="#answer" { "To the answer" }
            h1 { (isolated(study)) }
            p.question { (question) }
            p.size { (size) }
        }
    }
}

/// The answer, sentence by sentence; the first one leads.
pub(super) fn sentences(told: &[String]) -> Markup {
    html! {
        @for (place, sentence) in told.iter().enumerate() {
            p class=(if place == 0 { "lead" } else { "beside" }) { (isolated(sentence)) }
        }
    }
}

/// Links to sections: anchors and names.
pub(super) fn links<'n>(sections: impl IntoIterator<Item = (&'n str, &'n str)>) -> Markup {
    html! {
        nav aria-label="Sections" { ul {
            @for (id, name) in sections { li { a href={ "#" (id) } { (name) } } }
        } }
    }
}

/// A section with a heading.
pub(super) fn section(id: &str, heading: &str, content: Markup) -> Markup {
    let heading_id = format!("{id}-heading");
    html! { section id=(id) aria-labelledby=(heading_id) { h2 id=(heading_id) { (heading) } (content) } }
}

/// A figure of this class; its numbers stand open or wait.
pub(super) fn figure(figure: &Exhibit, class: &str, open: bool) -> Markup {
    let (title, note) = (format!("{}-title", figure.id), format!("{}-note", figure.id));
    let spoken = format!("{}. {}", figure.title, figure.note);
    html! {
        figure id=(figure.id) class=(class) aria-labelledby=(title) {
            h3 id=(title) { (isolated(&figure.title)) }
            @match (&figure.drawing, &figure.narrow) {
                (Some(drawing), Some(narrow)) => {
                    div.wide { (inline(drawing, &spoken, "")) }
                    div.narrow { (inline(narrow, &spoken, "")) }
                }
                (Some(drawing), None) => (inline(drawing, &spoken, "")),
                (None, _) => {}
            }
            figcaption id=(note) { (isolated(&figure.note)) }
            details open[open] {
                summary { "Numbers" span.hidden { " of: " (figure.title) } }
                (numbers(&figure.numbers, &figure.title))
            }
        }
    }
}

/// A figure across the page or beside another one, by its width; its numbers wait.
pub(super) fn fitting(shown: &Exhibit) -> Markup {
    figure(shown, if shown.is_half() { "half" } else { "across" }, shown.drawing.is_none())
}

/// What the page was made from.
pub(super) fn footer(source: &str) -> Markup {
    let version = env!("CARGO_PKG_VERSION");
    html! {
        footer { p { "Made by dottedline " (version) " from " (isolated(source)) ". Nothing in this page is loaded from elsewhere." } }
    }
}
