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
  } else if (const auto answer = sources_.reverse ? sources_.reverse->answer({family, address}) : std::nullopt) {
    if (!answer->names.empty()) facts.host = answer->names.front();
    facts.host_known = answer->known;
  }
  return facts;
}

void AddressKnowledge::ask(std::span<const ParsedAddress> addresses) {
  if (!sources_.reverse) return;
  std::vector<ParsedAddress> unknown;
  {
    const std::lock_guard lock(mutex_);
    open();
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
