// Serializes values for a child process that returns results to its parent (disposable.h). Both
// sides are the same program, so the format need not be stable. A struct is packed by an overload
// of pack_fields(archive, value) beside it, which names all of its fields in a structured binding,
// so that a field added later and forgotten there does not compile.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace portexplorer {

class Packer {
 public:
  template <typename... T>
  void operator()(T&... values) {
    (put(values), ...);
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  void raw(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
  }

  void put(std::string& text) {
    put_size(text.size());
    bytes_.append(text);
  }
  template <typename T>
  void put(std::vector<T>& values) {
    put_size(values.size());
    for (T& value : values) put(value);
  }
  template <typename T>
  void put(std::optional<T>& value) {
    bytes_ += value ? '\1' : '\0';
    if (value) put(*value);
  }
  template <typename T>
  void put(T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) raw(&value, sizeof value);
    else pack_fields(*this, value);
  }
  void put_size(std::size_t size) { raw(&size, sizeof size); }

  std::string bytes_;
};

// Deserializes values. If the bytes end too early, the remaining values are left unchanged and
// good() returns false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
  template <typename... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  [[nodiscard]] bool good() const { return good_ && bytes_.empty(); }

 private:
  bool raw(void* data, std::size_t size) {
    good_ = good_ && size <= bytes_.size();
    if (!good_) return false;
    std::memcpy(data, bytes_.data(), size);
    bytes_.remove_prefix(size);
    return true;
  }

  void get(std::string& text) {
    std::size_t size = 0;
    if (!raw(&size, sizeof size)) return;
    good_ = size <= bytes_.size();
    if (!good_) return;
    text.assign(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
  }
  template <typename T>
  void get(std::vector<T>& values) {
    std::size_t size = 0;
    values.clear();
    if (!raw(&size, sizeof size)) return;
    for (std::size_t i = 0; i < size && good_; ++i) get(values.emplace_back());
  }
  template <typename T>
  void get(std::optional<T>& value) {
    char there = 0;
    value.reset();
    if (raw(&there, 1) && there != 0) get(value.emplace());
  }
  template <typename T>
  void get(T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) raw(&value, sizeof value);
    else pack_fields(*this, value);
  }

  std::string_view bytes_;
  bool good_ = true;
};

}  // namespace portexplorer
