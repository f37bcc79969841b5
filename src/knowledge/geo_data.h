// Where files of countries and networks lie, and what they tell of an address together.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/geo_database.h"

namespace portexplorer {

struct GeoSearch {
  std::string asked;  // a file or a folder that the user named; looked at first
  std::function<std::string(const char*)> variable;  // of the environment; may be empty
  bool usual_places = true;  // also where users, the system and this program keep such files
};

struct GeoFacts {
  const GeoRecord* country = nullptr;  // with a country
  const GeoRecord* network = nullptr;  // with a network
};

class GeoData {
 public:
  GeoData() = default;
  // Never fails: what could not be opened stands in trouble().
  static GeoData open(const GeoSearch&);

  // Only public addresses, and those that carry one, have a country and a network. Records live as
  // long as this object.
  [[nodiscard]] GeoFacts find(Family family, const IpAddress& address) const {
    return Reader(*this).find(family, address);
  }

  // The same for many, as GeoDatabase::Reader says. For one thread; there may be several.
  class Reader {
   public:
    explicit Reader(const GeoData&);
    [[nodiscard]] GeoFacts find(Family, const IpAddress&);

   private:
    std::optional<GeoDatabase::Reader> countries_;
    std::optional<GeoDatabase::Reader> networks_;
  };

  // To be called before many are looked up: what was cut short since is not read any more, which
  // trouble() then says.
  void check();

  [[nodiscard]] const GeoDatabase* countries() const { return countries_ ? &*countries_ : nullptr; }
  [[nodiscard]] const GeoDatabase* networks() const { return networks_ ? &*networks_ : nullptr; }
  // Why there is no file of the kind, or why a better one was passed over: sentences, escaped;
  // empty where all is well.
  [[nodiscard]] const std::vector<std::string>& trouble() const { return trouble_; }

 private:
  friend class GeoFinder;
  std::optional<GeoDatabase> countries_;
  std::optional<GeoDatabase> networks_;
  std::vector<std::string> trouble_;
};

// The folders that are looked into, the first first.
[[nodiscard]] std::vector<std::string> geo_directories(const GeoSearch&);

}  // namespace portexplorer
