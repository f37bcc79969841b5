#include "knowledge/address_knowledge.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <numeric>
#include <utility>

#include "base/parallel.h"

namespace portexplorer {
namespace {

using Key = std::uint64_t;  // the leading bytes of the address, then its index

Key key_of(const ParsedAddress& address, std::size_t number) {
  const auto& bytes = address.address.bytes;
  return (Key{bytes[0]} << 56) | (Key{bytes[1]} << 48) | (Key{bytes[2]} << 40) |
         (Key{bytes[3]} << 32) | number;
}

// Addresses split into 256 pieces by their first byte, each looked up in sorted order, so that
// neighbouring lookups share most of their path through the file.
struct Pieces {
  std::vector<Key> keys;
  std::array<std::size_t, 257> begin{};

  explicit Pieces(std::span<const ParsedAddress> addresses) : keys(addresses.size()) {
    for (const ParsedAddress& a : addresses) ++begin[a.address.bytes[0] + 1U];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::array<std::size_t, 257> next = begin;
    for (std::size_t i = 0; i < addresses.size(); ++i)
      keys[next[addresses[i].address.bytes[0]]++] = key_of(addresses[i], i);
  }

  // Returns the piece sorted by address.
  [[nodiscard]] std::span<const Key> sorted(std::size_t piece) {
    const std::span all(keys.data() + begin[piece], begin[piece + 1] - begin[piece]);
    std::ranges::sort(all);
    return all;
  }
};

}  // namespace

std::string read_hosts_text(const std::string& path) {
  constexpr std::size_t kMost = 16'000'000;
  std::string text;
  if (path.empty()) return text;
  std::ifstream file(path, std::ios::binary);
  char piece[65536];
  while (file && text.size() < kMost) {
    file.read(piece, sizeof piece);
    text.append(piece, static_cast<std::size_t>(file.gcount()));
  }
  return text;
}

void AddressKnowledge::open_places() {
  if (!std::exchange(places_are_open_, true)) geo_ = GeoData::open(sources_.geo);
}

void AddressKnowledge::open_hosts() {
  if (!std::exchange(hosts_are_open_, true))
    hosts_ = HostsFile(read_hosts_text(sources_.hosts_path));
}

std::vector<AddressHost> AddressKnowledge::hosts(std::span<const ParsedAddress> addresses) {
  const std::lock_guard lock(mutex_);
  open_hosts();
  std::vector<AddressHost> hosts(addresses.size());
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (const auto& names = hosts_.names_of(addresses[i].family, addresses[i].address);
        !names.empty()) {
      hosts[i] = {.name = names.front(), .known = HostSource::hosts_file};
    } else if (const auto answer =
                   sources_.reverse ? sources_.reverse->answer(addresses[i]) : std::nullopt) {
      hosts[i] = {.name = answer->names.empty() ? std::string() : answer->names.front(),
                  .known = answer->known};
    }
  }
  return hosts;
}

std::vector<AddressPlace> AddressKnowledge::places(std::span<const ParsedAddress> addresses) {
  const std::lock_guard lock(mutex_);
  open_places();
  geo_.check();
  std::vector<AddressPlace> places(addresses.size());
  if (geo_.countries() == nullptr && geo_.networks() == nullptr) return places;
  Pieces pieces(addresses);
  for_each_in_parallel(256, [&](std::size_t piece) {
    GeoData::Reader reader(geo_);
    for (const Key key : pieces.sorted(piece)) {
      const auto i = static_cast<std::uint32_t>(key);
      const GeoFacts geo = reader.find(addresses[i].family, addresses[i].address);
      if (geo.country != nullptr) places[i].country = geo.country->country;
      if (geo.network != nullptr) places[i].network = geo.network->network;
    }
  });
  told_country_ |=
      std::ranges::any_of(places, [](const AddressPlace& p) { return !p.country.empty(); });
  told_network_ |=
      std::ranges::any_of(places, [](const AddressPlace& p) { return !p.network.empty(); });
  return places;
}

void AddressKnowledge::ask(std::span<const ParsedAddress> addresses) {
  if (!sources_.reverse) return;
  std::vector<ParsedAddress> unknown;
  {
    const std::lock_guard lock(mutex_);
    open_hosts();
    for (const ParsedAddress& a : addresses) {
      if (hosts_.names_of(a.family, a.address).empty()) unknown.push_back(a);
    }
  }
  sources_.reverse->ask(unknown);
}

bool AddressKnowledge::wait(std::chrono::milliseconds most, const std::stop_token& stop) const {
  return !sources_.reverse || sources_.reverse->wait(most, stop);
}

std::string AddressKnowledge::country_attribution() {
  const std::lock_guard lock(mutex_);
  return told_country_ && geo_.countries() != nullptr ? geo_.countries()->attribution()
                                                      : std::string();
}

std::string AddressKnowledge::network_attribution() {
  const std::lock_guard lock(mutex_);
  return told_network_ && geo_.networks() != nullptr ? geo_.networks()->attribution()
                                                     : std::string();
}

std::vector<std::string> AddressKnowledge::trouble() {
  const std::lock_guard lock(mutex_);
  return geo_.trouble();
}

}  // namespace portexplorer
