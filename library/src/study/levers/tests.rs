//! Splits of figures that are known for every combination.

use super::game::Game;
use super::*;

/// A firm per combination of three groups, with one figure.
fn game() -> Game {
    let players = [LeverGroup::Authority, LeverGroup::Incentives, LeverGroup::Budget].map(|group| vec![group]);
    Game::of_players(players.to_vec())
}

/// The split of what a function of the three groups gives.
fn split_of(value: impl Fn(bool, bool, bool) -> Option<f64>) -> Option<Split> {
    let figure = |one: usize| vec![value(one & 1 == 1, one & 2 == 2, one & 4 == 4)];
    split(&game(), &Some((0..8).map(figure).collect()), 0)
}

fn size(there: bool, size: f64) -> f64 {
    if there { size } else { 0.0 }
}

#[test]
fn shares_add_up_to_the_difference() {
    let odd = |a: bool, b: bool, c: bool| Some(7e8 + size(a, 3.3) + size(b && c, -11.7) + size(a && b && c, 0.123));
    let split = split_of(odd).expect("all there");
    assert!((split.shares.iter().sum::<f64>() - split.difference).abs() < 1e-12 * split.difference.abs());
    assert!((split.difference - (3.3 - 11.7 + 0.123)).abs() < 1e-6, "{}", split.difference);
}

#[test]
fn groups_that_do_the_same_have_the_same_share() {
    let split = split_of(|a, b, c| Some(size(a != b, 2.0) + size(a && b, 5.0) + size(c, 1.0))).expect("all there");
    assert_eq!(split.shares[0].to_bits(), split.shares[1].to_bits());
    assert!((split.shares[0] - 2.5).abs() < 1e-12 && (split.shares[2] - 1.0).abs() < 1e-12, "{:?}", split.shares);
}

#[test]
fn a_group_that_does_nothing_has_no_share() {
    let split = split_of(|a, b, _| Some(0.1 + size(a && b, 4.0))).expect("all there");
    assert_eq!(split.shares[2], 0.0);
    assert!(split.shares[..2].iter().all(|share| (share - 2.0).abs() < 1e-12), "{:?}", split.shares);
}

#[test]
fn a_trial_in_which_a_firm_has_no_figure_is_not_split() {
    assert!(split_of(|a, b, c| (!(a && b) || c).then_some(1.0)).is_none());
    assert!(split(&game(), &None, 0).is_none(), "a failed trial");
}
