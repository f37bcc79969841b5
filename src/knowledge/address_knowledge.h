// All knowledge about addresses: names, countries, networks. Implements the AddressBook that
// derive() receives.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "knowledge/geo_data.h"
#include "knowledge/hosts_file.h"
#include "knowledge/reverse_names.h"
#include "model/address_book.h"

namespace portexplorer {

struct AddressSources {
  GeoSearch geo;
  std::string hosts_path = "/etc/hosts";    // "": none
  std::shared_ptr<ReverseNames> reverse{};  // null: DNS servers are never queried
};

// Returns the contents of the file, 16 MB at most; "" if it is unreadable.
[[nodiscard]] std::string read_hosts_text(const std::string& path);

// Opens its files on first use. Sends no packets, unless ask() is called and `reverse` is set. Any
// thread.
class AddressKnowledge final : public AddressBook {
 public:
  explicit AddressKnowledge(AddressSources sources) : sources_(std::move(sources)) {}

  std::vector<AddressHost> hosts(std::span<const ParsedAddress>) override;
  std::vector<AddressPlace> places(std::span<const ParsedAddress>) override;

  // Starts DNS queries for addresses that are not in the hosts file. Never blocks.
  void ask(std::span<const ParsedAddress>);
  // Waits until all queries are answered, the time is over, or a stop is requested. Returns true if
  // all are answered.
  bool wait(std::chrono::milliseconds most, const std::stop_token& stop = {}) const;

  // Return the attribution required for the countries and networks returned so far; "" if there
  // were none.
  [[nodiscard]] std::string country_attribution();
  [[nodiscard]] std::string network_attribution();
  // Returns why countries or networks are unknown, once one has been requested.
  [[nodiscard]] std::vector<std::string> trouble();

 private:
  void open_places();
  void open_hosts();

  AddressSources sources_;
  std::mutex mutex_;
  bool places_are_open_ = false;
  bool hosts_are_open_ = false;
  bool told_country_ = false;
  bool told_network_ = false;
  GeoData geo_;
  HostsFile hosts_;
};

}  // namespace portexplorer
