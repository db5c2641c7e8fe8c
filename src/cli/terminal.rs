//! Where words go: data to stdout, the rest to stderr, in colour only where it is wanted.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::ValueEnum;
use clap::builder::styling::{AnsiColor, Style};

use super::failure::Failure;
use super::harmless::harmless_lines;

/// When to use colour (`--color`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    /// Whether a stream gets colour.
    fn on(self, is_terminal: bool) -> bool {
        match self {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb"),
        }
    }

    /// The same wish in clap's words, for its help and its complaints.
    pub(crate) fn for_clap(self) -> clap::ColorChoice {
        match self {
            Colour::Auto if set("NO_COLOR") => clap::ColorChoice::Never,
            Colour::Auto => clap::ColorChoice::Auto,
            Colour::Always => clap::ColorChoice::Always,
            Colour::Never => clap::ColorChoice::Never,
        }
    }
}

fn set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// The wish for colour, read before the command line is parsed: complaints about it need it already.
pub(crate) fn colour_asked_for(raw: &[OsString]) -> Colour {
    let words: Vec<&str> = raw.iter().map(|word| word.to_str().unwrap_or("")).collect();
    let last = words.iter().enumerate().rev().find_map(|(place, word)| match *word {
        "--color" => words.get(place + 1).copied(),
        other => other.strip_prefix("--color="),
    });
    last.and_then(|value| Colour::from_str(value, false).ok()).unwrap_or(Colour::Auto)
}

/// The two streams of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Colour on stdout.
    pub(crate) colour: bool,
    /// Colour on stderr.
    pub(crate) colour_errors: bool,
    /// Say nothing on stderr but errors.
    pub(crate) quiet: bool,
    /// Stdout is a terminal that shows ASCII only.
    pub(crate) ascii: bool,
}

impl Terminal {
    /// The streams of this process.
    pub(crate) fn new(colour: Colour, quiet: bool) -> Terminal {
        Terminal {
            colour: colour.on(std::io::stdout().is_terminal()),
            colour_errors: colour.on(std::io::stderr().is_terminal()),
            quiet,
            ascii: std::io::stdout().is_terminal() && locale().is_some_and(|locale| !shows_unicode(&locale)),
        }
    }

    /// Writes data to stdout.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        let ascii = self.ascii.then(|| text.chars().map(in_ascii).collect::<String>());
        let text = ascii.as_deref().unwrap_or(text);
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| Failure::stdout(&error))
    }

    /// Tells people something on stdout: as data, but nothing in it is a command to the terminal.
    pub(crate) fn tell(&self, text: &str) -> Result<(), Failure> {
        self.data(&harmless_lines(text, self.colour))
    }

    /// Says something beside the data, unless silence was asked for.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            say(text, self.colour_errors);
        }
    }

    /// Warns of something that changes what results mean; `--quiet` does not hide it.
    pub(crate) fn warn(&self, text: &str) {
        say(&format!("{} {text}", painted(self.colour_errors, AnsiColor::Yellow, "warning:")), self.colour_errors);
    }

    /// Shows what says itself that it is a warning; `--quiet` does not hide it.
    pub(crate) fn show(&self, text: &str) {
        say(text.trim_end(), self.colour_errors);
    }

    /// Says why a command failed.
    pub(crate) fn complain(&self, failure: &Failure) {
        match failure {
            Failure::Scenario(problems) => say(problems.trim_end(), self.colour_errors),
            Failure::Interrupted(text) | Failure::NotDecided(text) => say(text, self.colour_errors),
            Failure::Failed(text)
            | Failure::Usage(text)
            | Failure::BadData(text)
            | Failure::TooMuch(text)
            | Failure::Fault(text)
            | Failure::Later(text)
            | Failure::CannotWrite(text) => {
                say(&format!("{} {text}", painted(self.colour_errors, AnsiColor::Red, "error:")), self.colour_errors);
            }
            Failure::ReaderGone => {}
        }
    }

    /// Something on stdout that matters less, by whole lines.
    pub(crate) fn faint(&self, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        format!("{}\n", styled(Style::new().dimmed(), text.trim_end_matches('\n')))
    }

    /// Something on stdout in a colour that means something.
    pub(crate) fn inked(&self, ink: Option<AnsiColor>, text: &str) -> String {
        painted(self.colour && ink.is_some(), ink.unwrap_or(AnsiColor::White), text)
    }

    /// A heading on stdout.
    pub(crate) fn heading(&self, text: &str) -> String {
        if self.colour { styled(Style::new().bold(), text) } else { text.to_owned() }
    }
}

/// The locale of letters, if one is set: LC_ALL before LC_CTYPE before LANG.
fn locale() -> Option<String> {
    let value = |variable| std::env::var(variable).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(value)
}

fn shows_unicode(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// A letter of our own drawings in ASCII, one for one; others stay.
fn in_ascii(letter: char) -> char {
    const DRAWN: &str = "▁▂▃▄▅▆▇█─│┼├┤●░→…";
    const ASCII: &[u8] = b"_.,-=+*#-|+[]o.>~";
    let place = DRAWN.chars().position(|drawn| drawn == letter);
    place.map_or(letter, |place| char::from(ASCII[place]))
}

/// A line on stderr. Whether anyone can read it changes nothing.
fn say(text: &str, colours: bool) {
    let _ = writeln!(std::io::stderr().lock(), "{}", harmless_lines(text, colours));
}

fn painted(colour: bool, ink: AnsiColor, text: &str) -> String {
    if colour { styled(Style::new().bold().fg_color(Some(ink.into())), text) } else { text.to_owned() }
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Colour {
        colour_asked_for(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_wish_for_colour_is_found_before_parsing() {
        assert_eq!(asked(&["dottedline", "run", "x"]), Colour::Auto);
        assert_eq!(asked(&["dottedline", "--color=never", "run"]), Colour::Never);
        assert_eq!(asked(&["dottedline", "run", "--color", "always"]), Colour::Always);
        assert_eq!(asked(&["dottedline", "--color"]), Colour::Auto);
        assert_eq!(asked(&["dottedline", "--color=blue"]), Colour::Auto);
    }

    #[test]
    fn drawings_have_ascii_letters_where_the_locale_has_no_others() {
        assert_eq!("├─●┼┤ ▁▄█ é".chars().map(in_ascii).collect::<String>(), "[-o+] _-# é");
        assert!(
            shows_unicode("en_GB.UTF-8") && shows_unicode("C.utf8") && !shows_unicode("C") && !shows_unicode("POSIX")
        );
    }

    #[test]
    fn never_and_always_do_not_ask_the_stream() {
        assert!(Colour::Always.on(false));
        assert!(!Colour::Never.on(true));
        assert!(!Colour::Auto.on(false));
    }
}
