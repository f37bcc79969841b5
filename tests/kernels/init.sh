#!/bin/busybox sh
# shellcheck shell=dash
# The init process of the virtual machines that run.sh starts. Mounts the usual file systems, loads
# the modules in modules.list, and runs the tests in tests.list. Their output goes to the second
# serial port, with a summary line for each program and one for all. The kernel log goes to the
# first one.
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
chmod 1777 /tmp  # not a tmpfs, which would hide a build directory in /tmp
mount -t tmpfs -o mode=755 run /run
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tracefs tracefs /sys/kernel/tracing
ip link set lo up

stty -F /dev/ttyS1 raw
exec >/dev/ttyS1 2>&1 </dev/null

while read -r module; do insmod "$module" || echo "kernel test: cannot load $module"; done </modules.list
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
