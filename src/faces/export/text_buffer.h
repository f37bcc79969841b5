// An output buffer that grows without zeroing its memory, so that appending costs no more than
// copying.
#pragma once

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

namespace portexplorer {

// Copies short texts, as most cells are, without a function call. Returns the end.
inline char* copy_text(char* to, std::string_view text) {
  const std::size_t n = text.size();
  const char* from = text.data();
  if (n > 16) {
    std::memcpy(to, from, n);
  } else if (n >= 8) {  // two pieces that overlap
    std::memcpy(to, from, 8);
    std::memcpy(to + n - 8, from + n - 8, 8);
  } else if (n >= 4) {
    std::memcpy(to, from, 4);
    std::memcpy(to + n - 4, from + n - 4, 4);
  } else {
    for (std::size_t i = 0; i < n; ++i) to[i] = from[i];
  }
  return to + n;
}

class TextBuffer {
 public:
  // Returns the end of the text, with at least `bytes` writable bytes after it. Write there, then
  // call advance_to().
  [[nodiscard]] char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return data_.get() + size_;
  }
  void advance_to(const char* end) { size_ = static_cast<std::size_t>(end - data_.get()); }
  void append(std::string_view text) {
    copy_text(room(text.size()), text);
    size_ += text.size();
  }
  void append(char c) {
    *room(1) = c;
    ++size_;
  }
  void append(std::size_t count, char c) {
    std::memset(room(count), c, count);
    size_ += count;
  }
  // Overwrites existing bytes.
  void overwrite(std::size_t offset, const void* bytes, std::size_t count) {
    std::memcpy(data_.get() + offset, bytes, count);
  }
  // Reserves memory for an expected size; if it is large, in huge pages.
  void expect(std::size_t bytes);
  void clear() { size_ = 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const char* data() const { return data_.get(); }
  [[nodiscard]] std::string_view view() const { return {data_.get(), size_}; }

 private:
  struct Free {
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): owned by the unique_ptr below
    void operator()(char* p) const { std::free(p); }
  };

  void grow(std::size_t bytes);

  std::unique_ptr<char, Free> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace portexplorer
