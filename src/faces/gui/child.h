// Objects that another one owns, as Qt has it.
#pragma once

#include <memory>
#include <utility>

namespace portexplorer::gui {

// A new T(arguments…). What is made belongs to the parent that is among the arguments, or to what
// it is given to next.
template <typename T, typename... Arguments>
[[nodiscard]] T* make_child(Arguments&&... arguments) {
  return std::make_unique<T>(std::forward<Arguments>(arguments)...).release();
}

}  // namespace portexplorer::gui
