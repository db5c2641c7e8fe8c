//! `compare` on tables as people have them: what is read, what is refused and how, and what the answer says then.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Command;

use dottedline::compare::{
    Judgement, Notices, TableError, TableLayout, TableQuestion, TableRequest, TrialTable, headline, notices,
};
use dottedline::stats::{IntervalMethod, Verdict};
use dottedline::study::{Criterion, DecisionRules, Practical};
use proptest::prelude::*;

/// Ten trials of two structures; SciPy: differences 0.022 [0.015426, 0.028574], p = 3.42956e-5.
const OLD: [f64; 10] = [0.61, 0.58, 0.63, 0.60, 0.59, 0.62, 0.57, 0.61, 0.60, 0.64];
const NEW: [f64; 10] = [0.63, 0.61, 0.64, 0.63, 0.60, 0.65, 0.60, 0.62, 0.63, 0.66];

fn bytes(text: &[u8], layout: &TableLayout) -> Result<TrialTable, TableError> {
    let layout_of = |table: TrialTable| table.known_as(None, None, layout);
    TrialTable::read(std::io::Cursor::new(text.to_vec()), layout).map(layout_of)
}

fn read(text: &str) -> Result<TrialTable, TableError> {
    bytes(text.as_bytes(), &TableLayout::default())
}

fn refusal(text: &str) -> String {
    read(text).expect_err(text).to_string()
}

fn question(metric: &str, practical: f64) -> TableQuestion {
    let practical = Practical::Absolute(practical);
    let criterion = Criterion { metric: metric.to_owned(), practical, smaller_is_better: false };
    TableQuestion {
        baseline: 0,
        rules: DecisionRules { criteria: vec![criterion], alpha: 0.05 },
        seed: 0,
        own: false,
        in_full: true,
    }
}

fn judged(table: &TrialTable, metric: &str, practical: f64) -> Judgement {
    Judgement::of_table(table, &question(metric, practical)).remove(0)
}

/// The two columns as rows; `cell` writes a number.
fn tidy(header: &str, separator: &str, cell: impl Fn(f64) -> String) -> String {
    let mut text = format!("{header}\n");
    for (trial, (old, new)) in OLD.iter().zip(NEW).enumerate() {
        writeln!(text, "{trial}{separator}old{separator}{}", cell(*old)).unwrap();
        writeln!(text, "{trial}{separator}new{separator}{}", cell(new)).unwrap();
    }
    text
}

/// The comparison of the two structures, against `old` or the other way round.
fn is_right(table: &TrialTable, metric: &str) {
    let place = |name| table.place(name).unwrap();
    let judgement = judged(table, metric, 0.005);
    let pair = &judgement.pairs[0].comparison;
    let sign = if (pair.first, pair.second) == (place("new"), place("old")) { 1.0 } else { -1.0 };
    let ends = pair.individual.unwrap();
    let (low, high) = if sign > 0.0 { (ends.low, ends.high) } else { (-ends.high, -ends.low) };
    assert!((sign * pair.mean.unwrap() - 0.022).abs() < 1e-9, "{pair:?}");
    assert!((low - 0.015_426_323_7).abs() < 1e-9 && (high - 0.028_573_676_3).abs() < 1e-9, "{low} {high}");
    assert!((pair.p.unwrap() - 3.429_559_4e-5).abs() < 1e-10);
}

#[test]
fn numbers_in_any_dress_are_read_by_a_rule_that_is_said() {
    let comma = |x: f64| format!("{x:.3}").replace('.', ",");
    let cases: [(&str, String); 8] = [
        ("", tidy("trial,structure,kept", ",", |x| x.to_string())),
        ("as percentages", tidy("trial,structure,kept", ",", |x| format!("{:.0} %", 100.0 * x))),
        (
            "as percentages, with decimal commas",
            tidy("trial;structure;kept", ";", |x| format!("{:.1}%", 100.0 * x).replace('.', ",")),
        ),
        ("with decimal commas", tidy("trial\tstructure\tkept", "\t", comma)),
        ("with decimal commas", tidy("trial,structure,kept", ",", |x| format!("\"{}\"", comma(x)))),
        (
            "with decimal commas, without the sign of its currency",
            tidy("trial|structure|kept", "|", |x| format!("€ {}", comma(x))),
        ),
        ("without the sign of its currency", tidy("trial,structure,kept", ",", |x| format!("${x:.3}"))),
        ("without the sign of its currency", tidy("trial,structure,kept", ",", |x| format!("{x:.2} USD"))),
    ];
    for (how, text) in cases {
        let table = read(&text).unwrap_or_else(|error| panic!("{how}: {error}"));
        is_right(&table, "kept");
        assert_eq!(
            table.notes().iter().any(|note| note.contains(&format!("Column `kept` is read {how} ("))),
            !how.is_empty(),
            "{how}: {:?}",
            table.notes()
        );
    }
    let thousands = "trial,structure,worth\n1,a,\"1,110.5\"\n1,b,\"1,210.5\"\n2,a,\"990.25\"\n2,b,\"12,000,000\"\n";
    let table = read(thousands).unwrap();
    assert_eq!(table.columns("worth").unwrap(), [[Some(1110.5), Some(990.25)], [Some(1210.5), Some(12_000_000.0)]]);
    let german = "trial;structure;worth\n1;a;1.110,5\n1;b;1.234\n2;a;0,5\n2;b;7\n";
    assert_eq!(read(german).unwrap().columns("worth").unwrap(), [[Some(1110.5), Some(0.5)], [Some(1234.0), Some(7.0)]]);
}

