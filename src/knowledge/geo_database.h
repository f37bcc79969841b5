// A file of addresses in MaxMind DB format, read by libmaxminddb, which is loaded when the first
// file is opened.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "knowledge/geo_record.h"
#include "model/types.h"

namespace portexplorer {

// What a file is used for. Other parts of its records are ignored.
enum class GeoKind : std::uint8_t { countries, networks };

class GeoDatabase {
  struct Open;

 public:
  // Returns `unavailable` if the library is not installed. Other errors say what is wrong with the
  // file, for example that it is shorter than its metadata says.
  static Result<GeoDatabase> open(const std::string& path, GeoKind);

  GeoDatabase(GeoDatabase&&) noexcept;
  GeoDatabase& operator=(GeoDatabase&&) noexcept;
  GeoDatabase(const GeoDatabase&) = delete;
  GeoDatabase& operator=(const GeoDatabase&) = delete;
  ~GeoDatabase();

  // Looks up addresses one after the other. If an address shares a prefix with the previous one,
  // only the rest of its path through the tree is read, so sorted addresses cost a third. For one
  // thread; there may be several readers.
  class Reader {
   public:
    explicit Reader(const GeoDatabase& database) : open_(database.open_.get()) {}

    // Returns null if the file does not have the address or is damaged there. Records are valid as
    // long as the database; equal records are the same object.
    [[nodiscard]] const GeoRecord* find(const ParsedAddress&);

   private:
    using Bits = std::array<std::uint8_t, 16>;
    struct Known {
      std::uint32_t offset = 0;
      bool is_read = false;
      const GeoRecord* record = nullptr;  // null: the file has no data
    };

    [[nodiscard]] bool step_to_entry(const Bits&, std::uint32_t& offset);

    const Open* open_;
    Bits bits_{};         // of the previous address
    unsigned depth_ = 0;  // how many nodes of way_ are on its path
    std::array<std::uint32_t, 128>
        way_{};  // node by the number of bits that lead to it; the first is the root
    std::array<Known, 1024> known_{};
  };

  // Checks whether the file has been truncated since it was opened; if so, lookups no longer find
  // anything. Must be called before many lookups: they read a memory mapping, and a page beyond the
  // end of the file kills the program (SIGBUS). A truncation during a lookup still does. Whoever
  // replaces such files should write a new one and rename it, which is safe.
  [[nodiscard]] bool is_whole();

  [[nodiscard]] const std::string& path() const;
  // As its publisher names it: "GeoLite2-ASN"; unescaped.
  [[nodiscard]] const std::string& type() const;
  [[nodiscard]] const std::string& attribution() const;  // unescaped
  [[nodiscard]] Timestamp built_at() const;              // 0 if the file does not say

 private:
  explicit GeoDatabase(std::unique_ptr<Open>);
  std::unique_ptr<Open> open_;
};

}  // namespace portexplorer
