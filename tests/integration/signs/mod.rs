//! Signs: which way the deciding figures go when a number goes up.
#![expect(clippy::print_stdout, reason = "what was measured is shown")]

mod moves;

use dottedline::engine::Plan;
use dottedline::stats::Moments;
use moves::*;

#[test]
#[ignore = "scratch"]
fn screening() {
    let study = bank();
    let plan = Plan::new(&study.world);
    let n: u32 = std::env::var("N").map_or(48, |n| n.parse().unwrap());
    let only = std::env::var("ONLY").ok();
    let base = Trials::of(&plan, &study, n);
    let mut seen = Vec::new();
    for address in study.addresses() {
        let what = kind(&address);
        if what.contains(".lines.") || seen.contains(&what) || what.starts_with("study.") && what != "study.represents" { continue; }
        if only.as_ref().is_some_and(|only| !only.split(',').any(|one| one == what)) { continue; }
        if study.number(&address).is_none() { continue; }
        seen.push(what.clone());
        let about = address.about();
        let value = study.number(&address).unwrap();
        let absolute = !what.contains('*') && about.plausible != about.permitted;
        let (low, high) = if what == "touchpoint.*.quality" || what == "segment.*.expectation" { (To::By(-0.05), To::By(0.05)) }
            else if absolute { (To::At(about.plausible.least), To::At(about.plausible.most)) }
            else if value == 0.0 { (To::At(0.0), To::At(about.plausible.most.min(1.0))) }
            else { (To::Times(0.5), To::Times(2.0)) };
        let (l, h) = (Trials::of(&plan, &moved(&study, &what, low), n), Trials::of(&plan, &moved(&study, &what, high), n));
        for s in 0..4 {
            let mut line = format!("{what},{},{low:?},{high:?}", STRUCTURES[s]);
            for f in 0..3 {
                let sd = base.figure(s, f).into_iter().collect::<Moments>().standard_error().unwrap() * f64::from(n).sqrt();
                let (a, ea) = more(&base.figure(s, f), &l.figure(s, f));
                let (b, eb) = more(&h.figure(s, f), &base.figure(s, f));
                let (c, ec) = more(&h.figure(s, f), &l.figure(s, f));
                line += &format!(",{c:.4},{ec:.4},{:.3},{a:.4},{ea:.4},{b:.4},{eb:.4}", c / sd);
            }
            println!("ROW,{line}");
        }
    }
}
