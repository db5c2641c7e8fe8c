//! All pairs of structures compared in second order in one resample, from the worst trial to the best.

use super::relation::Relation;
use super::shortfalls::{Shortfalls, none_is_below};
use super::sorted::Sorted;

/// The worst ranks, which decide about most pairs, are looked at first.
const FIRST_STRETCH: usize = 8;

/// Ranks that are looked at together later on.
const STRETCH: usize = 512;

/// A drawn number is written so often at once.
const AT_ONCE: usize = 4;

/// A structure on its way through the ranks of a resample.
struct Runner<'s> {
    structure: usize,
    sorted: &'s Sorted,
    /// Where in the order it is.
    next: usize,
    /// Drawn numbers beyond the present stretch.
    waiting: Vec<f64>,
    waits: usize,
    /// The sum up to the last rank.
    sum: f64,
    /// The number at that rank.
    reached: f64,
    /// Sums up to each rank of the stretch.
    sums: Vec<f64>,
}

impl<'s> Runner<'s> {
    fn new(structure: usize, sorted: &'s Sorted) -> Runner<'s> {
        Runner {
            structure,
            sorted,
            next: 0,
            waiting: Vec::new(),
            waits: 0,
            sum: 0.0,
            reached: 0.0,
            sums: vec![0.0; STRETCH],
        }
    }

    fn start(&mut self, most: usize) {
        self.waiting.resize(STRETCH + most + AT_ONCE, 0.0);
        (self.next, self.waits, self.sum) = (0, 0, 0.0);
    }

    /// Finds the next drawn numbers, so many at least. Each is written four times, as nearly none is drawn more often: a branch
    /// that can be foreseen.
    fn find<T: Copy + Into<u32>>(&mut self, times: &[T], count: usize) {
        let (mut found, mut taken) = (self.waits, 0);
        let waiting = self.waiting.as_mut_slice();
        let numbers = &self.sorted.numbers[self.next..];
        for (&number, &trial) in numbers.iter().zip(&self.sorted.trials[self.next..]) {
            if found >= count {
                break;
            }
            let times = times[trial as usize].into() as usize;
            let ahead = &mut waiting[found..];
            ahead[..AT_ONCE].fill(number);
            if times > AT_ONCE {
                ahead[AT_ONCE..times].fill(number);
            }
            found += times;
            taken += 1;
        }
        (self.waits, self.next) = (found, self.next + taken);
    }

    /// What waits beyond so many numbers comes to the front.
    fn pass(&mut self, count: usize) {
        self.reached = self.waiting[count - 1];
        self.waiting.copy_within(count..self.waits, 0);
        self.waits -= count;
    }
}

/// Sums rank by rank. Four structures at a time, as each addition of one waits for the one before.
fn add_up(runners: &mut [Runner<'_>], count: usize) {
    let mut fours = runners.chunks_exact_mut(4);
    for four in &mut fours {
        let [a, b, c, d] = four else { continue };
        let mut sums = [a.sum, b.sum, c.sum, d.sum];
        let numbers =
            a.waiting[..count].iter().zip(&b.waiting[..count]).zip(&c.waiting[..count]).zip(&d.waiting[..count]);
        let to =
            a.sums[..count].iter_mut().zip(&mut b.sums[..count]).zip(&mut c.sums[..count]).zip(&mut d.sums[..count]);
        for ((((a, b), c), d), (((to_a, to_b), to_c), to_d)) in numbers.zip(to) {
            sums = [sums[0] + a, sums[1] + b, sums[2] + c, sums[3] + d];
            [*to_a, *to_b, *to_c, *to_d] = sums;
        }
        [a.sum, b.sum, c.sum, d.sum] = sums;
    }
    for one in fours.into_remainder() {
        for (number, to) in one.waiting[..count].iter().zip(&mut one.sums[..count]) {
            one.sum += number;
            *to = one.sum;
        }
    }
}

/// All structures of a resample side by side: the sums of their r worst drawn trials, for one stretch of ranks r after the
/// other.
///
/// To be nowhere behind is transitive, so what follows from two pairs is not looked at, and whoever is behind somebody
/// is not compared with that one any more. What shortfalls tell of all further ranks is not looked at either. A structure of
/// which all is known runs no further.
pub(super) struct Race<'s> {
    /// Those that still run stand first.
    runners: Vec<Runner<'s>>,
    /// Which structure is nowhere behind which other one, at all ranks.
    pub(super) nowhere_behind: Relation,
    /// Of whom this is true so far and not known of all ranks.
    open: Relation,
}

impl<'s> Race<'s> {
    pub(super) fn new(sorted: &'s [Sorted]) -> Race<'s> {
        let runners = sorted.iter().enumerate().map(|(structure, sorted)| Runner::new(structure, sorted)).collect();
        Race { runners, nowhere_behind: Relation::none(sorted.len()), open: Relation::all(sorted.len()) }
    }

    /// Runs a resample in which each trial is drawn so many times. What is known of its shortfalls is that of the resample at a
    /// place.
    pub(super) fn run(&mut self, times: &[u32], shortfalls: Option<(&Shortfalls<'_>, usize)>) {
        let most = times.iter().copied().max().unwrap_or(0);
        // Nearly always they fit into bytes, and all of them into the fastest memory.
        let bytes: Result<Vec<u8>, _> = times.iter().map(|&times| u8::try_from(times)).collect();
        match bytes {
            Ok(bytes) => self.run_times(&bytes, most as usize, shortfalls),
            Err(_) => self.run_times(times, most as usize, shortfalls),
        }
    }

    fn run_times<T: Copy + Into<u32>>(
        &mut self,
        times: &[T],
        most: usize,
        shortfalls: Option<(&Shortfalls<'_>, usize)>,
    ) {
        self.runners.iter_mut().for_each(|runner| runner.start(most));
        self.nowhere_behind = Relation::none(self.runners.len());
        self.open = Relation::all(self.runners.len());
        let (mut done, mut stretch, mut running) = (0, FIRST_STRETCH, self.runners.len());
        let mut foresee_at = 8 * FIRST_STRETCH;
        while done < times.len() && running > 1 {
            let count = stretch.min(times.len() - done);
            self.go_on(running, times, count);
            self.compare(running, count);
            done += count;
            if let Some((shortfalls, resample)) = shortfalls.filter(|_| done >= foresee_at) {
                self.foresee(running, shortfalls, resample);
                foresee_at = 8 * done;
            }
            running = self.still_running(running);
            stretch = (8 * stretch).min(STRETCH);
        }
        self.nowhere_behind.add(&self.open);
    }

    fn go_on<T: Copy + Into<u32>>(&mut self, running: usize, times: &[T], count: usize) {
        let running = &mut self.runners[..running];
        running.iter_mut().for_each(|runner| runner.find(times, count));
        add_up(running, count);
        running.iter_mut().for_each(|runner| runner.pass(count));
    }

    /// Who is still nowhere behind whom after a stretch of so many ranks. From the lowest sum up, so that of everybody below
    /// it is known whom they are not behind.
    fn compare(&mut self, running: usize, count: usize) {
        let running = &mut self.runners[..running];
        running.sort_unstable_by(|a, b| a.sum.total_cmp(&b.sum));
        let mut still = self.nowhere_behind.clone();
        for (place, own) in running.iter().enumerate() {
            let level = running[place + 1..].iter().take_while(|other| other.sum == own.sum);
            for other in running[..place].iter().rev().chain(level) {
                let (first, second) = (own.structure, other.structure);
                let open = self.open.has(first, second) && !still.has(first, second);
                if open && none_is_below(&own.sums[..count], &other.sums[..count]) {
                    still.set(first, second);
                    still.add_all_of(first, second);
                }
            }
        }
        self.open.keep(&still);
    }

    /// What shortfalls tell of the ranks to come, in the order of the last comparison.
    fn foresee(&mut self, running: usize, shortfalls: &Shortfalls<'_>, resample: usize) {
        let running = &self.runners[..running];
        for (place, own) in running.iter().enumerate() {
            for other in running[..place].iter().rev() {
                let (first, second) = (own.structure, other.structure);
                if !self.open.has(first, second) || self.nowhere_behind.has(first, second) {
                    continue;
                }
                match shortfalls.nowhere_behind(resample, first, second, other.reached) {
                    Some(true) => {
                        self.nowhere_behind.set(first, second);
                        self.nowhere_behind.add_all_of(first, second);
                    }
                    Some(false) => self.open.unset(first, second),
                    None => {}
                }
            }
        }
        self.open.take_away(&self.nowhere_behind);
    }

    /// Puts those first of whom something is still to be found out; how many they are.
    fn still_running(&mut self, running: usize) -> usize {
        let mut still = 0;
        for place in 0..running {
            if self.open.concerns(self.runners[place].structure) {
                self.runners.swap(place, still);
                still += 1;
            }
        }
        still
    }
}
