// The words allowed before ":" or "=" in a filter: fields, their short names, and words for either
// side.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/fields.h"

namespace portexplorer::filter {

constexpr std::uint8_t kLocal = 1;
constexpr std::uint8_t kRemote = 2;

// What a word refers to.
struct Subject {
  enum class Kind : std::uint8_t { field, ports, addresses, endpoints };
  Kind kind = Kind::field;
  std::uint8_t sides = 0;        // for ports, addresses, endpoints: kLocal, kRemote or both
  const Field* field = nullptr;  // for Kind::field
};

// Ignores case; accepts "-" for "_".
[[nodiscard]] std::optional<Subject> find_subject(std::string_view word);
// Returns the word that `word` was probably meant to be; "" if none is close.
[[nodiscard]] std::string_view nearest_subject(std::string_view word);

struct Alias {
  std::string_view word;
  std::string_view meaning;  // a field's name, "port", "address", "local" or "remote"
};
[[nodiscard]] std::span<const Alias> aliases();

// Returns the possible values of a field; empty if it can have any. Fields with such words are
// compared as a whole.
[[nodiscard]] std::span<const std::string_view> words_of(FieldId);

// Returns whether the field can have several of its words, joined by commas.
[[nodiscard]] bool is_list(FieldId);

// Returns the largest number that a numeric field can have. A larger one in a filter is an error
// instead of a filter without matches.
[[nodiscard]] std::uint64_t largest_value(FieldId);

constexpr std::uint64_t kMostThreats = 100;  // no port of the compiled table has more

}  // namespace portexplorer::filter
