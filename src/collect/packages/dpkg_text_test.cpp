#include "collect/packages/dpkg_text.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

constexpr std::string_view kStatus =
    "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n"
    "Package: libx\nStatus: install ok installed\nArchitecture: i386\nVersion: 2\n\n"
    "Package: libx\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3\nMaintainer: A "
    "<a@example.org>\n"
    "Homepage: https://example.org\nSource: x (3)\nDescription: does x\n Package: trap\n long "
    "text\n";

TEST(DpkgStatus, FindsTheInstalledPackageOfTheArchitecture) {
  const auto package = find_in_status(kStatus, "libx", "amd64");
  ASSERT_TRUE(package);
  EXPECT_EQ(package->version, "3");
  EXPECT_EQ(package->maintainer, "A <a@example.org>");
  EXPECT_EQ(package->summary, "does x");
  EXPECT_EQ(package->source, "x (3)");
  EXPECT_EQ(find_in_status(kStatus, "libx", "")->version, "2");
}

TEST(DpkgStatus, WhatIsNotInstalledIsNotFound) {
  EXPECT_FALSE(find_in_status(kStatus, "gone", ""));
  EXPECT_FALSE(find_in_status(kStatus, "lib", ""));
  EXPECT_FALSE(find_in_status(kStatus, "trap", ""));
  EXPECT_FALSE(find_in_status(kStatus, "libx", "arm64"));
  EXPECT_FALSE(find_in_status("", "x", ""));
  EXPECT_FALSE(find_in_status("Package: x", "x", ""));
}

TEST(Copyright, ReturnsTheLicenceOfTheWhole) {
  const auto facts = parse_copyright(
      "Format: https://x/\nUpstream-Name: x\n\nFiles: debian/*\nCopyright: B\nLicense: "
      "Other\n\nFiles: *\nCopyright:\n 2001 C\n 2002 "
      "D\nLicense: GPL-3+\n text\n");
  EXPECT_EQ(facts.licence, "GPL-3+");
  EXPECT_EQ(facts.copyright, "2001 C");
}

TEST(Copyright, ReturnsNothingForOtherFormats) {
  EXPECT_EQ(parse_copyright("This is GNU something.\nLicense: none\n").licence, "");
  EXPECT_EQ(parse_copyright("Format:").licence, "");
}

TEST(Md5sums, FindsBothNamesOfAMergedSystem) {
  constexpr std::string_view kText =
      "short\n0123456789abcdef0123456789abcdef  bin/ls\nffffffffffffffffffffffffffffffff  "
      "usr/bin/x y\n";
  EXPECT_EQ(find_in_md5sums(kText, "/usr/bin/ls"), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(find_in_md5sums(kText, "/usr/bin/x y"), "ffffffffffffffffffffffffffffffff");
  EXPECT_FALSE(find_in_md5sums(kText, "/usr/bin/x"));
  EXPECT_FALSE(find_in_md5sums("", "/x"));
}

}  // namespace
}  // namespace portexplorer
