//! Text for people: lists, and lines that are no wider than the terminal. Numbers come from the library.

pub(crate) use dottedline::numbers::{
    count, decimal, duration, grouped, horizon, large, memory, percent, plain, signed, sized,
};

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Running text in lines of at most `width` characters, each ended by a newline. `95 %` stays on one line.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let text = text.replace(" %", "\u{a0}%");
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split_ascii_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.replace('\u{a0}', " ") + "\n"
}

/// A name and what is said of it, which may take several lines, all starting in column `indent`.
pub(crate) fn entry(name: &str, text: &str, indent: usize, width: usize) -> String {
    let text = wrapped(text, width - indent);
    let lines = text.trim_end().replace('\n', &format!("\n{:indent$}", ""));
    format!("  {name:<0$}{lines}\n", indent - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_in_a_sentence() {
        assert_eq!([listed(&["a"]), listed(&["a", "b"]), listed(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
    }

    #[test]
    fn running_text_is_broken_between_words() {
        assert_eq!(wrapped("one two three", 8), "one two\nthree\n");
        assert_eq!(wrapped("at 95 % of", 6), "at\n95 %\nof\n");
        assert_eq!(wrapped("  unbreakably long", 5), "unbreakably\nlong\n");
        assert_eq!(entry("a", "one two", 5, 9), "  a  one\n     two\n");
    }
}
