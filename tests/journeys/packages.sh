#!/usr/bin/env bash
# The three packages on a fresh Debian: they install, their units are right, what the units start runs as the units' user, and they go
# away again. Needs root, debootstrap and Debian's packages; not part of ./dev test.
#
#   tests/journeys/packages.sh --packages DIR [--suite bookworm] [--keep]
#
# The bare root is made once per suite and kept packed in the user's cache. systemd does not run in it: the hub is traced instead, and
# what it asks of the kernel is compared with what its unit allows.
set -euo pipefail
packages= suite=bookworm keep=
while [ $# -gt 0 ]; do
  case $1 in
    --packages) packages=$(cd "$2" && pwd); shift 2 ;;
    --suite) suite=$2; shift 2 ;;
    --keep) keep=1; shift ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
done
[ -n "$packages" ] || { echo "packages.sh: --packages DIR is missing" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "packages.sh: needs root: it makes another root" >&2; exit 2; }
export LC_ALL=C.UTF-8

cache=${XDG_CACHE_HOME:-$HOME/.cache}/escale
bare=$cache/$suite.tar
mkdir -p "$cache"
root=$(mktemp -d "$cache/root.XXXXXX")
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done  # strace takes what it traces with it
  wait
  for mounted in dev proc; do
    if mountpoint -q "$root/$mounted"; then umount -R "$root/$mounted"; fi
  done
  if [ -n "$keep" ]; then echo "kept: $root"; else rm -rf --one-file-system "$root"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

step() { printf '\n== %s\n' "$1"; }
fail() { printf 'packages.sh FAILED: %s\n' "$1" >&2; exit 1; }
inside() { env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }

step "a fresh $suite"
if [ ! -f "$bare" ]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/\?$') || fail "no Debian archive in apt's sources"
  debootstrap --variant=minbase --include=systemd,strace,ca-certificates "$suite" "$root" "$mirror" >"$cache/$suite.log" 2>&1 ||
    { tail -n 5 "$cache/$suite.log" >&2; fail "debootstrap"; }
  tar -C "$root" -cf "$bare.part" . && mv "$bare.part" "$bare"
else
  tar -C "$root" -xf "$bare"
fi
chmod 755 "$root"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || true
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  mknod -m 666 "$root/dev/$device" c $(stat -c '0x%t 0x%T' "/dev/$device")
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm"

step "install"
mkdir "$root/packages"
cp "$packages"/*.deb "$root/packages/"
inside apt-get update -q >/dev/null
inside sh -c 'apt-get install -y -q --no-install-recommends /packages/*.deb' >"$root/install.log" 2>&1 ||
  { tail -n 20 "$root/install.log" >&2; fail "apt-get install"; }
inside dpkg-query -W -f '${Package} ${Version} ${Installed-Size} kB\n' escale escale-hub escale-kiosk
for program in escale escale-tuf escale-hub escale-kiosk escale-supervisor; do
  if inside sh -c "ldd /usr/bin/$program" | grep -q 'not found'; then fail "$program lacks a library that its package does not ask for"; fi
  if readelf -d "$root/usr/bin/$program" | grep -q 'R.*PATH'; then fail "$program looks for libraries where it was built"; fi
  if readelf -S "$root/usr/bin/$program" | grep -q '\.debug_info'; then fail "$program was not stripped"; fi
done
inside escale --help >/dev/null
for conf in hub kiosk; do
  inside dpkg-query -W -f '${Conffiles}\n' "escale-$conf" | grep -q "/etc/escale/$conf.yaml" || fail "$conf.yaml is not a conffile"
done

step "units"
for unit in escale-hub escale-kiosk escale-kiosk-console; do
  inside systemd-analyze verify "/lib/systemd/system/$unit.service" 2>&1 | tee "$root/verify.log"
  if [ -s "$root/verify.log" ]; then fail "systemd-analyze verify $unit.service"; fi
  echo "$unit.service: verified"
done
cp "$root/lib/systemd/system/escale-media@.service" "$root/etc/systemd/system/escale-media@dev-sdz1.service"
inside systemd-analyze verify escale-media@dev-sdz1.service 2>&1 | tee "$root/verify.log"
if [ -s "$root/verify.log" ]; then fail "systemd-analyze verify escale-media@.service"; fi
rm "$root/etc/systemd/system/escale-media@dev-sdz1.service"
echo "escale-media@.service: verified"

value_of() { sed -n "s/^$2=//p" "$root/lib/systemd/system/$1.service" | head -n 1; }  # value_of UNIT KEY
as_unit() {  # as_unit UNIT COMMAND…: becomes the command, in the unit's user, group, folder and umask; call it in a subshell
  local unit=$1 user state
  shift
  user=$(value_of "$unit" User) state=$(value_of "$unit" StateDirectory)
  exec env -i HOME="/var/lib/$state" PATH=/usr/sbin:/usr/bin:/sbin:/bin STATE_DIRECTORY="/var/lib/$state" "${unit_environment[@]}" \
    chroot "$root" setpriv --reuid "$user" --regid "$user" --init-groups --no-new-privs \
    sh -c 'umask "$0"; cd /; exec "$@"' "$(value_of "$unit" UMask)" "$@"
}
unit_environment=(SDL_VIDEODRIVER=dummy)

step "the hub's ExecStart as escale-hub"
listen=$(sed -n 's/^listen: //p' "$root/etc/escale/hub.yaml")
if curl -sf "http://$listen/healthz" >/dev/null 2>&1; then fail "something else answers on $listen"; fi
as_unit escale-hub strace -f -o /var/lib/escale-hub/calls.log $(value_of escale-hub ExecStart) >"$root/hub.log" 2>&1 &
hub=$!
started+=("$hub")
for _ in $(seq 100); do
  if curl -sf "http://$listen/healthz" >"$root/healthz" 2>/dev/null; then break; fi
  kill -0 "$hub" 2>/dev/null || { cat "$root/hub.log" >&2; fail "the hub ended"; }
  sleep 0.1
done
grep -q '"ok"' "$root/healthz" || { cat "$root/hub.log" >&2; fail "no /healthz on $listen"; }
curl -sf "http://$listen/metrics" | grep -q '^escale_' || fail "no /metrics"
echo "http://$listen/healthz: $(cat "$root/healthz")"
kill -TERM "$(sed -n '1s/ .*//p' "$root/var/lib/escale-hub/calls.log")"
status=0; wait "$hub" || status=$?
[ "$status" = 0 ] || fail "the hub ended with $status on SIGTERM"
[ "$(inside stat -c '%U %a' /var/lib/escale-hub)" = "escale-hub 750" ] || fail "/var/lib/escale-hub has other rights"
if [ -n "$(inside find /var/lib/escale-hub -perm /007)" ]; then fail "others may read the hub's files"; fi

