#!/usr/bin/env bash
# Our encoder beside ONNX Runtime, tract and candle: fetches what it needs from the package registries, builds, measures, prints one table.
#
#   benches/peers/run.sh [--rounds 40]
#
# Needs Linux, the encoder (`sottovoce models pull`), Rust, Python 3.11 or newer with venv, two cores, 3 GB of memory and 3 GB of disk.
# Everything lands in target/peers (in $CARGO_TARGET_DIR/peers if that is set).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

stop() { # MESSAGE HELP
  printf 'error: %s\nhelp: %s\n' "$1" "$2" >&2
  exit 2
}

[[ $(uname -s) == Linux ]] || stop 'this comparison reads /proc, which only Linux has' 'run it on Linux'
command -v cargo >/dev/null || stop 'cargo is missing' 'install Rust, see CONTRIBUTING.md'
python=${PYTHON:-python3}
command -v "$python" >/dev/null || stop "$python is missing" 'install Python 3.11 or newer, or name one in PYTHON'
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "$("$python" --version) is too old" 'name a Python 3.11 or newer in PYTHON'
"$python" -c 'import venv, ensurepip' 2>/dev/null || stop "$python cannot make virtual environments" 'install its venv package (Debian: python3-venv)'

encoder=${SOTTOVOCE_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/sottovoce/models}/all-MiniLM-L6-v2
for file in config.json tokenizer.json model.safetensors; do
  [[ -f $encoder/$file ]] || stop "the encoder is missing: $encoder/$file" 'sottovoce models pull'
done

# Cargo takes a relative folder from where it is called, which is here.
folder=${CARGO_TARGET_DIR:-../../target}/peers
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

build() { # FOLDER FEATURES [RUSTFLAGS]
  RUSTFLAGS=${3:-} CARGO_TARGET_DIR=$folder/$1 nice -n 15 cargo build --release --locked --features "$2"
}
# Ours as it is released: for any processor, looking at run time for what this one can do, as ONNX Runtime's library does.
build portable sottovoce,onnxruntime
# tract and candle compiled for this very processor, as candle's own repository does.
build native tract,candle '-C target-cpu=native'

# The packages are installed once for each list of them.
stamp=$folder/venv/installed.txt
if ! cmp -s requirements.txt "$stamp"; then
  rm -rf "$folder/venv"
  "$python" -m venv "$folder/venv" || stop 'no virtual environment could be made' "see the message above; the folder was $folder/venv"
  "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt ||
    stop 'the Python packages could not be installed' 'see the message above; pip takes its index from PIP_INDEX_URL or its settings'
  cp requirements.txt "$stamp"
fi
python=$folder/venv/bin/python
"$python" export.py "$encoder" "$folder/encoder.onnx"
"$python" variants.py "$encoder" "$folder/encoder.onnx"
exec "$python" run.py "$folder" "$encoder" "$@"
