//! Calibration: the firm of a scenario made the one that was observed.

mod behaviour;
mod fit;
mod levels;
mod line;
mod linear;
mod posterior;
mod table;
mod words;

#[doc(hidden)]
pub use fit::{Fit, Misfit};
#[doc(hidden)]
pub use posterior::{Estimate, INFORMED, Posterior, SelfCheck};
#[doc(hidden)]
pub use table::{Row, Table};
#[doc(hidden)]
pub use words::conclusions;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trial() {
        let text = include_str!("../../../tests/reference/observed_insurer.toml");
        let scenario = crate::scenario::parse("insurer", text, &[]).expect("valid");
        let fit = Fit::of(&scenario.study, &scenario.observed, 2).expect("threads");
        for (before, after) in fit.before.iter().zip(&fit.targets) {
            println!(
                "{:45} obs {:8.4} before {:8.4} after {:8.4} {}",
                after.name,
                after.observed,
                before.implied.unwrap_or(f64::NAN),
                after.implied.unwrap_or(f64::NAN),
                after.is_alike()
            );
        }
        println!("{:?}", fit.misfit);
        for (one, share) in fit.unknown.iter().zip(&fit.shares) {
            println!("{} {:.3} {}", one.address, share, one.at(*share));
        }
        let mut table = Table::new(&fit, &scenario.observed);
        let start = std::time::SystemTime::now();
        let mut rows = table.rows(0..256, 2, &|| ()).expect("threads");
        println!("first {:?}", start.elapsed());
        table.learn(&rows);
        rows.extend(table.rows(256..1024, 2, &|| ()).expect("threads"));
        println!("rows took {:?}", start.elapsed());
        let posterior = Posterior::of(&fit, &scenario.observed, &rows, 256).expect("rows");
        println!("compared {:?} impossible {}", posterior.compared, posterior.impossible);
        for one in &posterior.estimates {
            println!("{} {:.4} {:?} {:?}", one.address, one.median, one.intervals[2], one.shrinkage);
        }
        for one in SelfCheck::of(&fit, &scenario.observed, &rows, 400).behaviour {
            println!("{} p {:.3} {:?}", one.0, one.2, one.3);
        }
        for (place, target) in fit.targets.iter().enumerate() {
            let rms = (rows.iter().map(|row| row.gaps[place].powi(2)).sum::<f64>() / rows.len() as f64).sqrt();
            let reach = |rows: &[Row]| {
                rows.iter().filter(|row| row.gaps[place].abs() <= target.tolerance).count() as f64 / rows.len() as f64
            };
            println!(
                "{} rms gap / tolerance {:.3} reach first {:.3} then {:.3}",
                target.name,
                rms / target.tolerance,
                reach(&rows[..256]),
                reach(&rows[256..])
            );
        }
        for address in fit.study.addresses() {
            let (a, b) = (scenario.study.number(&address), fit.study.number(&address));
            if a != b {
                println!("{address}: {a:?} -> {b:?}");
            }
        }
    }
}
