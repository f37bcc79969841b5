#!/bin/busybox sh
# shellcheck shell=dash
# The first and only process of the virtual machine that run.sh makes: mounts what a system has, loads the modules that
# modules.list names, and runs the tests that tests.list names. What tests say goes to the second serial line, with a last line
# for each program and one for all; the kernel's own messages go to the first.
/bin/busybox mkdir -p /bin /sbin /usr/bin /usr/sbin /proc /sys /dev /run /tmp /root
/bin/busybox --install -s
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TZ=UTC

mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
ln -s /proc/self/fd /dev/fd
mkdir -p /dev/shm /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t devpts pts /dev/pts
chmod 1777 /tmp  # no mount, which would hide a build that stands there
mount -t tmpfs -o mode=755 run /run
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tracefs tracefs /sys/kernel/tracing
ip link set lo up

stty -F /dev/ttyS1 raw
exec >/dev/ttyS1 2>&1 </dev/null

while read -r module; do insmod "$module" || echo "kernel test: $module cannot be loaded"; done </modules.list
echo "kernel test: Linux $(uname -r)"

worst=0
while read -r program filter; do
  setsid "$program" --gtest_color=no --gtest_filter="$filter"
  code=$?
  echo "kernel test: $(basename "$program") $code"
  if [ "$code" -ne 0 ]; then worst=1; fi
done </tests.list

echo "kernel test: all $worst"
sync
poweroff -f
