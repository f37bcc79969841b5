// The sock_diag requests, one per table.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>

#include "collect/netlink/sock_diag.h"

namespace portexplorer {

// A netlink message under construction. run_dump() sets the header's flags and sequence.
class NetlinkRequest {
 public:
  explicit NetlinkRequest(std::uint16_t message_type);

  // Appends a wire struct, or an attribute that contains one.
  template <typename T>
  NetlinkRequest& add(const T& wire) {
    append(&wire, sizeof wire);
    return *this;
  }
  NetlinkRequest& add_attribute(std::uint16_t type, std::uint32_t value);

  [[nodiscard]] std::span<std::byte> bytes() { return std::span(bytes_).first(length_); }

 private:
  void append(const void* data, std::size_t size);

  alignas(4) std::array<std::byte, 128> bytes_{};
  std::size_t length_ = 0;
};

// Returns an empty optional for a table that sock_diag does not have.
std::optional<NetlinkRequest> diag_request(const DiagTable&, const DiagExtras&);

// Requests the unix listeners, each with the inodes of the sockets whose connections wait to be
// accepted.
NetlinkRequest unix_backlog_request();

}  // namespace portexplorer
