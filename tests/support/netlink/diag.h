// Reads the tables of the namespace in which a test runs.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "collect/netlink/sock_diag.h"

namespace portexplorer::diag {

inline constexpr NetnsId kNetns{42};
inline constexpr int kMptcp = 262;  // IPPROTO_MPTCP

inline TablePart read(const DiagTable& table, bool traffic = true) {
  auto fd = open_diag_socket();
  EXPECT_TRUE(fd);
  auto part = read_diag_table(fd->get(), table, kNetns, {.traffic = traffic});
  EXPECT_TRUE(part) << part.error().what;
  return part ? std::move(*part) : TablePart{};
}

inline TablePart read_tcp() { return read({Protocol::tcp, Family::unknown}); }

}  // namespace portexplorer::diag
