//! "Did you mean": the nearest of the names that would have been right.

/// The candidate nearest to a name, if any is near enough to be meant.
pub(crate) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let scored = candidates.into_iter().map(|candidate| (likeness(name, candidate), candidate));
    let best = scored.fold(None, |best: Option<(f64, &str)>, next| match best {
        Some(kept) if kept.0 >= next.0 => Some(kept),
        _ => Some(next),
    });
    best.filter(|&(score, _)| score >= 0.75).map(|(_, candidate)| candidate)
}

fn likeness(name: &str, candidate: &str) -> f64 {
    // Ids are at most 40 characters; comparing far longer names would only cost time.
    if name.len() > 80 { 0.0 } else { strsim::jaro_winkler(&name.to_lowercase(), candidate) }
}

/// The remedy for a name that is none of the candidates.
pub(crate) fn did_you_mean(name: &str, candidates: &[&str]) -> String {
    match nearest(name, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if candidates.is_empty() => "there is none to choose from".to_owned(),
        None => format!("use one of: {}", candidates.join(", ")),
    }
}
