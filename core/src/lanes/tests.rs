//! Every form against the meaning of its operations, number by number.

use super::*;

const ROWS: usize = 20;
const OPTIONS: usize = 5;
const STRIDE: usize = OPTIONS + 1;

/// Numbers without a pattern, the same in every run.
fn numbers(seed: u32) -> impl Iterator<Item = u32> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state ^ state >> 15
    })
}

fn some<const LENGTH: usize>(seed: u32) -> [u32; LENGTH] {
    let mut numbers = numbers(seed);
    std::array::from_fn(|_| numbers.next().expect("no end"))
}

/// What a task gives in each form that this processor has.
fn in_every_form<T: Task + Clone>(task: &T) -> Vec<(&'static str, T::Output)> {
    Form::available().into_iter().map(|form| (form.name(), form.run(task.clone()))).collect()
}

#[derive(Clone)]
struct LookUps {
    table: [f32; ENTRIES],
    numbers: [u32; 16],
}

impl Task for LookUps {
    type Output = [f32; ABREAST];

    #[inline(always)]
    fn run<L: Lanes>(self, l: L) -> [f32; ABREAST] {
        let mut found = [0.0; ABREAST];
        for at in (0..16).step_by(L::N) {
            l.store(l.look_up(&self.table, l.load_u(&self.numbers, at)), &mut found, at);
        }
        found
    }
}

#[test]
fn a_table_is_looked_up_by_the_lowest_five_bits_of_a_number() {
    let table = some::<ENTRIES>(1).map(|x| x as f32);
    let numbers = some(2);
    for (form, found) in in_every_form(&LookUps { table, numbers }) {
        let expected = numbers.map(|number| table[number as usize % 32]);
        assert_eq!(found[..16], expected, "{form}");
    }
}

#[derive(Clone)]
struct Bits([u32; 16]);

impl Task for Bits {
    /// Bits 13 and 31 of each number as bits of two numbers; the sum of all.
    type Output = (u32, u32, u64);

    #[inline(always)]
    fn run<L: Lanes>(self, l: L) -> (u32, u32, u64) {
        let mut found = (0, 0, 0);
        for at in (0..16).step_by(L::N) {
            let numbers = l.load_u(&self.0, at);
            found.0 |= l.mask_bits(l.bit::<13>(numbers)) << at;
            found.1 |= l.mask_bits(l.bit::<31>(numbers)) << at;
            found.2 += l.total(numbers);
        }
        found
    }
}

#[test]
fn bits_are_told_and_lanes_are_added_up_without_overflow() {
    let numbers = some(3);
    let bits = |at: u32| numbers.iter().enumerate().map(|(lane, x)| (x >> at & 1) << lane).sum::<u32>();
    let sum = numbers.iter().map(|&x| u64::from(x)).sum::<u64>();
    assert!(sum > u64::from(u32::MAX));
    for (form, found) in in_every_form(&Bits(numbers)) {
        assert_eq!(found, (bits(13), bits(31), sum), "{form}");
    }
}

/// Thresholds of each row, in ascending order.
fn rows() -> Vec<[u16; OPTIONS]> {
    let mut numbers = numbers(4).map(|x| (x >> 16) as u16);
    let row = |_| {
        let mut row: [u16; OPTIONS] = std::array::from_fn(|_| numbers.next().expect("no end"));
        row.sort_unstable();
        row
    };
    (0..ROWS).map(row).collect()
}

/// A number that stands for a place.
fn mark(place: usize) -> u16 {
    (place * 257 % 65_521) as u16
}

/// The same thresholds as forms that look up want them, and as the others do.
fn thresholds(looks_up: bool) -> Thresholds {
    let places = (ROWS * STRIDE).next_power_of_two();
    let mut thresholds = Thresholds { options: OPTIONS, places, ..Thresholds::default() };
    if looks_up {
        thresholds.by_option = vec![[u16::MAX; ROWS_AT_ONCE]; OPTIONS];
        thresholds.marks = (0..places).step_by(ROWS_AT_ONCE).map(|at| std::array::from_fn(|i| mark(at + i))).collect();
    }
    for (number, row) in rows().iter().enumerate() {
        if looks_up {
            row.iter().zip(&mut thresholds.by_option).for_each(|(&one, option)| option[number] = one);
        } else {
            let mut octet = [i16::MAX; OCTET];
            row.iter().zip(&mut octet).for_each(|(&one, signed)| *signed = (one ^ 0x8000) as i16);
            thresholds.by_row.push(octet);
        }
    }
    thresholds
}

