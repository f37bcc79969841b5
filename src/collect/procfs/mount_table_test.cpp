#include "collect/procfs/mount_table.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

constexpr std::uint64_t device(std::uint64_t major, std::uint64_t minor) {
  return major << 32 | minor;
}

constexpr std::string_view kHost =
    "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
    "22 27 0:21 / /proc rw,relatime shared:5 - proc proc rw\n"
    "23 22 0:30 / /proc/sys/fs/binfmt_misc rw,relatime shared:6 - autofs systemd-1 rw,fd=29\n"
    "28 27 0:40 / /mnt/far\\040away rw,relatime shared:9 - nfs4 server:/export rw\n"
    "29 27 0:41 / /home/me/.gvfs rw,relatime - fuse.gvfsd-fuse gvfsd rw\n"
    "30 27 0:42 / /var/lib/layers/7 rw,relatime - fuse.lazy lazy rw\n"
    "31 27 8:2 / /data rw,relatime - fuseblk /dev/sdb2 rw\n"
    "32 31 8:3 / /data/local rw,relatime - xfs /dev/sdc rw\n";

TEST(MountTable, FindsPathsThatContactAServer) {
  const auto table = MountTable::parse(kHost);
  EXPECT_TRUE(table.may_wait());
  for (const char* path : {"/usr/bin/ssh", "/", "/mnt", "/mnt/far", "/home/me/.gvfsx",
                           "/proc/sys/fs/binfmt_misc/status"}) {
    EXPECT_EQ(table.waits_on_way(path), std::nullopt) << path;
  }
  EXPECT_EQ(table.waits_on_way("/mnt/far away/bin/tool"), device(0, 40));
  EXPECT_EQ(table.waits_on_way("/home/me/.gvfs"), device(0, 41));
  EXPECT_EQ(table.waits_on_way("/data/x"), device(8, 2));
  EXPECT_EQ(table.waits_on_way("/data/local/x"), device(8, 2))
      << "a local file system below one that may wait";
}

TEST(MountTable, AMachineWithLocalFileSystemsNeverWaits) {
  const auto table = MountTable::parse(
      "27 1 254:0 / / rw,relatime - btrfs /dev/vda rw\n"
      "23 22 0:30 / /proc/sys/fs/binfmt_misc rw,relatime shared:6 - autofs systemd-1 rw,fd=29\n");
  EXPECT_FALSE(table.may_wait());
}

TEST(MountTable, TheReadersRootHasAnswered) {
  constexpr std::string_view kDiskless =
      "27 1 0:20 / / rw,relatime - nfs4 server:/root rw\n28 27 0:40 / /mnt rw - nfs4 "
      "server:/export rw\n";
  const auto own = MountTable::parse(kDiskless);
  EXPECT_EQ(own.waits_on_way("/usr/bin/ssh"), std::nullopt);
  EXPECT_EQ(own.waits_on_way("/mnt/x"), device(0, 40));
  EXPECT_EQ(MountTable::parse(kDiskless, &own).waits_on_way("/usr/bin/ssh"), std::nullopt);
  const auto local = MountTable::parse(kHost);
  EXPECT_EQ(MountTable::parse(kDiskless, &local).waits_on_way("/usr/bin/ssh"), device(0, 20));
}

std::string overlay(std::string_view place, std::string_view layers) {
  return "50 27 0:60 / " + std::string(place) + " rw,relatime - overlay overlay rw," +
         std::string(layers) + "\n";
}

TEST(MountTable, AnOverlayWaitsForTheServersOfItsLayers) {
  const auto waits = [](std::string_view layers) {
    return MountTable::parse(std::string(kHost) + overlay("/run/c", layers))
        .waits_on_way("/run/c/sh");
  };
  EXPECT_EQ(
      waits("lowerdir=/var/lib/a:/var/lib/b::/var/lib/d,upperdir=/var/lib/c,workdir=/var/lib/w"),
      std::nullopt);
  EXPECT_EQ(waits("lowerdir+=/var/lib/a,lowerdir+=/var/lib/b,datadir+=/var/lib/d"), std::nullopt);
  EXPECT_EQ(
      waits("lowerdir=/var/lib/a:/var/lib/layers/7/fs,upperdir=/var/lib/c,workdir=/var/lib/w"),
      device(0, 42));
  EXPECT_EQ(waits("lowerdir+=/var/lib/a,datadir+=/var/lib/layers/7/fs"), device(0, 42));
  EXPECT_EQ(waits("lowerdir=/var/lib/a,upperdir=/mnt/far\\040away/c,workdir=/var/lib/w"),
            device(0, 40));
}

