#!/usr/bin/env bash
# The main job, played through the three real programs: signed content comes down, sealed answers go up, any path will do.
#
#   main_job.sh --bin DIR --out DIR [--headless] [--drive finger|keys|ears]
#
# proves B1 C2 C15
# (with --drive ears: eyes closed, from what the voice said alone; finger: one tap at a time, no other gesture; keys: no pointer at all)
#
# Leaves in --out: screenshots/*.png, answers.csv, answers_labels.csv, summary.md. Without --headless and with a display, the terminal is
# opened at the end on this content, with its hub running.
set -Eeuo pipefail
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
. "$source_dir/tests/journeys/lib.sh"

journey_options "$@"
[ -n "$out" ] || journey_usage
journey_begin main_job "$bin_dir"
rm -rf "$out/screenshots" "$out/answers.csv" "$out/answers_labels.csv" "$out/summary.md"
mkdir -p "$out/screenshots"
cd "$scratch"
mkdir -p log keys

# What one visitor writes, and what must be found nowhere until a reader opens it.
canary='CANARI-chaleureux-et-concret'
bundles=(maltraitance conference-familiale aller-vers journee-aller-vers ressources)
catalogue=$source_dir/content-bundles/catalogue
journeys=$source_dir/tests/journeys
visitors=12
mailbox=avis

summary=$out/summary.md
{
  echo '# The main job, as it was just played'
  echo
  echo "Three programs, real content, nothing simulated. $(date -u +%Y-%m-%dT%H:%M:%SZ)."
  echo
} >"$summary"
echo 'Content comes down signed. Answers go up sealed. Any path will do.'

draft=(--draft "$scratch/draft" --tree "$scratch/tree")
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
repository() { "$escale" --json repository "$@"; }

# --- 1 ------------------------------------------------------------------------------------------------------------
step 'Everybody makes keys: three publishers, a reviewer, two operators, a committee'
export ESCALE_PASSPHRASE='pinson verger lanterne ruisseau sabot'
new_key() { "$escale" key new --kind "$1" --out "keys/$2.key" --comment "$3" --work-factor 8 >/dev/null; }
new_key signing anne 'Anne Morel'
new_key signing badr 'Badr Selmi'
new_key signing chloe 'Chloé Le Goff'
new_key signing denis 'Denis Aubry'
new_key signing operator 'Elsa Roux'
new_key signing operator-safe 'Coffre des opérateurs'
new_key reading member-1 'Farid Nadir'
new_key reading member-2 'Gaëlle Prigent'
new_key reading recovery 'Clé de secours'
new_key signing reader 'Farid Nadir'
"$hub_program" keys --data "$scratch/hub" >hub-keys.json
say "$(find keys -name '*.key' | wc -l) private keys under passphrases, each with a public half to give away; 2 keys made by the hub"

# --- 2 ------------------------------------------------------------------------------------------------------------
step 'The catalogue is compiled'
build() { # build INTO
  local bundle
  for bundle in "${bundles[@]}"; do "$escale" bundle build "$catalogue/$bundle" --out "$1" >/dev/null; done
}
build built
first=$(fingerprint built)
blobs=$(folder_files built/blobs) bytes=$(folder_bytes built/blobs)
say "${#bundles[@]} bundles, $blobs blobs, $(human "$bytes")"
(cd "$scratch" && mkdir again && cd again && build built)
[ "$(cd again && fingerprint built)" = "$first" ] || fail 'a second build gave other bytes'
say "a second build gives the same bytes; both took $(took)"

# --- 3 ------------------------------------------------------------------------------------------------------------
step 'It is approved by a reviewer, signed by two publishers of three, and published to the hub'
"$escale" mailbox new --id "$mailbox" --title-fr 'Avis sur la journée' --title-en 'Feedback on the day' \
  --member "Farid Nadir=keys/member-1.key.pub" --member "Gaëlle Prigent=keys/member-2.key.pub" \
  --recovery "Clé de secours=keys/recovery.key.pub" --reader "Farid Nadir=keys/reader.key.pub" --out mailbox.json >/dev/null
