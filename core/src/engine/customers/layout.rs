//! Where each customer slot is kept.
//!
//! Slots are stored by segment and, within a segment, by renewal phase, so that a run of neighbours shares its tables
//! and those whose contract is due in a week stand side by side. Segments begin at a multiple of [`ABREAST`]; the places
//! in between belong to nobody.
//!
//! Slot *numbers* (which free slot does a newcomer take? the lowest) must say nothing about segment or phase. They are
//! dealt over the places by the golden-ratio sequence, so that any run of slot numbers has nearly the shares of the whole.
//!
//! Places beyond the first cohort, the *room* of a firm that grows, come last and fill up from their first place on, so that
//! the customer loop passes over none that nobody has needed.

use std::ops::Range;

use crate::lanes::ABREAST;
use crate::model::World;

/// The places of all customer slots; the same in every trial.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Places, padding included.
    pub(crate) places: usize,
    /// Runs of places of one segment each, in the order of their places: those of the first cohort of every segment, then
    /// the room of every segment.
    pub(crate) parts: Vec<Part>,
    /// Slots of the first cohort; those of the room come after them.
    pub(crate) cohort: usize,
    /// The place of each slot.
    pub(crate) place_of_slot: Vec<u32>,
    /// The slot of each place; `u32::MAX` for padding.
    pub(crate) slot_of_place: Vec<u32>,
}

/// A run of places of one segment; it begins with a block of its own.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) segment: usize,
    /// Its places; padding up to the next multiple of 32 follows.
    pub(crate) range: Range<usize>,
    /// Whether the places are room for growth, which nobody has at the start.
    pub(crate) is_room: bool,
    /// Weeks between renewals.
    renewal_weeks: usize,
}

/// Places of one block whose contract is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DueBlock {
    /// Number of the block.
    pub(crate) block: usize,
    /// A bit for each of its places that is due.
    pub(crate) places: u32,
}

impl Part {
    /// The places before `end` whose contract is due in a week, block by block. Phases are spread evenly: place k of n of the
    /// first cohort has phase ⌊k·renewal/n⌋. Room fills up from its first place on, so its phases follow the golden ratio: any
    /// run of its places has nearly even ones.
    pub(crate) fn due(&self, week: u32, end: usize) -> Vec<DueBlock> {
        let phase = week as usize % self.renewal_weeks;
        let first = |phase: usize| self.range.start + (phase * self.range.len()).div_ceil(self.renewal_weeks);
        match self.is_room {
            true => in_room(self.range.start..end, |k| self.phase_in_room(k) == phase),
            false => in_a_row(first(phase)..first(phase + 1).min(end)),
        }
    }

    /// The phase of place k of the room.
    fn phase_in_room(&self, k: usize) -> usize {
        let share = (k as u64 + 1).wrapping_mul(GOLDEN);
        ((u128::from(share) * self.renewal_weeks as u128) >> 64) as usize
    }

    /// Whether the contract of a place is due in a week.
    pub(crate) fn is_due(&self, week: u32, place: usize) -> bool {
        let (k, n) = (place - self.range.start, self.range.len());
        let phase = if self.is_room { self.phase_in_room(k) } else { k * self.renewal_weeks / n };
        phase == week as usize % self.renewal_weeks
    }

    /// Its blocks of places.
    pub(crate) fn blocks(&self) -> Range<usize> {
        self.range.start / ABREAST..self.range.end.div_ceil(ABREAST)
    }
}

/// Neighbouring places, block by block.
fn in_a_row(places: Range<usize>) -> Vec<DueBlock> {
    let block = |block: usize| {
        let from = places.start.saturating_sub(block * ABREAST);
        let to = (places.end - block * ABREAST).min(ABREAST);
        DueBlock { block, places: (u32::MAX >> (ABREAST - to)) & (u32::MAX << from) }
    };
    if places.is_empty() {
        Vec::new()
    } else {
        (places.start / ABREAST..places.end.div_ceil(ABREAST)).map(block).collect()
    }
}

