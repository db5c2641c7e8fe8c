//! Values of flags, from text; what is wrong with one is said as a sentence.

use dottedline::model::SEED_MAX;
use dottedline::study::Stopping;

/// Most trials of a study.
const TRIALS_MAX: u32 = 10_000_000;
/// Most threads; more never help.
const THREADS_MAX: u32 = 1_024;

pub(super) fn whole(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("give a whole number, from 0 to {}", u32::MAX))
}

pub(super) fn shard(text: &str) -> Result<(u32, u32), String> {
    let numbers = text.split_once('/').and_then(|(i, k)| Some((i.parse().ok()?, k.parse().ok()?)));
    match numbers {
        Some((i, k)) if i < k && k <= TRIALS_MAX => Ok((i, k)),
        _ => Err("write which shard of how many, from 0: 0/16 is the first of sixteen, 15/16 the last".to_owned()),
    }
}

pub(super) fn shards(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(shards) if (1..=1_000_000).contains(&shards) => Ok(shards),
        _ => Err("give a whole number of shards, from 1 to 1000000".to_owned()),
    }
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("give a share from 0 to 1, such as 0.01".to_owned()),
    }
}

pub(super) fn hours(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|hours| *hours > 0.0).ok_or_else(|| "give a number of hours above 0".to_owned())
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    let fine = |seconds: &f64| *seconds > 0.0 && seconds.is_finite();
    text.parse().ok().filter(fine).ok_or_else(|| "give a number of seconds above 0".to_owned())
}

pub(super) fn delta(text: &str) -> Result<(String, f64), String> {
    let Some((metric, size)) = text.split_once('=').filter(|(metric, _)| !metric.trim().is_empty()) else {
        return Err("write a metric, an equals sign and a number, such as retention=0.005".to_owned());
    };
    match size.trim().parse() {
        Ok(size) if size > 0.0 && f64::is_finite(size) => Ok((metric.trim().to_owned(), size)),
        _ => Err("the difference that matters is a number above 0".to_owned()),
    }
}

pub(super) fn two_columns(text: &str) -> Result<(String, String), String> {
    match text.split_once(',').map(|(metric, value)| (metric.trim(), value.trim())) {
        Some((metric, value)) if !metric.is_empty() && !value.is_empty() && !value.contains(',') => {
            Ok((metric.to_owned(), value.to_owned()))
        }
        _ => Err("name two columns, such as metric,value".to_owned()),
    }
}

pub(super) fn alpha(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(alpha) if alpha > 0.0 && alpha < 0.5 => Ok(alpha),
        _ => Err("give a probability above 0 and below 0.5, such as 0.05".to_owned()),
    }
}

pub(super) fn trials(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(trials) if (1..=TRIALS_MAX).contains(&trials) => Ok(trials),
        _ => Err(format!("a study needs a whole number of trials, from 1 to {TRIALS_MAX}")),
    }
}

pub(super) fn until(text: &str) -> Result<Stopping, String> {
    let precision = text.strip_prefix("precision=").and_then(|number| number.parse::<f64>().ok());
    match precision.filter(|half_width| *half_width > 0.0 && half_width.is_finite()) {
        Some(half_width) => Ok(Stopping::Precision(half_width)),
        None if text == "decided" => Ok(Stopping::Decided),
        None => Err("write `decided`, or `precision=` and a number above 0, such as precision=0.002".to_owned()),
    }
}

pub(super) fn threads(text: &str) -> Result<usize, String> {
    match text.parse::<u32>() {
        Ok(threads) if (1..=THREADS_MAX).contains(&threads) => Ok(threads as usize),
        _ => Err(format!("give a whole number of threads, from 1 to {THREADS_MAX}, or leave it out for one per core")),
    }
}

/// A seed that every program reads back as it is: whole numbers in JSON are safe up to 2⁵³.
pub(super) fn seed(text: &str) -> Result<u64, String> {
    match text.parse::<u64>() {
        Ok(seed) if seed <= SEED_MAX => Ok(seed),
        _ => Err("a seed is a whole number from 0 to 9,007,199,254,740,992".to_owned()),
    }
}

pub(super) fn setting(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((key, _)) if !key.trim().is_empty() => Ok(text.to_owned()),
        _ => Err("write a key, an equals sign and a value, such as organisation.readiness=0.7".to_owned()),
    }
}
