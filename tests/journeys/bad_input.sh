#!/usr/bin/env bash
# Bad input, given to the real programs: each must refuse with an exit status, say exactly one sentence, and change nothing.
#
#   bad_input.sh --bin DIR [--out DIR]        the table also goes to DIR/table.txt
#
# "Nothing" is checked: a digest over every file that the command could have touched is taken before and after.
set -Eeuo pipefail
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
. "$source_dir/tests/journeys/lib.sh"
journey_options "$@"
journey_begin bad_input "$bin_dir"
cd "$scratch"
mkdir -p log keys
catalogue=$source_dir/content-bundles/catalogue
export ESCALE_PASSPHRASE='pinson verger lanterne ruisseau sabot'
draft=(--draft draft --tree tree)
quietly() { "$escale" "$@" >/dev/null 2>>log/quiet; }
rows=0

check_sentence() { # check_sentence NAME FILE PATTERN: exactly one line, and it says what it should
  [ "$(wc -l <"$2")" = 1 ] || fail "$1: $(wc -l <"$2") lines instead of one sentence: $(cat "$2")"
  grep -qE -- "$3" "$2" || fail "$1: the sentence is about something else: $(cat "$2")"
}

row() { # row NAME STATUS SENTENCE
  rows=$((rows + 1))
  printf '%-30s %-9s %s\n' "$1" "$2" "$3" | tee -a "$scratch/table"
}

# Every file, byte for byte; but databases by what they say, and without what a terminal notes of each try: the number of its status, the hour.
state_of() {
  find "$@" -type f ! -name '*.db' ! -name '*-shm' ! -name '*-wal' -print0 | sort -z | xargs -0 -r sha256sum
  find "$@" -type f -name '*.db' -exec sqlite3 -readonly {} .dump \; | sed '/status-number/d; /last-sync/d' | sha256sum
}

# refused NAME PATTERN FOLDER[,FOLDER…] COMMAND…
refused() {
  local name=$1 pattern=$2 watched=$3 before after code=0
  step_name=$name
  shift 3
  IFS=, read -ra watched <<<"$watched"
  before=$(state_of "${watched[@]}")
  "$@" >log/out 2>log/err || code=$?
  after=$(state_of "${watched[@]}")
  [ "$code" -ne 0 ] || fail "$name: it was taken"
  [ "$code" -le 2 ] || fail "$name: it ended with $code: $(tail -n 2 log/err)"
  check_sentence "$name" log/err "$pattern"
  [ "$before" = "$after" ] || fail "$name: something changed in ${watched[*]}"
  row "$name" "exit $code" "$(sed 's/^[a-z-]*: //' log/err)"
}

