#include "collect/procfs/mount_table.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

constexpr std::uint64_t device(std::uint64_t major, std::uint64_t minor) { return major << 32 | minor; }

constexpr std::string_view kHost =
    "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
    "22 27 0:21 / /proc rw,relatime shared:5 - proc proc rw\n"
    "23 22 0:30 / /proc/sys/fs/binfmt_misc rw,relatime shared:6 - autofs systemd-1 rw,fd=29\n"
    "28 27 0:40 / /mnt/far\\040away rw,relatime shared:9 - nfs4 server:/export rw\n"
    "29 27 0:41 / /home/me/.gvfs rw,relatime - fuse.gvfsd-fuse gvfsd rw\n"
    "30 27 0:42 / /var/lib/layers/7 rw,relatime - fuse.lazy lazy rw\n"
    "31 27 8:2 / /data rw,relatime - fuseblk /dev/sdb2 rw\n"
    "32 31 8:3 / /data/local rw,relatime - xfs /dev/sdc rw\n";

TEST(MountTable, KnowsWhereAServerIsAsked) {
  const auto table = MountTable::parse(kHost);
  EXPECT_TRUE(table.may_wait());
  for (const char* path : {"/usr/bin/ssh", "/", "/mnt", "/mnt/far", "/home/me/.gvfsx", "/proc/sys/fs/binfmt_misc/status"}) {
    EXPECT_EQ(table.waits_on_way(path), std::nullopt) << path;
  }
  EXPECT_EQ(table.waits_on_way("/mnt/far away/bin/tool"), device(0, 40));
  EXPECT_EQ(table.waits_on_way("/home/me/.gvfs"), device(0, 41));
  EXPECT_EQ(table.waits_on_way("/data/x"), device(8, 2));
  EXPECT_EQ(table.waits_on_way("/data/local/x"), device(8, 2)) << "a local file system below one that may wait";
}

TEST(MountTable, AMachineWithLocalFileSystemsNeverWaits) {
  const auto table = MountTable::parse(
      "27 1 254:0 / / rw,relatime - btrfs /dev/vda rw\n"
      "23 22 0:30 / /proc/sys/fs/binfmt_misc rw,relatime shared:6 - autofs systemd-1 rw,fd=29\n");
  EXPECT_FALSE(table.may_wait());
}

TEST(MountTable, WhatTheReaderRunsFromHasAnswered) {
  constexpr std::string_view kDiskless =
      "27 1 0:20 / / rw,relatime - nfs4 server:/root rw\n28 27 0:40 / /mnt rw - nfs4 server:/export rw\n";
  const auto own = MountTable::parse(kDiskless);
  EXPECT_EQ(own.waits_on_way("/usr/bin/ssh"), std::nullopt);
  EXPECT_EQ(own.waits_on_way("/mnt/x"), device(0, 40));
  EXPECT_EQ(MountTable::parse(kDiskless, &own).waits_on_way("/usr/bin/ssh"), std::nullopt);
  const auto local = MountTable::parse(kHost);
  EXPECT_EQ(MountTable::parse(kDiskless, &local).waits_on_way("/usr/bin/ssh"), device(0, 20));
}

TEST(MountTable, AnOverlayWaitsForTheServersOfItsLayers) {
  const auto host = MountTable::parse(kHost);
  const auto container = [&](std::string_view layers) {
    return MountTable::parse("50 1 0:60 / / rw,relatime - overlay overlay rw," + std::string(layers) + "\n", &host).waits_on_way("/bin/sh");
  };
  EXPECT_EQ(container("lowerdir=/var/lib/a:/var/lib/b,upperdir=/var/lib/c,workdir=/var/lib/w"), std::nullopt);
  EXPECT_EQ(container("lowerdir=/var/lib/a:/var/lib/layers/7/fs,upperdir=/var/lib/c,workdir=/var/lib/w"), device(0, 42));
  EXPECT_EQ(container("lowerdir=/var/lib/a,upperdir=/mnt/far\\040away/c,workdir=/var/lib/w"), device(0, 40));
}

TEST(MountTable, ARootThatItDoesNotShowMayWait) {
  const auto host = MountTable::parse(kHost);
  auto table = MountTable::parse("50 1 0:60 / /tmp rw,relatime - tmpfs tmpfs rw\n", &host);
  EXPECT_EQ(table.waits_on_way("/bin/sh"), 0u);
  table.trust_root();
  EXPECT_EQ(table.waits_on_way("/bin/sh"), std::nullopt);
}

TEST(MountTable, NonsenseIsLeftOut) {
  for (const char* text : {"", "\n", "1 2 3\n", "27 1 254:0 / / rw\n", "27 1 x / relative rw - fuse fuse rw\n", "- - - - - -\n"}) {
    EXPECT_FALSE(MountTable::parse(text).may_wait()) << text;
  }
}

}  // namespace
}  // namespace portexplorer
