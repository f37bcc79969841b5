// Test servers for queries about addresses: a DNS server at 127.0.0.1, and the first whois server.
#pragma once

#include <string>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/posix_check.h"

namespace portexplorer::fixture {

constexpr std::uint16_t kDnsPort = 53;

// A DNS server with honest answers for some addresses and others that are not. For 198.51.100.N: 7
// is www.shop.example, 11 has no name, 12 is refused, 8, 9, 10 and 13 get invalid answers, others
// none.
class NameServer {
 public:
  NameServer();

 private:
  UniqueFd socket_;
  ChildProcess child_;
};

// Takes the place of whois.iana.org in this namespace; only the test answers there. Requires a
// ScopedNetns and ScopedMounts.
class RegistryHere {
 public:
  RegistryHere();
  [[nodiscard]] int listener() const { return listener_.get(); }  // non-blocking

 private:
  TemporaryDirectory files_;
  UniqueFd listener_;
};

}  // namespace portexplorer::fixture
