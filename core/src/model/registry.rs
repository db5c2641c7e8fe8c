//! The registry: every number of the model that can be set stands once, with all that is to be said of it.
//!
//! A type whose numbers are registered is declared by `registered!`: a field is its key, its meaning (the
//! doc comment), unit, permitted and plausible range, status and source. File format, checks, schema, tables of the documents, draws and
//! traces loop over [`Registered::PARAMETERS`] and name no number by themselves.

use std::fmt;
use std::marker::PhantomData;

use crate::units::Share;

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end.
    pub least: f64,
    /// Whether the lower end itself is left out.
    pub above: bool,
    /// Upper end; it belongs to the range.
    pub most: f64,
}

/// A range with both ends.
#[must_use]
pub(super) const fn within(least: f64, most: f64) -> Range {
    Range { least, above: false, most }
}

/// A range without its lower end.
#[must_use]
pub(super) const fn above(least: f64, most: f64) -> Range {
    Range { least, above: true, most }
}

impl Range {
    /// Whether a number, which is none if it is NaN, is in it.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        value <= self.most && if self.above { value > self.least } else { value >= self.least }
    }

    /// The least number in it.
    #[must_use]
    pub const fn first(&self) -> f64 {
        if self.above { self.least.next_up() } else { self.least }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { least, above, most } = *self;
        if above { write!(f, "above {least} and at most {most}") } else { write!(f, "from {least} to {most}") }
    }
}

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// No published study gives it: vary it before relying on a verdict.
    Assumption,
    /// A published figure.
    Published,
    /// A choice of the study.
    Choice,
    /// A fact of the firm, which has to be entered.
    Fact,
}

impl Status {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Assumption => "assumption",
            Status::Published => "published",
            Status::Choice => "choice",
            Status::Fact => "fact",
        }
    }
}

/// What is to be said of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// Its key in scenario files.
    pub key: &'static str,
    /// What the key was called in the version before, whose files are still read; empty if it is called as it was.
    pub formerly: &'static str,
    /// What it is, in a line.
    pub meaning: &'static str,
    /// Its unit, in words.
    pub unit: &'static str,
    /// What it may be.
    pub permitted: Range,
    /// What may be expected of a real firm: what sensitivity, draws and flip points take it from.
    pub plausible: Range,
    /// Whether the default is an assumption.
    pub status: Status,
    /// Where the default or its order of size comes from; empty for a bare assumption.
    pub source: &'static str,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

/// A number of a `T`: what is to be said of it, and how it is read and set.
#[derive(Debug)]
pub struct Parameter<T: 'static> {
    /// What is to be said of it.
    pub about: About,
    /// Reads it; see [`Parameter::get`].
    pub(crate) read: fn(&T) -> Option<f64>,
    /// Writes a number that is permitted; see [`Parameter::set`].
    pub(crate) write: fn(&mut T, f64),
}

/// A number that a parameter cannot be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotPermitted {
    /// What it may be.
    pub permitted: Range,
    /// Whether it has to be a whole number.
    pub whole: bool,
}

impl fmt::Display for NotPermitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.whole { "a whole number" } else { "a number" };
        write!(f, "must be {kind} {}", self.permitted)
    }
}

impl About {
    /// Whether the number can be this.
    ///
    /// # Errors
    /// A number out of the permitted range, or not whole where it has to be.
    pub fn check(&self, value: f64) -> Result<(), NotPermitted> {
        let fine = self.permitted.contains(value) && (!self.whole || value.fract() == 0.0);
        if fine { Ok(()) } else { Err(NotPermitted { permitted: self.permitted, whole: self.whole }) }
    }

    /// What is plausible in place of a number.
    ///
    /// Of the usual number it is the registry's range, which moves in proportion with a number that is not the usual one. Where there
    /// is no usual number, as of levers, it goes from half to double the number, no further than the registry's range: who
    /// does without something (0) does without it. It always holds the number.
    #[must_use]
    pub fn plausible_around(&self, number: f64, usual: Option<f64>) -> Range {
        let Range { least, most, .. } = self.plausible;
        let [least, most] = match usual {
            Some(usual) if usual != 0.0 => [least, most].map(|end| end * (number / usual)),
            Some(_) => [least, most],
            None => [(0.5 * number).max(least), (2.0 * number).min(most)],
        };
        let (low, high) = (least.min(most).min(number), least.max(most).max(number));
        let within = |end: f64| end.clamp(self.permitted.first(), self.permitted.most);
        let (low, high) = if self.whole { (low.ceil(), high.floor()) } else { (low, high) };
        Range { least: within(low), above: false, most: within(high) }
    }

