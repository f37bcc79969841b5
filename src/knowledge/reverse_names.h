// Looks up names of addresses in DNS, in the background. Sends packets, so only for users who
// enable it.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/address_book.h"

namespace portexplorer {

struct ReverseLimits {
  std::size_t outstanding = 32;             // concurrent queries
  std::size_t queued = 4096;                // further queries are dropped; retry later
  std::size_t remembered = 20'000;          // cached answers
  std::chrono::milliseconds timeout{1500};  // per try
  int tries = 2;
  std::chrono::seconds least_ttl{30};  // minimum, even if the answer's TTL is shorter
  std::chrono::seconds most_ttl{86'400};
  std::chrono::seconds nothing_ttl{300};  // how long the absence of a name is cached
  std::chrono::seconds failure_ttl{30};
};

struct ReverseAnswer {
  HostSource known = HostSource::waiting;
  std::vector<std::string> names;  // each is a valid host name; the first is the one to show
};

// Any thread may call; a separate thread sends the queries.
class ReverseNames {
 public:
  // Returns `unavailable` if the library is not installed or /etc/resolv.conf is invalid.
  static Result<std::unique_ptr<ReverseNames>> create(const ReverseLimits& limits = {});
  ReverseNames(const ReverseNames&) = delete;
  ReverseNames& operator=(const ReverseNames&) = delete;
  ~ReverseNames();

  // Returns whether the address can have a name in DNS: not loopback, multicast, broadcast,
  // link-local or unspecified addresses.
  [[nodiscard]] static bool can_be_asked(const ParsedAddress&);

  // Queries the addresses whose names are unknown or expired and that can be queried. Never blocks.
  void ask(std::span<const ParsedAddress>);

  // Returns nothing for an address that was never queried.
  [[nodiscard]] std::optional<ReverseAnswer> answer(const ParsedAddress&) const;

  // Waits until all queries are answered, the time is over, or a stop is requested. Returns true if
  // all are answered.
  bool wait(std::chrono::milliseconds most, const std::stop_token& stop = {}) const;

 private:
  class Worker;
  explicit ReverseNames(std::unique_ptr<Worker>);
  std::unique_ptr<Worker> worker_;
};

// Returns the addresses of a host name, from /etc/hosts and DNS; for servers that this program
// itself contacts. Blocks until answered, timed out or stopped.
Result<std::vector<ParsedAddress>> addresses_of_host(const std::string& name,
                                                     std::chrono::milliseconds most,
                                                     const std::stop_token& stop = {});

}  // namespace portexplorer
