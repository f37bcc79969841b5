#include "knowledge/address_knowledge.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/parallel.h"

namespace portexplorer {
namespace {

constexpr std::size_t kPiece = 2048;  // addresses that a thread takes at a time

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
  if (!std::exchange(hosts_are_open_, true)) hosts_ = HostsFile(read_hosts_text(sources_.hosts_path));
}

std::vector<AddressHost> AddressKnowledge::hosts(std::span<const ParsedAddress> addresses) {
  const std::lock_guard lock(mutex_);
  open_hosts();
  std::vector<AddressHost> hosts(addresses.size());
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (const auto& names = hosts_.names_of(addresses[i].family, addresses[i].address); !names.empty()) {
      hosts[i] = {.name = names.front(), .known = HostKnown::hosts_file};
    } else if (const auto answer = sources_.reverse ? sources_.reverse->answer(addresses[i]) : std::nullopt) {
      hosts[i] = {.name = answer->names.empty() ? std::string() : answer->names.front(), .known = answer->known};
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
  const auto look_up = [&](std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
      const GeoFacts geo = geo_.find(addresses[i].family, addresses[i].address);
      if (geo.country != nullptr) places[i].country = geo.country->country;
      if (geo.network != nullptr) places[i].network = geo.network->network;
    }
  };
  const std::size_t pieces = (addresses.size() + kPiece - 1) / kPiece;
  for_each_in_parallel(pieces, [&](std::size_t i) { look_up(i * kPiece, std::min((i + 1) * kPiece, addresses.size())); });
  told_country_ |= std::ranges::any_of(places, [](const AddressPlace& p) { return !p.country.empty(); });
  told_network_ |= std::ranges::any_of(places, [](const AddressPlace& p) { return !p.network.empty(); });
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

bool AddressKnowledge::wait(std::chrono::milliseconds most) const { return !sources_.reverse || sources_.reverse->wait(most); }

std::string AddressKnowledge::country_attribution() {
  const std::lock_guard lock(mutex_);
  return told_country_ && geo_.countries() != nullptr ? geo_.countries()->attribution() : std::string();
}

std::string AddressKnowledge::network_attribution() {
  const std::lock_guard lock(mutex_);
  return told_network_ && geo_.networks() != nullptr ? geo_.networks()->attribution() : std::string();
}

std::vector<std::string> AddressKnowledge::trouble() {
  const std::lock_guard lock(mutex_);
  return geo_.trouble();
}

}  // namespace portexplorer