step "the terminal's ExecStart as escale-kiosk"
(as_unit escale-kiosk /usr/bin/escale-kiosk --config /etc/escale/kiosk.yaml --status)
runs() {  # runs UNIT WHERE [EXIT]: three seconds as the unit has it, then SIGTERM; nothing may be left
  local unit=$1 pid status=0
  as_unit "$unit" $(value_of "$unit" ExecStart) >"$root/kiosk.log" 2>&1 &
  pid=$!
  started+=("$pid")
  sleep 3
  kill -0 "$pid" 2>/dev/null || { cat "$root/kiosk.log" >&2; fail "$unit ended"; }
  pgrep -u "$(inside id -u escale-kiosk)" -x escale-kiosk >/dev/null || { cat "$root/kiosk.log" >&2; fail "$unit runs without a terminal"; }
  kill -TERM "$pid"
  wait "$pid" || status=$?
  [ "$status" = 0 ] || [ "$status" = "${3:-0}" ] || { cat "$root/kiosk.log" >&2; fail "$unit ended with $status on SIGTERM"; }
  for _ in $(seq 50); do pgrep -u "$(inside id -u escale-kiosk)" . >/dev/null || break; sleep 0.1; done
  if pgrep -u "$(inside id -u escale-kiosk)" -l .; then fail "$unit left something running"; fi
  echo "$unit: runs for three seconds on $2, stops when asked, leaves nothing"
}
grep -q '^Environment=SDL_VIDEODRIVER=kmsdrm$' "$root/lib/systemd/system/escale-kiosk-console.service" || fail "escale-kiosk-console.service draws elsewhere than on the console"
runs escale-kiosk-console 'the dummy display'
mkdir -p "$root/run/session"
inside chown escale-kiosk: /run/session
chmod 700 "$root/run/session"
unit_environment=(SDL_VIDEODRIVER=wayland XDG_RUNTIME_DIR=/run/session WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1)
runs escale-kiosk 'cage without a screen' 134  # cage 0.1 aborts when it is told to stop
unit_environment=(SDL_VIDEODRIVER=dummy)
[ "$(inside stat -c '%U %a' /var/lib/escale)" = "escale-kiosk 700" ] || fail "/var/lib/escale has other rights"
if [ -n "$(inside find /var/lib/escale -perm /007)" ]; then fail "others may read the terminal's files"; fi

step "what the hub asks of the kernel is what its unit allows"
calls_of() {  # calls_of GROUP: its system calls, groups inside it opened
  local call
  inside systemd-analyze syscall-filter "$1" | sed -n 's/^    //p' | while read -r call; do
    case $call in
      @*) calls_of "$call" ;;
      '#'*) ;;
      *) echo "$call" ;;
    esac
  done
}
filters=$(sed -n 's/^SystemCallFilter=//p' "$root/lib/systemd/system/escale-hub.service")
for group in $(grep -v '^~' <<<"$filters"); do calls_of "$group"; done | sort -u >"$root/allowed"
for group in $(sed -n 's/^~//p' <<<"$filters"); do calls_of "$group"; done | sort -u >"$root/denied"
sed -E 's/^[0-9]+ +//; s/\(.*//' "$root/var/lib/escale-hub/calls.log" | grep -E '^[a-z0-9_]+$' | sort -u >"$root/used"
rm "$root/var/lib/escale-hub/calls.log"
[ "$(wc -l <"$root/used")" -gt 30 ] && [ "$(wc -l <"$root/allowed")" -gt 200 ] || fail "the system calls could not be read"
if comm -23 "$root/used" "$root/allowed" | grep . || comm -12 "$root/used" "$root/denied" | grep .; then fail "escale-hub.service would kill the hub for these system calls"; fi
echo "$(wc -l <"$root/used") different system calls, all allowed"

step "remove"
inside apt-get remove -y -q escale escale-hub escale-kiosk >"$root/remove.log" 2>&1 || { tail "$root/remove.log" >&2; fail "apt-get remove"; }
for left in /usr/bin/escale /usr/bin/escale-hub /usr/bin/escale-kiosk /usr/bin/escale-supervisor /usr/lib/escale/lock-down /lib/systemd/system/escale-hub.service; do
  if [ -e "$root$left" ]; then fail "$left stays after removal"; fi
done
[ -d "$root/var/lib/escale-hub" ] || fail "removal took the answers with it"
echo "programs gone, data kept"
printf '\nThe packages are right.\n'
