#include "knowledge/ports.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>

#include "base/ascii.h"
#include "base/words.h"
#include "knowledge/port_pages.h"
#include "knowledge/ports_table.h"
#include "knowledge/services.h"

namespace portexplorer {
namespace {

using ports_table::ThreatEntry;
using ports_table::UseEntry;

std::string_view text_at(std::uint32_t offset, std::size_t length) {
  return {ports_table::kText + offset, length};
}
std::string_view name_of(const UseEntry& entry) { return text_at(entry.name, entry.name_length); }
std::string_view text_of(const UseEntry& entry) { return text_at(entry.text, entry.text_length); }

// Returns the entries of a port and protocol; tables are sorted by both.
template <typename Entry>
std::span<const Entry> entries_of(std::span<const Entry> table, std::uint32_t port,
                                  std::uint8_t transport) {
  const auto key = [](const Entry& e) { return (std::uint32_t{e.port} << 8) | e.transport; };
  const std::uint32_t wanted = (port << 8) | transport;
  const auto first = std::partition_point(table.begin(), table.end(),
                                          [&](const Entry& e) { return key(e) < wanted; });
  const auto last =
      std::partition_point(first, table.end(), [&](const Entry& e) { return key(e) == wanted; });
  return table.subspan(static_cast<std::size_t>(first - table.begin()),
                       static_cast<std::size_t>(last - first));
}

std::vector<PortUse> uses_of(std::span<const UseEntry> table, std::uint32_t port,
                             std::uint8_t transport) {
  std::vector<PortUse> uses;
  for (const UseEntry& e : entries_of(table, port, transport))
    uses.push_back({name_of(e), text_of(e)});
  return uses;
}

PortThreat threat_of(const ThreatEntry& e) {
  const ports_table::Text kind = ports_table::kKinds[e.kind];
  PortThreat threat{text_at(e.name, e.name_length), text_at(kind.offset, kind.length), e.year, {}};
  for (unsigned tag = 0; tag < std::size(ports_table::kSourceTags); ++tag) {
    const ports_table::Text text = ports_table::kSourceTags[tag];
    if ((e.sources >> tag & 1U) != 0) threat.sources.push_back(text_at(text.offset, text.length));
  }
  return threat;
}

void add_ports_called(std::vector<std::uint32_t>& ports, std::span<const UseEntry> table,
                      std::string_view name) {
  for (const UseEntry& e : table) {
    if (equals_ignoring_case(name_of(e), name) && (ports.empty() || ports.back() != e.port))
      ports.push_back(e.port);
  }
}

}  // namespace

PortKnowledge port_knowledge(Protocol protocol, std::uint32_t port) {
  PortKnowledge known;
  const std::optional<std::uint8_t> transport = transport_number(protocol);
  if (!transport || port > 65535) return known;
  for (const UseEntry& e :
       entries_of(std::span<const UseEntry>(ports_table::kRegistered), port, *transport)) {
    known.registered.push_back({name_of(e), text_of(e)});
  }
  known.likely = uses_of(ports_table::kLikely, port, *transport);
  known.unofficial = uses_of(ports_table::kUnofficial, port, *transport);
  for (const ThreatEntry& e :
       entries_of(std::span<const ThreatEntry>(ports_table::kThreats), port, *transport)) {
    known.threats.push_back(threat_of(e));
  }
  return known;
}

PortNames port_names() {
  return {.service = service_name, .threats = threat_count, .only_miners = only_miners_use};
}

bool only_miners_use(Protocol protocol, std::uint32_t port) {
  const std::optional<std::uint8_t> transport = transport_number(protocol);
  if (!transport || threat_count(protocol, port) == 0) return false;
  if (!entries_of(std::span<const UseEntry>(ports_table::kLikely), port, *transport).empty())
    return false;
  return std::ranges::any_of(
      entries_of(std::span<const ThreatEntry>(ports_table::kThreats), port, *transport),
      [](const ThreatEntry& e) {
        const ports_table::Text kind = ports_table::kKinds[e.kind];
        return text_at(kind.offset, kind.length) == "miner";
      });
}

std::uint32_t threat_count(Protocol protocol, std::uint32_t port) {
  const std::optional<std::uint8_t> transport = transport_number(protocol);
  const std::optional<std::size_t> rank = rank_of_port(ports_table::kThreatPages, port);
  return transport && rank ? ports_table::kThreatCounts[*rank * kTransportNumbers + *transport] : 0;
}

std::string_view explain_threat_kind(std::string_view kind) {
  constexpr std::array kPlain = {"backdoor"_text, "botnet"_text, "miner"_text, "trojan"_text,
                                 "worm"_text};
  if (kind == "rat") return "remote-access trojan"_text;
  if (kind == "c2") return "command-and-control server"_text;
  const auto* plain = std::ranges::find(kPlain, kind, &Text::source);
  return plain == kPlain.end() ? kind : plain->source;
}

std::vector<std::uint32_t> ports_called(std::string_view name) {
  std::vector<std::uint32_t> ports = ports_of_service(name);
  if (ports.empty()) add_ports_called(ports, ports_table::kLikely, name);
  if (ports.empty()) add_ports_called(ports, ports_table::kUnofficial, name);
  return ports;
}

std::vector<std::string_view> names_of_uses() {
  std::vector<std::string_view> names;
  for (const UseEntry& e : ports_table::kLikely) names.push_back(name_of(e));
  for (const UseEntry& e : ports_table::kUnofficial) names.push_back(name_of(e));
  return names;
}

}  // namespace portexplorer