proved=$("$escale" --json mailbox rehearse mailbox.json --identity keys/member-1.key --identity keys/member-2.key --identity keys/recovery.key | field proved)
[ "$proved" = 3 ] || fail "only $proved of 3 holders can read"
say 'the mailbox is sealed to two members and a recovery key; each proved on a test answer that they can read'
"$escale" terminal fleet fleet.json --hub-key "Hub=$(field receipt_key <hub-keys.json)" --operator "Elsa Roux=keys/operator.key.pub" \
  --operator "Coffre=keys/operator-safe.key.pub" >/dev/null

repository create "${draft[@]}" --root-key keys/anne.key.pub --root-key keys/badr.key.pub --root-key keys/chloe.key.pub --root-threshold 2 \
  --targets-threshold 2 --online-key "$(field online_key <hub-keys.json)" >/dev/null
repository delegate "${draft[@]}" --name operator --key keys/operator.key.pub --key keys/operator-safe.key.pub --threshold 1 --path 'fleet/*' >/dev/null
repository reviewers "${draft[@]}" --reviewer "Denis Aubry:keys/denis.key.pub:doctrine" \
  --require course:doctrine --require collection:doctrine --require study-day:doctrine >/dev/null
repository add "${draft[@]}" --path "mailboxes/$mailbox.json" mailbox.json >/dev/null
repository add "${draft[@]}" --role operator --path fleet/terminals.json fleet.json >/dev/null
for bundle in "${bundles[@]}"; do repository approve "built/bundles/$bundle.json" --as doctrine --key keys/denis.key >/dev/null; done
repository add-bundles "${draft[@]}" built >/dev/null
repository sign "${draft[@]}" --key keys/anne.key >/dev/null
repository sign "${draft[@]}" --key keys/operator.key >/dev/null
if repository publish "${draft[@]}" --hub http://127.0.0.1:1 >/dev/null 2>log/one-signature; then fail 'one signature of three was enough'; fi
say "with one publisher's signature it is refused: $(sed -n 's/^escale: //p' log/one-signature)"
repository sign "${draft[@]}" --key keys/badr.key >/dev/null
repository root "${draft[@]}" --out root.json >/dev/null
start_hub "$scratch/hub" 0 --root root.json
published=$(repository publish "${draft[@]}" --hub "$hub_url")
[ "$(field blobs_sent <<<"$published")" = "$blobs" ] || fail "$(field blobs_sent <<<"$published") of $blobs blobs were sent"
say "published without any login: $(field blobs_sent <<<"$published") blobs, $(human "$(field bytes_sent <<<"$published")"), in $(took)"

