#!/usr/bin/env bash
# Fuzzes one target for ten minutes, or for so many seconds: tests/fuzz/run.sh TARGET [SECONDS]
# What breaks it is written to target/fuzz/artifacts/TARGET; what was found on the way stays in target/fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly target=${1:?the target: one of the programs in tests/fuzz/Cargo.toml} seconds=${2:-600}
readonly corpus=target/fuzz/corpus/$target artifacts=target/fuzz/artifacts/$target
mkdir -p "$corpus" "$artifacts"
options=(-max_total_time="$seconds" -timeout=10 -max_len=8192 -artifact_prefix="$artifacts/")
if [[ -f tests/fuzz/$target.dict ]]; then
  options+=(-dict="tests/fuzz/$target.dict")
fi
RUSTC_WRAPPER=$PWD/tests/fuzz/rustc.sh cargo build --release --manifest-path tests/fuzz/Cargo.toml --target-dir target/fuzz --bin "$target"
# Files that a target writes are best in memory.
if [[ -d /dev/shm ]]; then
  export TMPDIR=/dev/shm
fi
exec "target/fuzz/release/$target" "${options[@]}" "$corpus" "tests/fuzz/seeds/$target"