#[test]
fn cells_that_can_be_read_in_two_ways_are_refused_with_both() {
    let ambiguous = "trial,structure,worth\n1,a,\"1,234\"\n1,b,\"5,678\"\n";
    assert!(refusal(ambiguous).contains("line 2: `1,234` in column `worth` can be 1.234 or 1234\n  remedy: say which: --decimal comma or --decimal point"));
    let layout = |mark| TableLayout { decimal: Some(mark), ..TableLayout::default() };
    let by = |mark| bytes(ambiguous.as_bytes(), &layout(mark)).unwrap().columns("worth").unwrap()[0][0];
    assert_eq!(by(dottedline::numerals::DecimalMark::Comma), Some(1.234));
    assert_eq!(by(dottedline::numerals::DecimalMark::Point), Some(1234.0));
    for (cells, hint) in [
        (
            ["60 %", "0.6"],
            "line 2: column `kept` has `60 %` here and `0.6` in line 3: only one of them has a percent sign",
        ),
        (["0,61", "0.62"], "line 2: column `kept` has `0,61` here and `0.62` in line 3: their decimal marks differ"),
        (["€ 5", "$ 6"], "these are two currencies"),
        (["0.5", "half"], "line 3: `half` in column `kept` is not a number"),
        (["1.5", "1,2,3"], "line 3: `1,2,3` in column `kept` is not a number"),
    ] {
        let text = format!("trial,structure,kept,other\n1,a,\"{}\",1\n1,b,\"{}\",2\n", cells[0], cells[1]);
        let table = read(&text).unwrap();
        let asked = TableRequest {
            primary: Some("kept".to_owned()),
            practical: vec![("kept".to_owned(), 0.1)],
            ..TableRequest::default()
        };
        let error = format!("{:?}", asked.rules(&table, None).unwrap_err());
        let told = table.unread()[0].problem.to_string();
        assert!(told.contains(hint) && error.contains("Unreadable"), "{told}\n{error}");
    }
}

