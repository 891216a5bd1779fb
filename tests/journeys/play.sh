#!/usr/bin/env bash
# play.sh BIN SOURCE JOURNEY [OPTION…]: in the current folder, signs a repository of the catalogue (once), brings it to a new terminal
# as a USB key would, and plays the journey on it. Screenshots in shots/.
set -euo pipefail
bin=$1 source=$2 journey=$3
shift 3
catalogue=$source/content-bundles/catalogue
if [ ! -f key/metadata/timestamp.json ]; then
  rm -rf key
  "$bin/make-repository" key "$catalogue"/{maltraitance,aller-vers,conference-familiale,journee-aller-vers,ressources}
fi
rm -rf data shots words
"$bin/escale-kiosk" --data data --sync --folder key --root key/metadata/1.root.json --mailbox clts-demo --pin 2468
"$bin/escale-kiosk" --data data --headless --play "$journey" --out shots --words words --clock 2026-11-25T09:00:00Z \
  --site "Maison des solidarités" "$@"
