#include "collect/procnet/interface_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(InterfaceNames, ComeFromAllThreeFilesEachOnce) {
  const auto names = parse_interface_names(
      "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"
      "1\tlo        :     1      V3\n"
      "\t\t\t\t010000E0     1 0:00000000\t\t0\n"
      "12\tvery-long-name1:     1      V3\n",
      "00000000000000000000000000000001 01 80 10 80       lo\n"
      "fe80000000000000000000fffe000001 1f 40 20 80     tun7\n",
      "2    eth0            1     0     01005e000001\n"
      "12   very-long-name1 1     0     01005e000001\n");
  EXPECT_THAT(names, ElementsAre(Pair(1, "lo"), Pair(2, "eth0"), Pair(12, "very-long-name1"),
                                 Pair(31, "tun7")));
}

TEST(InterfaceNames, MalformedLinesAreSkipped) {
  EXPECT_THAT(
      parse_interface_names("0\tlo:\nx\ty:\n99999999999\tz:\n1\n1\t:\n3\tsixteen-bytes-xx:\n",
                            "\n00 zz 1 1 1 a\n", "\n5\n"),
      IsEmpty());
}

}  // namespace
}  // namespace portexplorer
