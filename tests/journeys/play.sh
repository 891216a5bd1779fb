#!/usr/bin/env bash
# play.sh BIN SOURCE JOURNEY [OPTION…]: in the current folder, signs a repository of the catalogue (once), brings it to a new terminal
# as a USB key would, and plays the journey on it. Screenshots in shots/. A journey that begins with « # bundles: … » has only those.
set -euo pipefail
bin=$1 source=$2 journey=$3
shift 3
catalogue=$source/content-bundles/catalogue
if [ ! -f key/metadata/timestamp.json ]; then
  rm -rf key
  read -ra bundles <<<"$(sed -n '1s/^# bundles: //p' "$journey")"
  [ ${#bundles[@]} -gt 0 ] || bundles=(maltraitance aller-vers conference-familiale journee-aller-vers ressources)
  "$bin/make-repository" key "${bundles[@]/#/$catalogue/}"
fi
rm -rf data shots words
"$bin/escale-kiosk" --data data --sync --folder key --root key/metadata/1.root.json --mailbox clts-demo --pin 2468
"$bin/escale-kiosk" --data data --headless --play "$journey" --out shots --words words --clock 2026-11-25T09:00:00Z \
  --site "Maison des solidarités" "$@"
