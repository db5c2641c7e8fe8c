//! The journey as a ring: touchpoints by owner, lines between them as wide as customers go there.
//!
//! Touchpoints of one owner stand side by side, so that a line across the ring is a border between functions.

use super::super::palette;
use super::super::svg::{Anchor, BOLD, Canvas, Drawing, Ink, SMALL, TEXT, dodge, short, shortened};

/// A touchpoint.
#[derive(Clone, Debug)]
pub(in crate::report) struct Stop {
    pub(in crate::report) name: String,
    pub(in crate::report) owner: usize,
    pub(in crate::report) owner_name: String,
    pub(in crate::report) contacts: f64,
    pub(in crate::report) problems: f64,
    pub(in crate::report) leavers: f64,
    pub(in crate::report) tip: String,
}

/// A way from one touchpoint (its place) to another, and how many go it.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Way {
    pub(in crate::report) from: usize,
    pub(in crate::report) to: usize,
    pub(in crate::report) moves: f64,
}

/// Ways that are drawn, at most: the widest.
const MOST_WAYS: usize = 80;

/// From more touchpoints on there is room for names only.
pub(in crate::report) const CROWDED: usize = 24;

/// Where things stand in the ring.
struct Ring {
    centre: (f64, f64),
    /// Per touchpoint: its point, its radius.
    points: Vec<((f64, f64), f64)>,
    crowded: bool,
}

/// The ring at a width.
pub(in crate::report) fn journey(stops: &[Stop], ways: &[Way], width: f64) -> Drawing {
    let crowded = stops.len() > CROWDED;
    let narrow = width < 600.0;
    let per_side = stops.len().div_ceil(2) as f64;
    let gap = if crowded { 18.0 } else { 44.0 };
    let least = if narrow { 420.0 } else { 560.0 };
    let height = (gap * per_side + 70.0).max(least);
    let mut canvas = Canvas::new(width, height);
    let ring = ring(stops, width, height, narrow, crowded);
    let mut widest: Vec<Way> = ways.iter().copied().filter(|way| way.from != way.to && way.moves > 0.0).collect();
    widest.sort_by(|one, other| other.moves.total_cmp(&one.moves));
    let most = widest.first().map_or(1.0, |way| way.moves);
    widest.truncate(MOST_WAYS);
    // On a telephone thin ways would only be a haze.
    let least = if narrow { 0.06 } else { 0.02 } * most;
    widest.retain(|way| way.moves > least);
    widest.reverse();
    let owner = |way: &Way| stops.get(way.from).map_or(0, |stop| stop.owner);
    // Stable: of one owner the widest come last, and so lie on top.
    widest.sort_by_key(owner);
    for ways in widest.chunk_by(|one, other| owner(one) == owner(other)) {
        let colour = palette::owner(owner(&ways[0]));
        canvas.look(&format!("fill=\"{colour}\" stroke=\"{colour}\" opacity=\".45\""), |canvas| {
            ways.iter().for_each(|way| draw_way(canvas, stops, way, &ring, way.moves / most, narrow));
        });
    }
    for (stop, &(at, radius)) in stops.iter().zip(&ring.points) {
        let fill = palette::owner(stop.owner);
        canvas.group("", &stop.tip, |canvas| {
            let look = format!("fill=\"{fill}\" stroke=\"var(--page)\" stroke-width=\"2\"");
            canvas.circle(at, radius, &look);
        });
    }
    labels(&mut canvas, stops, &ring);
    if !crowded {
        key(&mut canvas);
    }
    canvas.finish()
}

fn ring(stops: &[Stop], width: f64, height: f64, narrow: bool, crowded: bool) -> Ring {
    let centre = (width / 2.0, height / 2.0 - if crowded { 0.0 } else { 16.0 });
    let reach = (if narrow { 0.26 * width } else { 0.33 * width }, height / 2.0 - if crowded { 16.0 } else { 30.0 });
    let room = 0.62 * 2.0 * reach.1 / stops.len().div_ceil(2).max(1) as f64;
    let largest = room.min(if narrow { 13.0 } else { 24.0 }).max(3.0);
    let most = stops.iter().map(|stop| stop.contacts).fold(0.0, f64::max).max(1e-9);
    let mut order: Vec<usize> = (0..stops.len()).collect();
    order.sort_by_key(|&place| (stops[place].owner, place));
    let mut points = vec![((0.0, 0.0), 0.0); stops.len()];
    // Down the right side and up the left one, at even heights, so that every label has a line of its own.
    let right = stops.len().div_ceil(2);
    for (slot, &place) in order.iter().enumerate() {
        let (side, along, count) =
            if slot < right { (1.0, slot, right) } else { (-1.0, stops.len() - 1 - slot, stops.len() - right) };
        let share = (along as f64 + 0.5) / count as f64 * 2.0 - 1.0;
        let bow = (1.0 - 0.9 * share * share).max(0.0).sqrt();
        let at = (centre.0 + side * reach.0 * bow, centre.1 + share * reach.1);
        let size = (stops[place].contacts / most).max(0.0).sqrt();
        points[place] = (at, (largest * size).max(2.5));
    }
    Ring { centre, points, crowded }
}

