#!/usr/bin/env bash
# Our entities beside Microsoft's Recognizers-Text (the Node package), over sentences of our own: agreement for each type, all disagreements.
#
#   benches/peers/entities/run.sh
#
# Needs Rust, Node 18 or newer and npm. The package lands in target/peers/entities.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
work="${CARGO_TARGET_DIR:-$root/target}/peers/entities"
mkdir -p "$work"
cp "$here/package.json" "$work/"
npm install --silent --no-audit --no-fund --prefix "$work" >&2
cd "$root"
TZ=UTC RECOGNIZERS="$work/package.json" node "$here/compare.mjs" < <(cargo run --quiet --example entities < "$here/sentences.tsv")
