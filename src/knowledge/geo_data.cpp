#include "knowledge/geo_data.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "base/escape.h"
#include "knowledge/address_scope.h"

namespace portexplorer {
namespace {

// The names that the publishers of such files use; the more precise ones first.
constexpr std::array kCountryNames = {
    "country.mmdb",          "GeoIP2-City.mmdb",       "GeoIP2-Country.mmdb", "GeoLite2-City.mmdb",
    "GeoLite2-Country.mmdb", "dbip-country-lite.mmdb", "dbip-city-lite.mmdb", "country_asn.mmdb"};
constexpr std::array kNetworkNames = {"network.mmdb",       "asn.mmdb",
                                      "GeoIP2-ISP.mmdb",    "GeoLite2-ASN.mmdb",
                                      "dbip-asn-lite.mmdb", "country_asn.mmdb"};

std::string value_of(const GeoSearch& search, const char* name) {
  return search.variable ? search.variable(name) : std::string();
}

// Finds …/share/portexplorer from …/bin/portexplorer.
std::string beside_program() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string()
               : (program.parent_path().parent_path() / "share/portexplorer").string();
}

}  // namespace

class GeoFinder {
 public:
  explicit GeoFinder(GeoData& data) : data_(data) {}

  void take(const GeoSearch& search) {
    std::error_code error;
    if (!search.asked.empty() && !std::filesystem::is_directory(search.asked, error))
      take_asked(search.asked);
    for (const std::string& directory : geo_directories(search)) {
      look(directory, kCountryNames, GeoKind::countries, data_.countries_);
      look(directory, kNetworkNames, GeoKind::networks, data_.networks_);
    }
  }

 private:
  // The file's type says what it provides; a file without a type is used for both.
  void take_asked(const std::string& path) {
    auto file = GeoDatabase::open(path, GeoKind::countries);
    if (!file) return tell(path, file.error().what);
    const bool networks = says(file->type(), {"ASN", "asn", "ISP"});
    const bool countries = says(file->type(), {"Country", "country", "City", "city"});
    if (countries || !networks) data_.countries_ = *std::move(file);
    if (countries && !networks) return;
    if (auto again = GeoDatabase::open(path, GeoKind::networks))
      data_.networks_ = *std::move(again);
  }

  static bool says(std::string_view type, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return type.find(word) != std::string_view::npos; });
  }

  template <typename Names>
  void look(const std::string& directory, const Names& names, GeoKind kind,
            std::optional<GeoDatabase>& place) {
    if (place) return;
    std::error_code error;
    for (const char* name : names) {
      const std::string path = directory + "/" + name;
      if (!std::filesystem::exists(path, error)) continue;
      auto file = GeoDatabase::open(path, kind);
      if (!file) {
        tell(path, file.error().what);
        continue;
      }
      place = *std::move(file);
      return;
    }
  }

  void tell(const std::string& path, const std::string& what) {
    std::string line = escaped(path) + " is not used: " + escaped(what);
    if (std::ranges::find(data_.trouble_, line) == data_.trouble_.end())
      data_.trouble_.push_back(std::move(line));
  }

  GeoData& data_;
};

std::vector<std::string> geo_directories(const GeoSearch& search) {
  std::vector<std::string> directories;
  std::error_code error;
  if (!search.asked.empty() && std::filesystem::is_directory(search.asked, error))
    directories.push_back(search.asked);
  if (!search.usual_places) return directories;
  const std::string data_home = value_of(search, "XDG_DATA_HOME");
  const std::string home = value_of(search, "HOME");
  if (data_home.starts_with('/')) directories.push_back(data_home + "/portexplorer");
  else if (home.starts_with('/')) directories.push_back(home + "/.local/share/portexplorer");
  directories.insert(directories.end(), {"/var/lib/GeoIP", "/usr/share/GeoIP"});
  if (const std::string beside = beside_program(); !beside.empty()) directories.push_back(beside);
  directories.insert(directories.end(),
                     {"/usr/local/share/portexplorer", "/usr/share/portexplorer"});
  return directories;
}

GeoData GeoData::open(const GeoSearch& search) {
  GeoData data;
  GeoFinder(data).take(search);
  return data;
}

void GeoData::check() {
  for (std::optional<GeoDatabase>* file : {&countries_, &networks_}) {
    if (!*file || (*file)->is_whole()) continue;
    std::string line =
        escaped((*file)->path()) + " is not used any more: it became shorter while it was in use";
    if (std::ranges::find(trouble_, line) == trouble_.end()) trouble_.push_back(std::move(line));
  }
}

GeoData::Reader::Reader(const GeoData& data) {
  if (data.countries_) countries_.emplace(*data.countries_);
  if (data.networks_) networks_.emplace(*data.networks_);
}

GeoFacts GeoData::Reader::find(Family family, const IpAddress& address) {
  GeoFacts facts;
  if (!countries_ && !networks_) return facts;
  const auto place = place_address(family, address);
  if (!place) return facts;
  const GeoRecord* country = countries_ ? countries_->find(*place) : nullptr;
  const GeoRecord* network = networks_ ? networks_->find(*place) : nullptr;
  if (country != nullptr && !country->country.empty()) facts.country = country;
  if (network != nullptr && !network->network.empty()) facts.network = network;
  return facts;
}

}  // namespace portexplorer