/// Those of a room's places whose number in the room is such, block by block.
fn in_room(places: Range<usize>, such: impl Fn(usize) -> bool) -> Vec<DueBlock> {
    let mut blocks: Vec<DueBlock> = Vec::new();
    for k in (0..places.len()).filter(|&k| such(k)) {
        let (block, bit) = ((places.start + k) / ABREAST, 1 << ((places.start + k) % ABREAST));
        match blocks.last_mut().filter(|last| last.block == block) {
            Some(last) => last.places |= bit,
            None => blocks.push(DueBlock { block, places: bit }),
        }
    }
    blocks
}

impl Layout {
    /// Customers of the first cohort, by segment.
    pub(crate) fn first_customers(&self, segments: usize) -> Vec<u64> {
        let mut first = vec![0; segments];
        for part in self.parts.iter().filter(|part| !part.is_room) {
            first[part.segment] += part.range.len() as u64;
        }
        first
    }

    pub(crate) fn new(world: &World) -> Layout {
        let room = libm::round(f64::from(world.customers) * (world.customer.room - 1.0)) as usize;
        let (mut parts, mut start) = (Vec::with_capacity(2 * world.segments.len()), 0);
        for (sizes, is_room) in
            [(segment_sizes(world, world.customers as usize), false), (segment_sizes(world, room), true)]
        {
            for (segment, size) in sizes.into_iter().enumerate() {
                let range = start..start + size;
                start = range.end.next_multiple_of(ABREAST);
                let renewal_weeks = world.segments[segment].renewal_weeks as usize;
                parts.push(Part { segment, range, is_room, renewal_weeks });
            }
        }
        let mut place_of_slot = deal(&parts, false);
        let cohort = place_of_slot.len();
        place_of_slot.extend(fill_up(&parts));
        let mut slot_of_place = vec![u32::MAX; start];
        for (slot, &place) in place_of_slot.iter().enumerate() {
            slot_of_place[place as usize] = slot as u32;
        }
        Layout { places: start, parts, cohort, place_of_slot, slot_of_place }
    }

    /// Places of the first cohort, padding included: those before all room.
    pub(crate) fn cohort_places(&self) -> usize {
        self.parts.iter().find(|part| part.is_room).map_or(self.places, |part| part.range.start)
    }

    /// The part of a place.
    pub(crate) fn part_of(&self, place: usize) -> usize {
        self.parts.partition_point(|part| part.range.end <= place)
    }

    /// The segment of a place.
    pub(crate) fn segment_of(&self, place: usize) -> usize {
        self.parts[self.part_of(place)].segment
    }
}

/// The places that somebody has or had in one of several firms.
#[derive(Clone, Debug)]
pub(crate) struct InUse(Vec<Range<usize>>);

impl InUse {
    /// From the ends of each firm's used places, by part.
    pub(crate) fn new<'e>(layout: &Layout, ends: impl Iterator<Item = &'e [usize]>) -> InUse {
        let mut used: Vec<Range<usize>> = layout.parts.iter().map(|part| part.range.start..part.range.start).collect();
        for ends in ends {
            used.iter_mut().zip(ends).for_each(|(places, &end)| places.end = places.end.max(end));
        }
        InUse(used)
    }

    /// The end of the places of a part.
    pub(crate) fn end(&self, part: usize) -> usize {
        self.0[part].end
    }

    /// Whether any of the places from a number on, so many of them, is in use.
    pub(crate) fn any(&self, first: usize, number: usize) -> bool {
        self.0.iter().any(|used| used.start.max(first) < used.end.min(first + number))
    }
}

