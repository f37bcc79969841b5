#!/usr/bin/env bash
# run.sh BUILD_FOLDER VERSION [GTEST_FILTER]: runs the tests of the kernel programs under another kernel than this machine's: the
# packaged one of that version (6.1 of Debian 12, 6.8 of Ubuntu 24.04, 6.12 of Debian 13), in virtual machines of emulated processors
# whose whole disk is an initramfs of the built tests. The tests are shared out between several such machines, which run at the same
# time. Nothing is installed; the packages are kept in BUILD_FOLDER/kernels. Ends with 0 if all passed.
# run.sh --targets: what has to be built for it.
set -euo pipefail
shopt -s inherit_errexit

readonly kSeconds=${KERNEL_TEST_SECONDS:-900}
# A machine waits for its kernel most of the time that it attaches and detaches programs: two keep even one core busy.
readonly kMachines=${KERNEL_TEST_MACHINES:-2}
kHere=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly kHere
# shellcheck source=tests/distributions/archives.sh
source "$kHere/../distributions/archives.sh"
# An emulated processor takes some 40 ms for a short-lived process.
readonly kProcesses=300
# What Debian builds as modules and the tests need; those that a kernel has built in, or does not have, are left out.
readonly kModules='inet_diag tcp_diag udp_diag raw_diag unix_diag packet_diag af_packet_diag netlink_diag mptcp_diag sctp sctp_diag
  vsock vsock_loopback vsock_diag veth vxlan dummy xsk_diag fuse overlay'

# Programs of the build, each with the tests that run there: all that ask the kernel, but the storms of short-lived processes, of
# which an emulated listing meets too few alive to tell, a flood of events that is the reader's matter alone, and what asks files of a
# distribution that is not installed there.
readonly kTests='ebpf_test *
ebpf_kernel_test *
collect_test *
integration_test -Storm.*:BlockedLog.*:Addresses.*:WhatProcess.*:ListColumns.*:DeadMount.WhatOnlyItsServerKnowsStaysUnknown'

say() { printf 'kernel test: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# The distribution whose packaged kernel has the version.
distribution_of() {  # VERSION
  case $1 in
    6.1) echo bookworm ;;
    6.8) echo noble ;;
    6.12) echo trixie ;;
    *) return 1 ;;
  esac
}

# The packages with the kernel and its modules, for any machine (not for clouds, not real-time): the newest that APT_CONFIG offers.
packages_of() {  # VERSION
  local newest
  case $(distribution_of "$1") in
    noble)
      newest=$(apt-cache pkgnames "linux-image-unsigned-$1." | { grep -E -- '-generic$' || true; } | sort -V | tail -n 1)
      if [[ -n $newest ]]; then echo "$newest" "${newest/image-unsigned/modules}" "${newest/image-unsigned/modules-extra}"; fi
      ;;
    *) apt-cache pkgnames "linux-image-$1." | { grep -E "^linux-image-${1//./\\.}\.[0-9]+([-+][0-9a-z]+)*-amd64$" || true; } |
      { grep -vE -- '-(cloud|rt)-' || true; } | sort -V | tail -n 1 ;;
  esac
}

