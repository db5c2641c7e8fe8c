//! Where each customer slot is kept.
//!
//! Slots are stored by segment and, within a segment, by renewal phase, so that a run of neighbours shares its tables
//! and those whose contract is due in a week stand side by side. Segments begin at a multiple of [`ABREAST`]; the places
//! in between belong to nobody.
//!
//! Slot *numbers* (which free slot does a newcomer take? the lowest) must say nothing about segment or phase. They are
//! dealt over the places by the golden-ratio sequence, so that any run of slot numbers has nearly the shares of the whole.

use std::ops::Range;

use crate::lanes::ABREAST;
use crate::model::World;

/// The places of all customer slots; the same in every trial.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Places, padding included.
    pub(crate) places: usize,
    /// The places of each segment's customers, in the order of the segments.
    pub(crate) segments: Vec<SegmentPlaces>,
    /// The place of each slot.
    pub(crate) place_of_slot: Vec<u32>,
    /// The slot of each place; `u32::MAX` for padding.
    pub(crate) slot_of_place: Vec<u32>,
}

/// The places of one segment.
#[derive(Clone, Debug)]
pub(crate) struct SegmentPlaces {
    /// Its customers; padding up to the next multiple of 32 follows.
    pub(crate) range: Range<usize>,
    /// Weeks between renewals.
    renewal_weeks: usize,
}

impl SegmentPlaces {
    /// The places whose contract is due in a week. Phases are spread evenly: place k of n has phase ⌊k·renewal/n⌋.
    pub(crate) fn due(&self, week: u32) -> Range<usize> {
        let phase = week as usize % self.renewal_weeks;
        let first = |phase: usize| self.range.start + (phase * self.range.len()).div_ceil(self.renewal_weeks);
        first(phase)..first(phase + 1)
    }

    /// All its places, padding included: whole vectors.
    pub(crate) fn padded(&self) -> Range<usize> {
        self.range.start..self.range.end.next_multiple_of(ABREAST)
    }

    /// Its blocks of places.
    pub(crate) fn blocks(&self) -> Range<usize> {
        let padded = self.padded();
        padded.start / ABREAST..padded.end / ABREAST
    }
}

impl Layout {
    pub(crate) fn new(world: &World) -> Layout {
        let mut segments = Vec::with_capacity(world.segments.len());
        let mut start = 0;
        for (segment, size) in world.segments.iter().zip(segment_sizes(world)) {
            let range = start..start + size;
            start = range.end.next_multiple_of(ABREAST);
            segments.push(SegmentPlaces { range, renewal_weeks: segment.renewal_weeks as usize });
        }
        let place_of_slot = deal(&segments);
        let mut slot_of_place = vec![u32::MAX; start];
        for (slot, &place) in place_of_slot.iter().enumerate() {
            slot_of_place[place as usize] = slot as u32;
        }
        Layout { places: start, segments, place_of_slot, slot_of_place }
    }
}

/// Slots per segment: shares of all customers, by largest remainder.
fn segment_sizes(world: &World) -> Vec<usize> {
    let customers = f64::from(world.customers);
    let exact: Vec<f64> = world.segments.iter().map(|segment| segment.share.get() * customers).collect();
    let mut sizes: Vec<usize> = exact.iter().map(|size| *size as usize).collect();
    let mut by_remainder: Vec<usize> = (0..exact.len()).collect();
    by_remainder.sort_by(|&i, &j| exact[j].fract().total_cmp(&exact[i].fract()));
    let missing = (world.customers as usize).saturating_sub(sizes.iter().sum());
    for &segment in by_remainder.iter().cycle().take(missing) {
        sizes[segment] += 1;
    }
    sizes
}

/// Deals slot numbers over the segments' places: slot s goes to the place whose rank is the rank of frac(s·φ).
fn deal(segments: &[SegmentPlaces]) -> Vec<u32> {
    const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15; // 2⁶⁴ / φ
    let places: Vec<u32> =
        segments.iter().flat_map(|segment| segment.range.clone()).map(|place| place as u32).collect();
    let mut slots: Vec<u32> = (0..places.len() as u32).collect();
    slots.sort_by_key(|&slot| (u64::from(slot) + 1).wrapping_mul(GOLDEN));
    let mut place_of_slot = vec![0; places.len()];
    for (&slot, &place) in slots.iter().zip(&places) {
        place_of_slot[slot as usize] = place;
    }
    place_of_slot
}

impl Layout {
    /// The segment of a place.
    pub(crate) fn segment_of(&self, place: usize) -> usize {
        self.segments.partition_point(|segment| segment.range.end <= place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;
    use crate::model::Segment;

    fn sizes(shares: &[f64], customers: u32) -> Vec<usize> {
        let mut world = sample::world();
        let segment = world.segments[0].clone();
        world.customers = customers;
        world.segments = shares.iter().map(|&s| Segment { share: sample::share(s), ..segment.clone() }).collect();
        Layout::new(&world).segments.iter().map(|segment| segment.range.len()).collect()
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
    fn segments_begin_at_whole_vectors() {
        let layout = Layout::new(&sample::world());
        assert_eq!((layout.segments[0].range.clone(), layout.segments[1].range.clone()), (0..105, 128..173));
        assert_eq!((layout.segments[0].padded(), layout.places), (0..128, 192));
        assert_eq!(layout.segment_of(104), 0);
        assert_eq!(layout.segment_of(128), 1);
    }

    #[test]
    fn every_contract_is_due_once_in_each_of_its_periods_and_about_as_many_each_week() {
        for segment in &Layout::new(&sample::world()).segments {
            let (size, period) = (segment.range.len(), segment.renewal_weeks);
            for start in [0, 7, 5 * period] {
                let weeks = start..start + period;
                let mut due: Vec<usize> = weeks.clone().flat_map(|week| segment.due(week as u32)).collect();
                due.sort_unstable();
                assert_eq!(due, segment.range.clone().collect::<Vec<usize>>());
                let alike = size / period..=size.div_ceil(period);
                assert!(weeks.clone().all(|week| alike.contains(&segment.due(week as u32).len())));
            }
            for k in 0..size {
                let phase = (k * period / size) as u32;
                assert!(segment.due(phase).contains(&(segment.range.start + k)), "place {k} has phase ⌊k·period/size⌋");
            }
        }
    }

    #[test]
    fn slot_numbers_are_dealt_once_and_any_run_of_them_mixes_segments_and_phases() {
        let mut world = sample::world();
        world.customers = 1_000;
        let layout = Layout::new(&world);
        let mut places = layout.place_of_slot.clone();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 1_000, "each place once");
        for (slot, &place) in layout.place_of_slot.iter().enumerate() {
            assert_eq!(layout.slot_of_place[place as usize] as usize, slot);
        }
        assert!((700..704).all(|place| layout.slot_of_place[place] == u32::MAX), "padding belongs to nobody");
        for run in layout.place_of_slot.chunks_exact(100) {
            let many = run.iter().filter(|&&place| layout.segment_of(place as usize) == 0).count();
            assert!((67..=73).contains(&many), "{many} of 100 slots in a segment of 70 %");
            let early = run.iter().filter(|&&place| place < 350).count();
            assert!((32..=38).contains(&early), "{early} of 100 slots in the early half of its phases");
        }
    }
}
