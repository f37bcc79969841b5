// Texts of our own that people read, and the language that they are told in. Part of base: knows
// nobody.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace portexplorer {

// What has a translation. Made of literals only, as "…"_text, by which a test finds them all.
struct Text {
  std::string_view source;

  constexpr operator std::string_view() const {
    return source;
  }  // NOLINT(google-explicit-constructor): in English
  operator std::string() const {
    return std::string(source);
  }  // NOLINT(google-explicit-constructor): in English
};

// NOLINTNEXTLINE(google-runtime-int): as the language wants it
constexpr Text operator""_text(const char* text, std::size_t length) { return {{text, length}}; }

// A language; this one is English. Any thread may ask.
class Words {
 public:
  Words() = default;
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;
  virtual ~Words() = default;

  // What has no translation stays as it is.
  [[nodiscard]] virtual std::string translated(std::string_view source) const {
    return std::string(source);
  }

  // The text in this language, each {1}, {2} … replaced by a value; values are for display as they
  // are.
  [[nodiscard]] std::string say(Text, std::initializer_list<std::string_view> values = {}) const;

  // An English sentence in this language: one of its own, or one that was made of one of these with
  // one value, {1}.
  [[nodiscard]] std::string retell(std::string_view sentence,
                                   std::initializer_list<Text> made_of) const;
};

[[nodiscard]] const Words& english();

}  // namespace portexplorer
