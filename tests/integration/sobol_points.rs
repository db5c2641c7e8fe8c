//! Sobol' points against Joe & Kuo's program and SciPy, and what scrambling must keep.

use dottedline::stats::{SOBOL_DIMENSIONS, Sobol};

use crate::statistics::reference;

#[test]
fn the_first_points_are_those_of_joe_and_kuo() {
    let sobol = Sobol::new(6).expect("in range");
    for (index, line) in reference("sobol_joekuo_first16_d6.csv").lines().enumerate() {
        let expected: Vec<f64> = line.split(',').map(|cell| cell.parse().expect("a number")).collect();
        assert_eq!(sobol.point(index as u32), expected, "point {index}");
    }
}

/// scipy 1.17.1: qmc.Sobol(d=32, scramble=False, bits=32).random(4096)[4095] * 2**32
const POINT_4095: [u32; SOBOL_DIMENSIONS] = [
    1048576, 4042260480, 1435500544, 3872391168, 4038066176, 338690048, 4077912064, 1678770176, 823132160, 1058013184,
    2446327808, 1380974592, 1584398336, 2232418304, 2366636032, 1789919232, 267386880, 2616197120, 3492806656,
    2238709760, 969932800, 3144679424, 2911895552, 1913651200, 787480576, 2289041408, 1626341376, 122683392,
    4012900352, 3673161728, 1552941056, 376438784,
];

#[test]
fn all_dimensions_agree_with_scipy() {
    let sobol = Sobol::new(SOBOL_DIMENSIONS).expect("in range");
    let found: Vec<f64> = sobol.point(4095).iter().map(|number| number * 4_294_967_296.0).collect();
    assert_eq!(found, POINT_4095.map(f64::from));
    assert!(Sobol::new(0).is_none() && Sobol::new(SOBOL_DIMENSIONS + 1).is_none());
}

/// How many of the first 2^m points lie in each interval of length 2^-m, in one dimension.
fn fills_every_interval(points: &[Vec<f64>], dimension: usize) -> bool {
    let mut counts = vec![0; points.len()];
    points.iter().for_each(|point| counts[(point[dimension] * points.len() as f64) as usize] += 1);
    counts.iter().all(|&count| count == 1)
}

#[test]
fn scrambled_points_stay_even_inside_the_unit_cube_and_differ_by_key_and_dimension() {
    let sobol = Sobol::new(SOBOL_DIMENSIONS).expect("in range");
    for key in [0, 1, u64::MAX] {
        let points: Vec<Vec<f64>> = (0..256).map(|index| sobol.scrambled(key, index)).collect();
        assert!((0..SOBOL_DIMENSIONS).all(|dimension| fills_every_interval(&points, dimension)));
        assert!(points.iter().flatten().all(|&number| number > 0.0 && number < 1.0));
    }
    let first = sobol.scrambled(1, 0);
    assert!(first.iter().zip(sobol.scrambled(2, 0)).all(|(a, b)| *a != b));
    assert!(first.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn the_first_two_dimensions_stay_a_net_when_scrambled() {
    // Dimensions 1 and 2 are a (0, m, 2)-net: one point in each elementary box of area 2^-8.
    let sobol = Sobol::new(2).expect("in range");
    let points: Vec<Vec<f64>> = (0..256).map(|index| sobol.scrambled(3, index)).collect();
    for split in 0..=8_u32 {
        let (wide, high) = (f64::from(1 << split), f64::from(1 << (8 - split)));
        let mut boxes: Vec<u32> =
            points.iter().map(|point| ((point[0] * wide) as u32) << 16 | (point[1] * high) as u32).collect();
        boxes.sort_unstable();
        boxes.dedup();
        assert_eq!(boxes.len(), 256, "split {split}");
    }
}

#[test]
fn a_scrambled_point_by_itself_is_uniform_over_keys() {
    let sobol = Sobol::new(3).expect("in range");
    let mut tenths = [[0_u32; 10]; 3];
    for key in 0..20_000 {
        for (dimension, number) in sobol.scrambled(key, 5).into_iter().enumerate() {
            tenths[dimension][(number * 10.0) as usize] += 1;
        }
    }
    // Chi-squared with 9 degrees of freedom stays below 27.9 with probability 0.999.
    for counts in tenths {
        let excess: f64 =
            counts.iter().map(|&count| (f64::from(count) - 2000.0) * (f64::from(count) - 2000.0) / 2000.0).sum();
        assert!(excess < 27.9, "{counts:?}");
    }
}

#[test]
fn scrambled_integration_beats_plain_random_numbers_by_far() {
    // E[x y z] = 1/8; the standard error of 1,024 independent points would be 0.0048.
    let sobol = Sobol::new(3).expect("in range");
    for key in 0..10 {
        let mean = (0..1024).map(|index| sobol.scrambled(key, index).iter().product::<f64>()).sum::<f64>() / 1024.0;
        assert!((mean - 0.125).abs() < 0.0005, "key {key}: {mean}");
    }
}
