#include "knowledge/address_knowledge.h"

#include <fstream>

namespace portexplorer {

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

void AddressKnowledge::open() {
  if (is_open_) return;
  is_open_ = true;
  geo_ = GeoData::open(sources_.geo);
  hosts_ = HostsFile(read_hosts_text(sources_.hosts_path));
}

AddressFacts AddressKnowledge::facts(Family family, const IpAddress& address) {
  const std::lock_guard lock(mutex_);
  open();
  AddressFacts facts;
  const GeoFacts geo = geo_.find(family, address);
  if (geo.country != nullptr) facts.country = geo.country->country;
  if (geo.network != nullptr) facts.network = geo.network->network;
  told_country_ |= geo.country != nullptr;
  told_network_ |= geo.network != nullptr;
  if (const auto& names = hosts_.names_of(family, address); !names.empty()) {
    facts.host = names.front();
    facts.host_known = HostKnown::hosts_file;
  }
  return facts;
}

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