    /// Status and source in words: `published (Dillard & Bates)`.
    #[must_use]
    pub fn status_words(&self) -> String {
        match (self.status, self.source) {
            (status, "") => status.name().to_owned(),
            (Status::Published, source) => format!("published ({source})"),
            (status, source) => format!("{}; {source}", status.name()),
        }
    }
}

impl<T> Parameter<T> {
    /// The number; `None` where it is left out, so that something else is taken.
    #[must_use]
    pub fn get(&self, of: &T) -> Option<f64> {
        (self.read)(of)
    }

    /// Sets the number.
    ///
    /// # Errors
    /// A number that is not permitted; nothing is changed then.
    pub fn set(&self, of: &mut T, value: f64) -> Result<(), NotPermitted> {
        self.about.check(value)?;
        (self.write)(of, value);
        Ok(())
    }
}

/// A type whose numbers are registered.
pub trait Registered: Clone + Sized + 'static {
    /// Its name in the file format, and what it is: that of the type, and its doc comment.
    const TITLE: (&'static str, &'static str);
    /// Its numbers, in the order of the file format.
    const PARAMETERS: &'static [Parameter<Self>];

    /// The defaults; `None` where they depend on something else, such as the preset.
    #[must_use]
    fn usual() -> Option<Self>;

    /// The default of the number at a place, if it has one.
    #[must_use]
    fn usual_number(place: usize) -> Option<f64> {
        Self::usual().and_then(|usual| Self::PARAMETERS[place].get(&usual))
    }

    /// The place of a number in [`Registered::PARAMETERS`], by its key.
    #[must_use]
    fn place(key: &str) -> Option<usize> {
        Self::PARAMETERS.iter().position(|parameter| parameter.about.key == key)
    }

    /// The key that is called otherwise now.
    #[must_use]
    fn renamed(key: &str) -> Option<&'static str> {
        let parameter = Self::PARAMETERS.iter().find(|parameter| parameter.about.formerly == key);
        parameter.map(|parameter| parameter.about.key).filter(|_| !key.is_empty())
    }

    /// Name and value of the fields that are no numbers, to tell one value from another.
    #[must_use]
    fn besides(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// A type that a registered field can have.
pub(crate) trait Number: Sized {
    const WHOLE: bool;
    fn value(&self) -> Option<f64>;
    /// From a number that is permitted.
    fn of(value: f64) -> Self;
}

impl Number for f64 {
    const WHOLE: bool = false;
    fn value(&self) -> Option<f64> {
        Some(*self)
    }
    fn of(value: f64) -> f64 {
        value
    }
}

impl Number for u32 {
    const WHOLE: bool = true;
    fn value(&self) -> Option<f64> {
        Some(f64::from(*self))
    }
    fn of(value: f64) -> u32 {
        value as u32
    }
}

impl Number for Share {
    const WHOLE: bool = false;
    fn value(&self) -> Option<f64> {
        Some(self.get())
    }
    fn of(value: f64) -> Share {
        Share::new(value).unwrap_or(Share::ZERO)
    }
}

impl<N: Number> Number for Option<N> {
    const WHOLE: bool = N::WHOLE;
    fn value(&self) -> Option<f64> {
        self.as_ref().and_then(N::value)
    }
    fn of(value: f64) -> Option<N> {
        Some(N::of(value))
    }
}

/// Some of the numbers of a `T`: which are given, which follow another one.
pub struct Keys<T>(u64, PhantomData<fn(&T)>);

impl<T: Registered> Keys<T> {
    /// None of them.
    pub const NONE: Keys<T> = {
        assert!(T::PARAMETERS.len() <= 64, "a set has room for 64 numbers");
        Keys(0, PhantomData)
    };

    /// All of them.
    #[must_use]
    pub fn all() -> Keys<T> {
        (0..T::PARAMETERS.len()).fold(Keys::NONE, Keys::with)
    }

    /// These and the one at a place.
    #[must_use]
    pub const fn with(self, place: usize) -> Keys<T> {
        Keys(self.0 | 1 << place, PhantomData)
    }

    /// These without the one at a place.
    #[must_use]
    pub const fn without(self, place: usize) -> Keys<T> {
        Keys(self.0 & !(1 << place), PhantomData)
    }

    /// These and others.
    #[must_use]
    pub const fn with_all(self, others: Keys<T>) -> Keys<T> {
        Keys(self.0 | others.0, PhantomData)
    }

    /// These without others.
    #[must_use]
    pub const fn without_all(self, others: Keys<T>) -> Keys<T> {
        Keys(self.0 & !others.0, PhantomData)
    }

    /// Whether the one at a place is among them.
    #[must_use]
    pub const fn contains(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }
}

impl<T> Clone for Keys<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Keys<T> {}

impl<T> PartialEq for Keys<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Registered> fmt::Debug for Keys<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = T::PARAMETERS.iter().enumerate().filter(|(place, _)| self.contains(*place));
        f.debug_set().entries(keys.map(|(_, parameter)| parameter.about.key)).finish()
    }
}

