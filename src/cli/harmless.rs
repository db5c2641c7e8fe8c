//! Names and other foreign text on a terminal: nothing in them moves the cursor, changes colours or turns the order of
//! letters round.

use std::borrow::Cow;

/// Letters that a terminal or a reader would obey instead of showing them: control characters, and those that embed or
/// override the direction of writing (Unicode's Bidi_Control), and line separators.
fn commands(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Foreign text in one line: line ends and tabs become blanks, other commands are shown as `\u202e`.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(commands) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            letter if commands(letter) => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// Text for people as it is printed: line ends stay, and colours where the program uses them; every other command is shown
/// as by [`harmless`], whoever put it in: a name, the name of a file, a line of a scenario.
pub(crate) fn harmless_lines(text: &str, colours: bool) -> Cow<'_, str> {
    if !text.contains(|letter| letter != '\n' && commands(letter)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (kept, after) = rest.split_at(colour(rest).filter(|_| colours).unwrap_or(letter.len_utf8()));
        match letter {
            '\u{1b}' if kept.len() > 1 => out.push_str(kept),
            '\n' => out.push('\n'),
            '\r' | '\t' => out.push(' '),
            letter if commands(letter) => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
        rest = after;
    }
    Cow::Owned(out)
}

/// The length of the colour or weight that a text starts with: `ESC [ 1 ; 31 m`.
fn colour(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("\u{1b}[")?;
    let digits = inner.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    inner[digits..].starts_with('m').then_some(digits + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_bidirectional_controls_are_shown_and_not_obeyed() {
        assert_eq!(harmless("a\u{1b}[2Jb"), "a\\u001b[2Jb");
        assert_eq!(harmless("\u{202e}evil\u{2066}"), "\\u202eevil\\u2066");
        assert_eq!(harmless("\u{9b}31m\u{7}\u{85}"), "\\u009b31m\\u0007\\u0085");
        assert_eq!(harmless("two\nlines\tand\rmore"), "two lines and more");
    }

    #[test]
    fn lines_keep_their_ends_and_colours_and_obey_nothing_else() {
        let coloured = "\u{1b}[1m\u{1b}[38;5;9merror\u{1b}[0m: a\nb";
        assert_eq!(harmless_lines(coloured, true), coloured);
        assert_eq!(harmless_lines("\u{1b}[31mred", false), "\\u001b[31mred");
        for colours in [false, true] {
            let told = |text: &'static str| harmless_lines(text, colours);
            assert_eq!(told("a\u{1b}[2Jb\rc\u{1b}]8;;x\u{7}"), "a\\u001b[2Jb c\\u001b]8;;x\\u0007");
            assert_eq!(told("\u{1b}[31\u{202e}"), "\\u001b[31\\u202e");
            assert!(matches!(told("plain\nlines"), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn ordinary_text_of_any_script_stays_as_it_is() {
        for text in ["Who keeps them?", "Kundenbeauftragte für Ärger", "لمن العميل", "客户 👩‍💼"] {
            assert!(matches!(harmless(text), Cow::Borrowed(same) if same == text));
        }
    }
}
