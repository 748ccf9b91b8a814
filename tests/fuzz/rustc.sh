#!/usr/bin/env bash
# The compiler for fuzzing: our own code counts its branches for libFuzzer and checks its sums; dependencies are compiled as ever.
set -euo pipefail

readonly rustc=$1
shift
options=()
if [[ " $* " == *" --crate-name sottovoce "* ]]; then
  options=(
    --cfg fuzzing -Cdebug-assertions -Coverflow-checks -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares
  )
fi
exec "$rustc" "$@" "${options[@]}"
