// One file of addresses in MaxMind DB format, read by libmaxminddb, which is loaded when the first
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

// What a file is read for. The rest of its records is passed over.
enum class GeoKind : std::uint8_t { countries, networks };

class GeoDatabase {
  struct Open;

 public:
  // unavailable: the library is not installed. The error says what is wrong with the file: also
  // where it is shorter than it says.
  static Result<GeoDatabase> open(const std::string& path, GeoKind);

  GeoDatabase(GeoDatabase&&) noexcept;
  GeoDatabase& operator=(GeoDatabase&&) noexcept;
  GeoDatabase(const GeoDatabase&) = delete;
  GeoDatabase& operator=(const GeoDatabase&) = delete;
  ~GeoDatabase();

  // Finds addresses one after the other; where one begins like the one before, only the rest of its
  // way through the file is read: those that come in their order cost a third. For one thread;
  // there may be several.
  class Reader {
   public:
    explicit Reader(const GeoDatabase& database) : open_(database.open_.get()) {}

    // Null where the file does not know the address, or is damaged there. Lives as long as the
    // database; equal records are one object.
    [[nodiscard]] const GeoRecord* find(const ParsedAddress&);

   private:
    using Bits = std::array<std::uint8_t, 16>;
    struct Known {
      std::uint32_t offset = 0;
      bool is_read = false;
      const GeoRecord* record = nullptr;  // null: it says nothing
    };

    [[nodiscard]] bool step_to_entry(const Bits&, std::uint32_t& offset);

    const Open* open_;
    Bits bits_{};         // of the address before
    unsigned depth_ = 0;  // the nodes up to here are on its way
    std::array<std::uint32_t, 128>
        way_{};  // node by how many bits lead to it; the first is the root
    std::array<Known, 1024> known_{};
  };

  // Looks whether the file became shorter since it was opened; from then on nothing more is found
  // in it. To be asked before many find(): they read the file where it is mapped, and what is no
  // longer there kills the program (SIGBUS). One that is cut in the very moment in which it is read
  // still does; whoever replaces such files writes a new one and renames it, which does no harm.
  [[nodiscard]] bool is_whole();

  [[nodiscard]] const std::string& path() const;
  [[nodiscard]] const std::string& type() const;  // as its maker calls it: "GeoLite2-ASN"; raw
  [[nodiscard]] const std::string& attribution() const;  // raw: escape it
  [[nodiscard]] Timestamp built_at() const;              // 0: the file does not say

 private:
  explicit GeoDatabase(std::unique_ptr<Open>);
  std::unique_ptr<Open> open_;
};

}  // namespace portexplorer
