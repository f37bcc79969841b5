// Those that are asked about addresses, as a test's own: a name server at 127.0.0.1, and the
// registries' first server.
#pragma once

#include <string>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/posix_check.h"

namespace portexplorer::fixture {

constexpr std::uint16_t kDnsPort = 53;

// A name server: honest about some addresses, and not about others. Answers for 198.51.100.N: 7 is
// www.shop.example, 11 has no name, 12 is refused, 8, 9, 10 and 13 get nonsense, others nothing at
// all.
class NameServer {
 public:
  NameServer();

 private:
  UniqueFd socket_;
  ChildProcess child_;
};

// Where whois.iana.org is found from this namespace: nobody answers there but the test. Wants a
// ScopedNetns and ScopedMounts.
class RegistryHere {
 public:
  RegistryHere();
  [[nodiscard]] int listener() const { return listener_.get(); }  // does not block

 private:
  TemporaryDirectory files_;
  UniqueFd listener_;
};

}  // namespace portexplorer::fixture
