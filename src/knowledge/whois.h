// Asking the registries who has an address (RFC 3912). Sends packets: only for a user who wants
// that.
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
// "whois.example", "192.0.2.1:4343", "[::1]:43". Nothing for what can be no server.
[[nodiscard]] std::optional<WhoisServer> parse_whois_server(std::string_view);

// What an answer says, as far as it is understood. Any bytes may be given. Texts are raw and at
// most 200 bytes.
struct WhoisFacts {
  std::string range;                    // of addresses
  std::string name;                     // of the network
  std::string organisation;             // who has it
  std::string country;                  // as the registry writes it
  std::string abuse;                    // where to complain
  std::optional<WhoisServer> referral;  // who knows more
};
[[nodiscard]] WhoisFacts read_whois(std::string_view text);

struct WhoisRequest {
  ParsedAddress address;
  std::optional<WhoisServer> server;        // nothing: IANA's, which knows who knows
  std::chrono::milliseconds timeout{5000};  // of each server
  std::size_t most_bytes = 64'000;          // of each answer
  int most_referrals = 3;
  std::stop_token stop{};  // ends the wait at once
};

struct WhoisAnswer {
  std::vector<std::string> servers;  // that answered, the first first
  std::string text;                  // of the last one; raw
  bool is_disconnected = false;      // there was more
  WhoisFacts facts;                  // of the last one
  std::string trouble;               // why a referral could not be followed; otherwise empty
};

// Why it was not answered; {1} is the server.
constexpr Text kWhoisSilent = "the registry's server {1} did not answer in time"_text;
constexpr Text kWhoisUnreachable = "the registry's server {1} could not be reached"_text;
constexpr Text kWhoisNotPublic =
    "the registry's server {1} was not asked: its address is not public"_text;

// Whether a server may send us to this address: a public one, or the mapped or NAT64 form of a
// public one. Anything else would let a server reach into the reader's own network. Pure.
[[nodiscard]] bool may_be_referred_to(const ParsedAddress&);

// Waits; unavailable, too, where it was stopped. A server that the user named may have any address;
// referrals are followed to public ones only (may_be_referred_to), also where they name a host.
Result<WhoisAnswer> ask_whois(const WhoisRequest&);

}  // namespace portexplorer
