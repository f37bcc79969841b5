// A value, or the reason why it is missing.
#pragma once

#include <optional>
#include <string>

namespace portexplorer {

// `why` is a plain sentence without a full stop. If both are empty, the value does not apply.
template <typename T>
struct Found {
  std::optional<T> value;
  std::string why;

  Found() = default;
  Found(T v) : value(std::move(v)) {}  // NOLINT(google-explicit-constructor): a value is found
  [[nodiscard]] static Found missing(const std::string& reason) {
    Found found;
    found.why = reason;
    return found;
  }
  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
};

}  // namespace portexplorer
