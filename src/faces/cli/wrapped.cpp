#include "faces/cli/wrapped.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer::cli {

void append_wrapped(TextBuffer& out, std::size_t indent, std::string_view text) {
  std::size_t column = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const auto width = static_cast<std::size_t>(display_width(word));
    if (column > indent && column + 1 + width > kTextWidth) {
      out.append('\n');
      out.append(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out.append(' ');
      ++column;
    }
    out.append(word);
    column += width;
  }
  out.append('\n');
}

}  // namespace portexplorer::cli
