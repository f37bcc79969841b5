// All that is known of addresses: names, countries, networks. What derive() is handed as its
// AddressBook.
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
  std::shared_ptr<ReverseNames> reverse{};  // null: name servers are never asked
};

// The whole file, 16 MB at most; "" where it cannot be read.
[[nodiscard]] std::string read_hosts_text(const std::string& path);

// Opens files when it is first asked. Sends nothing, unless ask() is called with `reverse` there.
// Any thread may call.
class AddressKnowledge final : public AddressBook {
 public:
  explicit AddressKnowledge(AddressSources sources) : sources_(std::move(sources)) {}

  std::vector<AddressHost> hosts(std::span<const ParsedAddress>) override;
  std::vector<AddressPlace> places(std::span<const ParsedAddress>) override;

  // Asks name servers for those that the hosts file does not know. Never waits.
  void ask(std::span<const ParsedAddress>);
  // Until all that was asked is answered, for this long, or until it is stopped. True: all is
  // answered.
  bool wait(std::chrono::milliseconds most, const std::stop_token& stop = {}) const;

  // Who is to be named for the countries and networks that were told so far; "" where none were.
  [[nodiscard]] std::string country_attribution();
  [[nodiscard]] std::string network_attribution();
  // Why countries or networks are not known, once somebody has asked.
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
