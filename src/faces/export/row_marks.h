// How a row is marked in any face: the sign before it, and what its colour says.
#pragma once

#include <cstdint>

#include "model/snapshot.h"

namespace portexplorer {

enum class Sign : std::uint8_t { none, fresh, closing, short_lived, hidden };
enum class Tint : std::uint8_t {
  plain,
  system,
  hidden,
  netstat,
  fresh,
  closing,
  unknown
};  // unknown: has an owner, of no known class
[[nodiscard]] Sign sign_of(const Row&);
[[nodiscard]] Tint tint_of(const RowView&);
// Without what happened to it: never fresh or closing.
[[nodiscard]] Tint class_tint(const RowView&);

}  // namespace portexplorer
