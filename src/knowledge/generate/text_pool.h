// The texts of a generated table: a single C++ string literal that contains each text once. Used
// during the build.
#pragma once

#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <string_view>

namespace portexplorer::generate {

class TextPool {
 public:
  // Returns "offset,length" of the text, for an initializer list.
  [[nodiscard]] std::string place(std::string_view text);
  // Writes inline constexpr char kText[] = …;
  void write(std::ostream&) const;

 private:
  std::string text_;
  std::map<std::string, std::size_t, std::less<>> offsets_;
};

}  // namespace portexplorer::generate
