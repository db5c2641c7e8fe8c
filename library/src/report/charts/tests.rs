//! Every kind of chart on small data: its picture, and that names stay text and inside.

use super::bars::{Bar, BarGrid, grid};
use super::heat::{Heat, HeatCell, Matrix, heat, matrix};
use super::intervals::{IntervalPanel, IntervalRow, panels};
use super::lines::{Across, LineMark, Lines, Look, Series, lines};
use super::org::organisation;
use super::own_scales::{Meanings, ScaleRow, own_scales};
use super::ranked::{Ranked, RankedRow, ranked};
use super::segments::{SegmentMark, Segments, segments};
use crate::model::Line;
use crate::report::numbers::Manner;
use crate::report::results::Week;
use crate::report::svg::Drawing;
use crate::stats::Interval;

fn ends(low: f64, high: f64) -> Option<Interval> {
    Some(Interval { low, high })
}

fn week(week: f64, mean: f64) -> Week {
    let around = |half: f64| ends(mean - half, mean + half);
    Week { week, mean, interval: around(0.01), half: around(0.02), most: around(0.05) }
}

fn line_chart(name: &str) -> Drawing {
    let falling: Vec<Week> = (0..5).map(|n| week(f64::from(n), 1.0 - 0.05 * f64::from(n))).collect();
    let steady: Vec<Week> = (0..5).map(|n| week(f64::from(n), 0.9)).collect();
    let series =
        |place, points, look| Series { place, name: name.to_owned(), label: format!("{name} 80 %"), points, look };
    let chart = Lines {
        series: vec![
            series(0, falling.iter().collect(), Look::Solid),
            series(1, steady.iter().collect(), Look::Dashed),
            series(2, steady.iter().collect(), Look::Dots),
        ],
        manner: Manner::of("retention", 1.0),
        difference: false,
        moments: vec![LineMark { place: 1, at: (2.0, 0.9), text: name.to_owned(), quiet: false }],
        across: Across::Weeks,
        zero: String::new(),
        fans: true,
    };
    lines(&chart, 300.0, 200.0)
}

fn interval_chart(name: &str) -> Drawing {
    let row = |place, mean, interval, other| IntervalRow {
        place,
        name: name.to_owned(),
        words: "+0.3 (0.1 to 0.5)".to_owned(),
        below: name.to_owned(),
        mean,
        interval,
        other,
        filled: place > 1,
    };
    let panel = IntervalPanel {
        heading: name.to_owned(),
        rows: vec![
            row(1, Some(0.3), ends(-0.1, 0.5), None),
            row(2, Some(0.6), None, Some(0.9)),
            row(3, None, None, None),
        ],
        factor: 100.0,
        axis: "points".to_owned(),
        practical: Some(0.2),
        zero: true,
    };
    panels(&[panel], 300.0)
}

fn segment_chart(name: &str) -> Drawing {
    let mark = |place, mean, interval| SegmentMark {
        place,
        name: name.to_owned(),
        words: "+0.3 better".to_owned(),
        mean,
        interval,
    };
    let rows = || vec![mark(1, Some(0.3), ends(-0.1, 0.5)), mark(2, Some(0.6), ends(0.5, 0.7)), mark(3, None, None)];
    let groups = vec![(name.to_owned(), rows()), ("second".to_owned(), rows())];
    segments(&Segments { groups, factor: 100.0, axis: "points".to_owned(), practical: Some(0.2) }, 300.0)
}

fn bar_chart(name: &str) -> Drawing {
    let bar = |value| Some(Bar { value, interval: ends(value - 0.1, value + 0.1), text: value.to_string() });
    let chart = BarGrid {
        rows: vec![(name.to_owned(), None), (name.to_owned(), Some(1))],
        columns: vec![(name.to_owned(), Some(1)), ("second".to_owned(), Some(2))],
        bars: vec![vec![bar(0.5), bar(-0.3)], vec![bar(0.2), None]],
        unit: "Points".to_owned(),
        total: true,
    };
    grid(&chart, 300.0, 80.0)
}

fn heat_chart(name: &str) -> Drawing {
    let cell = |strength| HeatCell { text: "+1.0".to_owned(), strength, tip: name.to_owned() };
    let chart = Heat {
        rows: vec![(name.to_owned(), name.to_owned())],
        columns: vec![(name.to_owned(), 0), (name.to_owned(), 1), (name.to_owned(), 2)],
        cells: vec![vec![cell(0.0), cell(0.5), cell(-1.0)]],
        unit: "Points".to_owned(),
    };
    heat(&chart, 640.0)
}

fn matrix_chart(name: &str) -> Drawing {
    let cell = |strength| HeatCell { text: "1.0".to_owned(), strength, tip: name.to_owned() };
    let chart = Matrix {
        names: vec![name.to_owned(), "sales".to_owned()],
        cells: vec![vec![cell(0.0), cell(1.0)], vec![cell(0.5), cell(0.0)]],
        unit: "contacts".to_owned(),
        axes: ("from".to_owned(), "to".to_owned()),
    };
    matrix(&chart, 300.0)
}

fn organisation_chart(name: &str) -> Drawing {
    let functions = [Line::None, Line::Advisory, Line::Dotted, Line::Solid].map(|line| (name.to_owned(), line));
    organisation(&functions, 1)
}

fn ranked_of(name: &str, width: f64) -> Drawing {
    let row = |shares: [Option<f64>; 2]| RankedRow {
        name: name.to_owned(),
        behind: name.to_owned(),
        shares: shares.to_vec(),
        tip: name.to_owned(),
    };
    let measures = vec![("share of contacts".to_owned(), "var(--m0)"), (name.to_owned(), "var(--bad)")];
    ranked(&Ranked { measures, rows: vec![row([Some(0.05), Some(0.25)]), row([Some(0.0), None])] }, width)
}