/// A hundred and twenty-eight customers: the row of each, its word, and what is to be counted.
#[derive(Clone)]
struct Crowd {
    rows: [[u8; ABREAST]; 4],
    words: [[u32; 16]; 8],
    units: [[u32; 16]; 8],
    events: [[u32; 16]; 8],
}

impl Crowd {
    fn new() -> Crowd {
        Crowd {
            rows: [5, 6, 7, 8].map(|seed| some(seed).map(|x| (x % ROWS as u32) as u8)),
            words: [9, 10, 11, 12, 13, 14, 15, 16].map(some),
            units: [17, 18, 19, 20, 21, 22, 23, 24].map(|seed| some(seed).map(|x| (x % 131_072).min(65_536))),
            events: [25, 26, 27, 28, 29, 30, 31, 32].map(|seed| some(seed).map(|x| x & 1)),
        }
    }

    /// The place of a customer by the definition: how many thresholds of the row are below the upper half of the word.
    fn place(&self, customer: usize) -> usize {
        let row = usize::from(self.rows[customer / ABREAST][customer % ABREAST]);
        let uniform = (self.words[customer / 16][customer % 16] >> 16) as u16;
        row * STRIDE + rows()[row].iter().filter(|&&threshold| uniform > threshold).count()
    }

    /// Whether the place is not the last of its row.
    fn contact(&self, customer: usize) -> bool {
        self.place(customer) % STRIDE != OPTIONS
    }
}

struct Found {
    places: Vec<usize>,
    marks: Option<Vec<u32>>,
    table: Vec<u64>,
}

#[derive(Clone)]
struct Counting(Crowd);

impl Task for Counting {
    type Output = Found;

    #[inline(always)]
    fn run<L: Lanes>(self, l: L) -> Found {
        let crowd = self.0;
        let thresholds = thresholds(L::LOOKS_UP);
        let runs = [0, 1, 2, 3]
            .map(|run| Undecided { rows: &crowd.rows[run], words: [&crowd.words[2 * run], &crowd.words[2 * run + 1]] });
        let places = l.reach(&thresholds, runs);
        let (mut table, mut kept) = (vec![0; thresholds.places + ABREAST], L::NOBODY);
        let (mut marks, mut contacts) = ([[0; 16]; 8], [[0; 16]; 8]);
        for customer in 0..KEPT {
            contacts[customer / 16][customer % 16] = u32::from(crowd.contact(customer));
        }
        for sixteen in 0..8 {
            let places = &places[sixteen / 2];
            for at in (0..16).step_by(L::N) {
                let of_run = sixteen % 2 * 16 + at;
                let what = Countable {
                    units: l.load_u(&crowd.units[sixteen], at),
                    event: l.bit::<0>(l.load_u(&crowd.events[sixteen], at)),
                    contact: l.bit::<0>(l.load_u(&contacts[sixteen], at)),
                };
                l.count(what, places, of_run, &mut table, &mut kept);
                l.store_u(l.marks(places, of_run), &mut marks[sixteen], at);
            }
        }
        l.settle(&mut kept, &mut table);
        Found {
            places: (0..KEPT).map(|customer| places[customer / ABREAST].get(customer % ABREAST)).collect(),
            marks: L::LOOKS_UP.then(|| marks.concat()),
            table,
        }
    }
}

#[test]
fn a_place_is_the_number_of_thresholds_below_and_has_its_mark() {
    let crowd = Crowd::new();
    let expected: Vec<usize> = (0..KEPT).map(|customer| crowd.place(customer)).collect();
    for (form, found) in in_every_form(&Counting(crowd.clone())) {
        assert_eq!(found.places, expected, "{form}");
        let marks: Vec<u32> = expected.iter().map(|&place| mark(place).into()).collect();
        found.marks.into_iter().for_each(|found| assert_eq!(found, marks, "{form}"));
    }
}

