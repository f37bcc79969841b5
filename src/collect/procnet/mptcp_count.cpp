#include "collect/procnet/mptcp_count.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/lines.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (line = trimmed(line); !line.empty(); line = trimmed(line)) {
    words.push_back(line.substr(0, line.find(' ')));
    line.remove_prefix(words.back().size());
  }
  return words;
}

bool counts_sockets(std::string_view netstat) {
  while (!netstat.empty()) {
    const std::string_view line = take_line(netstat);
    if (!line.starts_with("MPTcpExt:")) continue;
    const auto names = words_of(line);
    return std::ranges::find(names, "MPCurrEstab") != names.end();
  }
  return false;
}

}  // namespace

std::optional<std::uint64_t> parse_mptcp_count(std::string_view protocols,
                                               std::string_view netstat) {
  if (!counts_sockets(netstat)) return std::nullopt;
  std::optional<std::uint64_t> sum;
  while (!protocols.empty()) {
    const auto words = words_of(take_line(protocols));  // name, size of one, count, …
    if (words.size() < 3 || (words[0] != "MPTCP" && words[0] != "MPTCPv6")) continue;
    std::uint64_t count = 0;
    const auto [end, error] =
        std::from_chars(words[2].data(), words[2].data() + words[2].size(), count);
    if (error != std::errc{} || end != words[2].data() + words[2].size()) return std::nullopt;
    sum = sum.value_or(0) + count;
  }
  return sum;
}

std::optional<std::uint64_t> mptcp_count(int net_dir_fd) {
  std::array<char, 16384> protocols;
  std::array<char, 16384> netstat;
  const auto table = read_small_file(net_dir_fd, "protocols", protocols);
  const auto counters = read_small_file(net_dir_fd, "netstat", netstat);
  const bool whole =
      table && counters && table->size() < protocols.size() && counters->size() < netstat.size();
  return whole ? parse_mptcp_count(*table, *counters) : std::nullopt;
}

}  // namespace portexplorer
