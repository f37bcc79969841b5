#!/usr/bin/env bash
# run.sh BUILD_DIRECTORY DISTRIBUTION [CTEST ARGS...]
#   Runs ./dev run list and ./dev test in a minimal root file system of another distribution
#   (bookworm, trixie, noble), on the kernel of this machine. debootstrap creates the root. Its result and the downloaded packages are kept in BUILD_DIRECTORY/distributions; each run
#   uses a new copy. Exits with 0 if both commands passed.
# run.sh --enter BUILD_DIRECTORY DISTRIBUTION COMMAND...
#   Runs COMMAND in the root that a failed run has kept.
# DISTRIBUTION_CCACHE=DIRECTORY
#   Compiles with a ccache in DIRECTORY. This is faster, but the root then contains ccache too.
# DISTRIBUTION_KEEP=1
#   Also keeps the root of a run that passed.
set -euo pipefail
shopt -s inherit_errexit

kHere=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly kHere
readonly kSource=/root/portexplorer  # within the root
# shellcheck source=tests/distributions/archives.sh
source "$kHere/archives.sh"

say() { printf 'distribution test: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Runs a command in a root, in separate mount and PID namespaces. The first process of the PID
# namespace is killed when this script ends, so no mount and no process of the command remains. Uses
# pivot_root instead of chroot, because user namespaces cannot be created in a chroot.
enter() {  # ROOT ARCHIVES COMMAND...
  export PORTEXPLORER_CMAKE_OPTIONS=${PORTEXPLORER_CMAKE_OPTIONS:-}
  # shellcheck disable=SC2016  # expanded by the inner shell
  unshare --mount --pid --fork --kill-child bash -c '
    set -e
    root=$1 archives=$2 ccache=$3
    shift 3
    mount --bind "$root" "$root"
    cd "$root"
    mount -t proc proc proc
    mount --rbind /sys sys
    mount --rbind /dev dev
    mount -t tmpfs -o mode=755 tmpfs run
    mount -t tmpfs -o mode=1777 tmpfs tmp
    mkdir -p var/cache/apt/archives
    mount --bind "$archives" var/cache/apt/archives
    if [[ -n $ccache ]]; then
      mkdir -p root/.ccache
      mount --bind "$ccache" root/.ccache
    fi
    mkdir -p .host
    pivot_root . .host
    cd /
    umount --lazy /.host
    rmdir /.host
    exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LANG=C.UTF-8 \
      CCACHE_DIR=/root/.ccache PORTEXPLORER_CMAKE_OPTIONS="$PORTEXPLORER_CMAKE_OPTIONS" "$@"' _ "$1" "$2" "${DISTRIBUTION_CCACHE:-}" "${@:3}"
}

# Prints the debootstrap script of a distribution. If the distribution is newer than the debootstrap
# of this machine, prints an older script: all scripts of Ubuntu are the same one.
script_of() {  # DISTRIBUTION
  local scripts=/usr/share/debootstrap/scripts
  if [[ -e $scripts/$1 ]]; then echo "$scripts/$1"
  elif [[ $1 == noble ]]; then echo "$scripts/gutsy"
  else echo "$scripts/sid"
  fi
}

make_base() {  # DISTRIBUTION DIRECTORY
  local keyring partial=$2/base.partial
  if [[ -e $2/base.tar ]]; then return; fi
  say "creating a minimal root file system of $1 with debootstrap, once"
  rm -rf --one-file-system "$partial"
  keyring=$(archive_keyring "$1" "$2/keyrings")
  unshare --mount debootstrap --variant=minbase --force-check-gpg --keyring="$keyring" --cache-dir="$2/archives" \
    "$1" "$partial" "$(archive_mirror "$1")" "$(script_of "$1")" >"$2/debootstrap.log" 2>&1 || {
    tail -n 20 "$2/debootstrap.log" >&2
    die "debootstrap failed to create a root of $1; see above, or the full log in $2/debootstrap.log"
  }
  install -D -m 644 "$keyring" "$partial/usr/share/keyrings/$(basename "$keyring")"
  rm -f "$partial"/etc/apt/sources.list.d/*
  archive_sources "$1" "/usr/share/keyrings/$(basename "$keyring")" >"$partial/etc/apt/sources.list"
  tar -C "$partial" --one-file-system --numeric-owner -cf "$2/base.tar.partial" .
  mv "$2/base.tar.partial" "$2/base.tar"
  rm -rf --one-file-system "$partial"
}

# Creates a new root with the files that git tracks, in their current state in this tree.
make_root() {  # DIRECTORY
  rm -rf --one-file-system "$1/root"
  mkdir -p "$1/root"
  tar -C "$1/root" --numeric-owner -xpf "$1/base.tar"
  cp -L /etc/resolv.conf /etc/hosts "$1/root/etc/"
  mkdir -p "$1/root$kSource"
  (cd "$kHere/../.." && git ls-files -z | while IFS= read -r -d '' file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done |
    tar --no-recursion --null --files-from=- -cf -) | tar -C "$1/root$kSource" --no-same-owner -xf -
}

# Runs a ./dev command in the root. Its output goes to the terminal and to the file LOG.
run_command() {  # DIRECTORY LOG COMMAND...
  local start=$SECONDS status=0
  say "running ${*:3}"
  # shellcheck disable=SC2016  # expanded by the inner shell
  enter "$1/root" "$1/archives" bash -c 'cd "$1" && shift && exec "$@"' _ "$kSource" "${@:3}" </dev/null 2>&1 | tee "$2" || status=${PIPESTATUS[0]}
  if ((status == 0)); then results+=("${*:3}: passed in $((SECONDS - start)) s")
  else results+=("${*:3}: FAILED ($status) after $((SECONDS - start)) s")
  fi
  return "$status"
}

main() {
  local folder status=0 name
  if [[ ${1:-} == --enter ]]; then
    folder=$(realpath "$2")/distributions/$3
    [[ -d $folder/root ]] || die "no root of $3 was kept"
    enter "$folder/root" "$folder/archives" "${@:4}"
    return
  fi
  name=${2:-}
  case $name in
    bookworm | trixie | noble) ;;
    *) say "unknown distribution '$name' (expected bookworm, trixie or noble)"; exit 2 ;;
  esac
  ((EUID == 0)) || die "creating a root requires root privileges"
  mkdir -p "$1/distributions/$name/archives"
  folder=$(realpath "$1")/distributions/$name
  shift 2
  make_base "$name" "$folder"
  make_root "$folder"
  if [[ -n ${DISTRIBUTION_CCACHE:-} ]]; then
    enter "$folder/root" "$folder/archives" bash -c 'apt-get -q=2 update && apt-get -q=2 install --yes --no-install-recommends ccache' >"$folder/ccache.log" 2>&1
  fi
  local -a results=()
  run_command "$folder" "$folder/run.log" ./dev run list || status=1
  run_command "$folder" "$folder/test.log" ./dev test "$@" || status=1
  printf '\n' >&2
  say "$name, Linux $(uname -r):"
  printf '  %s\n' "${results[@]}" >&2
  sed -n -e '/^[0-9]*% tests passed/,/^Total Test time/p' -e '/^The following tests/,$p' "$folder/test.log" | awk '!seen[$0]++ { print "  " $0 }' >&2
  if ((status == 0)) && [[ -z ${DISTRIBUTION_KEEP:-} ]]; then rm -rf --one-file-system "$folder/root"
  else say "the root was kept; to enter it, run: tests/distributions/run.sh --enter $(dirname "$(dirname "$folder")") $name bash"
  fi
  return "$status"
}

main "$@"