#[test]
fn contacts_are_counted_at_their_places_with_units_and_events() {
    let crowd = Crowd::new();
    let mut expected = vec![0; ROWS * STRIDE];
    for customer in (0..KEPT).filter(|&customer| crowd.contact(customer)) {
        let [units, events] = [&crowd.units, &crowd.events].map(|of| u64::from(of[customer / 16][customer % 16]));
        expected[crowd.place(customer)] += (1 << 48) + (events << 32) + units;
    }
    assert!(expected.iter().any(|&count| count >> 48 > 1), "some places are reached more than once");
    for (form, found) in in_every_form(&Counting(crowd)) {
        for (place, count) in expected.iter().enumerate().filter(|(place, _)| place % STRIDE != OPTIONS) {
            assert_eq!(found.table[place], *count, "{form}, place {place}");
        }
    }
}

#[derive(Clone)]
struct Reaching {
    thresholds: Thresholds,
    rows: [[u8; ABREAST]; 2],
    words: [[u32; 16]; 4],
}

impl Reaching {
    /// Thresholds of so many rows, each with so many options, in no form's registers.
    fn new(rows: usize, options: usize) -> (Reaching, Vec<Vec<u16>>) {
        let mut numbers = numbers(options as u32);
        let mut number = || (numbers.next().expect("no end") >> 16) as u16;
        let all: Vec<Vec<u16>> = (0..rows).map(|_| (0..options).map(|_| number()).collect()).collect();
        let places = (rows * (options + 1)).next_power_of_two();
        let mut thresholds = Thresholds { options, places, ..Thresholds::default() };
        for few in all.iter().flat_map(|row| row.chunks(OCTET)) {
            let mut octet = [i16::MAX; OCTET];
            few.iter().zip(&mut octet).for_each(|(&one, signed)| *signed = (one ^ 0x8000) as i16);
            thresholds.by_row.push(octet);
        }
        let of_customers = [40, 41].map(|seed| some(seed).map(|x| (x % rows as u32) as u8));
        (Reaching { thresholds, rows: of_customers, words: [42, 43, 44, 45].map(some) }, all)
    }
}

impl Task for Reaching {
    type Output = Vec<usize>;

    #[inline(always)]
    fn run<L: Lanes>(self, l: L) -> Vec<usize> {
        let [a, b, c, d] = &self.words;
        let runs = [Undecided { rows: &self.rows[0], words: [a, b] }, Undecided { rows: &self.rows[1], words: [c, d] }];
        let places = l.reach(&self.thresholds, runs);
        (0..2 * ABREAST).map(|customer| places[customer / ABREAST].get(customer % ABREAST)).collect()
    }
}

#[test]
fn places_are_found_among_any_number_of_rows_and_options() {
    for (rows, options) in [(20, 1), (256, 8), (65, 9), (200, 16), (256, 17), (250, 63)] {
        let (reaching, thresholds) = Reaching::new(rows, options);
        let place = |customer: usize| {
            let row = usize::from(reaching.rows[customer / ABREAST][customer % ABREAST]);
            let uniform = (reaching.words[customer / 16][customer % 16] >> 16) as u16;
            row * (options + 1) + thresholds[row].iter().filter(|&&threshold| uniform > threshold).count()
        };
        let expected: Vec<usize> = (0..2 * ABREAST).map(place).collect();
        for (form, places) in in_every_form(&reaching) {
            assert_eq!(places, expected, "{form}, {rows} rows, {options} options");
        }
    }
}

#[test]
fn no_row_and_no_number_of_options_leads_out_of_the_table() {
    let thresholds = Thresholds { options: 5, places: 64, ..Thresholds::default() };
    for (row, twice_reached) in [(255, 65_535), (255, 10), (10, 9), (0, 1)] {
        let places = thresholds.places_of::<true>(&[row; ABREAST], &[twice_reached; ABREAST]);
        assert!(places.doubled().iter().all(|doubled| doubled % 2 == 0 && *doubled < 128), "{row}, {twice_reached}");
        assert!(places.counted().iter().all(|&place| place < 64 + 32), "{row}, {twice_reached}");
    }
}
