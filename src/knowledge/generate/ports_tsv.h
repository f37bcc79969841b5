// Reads and checks data/unofficial.tsv, data/likely.tsv and data/threats.tsv. Used during the build
// and by tests of the data.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "knowledge/generate/tsv.h"

namespace portexplorer::generate {

struct UseRow {
  std::uint16_t port = 0;
  Transport transport = Transport::tcp;
  std::string name;
  std::string text;
};

struct ThreatRow {
  std::uint16_t port = 0;
  Transport transport = Transport::tcp;
  std::string name;
  std::uint8_t kind = 0;      // index into kThreatKinds
  std::uint16_t year = 0;     // 0: unknown
  std::uint16_t sources = 0;  // bit i: kSourceTags[i]
};

constexpr std::array<std::string_view, 7> kThreatKinds = {"backdoor", "botnet", "c2",  "miner",
                                                          "rat",      "trojan", "worm"};
constexpr std::array<std::string_view, 13> kSourceTags = {
    "simovits", "openvas", "bekkoame", "labrea",    "snort",       "rkhunter", "et",
    "mitre",    "mthcht",  "sslbl",    "wikipedia", "public-code", "general"};

// Each function returns all rows in the order of the file, or the first line that breaks a rule:
// those of read_services(), printable ASCII, no empty name or text, and the rules of the file.
// unofficial.tsv: no name twice for a port and protocol.
[[nodiscard]] tl::expected<std::vector<UseRow>, TsvError> read_unofficial(std::string_view text);
// likely.tsv: one row per port and protocol. The text is one sentence of at most 20 words with a
// full stop.
[[nodiscard]] tl::expected<std::vector<UseRow>, TsvError> read_likely(std::string_view text);
// threats.tsv: known kinds and tags, at least one tag and none twice, a year from 1970 to 2099 or
// none, no name twice (ignoring case) for a port and protocol.
[[nodiscard]] tl::expected<std::vector<ThreatRow>, TsvError> read_threats(std::string_view text);

}  // namespace portexplorer::generate
