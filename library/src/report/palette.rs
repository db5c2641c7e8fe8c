//! Colours: those of Okabe and Ito for marks, told apart by the colour-blind, and darker (in the dark: lighter) shades of the
//! same for text. One list makes the style sheet's variables and the colours of files for slides.

/// A colour: its variable, what it is in the light and in the dark.
struct PaletteColour {
    name: &'static str,
    light: &'static str,
    dark: &'static str,
}

const fn colour(name: &'static str, light: &'static str, dark: &'static str) -> PaletteColour {
    PaletteColour { name, light, dark }
}

/// So many structures have a colour of their own; further ones start again.
pub(super) const HUES: usize = 9;

/// `m0`, `m1`, ... are marks, `t0`, `t1`, ... the text beside them; 0 is the baseline.
const COLOURS: &[PaletteColour] = &[
    colour("page", "#ffffff", "#15191f"),
    colour("back", "#f4f6f8", "#0e1116"),
    colour("ink", "#1b2430", "#e8ebef"),
    colour("soft", "#56606d", "#a9b2bd"),
    colour("line", "#8b95a1", "#6f7a87"),
    colour("rule", "#e3e7ec", "#2b323b"),
    colour("shade", "#eef1f4", "#1e242c"),
    colour("good", "#0b6fae", "#5cb3ec"),
    colour("bad", "#c2560c", "#f0975a"),
    colour("good-text", "#08588b", "#7cc3f2"),
    colour("bad-text", "#9c4206", "#f5ab77"),
    colour("focus", "#0b6fae", "#8ecbf5"),
    colour("m0", "#6b7480", "#a3acb7"),
    colour("t0", "#4d5661", "#bac2cb"),
    colour("m1", "#0072b2", "#4ea6e0"),
    colour("t1", "#005a8e", "#7cc0ee"),
    colour("m2", "#009e73", "#2bbf93"),
    colour("t2", "#00694c", "#4fd3aa"),
    colour("m3", "#d55e00", "#f0853a"),
    colour("t3", "#a34700", "#f7a163"),
    colour("m4", "#b05c8e", "#dd93bf"),
    colour("t4", "#8a3d6b", "#e7abcf"),
    colour("m5", "#d08e00", "#eab23c"),
    colour("t5", "#7d5500", "#f2c566"),
    colour("m6", "#3aa3dc", "#8bcdf3"),
    colour("t6", "#17658f", "#a5d9f7"),
    colour("m7", "#8f8200", "#d9cb3e"),
    colour("t7", "#665d00", "#e6dc6e"),
    colour("m8", "#7a4fb5", "#b496e2"),
    colour("t8", "#5f3899", "#c8b1ed"),
];

/// The variables of the page: light, dark where the reader's system is, light on paper.
pub(super) fn variables() -> String {
    let list = |shade: fn(&PaletteColour) -> &'static str| -> String {
        COLOURS.iter().map(|colour| format!("--{}:{};", colour.name, shade(colour))).collect()
    };
    let (light, dark) = (list(|colour| colour.light), list(|colour| colour.dark));
    format!(":root{{color-scheme:light dark;{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}")
}

/// Rules by structure: its colours, and that it goes when its chip is off.
pub(super) fn rules(structures: usize) -> String {
    (0..structures)
        .map(|place| {
            let hue = hue(place);
            format!(
                ".s{place}{{--m:var(--m{hue});--t:var(--t{hue})}}\
                 body:has(#chip{place}:not(:checked)) .s{place}{{display:none}}"
            )
        })
        .collect()
}

/// The hue of a structure: the baseline is grey, the others follow.
pub(super) const fn hue(place: usize) -> usize {
    if place < HUES { place } else { 1 + (place - 1) % (HUES - 1) }
}

/// `var(--m3)`: the colour of a structure's marks.
pub(super) fn mark(place: usize) -> String {
    format!("var(--m{})", hue(place))
}

/// `var(--t3)`: the colour of a structure's text.
pub(super) fn text(place: usize) -> String {
    format!("var(--t{})", hue(place))
}

/// A drawing with the colours of the light page written out. Quotes in text are escaped, so only attributes match.
pub(super) fn light(svg: &str) -> String {
    COLOURS.iter().fold(svg.to_owned(), |svg, colour| {
        svg.replace(&format!("\"var(--{})\"", colour.name), &format!("\"{}\"", colour.light))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2: relative luminance.
    fn luminance(hex: &str) -> f64 {
        let part = |place: usize| {
            let value = f64::from(u8::from_str_radix(&hex[place..place + 2], 16).unwrap()) / 255.0;
            if value <= 0.039_28 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn named(name: &str) -> &'static PaletteColour {
        COLOURS.iter().find(|colour| colour.name == name).unwrap()
    }

    #[test]
    fn text_and_marks_stand_out_from_the_page_in_the_light_and_in_the_dark() {
        let text: Vec<String> = (0..HUES).map(|hue| format!("t{hue}")).collect();
        let named_text = ["ink", "soft", "good-text", "bad-text"].map(str::to_owned);
        for name in text.into_iter().chain(named_text) {
            for back in ["page", "back", "shade"].map(named) {
                let colour = named(&name);
                let (light, dark) = (contrast(colour.light, back.light), contrast(colour.dark, back.dark));
                assert!(light >= 4.5 && dark >= 4.5, "{name} on {}: {light:.2}, {dark:.2}", back.name);
            }
        }
        for name in (0..HUES).map(|hue| format!("m{hue}")) {
            let (colour, page) = (named(&name), named("page"));
            assert!(contrast(colour.light, page.light) >= 2.7 && contrast(colour.dark, page.dark) >= 3.0, "{name}");
        }
    }

    #[test]
    fn a_file_for_slides_names_no_variable() {
        let all: String = COLOURS.iter().map(|colour| format!("<a fill=\"var(--{})\"/>", colour.name)).collect();
        assert!(!light(&all).contains("var("));
        assert_eq!(light("<text>&quot;var(--ink)&quot;</text>"), "<text>&quot;var(--ink)&quot;</text>");
    }
}
