// Tests countries and networks with files that the test creates.
#include "knowledge/geo_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "support/mmdb_file.h"
#include "support/remove_tree.h"

// libmaxminddb 1.7 leaks what it has read of a file whose own description is damaged. The leak
// checker calls this function.
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the checker's own name
extern "C" const char* __lsan_default_suppressions() { return "leak:libmaxminddb\n"; }

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MmdbFile;

class GeoFiles : public ::testing::Test {
 protected:
  GeoFiles() {
    std::string pattern = "/tmp/portexplorer-geo-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  ~GeoFiles() override { portexplorer::remove_tree(directory_); }

  std::string write(const std::string& name, const std::string& bytes) {
    const std::string path = directory_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  GeoData open(const std::string& asked = {}) {
    const auto variable = [this](const char* name) {
      return std::string(name) == "XDG_DATA_HOME" ? directory_ + "/home" : std::string();
    };
    return GeoData::open(
        {.asked = asked.empty() ? directory_ : asked, .variable = variable, .usual_places = false});
  }

  std::string directory_;
};

std::string describe(GeoData& data, std::string_view address) {
  const auto parsed = parse_ip(address);
  const GeoFacts facts = data.find(parsed->family, parsed->address);
  return (facts.country == nullptr ? "-"
                                   : facts.country->country + "/" + facts.country->country_name) +
         " " + (facts.network == nullptr ? "-" : facts.network->network);
}

std::string countries() {
  MmdbFile file("PortExplorer-Country", "Somebody, CC BY-SA 4.0");
  file.add("8.8.8.0/24", {{"country_code", "US"}});
  file.add("2a00::/16", {{"country_code", "de"}});
  file.add("10.0.0.0/8", {{"country_code", "FR"}});
  file.add("9.9.9.0/24", {{"country_code", "ZZ"}});
  return file.bytes();
}

TEST_F(GeoFiles, OfThisProgramAreSupported) {
  MmdbFile networks("PortExplorer-ASN");
  networks.add("8.8.0.0/16", {{"autonomous_system_number", 64500U},
                              {"autonomous_system_organization", "Example\x1b[31m Inc."}});
  write("country.mmdb", countries());
  write("network.mmdb", networks.bytes());
  GeoData data = open();
  EXPECT_THAT(data.trouble(), IsEmpty());
  EXPECT_EQ(describe(data, "8.8.8.8"), "US/United States AS64500 Example\x1b[31m Inc.");
  EXPECT_EQ(describe(data, "8.8.9.1"), "- AS64500 Example\x1b[31m Inc.");
  EXPECT_EQ(describe(data, "2a00::1"), "DE/Germany -");
  EXPECT_EQ(describe(data, "64:ff9b::808:808"), "US/United States AS64500 Example\x1b[31m Inc.");
  EXPECT_EQ(describe(data, "10.1.1.1"), "- -")
      << "a private address has no country, whatever a file says";
  EXPECT_EQ(describe(data, "9.9.9.9"), "- -") << "ZZ is no country";
  EXPECT_EQ(describe(data, "1.1.1.1"), "- -");
  EXPECT_EQ(data.countries()->attribution(), "Somebody, CC BY-SA 4.0");
  EXPECT_EQ(data.countries()->built_at(), Timestamp{1'700'000'000 * kNanosecondsPerSecond});
}

// Looks up every address after every other: state left from the previous lookup must not matter.
TEST_F(GeoFiles, GiveTheSameResultInAnyOrder) {
  MmdbFile file("PortExplorer-Country");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"8.8.8.1", "US"},      {"8.8.8.255", "US"}, {"8.8.9.1", "DE"},
      {"8.8.10.1", ""},       {"200.1.1.1", "BR"}, {"2a00::1", "FR"},
      {"2a00:8000::1", "IT"}, {"2a01::1", ""},     {"1.1.1.1", ""}};
  file.add("8.8.8.0/24", {{"country_code", "US"}});
  file.add("8.8.9.0/24", {{"country_code", "DE"}});
  file.add("200.0.0.0/8", {{"country_code", "BR"}});
  file.add("2a00::/17", {{"country_code", "FR"}});
  file.add("2a00:8000::/17", {{"country_code", "IT"}});
  write("country.mmdb", file.bytes());
  const GeoData data = open();
  GeoData::Reader reader(data);
  const auto country = [&](const std::string& text) {
    const auto address = parse_ip(text);
    const GeoFacts facts = reader.find(address->family, address->address);
    return facts.country == nullptr ? std::string() : facts.country->country;
  };
  for (const auto& [first, first_country] : expected) {
    for (const auto& [second, second_country] : expected) {
      EXPECT_EQ(country(first), first_country) << first;
      EXPECT_EQ(country(second), second_country) << second << " after " << first;
    }
  }
}

TEST_F(GeoFiles, OfOtherPublishersAreSupported) {
  MmdbFile country("GeoLite2-Country");
  country.add("8.8.8.0/24",
              {{"country", MmdbFile::Map{{"iso_code", "CH"},
                                         {"names", MmdbFile::Map{{"en", "Switzerland"}}}}}});
  MmdbFile asn("ipinfo generic_asn_free.mmdb");
  asn.add("8.8.8.0/24", {{"asn", "AS64501"}, {"name", "ignored"}, {"as_name", "Other"}});
  write("GeoLite2-Country.mmdb", country.bytes());
  write("asn.mmdb", asn.bytes());
  GeoData data = open();
  EXPECT_EQ(describe(data, "8.8.8.8"), "CH/Switzerland AS64501 Other");
  EXPECT_THAT(data.countries()->attribution(), HasSubstr("created by MaxMind"));
  EXPECT_THAT(data.networks()->attribution(), HasSubstr("IPinfo"));
}

TEST_F(GeoFiles, ANamedFileProvidesWhatItsTypeSays) {
  MmdbFile both("ipinfo country_asn.mmdb");
  both.add("8.8.8.0/24", {{"country", "US"}, {"asn", "AS64502"}, {"as_name", "Both"}});
  GeoData data = open(write("x/both.mmdb", both.bytes()));
  EXPECT_EQ(describe(data, "8.8.8.8"), "US/United States AS64502 Both");
  GeoData one = open(write("x/one.mmdb", countries()));
  EXPECT_NE(one.countries(), nullptr);
  EXPECT_EQ(one.networks(), nullptr);
}

TEST_F(GeoFiles, DamagedOnesAreReportedAndSkipped) {
  const std::string good = countries();
  write("country.mmdb", "nonsense");
  write("GeoLite2-Country.mmdb", good);
  GeoData data = open();
  EXPECT_EQ(describe(data, "8.8.8.8"), "US/United States -");
  EXPECT_THAT(data.trouble(),
              ElementsAre(HasSubstr("/country.mmdb is not used: it cannot be read: ")));
}

TEST_F(GeoFiles, NoDamageBreaksALookup) {
  const std::string good = countries();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x5A);
    auto file = GeoDatabase::open(write("bad.mmdb", bad), GeoKind::countries);
    if (!file) continue;
    for (const char* address : {"8.8.8.8", "2a00::1", "255.255.255.255", "::"}) {
      const GeoRecord* record = GeoDatabase::Reader(*file).find(*parse_ip(address));
      EXPECT_TRUE(record == nullptr || record->country.empty() || record->country.size() == 2);
    }
  }
}

