// Finds the files of countries and networks, and looks up addresses in them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/geo_database.h"

namespace portexplorer {

struct GeoSearch {
  std::string asked;  // a file or directory named by the user; searched first
  std::function<std::string(const char*)> variable;  // reads an environment variable; may be empty
  bool usual_places = true;  // also search where users, the system and this program keep such files
};

struct GeoFacts {
  const GeoRecord* country = nullptr;  // has a country
  const GeoRecord* network = nullptr;  // has a network
};

class GeoData {
 public:
  GeoData() = default;
  // Never fails: trouble() lists what could not be opened.
  static GeoData open(const GeoSearch&);

  // Returns the country and network of an address. Only public addresses, and addresses with an
  // embedded public one, have them. Records are valid as long as this object.
  [[nodiscard]] GeoFacts find(Family family, const IpAddress& address) const {
    return Reader(*this).find(family, address);
  }

  // Does the same for many addresses, see GeoDatabase::Reader. For one thread; there may be several
  // readers.
  class Reader {
   public:
    explicit Reader(const GeoData&);
    [[nodiscard]] GeoFacts find(Family, const IpAddress&);

   private:
    std::optional<GeoDatabase::Reader> countries_;
    std::optional<GeoDatabase::Reader> networks_;
  };

  // Must be called before many lookups. A file that was truncated since is no longer read, which
  // trouble() then reports.
  void check();

  [[nodiscard]] const GeoDatabase* countries() const { return countries_ ? &*countries_ : nullptr; }
  [[nodiscard]] const GeoDatabase* networks() const { return networks_ ? &*networks_ : nullptr; }
  // Returns why there is no file of a kind, or why a better one was skipped: escaped sentences;
  // empty if there was no problem.
  [[nodiscard]] const std::vector<std::string>& trouble() const { return trouble_; }

 private:
  friend class GeoFinder;
  std::optional<GeoDatabase> countries_;
  std::optional<GeoDatabase> networks_;
  std::vector<std::string> trouble_;
};

// Returns the directories to search, in order.
[[nodiscard]] std::vector<std::string> geo_directories(const GeoSearch&);

}  // namespace portexplorer
