// One file of addresses in MaxMind DB format, read by libmaxminddb, which is loaded when the first file is opened.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "knowledge/geo_record.h"
#include "model/types.h"

namespace portexplorer {

// What a file is read for. The rest of its records is passed over.
enum class GeoKind : std::uint8_t { countries, networks };

class GeoDatabase {
 public:
  // unavailable: the library is not installed. The error says what is wrong with the file: also where it is shorter than it says.
  static Result<GeoDatabase> open(const std::string& path, GeoKind);

  GeoDatabase(GeoDatabase&&) noexcept;
  GeoDatabase& operator=(GeoDatabase&&) noexcept;
  GeoDatabase(const GeoDatabase&) = delete;
  GeoDatabase& operator=(const GeoDatabase&) = delete;
  ~GeoDatabase();

  // Null where the file does not know the address, or is damaged there. Lives as long as this object; equal records are one
  // object. Any thread may call.
  [[nodiscard]] const GeoRecord* find(const ParsedAddress&) const;

  // Looks whether the file became shorter since it was opened; from then on nothing more is found in it. To be asked before many
  // find(): they read the file where it is mapped, and what is no longer there kills the program (SIGBUS). One that is cut in the
  // very moment in which it is read still does; whoever replaces such files writes a new one and renames it, which does no harm.
  [[nodiscard]] bool is_whole();

  [[nodiscard]] const std::string& path() const;
  [[nodiscard]] const std::string& type() const;         // as its maker calls it: "GeoLite2-ASN"; raw
  [[nodiscard]] const std::string& attribution() const;  // raw: escape it
  [[nodiscard]] Timestamp built_at() const;              // 0: the file does not say

 private:
  struct Open;
  explicit GeoDatabase(std::unique_ptr<Open>);
  std::unique_ptr<Open> open_;
};

}  // namespace portexplorer