TEST_F(GeoFiles, TruncatedOnesDoNotCrash) {
  const std::string path = write("country.mmdb", countries() + std::string(100'000, ' '));
  GeoData data = open();
  EXPECT_EQ(describe(data, "8.8.8.8"), "US/United States -");
  std::filesystem::resize_file(path, 0);
  data.check();
  EXPECT_EQ(describe(data, "8.8.8.8"), "- -");
  data.check();
  EXPECT_THAT(data.trouble(),
              ElementsAre(HasSubstr("/country.mmdb is not used any more: it became shorter")));
}

TEST_F(GeoFiles, ReplacedOnesRemainReadable) {
  const std::string path = write("country.mmdb", countries());
  GeoData data = open();
  std::filesystem::rename(write("new", "short"), path);
  data.check();
  EXPECT_EQ(describe(data, "8.8.8.8"), "US/United States -");
  EXPECT_THAT(data.trouble(), IsEmpty());
}

TEST_F(GeoFiles, ATreeLargerThanItsFileIsRejected) {
  std::string bytes = countries();
  const std::size_t at =
      bytes.find("node_count") + std::string("node_count").size() + 1;  // after its type byte
  bytes.replace(at, 4, std::string("\0\x10\0\0", 4));
  const auto file = GeoDatabase::open(write("long.mmdb", bytes), GeoKind::countries);
  ASSERT_FALSE(file.has_value());
}

TEST_F(GeoFiles, AnEmptyDirectoryIsNoProblem) {
  GeoData data = open();
  EXPECT_EQ(data.countries(), nullptr);
  EXPECT_THAT(data.trouble(), IsEmpty());
  EXPECT_EQ(describe(data, "8.8.8.8"), "- -");
}

TEST(GeoFolders, TheUsersDirectoriesComeFirst) {
  const auto variable = [](const char* name) {
    return std::string(name) == "HOME" ? "/home/alice" : "";
  };
  const auto directories =
      geo_directories({.asked = "/tmp", .variable = variable, .usual_places = true});
  ASSERT_GE(directories.size(), 6u);
  EXPECT_EQ(directories[0], "/tmp");
  EXPECT_EQ(directories[1], "/home/alice/.local/share/portexplorer");
  EXPECT_EQ(directories[2], "/var/lib/GeoIP");
  EXPECT_EQ(directories[3], "/usr/share/GeoIP");
  EXPECT_EQ(directories.back(), "/usr/share/portexplorer");
}

TEST(GeoText, IsValidated) {
  EXPECT_EQ(country_code("de"), "DE");
  for (const char* bad : {"", "D", "DEU", "D1", "??", "ZZ", "XX", "\xc3\xa4"})
    EXPECT_EQ(country_code(bad), "") << bad;
  EXPECT_EQ(country_name("AX"), "Åland Islands");
  EXPECT_EQ(country_name("QQ"), "");
  EXPECT_EQ(autonomous_system("AS64500"), 64500u);
  EXPECT_EQ(autonomous_system("64500"), 64500u);
  for (const char* bad : {"", "AS", "AS0", "AS1x", "4294967296", "-1"})
    EXPECT_FALSE(autonomous_system(bad).has_value()) << bad;
  EXPECT_EQ(organisation_text("  Example \n"), "Example");
  EXPECT_EQ(organisation_text(std::string(99, 'a') + "ä"), std::string(99, 'a'));
  EXPECT_EQ(network_text(0, "Example"), "Example");
  EXPECT_EQ(network_text(64500, ""), "AS64500");
}

}  // namespace
}  // namespace portexplorer
