#!/usr/bin/env bash
# Creates docs/screenshots/*.png: the real program with real sockets, in separate namespaces.
# Requires root. `./dev screenshots` installs the required packages and runs it.
#   tests/screenshots/make.sh PROGRAM FOLDER [NAME...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "$1")
folder=$(realpath "$2")
shift 2

if [[ ${PE_SCENE:-} != inside ]]; then
  stage=$(mktemp -d)
  far=pe-far-$$
  trap 'ip netns del "$far" 2>/dev/null || true; rm -rf "$stage"' EXIT
  ip netns add "$far"
  ip -n "$far" link set lo up
  mkfifo "$stage/hold"
  ip netns exec "$far" /usr/bin/python3 "$here/far_side.py" <"$stage/hold" >/dev/null 2>&1 &
  exec {hold}>"$stage/hold"
  PE_SCENE=inside PE_FAR=$far PE_STAGE=$stage unshare --net --pid --mount --fork --mount-proc "$0" "$program" "$folder" "$@"
  exec {hold}>&-
  exit
fi

export HOME=$PE_STAGE/home XDG_CONFIG_HOME=$PE_STAGE/home/.config XDG_RUNTIME_DIR=$PE_STAGE/run LC_ALL=C.UTF-8 TZ=UTC
mkdir -p "$XDG_CONFIG_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
chmod 755 "$PE_STAGE"
ip link set lo up
ip link add near type veth peer name far
nsenter --net="/run/netns/$PE_FAR" true
ip link set far netns "$PE_FAR"
ip addr add 192.0.2.10/24 dev near
ip link set near up
ip -n "$PE_FAR" addr add 192.0.2.1/24 dev far
for address in 198.51.100.7 203.0.113.25 203.0.113.80; do ip -n "$PE_FAR" addr add "$address/32" dev far; done
ip -n "$PE_FAR" link set far up
ip route add default via 192.0.2.1

cp "$here/near_side.py" "$PE_STAGE/"
actor() {  # NAME WORDS...
  local name=$1
  shift
  cp "$(readlink -f /usr/bin/python3)" "$PE_STAGE/$name"
  "$PE_STAGE/$name" "$PE_STAGE/near_side.py" "$@" </dev/null >/dev/null 2>&1 &
}
# The same, but at a terminal.
person() {
  local name=$1
  shift
  cp "$(readlink -f /usr/bin/python3)" "$PE_STAGE/$name"
  script -qec "exec ${as_user[*]} $PE_STAGE/$name $PE_STAGE/near_side.py $*" /dev/null </dev/null >/dev/null 2>&1 &
}
as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups '--inh-caps=-all')
actor webserver listen=0.0.0.0:8080 listen6='[::1]:8443'
actor database listen=127.0.0.1:5432 udp=127.0.0.1:5353
person browser talk=198.51.100.7:443 talk=198.51.100.7:443 hold=198.51.100.7:80 talk=127.0.0.1:8080
person mailer hold=203.0.113.25:993 talk=203.0.113.25:993
actor backup talk=203.0.113.80:22 hold=127.0.0.1:5432
actor checker short=1 listen=0.0.0.0:31337
for _ in $(seq 100); do ss -Hltn 'sport = :31337' | grep -q . && break; sleep 0.1; done
rm "$PE_STAGE/checker"  # makes it hidden: its executable is no longer a file
umount -l /run/netns 2>/dev/null || true  # the far side is not part of this machine

width=1280 height=800
Xvfb -displayfd 3 -screen 0 2600x1700x24 -nolisten tcp 3>"$PE_STAGE/display" >/dev/null 2>&1 &
screen=$!
# If it were killed with the namespace, it would leave its lock file.
trap 'kill "$screen"; wait "$screen" || true' EXIT
for _ in $(seq 100); do [[ -s $PE_STAGE/display ]] && break; sleep 0.1; done
DISPLAY=:$(<"$PE_STAGE/display")
export DISPLAY
openbox >/dev/null 2>&1 &
sleep 0.3

wanted() { [[ ${#names[@]} -eq 0 || " ${names[*]} " == *" $1 "* ]]; }
names=("$@")

# NAME WIDTH HEIGHT SETTINGS ACTION [ARGUMENTS...]: takes a picture of the window alone.
shoot() {
  local name=$1 w=$2 h=$3 settings=$4 action=$5
  shift 5
  wanted "$name" || return 0
  rm -rf "$XDG_CONFIG_HOME/portexplorer"
  mkdir -p "$XDG_CONFIG_HOME/portexplorer"
  printf '%b' "$settings" >"$XDG_CONFIG_HOME/portexplorer/settings.conf"
  ${AS_USER:-} "$program" "$@" 2>"$PE_STAGE/$name.err" &
  local pid=$! window=''
  for _ in $(seq 100); do
    window=$(xdotool search --onlyvisible --name '^Port Explorer$' 2>/dev/null | tail -n 1 || true)
    [[ -n $window ]] && break
    sleep 0.1
  done
  xdotool windowsize --sync "$window" "$w" "$h" windowmove "$window" 20 30
  sleep 4
  export window
  eval "$action"
  sleep 0.7
  import -window "$window" -strip +dither -colors 256 "png8:$folder/$name.png"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

quiet='first_start = no\n'
move() { xdotool mousemove --window "$window" "$@"; }
shoot list $width $height "$quiet" 'move 700 20'
shoot dark $width $height "${quiet}theme = dark\ngroup = yes\n" 'move 700 20'
shoot narrow 1000 640 "$quiet" 'move 700 20'
shoot empty $width 500 "${quiet}show_log = no\n" 'move 700 20' --filter port:9
shoot error $width 500 "${quiet}show_log = no\n" 'move 400 34; xdotool click 1; xdotool type "port:443 and (state:LISTN"; sleep 1'
# shellcheck disable=SC2016  # expanded when the window is there
shoot menu $width $height "$quiet" 'move 300 260; xdotool click 1; xdotool click 3; sleep 0.5; import -window root -crop 1320x850+0+0 "$folder/menu-root.png"'
QT_SCALE_FACTOR=2 shoot large 2400 1500 "$quiet" 'move 700 20'
chmod -R a+rwX "$PE_STAGE"
AS_USER="${as_user[*]}" shoot user $width $height "$quiet" 'move 700 20'
