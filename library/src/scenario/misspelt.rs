//! What people mean where their text is no TOML.

/// What to write instead, if the line around this byte of a text shows it.
pub(super) fn remedy(text: &str, at: usize) -> Option<String> {
    let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at))?;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let line = &text[start..end];
    decimal_comma(line).or_else(|| backslash(line)).or_else(|| curly_quotes(line))
}

/// `margin = 6,0`: TOML separates decimals with a point.
fn decimal_comma(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    let (whole, decimals) = value.split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole.trim_start_matches(['-', '+'])) && digits(decimals))
        .then(|| format!("separate decimals with a point: {} = {whole}.{decimals}", key.trim()))
}

/// `"C:\firms\bank.toml"`: a backslash in double quotes begins an escape.
fn backslash(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let inner = value.trim().strip_prefix('"')?;
    let inner = &inner[..inner.rfind('"').unwrap_or(inner.len())];
    inner.contains('\\').then(|| format!("write paths in single quotes, or with slashes: {} = '{inner}'", key.trim()))
}

/// Quotes of a word processor.
fn curly_quotes(line: &str) -> Option<String> {
    let curly = |letter: char| "\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{ab}\u{bb}".contains(letter);
    line.contains(curly).then(|| format!("use plain quotes: {}", line.trim().replace(curly, "\"")))
}

#[cfg(test)]
mod tests {
    use super::remedy;

    #[test]
    fn what_was_meant_is_told_by_the_line() {
        let said = |text: &str, at| remedy(text, at).unwrap_or_default();
        assert_eq!(said("a = 1\nmargin = 6,0 # a week\nb = 2", 16), "separate decimals with a point: margin = 6.0");
        assert_eq!(said("x = -0,25", 6), "separate decimals with a point: x = -0.25");
        let path = said("extends = \"C:\\firms\\x.toml\"", 14);
        assert_eq!(path, "write paths in single quotes, or with slashes: extends = 'C:\\firms\\x.toml'");
        assert_eq!(said("title = \u{201c}Bank\u{201d}", 8), "use plain quotes: title = \"Bank\"");
        assert_eq!(remedy("x = [1, 2", 4), None);
        assert_eq!(remedy("\u{e9}", 1), None, "not between letters");
    }
}
