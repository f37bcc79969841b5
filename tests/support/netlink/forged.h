// Forged netlink messages, built byte by byte. Tests only.
#pragma once

#include <linux/netlink.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "collect/netlink/message.h"
#include "support/netlink/replay_channel.h"

namespace portexplorer {

// A buffer to which wire structs, attributes and messages are appended.
class Forgery {
 public:
  template <typename T>
  Forgery& add(const T& wire) {
    return add_bytes(std::as_bytes(std::span(&wire, 1)));
  }
  Forgery& add_bytes(Bytes bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    while (bytes_.size() % 4 != 0) bytes_.push_back(std::byte{0});
    return *this;
  }
  Forgery& add_attribute(unsigned type, Bytes value) {
    add(nlattr{static_cast<std::uint16_t>(sizeof(nlattr) + value.size()),
               static_cast<std::uint16_t>(type)});
    return add_bytes(value);
  }
  template <typename T>
  Forgery& add_attribute(unsigned type, const T& value) {
    return add_attribute(type, std::as_bytes(std::span(&value, 1)));
  }
  Forgery& add_message(unsigned type, Bytes payload,
                       std::uint32_t sequence = ReplayChannel::kFirstSequence,
                       unsigned flags = NLM_F_MULTI) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + payload.size());
    header.nlmsg_type = static_cast<std::uint16_t>(type);
    header.nlmsg_flags = static_cast<std::uint16_t>(flags);
    header.nlmsg_seq = sequence;
    add(header);
    return add_bytes(payload);
  }
  // Appends the end of a dump, with 0 or a negative errno.
  Forgery& add_done(int status = 0, std::uint32_t sequence = ReplayChannel::kFirstSequence,
                    unsigned flags = NLM_F_MULTI) {
    return add_message(NLMSG_DONE, std::as_bytes(std::span(&status, 1)), sequence, flags);
  }
  Forgery& add_error(int status, std::uint32_t sequence = ReplayChannel::kFirstSequence) {
    const nlmsgerr error{status, {}};
    return add_message(NLMSG_ERROR, std::as_bytes(std::span(&error, 1)), sequence, 0);
  }

  [[nodiscard]] Bytes bytes() const { return bytes_; }
  std::vector<std::byte>& raw() { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace portexplorer
