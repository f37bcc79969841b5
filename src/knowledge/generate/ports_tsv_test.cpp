#include "knowledge/generate/ports_tsv.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace portexplorer::generate {
namespace {

using testing::HasSubstr;

std::string data_file(const std::string& name) {
  std::ifstream in(std::filesystem::path(DATA_DIR) / name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

template <typename Result>
void expect_error(const Result& result, int line, const std::string& what) {
  ASSERT_FALSE(result.has_value()) << what;
  EXPECT_EQ(result.error().line, line) << result.error().what;
  EXPECT_THAT(result.error().what, HasSubstr(what));
}

auto unofficial(const std::string& rows) {
  return read_unofficial("port\tprotocol\tname\tnote\n" + rows);
}
auto likely(const std::string& rows) { return read_likely("port\tprotocol\tname\ttext\n" + rows); }
auto threats(const std::string& rows) {
  return read_threats("port\tprotocol\tname\tkind\tyear\tsource\n" + rows);
}

TEST(PortsData, UnofficialUsesKeepTheirRules) {
  const auto rows = read_unofficial(data_file("unofficial.tsv"));
  ASSERT_TRUE(rows.has_value()) << "line " << rows.error().line << " " << rows.error().what;
  EXPECT_GT(rows->size(), 500u);
}

TEST(PortsData, LikelyUsesKeepTheirRules) {
  const auto rows = read_likely(data_file("likely.tsv"));
  ASSERT_TRUE(rows.has_value()) << "line " << rows.error().line << " " << rows.error().what;
  EXPECT_GT(rows->size(), 150u);
}

TEST(PortsData, ThreatsKeepTheirRules) {
  const auto rows = read_threats(data_file("threats.tsv"));
  ASSERT_TRUE(rows.has_value()) << "line " << rows.error().line << " " << rows.error().what;
  EXPECT_GT(rows->size(), 2700u);
}

TEST(PortsData, EverySourceTagIsExplained) {
  const std::string sources = data_file("SOURCES.md");
  for (const std::string_view tag : kSourceTags)
    EXPECT_THAT(sources, HasSubstr("\n| `" + std::string(tag) + "` | "));
}

TEST(ThreatsTsv, ReadsRows) {
  const auto rows = threats(
      "25\ttcp\tHappy99\tworm\t1999\topenvas\n25\ttcp\tHybris\tworm\t\tsimovits,"
      "general\n25\tudp\tHappy99\trat\t\tet\n");
  ASSERT_TRUE(rows.has_value()) << rows.error().what;
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ((*rows)[0].port, 25);
  EXPECT_EQ((*rows)[0].name, "Happy99");
  EXPECT_EQ((*rows)[0].kind, 6);
  EXPECT_EQ((*rows)[0].year, 1999);
  EXPECT_EQ((*rows)[0].sources, 2);
  EXPECT_EQ((*rows)[1].year, 0);
  EXPECT_EQ((*rows)[1].sources, 1 | (1 << 12));
  EXPECT_EQ((*rows)[2].transport, Transport::udp);
}

TEST(ThreatsTsv, RejectsRowsWithoutASourceOrWithAnUnknownOne) {
  expect_error(threats("25\ttcp\tA\tworm\t\t\n"), 2, "no source");
  expect_error(threats("25\ttcp\tA\tworm\t\tgossip\n"), 2, "unknown source");
  expect_error(threats("25\ttcp\tA\tworm\t\topenvas,\n"), 2, "unknown source");
  expect_error(threats("25\ttcp\tA\tworm\t\topenvas,openvas\n"), 2, "same source twice");
  expect_error(threats("25\ttcp\tA\tworm\t\topenvas, et\n"), 2, "unknown source");
}

TEST(ThreatsTsv, RejectsUnknownKindsAndYears) {
  expect_error(threats("25\ttcp\tA\tvirus\t\tet\n"), 2, "kind");
  expect_error(threats("25\ttcp\tA\tkind\t\tet\n"), 2, "kind");
  for (const char* year : {"99", "19999", "1969", "2100", "199x", "-999", " 1999"}) {
    expect_error(threats("25\ttcp\tA\tworm\t" + std::string(year) + "\tet\n"), 2, "year");
  }
}

TEST(ThreatsTsv, RejectsDuplicatesInAnyCase) {
  expect_error(
      threats(
          "25\ttcp\tHappy\tworm\t\tet\n25\ttcp\tOther\tworm\t\tet\n25\ttcp\thappy\trat\t\tet\n"),
      4, "twice");
}

TEST(ThreatsTsv, RejectsUnsortedRowsAndBadRanges) {
  expect_error(threats("26\ttcp\tA\tworm\t\tet\n25\ttcp\tA\tworm\t\tet\n"), 3, "sorted by port");
  expect_error(threats("25\tudp\tA\tworm\t\tet\n25\ttcp\tA\tworm\t\tet\n"), 3,
               "sorted by protocol");
  for (const char* port : {"0", "65536", "25-30", "", "+25", "025", "2 5"}) {
    expect_error(threats(std::string(port) + "\ttcp\tA\tworm\t\tet\n"), 2, "1 to 65535");
  }
}

TEST(ThreatsTsv, RejectsHostileText) {
  expect_error(threats("25\ttcp\tA\x1b[31m\tworm\t\tet\n"), 2, "control");
  expect_error(threats("25\ttcp\tA\xc3\xa9\tworm\t\tet\n"), 2, "ASCII");
  expect_error(threats("25\ttcp\tA \tworm\t\tet\n"), 2, "blanks");
  expect_error(threats("25\ttcp\t\tworm\t\tet\n"), 2, "no name");
  expect_error(threats("25\ttcp\tA\tworm\t\tet\r\n"), 2, "source");
  expect_error(threats("25\ttcp\tA\tworm\tet\n"), 2, "5 columns");
  expect_error(read_threats("port\tprotocol\tname\n"), 1, "header");
  expect_error(read_threats(""), 0, "line feed");
}

TEST(LikelyTsv, HasOneRowPerPortAndProtocol) {
  EXPECT_TRUE(likely("53\ttcp\tDNS\tNames.\n53\tudp\tDNS\tNames.\n").has_value());
  expect_error(likely("53\ttcp\tDNS\tNames.\n53\ttcp\tOther\tNames.\n"), 3, "second one");
}

TEST(LikelyTsv, RequiresOneShortSentence) {
  expect_error(likely("53\ttcp\tDNS\tNames\n"), 2, "full stop");
  expect_error(likely("53\ttcp\tDNS\t\n"), 2, "says nothing");
  expect_error(likely("53\ttcp\tDNS\ta b c d e f g h i j k l m n o p q r s t u.\n"), 2, "20 words");
  EXPECT_TRUE(likely("53\ttcp\tDNS\ta b c d e f g h i j k l m n o p q r s t.\n").has_value());
}

TEST(UnofficialTsv, MayHaveSeveralNamesForAPort) {
  EXPECT_TRUE(unofficial("53\ttcp\tA\tx\n53\ttcp\tB\tx\n").has_value());
  expect_error(unofficial("53\ttcp\tA\tx\n53\ttcp\tB\tx\n53\ttcp\tA\ty\n"), 4, "twice");
}

}  // namespace
}  // namespace portexplorer::generate
