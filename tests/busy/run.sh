#!/usr/bin/env bash
# run.sh COMMAND...
#   Runs COMMAND on a busy machine: three busy loops, listeners on ports that occur in tests and
#   threat lists (25, 80, 443, 4444, 8080) in this network namespace, and ten named network
#   namespaces, each with a listener. Everything ends with COMMAND, however it ends: the processes
#   are killed when this script exits, and the names are in a mount namespace that only COMMAND
#   shares. Requires root.
set -euo pipefail

readonly kNamespaces=10
readonly kLoops=3

# Listens on the ports that are still free, for IPv4 and IPv6, then prints "listening".
readonly kListen='
import signal, socket, sys
held = []
for port in map(int, sys.argv[1:]):
    for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
        try:
            held.append(socket.socket(family, socket.SOCK_STREAM))
            held[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6: held[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            held[-1].bind((address, port))
            held[-1].listen(8)
        except OSError as error:
            print(f"busy: {address} {port}: {error.strerror}", file=sys.stderr)
print("listening", flush=True)
signal.pause()'

say() { printf 'busy: %s\n' "$*" >&2; }

start_listeners() {
  local number
  exec {said}< <(exec setpriv --pdeathsig KILL python3 -c "$kListen" 25 80 443 4444 8080)
  children+=($!)
  read -r -u "$said"
  for ((number = 0; number < kNamespaces; ++number)); do
    ip netns add "busy$number"
    ip -n "busy$number" link set lo up
    exec {said}< <(exec setpriv --pdeathsig KILL ip netns exec "busy$number" python3 -c "$kListen" "$((7400 + number))" 8080)
    children+=($!)
    read -r -u "$said"
  done
}

start_loops() {
  local number
  for ((number = 0; number < kLoops; ++number)); do
    setpriv --pdeathsig KILL bash -c 'while :; do :; done' &
    children+=($!)
  done
}

main() {
  if [[ ${BUSY_INSIDE:-} != yes ]]; then
    ((EUID == 0)) || { say "creating network namespaces requires root"; exit 1; }
    BUSY_INSIDE=yes exec unshare --mount "$0" "$@"
  fi
  unset BUSY_INSIDE
  local -a children=()
  local said
  trap 'kill "${children[@]}" 2>/dev/null || true' EXIT
  mkdir -p /run/netns
  mount -t tmpfs tmpfs /run/netns
  start_listeners
  start_loops
  say "$kLoops busy loops, $(ip netns list | wc -l) named namespaces, $(ss -Htln | wc -l) listeners here"
  "$@"
}

main "$@"