# Downloads and unpacks the packages, unless they are there. Prints their folder.
fetch_kernel() {  # VERSION FOLDER
  local distribution packages kernel package
  distribution=$(distribution_of "$1")
  APT_CONFIG=$(use_archive "$distribution" "$2/$distribution") || die "the archive of $distribution cannot be used; the reason is above"
  export APT_CONFIG
  if ! apt-get -q=2 update >&2; then say "the archive of $distribution cannot be read now; using what is here"; fi
  packages=$(packages_of "$1")
  [[ -n $packages ]] || die "the archive of $distribution offers no kernel $1"
  kernel=$2/${packages%% *}
  if [[ ! -e $kernel/complete ]]; then
    say "downloading $packages"
    rm -rf "${kernel:?}"
    mkdir -p "$kernel"
    # shellcheck disable=SC2086  # the packages are separate words
    (cd "$kernel" && apt-get -q=2 download $packages >&2) || die "apt-get could not download $packages; its message is above"
    for package in "$kernel"/*.deb; do dpkg-deb -x "$package" "$kernel"; done
    rm "$kernel"/*.deb
    : >"$kernel/complete"
  fi
  echo "$kernel"
}

# Copies a program with the libraries that it loads, each to its own path.
add_program() {  # ROOT FILE
  local file
  { echo "$2"; ldd "$2" 2>/dev/null | grep -oE '/[^ ]+' || true; } | while read -r file; do
    [[ ! -e $1$file ]] || continue
    install -D -m 755 "$file" "$1$file"
    strip --strip-debug "$1$file"  # what is not there need not be unpacked by an emulated processor
  done
}

# Copies the modules and what they stand on, and lists them in the order to load them.
add_modules() {  # ROOT KERNEL_FOLDER
  local tree version name path
  tree=$2/lib/modules
  [[ -d $tree ]] || tree=$2/usr/lib/modules
  version=$(ls "$tree")
  if [[ ! -e $tree/$version/modules.dep ]]; then
    mkdir -p "$2/lib"
    [[ -e $2/lib/modules ]] || ln -s ../usr/lib/modules "$2/lib/modules"
    depmod -b "$2" "$version"
  fi
  for name in $kModules; do modprobe -d "$2" -S "$version" --show-depends "$name" 2>/dev/null || true; done |
    awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r path; do
      name=$(basename "${path%.ko*}").ko
      install -d "$1/modules"
      case $path in
        *.xz) xz -dc "$path" >"$1/modules/$name" ;;
        *.zst) zstd -dcq "$path" >"$1/modules/$name" ;;
        *) cp "$path" "$1/modules/$name" ;;
      esac
      echo "/modules/$name"
    done >"$1/modules.list"
}

libbpf_library() { ldconfig -p | sed -n 's|.*libbpf\.so\.1 .* => ||p' | head -n 1; }

make_image() {  # ROOT KERNEL_FOLDER BUILD_FOLDER FILTER
  local program filter file
  rm -rf "$1"
  mkdir -p "$1/bin" "$1/etc" "$1/lib64"
  cp "$kHere/init.sh" "$1/init"
  chmod 755 "$1/init"
  cp /bin/busybox "$1/bin/busybox"
  cp /etc/passwd /etc/group /etc/nsswitch.conf /etc/services "$1/etc/" 2>/dev/null || true
  while read -r program filter; do
    [[ -e $3/bin/$program ]] || die "$3/bin/$program is not built"
    add_program "$1" "$3/bin/$program"
    echo "$3/bin/$program ${4:-$filter}"
  done <<<"$kTests" >"$1/tests.list"
  # The tests run these (busybox's shell would take its own ip); the program loads the library when it needs it.
  for file in "$3/bin/portexplorer" "$(command -v ip)" "$(command -v ss)" /bin/sh /bin/sleep /bin/cat /bin/true "$(libbpf_library)"; do add_program "$1" "$file"; done
  add_modules "$1" "$2"
  (cd "$1" && find . -print0 | cpio --null --create --format=newc --owner=0:0 --quiet | gzip -1) >"$1.gz"
  rm -rf "$1"
}

# One of the machines. The kernel hands parameters that it does not know to the first process as its environment, which is how
# GoogleTest hears which tests are this machine's.
run_machine() {  # KERNEL_FOLDER IMAGE LOG INDEX
  local parameters="console=ttyS0 panic=-1 rdinit=/init mitigations=off rcupdate.rcu_expedited=1"
  parameters+=" PORTEXPLORER_TESTS_ALONE=no"  # nothing else runs there, so the first process namespace is tested too
  parameters+=" PORTEXPLORER_TEST_PROCESSES=$kProcesses GTEST_TOTAL_SHARDS=$kMachines GTEST_SHARD_INDEX=$4"
  timeout --kill-after=10 "$kSeconds" qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nodefaults -no-user-config \
    -display none -no-reboot -kernel "$1"/boot/vmlinuz-* -initrd "$2" -serial "file:$3.kernel" -serial "file:$3.tests" \
    -append "$parameters" </dev/null >"$3.qemu" 2>&1 ||
    say "machine $(($4 + 1)) ended with $? (124: it had $kSeconds seconds)"
}

run_machines() {  # KERNEL_FOLDER IMAGE LOG
  local -a said=()
  local i all file
  rm -f "$3".*
  for ((i = 1; i <= kMachines; ++i)); do said+=("$3.$i.tests"); done
  : | tee "${said[@]}"
  {
    for ((i = 1; i <= kMachines; ++i)); do run_machine "$1" "$2" "$3.$i" "$((i - 1))" & done
    wait
  } &
  all=$!
  for file in "${said[@]}"; do  # one by one, so that lines stay whole
    tail --pid="$all" -n +1 -f "$file" |
      grep --line-buffered -vE '^(\[ RUN|\[       OK|\[---|\[===|\[  PASSED|Note: |Running main|$)' &
  done
  wait
}

counted() {  # PATTERN FILE...
  { grep -hcE "$1" "${@:2}" || true; } | awk '{ sum += $1 } END { print sum + 0 }'
}

# Whether each machine came to its end, and all of its tests passed.
judge() {  # LOG VERSION
  local i log code passed skipped worst=0
  for ((i = 1; i <= kMachines; ++i)); do
    log=$1.$i
    code=$(sed -n 's/^kernel test: all //p' "$log.tests" | tr -d '\r')
    if [[ -z $code ]]; then
      tail -n 20 "$log.kernel" "$log.qemu" "$log.tests" >&2
      say "a machine with Linux $2 did not come to the end of its tests; what it said last is above, all of it in $log.kernel and $log.tests"
      worst=1
    elif ((code != 0)); then worst=1
    fi
  done
  skipped=$(sed -n 's/^\[  SKIPPED \] \([^ ,]*\) (.* ms).*/\1/p' "$1".*.tests | sort -u | xargs)
  passed=$(counted '^\[       OK' "$1".*.tests)
  if ((passed == 0 && worst == 0)); then
    say "no test ran: does the filter name one?"
    worst=1
  fi
  say "Linux $2: $passed tests passed, $(counted '^\[  FAILED  \].* ms\)' "$1".*.tests) failed, in $SECONDS seconds;" \
    "skipped: ${skipped:-none}"
  return "$worst"
}

main() {
  local build version folder kernel
  if [[ ${1:-} == --targets ]]; then
    echo portexplorer
    cut -d' ' -f1 <<<"$kTests"
    return
  fi
  build=$(realpath "$1")
  version=$2
  distribution_of "$version" >/dev/null || { say "unknown kernel version '$version' (expected 6.1, 6.8 or 6.12)"; exit 2; }
  folder=$build/kernels
  kernel=$(fetch_kernel "$version" "$folder")
  make_image "$folder/$version-image" "$kernel" "$build" "${3:-}"
  run_machines "$kernel" "$folder/$version-image.gz" "$folder/$version"
  judge "$folder/$version" "$version"
}

main "$@"
