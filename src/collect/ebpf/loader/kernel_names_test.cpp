#include "collect/ebpf/loader/kernel_names.h"

#include <gtest/gtest.h>
#include <linux/btf.h>

#include <cstring>

namespace portexplorer {
namespace {

std::string described(const std::string& strings, std::uint32_t length) {
  btf_header header{};
  header.magic = BTF_MAGIC;
  header.hdr_len = sizeof header;
  header.str_len = length;
  std::string bytes(sizeof header, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes + strings;
}

TEST(KernelNames, MatchesOnlyWholeNames) {
  using namespace std::string_literals;
  const KernelNames names(described("\0tcp_sock\0inet_sendmsg\0"s, 23));
  EXPECT_TRUE(names.may_have("tcp_sock"));
  EXPECT_TRUE(names.may_have("inet_sendmsg"));
  EXPECT_FALSE(names.may_have("inet_send"));
  EXPECT_FALSE(names.may_have("sendmsg"));
}

TEST(KernelNames, WithoutBtfEveryNameMayExist) {
  using namespace std::string_literals;
  EXPECT_TRUE(KernelNames("").may_have("x"));
  EXPECT_TRUE(KernelNames("no description at all, but long enough").may_have("x"));
  EXPECT_TRUE(KernelNames(described("\0tcp_sock\0"s, 11)).may_have("x"));  // truncated
  EXPECT_TRUE(KernelNames::read("/nowhere").may_have("x"));
}

TEST(KernelNames, OfTheRunningKernel) {
  const KernelNames names = KernelNames::read();
  EXPECT_TRUE(names.may_have("tcp_sock"));
  EXPECT_TRUE(names.may_have("btf_trace_inet_sock_set_state"));
  EXPECT_FALSE(names.may_have("no_kernel_calls_anything_so"));
}

}  // namespace
}  // namespace portexplorer
