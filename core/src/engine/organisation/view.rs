//! What functions can see of touchpoints: who shares whose data, and who hides harm.

use crate::model::{Touchpoint, World};

/// What a function can see of a touchpoint; fixed for a study.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// Whose data show it, as far as they are shared: its own, the hearer's or the owner's; `None` if nobody's do.
    source: Option<usize>,
    /// How much of a harm the touchpoint's owner shows: who looks bad hides data.
    harm_shown: f64,
}

impl View {
    /// What each function can see of each touchpoint.
    pub(crate) fn all(world: &World) -> Vec<Vec<View>> {
        let of = |f: usize| world.touchpoints.iter().map(|touchpoint| View::new(world, f, touchpoint)).collect();
        (0..world.functions.len()).map(of).collect()
    }

    fn new(world: &World, f: usize, touchpoint: &Touchpoint) -> View {
        let (owner, hearer) = (touchpoint.owner, touchpoint.hearer());
        let shares = world.functions[owner].provides_data;
        if f == owner || f == hearer {
            return View { source: Some(hearer), harm_shown: 1.0 };
        }
        View { source: shares.then_some(owner), harm_shown: 1.0 - world.blame(owner) }
    }

    /// How much a function with these links sees of the touchpoint, and how much of an effect its owner shows, 0 to 1.
    #[inline]
    pub(super) fn visibility(&self, links: &[f64], effect: f64) -> (f64, f64) {
        let visibility = self.source.map_or(0.0, |source| links[source]);
        (visibility, if effect < 0.0 { self.harm_shown } else { 1.0 })
    }
}
