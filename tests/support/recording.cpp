#include "support/recording.h"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

namespace portexplorer::testing {
namespace {

using Json = nlohmann::json;

// The numeric members of a socket, with a function to read and one to set each.
struct Number {
  const char* name;
  std::uint64_t (*get)(const Socket&);
  void (*set)(Socket&, std::uint64_t);
};

template <auto member>
constexpr Number number(const char* name) {
  using Value = std::remove_cvref_t<decltype(std::declval<Socket>().*member)>;
  return {name, [](const Socket& s) { return static_cast<std::uint64_t>(s.*member); },
          [](Socket& s, std::uint64_t value) { s.*member = static_cast<Value>(value); }};
}

template <auto member>
constexpr Number strong(const char* name) {
  using Value = std::remove_cvref_t<decltype(std::declval<Socket>().*member)>;
  return {name, [](const Socket& s) { return static_cast<std::uint64_t>((s.*member).value()); },
          [](Socket& s, std::uint64_t value) {
            s.*member = Value{static_cast<decltype(Value{}.value())>(value)};
          }};
}

constexpr std::array kNumbers = {
    strong<&Socket::cookie>("cookie"),
    strong<&Socket::inode>("inode"),
    strong<&Socket::netns>("netns"),
    number<&Socket::local_port>("local_port"),
    number<&Socket::remote_port>("remote_port"),
    number<&Socket::interface>("interface"),
    number<&Socket::uid>("uid"),
    number<&Socket::mark>("mark"),
    number<&Socket::recv_queue>("recv_queue"),
    number<&Socket::send_queue>("send_queue"),
    number<&Socket::recv_memory>("recv_memory"),
    number<&Socket::send_memory>("send_memory"),
    number<&Socket::drops>("drops"),
    number<&Socket::rtt_us>("rtt_us"),
    number<&Socket::retransmits>("retransmits"),
    number<&Socket::sent_bytes>("sent_bytes"),
    number<&Socket::received_bytes>("received_bytes"),
    number<&Socket::sent_packets>("sent_packets"),
    number<&Socket::received_packets>("received_packets"),
    number<&Socket::process>("process"),
    number<&Socket::first_holder>("first_holder"),
    number<&Socket::holder_count>("holder_count"),
    number<&Socket::known_bits>("known"),
    number<&Socket::flags>("flags"),
    number<&Socket::raw_protocol>("raw_protocol"),
};

std::string address_text(Family family, const IpAddress& address) {
  std::string text;
  append_ip(text, family, address);
  return text;
}

// Omitted from recordings: most numbers of most sockets are 0 or kNoIndex.
bool is_usual(std::uint64_t value) { return value == 0 || value == kNoIndex; }

Json socket_json(const Sample& sample, const Socket& s) {
  Json json = {{"protocol", to_string(s.protocol)},
               {"family", to_string(s.family)},
               {"state", to_string(s.state)}};
  for (const Number& n : kNumbers) {
    const std::uint64_t value = n.get(s);
    if (!is_usual(value) || value != n.get(Socket{})) json[n.name] = value;
  }
  if (s.known(Known::created_at)) json["created_at"] = s.created_at.value();
  if (s.family == Family::ipv4 || s.family == Family::ipv6) {
    json["local"] = address_text(s.family, s.local_address);
    json["remote"] = address_text(s.family, s.remote_address);
  }
  if (s.text.length != 0) json["text"] = sample.tables.view(s.text);
  return json;
}

Json process_json(const Process& p) {
  return {{"pid", p.pid.value()},
          {"start_ticks", p.start_ticks},
          {"parent", p.parent.value()},
          {"comm", p.comm},
          {"name", p.name},
          {"program", p.program},
          {"path", p.path},
          {"command", p.command},
          {"user", p.user},
          {"uid", p.uid ? p.uid->value() : 0}};
}

Socket socket_of(const Json& json, Sample& sample) {
  Socket s;
  s.protocol = protocol_from_string(json.at("protocol").get<std::string>()).value();
  s.family = family_from_string(json.at("family").get<std::string>()).value();
  s.state = state_from_string(json.at("state").get<std::string>()).value();
  for (const Number& n : kNumbers) {
    if (json.contains(n.name)) n.set(s, json.at(n.name).get<std::uint64_t>());
  }
  if (json.contains("created_at"))
    s.created_at = Timestamp{json.at("created_at").get<std::int64_t>()};
  if (json.contains("local")) {
    s.local_address = parse_ip(json.at("local").get<std::string>()).value().address;
    s.remote_address = parse_ip(json.at("remote").get<std::string>()).value().address;
  }
  if (json.contains("text")) s.text = sample.tables.add_text(json.at("text").get<std::string>());
  return s;
}

Process process_of(const Json& json) {
  Process p;
  p.pid = Pid{json.at("pid").get<std::int32_t>()};
  p.start_ticks = json.at("start_ticks").get<std::uint64_t>();
  p.parent = Pid{json.at("parent").get<std::int32_t>()};
  p.comm = json.at("comm").get<std::string>();
  p.name = json.at("name").get<std::string>();
  p.program = json.at("program").get<std::string>();
  p.path = json.at("path").get<std::string>();
  p.command = json.at("command").get<std::string>();
  p.user = json.at("user").get<std::string>();
  p.uid = Uid{json.at("uid").get<std::uint32_t>()};
  return p;
}

std::shared_ptr<const Sample> sample_of(const Json& json) {
  auto sample = std::make_shared<Sample>();
  sample->taken_at = Timestamp{json.at("taken_at").get<std::int64_t>()};
  sample->monotonic = std::chrono::nanoseconds(json.at("monotonic").get<std::int64_t>());
  sample->fds_complete = true;
  sample->host.name = "recorded";
  for (const Json& p : json.at("processes")) sample->tables.processes.push_back(process_of(p));
  sample->tables.holders = json.at("holders").get<std::vector<std::uint32_t>>();
  for (const Json& s : json.at("sockets")) sample->sockets.push_back(socket_of(s, *sample));
  for (const Json& s : json.at("closed")) sample->closed.push_back(socket_of(s, *sample));
  Netns& own = sample->namespaces.emplace_back();
  own.id = NetnsId{json.at("netns").get<std::uint32_t>()};
  own.own = true;
  return sample;
}

}  // namespace

std::string recorded(const Sample& sample) {
  Json json = {{"taken_at", sample.taken_at.value()},
               {"monotonic", sample.monotonic.count()},
               {"holders", sample.tables.holders}};
  for (const char* list : {"processes", "sockets", "closed"}) json[list] = Json::array();
  for (const Process& p : sample.tables.processes) json["processes"].push_back(process_json(p));
  for (const Socket& s : sample.sockets) json["sockets"].push_back(socket_json(sample, s));
  for (const Socket& s : sample.closed) json["closed"].push_back(socket_json(sample, s));
  json["netns"] = 0;
  for (const Netns& n : sample.namespaces) {
    if (n.own) json["netns"] = n.id.value();
  }
  return json.dump();
}

Result<std::vector<std::shared_ptr<const Sample>>> read_recording(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::shared_ptr<const Sample>> samples;
  for (std::string line; std::getline(file, line);) {
    try {
      samples.push_back(sample_of(Json::parse(line)));
    } catch (const std::exception& error) {
      return fail(ErrorKind::malformed,
                  path + ", line " + std::to_string(samples.size() + 1) + ": " + error.what());
    }
  }
  if (samples.empty()) return fail(ErrorKind::not_found, path + " has no samples");
  return samples;
}

}  // namespace portexplorer::testing
