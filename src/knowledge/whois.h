// Queries whois servers for the holder of an address (RFC 3912). Sends packets, so only for users
// who request it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "model/types.h"

namespace portexplorer {

struct WhoisServer {
  std::string host;
  std::uint16_t port = 43;
};
// Parses "whois.example", "192.0.2.1:4343", "[::1]:43". Returns nothing for an invalid server.
[[nodiscard]] std::optional<WhoisServer> parse_whois_server(std::string_view);

// The parts of an answer that are recognized. Accepts any bytes. Texts are unescaped and at most
// 200 bytes long.
struct WhoisFacts {
  std::string range;                    // of addresses
  std::string name;                     // of the network
  std::string organisation;             // its holder
  std::string country;                  // as the whois server writes it
  std::string abuse;                    // contact for complaints
  std::optional<WhoisServer> referral;  // a server with more details
};
[[nodiscard]] WhoisFacts read_whois(std::string_view text);

struct WhoisRequest {
  ParsedAddress address;
  std::optional<WhoisServer> server;        // empty: IANA's, which refers to the responsible one
  std::chrono::milliseconds timeout{5000};  // per server
  std::size_t most_bytes = 64'000;          // per answer
  int most_referrals = 3;
  std::stop_token stop{};  // aborts the wait immediately
};

struct WhoisAnswer {
  std::vector<std::string> servers;  // that answered, in order
  std::string text;                  // of the last one; unescaped
  bool is_disconnected = false;      // longer than most_bytes; the rest is missing
  WhoisFacts facts;                  // of the last one
  std::string trouble;               // why a referral could not be followed; otherwise empty
};

// Why there was no answer; {1} is the server.
constexpr Text kWhoisSilent = "the registry's server {1} did not answer in time"_text;
constexpr Text kWhoisUnreachable = "the registry's server {1} could not be reached"_text;
constexpr Text kWhoisNotPublic =
    "the registry's server {1} was not asked: its address is not public"_text;

// Returns whether a referral to this address may be followed: to a public address, or the mapped or
// NAT64 form of one. Anything else would let a server direct queries into the reader's own network.
// Pure.
[[nodiscard]] bool may_be_referred_to(const ParsedAddress&);

// Queries whois servers. Blocks; returns `unavailable` also if stopped. A server that the user
// named may have any address. Referrals are followed only to public ones (may_be_referred_to), even
// if they name a host.
Result<WhoisAnswer> ask_whois(const WhoisRequest&);

}  // namespace portexplorer
