// Distinct integer types, so that a pid cannot be passed as an inode. Construction is explicit,
// comparison is not restricted.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace portexplorer {

template <typename Tag, typename Integer>
class Strong {
 public:
  constexpr Strong() = default;
  constexpr explicit Strong(Integer value) : value_(value) {}
  [[nodiscard]] constexpr Integer value() const { return value_; }
  friend constexpr auto operator<=>(const Strong&, const Strong&) = default;

 private:
  Integer value_{};
};

}  // namespace portexplorer

template <typename Tag, typename Integer>
struct std::hash<portexplorer::Strong<Tag, Integer>> {
  std::size_t operator()(const portexplorer::Strong<Tag, Integer>& s) const noexcept {
    return std::hash<Integer>{}(s.value());
  }
};
