// Iterates over netlink messages and their attributes in place. No length is trusted: a message or
// an attribute that does not fit ends the iteration and is reported. Source: linux/netlink.h.
#pragma once

#include <linux/netlink.h>

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace portexplorer {

using Bytes = std::span<const std::byte>;

// Copies a T from the front of `bytes`; empty if there are too few. T is a wire struct.
template <typename T>
[[nodiscard]] std::optional<T> load(Bytes bytes) {
  if (bytes.size() < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

[[nodiscard]] inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Returns the text up to its first NUL: attributes of type string may or may not end with one.
[[nodiscard]] inline std::string_view as_c_text(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  return text.substr(0, text.find('\0'));
}

struct NetlinkMessage {
  nlmsghdr header{};
  Bytes payload;
};

struct NetlinkAttribute {
  unsigned type = 0;  // without the flags for nesting and byte order
  Bytes payload;
};

// Iterates over the messages of one datagram.
class MessageCursor {
 public:
  explicit MessageCursor(Bytes datagram) : rest_(datagram) {}

  // Returns false at the end, and at bytes that are not a valid message (then malformed() is true).
  bool next(NetlinkMessage& message) {
    if (rest_.empty()) return false;
    const auto header = load<nlmsghdr>(rest_);
    malformed_ =
        !header || header->nlmsg_len < sizeof(nlmsghdr) || header->nlmsg_len > rest_.size();
    if (malformed_) return false;
    message.header = *header;
    message.payload = rest_.subspan(sizeof(nlmsghdr), header->nlmsg_len - sizeof(nlmsghdr));
    rest_ = rest_.subspan(aligned(header->nlmsg_len, rest_.size()));
    return true;
  }

  [[nodiscard]] bool malformed() const { return malformed_; }

  // Rounds up to a multiple of four, but never beyond `limit`: the last message may lack its
  // padding.
  static std::size_t aligned(std::size_t length, std::size_t limit) {
    const std::size_t padded = (length + 3) & ~std::size_t{3};
    return padded < limit ? padded : limit;
  }

 private:
  Bytes rest_;
  bool malformed_ = false;
};

// Iterates over the attributes after the fixed struct of a message, or over those nested in another
// attribute.
class AttributeCursor {
 public:
  explicit AttributeCursor(Bytes attributes) : rest_(attributes) {}

  // Returns false at the end, and at bytes that are not a valid attribute.
  bool next(NetlinkAttribute& attribute) {
    const auto header = load<nlattr>(rest_);
    if (!header || header->nla_len < sizeof(nlattr) || header->nla_len > rest_.size()) return false;
    attribute.type = header->nla_type & NLA_TYPE_MASK;
    attribute.payload = rest_.subspan(sizeof(nlattr), header->nla_len - sizeof(nlattr));
    rest_ = rest_.subspan(MessageCursor::aligned(header->nla_len, rest_.size()));
    return true;
  }

 private:
  Bytes rest_;
};

}  // namespace portexplorer
