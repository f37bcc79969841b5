// One file of addresses in MaxMind DB format, read by libmaxminddb, which is loaded when the first file is opened.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "knowledge/geo_record.h"
#include "model/types.h"

namespace portexplorer {

class GeoDatabase {
 public:
  // unavailable: the library is not installed. The error says what is wrong with the file.
  static Result<GeoDatabase> open(const std::string& path);

  GeoDatabase(GeoDatabase&&) noexcept;
  GeoDatabase& operator=(GeoDatabase&&) noexcept;
  GeoDatabase(const GeoDatabase&) = delete;
  GeoDatabase& operator=(const GeoDatabase&) = delete;
  ~GeoDatabase();

  // Null where the file does not know the address, or is damaged there. Lives as long as this object; equal records are one
  // object. One thread at a time.
  [[nodiscard]] const GeoRecord* find(const ParsedAddress&);

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
