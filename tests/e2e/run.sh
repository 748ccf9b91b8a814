#!/usr/bin/env bash
# Drives the widget with Chromium, by keyboard alone and with axe: links and pictures of tests/bots/museum, then a `demo` in an empty folder.
# Usage: tests/e2e/run.sh PATH_TO_SOTTOVOCE [SCREENSHOT_FOLDER]
set -euo pipefail

program=$(realpath "${1:?usage: tests/e2e/run.sh PATH_TO_SOTTOVOCE [SCREENSHOT_FOLDER]}")
shots=$(realpath -m "${2:-target/e2e}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# need PATH HOW: ends the run with a way out when a program is missing.
need() {
  command -v "$1" >/dev/null && return
  printf 'error: %s is missing\nhelp: %s\n' "$1" "$2" >&2
  exit 2
}
need "${CHROMIUM:-/usr/bin/chromium}" 'apt-get install chromium, or name another one in CHROMIUM'
need npm 'apt-get install nodejs npm'
need curl 'apt-get install curl'

# No lock file: it would name the registry of whoever made it. The versions in package.json are exact and have no dependencies.
npm install --prefix "$here" --no-package-lock --no-audit --no-fund --loglevel=error

home=$(mktemp -d)
pid=
clean_up() {
  local status=$?
  if [[ -n $pid ]]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
  if [[ $status != 0 ]]; then printf '%s\n' '--- what the server said' >&2; tail -n 40 "$home/err" >&2 || true; fi
  rm -rf "$home"
  exit "$status"
}
trap clean_up EXIT

# serve WORD COMMAND…: starts a server in the folder of that name and sets `base` to its address once it is ready.
serve() {
  local page=
  mkdir -p "$home/$1"
  cd "$home/$1"
  SOTTOVOCE_ROOT_KEY_FILE="$PWD/root.key" "$program" "${@:2}" --listen 127.0.0.1:0 --store "sqlite:$PWD/data" >out 2>"$home/err" &
  pid=$!
  for ((tenths = 0; tenths < 3000; tenths++)); do
    kill -0 "$pid" 2>/dev/null || { printf 'error: %s ended before it was ready\n' "$2" >&2; exit 1; }
    page=$(grep -m 1 -o 'http://[0-9.:]*/w/[a-z]*' out 2>/dev/null || true)
    [[ -n $page ]] && curl -sf "${page%/w/*}/health/ready" >/dev/null && break
    sleep 0.1
  done
  [[ -n $page ]] || { printf 'error: %s was not ready after five minutes\n' "$2" >&2; exit 1; }
  base=${page%/w/*}
}

# Links and pictures first: a bot of the tests over the tiny encoder, which is ready in seconds.
mkdir -p "$home/bots"
cp -r "$here/../bots/museum" "$home/bots/museum"
printf 'nlu: {encoder: tiny-bert}\n' >>"$home/bots/museum/bot.yaml"
mkdir "$home/museum"
SOTTOVOCE_ROOT_KEY_FILE="$home/museum/root.key" "$program" keys init --store "sqlite:$home/museum/data" >"$home/err" 2>&1
SOTTOVOCE_MODELS="$here/../fixtures" serve museum serve --bots "$home/bots"
node "$here/pictures.mjs" "$base" "$shots"
kill "$pid"; wait "$pid" || true

serve demo demo
node "$here/widget.mjs" "$base" "$shots"
