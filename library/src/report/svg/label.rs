//! Labels: how wide they are, cut short where they must be, moved apart where they would overlap.

/// How much wider bold text is, in fonts where it is much wider.
pub(in crate::report) const BOLD: f64 = 1.15;

/// About how wide a text is at a size. Fonts differ from machine to machine; this is on the wide side.
pub(in crate::report) fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(|letter| share_of(letter) * size).sum()
}

/// Width of a letter as a share of the font's size.
fn share_of(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 0.28,
        'f' | 't' | 'r' | ' ' | '\u{a0}' | '(' | ')' | '-' | '[' | ']' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.88,
        letter if letter.is_ascii_uppercase() => 0.68,
        letter if letter.is_ascii_digit() => 0.63,
        letter if letter.is_ascii() => 0.585,
        // Marks that combine with the letter before, and those that steer direction, take no room.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 0.0,
        '\u{a1}'..='\u{6ff}' | '−' | '–' | '…' => 0.6,
        _ => 1.05,
    }
}

/// The text, cut to a width with an ellipsis.
pub(in crate::report) fn shortened(text: &str, size: f64, width: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_owned();
    }
    let mut left = width - width_of("…", size);
    let fits = |letter: &char| {
        left -= share_of(*letter) * size;
        left >= 0.0
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// The text in at most `most` lines of a width; the last one cut short.
pub(in crate::report) fn wrapped(text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line, size) + width_of(" ", size) + width_of(word, size) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most.max(1) - 1).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| shortened(line, size, width)).collect()
}

/// Heights near the wanted ones, in the same order of places, at least `gap` apart and within `low..high` as far as they fit:
/// labels that would overlap share the room around their middle.
pub(in crate::report) fn dodge(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    // Clusters of labels side by side: how many, and where their middle should be.
    let mut clusters: Vec<(usize, f64)> = Vec::new();
    for &place in &order {
        clusters.push((1, wanted[place].clamp(low, high.max(low))));
        while let [.., above, below] = clusters.as_slice() {
            let room = gap * (above.0 + below.0) as f64 / 2.0;
            if below.1 - above.1 >= room {
                break;
            }
            let count = above.0 + below.0;
            let middle = (above.1 * above.0 as f64 + below.1 * below.0 as f64) / count as f64;
            let half = gap * (count - 1) as f64 / 2.0;
            let middle = middle.min(high - half).max(low + half);
            clusters.truncate(clusters.len() - 2);
            clusters.push((count, middle));
        }
    }
    let heights = clusters.iter().flat_map(|&(count, middle)| {
        (0..count).map(move |place| middle + gap * (place as f64 - (count - 1) as f64 / 2.0))
    });
    let mut placed = vec![0.0; wanted.len()];
    for (&place, height) in order.iter().zip(heights) {
        placed[place] = height;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_are_far_apart_stay_where_they_are() {
        assert_eq!(dodge(&[50.0, 10.0, 90.0], 12.0, 0.0, 100.0), [50.0, 10.0, 90.0]);
    }

    #[test]
    fn labels_at_one_place_spread_around_it_in_order() {
        assert_eq!(dodge(&[50.0, 50.0, 50.0], 10.0, 0.0, 100.0), [40.0, 50.0, 60.0]);
        assert_eq!(dodge(&[98.0, 99.0], 10.0, 0.0, 100.0), [90.0, 100.0], "within the chart");
    }

    #[test]
    fn labels_are_never_nearer_than_the_gap() {
        let wanted = [3.0, 5.0, 4.0, 20.0, 21.0, 22.0, 60.0];
        let mut placed = dodge(&wanted, 8.0, 0.0, 100.0);
        placed.sort_by(f64::total_cmp);
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] >= 8.0 - 1e-9), "{placed:?}");
    }

    #[test]
    fn long_names_end_in_an_ellipsis_and_fit() {
        let name = "a very long name ".repeat(12);
        let cut = shortened(&name, 12.0, 90.0);
        assert!(cut.ends_with('…') && width_of(&cut, 12.0) <= 90.0, "{cut}");
        assert_eq!(shortened("siloed", 12.0, 90.0), "siloed");
        assert_eq!(wrapped("a structure of its own", 12.0, 60.0, 2).len(), 2);
    }
}
