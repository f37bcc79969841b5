#!/usr/bin/env bash
# run.sh BUILD_DIRECTORY VERSION [GTEST_FILTER]
#   Runs the kernel tests under another kernel: the packaged kernel of VERSION (6.1 of Debian 12,
#   6.8 of Ubuntu 24.04, 6.12 of Debian 13). The tests run in virtual machines with emulated
#   processors, and an initramfs of the built tests as their only file system. Several machines
#   share the tests, and run at the same time. Nothing is installed; the packages are kept in
#   BUILD_DIRECTORY/kernels. Exits with 0 if all tests passed.
# run.sh --targets
#   Prints the build targets that the tests require.
set -euo pipefail
shopt -s inherit_errexit

readonly kSeconds=${KERNEL_TEST_SECONDS:-900}
# Attaching and detaching BPF programs mostly waits for the kernel, so two machines are needed to
# keep even one core busy.
readonly kMachines=${KERNEL_TEST_MACHINES:-2}
kHere=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly kHere
# shellcheck source=tests/distributions/archives.sh
source "$kHere/../distributions/archives.sh"
# Number of short-lived processes in a test. An emulated processor takes some 40 ms for each.
readonly kProcesses=300
# Modules of the Debian kernel that the tests require. Those that are built in or missing are
# skipped.
readonly kModules='inet_diag tcp_diag udp_diag raw_diag unix_diag packet_diag af_packet_diag netlink_diag mptcp_diag sctp sctp_diag
  vsock vsock_loopback vsock_diag veth vxlan dummy xsk_diag fuse overlay'

# Lines of "program filter": the tests that run in the virtual machines. These are all tests that
# depend on the kernel, except: the storms of short-lived processes, because emulated listings are
# too slow to see enough of them alive; a flood of events, which only tests the reader; and tests
# that read files of a distribution, because none is installed there.
readonly kTests='ebpf_test *
ebpf_kernel_test *
collect_test *
observe_test *
integration_test -Storm.*:BlockedLog.*:Addresses.*:WhatProcess.*:ListColumns.*:DeadMount.ValuesThatRequireTheServerAreUnknown'

say() { printf 'kernel test: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Prints the distribution that packages this kernel version.
distribution_of() {  # VERSION
  case $1 in
    6.1) echo bookworm ;;
    6.8) echo noble ;;
    6.12) echo trixie ;;
    *) return 1 ;;
  esac
}

# Prints the packages of the newest generic kernel (neither cloud nor real-time) that APT_CONFIG
# offers, and of its modules.
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

# Downloads and unpacks the packages, unless this was done before. Prints their directory.
fetch_kernel() {  # VERSION DIRECTORY
  local distribution packages kernel package
  distribution=$(distribution_of "$1")
  APT_CONFIG=$(use_archive "$distribution" "$2/$distribution") || die "cannot use the archive of $distribution; see above"
  export APT_CONFIG
  if ! apt-get -q=2 update >&2; then say "cannot update the package lists of $distribution; using the existing ones"; fi
  packages=$(packages_of "$1")
  [[ -n $packages ]] || die "the archive of $distribution offers no kernel $1"
  kernel=$2/${packages%% *}
  if [[ ! -e $kernel/complete ]]; then
    say "downloading $packages"
    rm -rf "${kernel:?}"
    mkdir -p "$kernel"
    # shellcheck disable=SC2086  # packages are split on purpose
    (cd "$kernel" && apt-get -q=2 download $packages >&2) || die "apt-get failed to download $packages; see its message above"
    for package in "$kernel"/*.deb; do dpkg-deb -x "$package" "$kernel"; done
    rm "$kernel"/*.deb
    : >"$kernel/complete"
  fi
  echo "$kernel"
}

# Copies a program and its shared libraries to the same paths below ROOT.
add_program() {  # ROOT FILE
  local file
  { echo "$2"; ldd "$2" 2>/dev/null | grep -oE '/[^ ]+' || true; } | while read -r file; do
    [[ ! -e $1$file ]] || continue
    install -D -m 755 "$file" "$1$file"
    strip --strip-debug "$1$file"  # unpacking is slow on an emulated processor
  done
}

# Copies the modules and their dependencies, and lists them in load order.
add_modules() {  # ROOT KERNEL_DIRECTORY
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

make_image() {  # ROOT KERNEL_DIRECTORY BUILD_DIRECTORY FILTER
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
  # The tests run these programs (the shell of busybox would use its own ip). The program loads
  # libbpf at run time.
  for file in "$3/bin/portexplorer" "$(command -v ip)" "$(command -v ss)" /bin/sh /bin/sleep /bin/cat /bin/true "$(libbpf_library)"; do add_program "$1" "$file"; done
  add_modules "$1" "$2"
  (cd "$1" && find . -print0 | cpio --null --create --format=newc --owner=0:0 --quiet | gzip -1) >"$1.gz"
  rm -rf "$1"
}

# Runs one virtual machine. The kernel passes unknown parameters to init as environment variables;
# this is how GoogleTest receives the shard of this machine.
run_machine() {  # KERNEL_DIRECTORY IMAGE LOG INDEX
  local parameters="console=ttyS0 panic=-1 rdinit=/init mitigations=off rcupdate.rcu_expedited=1"
  parameters+=" PORTEXPLORER_TESTS_ALONE=no"  # nothing else runs there, so the initial PID namespace is tested too
  parameters+=" PORTEXPLORER_TEST_PROCESSES=$kProcesses GTEST_TOTAL_SHARDS=$kMachines GTEST_SHARD_INDEX=$4"
  timeout --kill-after=10 "$kSeconds" qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nodefaults -no-user-config \
    -display none -no-reboot -kernel "$1"/boot/vmlinuz-* -initrd "$2" -serial "file:$3.kernel" -serial "file:$3.tests" \
    -append "$parameters" </dev/null >"$3.qemu" 2>&1 ||
    say "machine $(($4 + 1)) exited with status $? (124: timeout of $kSeconds seconds)"
}

run_machines() {  # KERNEL_DIRECTORY IMAGE LOG
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
  for file in "${said[@]}"; do  # one tail per file, so that lines are not mixed
    tail --pid="$all" -n +1 -f "$file" |
      grep --line-buffered -vE '^(\[ RUN|\[       OK|\[---|\[===|\[  PASSED|Note: |Running main|$)' &
  done
  wait
}

counted() {  # PATTERN FILE...
  { grep -hcE "$1" "${@:2}" || true; } | awk '{ sum += $1 } END { print sum + 0 }'
}

# Succeeds if every machine completed its tests and all tests passed.
judge() {  # LOG VERSION
  local i log code passed skipped worst=0
  for ((i = 1; i <= kMachines; ++i)); do
    log=$1.$i
    code=$(sed -n 's/^kernel test: all //p' "$log.tests" | tr -d '\r')
    if [[ -z $code ]]; then
      tail -n 20 "$log.kernel" "$log.qemu" "$log.tests" >&2
      say "a machine with Linux $2 did not complete its tests; see above, or the full logs in $log.kernel and $log.tests"
      worst=1
    elif ((code != 0)); then worst=1
    fi
  done
  skipped=$(sed -n 's/^\[  SKIPPED \] \([^ ,]*\) (.* ms).*/\1/p' "$1".*.tests | sort -u | xargs)
  passed=$(counted '^\[       OK' "$1".*.tests)
  if ((passed == 0 && worst == 0)); then
    say "no test ran; check the filter"
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
