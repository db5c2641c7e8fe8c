//! Which form the loops run in: chosen when a plan is made, the same results in each.

use super::portable::Portable;
use super::task::Task;
#[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
use super::{
    Lanes,
    x86::{Avx2, Avx512},
};

/// In which form the customer loop and the bulk draws run. All forms give the same bits; they differ in speed only.
#[derive(Clone, Copy, Debug)]
pub struct Form(Inner);

#[derive(Clone, Copy, Debug)]
enum Inner {
    Naive,
    Portable,
    #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
    Avx2(Avx2),
    #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
    Avx512(Avx512),
}

/// A form that is not known, or that this processor does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the customer loop has no form {asked:?} on this processor; it has {available}")]
pub struct FormUnavailable {
    /// What was asked for.
    pub asked: String,
    /// The names that can be asked for here.
    pub available: String,
}

impl Form {
    /// All forms that this processor has, slowest first: `naive`, `portable`, and where it can `avx2` and `avx512`.
    #[must_use]
    pub fn available() -> Vec<Form> {
        let plain = [Form(Inner::Naive), Form(Inner::Portable)];
        #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
        {
            let avx2 = Avx2::detect().map(|avx2| Form(Inner::Avx2(avx2)));
            let avx512 = Avx512::detect().map(|avx512| Form(Inner::Avx512(avx512)));
            plain.into_iter().chain(avx2).chain(avx512).collect()
        }
        #[cfg(not(all(target_arch = "x86_64", not(dottedline_portable))))]
        plain.into()
    }

    /// The fastest form that this processor has.
    #[must_use]
    pub fn fastest() -> Form {
        Form::available().pop().unwrap_or(Form(Inner::Portable))
    }

    /// The form of a name.
    ///
    /// # Errors
    /// If the name is unknown or this processor does not have the form.
    pub fn named(name: &str) -> Result<Form, FormUnavailable> {
        let forms = Form::available();
        let names: Vec<&str> = forms.iter().map(|form| form.name()).collect();
        forms
            .iter()
            .find(|form| form.name() == name)
            .copied()
            .ok_or_else(|| FormUnavailable { asked: name.to_owned(), available: names.join(", ") })
    }

    /// Its name: `naive`, `portable`, `avx2` or `avx512`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Inner::Naive => "naive",
            Inner::Portable => "portable",
            #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
            Inner::Avx2(_) => "avx2",
            #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
            Inner::Avx512(_) => "avx512",
        }
    }

    /// Whether customers are to be taken one after the other, each with a generator of its own.
    pub(crate) fn is_naive(self) -> bool {
        matches!(self.0, Inner::Naive)
    }

    /// Whether tables are looked up in registers, where they fit.
    pub(crate) fn looks_up(self) -> bool {
        match self.0 {
            #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
            Inner::Avx512(_) => Avx512::LOOKS_UP,
            _ => false,
        }
    }

    /// Does the work in this form.
    #[inline]
    pub(crate) fn run<T: Task>(self, task: T) -> T::Output {
        match self.0 {
            Inner::Naive | Inner::Portable => task.run(Portable),
            #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
            Inner::Avx2(avx2) => avx2.run(task),
            #[cfg(all(target_arch = "x86_64", not(dottedline_portable)))]
            Inner::Avx512(avx512) => avx512.run(task),
        }
    }
}

impl Default for Form {
    fn default() -> Form {
        Form::fastest()
    }
}
