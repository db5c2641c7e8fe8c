//! Calibration: the firm of a scenario made the one that was observed.

mod behaviour;
mod fit;
mod levels;
mod linear;

pub use fit::{Fit, Misfit};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trial() {
        let text = include_str!("../../../tests/reference/observed_insurer.toml");
        let scenario = crate::scenario::parse("insurer", text, &[]).expect("valid");
        let fit = Fit::of(&scenario.study, &scenario.observed, 2).expect("threads");
        for (before, after) in fit.before.iter().zip(&fit.targets) {
            println!("{:45} obs {:8.4} before {:8.4} after {:8.4} {}", after.name, after.observed, before.implied.unwrap_or(f64::NAN), after.implied.unwrap_or(f64::NAN), after.is_alike());
        }
        println!("{:?}", fit.misfit);
        for (one, share) in fit.unknown.iter().zip(&fit.shares) {
            println!("{} {:.3} {}", one.address, share, one.at(*share));
        }
        for address in fit.study.addresses() {
            let (a, b) = (scenario.study.number(&address), fit.study.number(&address));
            if a != b { println!("{address}: {a:?} -> {b:?}"); }
        }
    }
}
