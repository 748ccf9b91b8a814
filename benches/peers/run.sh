#!/usr/bin/env bash
# Our encoder beside ONNX Runtime, tract and candle: fetches what it needs from the package registries, builds, and prints a table.
#
#   benches/peers/run.sh [--rounds 40]
#
# Needs the encoder (`sottovoce models pull`), Rust, a C compiler, Python 3 with venv. Everything lands in target/peers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly target=$PWD/../../target/peers
readonly encoder=${SOTTOVOCE_MODELS:-$HOME/.cache/sottovoce/models}/all-MiniLM-L6-v2
[[ -f $encoder/model.safetensors ]] || { printf 'error: the encoder is missing\nhelp: sottovoce models pull\n' >&2; exit 2; }

# Not --locked: a new dependency of Sottovoce must not stop this; what the lock file names stays as it is.
CARGO_TARGET_DIR=$target nice -n 10 cargo build --release
if [[ ! -x $target/venv/bin/python ]]; then
  python3 -m venv "$target/venv"
fi
"$target/venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt
readonly python=$target/venv/bin/python
"$python" export.py "$encoder" "$target/encoder.onnx"
"$python" fuse.py "$target/encoder.onnx" 12 384 "$target/encoder-fused.onnx"
"$python" run.py "$target/release/sottovoce-peers" "$encoder" "$target/encoder.onnx" "$target/encoder-fused.onnx" "$@"
