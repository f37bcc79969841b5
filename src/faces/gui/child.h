// Creation of objects that are owned by a Qt parent.
#pragma once

#include <memory>
#include <utility>

namespace portexplorer::gui {

// Creates T(arguments…). The caller must pass a parent among the arguments, or hand the object to
// an owner at once.
template <typename T, typename... Arguments>
[[nodiscard]] T* make_child(Arguments&&... arguments) {
  return std::make_unique<T>(std::forward<Arguments>(arguments)...).release();
}

}  // namespace portexplorer::gui