TEST(MountTable, AnOverlayWithUnknownLayersMayWait) {
  const auto waits = [](std::string_view layers) {
    return MountTable::parse(std::string(kHost) + overlay("/run/c", layers))
        .waits_on_way("/run/c/sh");
  };
  EXPECT_EQ(waits("lowerdir=1/fs:2/fs,upperdir=/var/lib/c"), device(0, 60))
      << "relative to an unknown directory";
  EXPECT_EQ(waits("lowerdir=/var/lib/a\\134:/var/lib/b"), device(0, 60)) << "a colon in a name";
  EXPECT_EQ(waits("volatile"), device(0, 60));
}

TEST(MountTable, AnOverlayOnAnOverlayWaitsForTheServersOfBoth) {
  const std::string upper =
      "51 27 0:61 / /run/d rw,relatime - overlay overlay rw,lowerdir=/run/c/x\n";
  const auto waits = [&](const std::string& lower) {
    return MountTable::parse(std::string(kHost) + upper + lower).waits_on_way("/run/d/sh");
  };
  EXPECT_EQ(waits(overlay("/run/c", "lowerdir=/mnt/far\\040away")), device(0, 40));
  EXPECT_EQ(waits(overlay("/run/c", "lowerdir=/var/lib/a")), std::nullopt);
}

TEST(MountTable, AnOverlayOfOtherMountsIsLocalOnlyIfTheReaderHasItToo) {
  const auto there = [](const MountTable& readers) {
    return MountTable::parse(overlay("/", "lowerdir=/var/lib/a"), &readers).waits_on_way("/bin/sh");
  };
  const std::string host(kHost);
  EXPECT_EQ(there(MountTable::parse(host)), device(0, 60))
      << "whose layers have local names only for whoever mounted it";
  EXPECT_EQ(there(MountTable::parse(host + overlay("/run/c", "lowerdir=/var/lib/a"))),
            std::nullopt);
  EXPECT_EQ(there(MountTable::parse(host + overlay("/run/c", "lowerdir=/var/lib/layers/7"))),
            device(0, 42));
  EXPECT_EQ(there(MountTable::parse(overlay("/", "lowerdir=nowhere"))), std::nullopt)
      << "the reader runs from it";
}

TEST(MountTable, ALinkIsOfTheReadersRoot) {
  const auto host = std::make_shared<const MountTable>(
      MountTable::parse(std::string(kHost) + "40 27 0:43 / /jail/far rw - nfs4 x rw\n"));
  auto jailed = MountTable::parse("40 27 0:43 / /far rw - nfs4 x rw\n", host.get());
  jailed.trust_root();
  jailed.set_root("/jail");
  jailed.set_readers(host);
  EXPECT_EQ(jailed.waits_on_way("/far/prog"), device(0, 43)) << "as the process sees it";
  EXPECT_EQ(jailed.waits_at_link("/jail/far/prog"), device(0, 43));
  EXPECT_EQ(jailed.waits_at_link("/far/prog"), std::nullopt);
  EXPECT_EQ(jailed.waits_at_link("/data/prog"), device(8, 2))
      << "what it runs lies outside of its root";
}

TEST(MountTable, ALinkInOtherMountsIsOfTheRootOfThese) {
  const auto host = MountTable::parse(kHost);
  auto jailed =
      MountTable::parse("49 1 254:0 / / rw - ext4 x rw\n40 49 0:43 / /far rw - nfs4 x rw\n", &host);
  EXPECT_EQ(jailed.waits_at_link("/far/prog"), device(0, 43));
  jailed.set_root("/jail");
  EXPECT_EQ(jailed.waits_at_link("/jail/far/prog"), device(0, 43));
  EXPECT_EQ(jailed.waits_at_link("/jail/bin/prog"), std::nullopt);
  EXPECT_EQ(jailed.waits_at_link("/jail"), std::nullopt);
  EXPECT_EQ(jailed.waits_at_link("/jailed/prog"), 0u)
      << "what lies outside of its root is in no table";
  jailed.set_root("");
  EXPECT_EQ(jailed.waits_at_link("/bin/prog"), 0u);
}

TEST(MountTable, ARootThatItDoesNotShowMayWait) {
  const auto host = MountTable::parse(kHost);
  auto table = MountTable::parse("50 1 0:60 / /tmp rw,relatime - tmpfs tmpfs rw\n", &host);
  EXPECT_EQ(table.waits_on_way("/bin/sh"), 0u);
  table.trust_root();
  EXPECT_EQ(table.waits_on_way("/bin/sh"), std::nullopt);
}

TEST(MountTable, MalformedLinesAreSkipped) {
  for (const char* text : {"", "\n", "1 2 3\n", "27 1 254:0 / / rw\n",
                           "27 1 x / relative rw - fuse fuse rw\n", "- - - - - -\n"}) {
    EXPECT_FALSE(MountTable::parse(text).may_wait()) << text;
  }
}

}  // namespace
}  // namespace portexplorer
