// The names of addresses as name servers tell them, asked in the background. Sends packets: only
// for a user who wants that.
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
  std::size_t outstanding = 32;             // questions on their way at a time
  std::size_t queued = 4096;                // more are not taken now; ask again later
  std::size_t remembered = 20'000;          // answers
  std::chrono::milliseconds timeout{1500};  // of one try
  int tries = 2;
  std::chrono::seconds least_ttl{30};  // however short the answer's own
  std::chrono::seconds most_ttl{86'400};
  std::chrono::seconds nothing_ttl{300};  // for how long "there is no name" is believed
  std::chrono::seconds failure_ttl{30};
};

struct ReverseAnswer {
  HostSource known = HostSource::waiting;
  std::vector<std::string> names;  // each can be a name of a machine; the first is the one to show
};

// Any thread may call; a thread of its own asks.
class ReverseNames {
 public:
  // unavailable: the library is not installed, or /etc/resolv.conf makes no sense.
  static Result<std::unique_ptr<ReverseNames>> create(const ReverseLimits& limits = {});
  ReverseNames(const ReverseNames&) = delete;
  ReverseNames& operator=(const ReverseNames&) = delete;
  ~ReverseNames();

  // Whether anybody could be asked for a name of it: not for loopback, multicast, broadcast and
  // link-local addresses and no address at all.
  [[nodiscard]] static bool can_be_asked(const ParsedAddress&);

  // Asks for those that are not known yet, or not any more, and can be asked for. Never waits.
  void ask(std::span<const ParsedAddress>);

  // Nothing for an address that was never asked for.
  [[nodiscard]] std::optional<ReverseAnswer> answer(const ParsedAddress&) const;

  // Until all that was asked is answered, for this long, or until it is stopped. True: all is
  // answered.
  bool wait(std::chrono::milliseconds most, const std::stop_token& stop = {}) const;

 private:
  class Worker;
  explicit ReverseNames(std::unique_ptr<Worker>);
  std::unique_ptr<Worker> worker_;
};

// The addresses of a machine's name, by /etc/hosts and name servers; for servers that this program
// itself has to reach. Waits, unless it is stopped.
Result<std::vector<ParsedAddress>> addresses_of_host(const std::string& name,
                                                     std::chrono::milliseconds most,
                                                     const std::stop_token& stop = {});

}  // namespace portexplorer
