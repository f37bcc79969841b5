#include "collect/packages/package_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "base/unique_fd.h"
#include "collect/packages/dpkg_lists.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

TEST(PackageFiles, FindsWholePathsOnly) {
  TestDirectory dpkg;
  dpkg.write("a.list", "/.\n/usr\n/usr/sbin/ntpd\n/bin/ping");
  dpkg.write("b.list", "");
  dpkg.write("c.md5sums", "/usr/bin/evil\n");
  PackageFiles packages(dpkg.path());
  const std::vector<std::string> paths{"/usr/sbin/ntpd", "/usr/sbin/ntp", "/usr/bin/ping",
                                       "/usr/bin/evil", "/sbin/ntpd"};
  packages.look_up(paths);
  EXPECT_EQ(packages.is_packaged("/usr/sbin/ntpd"), true);
  EXPECT_EQ(packages.is_packaged("/usr/sbin/ntp"), false);
  EXPECT_EQ(packages.is_packaged("/usr/bin/ping"), true) << "recorded as /bin/ping";
  EXPECT_EQ(packages.is_packaged("/usr/bin/evil"), false);
  EXPECT_EQ(packages.is_packaged("/sbin/ntpd"), false);
  EXPECT_EQ(packages.is_packaged("/never/asked"), std::nullopt);
}

// Reading stops at the first list that contains the file, so the result shows which list was read
// first.
TEST(DpkgLists, WithASimilarNameAreReadFirst) {
  TestDirectory dpkg;
  for (int i = 0; i < 20; ++i) dpkg.write("a" + std::to_string(i) + ".list", "/usr/bin/Xvfb\n");
  dpkg.write("xvfb-run:amd64.list", "/usr/bin/Xvfb\n");
  const UniqueFd directory(::open(dpkg.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto owners = owners_in_lists(directory.get(), std::vector<std::string>{"/usr/bin/Xvfb"});
  ASSERT_EQ(owners.size(), 1u);
  EXPECT_EQ(owners.begin()->second, "xvfb-run:amd64");
}

TEST(PackageFiles, ReturnsNothingWithoutADatabase) {
  PackageFiles packages("/nonexistent/dpkg");
  packages.look_up(std::vector<std::string>{"/bin/sleep"});
  EXPECT_EQ(packages.is_packaged("/bin/sleep"), std::nullopt);
}

TEST(PackageFiles, RecognizesWherePackagesInstallPrograms) {
  for (const char* path :
       {"/usr/sbin/sshd", "/bin/sleep", "/opt/google/chrome", "/lib64/ld.so", "/etc/init.d/x"})
    EXPECT_TRUE(may_be_packaged(path));
  for (const char* path : {"/usr/local/bin/x", "/home/a/x", "/tmp/x", "/root/x", "/usr", ""})
    EXPECT_FALSE(may_be_packaged(path));
}

TEST(OnlyRootWrites, ChecksEveryDirectoryAbove) {
  const std::string sleep = std::filesystem::canonical("/bin/sleep");
  EXPECT_TRUE(only_root_writes(sleep));
  EXPECT_FALSE(only_root_writes("bin/sleep"));
  EXPECT_FALSE(only_root_writes("/nonexistent"));
  EXPECT_FALSE(only_root_writes("/usr")) << "no file";
  TestDirectory directory;  // below /tmp, which is world-writable
  directory.write("program", "x");
  EXPECT_FALSE(only_root_writes(directory.path() / "program"));
}

}  // namespace
}  // namespace portexplorer