/// So many slots by segment: shares of all, by largest remainder.
fn segment_sizes(world: &World, slots: usize) -> Vec<usize> {
    let exact: Vec<f64> = world.segments.iter().map(|segment| segment.share.get() * slots as f64).collect();
    let mut sizes: Vec<usize> = exact.iter().map(|size| *size as usize).collect();
    let mut by_remainder: Vec<usize> = (0..exact.len()).collect();
    by_remainder.sort_by(|&i, &j| exact[j].fract().total_cmp(&exact[i].fract()));
    let missing = slots.saturating_sub(sizes.iter().sum());
    for &segment in by_remainder.iter().cycle().take(missing) {
        sizes[segment] += 1;
    }
    sizes
}

/// 2⁶⁴ / φ
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Deals slot numbers over the places of parts: slot s goes to the place whose rank is the rank of frac(s·φ).
fn deal(parts: &[Part], is_room: bool) -> Vec<u32> {
    let parts = parts.iter().filter(|part| part.is_room == is_room);
    let places: Vec<u32> = parts.flat_map(|part| part.range.clone()).map(|place| place as u32).collect();
    let mut slots: Vec<u32> = (0..places.len() as u32).collect();
    slots.sort_by_key(|&slot| (u64::from(slot) + 1).wrapping_mul(GOLDEN));
    let mut place_of_slot = vec![0; places.len()];
    for (&slot, &place) in slots.iter().zip(&places) {
        place_of_slot[slot as usize] = place;
    }
    place_of_slot
}

