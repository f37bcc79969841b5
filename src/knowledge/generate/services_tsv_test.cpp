#include "knowledge/generate/services_tsv.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace portexplorer::generate {
namespace {

using testing::HasSubstr;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string table(std::string_view rows) {
  return "port\tprotocol\tservice\tdescription\n" + std::string(rows);
}

void expect_refused(std::string_view rows, int line, std::string_view what) {
  const auto result = read_services(table(rows));
  ASSERT_FALSE(result.has_value()) << rows;
  EXPECT_EQ(result.error().line, line) << rows;
  EXPECT_THAT(result.error().what, HasSubstr(std::string(what)));
}

TEST(ServicesData, ThePortTableKeepsItsRules) {
  const auto rows = read_services(read_file(std::filesystem::path(DATA_DIR) / "services.tsv"));
  ASSERT_TRUE(rows.has_value()) << "line " << rows.error().line << " " << rows.error().what;
  EXPECT_GT(rows->size(), 12000u);
}

TEST(ServicesData, EveryFileHasASectionOnItsSource) {
  const std::string sources = read_file(std::filesystem::path(DATA_DIR) / "SOURCES.md");
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(DATA_DIR)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || name == "SOURCES.md") continue;
    ++files;
    EXPECT_THAT(sources, HasSubstr("\n## " + name + "\n"));
  }
  EXPECT_GE(files, 1);
}

TEST(ServicesTsv, ReadsRows) {
  const auto rows = read_services(
      table("22\ttcp\tssh\tSecure Shell\n24\ttcp\t\tprivate\n24\tudp\ta\t\n24\tudp\tb\t\n"));
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 4u);
  EXPECT_EQ((*rows)[0].port, 22);
  EXPECT_EQ((*rows)[0].name, "ssh");
  EXPECT_EQ((*rows)[0].description, "Secure Shell");
  EXPECT_EQ((*rows)[2].transport, Transport::udp);
}

TEST(ServicesTsv, RejectsAWrongHeader) {
  EXPECT_FALSE(read_services("port\tprotocol\tservice\n").has_value());
  EXPECT_FALSE(read_services("").has_value());
  EXPECT_FALSE(read_services("\n").has_value());
}

TEST(ServicesTsv, RejectsAMissingLastLineFeed) {
  expect_refused("22\ttcp\tssh\tx", 0, "line feed");
}

TEST(ServicesTsv, RejectsWrongColumnCounts) {
  expect_refused("22\ttcp\tssh\n", 2, "3 columns");
  expect_refused("22\ttcp\tssh\ta\tb\n", 2, "5 columns");
  expect_refused("\n", 2, "1 columns");
}

TEST(ServicesTsv, RejectsBadPorts) {
  for (const char* port : {"0", "65536", "-1", "", "22-23", "22x", " 22", "022", "99999999999"}) {
    expect_refused(std::string(port) + "\ttcp\tssh\tx\n", 2, "1 to 65535");
  }
}

TEST(ServicesTsv, RejectsUnknownProtocols) {
  expect_refused("22\tTCP\tssh\tx\n", 2, "protocol");
  expect_refused("22\t\tssh\tx\n", 2, "protocol");
}

TEST(ServicesTsv, RejectsControlCharacters) {
  expect_refused("22\ttcp\tssh\tSecure\x1b[31mShell\n", 2, "control");
  expect_refused("22\ttcp\tssh\tx\r\n", 2, "control");
  expect_refused("22\ttcp\tss h\tx\n", 2, "odd");
  expect_refused("22\ttcp\tss\"h\tx\n", 2, "odd");
  expect_refused("22\ttcp\tss\\h\tx\n", 2, "odd");
  expect_refused("22\ttcp\tss\xc3\xa9\tx\n", 2, "odd");
}

TEST(ServicesTsv, RejectsUnsortedRows) {
  expect_refused("23\ttcp\ta\tx\n22\ttcp\tb\tx\n", 3, "sorted by port");
  expect_refused("22\tudp\ta\tx\n22\ttcp\ta\tx\n", 3, "sorted by protocol");
}

TEST(ServicesTsv, RejectsDuplicates) {
  expect_refused("22\ttcp\ta\tx\n22\ttcp\ta\ty\n", 3, "twice");
  expect_refused("22\ttcp\ta\tx\n22\ttcp\tb\tx\n22\ttcp\ta\ty\n", 4, "twice");
}

}  // namespace
}  // namespace portexplorer::generate
