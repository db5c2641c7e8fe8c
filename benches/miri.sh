#!/usr/bin/env bash
# The unsafe code of core/src/lanes/x86/ under Miri, as far as Miri knows the instructions: AVX2, not AVX-512, for which there is
# sanitizer.sh. Miri sees what no run of the program shows: reads of what was never written, pointers beyond their object.
# The lanes need nothing of the rest but thiserror, so they are made a crate of their own: the rest would take Miri an hour.
# Needs: rustup toolchain install nightly --component miri,rust-src
set -euo pipefail
cd "$(dirname "$0")/.."
crate=$(mktemp -d)
trap 'rm -rf "$crate"' EXIT
mkdir "$crate/src"
printf '#![allow(dead_code)]\n#[path = "%s/core/src/lanes/mod.rs"]\npub mod lanes;\n' "$PWD" >"$crate/src/lib.rs"
printf '[package]\nname = "lanes"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\nthiserror = "2"\n' >"$crate/Cargo.toml"
export RUSTFLAGS="-Ctarget-feature=+avx2,+popcnt"
cargo +nightly miri test --lib --manifest-path "$crate/Cargo.toml" --target-dir "${CARGO_TARGET_DIR:-target}/miri"
