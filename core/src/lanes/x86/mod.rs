//! The operations of [`Lanes`](super::Lanes) as instructions of AVX2 and AVX-512: the only `unsafe` code of the project.
//!
//! # Safety argument
//! 1. *The processor has the instructions.* `processor!` makes [`Avx2`] and [`Avx512`] from one list of features each: the
//!    only function that makes a value asks the processor for every feature of the list, and the compiler is allowed these
//!    features and no others. Whatever uses an instruction takes such a value, as a method or as an argument, and AVX-512's
//!    list has all of AVX2's. Instructions that every x86-64 processor has (SSE2) need none.
//! 2. *Memory.* Registers are loaded and stored by [`load`] and [`store`] alone. They take slices, check the range, and know
//!    from the types how many elements a register holds; both kinds of types have no padding and no bits that mean nothing
//!    ([`Bits`]). No instruction is given an address, with three exceptions, each of which says why it may: [`quad`] and the
//!    two ways of counting, which go to a place in a table. A place is below the bound of its [`Places`], since `tables.rs`
//!    alone can make one, and masks it; the bound is compared with the length of the table in the same function. AVX-512 also
//!    counts at the bound itself, and so compares whether it is less than the length.
//!    [`fetch_soon`] gives an address, too, but nothing is read or written there.
//! 3. *Inlining.* `run` is compiled with the features switched on and the methods are inlined into it; where a compiler
//!    does not inline them, vectors are passed by memory: slow, but right.
//!
//! Nothing depends on alignment.
//!
//! # Loops instead of closures
//! What handles vectors has no closures (`map`, `from_fn`, `for_each`): they do not inherit the features of the function
//! around them, and where the compiler does not inline one, each of its instructions becomes a call.
#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{ABREAST, OCTET, Places, Quad, Thresholds};

/// A type whose values show that the processor has some features, and how work is compiled for them.
macro_rules! processor {
    ($(#[$about:meta])* $name:ident: $($feature:tt)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name(());

        impl $name {
            /// Asks the processor for all features.
            pub(in crate::lanes) fn detect() -> Option<$name> {
                ($(is_x86_feature_detected!($feature))&&+).then_some($name(()))
            }

            /// Does work that is compiled for these features.
            #[inline]
            pub(in crate::lanes) fn run<T: Task>(self, task: T) -> T::Output {
                #[target_feature($(enable = $feature),+)]
                fn inside<T: Task>(lanes: $name, task: T) -> T::Output {
                    task.run(lanes)
                }
                // SAFETY: (1): `self` exists, so the processor has every feature of the list.
                unsafe { inside(self, task) }
            }
        }
    };
}

/// Methods that are one instruction or a few.
macro_rules! instructions {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ty = $body:expr;)*) => {
        $(#[inline(always)]
        fn $name(self, $($argument: $type),*) -> $result {
            // SAFETY: (1)
            unsafe { $body }
        })*
    };
}

mod avx2;
mod avx512;

pub(super) use avx2::Avx2;
pub(super) use avx512::Avx512;

/// Numbers, and registers of numbers.
///
/// # Safety
/// The type has no padding, and any pattern of bits is a value of it.
unsafe trait Bits: Copy {}

macro_rules! bits {
    ($($type:ty)+) => {
        // SAFETY: numbers and registers of numbers have no padding and no bits that mean nothing.
        $(unsafe impl Bits for $type {})+
    };
}

bits! { u8 i16 u16 u32 u64 i64 f32 __m128i __m256 __m256i __m512 __m512i }

/// A register with the numbers from `at` on, as many as it holds.
#[inline(always)]
fn load<R: Bits, T: Bits>(from: &[T], at: usize) -> R {
    let numbers = &from[at..at + const { held::<R, T>() }];
    // SAFETY: the numbers have as many bytes as the register, and any bytes will do for it.
    unsafe { numbers.as_ptr().cast::<R>().read_unaligned() }
}

/// Puts a register in the place of the numbers from `at` on, as many as it holds.
#[inline(always)]
fn store<R: Bits, T: Bits>(register: R, into: &mut [T], at: usize) {
    let numbers = &mut into[at..at + const { held::<R, T>() }];
    // SAFETY: the numbers have as many bytes as the register, and any bytes will do for them.
    unsafe { numbers.as_mut_ptr().cast::<R>().write_unaligned(register) }
}

/// How many numbers a register holds: does not compile unless they fill it.
const fn held<R, T>() -> usize {
    assert!(size_of::<R>().is_multiple_of(size_of::<T>()), "numbers fill the register");
    size_of::<R>() / size_of::<T>()
}

/// The quad at a customer's place.
#[inline(always)]
fn quad(table: &[Quad], places: &Places, lane: usize) -> __m128i {
    const { assert!(size_of::<Quad>() == size_of::<__m128i>() && size_of::<Quad>() == 2 * 8, "twice a place, times 8") };
    assert!(places.bound() <= table.len(), "the table has all places");
    // SAFETY: (2): `doubled` is even and less than twice the bound, so that the 16 bytes from 8 times as much on are those of
    // a quad of the table. It is read as volatile, from a reference, lest the compiler load sixteen of them into a vector and
    // then take them out again one by one.
    unsafe {
        let doubled = std::ptr::from_ref(&places.doubled()[lane]).read_volatile();
        table.as_ptr().byte_add(8 * usize::from(doubled)).cast::<__m128i>().read_unaligned()
    }
}

/// Brings a value near, line after line.
#[inline(always)]
fn fetch_soon<T>(soon: &T) {
    let first: *const i8 = std::ptr::from_ref(soon).cast();
    for line in (0..size_of::<T>()).step_by(64) {
        // SAFETY: (1): every x86-64 processor has the instruction; (2): nothing is read or written.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(first.wrapping_add(line)) };
    }
}

/// Twice the number of a row's thresholds that a uniform is above, for each of 32 customers: for any number of rows and
/// options. Uniforms are in signed order, as the thresholds are.
#[inline(always)]
fn twice_reached(thresholds: &Thresholds, rows: &[u8; ABREAST], uniforms: &[i16; ABREAST]) -> [u16; ABREAST] {
    let mut twice_reached = [0; ABREAST];
    // Most firms have rows of one octet, for which a loop over octets costs a tenth of the week.
    if let Some(octets) = thresholds.one_octet_each() {
        for lane in 0..ABREAST {
            twice_reached[lane] = twice_above(uniforms[lane], &octets[usize::from(rows[lane])]);
        }
    } else {
        for lane in 0..ABREAST {
            for octet in thresholds.octets(rows[lane]) {
                twice_reached[lane] += twice_above(uniforms[lane], octet);
            }
        }
    }
    twice_reached
}

/// Twice the number of eight thresholds that a uniform is above.
#[inline(always)]
fn twice_above(uniform: i16, octet: &[i16; OCTET]) -> u16 {
    // SAFETY: (1): SSE2; two bits are set for each threshold that the uniform is above.
    let above = unsafe { _mm_movemask_epi8(_mm_cmpgt_epi16(_mm_set1_epi16(uniform), load(octet, 0))) };
    above.count_ones() as u16
}