# refused_by_hub NAME CAUSE CURL-ARGUMENTS…: the hub's JSON error, with its data unchanged
refused_by_hub() {
  local name=$1 cause=$2 before after code
  step_name=$name
  shift 2
  before=$(state_of hub)
  code=$(curl -s -o log/answer -w '%{http_code}' "$@")
  after=$(state_of hub)
  [ "$code" -ge 400 ] || fail "$name: the hub answered $code"
  [ "$(field code <log/answer)" = "$cause" ] || fail "$name: $(cat log/answer)"
  [ "$before" = "$after" ] || fail "$name: something changed at the hub"
  row "$name" "HTTP $code" "$(grep -o '"message":"[^"]*' log/answer | sed 's/^"message":"//')"
}
echo 'Preparing: keys, one bundle, a hub'
for name in anne badr denis operator operator-2 reader; do quietly key new --kind signing --out "keys/$name.key" --comment "$name" --work-factor 4; done
for name in member-1 member-2 recovery; do quietly key new --kind reading --out "keys/$name.key" --comment "$name" --work-factor 4; done
"$hub_program" keys --data hub >hub-keys.json
quietly bundle new cours
quietly bundle build cours --out built
quietly mailbox new --id avis --title-fr Avis --member keys/member-1.key --member keys/member-2.key --recovery keys/recovery.key --reader keys/reader.key --out mailbox.json
cp mailbox.json unrehearsed.json
quietly mailbox rehearse mailbox.json --identity keys/member-1.key --identity keys/member-2.key --identity keys/recovery.key
quietly terminal fleet fleet.json --hub-key "Hub=$(field receipt_key <hub-keys.json)" --operator keys/operator.key
quietly repository create "${draft[@]}" --root-key keys/anne.key --root-key keys/badr.key --root-threshold 1 --targets-threshold 1 \
  --online-key "$(field online_key <hub-keys.json)"
quietly repository reviewers "${draft[@]}" --reviewer 'Denis:keys/denis.key:doctrine' --require course:doctrine
quietly repository add "${draft[@]}" --path mailboxes/avis.json mailbox.json
quietly repository add "${draft[@]}" --path fleet/terminals.json fleet.json
quietly repository sign "${draft[@]}" --key keys/anne.key
quietly repository root "${draft[@]}" --out root.json
start_hub hub 0 --root root.json
quietly repository publish "${draft[@]}" --hub "$hub_url"

printf '\n%-30s %-9s %s\n' 'bad input' 'status' 'what is said'

# --- an author's mistakes -----------------------------------------------------------------------------------------
cp -r "$catalogue/journee-aller-vers" day
rm day/programme*.yaml
sed -i 's/^kind: study-day/kind: forms/; /programme\.yaml/d' day/bundle.yaml
quietly bundle check day
truncate -s 3000 day/forms/avis.xlsx
mkdir -p out
refused 'truncated .xlsx' 'avis\.xlsx' day,out "$escale" bundle build day --out out
cp -r cours broken
sed -i '0,/{#3 #Exact\.}/s//{#trois}/' broken/lessons/03-quiz.md
refused 'broken GIFT' 'lessons/03-quiz\.md:[0-9]+: ' broken,out "$escale" bundle build broken --out out
cp -r cours unclosed
printf '\n```gift\n::q:: Une question { =oui ~non\n```\n' >>unclosed/lessons/03-quiz.md
refused 'GIFT without its end' 'lessons/03-quiz\.md:[0-9]+: ' unclosed,out "$escale" bundle build unclosed --out out

# --- something changed on the way ---------------------------------------------------------------------------------
cp -r built tampered
blob=$(find tampered/blobs -type f | sort | head -n 1)
printf 'X' | dd of="$blob" bs=1 seek=10 conv=notrunc status=none
refused 'tampered blob' 'its digest does not match' tampered "$escale" bundle check tampered/bundles/cours.json
refused 'tampered blob, to publish' 'its digest does not match' tampered,draft,tree "$escale" repository add-bundles "${draft[@]}" tampered

# --- who may say what ---------------------------------------------------------------------------------------------
refused 'mailbox that nobody rehearsed' 'escale mailbox rehearse' draft,tree "$escale" repository add "${draft[@]}" --path mailboxes/avis.json unrehearsed.json
quietly repository add-bundles "${draft[@]}" built
refused 'signature of a stranger' 'may not sign|none of|no role' draft,tree "$escale" repository sign "${draft[@]}" --key keys/denis.key
quietly repository sign "${draft[@]}" --key keys/anne.key
refused 'missing approval' 'doctrine' draft,tree,hub "$escale" repository publish "${draft[@]}" --hub "$hub_url"
# The same candidates given to the hub without our own program's checks.
candidate() { # candidate TARGETS.json: what `publish` would send
  sqlite3 :memory: "select json_object('metadata', json_object('targets', cast(readfile('$1') as text)),
    'targets', json_object('bundles/cours.json', cast(readfile('draft/targets/bundles/cours.json') as text)))"
}
candidate draft/metadata/targets.json >candidate
refused_by_hub 'missing approval, at the hub' publication_refused -X POST --data-binary @candidate "$hub_url/v1/publications"
sed 's/"sig":"\(.\)\(.\)/"sig":"\2\1/' draft/metadata/targets.json >forged.json
cmp -s forged.json draft/metadata/targets.json && sed 's/"sig":"./"sig":"0/' draft/metadata/targets.json >forged.json
candidate forged.json >candidate
refused_by_hub 'wrong signature, at the hub' publication_refused -X POST --data-binary @candidate "$hub_url/v1/publications"
cp -r draft draft-forged
cp forged.json draft-forged/metadata/targets.json
refused 'wrong signature' 'sign' draft-forged,tree,hub "$escale" repository publish --draft draft-forged --tree tree --hub "$hub_url"
quietly repository approve built/bundles/cours.json --as doctrine --key keys/denis.key
quietly repository discard "${draft[@]}"
quietly repository add-bundles "${draft[@]}" built
quietly repository sign "${draft[@]}" --key keys/anne.key