# --- 4 ------------------------------------------------------------------------------------------------------------
step 'A terminal is enrolled with a one-time code and listed by the operator'
# Everything between the terminal and its hub goes through this relay, which writes it down.
socat -d -d -r "$scratch/traffic-up" -R "$scratch/traffic-down" TCP-LISTEN:0,bind=127.0.0.1,reuseaddr,fork "TCP:127.0.0.1:$hub_port" 2>log/relay &
started+=($!)
relay_port=$(wait_for_line log/relay 'listening on AF=2 127.0.0.1:' | sed 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/')
relay_url=http://127.0.0.1:$relay_port
terminal=(--data "$scratch/terminal")
code=$("$escale" --json terminal code --hub "$hub_url" --key keys/operator.key --name 'Borne du hall' --site 'Maison des Trois-Rives' | field code)
terminal_key=$("$kiosk" "${terminal[@]}" --enrol "$code" --hub "$relay_url" --root root.json --mailbox "$mailbox" --pin 2468 2>log/kiosk-enrol | field terminal)
pending=$("$escale" --json terminal pending --hub "$hub_url" --key keys/operator.key)
[ "$(field pending <<<"$pending")" = 1 ] && [ "$(field terminal <<<"$pending")" = "$terminal_key" ] || fail 'the terminal does not wait at the hub'
if "$kiosk" --data "$scratch/intruder" --enrol "$code" --hub "$relay_url" --root root.json >/dev/null 2>log/kiosk-enrol-again; then
  fail 'the code was good for a second terminal'
fi
"$escale" terminal enrol --hub "$hub_url" --key keys/operator.key --fleet fleet.json --all-pending >/dev/null
repository add "${draft[@]}" --role operator --path fleet/terminals.json fleet.json >/dev/null
repository sign "${draft[@]}" --key keys/operator.key >/dev/null
repository publish "${draft[@]}" --hub "$hub_url" >/dev/null
[ "$("$escale" --json terminal pending --hub "$hub_url" --key keys/operator.key | field pending)" = 0 ] || fail 'the terminal is still pending'
say "code $code works once: another terminal is told $(sed -n 's/^escale-kiosk: //p' log/kiosk-enrol-again)"
say "terminal ${terminal_key:0:16}… waited at the hub, then was listed under the operator's signature"

# --- 5 ------------------------------------------------------------------------------------------------------------
step 'The terminal fetches the content'
sync() {
  local code=0
  "$kiosk" "${terminal[@]}" --sync 2>log/sync-last || code=$?
  cat log/sync-last >>log/sync
  return "$code"
}
fetched=$(sync)
[ "$(field bundles <<<"$fetched")" = "${#bundles[@]}" ] || fail "$(field bundles <<<"$fetched") bundles came instead of ${#bundles[@]}"
[ "$(field blobs_fetched <<<"$fetched")" = "$blobs" ] || fail "$(field blobs_fetched <<<"$fetched") blobs came instead of $blobs"
say "${#bundles[@]} bundles verified and installed: $blobs blobs, $(human "$(field bytes_fetched <<<"$fetched")"), in $(took)"

# --- 6 ------------------------------------------------------------------------------------------------------------
step 'The hub is stopped: from here on there is no network'
stop_hub
if sync >/dev/null; then fail 'a synchronisation without a hub claimed to succeed'; fi
say "the terminal says so and goes on: $(sed -n 's/^escale-kiosk: //p' log/sync-last)"

# What was said is left for people to read; it holds what visitors wrote, so it stays out of what is searched.
spoken=()
if [ "$drive" = ears ]; then
  rm -rf "$out/speech" && mkdir -p "$out/speech"
  spoken=(--speech-log "$out/speech/JOURNEY")
fi
play() { # play JOURNEY: on the terminal, without a screen
  "$kiosk" "${terminal[@]}" --headless --play "$journeys/$1.journey" --out "$out/screenshots" --words "$scratch/words" --clock "$(now)" --lang fr \
    --drive "$drive" "${spoken[@]/%JOURNEY/$1}" >"log/$1" 2>&1
}
status() { "$kiosk" "${terminal[@]}" --status --json 2>/dev/null; }
pending() { status | field pending; }

# --- 7 ------------------------------------------------------------------------------------------------------------
step 'A facilitator opens a session'
play main_1_open_session
[ "$(wc -w <words)" = 5 ] || fail 'the session did not show five words'
say "five words shown once and kept on paper; $(took)"

# --- 8 ------------------------------------------------------------------------------------------------------------
step 'A trainee takes a module and its quiz'
play main_2_learn
say "played through lessons and quiz in $(took)"

# --- 9 ------------------------------------------------------------------------------------------------------------
step 'Visitors give feedback; after the seventh the terminal is killed without warning'
before=$(pending)
code=0
{ play main_3_feedback_killed; } 2>>log/killed || code=$?
[ "$code" = 137 ] || fail "the terminal ended with $code instead of being killed (137): $(tail -n 3 log/main_3_feedback_killed)"
[ $(($(pending) - before)) = 7 ] || fail "$(($(pending) - before)) of 7 answers are there after SIGKILL"
say "SIGKILL; started again: 7 of 7 answers are there, sealed"

# --- 10 -----------------------------------------------------------------------------------------------------------
step 'Five more visitors give feedback'
play main_4_feedback
[ $(($(pending) - before)) = "$visitors" ] || fail "$(($(pending) - before)) of $visitors answers are there"
say "$visitors of $visitors answers wait in the outbox; one of them says « $canary »"

# --- 11 -----------------------------------------------------------------------------------------------------------
step 'The facilitator unlocks the session with the five words and shows the results'
play main_5_results
say "charts drawn from the answers opened in memory, in $(took)"

# --- 12 -----------------------------------------------------------------------------------------------------------
step 'The hub comes back, the terminal synchronises'
start_hub "$scratch/hub" "$hub_port"
sent=$(sync)
[ "$(pending)" = 0 ] || fail "$(pending) envelopes are still waiting"
say "$(field sent <<<"$sent") envelopes sent, $(field receipts <<<"$sent") receipts, in $(took)"

# --- 13 -----------------------------------------------------------------------------------------------------------
step 'Nobody on the way can read an answer'
# As it is, cut, in other cases, in base64 at each alignment, in UTF-16, in hexadecimal.
needles() {
  printf '%s\n' "$canary" 'chaleureux-et' 'et-concret' 'CANARI-ch'
  local shift
  for shift in '' x xx; do printf '%s%s' "$shift" "$canary" | base64 -w 0 | cut -c 5-32; done
  printf '%s' "$canary" | od -An -v -tx1 | tr -d ' \n'; echo
}
needles >needles
# grep reads bytes; UTF-16 is searched after its zeros are taken out.
search() { # search FOLDER…: names of files that hold a needle
  grep -rlaiF -f needles "$@" || [ $? = 1 ]
  find "$@" -type f -exec sh -c 'tr -d "\000" <"$1" | grep -qaiF -f needles && echo "$1"' _ {} \; || true
}
[ "$(grep -c . needles)" = "$(wc -l <needles)" ] || fail 'a needle is empty: it would be found everywhere'
mkdir control
echo 'nothing of a visitor' >control/clean
printf 'xx%s' "$canary" | base64 >control/base64
printf '%s' "$canary" | iconv -t UTF-16LE >control/utf-16
printf '%s' "$canary" | od -An -v -tx1 | tr -d ' \n' >control/hex
[ "$(search control | sort -u | wc -l)" = 3 ] || fail 'the search itself does not find what was planted'
mkdir traffic
mv traffic-up traffic/up
mv traffic-down traffic/down
[ "$(grep -ao 'PUT /v1/envelopes/' traffic/up | wc -l)" -ge "$visitors" ] || fail 'the relay did not see the envelopes pass'
found=$(search terminal hub traffic log | sort -u)
[ -z "$found" ] || fail "what a visitor wrote can be read in: $found"
say "« $canary » is not in the terminal's $(human "$(folder_bytes terminal)"), the hub's $(human "$(folder_bytes hub)"), $(human "$(folder_bytes traffic)") of traffic or the logs: whole, cut, base64, UTF-16, hexadecimal"

# --- 14 -----------------------------------------------------------------------------------------------------------
step "The committee's reader pulls, opens, and finds everything"
pulled=$("$escale" --json answers pull --hub "$hub_url" --mailbox "$mailbox" --key keys/reader.key --into pulled)
opened=$("$escale" --json answers open --in pulled --identity keys/member-1.key --repository "$hub_url/repository" --root root.json --out opened)
grep -q "\"collected\":$visitors" <<<"$opened" && grep -q "\"here\":$visitors" <<<"$opened" || fail "not $visitors of $visitors: $opened"
say "$(field fetched <<<"$pulled") envelopes, $(human "$(field bytes <<<"$pulled")"); $visitors of $visitors answers against the session's sealed list"
"$escale" answers export --in opened --out tables --language fr >/dev/null
csv=$(find tables -name '*.csv' ! -name '*_labels.csv' | head -n 1)
[ "$(wc -l <"$csv")" -gt "$visitors" ] || fail "$csv has too few lines"
grep -qF "$canary" "$csv" || fail "the reader does not find what the visitor wrote"
cp "$csv" "$out/answers.csv"
cp "${csv%.csv}_labels.csv" "$out/answers_labels.csv"
say "answers.csv: $((visitors)) lines and a header; only here can « $canary » be read"
envelope=$(find pulled -name '*.age' | sort | head -n 1)
"$escale" age decrypt -p "$ESCALE_PASSPHRASE" -a <keys/member-2.key >member-2.plain
age -d -i member-2.plain "$envelope" >stock.bin 2>log/age
grep -aqF '{"record":' stock.bin || fail 'stock age opened something that is not a record'
rm -f member-2.plain
say "stock age -d opens one too: $(human "$(stat -c %s "$envelope")") sealed, $(human "$(stat -c %s stock.bin)") padded"
released=$(sync)
say "at its next synchronisation the terminal forgets $(field released <<<"$released") released copies"

# --- 15 -----------------------------------------------------------------------------------------------------------
step 'A corrected module is published: only what changed travels'
cp -r "$catalogue/aller-vers" corrected
sed -i 's/Le premier pas n’est pas encore une aide\./Correction : le premier pas n’est pas encore une aide./' corrected/lessons/01-de-quoi-parle-t-on.md
"$escale" bundle build corrected --previous built/bundles/aller-vers.json --out built-2 >/dev/null
changed=$("$escale" --json bundle diff built/bundles/aller-vers.json built-2/bundles/aller-vers.json)
repository approve built-2/bundles/aller-vers.json --as doctrine --key keys/denis.key >/dev/null
repository add-bundles "${draft[@]}" built-2 >/dev/null
repository sign "${draft[@]}" --key keys/badr.key >/dev/null
repository sign "${draft[@]}" --key keys/chloe.key >/dev/null
published=$(repository publish "${draft[@]}" --hub "$hub_url")
[ "$(field blobs_sent <<<"$published")" = "$(field blobs <<<"$changed")" ] || fail "$(field blobs_sent <<<"$published") blobs went to the hub instead of $(field blobs <<<"$changed")"
say "to the hub: $(field blobs_sent <<<"$published") of $blobs blobs, $(human "$(field bytes_sent <<<"$published")")"
fetched=$(sync)
[ "$(field blobs_fetched <<<"$fetched")" = "$(field blobs <<<"$changed")" ] || fail "$(field blobs_fetched <<<"$fetched") blobs went to the terminal"
say "to the terminal: $(field blobs_fetched <<<"$fetched") blob, $(human "$(field bytes_fetched <<<"$fetched")")"
say "the operator sees, of that terminal on $("$escale" terminal list fleet.json --hub "$hub_url" --key keys/operator.key | sed -n 's/^      //p')"
play main_6_corrected
say "the terminal shows the corrected page, in $(took)"

# --- end ----------------------------------------------------------------------------------------------------------
pictures=$(find "$out/screenshots" -name '*.png' | wc -l)
[ "$pictures" -ge 6 ] || fail "only $pictures pictures"
total=$(($(now_ms) - began))
{
  echo
  echo "$step_number steps in $((total / 1000)).$((total % 1000 / 100)) seconds; $pictures pictures in screenshots/, the answers in answers.csv."
} >>"$summary"
printf '\nThe main job is done: %d steps in %d.%d s. See %s\n' "$step_number" $((total / 1000)) $((total % 1000 / 100)) "$summary"

if [ "$headless" = no ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Opening the terminal; its hub runs at $hub_url. Staff PIN: 2468. Close the window to end."
  "$kiosk" "${terminal[@]}" || true
fi
