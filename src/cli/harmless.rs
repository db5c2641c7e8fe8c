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
    fn ordinary_text_of_any_script_stays_as_it_is() {
        for text in ["Who keeps them?", "Kundenbeauftragte für Ärger", "لمن العميل", "客户 👩‍💼"] {
            assert!(matches!(harmless(text), Cow::Borrowed(same) if same == text));
        }
    }
}