fn ranked_chart(name: &str) -> Drawing {
    ranked_of(name, 640.0)
}

fn ranked_narrow_chart(name: &str) -> Drawing {
    ranked_of(name, 390.0)
}

fn turning_chart(name: &str) -> Drawing {
    let row = |place: Option<usize>, value: Option<f64>| ScaleRow {
        name: name.to_owned(),
        words: format!("{name} above 0.6 (0.5 to 0.8)"),
        ends: Interval { low: 0.2, high: 0.9 },
        end_words: ["0.2", "0.9"].map(str::to_owned),
        bars: value.map(|value| Interval { low: value - 0.1, high: value + 0.1 }).into_iter().collect(),
        stroke: value,
        hollow: Some(0.45),
        filled: None,
        faint: value.is_none(),
        place,
    };
    let meanings = Meanings { stroke: "where the answer turns", hollow: "in the scenario", ..Meanings::default() };
    own_scales(&[row(Some(3), Some(0.6)), row(None, None)], meanings, 390.0)
}

type Draw = fn(&str) -> Drawing;

const KINDS: [(&str, Draw); 10] = [
    ("lines", line_chart),
    ("intervals", interval_chart),
    ("segments", segment_chart),
    ("bars", bar_chart),
    ("heat", heat_chart),
    ("matrix", matrix_chart),
    ("ranked", ranked_chart),
    ("ranked_narrow", ranked_narrow_chart),
    ("organisation", organisation_chart),
    ("turning", turning_chart),
];

#[test]
fn every_kind_of_chart_looks_as_it_did() {
    for (kind, draw) in KINDS {
        let Drawing { width, height, body } = draw("matrixed");
        let lines = body.replace("><", ">\n<");
        insta::assert_snapshot!(kind, format!("{width} x {height}\n{lines}"));
    }
}

#[test]
fn hostile_names_are_text_in_every_chart() {
    let long = "ab <".repeat(50);
    for name in
        ["<script>alert(1)</script>", "\" onload=\"x", "'&amp;", "=cmd()", "שלום\u{202e}", "🦀🦀🦀", "", long.as_str()]
    {
        for (kind, draw) in KINDS {
            let body = draw(name).body;
            assert!(!body.contains("<script") && !body.contains("onload=\"x"), "{kind}: {name}");
            let tags = body.split('<').skip(1).filter(|rest| !rest.contains('>')).count();
            assert_eq!(tags, 0, "{kind}: {name}: a tag without end");
            assert!(body.matches("<g").count() == body.matches("</g>").count(), "{kind}: {name}");
            assert!(!body.contains("NaN") && !body.contains("inf"), "{kind}: {name}");
        }
    }
}

#[test]
fn charts_of_nothing_are_drawn_without_harm() {
    let empty = Lines {
        series: Vec::new(),
        manner: Manner::of("retention", 1.0),
        difference: true,
        moments: Vec::new(),
        across: Across::Weeks,
        zero: "siloed".to_owned(),
        fans: false,
    };
    let drawings = [
        lines(&empty, 300.0, 200.0),
        panels(&[], 300.0),
        ranked(&Ranked { measures: Vec::new(), rows: Vec::new() }, 300.0),
        ranked(&Ranked { measures: Vec::new(), rows: Vec::new() }, 900.0),
        own_scales(&[], Meanings::default(), 300.0),
        organisation(&[], 0),
    ];
    for drawing in drawings {
        assert!(!drawing.body.contains("NaN") && !drawing.body.contains("inf") && drawing.height.is_finite());
    }
}

#[test]
fn words_at_a_dip_lie_neither_on_the_axis_nor_on_each_other() {
    let weeks: Vec<Week> = (0..9).map(|n| week(f64::from(n), -1.0 + 0.1 * f64::from(n - 4).abs())).collect();
    let low = |place, text: &str| LineMark { place, at: (4.0, -1.0), text: text.to_owned(), quiet: false };
    let chart = Lines {
        series: vec![Series {
            place: 1,
            name: "matrixed".to_owned(),
            label: String::new(),
            points: weeks.iter().collect(),
            look: Look::Solid,
        }],
        manner: Manner::of("net_value", 1.0),
        difference: true,
        moments: vec![low(1, "lowest in week 4"), low(2, "lowest in week five")],
        across: Across::Weeks,
        zero: String::new(),
        fans: false,
    };
    let body = lines(&chart, 300.0, 200.0).body;
    let (before, _) = body.split_once(">lowest in week 4<").expect("the words");
    let y: f64 = before.rsplit("y=\"").next().and_then(|rest| rest.split('"').next()?.parse().ok()).expect("a height");
    assert!(y < 176.0, "the axis is at 176, the words at {y}");
    assert!(body.contains("<title>lowest in week five") && !body.contains(">lowest in week five</text>"));
}

#[test]
fn names_of_columns_rise_where_there_is_no_room_beside_each_other() {
    let cell = || HeatCell { text: "+1.0".to_owned(), strength: 0.0, tip: String::new() };
    let names = ["siloed", "coalition", "advisory", "cmo led", "matrixed", "operational"];
    let chart = Heat {
        rows: vec![("website".to_owned(), String::new())],
        columns: names.iter().enumerate().map(|(place, name)| ((*name).to_owned(), place)).collect(),
        cells: vec![names.iter().map(|_| cell()).collect()],
        unit: String::new(),
    };
    let (narrow, wide) = (heat(&chart, 390.0).body, heat(&chart, 960.0).body);
    assert!(narrow.contains("rotate") && !wide.contains("rotate"));
    assert!(names.iter().all(|name| narrow.contains(name)), "no name is cut");
}