# --- time, names, people ------------------------------------------------------------------------------------------
mkdir -p copy
refused 'expired metadata' 'expired' copy,hub "$escale" --clock 2031-01-01T00:00:00Z repository clone --hub "$hub_url" --root root.json --to copy
mkdir -p pulled
refused 'unknown mailbox' "mailbox" pulled,hub "$escale" answers pull --hub "$hub_url" --mailbox absente --key keys/reader.key --into pulled
refused 'a reader of no mailbox' 'reader|allowed' pulled,hub "$escale" answers pull --hub "$hub_url" --mailbox avis --key keys/anne.key --into pulled
cp fleet.json fleet-2.json && mkdir -p fleet && mv fleet-2.json fleet/
refused 'unlisted terminal' 'no terminal that presented a code' fleet,hub \
  "$escale" terminal enrol --hub "$hub_url" --key keys/operator.key --fleet fleet/fleet-2.json 0123456789abcdef
refused 'not an operator' 'operator' fleet,hub "$escale" terminal code --hub "$hub_url" --key keys/anne.key --name A --site B

# --- a full disk --------------------------------------------------------------------------------------------------
# A small file system of its own where the kernel lets us, else the largest file that the shell allows.
mkdir -p mnt
if unshare -Urm sh -c 'mount -t tmpfs -o size=256k none mnt' 2>/dev/null; then
  on_full_disk() { # on_full_disk COMMAND…: mnt is a full file system; what is left there after must be what was there before
    unshare -Urm bash -c '
      mount -t tmpfs -o size=256k none mnt
      dd if=/dev/zero of=mnt/filler bs=4k status=none 2>/dev/null
      truncate -s 236k mnt/filler # a little room: the disk fills up in the middle of the work
      before=$(find mnt -type f -printf "%p %s\n" | sort)
      code=0
      "$@" || code=$?
      [ "$before" = "$(find mnt -type f -printf "%p %s\n" | sort)" ] || { find mnt -type f >&2; exit 99; }
      exit $code' _ "$@"
  }
  how='a tmpfs of 256 KiB' namespaces=yes
else
  on_full_disk() { (trap '' XFSZ; ulimit -f 1; "$@"); }
  how='RLIMIT_FSIZE (no user namespace here)' namespaces=no
fi
refused 'full disk: bundle build' 'full|space|large' mnt,cours on_full_disk "$escale" bundle build "$catalogue/maltraitance" --out mnt/built
refused 'full disk: add-bundles' 'full|space|large' mnt,built on_full_disk "$escale" repository add-bundles --draft mnt/draft --tree tree built
if [ "$namespaces" = yes ]; then
  # A hub whose disk fills up while it serves.
  unshare -Urm bash -c '
    mount -t tmpfs -o size=8m none mnt
    cp -r hub mnt/
    "$1" --data mnt/hub --listen 127.0.0.1:0 >log/hub-full 2>&1 &
    trap "kill $!" EXIT
    trap "exit 0" TERM
    until [ -e fill ] || ! kill -0 $!; do sleep 0.05; done
    dd if=/dev/zero of=mnt/filler bs=4k status=none 2>/dev/null
    touch filled
    while kill -0 $!; do sleep 0.05; done' _ "$hub_program" 2>/dev/null &
  started+=($!)
  full_url=http://127.0.0.1:$(wait_for_line log/hub-full 'listening on' | sed 's/.*://')
  touch fill
  for ((i = 0; i < 100; i++)); do [ -e filled ] && break; sleep 0.05; done
  served() { curl -sf "$full_url/repository/metadata/timestamp.json" "$full_url/v1/hub" | sha256sum; }
  before=$(served)
  refused 'full disk: the hub' 'full|space|large' draft,tree "$escale" repository publish "${draft[@]}" --hub "$full_url"
  [ "$(served)" = "$before" ] || fail 'full disk: the hub: what it serves has changed'
fi