/// One entry of the registry.
macro_rules! parameter {
    ($of:ty, $key:ident, $formerly:expr, $type:ty, $meaning:expr, $unit:literal, $permitted:expr, $plausible:expr, $status:ident, $source:expr) => {
        $crate::model::registry::Parameter::<$of> {
            about: $crate::model::registry::About {
                key: stringify!($key),
                formerly: $formerly,
                meaning: $meaning.trim_ascii(),
                unit: $unit,
                permitted: $permitted,
                plausible: $plausible,
                status: $crate::model::registry::Status::$status,
                source: $source,
                whole: <$type as $crate::model::registry::Number>::WHOLE,
            },
            read: |of| $crate::model::registry::Number::value(&of.$key),
            write: |of, value| of.$key = <$type as $crate::model::registry::Number>::of(value),
        }
    };
}

/// Declares a type and registers its numbers. A field reads `key: type = default, "unit", range => plausible range, Status "source";`
/// with its meaning as doc comment; plausible range and source can be left out, and the default of all fields together, where
/// numbers come from presets. A key that was called otherwise in the version before reads `key was "old": type`. Fields that are no numbers stand first, in `beside { ... }`.
macro_rules! registered {
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derived:ident),*)])?
        pub struct $name:ident {
            $(beside { $( $(#[doc = $other_doc:literal])+ pub $other:ident: $other_type:ty = $other_usual:expr; )* })?
            $( $(#[doc = $doc:literal])+ $key:ident $(was $formerly:literal)?: $type:ty = $default:expr, $unit:literal, $permitted:expr $(=> $plausible:expr)?, $status:ident $($source:literal)?; )*
        }
    ) => {
        $crate::model::registry::registered! {
            $(#[doc = $about])+
            $(#[derive($($derived),*)])?
            #[usual(Some(Self::default()))]
            pub struct $name {
                $(beside { $($(#[doc = $other_doc])+ pub $other: $other_type;)* })?
                $($(#[doc = $doc])+ $key $(was $formerly)?: $type, $unit, $permitted $(=> $plausible)?, $status $($source)?;)*
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $name { $($($other: $other_usual,)*)? $($key: $default,)* }
            }
        }
    };
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derived:ident),*)])?
        #[usual($usual:expr)]
        pub struct $name:ident {
            $(beside { $( $(#[doc = $other_doc:literal])+ pub $other:ident: $other_type:ty; )* })?
            $( $(#[doc = $doc:literal])+ $key:ident $(was $formerly:literal)?: $type:ty, $unit:literal, $permitted:expr $(=> $plausible:expr)?, $status:ident $($source:literal)?; )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq $($(, $derived)*)?)]
        pub struct $name {
            $($( $(#[doc = $other_doc])+ pub $other: $other_type, )*)?
            $( $(#[doc = $doc])+ pub $key: $type, )*
        }

        impl $crate::model::registry::Registered for $name {
            const TITLE: (&'static str, &'static str) = (stringify!($name), concat!($($about),+).trim_ascii());
            const PARAMETERS: &'static [$crate::model::registry::Parameter<Self>] = &[
                $($crate::model::registry::parameter!(
                    $name, $key, concat!($($formerly)?), $type, concat!($($doc),+), $unit, $permitted,
                    $crate::model::registry::registered!(@plausible $permitted $(, $plausible)?), $status, concat!($($source)?)
                )),*
            ];

            fn usual() -> Option<Self> {
                $usual
            }

            fn besides(&self) -> Vec<(&'static str, String)> {
                vec![$($((stringify!($other), format!("{:?}", self.$other))),*)?]
            }
        }
    };
    // What is plausible: all that is permitted, unless something is said.
    (@plausible $permitted:expr) => { $permitted };
    (@plausible $permitted:expr, $plausible:expr) => { $plausible };
}
pub(crate) use {parameter, registered};