/// The places of the room's slots: segments are mixed as among the first cohort, but each fills up from its first place on,
/// so that room which nobody needs is never passed over.
fn fill_up(parts: &[Part]) -> Vec<u32> {
    let mut next: Vec<usize> = parts.iter().map(|part| part.range.start).collect();
    let part_of = |place: u32| parts.partition_point(|part| part.range.end <= place as usize);
    let dealt = deal(parts, true).into_iter();
    dealt
        .map(|place| {
            let next = &mut next[part_of(place)];
            *next += 1;
            (*next - 1) as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;
    use crate::model::Segment;

    /// The parts of the first cohort, or of the room.
    fn parts(layout: &Layout, room: bool) -> Vec<&Part> {
        layout.parts.iter().filter(|part| part.is_room == room).collect()
    }

    fn sizes(shares: &[f64], customers: u32) -> Vec<usize> {
        let mut world = sample::world();
        let segment = world.segments[0].clone();
        world.customers = customers;
        world.segments = shares.iter().map(|&s| Segment { share: sample::share(s), ..segment.clone() }).collect();
        parts(&Layout::new(&world), false).iter().map(|part| part.range.len()).collect()
    }

    /// A world of so many customers, with room for so many times as many.
    fn world(customers: u32, room: f64) -> World {
        let mut world = sample::world();
        (world.customers, world.customer.room) = (customers, room);
        world
    }

    /// The places of a part that are due in a week.
    fn due(part: &Part, week: u32) -> Vec<usize> {
        let due = part.due(week, part.range.end).into_iter();
        due.flat_map(|due| {
            (0..ABREAST).filter(move |lane| due.places >> lane & 1 == 1).map(move |lane| due.block * ABREAST + lane)
        })
        .collect()
    }

    #[test]
    fn segments_get_their_shares_and_the_largest_remainders_get_the_rest() {
        assert_eq!(sizes(&[0.7, 0.3], 150), [105, 45]);
        assert_eq!(sizes(&[0.7, 0.3], 151), [106, 45]);
        assert_eq!(sizes(&[0.3, 0.7], 152), [46, 106]);
        assert_eq!(sizes(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], 100), [34, 33, 33]);
        assert_eq!(sizes(&[0.05, 0.95], 1), [0, 1]);
    }

    #[test]
    fn parts_begin_at_whole_vectors_and_room_comes_last() {
        let layout = Layout::new(&world(150, 1.25));
        let ranges: Vec<Range<usize>> = layout.parts.iter().map(|part| part.range.clone()).collect();
        // A quarter of 150 is 38 more, of which 70 % are 27.
        assert_eq!(ranges, [0..105, 128..173, 192..219, 224..235]);
        assert_eq!((layout.cohort_places(), layout.places, layout.cohort), (192, 256, 150));
        assert_eq!([104, 128, 192, 234].map(|place| layout.segment_of(place)), [0, 1, 0, 1]);
        let none = Layout::new(&world(150, 1.0));
        assert_eq!((none.places, none.place_of_slot.len()), (192, 150));
    }

    #[test]
    fn every_contract_is_due_once_in_each_of_its_periods_and_about_as_many_each_week() {
        let layout = Layout::new(&world(1_500, 1.5));
        for part in &layout.parts {
            let (size, period) = (part.range.len(), part.renewal_weeks);
            for start in [0, 7, 5 * period] {
                let weeks = start..start + period;
                let mut all: Vec<usize> = weeks.clone().flat_map(|week| due(part, week as u32)).collect();
                all.sort_unstable();
                assert_eq!(all, part.range.clone().collect::<Vec<usize>>());
                let room = if part.is_room { 2 } else { 0 };
                let alike = size / period - room..=size.div_ceil(period) + room;
                assert!(weeks.clone().all(|week| alike.contains(&due(part, week as u32).len())));
            }
            for week in 0..period as u32 {
                let such: Vec<usize> = part.range.clone().filter(|&place| part.is_due(week, place)).collect();
                assert_eq!(due(part, week), such);
            }
        }
        let first = parts(&layout, false)[0];
        for k in 0..first.range.len() {
            let phase = (k * first.renewal_weeks / first.range.len()) as u32;
            assert!(due(first, phase).contains(&(first.range.start + k)), "place {k} has phase ⌊k·period/size⌋");
        }
    }

    #[test]
    fn any_run_of_the_room_has_even_phases_and_only_what_is_used_is_looked_at() {
        let layout = Layout::new(&world(4_000, 1.5));
        for part in parts(&layout, true) {
            for first in [part.range.start, part.range.start + 333] {
                let due_in_run =
                    |week: u32| due(part, week).iter().filter(|&&place| (first..first + 260).contains(&place)).count();
                let weeks = part.renewal_weeks;
                assert!((0..weeks as u32).all(|week| due_in_run(week).abs_diff(260 / weeks) <= 2));
            }
            assert!((0..26).all(|week| part.due(week, part.range.start).is_empty()));
        }
    }

    #[test]
    fn slot_numbers_are_dealt_once_and_any_run_of_them_mixes_segments_and_phases() {
        let layout = Layout::new(&world(1_000, 1.4));
        let mut places = layout.place_of_slot.clone();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 1_400, "each place once");
        for (slot, &place) in layout.place_of_slot.iter().enumerate() {
            assert_eq!(layout.slot_of_place[place as usize] as usize, slot);
            assert_eq!(
                layout.parts[layout.part_of(place as usize)].is_room,
                slot >= 1_000,
                "room has the last numbers"
            );
        }
        assert!((700..704).all(|place| layout.slot_of_place[place] == u32::MAX), "padding belongs to nobody");
        for (first, run) in (0..).step_by(100).zip(layout.place_of_slot.chunks_exact(100)) {
            let many = run.iter().filter(|&&place| layout.segment_of(place as usize) == 0).count();
            assert!((67..=73).contains(&many), "{many} of 100 slots in a segment of 70 %");
            let early = run.iter().filter(|&&place| place < 350).count();
            assert!(
                first >= 1_000 || (32..=38).contains(&early),
                "{early} of 100 slots in the early half of its phases"
            );
        }
    }

    #[test]
    fn room_fills_up_from_its_first_place_on() {
        let layout = Layout::new(&world(1_000, 1.4));
        let mut next: Vec<usize> = layout.parts.iter().map(|part| part.range.start).collect();
        for &place in &layout.place_of_slot[1_000..] {
            let part = layout.part_of(place as usize);
            assert_eq!(place as usize, next[part]);
            next[part] += 1;
        }
    }
}
