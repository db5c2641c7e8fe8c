#![allow(missing_docs, clippy::all)]
use dottedline::engine::*;
use dottedline::model::*;
use dottedline::units::Share;
fn s(v: f64) -> Share {
    Share::new(v).unwrap()
}
fn f(t: &toml::Value, k: &str, d: f64) -> f64 {
    t.get(k).map(|v| v.as_float().unwrap_or_else(|| v.as_integer().unwrap() as f64)).unwrap_or(d)
}
#[test]
fn reference() {
    let t: toml::Value =
        toml::from_str(&std::fs::read_to_string("/work/shared/reference/example_scenario.toml").unwrap()).unwrap();
    let funcs: Vec<_> = t["function"]
        .as_array()
        .unwrap()
        .iter()
        .map(|x| Function {
            id: x["id"].as_str().unwrap().into(),
            budget: f(x, "budget", 1.),
            blame: s(0.5),
            readiness: s(0.4),
            implements: true,
            provides_data: true,
            influences: false,
            defines: false,
        })
        .collect();
    let fi = |n: &str| funcs.iter().position(|x| x.id == n).unwrap();
    let tps: Vec<_> = t["touchpoint"]
        .as_array()
        .unwrap()
        .iter()
        .map(|x| Touchpoint {
            id: x["id"].as_str().unwrap().into(),
            owner: fi(x["owner"].as_str().unwrap()),
            quality: f(x, "quality", 0.),
            weight: f(x, "weight", 1.),
            feedback: s(f(x, "feedback", 0.)),
            resolves: x.get("resolves").map_or(false, |b| b.as_bool().unwrap()),
            heard_by: None,
            capacity: None,
        })
        .collect();
    let ti = |n: &str| tps.iter().position(|x| x.id == n).unwrap();
    let row = |r: &toml::Value| {
        Row::new(r.as_table().unwrap().iter().map(|(k, v)| (ti(k), v.as_float().unwrap())).collect()).unwrap()
    };
    let from = &t["journey"]["from"];
    let pr = &t["journey"]["problem"];
    let names: Vec<String> = std::iter::once("away".to_string()).chain(tps.iter().map(|x| x.id.clone())).collect();
    let journey = Journey {
        calm: names.iter().map(|n| from.get(n).map(|r| row(r)).unwrap_or_default()).collect(),
        problem: names.iter().map(|n| row(pr.get(n).unwrap_or(&pr["default"]))).collect(),
    };
    let segs: Vec<_> = t["segment"]
        .as_array()
        .unwrap()
        .iter()
        .map(|x| Segment {
            id: x["id"].as_str().unwrap().into(),
            share: s(f(x, "share", 0.)),
            expectation: s(f(x, "expectation", 0.)),
            churn_alpha: f(x, "churn_alpha", 0.),
            churn_beta: f(x, "churn_beta", 0.),
            renewal_weeks: f(x, "renewal_weeks", 0.) as u32,
            margin: f(x, "margin", 0.),
            journey: journey.clone(),
        })
        .collect();
    let world = World {
        clock: Clock { weeks: 208, warmup_weeks: 52, cycle_weeks: 4, survey_weeks: 13 },
        customers: 2000,
        functions: funcs.clone(),
        touchpoints: tps.clone(),
        journey,
        segments: segs,
        customer: Default::default(),
        initiatives: Default::default(),
        organisation: Default::default(),
        economics: Default::default(),
    };
    let structures: Vec<_> = t["structure"]
        .as_array()
        .unwrap()
        .iter()
        .map(|x| {
            let p = Preset::named(x["preset"].as_str().unwrap()).unwrap();
            let solid: Vec<&str> = x
                .get("solid")
                .map(|a| a.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect())
                .unwrap_or_default();
            Structure {
                id: p.name.into(),
                preset: p.name.into(),
                description: String::new(),
                stages: vec![],
                regime: Regime {
                    lines: funcs
                        .iter()
                        .map(|q| if solid.contains(&q.id.as_str()) { Line::Solid } else { p.lines.rest })
                        .collect(),
                    line_table: line_defaults(),
                    levers: p.levers,
                },
            }
        })
        .collect();
    let plan = Plan::new(&world);
    let n = std::env::var("N").ok().and_then(|x| x.parse().ok()).unwrap_or(60u32);
    let t0 = std::time::Instant::now();
    let rows: Vec<Vec<Outcome>> = {
        use rayon::prelude::*;
        (0..n).into_par_iter().map(|i| plan.run_trial(&structures, 1, i)).collect()
    };
    let el = t0.elapsed().as_secs_f64();
    println!("{} trials {:.2}s  {:.1} M cw/s (2 threads)", n, el, n as f64 * 2000. * (52. + 4. * 208.) / el / 1e6);
    let r: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string("/work/shared/reference/example_results.json").unwrap()).unwrap();
    let map = [
        ("retention", "retention"),
        ("nps", "nps_true"),
        ("nps_measured", "nps_measured"),
        ("net", "net_value"),
        ("quality", "quality_mean"),
        ("coordination", "coordination_mean"),
        ("data", "data_sharing_mean"),
        ("readiness", "readiness_mean"),
        ("mandate", "mandate"),
        ("cancelled", "programme_ended"),
        ("kpi", "kpi_total"),
        ("kpi_started", "started_kpi"),
        ("exp_started", "started_experience"),
        ("bridge_started", "started_bridge"),
        ("stopped", "stopped"),
        ("experience", "experience_mean"),
        ("handoff", "handoff_mean"),
        ("problem", "problem_share"),
        ("satisfaction", "satisfaction_mean"),
        ("active", "customers_end"),
    ];
    for (si, st) in structures.iter().enumerate() {
        println!("== {}", st.id);
        for m in ["backed", "clashed", "mandate"] {
            let met = METRICS.iter().find(|x| x.name == m).unwrap();
            println!("   {} {:.4}", m, rows.iter().map(|o| (met.read)(&o[si].end).unwrap()).sum::<f64>() / n as f64);
        }
        for (k, m) in map {
            let met = METRICS.iter().find(|x| x.name == m).unwrap();
            let sc = if k == "active" { 1. / 2000. } else { 1. };
            let v: Vec<f64> = rows.iter().map(|o| (met.read)(&o[si].end).unwrap() * sc).collect();
            let mu = v.iter().sum::<f64>() / n as f64;
            let se = (v.iter().map(|x| (x - mu) * (x - mu)).sum::<f64>() / (n as f64 - 1.) / n as f64).sqrt();
            let e = &r["structures"][&st.id][k];
            let (rm, rs) = (e["mean"].as_f64().unwrap(), e["se"].as_f64().unwrap());
            let z = (mu - rm) / (se * se + rs * rs).sqrt();
            println!(
                "{:16} {:14.6} {:12.6} | ref {:14.6} {:12.6}  z {:7.2} {}",
                k,
                mu,
                se,
                rm,
                rs,
                z,
                if z.abs() > 4. { "<<<<<" } else { "" }
            );
        }
    }
}
