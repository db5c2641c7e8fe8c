#!/usr/bin/env bash
# The unsafe code of core/src/lanes/x86/ under the address sanitizer: every operation of every form that this processor has,
# by the unit tests of lanes, random numbers and customers. The sanitizer stops at the first read or write outside of what
# is allocated.
# RUSTC_BOOTSTRAP lets the stable compiler take -Zsanitizer; its runtime comes with the toolchain.
set -euo pipefail
cd "$(dirname "$0")/.."
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Zsanitizer=address ${RUSTFLAGS:-}"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/sanitizer
# --target keeps the flags away from build scripts and macros.
cargo test --locked --package dottedline-core --lib --target x86_64-unknown-linux-gnu -- lanes:: random:: engine::customers::
