//! All pairs of structures compared in second order in one resample, from the worst trial to the best.

/// The worst ranks, which decide about most pairs, are looked at first.
const FIRST_STRETCH: usize = 8;

/// Ranks that are looked at together later on.
const STRETCH: usize = 512;

/// A drawn number is written so often at once.
const AT_ONCE: usize = 4;

/// The numbers of a structure from the worst to the best, and whose they are.
pub(super) struct Sorted {
    numbers: Vec<f64>,
    trials: Vec<u32>,
}

impl Sorted {
    pub(super) fn of(column: &[f64]) -> Sorted {
        let mut order: Vec<(f64, u32)> = column.iter().copied().zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (numbers, trials) = order.into_iter().unzip();
        Sorted { numbers, trials }
    }
}

/// Which structure (row) is in relation to which other one (column), a bit each.
pub(super) struct Relation {
    structures: usize,
    rows: Vec<Vec<u64>>,
}

impl Relation {
    fn all(structures: usize) -> Relation {
        let mut row = vec![0; structures.div_ceil(64)];
        (0..structures).for_each(|other| row[other / 64] |= 1 << (other % 64));
        Relation { structures, rows: vec![row; structures] }
    }

    fn none(structures: usize) -> Relation {
        Relation { structures, rows: vec![vec![0; structures.div_ceil(64)]; structures] }
    }

    fn has(&self, own: usize, other: usize) -> bool {
        self.rows[own][other / 64] >> (other % 64) & 1 == 1
    }

    fn set(&mut self, own: usize, other: usize) {
        self.rows[own][other / 64] |= 1 << (other % 64);
    }

    /// Everything that another one (index) is in relation to.
    fn add_all_of(&mut self, own: usize, other: usize) {
        for word in 0..self.rows[own].len() {
            self.rows[own][word] |= self.rows[other][word];
        }
    }

    /// Whether it is in relation to anybody else, either way.
    fn concerns(&self, own: usize) -> bool {
        (0..self.structures).any(|other| other != own && (self.has(own, other) || self.has(other, own)))
    }

    /// Counts the pairs of which the first is in relation to the second, and not the other way round.
    pub(super) fn count_one_sided(&self, counts: &mut [Vec<u32>]) {
        for (own, counts) in counts.iter_mut().enumerate() {
            for (other, count) in counts.iter_mut().enumerate() {
                *count += u32::from(self.has(own, other) && !self.has(other, own));
            }
        }
    }
}

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
    /// Sums up to each rank of the stretch.
    sums: Vec<f64>,
}

impl<'s> Runner<'s> {
    fn new(structure: usize, sorted: &'s Sorted) -> Runner<'s> {
        Runner { structure, sorted, next: 0, waiting: Vec::new(), waits: 0, sum: 0.0, sums: vec![0.0; STRETCH] }
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
/// is not compared with that one any more. A structure of which all is known runs no further.
pub(super) struct Race<'s> {
    /// Those that still run stand first.
    runners: Vec<Runner<'s>>,
    /// Which structure is nowhere behind which other one, so far.
    pub(super) nowhere_behind: Relation,
}

impl<'s> Race<'s> {
    pub(super) fn new(sorted: &'s [Sorted]) -> Race<'s> {
        let runners = sorted.iter().enumerate().map(|(structure, sorted)| Runner::new(structure, sorted)).collect();
        Race { runners, nowhere_behind: Relation::all(sorted.len()) }
    }

    /// Runs a resample in which each trial is drawn so many times.
    pub(super) fn run(&mut self, times: &[u32]) {
        let most = times.iter().copied().max().unwrap_or(0);
        // Nearly always they fit into bytes, and all of them into the fastest memory.
        let bytes: Result<Vec<u8>, _> = times.iter().map(|&times| u8::try_from(times)).collect();
        match bytes {
            Ok(bytes) => self.run_times(&bytes, most as usize),
            Err(_) => self.run_times(times, most as usize),
        }
    }

    fn run_times<T: Copy + Into<u32>>(&mut self, times: &[T], most: usize) {
        self.runners.iter_mut().for_each(|runner| runner.start(most));
        self.nowhere_behind = Relation::all(self.runners.len());
        let (mut done, mut stretch, mut running) = (0, FIRST_STRETCH, self.runners.len());
        while done < times.len() && running > 1 {
            let count = stretch.min(times.len() - done);
            self.go_on(running, times, count);
            self.compare(running, count);
            running = self.still_running(running);
            (done, stretch) = (done + count, (8 * stretch).min(STRETCH));
        }
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
        let mut still = Relation::none(self.nowhere_behind.structures);
        for (place, own) in running.iter().enumerate() {
            let level = running[place + 1..].iter().take_while(|other| other.sum == own.sum);
            for other in running[..place].iter().rev().chain(level) {
                let (first, second) = (own.structure, other.structure);
                let open = self.nowhere_behind.has(first, second) && !still.has(first, second);
                if open && is_nowhere_behind(&own.sums[..count], &other.sums[..count]) {
                    still.set(first, second);
                    still.add_all_of(first, second);
                }
            }
        }
        self.nowhere_behind = still;
    }

    /// Puts those first of whom something is still to be found out; how many they are.
    fn still_running(&mut self, running: usize) -> usize {
        let mut still = 0;
        for place in 0..running {
            if self.nowhere_behind.concerns(self.runners[place].structure) {
                self.runners.swap(place, still);
                still += 1;
            }
        }
        still
    }
}

/// Whether no sum is below the other's; in parts, as it costs nothing to look at a few more at once.
fn is_nowhere_behind(first: &[f64], second: &[f64]) -> bool {
    let part =
        |(first, second): (&[f64], &[f64])| first.iter().zip(second).fold(true, |so_far, (a, b)| so_far & (a >= b));
    first.chunks(16).zip(second.chunks(16)).all(part)
}
