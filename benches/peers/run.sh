#!/usr/bin/env bash
# Our encoder beside ONNX Runtime, tract, candle and rust-bert: fetches what it needs from the package registries, builds, measures, prints one table.
#
#   benches/peers/run.sh [--rounds 40] [--sentences FILE.csv]
#
# Needs Linux, the encoder (`sottovoce models pull`), Rust, a C compiler, Python 3.11 or newer with venv, and two cores.
# Everything lands in target/peers (in $CARGO_TARGET_DIR/peers if that is set).
set -euo pipefail

stop() { # MESSAGE HELP
  printf 'error: %s\nhelp: %s\n' "$1" "$2" >&2
  exit 2
}

[[ $(uname -sm) == 'Linux x86_64' ]] || stop 'this comparison reads /proc and fetches libtorch for x86-64' 'run it on Linux, on such a processor'
command -v cargo >/dev/null || stop 'cargo is missing' 'install Rust, see CONTRIBUTING.md'
command -v "${CC:-cc}" >/dev/null || stop "the C compiler ${CC:-cc} is missing" 'install one (Debian: gcc); tract needs it'
command -v "${CXX:-c++}" >/dev/null || stop "the C++ compiler ${CXX:-c++} is missing" 'install one (Debian: g++); rust-bert needs it'
python=${PYTHON:-python3}
command -v "$python" >/dev/null || stop "$python is missing" 'install Python 3.11 or newer, or name one in PYTHON'
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "$("$python" --version) is too old" 'name a Python 3.11 or newer in PYTHON'
"$python" -c 'import venv, ensurepip' 2>/dev/null || stop "$python cannot make virtual environments" 'install its venv package (Debian: python3-venv)'

encoder=${SOTTOVOCE_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/sottovoce/models}/all-MiniLM-L6-v2
for file in config.json tokenizer.json model.safetensors; do
  [[ -f $encoder/$file ]] || stop "the encoder is missing: $encoder/$file" 'sottovoce models pull'
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${CARGO_TARGET_DIR:-$here/../../target}/peers
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

build() { # FOLDER FEATURES RUSTFLAGS
  env -u CARGO_ENCODED_RUSTFLAGS RUSTFLAGS="$3" CARGO_TARGET_DIR="$folder/$1" \
    nice -n 15 cargo build --release --locked --manifest-path "$here/Cargo.toml" --features "$2"
}
# Ours as it is released: for any processor, looking at run time for what this one can do, as ONNX Runtime's library does.
build portable sottovoce,onnxruntime ''
# tract and candle compiled for this very processor, as candle's own repository does.
build native tract,candle '-C target-cpu=native'
# rust-bert, on the libtorch of a Python package; the C++ between them runs once a call.
"$here/../../.ci/libtorch" "$folder/libtorch"
export LIBTORCH=$folder/libtorch/torch LIBTORCH_CXX11_ABI=0 LD_LIBRARY_PATH=$folder/libtorch/torch/lib
CXXFLAGS=-O0 build torch libtorch ''

# The packages are installed once for each list of them; the list is copied when all are there.
stamp=$folder/venv/installed.txt
if ! cmp -s "$here/requirements.txt" "$stamp"; then
  rm -rf "$folder/venv"
  "$python" -m venv "$folder/venv" || stop "no virtual environment could be made in $folder/venv" 'see the message above'
  "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt" ||
    stop 'the Python packages could not be installed' 'see the message above; pip takes its index from PIP_INDEX_URL or its own settings'
  cp "$here/requirements.txt" "$stamp"
fi
python=$folder/venv/bin/python
export PYTHONDONTWRITEBYTECODE=1 # nothing lands among the sources
"$python" "$here/export.py" "$encoder" "$folder/encoder.onnx"
"$python" "$here/variants.py" "$encoder" "$folder/encoder.onnx"
exec "$python" "$here/run.py" "$folder" "$encoder" "$@"
