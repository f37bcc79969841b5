#include "model/sample.h"

namespace portexplorer {

TextRef Tables::add_text(std::string_view value) {
  const TextRef ref{static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(value.size())};
  text.append(value);
  return ref;
}

}  // namespace portexplorer
