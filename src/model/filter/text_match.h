// Searches text ignoring the case of ASCII letters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portexplorer::filter {

[[nodiscard]] std::string without_blanks(std::string_view);

[[nodiscard]] inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A text to search for. Immutable; any thread may search with it.
class Needle {
 public:
  // Which neighbours prevent a match: none; a digit next to a digit ("80" is not in "8080");
  // characters of an IPv6 address ("::1" is not in "fe80::1").
  enum class Ends : std::uint8_t { free, number, ipv6 };

  Needle() = default;
  explicit Needle(std::string_view text, Ends ends = Ends::free);

  [[nodiscard]] bool is_in(std::string_view text) const;
  [[nodiscard]] bool equals(std::string_view text) const;
  [[nodiscard]] const std::string& text() const { return folded_; }

 private:
  [[nodiscard]] bool stands_at(std::string_view text, std::size_t position) const;
  [[nodiscard]] bool goes_on(char inside, char outside) const;

  std::string folded_;
  Ends ends_ = Ends::free;
};

}  // namespace portexplorer::filter
