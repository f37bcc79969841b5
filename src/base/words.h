// Our own texts that people read, and the language in which they are shown.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace portexplorer {

// A text with a translation. Created only from literals, as "…"_text; a test finds them by this.
struct Text {
  std::string_view source;

  // Implicitly the English text.
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr operator std::string_view() const { return source; }
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator std::string() const { return std::string(source); }
};

// NOLINTNEXTLINE(google-runtime-int): the language requires this type
constexpr Text operator""_text(const char* text, std::size_t length) { return {{text, length}}; }

// A language; this base class is English. Any thread.
class Words {
 public:
  Words() = default;
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;
  virtual ~Words() = default;

  // Returns the translation, or `source` if there is none.
  [[nodiscard]] virtual std::string translated(std::string_view source) const {
    return std::string(source);
  }

  // Returns the translated text with each {1}, {2}, … replaced by a value. Values are inserted
  // unchanged, ready for display.
  [[nodiscard]] std::string say(Text, std::initializer_list<std::string_view> values = {}) const;

  // Translates an English sentence that is either a text itself or was made from one of `made_of`
  // and one value, {1}.
  [[nodiscard]] std::string retell(std::string_view sentence,
                                   std::initializer_list<Text> made_of) const;
};

[[nodiscard]] const Words& english();

}  // namespace portexplorer
