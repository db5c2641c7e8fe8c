//! What an initiative does to touchpoints: a short list that is kept in place.

use std::ops::{Deref, DerefMut};

/// Most touchpoints that an initiative affects: its own and two neighbours.
const MOST: usize = 3;

/// Touchpoints and the effects on their quality. A list of up to three; more are left out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effects {
    list: [(usize, f64); MOST],
    len: usize,
}

impl FromIterator<(usize, f64)> for Effects {
    fn from_iter<I: IntoIterator<Item = (usize, f64)>>(effects: I) -> Effects {
        let mut list = Effects::default();
        for (place, effect) in list.list.iter_mut().zip(effects) {
            *place = effect;
            list.len += 1;
        }
        list
    }
}

impl<const N: usize> From<[(usize, f64); N]> for Effects {
    fn from(effects: [(usize, f64); N]) -> Effects {
        effects.into_iter().collect()
    }
}

impl Deref for Effects {
    type Target = [(usize, f64)];

    fn deref(&self) -> &[(usize, f64)] {
        &self.list[..self.len]
    }
}

impl DerefMut for Effects {
    fn deref_mut(&mut self) -> &mut [(usize, f64)] {
        &mut self.list[..self.len]
    }
}
