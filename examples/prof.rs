//! scratch
use dottedline::{engine::Plan, scenario};
fn main() {
    let s = scenario::read(
        std::path::Path::new(&std::env::args().nth(1).unwrap_or("scenarios/retail_bank.toml".into())),
        &[],
    )
    .map_err(|e| e.to_string())
    .unwrap();
    let st = s.study;
    let plan = Plan::new(&st.world);
    let n: u32 = std::env::args().nth(2).map_or(40, |x| x.parse().unwrap());
    #[allow(clippy::all)]
    let t = std::time::Instant::now();
    let mut x = 0.0;
    for i in 0..n {
        x += plan.run_trial(&st.structures, st.seed, i)[0].end.retention;
    }
    let e = t.elapsed().as_secs_f64();
    let w = st.world.clock;
    println!(
        "{:.1} M cw/s {x}",
        n as f64 * st.world.customers as f64 * (w.warmup_weeks as f64 + w.weeks as f64 * st.structures.len() as f64)
            / e
            / 1e6
    );
}
