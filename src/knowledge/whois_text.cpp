// Parses the answers of whois servers. Each uses different keywords for the same data.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/lines.h"
#include "knowledge/hosts_file.h"
#include "knowledge/whois.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLongestFact = 200;

struct KeyWord {
  std::string_view word;  // lower case
  std::string WhoisFacts::*member;
};

// Keywords of RIPE, APNIC, AFRINIC; ARIN; LACNIC. The first occurrence in an answer counts.
constexpr std::array kKeys = {
    KeyWord{"inetnum", &WhoisFacts::range},
    KeyWord{"inet6num", &WhoisFacts::range},
    KeyWord{"netrange", &WhoisFacts::range},
    KeyWord{"netname", &WhoisFacts::name},
    KeyWord{"org-name", &WhoisFacts::organisation},
    KeyWord{"orgname", &WhoisFacts::organisation},
    KeyWord{"owner", &WhoisFacts::organisation},
    KeyWord{"organisation", &WhoisFacts::organisation},
    KeyWord{"descr", &WhoisFacts::organisation},
    KeyWord{"country", &WhoisFacts::country},
    KeyWord{"abuse-mailbox", &WhoisFacts::abuse},
    KeyWord{"orgabuseemail", &WhoisFacts::abuse},
};

std::optional<WhoisServer> referral_of(std::string_view key, std::string_view value) {
  if (key == "refer" || key == "whois") return parse_whois_server(value);
  if (key != "referralserver") return std::nullopt;
  constexpr std::string_view kScheme = "whois://";  // rwhois is a different protocol
  return value.starts_with(kScheme) ? parse_whois_server(value.substr(kScheme.size()))
                                    : std::nullopt;
}

void take_line(WhoisFacts& facts, std::string_view line) {
  constexpr std::string_view kAbuse = "Abuse contact for ";
  if (const std::size_t at = line.find(kAbuse);
      at != std::string_view::npos && facts.abuse.empty()) {
    const std::size_t quote = line.rfind('\'');
    const std::size_t start =
        quote == std::string_view::npos || quote == 0 ? quote : line.rfind('\'', quote - 1);
    if (start != std::string_view::npos && start < quote)
      facts.abuse = line.substr(start + 1, std::min(quote - start - 1, kLongestFact));
  }
  if (line.empty() || line[0] == '%' || line[0] == '#') return;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string key = ascii_lower(trimmed(line.substr(0, colon)));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (value.empty()) return;
  const auto* known = std::ranges::find(kKeys, std::string_view(key), &KeyWord::word);
  if (known != kKeys.end() && (facts.*known->member).empty())
    facts.*known->member = value.substr(0, kLongestFact);
  if (!facts.referral) facts.referral = referral_of(key, value);
}

}  // namespace

std::optional<WhoisServer> parse_whois_server(std::string_view text) {
  WhoisServer server;
  std::string_view host = trimmed(text);
  while (host.ends_with('/')) host.remove_suffix(1);
  std::string_view port;
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    port = host.substr(end + 1);
    host = host.substr(1, end - 1);
  } else if (const std::size_t colon = host.find(':');
             colon != std::string_view::npos &&
             host.find(':', colon + 1) == std::string_view::npos) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!port.empty()) {
    if (port[0] != ':') return std::nullopt;
    const auto [end, error] =
        std::from_chars(port.data() + 1, port.data() + port.size(), server.port);
    if (error != std::errc{} || end != port.data() + port.size() || server.port == 0)
      return std::nullopt;
  }
  if (!parse_ip(host) && !is_host_name(host)) return std::nullopt;
  server.host = host;
  return server;
}

WhoisFacts read_whois(std::string_view text) {
  WhoisFacts facts;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    take_line(facts, trimmed(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return facts;
}

}  // namespace portexplorer
