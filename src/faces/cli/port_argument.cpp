#include "faces/cli/port_argument.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/suggestion.h"
#include "faces/cli/in_quotes.h"
#include "knowledge/ports.h"
#include "knowledge/services.h"

namespace portexplorer::cli {
namespace {

using pages::PortArgument;

constexpr std::string_view kPortForms = "25, 25/tcp, smtp, local 25 or remote 25";

tl::unexpected<Error> bad_port(std::string what) {
  return fail(ErrorKind::malformed, std::move(what));
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && port >= 1 && port <= 65535 ? std::optional(port) : std::nullopt;
}

std::string suggestion(std::string_view name) {
  std::vector<std::string_view> names = names_of_uses();
  for (std::uint32_t port = 1; port <= 65535; ++port) {
    for (const Protocol p : {Protocol::tcp, Protocol::udp}) {
      if (const std::string_view service = service_name(p, port); !service.empty())
        names.push_back(service);
    }
  }
  const auto near = nearest_word(name, names);
  return near ? "did you mean " + in_quotes(*near) + "?" : "expected " + std::string(kPortForms);
}

// Chooses among the ports of a name: one for which it is the usual name, otherwise the first.
std::uint32_t choose(std::string_view name, const std::vector<std::uint32_t>& ports) {
  const auto is_usual = [&](std::uint32_t port) {
    return service_name(Protocol::tcp, port) == name &&
           !port_knowledge(Protocol::tcp, port).likely.empty();
  };
  const auto it = std::ranges::find_if(ports, is_usual);
  return it == ports.end() ? ports.front() : *it;
}

class ArgumentParser {
 public:
  Result<PortArgument> run(WhatWords words) {
    std::string name;
    for (const std::string& word : words) {
      if (take_side(word)) continue;
      TRY(rest, take_protocols(word));
      if (!rest.empty()) name += (name.empty() ? "" : " ") + rest;
    }
    if (name.empty())
      return bad_port("what port requires a port, such as " + std::string(kPortForms));
    TRY_VOID(take_port(name));
    return std::move(argument_);
  }

 private:
  bool take_side(std::string_view word) {
    if (argument_.side != PortArgument::Side::either || (word != "local" && word != "remote"))
      return false;
    argument_.side = word == "local" ? PortArgument::Side::local : PortArgument::Side::remote;
    return true;
  }

  // Returns the word without its protocol.
  Result<std::string> take_protocols(std::string_view word) {
    if (take_protocol(word)) return std::string();
    const std::size_t slash = word.rfind('/');
    if (slash == std::string_view::npos) return std::string(word);
    if (!take_protocol(word.substr(slash + 1))) {
      return bad_port("unknown protocol " + in_quotes(word.substr(slash + 1)) +
                      " (expected tcp, udp, sctp or dccp)");
    }
    return std::string(word.substr(0, slash));
  }

  bool take_protocol(std::string_view word) {
    const std::optional<Protocol> protocol = protocol_from_string(word);
    if (!protocol || !has_ports(*protocol)) return false;
    const Protocol plain = *protocol == Protocol::mptcp     ? Protocol::tcp
                           : *protocol == Protocol::udplite ? Protocol::udp
                                                            : *protocol;
    if (std::ranges::find(argument_.protocols, plain) == argument_.protocols.end())
      argument_.protocols.push_back(plain);
    return true;
  }

  Result<void> take_port(const std::string& name) {
    if (is_number(name)) {
      const auto number = parse_number(name);
      if (!number) return bad_port(in_quotes(name) + " is not a port (expected 1 to 65535)");
      argument_.port = *number;
      return {};
    }
    std::vector<std::uint32_t> ports = ports_called(name);
    if (ports.empty())
      return bad_port("unknown service " + in_quotes(name) + " (" + suggestion(name) + ")");
    argument_.name = name;
    argument_.port = choose(name, ports);
    std::erase(ports, argument_.port);
    argument_.other_ports = std::move(ports);
    return {};
  }

  PortArgument argument_;
};

}  // namespace

Result<pages::PortArgument> parse_port_argument(WhatWords words) {
  return ArgumentParser().run(words);
}

bool fits_port(WhatWords words) { return parse_port_argument(words).has_value(); }

}  // namespace portexplorer::cli
