#!/usr/bin/env bash
# The kiosk session without a real screen: under X (no window manager) and in cage, as the unit starts it. No key leads away, a crash is
# restarted, SIGTERM leaves nothing. Needs xvfb, xdotool, cage and, as root, setpriv: cage does not run as root.
#
#   locked_down.sh --bin DIR [--out DIR] [--headless]
set -Eeuo pipefail
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
. "$source_dir/tests/journeys/lib.sh"
journey_options "$@"
journey_begin locked_down "$bin_dir"
mkdir -p "$scratch/log" "$scratch/run"
chmod 700 "$scratch/run"
supervisor=$bin/escale-supervisor
as_somebody=()
if [ "$(id -u)" = 0 ]; then
  chown -R 65534:65534 "$scratch"
  as_somebody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
fi
unset DISPLAY WAYLAND_DISPLAY
assets=(--assets "$source_dir/assets")

until_true() { # until_true COMMAND…: within 20 seconds
  local i
  for ((i = 0; i < 400; i++)); do
    if "$@"; then return 0; fi
    sleep 0.05
  done
  return 1
}
said() { grep -q "$2" "$scratch/log/$1" 2>/dev/null; }
times() { [ "$(grep -c "$2" "$scratch/log/$1")" -ge "$3" ]; }
gone() { ! kill -0 "$1" 2>/dev/null; }
# The terminal that this supervisor runs.
terminal_of() { pgrep -P "$1" -x escale-kiosk; }
none_left() { ! pgrep -f -- "$scratch/$1 " >/dev/null; }

step 'On X: the keys that leave other programs'
display=90
while [ -e "/tmp/.X11-unix/X$display" ] || [ -e "/tmp/.X$display-lock" ]; do display=$((display + 1)); done
Xvfb ":$display" -screen 0 1280x800x24 -nolisten tcp >"$scratch/log/xvfb" 2>&1 &
started+=($!)
until_true test -e "/tmp/.X11-unix/X$display" || fail 'no X server came up'
DISPLAY=:$display SDL_VIDEODRIVER=x11 HOME=$scratch "${as_somebody[@]}" "$supervisor" -- "$kiosk" --data "$scratch/x-data" --fullscreen --sync-minutes 0 "${assets[@]}" \
  >"$scratch/log/x" 2>&1 &
session=$!
started+=("$session")
until_true said x terminal_started || fail 'the terminal did not start'
before=$(terminal_of "$session")
keys=(alt+F4 alt+Tab ctrl+q ctrl+w ctrl+alt+BackSpace ctrl+alt+Delete ctrl+alt+F1 ctrl+alt+F2 super super+d alt+space ctrl+Escape Escape F1 F11 Print alt+Print)
for key in "${keys[@]}"; do DISPLAY=:$display xdotool key --clearmodifiers "$key"; done
sleep 1
[ "$(terminal_of "$session")" = "$before" ] || fail 'a key ended the terminal'
[ "$(grep -c terminal_started "$scratch/log/x")" = 1 ] || fail 'a key restarted the terminal'
say "${#keys[@]} keys and the same process is still on the screen"

step 'A crash is restarted'
kill -SEGV "$before"
until_true times x terminal_started 2 || fail 'nothing came back'
said x 'how=signal-11' || fail 'the crash was not noted'
HOME=$scratch "${as_somebody[@]}" "$kiosk" --data "$scratch/x-data" --status | grep -q 'crash signal-11' || fail 'the journal does not know of it'
say 'a new process after a SIGSEGV, noted in the journal'

step 'SIGTERM leaves nothing'
kill -TERM "$session"
code=0
wait "$session" || code=$?
[ "$code" = 0 ] || fail "the supervisor ended with $code"
until_true none_left x-data || fail 'something stays'
say 'the supervisor and all that it started are gone'

step 'In cage, as escale-kiosk.service starts it'
XDG_RUNTIME_DIR=$scratch/run WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 SDL_VIDEODRIVER=wayland HOME=$scratch \
  "${as_somebody[@]}" cage -d -- "$supervisor" -- "$kiosk" --data "$scratch/cage-data" --fullscreen --sync-minutes 0 "${assets[@]}" >"$scratch/log/cage" 2>&1 &
session=$!
started+=("$session")
until_true said cage terminal_started || fail 'the terminal did not start in cage'
first=$(pgrep -f -- "$kiosk --data $scratch/cage-data" | while read -r pid; do [ "$(cat /proc/"$pid"/comm)" = escale-kiosk ] && echo "$pid"; done | head -n 1)
kill -KILL "$first"
until_true times cage terminal_started 2 || fail 'nothing came back in cage'
kill -0 "$session" || fail 'cage ended with the terminal'
say 'cage keeps the screen while a killed terminal comes back'
kill -TERM "$session"
wait "$session" 2>/dev/null || true # cage 0.1 aborts when it is told to stop
until_true none_left cage-data || fail 'something stays when the compositor is gone'
say 'without its compositor the session ends whole'

printf '\nThe session is locked: %d steps in %d s.\n' "$step_number" $((($(now_ms) - began) / 1000))
