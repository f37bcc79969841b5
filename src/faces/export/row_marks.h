// The marks of a row in either program: the sign before it, and the meaning of its colour.
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
  unknown  // has an owner of unknown class
};
[[nodiscard]] Sign sign_of(const Row&);
[[nodiscard]] Tint tint_of(const RowView&);
// The tint by class only, never fresh or closing.
[[nodiscard]] Tint class_tint(const RowView&);

}  // namespace portexplorer