# --- the terminal -------------------------------------------------------------------------------------------------
if [ -x "$kiosk" ]; then
  quietly repository publish "${draft[@]}" --hub "$hub_url"
  quietly repository clone --hub "$hub_url" --root root.json --to stick --with-blobs
  "$kiosk" --data terminal --sync --folder stick --root root.json >log/first-sync
  [ "$(field bundles <log/first-sync)" = 1 ] || fail "the terminal did not take the bundle: $(cat log/first-sync)"
  refused 'unknown enrolment code' 'code' terminal,hub "$kiosk" --data terminal --enrol aaaa-bbbb-cccc-dddd --hub "$hub_url" --root root.json
  refused 'malformed enrolment code' 'code' terminal,hub "$kiosk" --data terminal --enrol 'AAAA' --hub "$hub_url" --root root.json
  # A repository of somebody else, offered on a stick.
  quietly repository create --draft other-draft --tree other --root-key keys/denis.key --root-key keys/operator.key --root-threshold 1 --targets-threshold 1 \
    --online-key keys/operator.key
  quietly repository sign --draft other-draft --tree other --key keys/denis.key
  quietly repository root --draft other-draft --tree other --out other-root.json
  refused 'another root' 'another repository' terminal "$kiosk" --data terminal --sync --folder stick --root other-root.json
  quietly repository publish --draft other-draft --tree other --to other-stick --online-key keys/operator.key
  cp other-stick/metadata/1.root.json other-stick/metadata/2.root.json 2>/dev/null || true
  refused "somebody else's stick" 'signed by 0 trusted keys' terminal "$kiosk" --data terminal --sync --folder other-stick
  # A corrected course whose new blob was changed on the stick.
  sed -i 's/Le lendemain/Trois jours après/' cours/lessons/02-cas.md
  quietly bundle build cours --out built-2 --previous built/bundles/cours.json
  quietly repository approve built-2/bundles/cours.json --as doctrine --key keys/denis.key
  quietly repository add-bundles "${draft[@]}" built-2
  quietly repository sign "${draft[@]}" --key keys/anne.key
  quietly repository publish "${draft[@]}" --hub "$hub_url"
  cp -r stick damaged
  quietly repository clone --hub "$hub_url" --to damaged --with-blobs
  cp -r damaged corrected
  new=$(cd damaged/blobs && find . -type f | sort | while read -r blob; do [ -e "../../stick/blobs/$blob" ] || echo "$blob"; done)
  [ "$(wc -l <<<"$new")" = 1 ] || fail "the correction changed $(wc -l <<<"$new") blobs"
  printf 'X' | dd of="damaged/blobs/$new" bs=1 seek=10 conv=notrunc status=none
  # The newer metadata are believed, as they should be; what the terminal shows stays what it was.
  shown() { "$kiosk" --data terminal --status --json | grep -o '"bundles":{[^}]*}'; }
  [ "$(shown)" = '"bundles":{"cours":1}' ] || fail "the terminal shows $(shown)"
  refused 'tampered blob, on a stick' 'do not have the digest' damaged/blobs,damaged/metadata "$kiosk" --data terminal --sync --folder damaged
  [ "$(shown)" = '"bundles":{"cours":1}' ] || fail "tampered blob, on a stick: the terminal shows $(shown)"
  # A terminal that presented its code and that nobody listed yet: the hub takes no status from it.
  code=$("$escale" --json terminal code --hub "$hub_url" --key keys/operator.key --name Borne --site Ici | field code)
  "$kiosk" --data stranger --enrol "$code" --hub "$hub_url" --root root.json >log/enrol
  "$kiosk" --data stranger --sync --folder stick >log/enrol
  refused 'unlisted terminal, at the hub' 'list' hub "$kiosk" --data stranger --sync
  refused 'a used code' 'used' hub,terminal "$kiosk" --data terminal --enrol "$code" --hub "$hub_url" --root root.json
  if [ "$namespaces" = yes ]; then
    terminal_on_full_disk() {
      unshare -Urm bash -c '
        mount -t tmpfs -o size=8m none mnt
        cp -r terminal mnt/
        content() { find mnt/terminal -type f ! -name "state.db*" -print0 | sort -z | xargs -0 sha256sum; }
        before=$(content)
        dd if=/dev/zero of=mnt/filler bs=4k status=none 2>/dev/null
        code=0
        "$1" --data mnt/terminal --sync --folder corrected || code=$?
        [ "$before" = "$(content)" ] || exit 99
        rm mnt/filler # room again: the terminal shows what it showed, and takes what it could not
        "$1" --data mnt/terminal --status --json | grep -q "\"cours\":1" || exit 98
        "$1" --data mnt/terminal --sync --folder corrected | grep -q "\"bundles\":1" || exit 97
        exit $code' _ "$kiosk"
    }
    refused 'full disk: the terminal' 'full|space' corrected/blobs,corrected/metadata terminal_on_full_disk
  fi
fi
[ -z "$out" ] || cp "$scratch/table" "$out/table.txt"
printf '\n%d refusals, one sentence each, nothing changed. Full disk: %s.\n' "$rows" "$how"