fn draw_way(canvas: &mut Canvas, stops: &[Stop], way: &Way, ring: &Ring, share: f64, narrow: bool) {
    let (Some((from, to)), Some(&(start, _)), Some(&(end, radius))) =
        (stops.get(way.from).zip(stops.get(way.to)), ring.points.get(way.from), ring.points.get(way.to))
    else {
        return;
    };
    let wide = 0.8 + share * if narrow || ring.crowded { 5.0 } else { 10.0 };
    let bend = bend(start, end, ring.centre);
    let tip = format!("{} → {}", from.name, to.name);
    // The line ends at the rim of the circle, with a head that says which way.
    let (dx, dy) = (end.0 - bend.0, end.1 - bend.1);
    let length = libm::hypot(dx, dy).max(1e-9);
    let (ux, uy) = (dx / length, dy / length);
    let head = (wide * 1.1 + 3.0).min(13.0);
    let tip_at = (end.0 - ux * (radius + 1.5), end.1 - uy * (radius + 1.5));
    let neck = (tip_at.0 - ux * head, tip_at.1 - uy * head);
    let half = head * 0.55;
    let [x0, y0, bx, by, nx, ny] = [start.0, start.1, bend.0, bend.1, neck.0, neck.1].map(short);
    let wing = |sign: f64| [neck.0 - sign * uy * half, neck.1 + sign * ux * half].map(short);
    let ([ax, ay], [cx, cy], [tx, ty]) = (wing(1.0), wing(-1.0), [tip_at.0, tip_at.1].map(short));
    canvas.group("", &tip, |canvas| {
        let line = format!("fill=\"none\" stroke-width=\"{}\"", short(wide));
        canvas.path(&format!("M{x0} {y0}Q{bx} {by} {nx} {ny}"), &line);
        canvas.path(&format!("M{ax} {ay}L{tx} {ty}L{cx} {cy}Z"), "stroke=\"none\"");
    });
}

/// The bend of a way: towards the middle, and to its own side, so that both directions can be seen.
fn bend(start: (f64, f64), end: (f64, f64), centre: (f64, f64)) -> (f64, f64) {
    let middle = ((start.0 + end.0) / 2.0, (start.1 + end.1) / 2.0);
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let inward = 0.42;
    (middle.0 + inward * (centre.0 - middle.0) - 0.09 * dy, middle.1 + inward * (centre.1 - middle.1) + 0.09 * dx)
}

fn labels(canvas: &mut Canvas, stops: &[Stop], ring: &Ring) {
    let gap = if ring.crowded { 13.0 } else { 34.0 };
    let most = |number: fn(&Stop) -> f64| stops.iter().map(number).fold(0.0, f64::max).max(1e-9);
    let most = (most(|stop| stop.problems), most(|stop| stop.leavers));
    for right in [false, true] {
        let side: Vec<usize> = (0..stops.len())
            .filter(|&place| {
                let at = ring.points[place].0;
                (at.0 >= ring.centre.0) == right
            })
            .collect();
        let wanted: Vec<f64> = side.iter().map(|&place| ring.points[place].0.1).collect();
        let heights = dodge(&wanted, gap, 16.0, canvas.height - if ring.crowded { 12.0 } else { 50.0 });
        for (&place, height) in side.iter().zip(heights) {
            label(canvas, &stops[place], &ring.points[place], height, (right, ring.crowded), most);
        }
    }
}

fn label(
    canvas: &mut Canvas,
    stop: &Stop,
    &(at, radius): &((f64, f64), f64),
    height: f64,
    (right, crowded): (bool, bool),
    most: (f64, f64),
) {
    let width = canvas.width;
    let sign = if right { 1.0 } else { -1.0 };
    let x = at.0 + sign * (radius + 9.0);
    let room = if right { width - x } else { x } - 2.0;
    let anchor = if right { Anchor::Start } else { Anchor::End };
    let size = if crowded { 10.5 } else { TEXT };
    canvas.group("", &stop.tip, |canvas| {
        if (height - at.1).abs() > 6.0 {
            let from = (at.0 + sign * radius, at.1);
            canvas.line(from, (x - sign * 2.0, height), "stroke=\"var(--line)\" stroke-opacity=\".6\"");
        }
        let colour = palette::owner_text(stop.owner);
        let ink = Ink { colour: &colour, size, ..Ink::PLAIN }.bold().at(anchor).rimmed();
        canvas.text((x, height - if crowded { 0.0 } else { 7.0 }), &shortened(&stop.name, size, room / BOLD), ink);
        if crowded {
            return;
        }
        let owner = shortened(&stop.owner_name, SMALL - 1.0, room);
        canvas.text((x, height + 6.0), &owner, Ink { size: SMALL - 1.0, ..Ink::FAINT }.at(anchor));
        let longest = room.min(90.0);
        let bar = |canvas: &mut Canvas, share: f64, y: f64, look: &str| {
            let end = x + sign * (longest * share).max(0.5);
            canvas.rect((x, y), (end, y + 3.5), look);
        };
        bar(canvas, stop.problems / most.0, height + 14.5, "fill=\"var(--bad)\"");
        bar(canvas, stop.leavers / most.1, height + 19.5, "fill=\"var(--ink)\"");
    });
}

/// What the bars are, in the corner.
fn key(canvas: &mut Canvas) {
    let y = canvas.height - 10.0;
    let words = [("problems that open here", "var(--bad)"), ("customers who leave from here", "var(--ink)")];
    for (line, (text, colour)) in words.into_iter().enumerate() {
        let y = y - 15.0 * (1 - line) as f64;
        canvas.rect((0.0, y - 2.0), (22.0, y + 2.0), &format!("fill=\"{colour}\""));
        canvas.text((28.0, y), text, Ink::FAINT);
    }
}
