#!/usr/bin/env bash
# Fuzzes one target for ten minutes, or for so many seconds: fuzz/run.sh TARGET [SECONDS]
# What breaks it is written to fuzz/artifacts/TARGET; what was found on the way stays in target/fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly target=${1:?the target: one of the programs in fuzz/Cargo.toml} seconds=${2:-600}
readonly corpus=target/fuzz/corpus/$target
options=(-max_total_time="$seconds" -timeout=10 -max_len=8192)
if [[ -f fuzz/$target.dict ]]; then
  options+=(-dict="fuzz/$target.dict")
fi
# Files that a target writes are best in memory.
if [[ -d /dev/shm ]]; then
  export TMPDIR=/dev/shm
fi
mkdir -p "$corpus"
# The coverage that guides libFuzzer needs an unstable option of the compiler.
RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none --target-dir target/fuzz "$target" "$corpus" "fuzz/seeds/$target" -- "${options[@]}"
