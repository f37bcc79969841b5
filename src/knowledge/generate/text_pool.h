// The texts of a generated table: one C++ string literal, each text in it once. Used while
// building.
#pragma once

#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <string_view>

namespace portexplorer::generate {

class TextPool {
 public:
  // "offset,length" of the text, for an initializer list.
  [[nodiscard]] std::string place(std::string_view text);
  // inline constexpr char kText[] = …;
  void write(std::ostream&) const;

 private:
  std::string text_;
  std::map<std::string, std::size_t, std::less<>> offsets_;
};

}  // namespace portexplorer::generate
