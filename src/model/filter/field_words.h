// The words that may stand before ":" or "=" in a filter: fields, their short names, and words for
// either side.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/fields.h"

namespace portexplorer::filter {

constexpr std::uint8_t kLocal = 1;
constexpr std::uint8_t kRemote = 2;

// What a word asks for.
struct Subject {
  enum class Kind : std::uint8_t { field, ports, addresses, endpoints };
  Kind kind = Kind::field;
  std::uint8_t sides = 0;        // of ports, addresses, endpoints: kLocal, kRemote or both
  const Field* field = nullptr;  // of Kind::field
};

// Any case; "-" stands for "_" too.
[[nodiscard]] std::optional<Subject> find_subject(std::string_view word);
// The word that `word` was probably meant to be; "" where none is near.
[[nodiscard]] std::string_view nearest_subject(std::string_view word);

struct Alias {
  std::string_view word;
  std::string_view meaning;  // a field's name, "port", "address", "local" or "remote"
};
[[nodiscard]] std::span<const Alias> aliases();

// The words that a field's value can be; empty where it can be anything. Fields with words are
// compared whole.
[[nodiscard]] std::span<const std::string_view> words_of(FieldId);

// Whether the field's value can be several of its words, joined by commas.
[[nodiscard]] bool is_list(FieldId);

// The largest number that a field of numbers can have. A filter that names a larger one is an
// error, not a filter without a match.
[[nodiscard]] std::uint64_t largest_value(FieldId);

constexpr std::uint64_t kMostThreats = 100;  // no port of the compiled table has more

}  // namespace portexplorer::filter
