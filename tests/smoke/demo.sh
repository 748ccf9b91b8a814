#!/usr/bin/env bash
# Starts `demo` in an empty folder, applies for a job over HTTP as a stranger would, looks at the pages, erases everything;
# then tracks an order at the shop and returns one.
# Usage: tests/smoke/demo.sh PATH_TO_SOTTOVOCE
set -euo pipefail

program=$(realpath "${1:?usage: tests/smoke/demo.sh PATH_TO_SOTTOVOCE}")
readonly email=ines.moretti@posta.example
home=$(mktemp -d)
pid=

clean_up() {
  local status=$?
  if [[ -n $pid ]]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
  if [[ $status != 0 ]]; then printf '%s\n' '--- what demo said' >&2; tail -n 40 "$home/err" >&2 || true; fi
  rm -rf "$home"
  exit "$status"
}
trap clean_up EXIT

fail() { printf 'error: %s\n' "$1" >&2; exit 1; }

# expect WHAT TEXT: the last answer holds the text.
expect() {
  case $answer in
    *"$2"*) printf '  %s\n' "$1" ;;
    *) fail "$1: expected \`$2\` in $answer" ;;
  esac
}

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$answer"; }

# Port 0: the system chooses a free one, and demo prints it.
export SOTTOVOCE_API_TOKEN=smoke-0123456789abcdef0123456789abcdef
cd "$home"
# There before demo is: it is read while the shell below may not have opened it yet.
: >out
"$program" demo --listen 127.0.0.1:0 >out 2>err &
pid=$!

for ((tenths = 0; tenths < 3000; tenths++)); do
  kill -0 "$pid" 2>/dev/null || fail 'demo ended before it was ready'
  page=$(grep -m 1 -o 'http://[0-9.:]*/w/recruitment' out || true)
  [[ -n $page ]] && curl -sf "${page%/w/*}/health/ready" >/dev/null && break
  sleep 0.1
done
[[ -n $page ]] || fail 'demo was not ready after five minutes'
base=${page%/w/*}
printf '  ready at %s after %d.%d s\n' "$base" $((tenths / 10)) $((tenths % 10))

answer=$(curl -sf "$page")
expect 'the widget page is served' '<html'
answer=$(curl -sf "$base/p/recruitment/privacy")
expect 'the privacy policy is served' 'Acme Srl'

answer=$(curl -sf -X POST -H "Authorization: Bearer $SOTTOVOCE_API_TOKEN" "$base/v1/bots/recruitment/conversations")
expect 'a conversation begins, and says it is a machine' 'machine'
conversation=$(field conversation)
token=$(field token)

# send JSON: one message of the conversation.
send() {
  answer=$(curl -sf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d "$1" "$base/v1/conversations/$conversation/messages")
}

send '{"text": "I want to apply"}'
expect 'the notice comes first' '"notice.accept"'
send '{"choice": "notice.accept"}'
expect 'consent is asked for' '"consent.yes"'
send '{"choice": "consent.yes"}'
expect 'the roles are offered' '"role.cook"'
send '{"choice": "role.cook"}'
send "{\"text\": \"$email\"}"
send '{"text": "my name is Ines Moretti and I can start in two weeks"}'
expect 'the summary is shown' '"confirm.yes"'
send '{"id": "last", "choice": "confirm.yes"}'
expect 'the application is sent' 'R-1001'
send '{"id": "last", "choice": "confirm.yes"}'
expect 'a repeated message gives the same answer' 'R-1001'

if grep -rqiF "$email" data; then fail 'the e-mail address stands in clear in the data folder'; fi
printf '  nothing readable in the data folder\n'

answer=$(curl -sf -X DELETE -H "Authorization: Bearer $token" "$base/v1/conversations/$conversation")
expect 'the person can erase everything' '"receipt"'
answer=$(curl -s -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"text": "hello"}' "$base/v1/conversations/$conversation/messages")
expect 'an erased conversation is gone' 'conversation_gone'

# The second example bot, whose orders the same desk knows.
answer=$(curl -sf "$base/p/shop/privacy")
expect 'the privacy policy of the shop is served' 'Teiera Srl'
answer=$(curl -sf -X POST -H "Authorization: Bearer $SOTTOVOCE_API_TOKEN" "$base/v1/bots/shop/conversations")
conversation=$(field conversation)
token=$(field token)
send '{"text": "where is my order A-1042?"}'
expect 'the notice of the shop comes first' '"notice.decline"'
send '{"choice": "notice.decline"}'
expect 'an order is found' 'Travel kettle TK-200'
send '{"text": "I want to return order A-1043"}'
expect 'the reasons are offered' '"reason.damaged"'
send '{"choice": "reason.damaged"}'
expect 'the summary of a return is shown' '"confirm.yes"'
send '{"choice": "confirm.yes"}'
expect 'the return gets its label' 'L-3001'
send '{"text": "track Z-999 please"}'
expect 'an unknown order is said to be unknown' 'find an order Z-999'

kill "$pid"
wait "$pid" || fail 'demo did not end cleanly on SIGTERM'
pid=
printf '  demo ended cleanly\n'