#[test]
fn a_metric_that_decides_by_default_never_gives_way_to_another() {
    for cells in [["60 %", "0.6"], ["high", "low"], ["0,61", "0.62"]] {
        let text = format!(
            "trial,structure,retention,nps_true\n1,a,\"{}\",1\n1,b,\"{}\",2\n2,a,,3\n2,b,,4\n",
            cells[0], cells[1]
        );
        let output = program("default", text.as_bytes(), &[]);
        assert_eq!(output.0, 65, "{}", output.2);
        assert!(output.2.contains("column `retention`"), "{}", output.2);
    }
    let text = "trial,structure,mood,kept\n1,a,happy,1\n1,b,sad,2\n";
    let (code, _, err) = program("text", text.as_bytes(), &["--primary", "mood", "--delta", "mood=1"]);
    assert_eq!(code, 65);
    assert!(err.contains("column `mood` holds text, such as `happy`"), "{err}");
    let rows = tidy("trial,structure,kept", ",", |x| format!("{x},fine")).replacen("kept", "kept,remark", 1);
    let (_, out, _) = program("ignored", rows.as_bytes(), &["--delta", "kept=0.005", "--json", "--quiet"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["ignored"], serde_json::json!(["remark"]));
}

#[test]
fn names_and_shapes_of_tables_are_recognised_or_the_flag_is_offered() {
    for header in [
        "run,scenario,kept",
        "replication,policy,kept",
        "[run number],variant,kept",
        "Iteration,Config,kept",
        "seed,arm,kept",
    ] {
        let table = read(&tidy(header, ",", |x| x.to_string())).unwrap();
        is_right(&table, "kept");
        let said = |what: &str| table.notes().iter().any(|note| note.contains(&format!("is taken for the {what}")));
        assert!(said("trial") && said("structure"), "{:?}", table.notes());
    }
    let named = tidy("customer base,chart,kept", ",", |x| x.to_string());
    assert!(refusal(&named).contains("remedy: say which column tells trials apart, such as --trial \"customer base\""));
    let layout =
        TableLayout { trial: vec!["Customer Base".into()], structure: vec!["chart".into()], ..TableLayout::default() };
    is_right(&bytes(named.as_bytes(), &layout).unwrap(), "kept");
    let preamble = "\"BehaviorSpace results (NetLogo 6.4.0)\"\n\"firm.nlogo\"\n\"05/14/2026 10:11:12:123 +0200\"\n\"min-pxcor\",\"max-pxcor\"\n\"-16\",\"16\"\n";
    is_right(
        &read(&(preamble.to_owned() + &tidy("\"[run number]\",\"structure\",\"kept\"", ",", |x| x.to_string())))
            .unwrap(),
        "kept",
    );
    let commented =
        format!("# made by a simulator\n\n#seed 3\n{}\n,,\n\n", tidy("trial,structure,kept", ",", |x| x.to_string()));
    is_right(&read(&commented).unwrap(), "kept");
    is_right(&read(&commented.replace('\n', "\r\n")).unwrap(), "kept");
    is_right(&read(&format!("# numpy\n# {}", tidy("trial,structure,kept", ",", |x| x.to_string()))).unwrap(), "kept");
    let whole = tidy("trial,structure,kept", ",", |x| x.to_string());
    let (first, second) = whole.split_at(whole.match_indices('\n').nth(8).unwrap().0 + 1);
    is_right(&read(&format!("{first}trial,structure,kept\n{second}")).unwrap(), "kept");
    is_right(&read(&format!("\u{feff}{}", tidy("trial,structure,kept", ",", |x| x.to_string()))).unwrap(), "kept");
}

#[test]
fn wide_and_long_tables_are_read_with_the_flag_that_is_offered() {
    let mut wide = "trial,old,new\n".to_owned();
    let mut long = "trial,structure,measure,value\n".to_owned();
    for (trial, (old, new)) in OLD.iter().zip(NEW).enumerate() {
        writeln!(wide, "{trial},{old},{new}").unwrap();
        for (name, kept) in [("old", *old), ("new", new)] {
            writeln!(long, "{trial},{name},kept,{kept}\n{trial},{name},mood,{}", trial + 3).unwrap();
        }
    }
    assert!(
        refusal(&wide).contains("if `old`, `new` are the structures themselves, --wide METRIC"),
        "{}",
        refusal(&wide)
    );
    let layout = TableLayout { wide: Some("kept".into()), ..TableLayout::default() };
    is_right(&bytes(wide.as_bytes(), &layout).unwrap(), "kept");
    let seeded = wide.replacen("old,new", "old,new,seed", 1).replace('\n', ",77\n").replacen(",77", "", 1);
    is_right(&bytes(seeded.as_bytes(), &layout).unwrap(), "kept");
    let told = refusal(&long);
    assert!(
        told.contains("line 3: trial 0 of structure `old` stands in line 2 already, and so do 19 more rows"),
        "{told}"
    );
    assert!(told.contains("column measure tells them apart: --long measure,value"), "{told}");
    let layout = TableLayout { long: Some(("measure".into(), "value".into())), ..TableLayout::default() };
    is_right(&bytes(long.as_bytes(), &layout).unwrap(), "kept");
}

#[test]
fn doubles_name_the_column_that_tells_them_apart() {
    let mut steps = "trial,structure,week,kept\n".to_owned();
    let mut factors = "trial,structure,demand,kept\n".to_owned();
    for (trial, (old, new)) in OLD.iter().zip(NEW).enumerate() {
        for (name, kept) in [("old", *old), ("new", new)] {
            // The last week stands first: it is the greatest that counts, not the last row.
            writeln!(steps, "{trial},{name},52,{kept}\n{trial},{name},0,1").unwrap();
            writeln!(factors, "{trial},{name},low,{kept}\n{trial},{name},high,{}", kept / 2.0).unwrap();
        }
    }
    assert!(
        refusal(&steps).contains("column week tells them apart: --last week keeps the last one"),
        "{}",
        refusal(&steps)
    );
    is_right(
        &bytes(steps.as_bytes(), &TableLayout { last: Some("week".into()), ..TableLayout::default() }).unwrap(),
        "kept",
    );
    let told = refusal(&factors);
    assert!(
        told.contains("--by demand compares for each of its values, --structure demand,structure takes both"),
        "{told}"
    );
    let by = TableLayout { by: Some("demand".into()), ..TableLayout::default() };
    let tables = TrialTable::read_all(std::io::Cursor::new(factors.clone()), &by).unwrap();
    assert_eq!(tables.iter().map(|(name, _)| name.as_deref().unwrap()).collect::<Vec<_>>(), ["high", "low"]);
    is_right(&tables[1].1, "kept");
    let both = TableLayout { structure: vec!["demand".into(), "structure".into()], ..TableLayout::default() };
    assert_eq!(bytes(factors.as_bytes(), &both).unwrap().structures().len(), 4);
    let (code, out, _) = program("by", factors.as_bytes(), &["--by", "demand", "--delta", "kept=0.005"]);
    assert_eq!(code, 0);
    assert!(out.contains("high: By kept, ") && out.contains("low: By kept, "), "the answers stand first\n{out}");
}

#[test]
fn encodings_and_packed_tables_are_read() {
    let text = tidy("trial,structure,kept", ",", |x| x.to_string());
    let wide =
        |bytes: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    is_right(&bytes(&wide(u16::to_le_bytes), &TableLayout::default()).unwrap(), "kept");
    is_right(&bytes(&wide(u16::to_be_bytes), &TableLayout::default()).unwrap(), "kept");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    is_right(&bytes(&packed, &TableLayout::default()).unwrap(), "kept");
    let torn = bytes(&packed[..packed.len() / 2], &TableLayout::default()).unwrap_err().to_string();
    assert!(torn.contains("cannot be unpacked"), "{torn}");
    let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(
        bytes(&unmarked, &TableLayout::default()).unwrap_err().to_string().contains("UTF-16 with a byte order mark")
    );
}

#[test]
fn ids_that_differ_in_spelling_alone_are_matched_and_told() {
    let ids = |spell: fn(usize) -> String, structure: &str| {
        let mut text = "trial,structure,kept\n".to_owned();
        for (trial, (old, new)) in OLD.iter().zip(NEW).enumerate() {
            writeln!(
                text,
                "{},{},{old}\n{trial},new,{new}",
                spell(trial),
                if trial % 2 == 0 { "old" } else { structure }
            )
            .unwrap();
        }
        read(&text)
    };
    type Spelled = (fn(usize) -> String, &'static str);
    let spells: [Spelled; 5] = [
        (|trial| format!("{trial:02}"), "old"),
        (|trial| format!("{trial}.0"), "Old"),
        (|trial| format!(" {trial}"), " OLD "),
        (|trial| format!("\u{feff}{trial}"), "o\u{200b}ld"),
        (|trial| trial.to_string(), "old\u{a0}"),
    ];
    for (spell, structure) in spells {
        let table = ids(spell, structure).unwrap();
        assert_eq!(table.structures().len(), 2, "{:?}", table.structures());
        is_right(&table, "kept");
    }
    let told = ids(|trial| format!("{trial:02}"), "Old").unwrap();
    assert!(
        told.notes().iter().any(|note| note.contains("Trials `0` and `00` are taken for the same")),
        "{:?}",
        told.notes()
    );
    assert!(told.notes().iter().any(|note| note.contains("Structures `Old` and `old` are taken for the same")));
    let unicode = read("trial,structure,kept\n1,caf\u{e9},1\n2,cafe\u{301},2\n1,b,3\n2,b,4\n").unwrap();
    assert_eq!(unicode.structures().len(), 2);
    let twice = refusal("trial,structure,kept\n1,a,1\n01,a,2\n1,b,3\n");
    assert!(
        twice.contains("line 3: trial 01 of structure `a` stands in line 2 already")
            && twice.contains("are the same trial"),
        "{twice}"
    );
}

#[test]
fn trials_without_a_partner_are_told_and_with_none_in_common_the_table_is_refused() {
    let mut text = tidy("trial,structure,kept", ",", |x| x.to_string());
    for trial in 10..30 {
        writeln!(text, "{trial},old,{}", 0.4 + f64::from(trial) / 100.0).unwrap();
    }
    let table = read(&text).unwrap();
    is_right(&table, "kept");
    let told = noticed(&table, "kept").told;
    assert!(told.contains(&"20 of 30 trials of old have no partner under another structure.".to_owned()), "{told:?}");
    let headline = headline(&judged(&table, "kept", 0.005));
    assert!(headline.contains("10 trials") && !headline.contains("30"), "{headline}");
    let mut counted = "trial,structure,repetition,kept\n".to_owned();
    for (place, (old, new)) in OLD.iter().zip(NEW).enumerate() {
        writeln!(counted, "{place},old,{place},{old}\n{},new,{place},{new}", place + 10).unwrap();
    }
    let told = refusal(&counted);
    assert!(told.contains("no two structures have a trial in common") && told.contains("--trial repetition"), "{told}");
    let layout = TableLayout { trial: vec!["repetition".into()], ..TableLayout::default() };
    is_right(&bytes(counted.as_bytes(), &layout).unwrap(), "kept");
}

fn noticed(table: &TrialTable, metric: &str) -> Notices {
    notices(table, &question(metric, 0.005).rules, &[])
}

#[test]
fn what_does_not_look_right_is_told() {
    let rows = |metric: &str, old: &dyn Fn(usize) -> f64, new: &dyn Fn(usize) -> f64| {
        let mut text = format!("trial,structure,{metric}\n");
        (0..8).for_each(|trial| writeln!(text, "{trial},old,{}\n{trial},new,{}", old(trial), new(trial)).unwrap());
        read(&text).unwrap()
    };
    let plain = |trial: usize| OLD[trial];
    let percent = |trial: usize| 100.0 * OLD[trial] + 0.5;
    let told = |table: &TrialTable, metric: &str| format!("{:?}", noticed(table, metric));
    let share = told(&rows("retention", &percent, &percent), "retention");
    assert!(
        share.contains("`retention` is a share from 0 to 1, but 61.5") && share.contains("is it a percentage?"),
        "{share}"
    );
    let mixed = told(&rows("kept", &plain, &percent), "kept");
    assert!(mixed.contains("shares under one and percentages under the other?"), "{mixed}");
    let answers = told(&rows("nps_true", &|trial| (trial % 3 + 7) as f64, &|trial| (trial % 2 + 8) as f64), "nps_true");
    assert!(answers.contains("All of `nps_true` is from 0 to 10"), "{answers}");
    let score = told(&rows("nps_measured", &|trial| 150.0 + trial as f64, &plain), "nps_measured");
    assert!(score.contains("a score from -100 to 100, but 150"), "{score}");
    let sentinel = told(&rows("kept", &plain, &|trial| if trial == 3 { -999.0 } else { NEW[trial] }), "kept");
    assert!(
        sentinel.contains("`kept` is -999 in trial 3 of new: that looks like a mark for a missing number"),
        "{sentinel}"
    );
    let typing = told(&rows("kept", &plain, &|trial| if trial == 5 { 65.0 } else { NEW[trial] }), "kept");
    assert!(typing.contains("`kept` is 65 in trial 5 of new: that is a hundred times its neighbours"), "{typing}");
    for name in ["churn_rate", "waiting time", "Total Cost", "error", "complaints"] {
        let told = told(&rows(name, &plain, &plain), name);
        assert!(told.contains("is taken to be better; if less is, say --smaller-is-better"), "{told}");
    }
    assert_eq!(noticed(&rows("kept", &plain, &|trial| NEW[trial]), "kept"), Notices::default());
    let seeds = tidy("trial,structure,kept", ",", |x| format!("{x},{}", x * 1e3)).replacen("kept", "kept,seed", 1);
    let table = read(&seeds).unwrap();
    assert_eq!(table.shares_random_numbers(), Some(false));
    assert!(told(&table, "kept").contains("do not share their random numbers"));
    assert_eq!(dottedline::compare::common_random_numbers(&judged(&table, "kept", 0.005)), "");
}

#[test]
fn a_default_difference_that_matters_is_not_used_on_another_scale() {
    let text = tidy("trial,structure,retention", ",", |x| (100.0 * x).to_string());
    let (code, _, err) = program("scale", text.as_bytes(), &[]);
    assert_eq!(code, 65);
    assert!(err.contains("--delta retention=VALUE"), "{err}");
    let (code, out, err) = program("scaled", text.as_bytes(), &["--delta", "retention=0.5"]);
    assert_eq!(code, 0);
    assert!(err.contains("is it a percentage?") && out.contains("By retention, new is the best"), "{err}{out}");
}

#[test]
fn rows_that_sum_up_others_are_no_trials() {
    for name in ["TOTAL", "mean", "Average", "std", "Median"] {
        let text = tidy("trial,structure,kept", ",", |x| x.to_string()) + &format!("{name},old,6\n{name},new,7\n");
        let table = read(&text).unwrap();
        is_right(&table, "kept");
        assert!(table.notes().iter().any(|note| note.contains("2 rows are left out")), "{:?}", table.notes());
    }
    let strange = tidy("trial,structure,kept", ",", |x| x.to_string()) + "final,old,6\nfinal,new,7\n";
    assert!(refusal(&strange).contains("trial `final` is no number where all others are"));
}

#[test]
fn missing_numbers_are_counted_and_told_under_which_structure() {
    for spelling in ["NA", "NaN", "null", "", "-", "N/A", "None"] {
        let text = tidy("trial,structure,kept", ",", |x| x.to_string()).replacen(
            "0,new,0.63",
            &format!("0,new,{spelling}"),
            1,
        );
        let table = read(&text).unwrap();
        let told = noticed(&table, "kept").told.join(" ");
        assert!(told.contains("`kept` is missing in trials: 1 under new, under no other"), "{spelling}: {told}");
        assert_eq!(judged(&table, "kept", 0.005).pairs[0].comparison.trials, 9);
    }
    for cell in ["inf", "-Infinity", "1e999"] {
        let text =
            tidy("trial,structure,kept", ",", |x| x.to_string()).replacen("0,new,0.63", &format!("0,new,{cell}"), 1);
        assert!(
            refusal(&text).contains(&format!("line 3: `{cell}` in column `kept` is not finite")),
            "{}",
            refusal(&text)
        );
    }
    let huge = "trial,structure,kept\n1,a,1e308\n1,b,-1e308\n2,a,1.5e308\n2,b,-1.2e308\n";
    let (code, out, _) = program("huge", huge.as_bytes(), &["--delta", "kept=1"]);
    assert_eq!(code, 0);
    assert!(!out.contains("NaN") && !out.contains("inf") && !out.contains("is the best"), "{out}");
}

#[test]
fn trials_that_are_copies_or_all_alike_are_no_evidence() {
    let original = tidy("trial,structure,kept,worth", ",", |x| format!("{x},{}", 1234.5 * x));
    let mut copied = original.clone();
    for copy in 1..4 {
        for line in original.lines().skip(1) {
            let (trial, rest) = line.split_once(',').unwrap();
            writeln!(copied, "{}{trial},{rest}", copy).unwrap();
        }
    }
    let alike = "trial,structure,kept\n1,a,0.5\n1,b,0.52\n2,a,0.5\n2,b,0.52\n3,a,0.5\n3,b,0.52\n".to_owned();
    let zeros = "trial,structure,kept\n1,a,0\n1,b,0\n2,a,0\n2,b,0\n".to_owned();
    for (text, hint) in [
        (copied, "of 40 trials repeat another one in every number"),
        (alike, "All 3 trials of each structure have the same numbers"),
        (zeros, "All 2 trials"),
    ] {
        let judgement = judged(&read(&text).unwrap(), "kept", 0.005);
        assert!(headline(&judgement).contains(hint), "{}", headline(&judgement));
        let pair = &judgement.pairs[0].comparison;
        assert_eq!((pair.verdict, pair.simultaneous, pair.p), (None, None, None));
        assert!(judgement.options.iter().all(|option| option.standing.is_none()));
        let (code, out, _) = program("copies", text.as_bytes(), &["--primary", "kept", "--delta", "kept=0.005"]);
        assert_eq!(code, 3, "{out}");
        assert!(!out.contains("95 %") && !out.contains("is the best"), "{out}");
    }
    // Counts repeat by chance.
    let mut coarse = "trial,structure,complaints\n".to_owned();
    let chance = [1, 0, 2, 0, 0, 1, 1, 0, 2, 1, 0, 0, 0, 1, 2, 2, 1, 0, 0, 1, 1, 1];
    (0..20).for_each(|trial| writeln!(coarse, "{trial},a,{}\n{trial},b,{}", chance[trial], chance[trial + 2]).unwrap());
    assert_eq!(judged(&read(&coarse).unwrap(), "complaints", 0.5).no_evidence, None);
}

#[test]
fn nested_replications_count_by_their_block() {
    // SciPy: four sites, mean differences .46667, 1.2, .1, 2.1: 0.96667 [-0.43866, 2.37200]; as twelve trials [0.43416, 1.49917].
    let sites = [[1.0, 2.0, 3.0], [4.0, 5.0, 7.0], [2.0, 2.0, 4.0], [8.0, 9.0, 9.5]];
    let gains = [[0.5, 0.7, 0.2], [1.5, 1.1, 1.0], [0.1, -0.2, 0.4], [2.0, 2.5, 1.8]];
    let mut text = "trial,structure,site,score\n".to_owned();
    for (site, (scores, gains)) in sites.iter().zip(gains).enumerate() {
        for (rep, (score, gain)) in scores.iter().zip(gains).enumerate() {
            let trial = 3 * site + rep;
            writeln!(text, "{trial},a,s{site},{score}\n{trial},b,s{site},{}", score + gain).unwrap();
        }
    }
    let blocks = bytes(text.as_bytes(), &TableLayout { block: Some("site".into()), ..TableLayout::default() }).unwrap();
    let judgement = judged(&blocks, "score", 0.1);
    let ends = judgement.pairs[0].comparison.individual.unwrap();
    assert!((ends.low - -0.438_663_570).abs() < 1e-8 && (ends.high - 2.371_996_904).abs() < 1e-8, "{ends:?}");
    assert!(headline(&judgement).contains("4 blocks"), "{}", headline(&judgement));
    let flat = judged(&read(&text).unwrap(), "score", 0.1).pairs[0].comparison.individual.unwrap();
    assert!((flat.low - 0.434_158_543).abs() < 1e-8, "{flat:?}");
    // Replications that count from 0 in each site are the same table.
    let mut lines = text.lines();
    let mut within = lines.next().unwrap().to_owned();
    for line in lines {
        let (trial, rest) = line.split_once(',').unwrap();
        write!(within, "\n{},{rest}", trial.parse::<usize>().unwrap() % 3).unwrap();
    }
    let within =
        bytes(within.as_bytes(), &TableLayout { block: Some("site".into()), ..TableLayout::default() }).unwrap();
    assert_eq!(judged(&within, "score", 0.1).pairs, judgement.pairs);
}

#[test]
fn equal_differences_are_shown_as_they_are_and_decide_nothing() {
    let mut text = "trial,structure,score\n".to_owned();
    (0..20).for_each(|trial| {
        let score = f64::from(trial * 37 % 101);
        writeln!(text, "{trial},a,{score}\n{trial},b,{}", score + 0.02).unwrap()
    });
    let judgement = judged(&read(&text).unwrap(), "score", 0.005);
    let pair = &judgement.pairs[0].comparison;
    assert_eq!(
        (pair.verdict, pair.method, pair.simultaneous),
        (Some(Verdict::Unresolved), Some(IntervalMethod::Unvaried), None)
    );
    // 1 - 0.05^(1/20) = 13.9 %.
    assert!(
        headline(&judgement).contains("the same in all 20 trials, and up to 14 % of further ones"),
        "{}",
        headline(&judgement)
    );
    let (_, out, _) = program("equal", text.as_bytes(), &["--delta", "score=0.005"]);
    assert!(out.contains("+0.020") && !out.contains("0.0 [0.0, 0.0]") && !out.contains("95 %"), "{out}");
}

#[test]
fn a_difference_is_named_only_if_its_interval_supports_it() {
    // Best by a one-sided procedure, not by the interval shown beside it.
    let text = "trial,structure,wait\n0,two,0.5857\n0,three,0.1464\n0,four,0.0351\n1,two,0.7345\n1,three,0.1011\n1,four,0.0247\n2,two,0.2929\n2,three,0.0866\n2,four,0.0131\n";
    let (_, out, _) = program(
        "named",
        text.as_bytes(),
        &["--primary", "wait", "--delta", "wait=0.05", "--smaller-is-better", "wait"],
    );
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("the best is not decided") && out.contains("none is ruled out"), "{}", out.replace('\n', " "));
    assert!(out.contains("few trials") && !out.contains("about 1 more trial"), "{out}");
    assert!(!out.contains("Against"), "{out}");
}

/// Exit code, stdout and stderr of `compare` on a table.
fn program(name: &str, text: &[u8], words: &[&str]) -> (i32, String, String) {
    let file = std::env::temp_dir().join(format!("dottedline-any-table-{name}-{}.csv", std::process::id()));
    std::fs::write(&file, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dottedline")).arg("compare").arg(&file).args(words).output().unwrap();
    let _ = std::fs::remove_file(&file);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn noisy_rows() -> impl Strategy<Value = Vec<(u32, &'static str, f64)>> {
    prop::collection::vec((-50..50_i32, -50..50_i32, -50..50_i32), 12..40).prop_map(|rows| {
        let row = |(trial, (a, b, c)): (usize, (i32, i32, i32))| {
            let common = f64::from(a) / 7.0;
            let of = |name, own: i32| (trial as u32, name, common + f64::from(own) / 13.0);
            [of("alpha", b), of("beta", c), of("gamma", b + c + 20)]
        };
        rows.into_iter().enumerate().flat_map(row).collect()
    })
}

fn as_text(rows: &[(u32, &str, f64)]) -> String {
    let mut text = "trial,structure,score\n".to_owned();
    rows.iter().for_each(|(trial, name, score)| writeln!(text, "{trial},{name},{score}").unwrap());
    text
}

fn verdicts(text: &str) -> Vec<(String, String, Option<Verdict>)> {
    let table = read(text).unwrap();
    let judgement = judged(&table, "score", 0.5);
    let name = |place: usize| judgement.name(place).to_owned();
    judgement
        .pairs
        .iter()
        .map(|pair| (name(pair.comparison.first), name(pair.comparison.second), pair.comparison.verdict))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn shuffling_rows_changes_nothing(rows in noisy_rows(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|(trial, name, _)| (u64::from(*trial) * 31 + name.len() as u64).wrapping_mul(seed | 1));
        let json = |rows: &[(u32, &str, f64)]| {
            let table = read(&as_text(rows)).unwrap();
            format!("{:?}", judged(&table, "score", 0.5))
        };
        prop_assert_eq!(json(&rows), json(&shuffled));
    }

    #[test]
    fn renaming_trials_and_putting_parts_together_change_no_verdict(rows in noisy_rows(), cut in 1..30_usize) {
        let renamed: Vec<(u32, &str, f64)> = rows.iter().map(|(trial, name, score)| (trial * 7 + 1_000, *name, *score)).collect();
        prop_assert_eq!(verdicts(&as_text(&rows)), verdicts(&as_text(&renamed)));
        let (first, second) = rows.split_at(cut.min(rows.len()));
        prop_assert_eq!(verdicts(&as_text(&rows)), verdicts(&as_text(&[second, first].concat())));
    }

    #[test]
    fn a_structure_with_few_trials_changes_no_verdict_of_the_others(rows in noisy_rows(), few in 1..6_u32) {
        let mut with = rows.clone();
        with.extend((0..few).map(|trial| (trial, "zeta", 1e3 * f64::from(trial))));
        let others: Vec<_> = verdicts(&as_text(&with)).into_iter().filter(|(a, b, _)| a != "zeta" && b != "zeta").collect();
        prop_assert_eq!(others, verdicts(&as_text(&rows)));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(text in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = bytes(&text, &TableLayout::default());
    }

    #[test]
    fn the_sentence_the_verdicts_and_the_intervals_agree(rows in noisy_rows()) {
        let judgement = judged(&read(&as_text(&rows)).unwrap(), "score", 0.5);
        prop_assume!(judgement.pairs.iter().all(|pair| pair.comparison.simultaneous.is_some()));
        let said = headline(&judgement);
        let against = |place: usize| judgement.pairs.iter().filter(move |pair| [pair.comparison.first, pair.comparison.second].contains(&place));
        let ahead = |place: usize| against(place).all(|pair| {
            let ends = pair.comparison.simultaneous.unwrap();
            if pair.comparison.first == place { ends.low > 0.0 } else { ends.high < 0.0 }
        });
        for (place, name) in judgement.structures.iter().enumerate() {
            let named = said.contains(&format!("{name} is the best"));
            prop_assert!(!named || ahead(place), "{}", said);
            let equivalent = judgement.pairs.iter().all(|pair| pair.comparison.verdict == Some(Verdict::Equivalent));
            prop_assert!(named || equivalent || !ahead(place), "{}", said);
        }
        if said.contains("Against alpha") {
            let best = judgement.options.iter().position(|option| option.standing.is_some_and(|each| each.is_best())).unwrap();
            let pair = judgement.against_baseline().find(|pair| pair.comparison.first == best).unwrap();
            prop_assert!(pair.comparison.simultaneous.unwrap().excludes_zero());
        }
    }
}
