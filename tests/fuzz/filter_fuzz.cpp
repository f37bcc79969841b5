// Arbitrary bytes as a filter. It parses or reports an error; parsed filters are matched against
// rows of every kind.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "model/filter/filter.h"
#include "model/snapshot.h"

namespace portexplorer {
namespace {

Socket socket_of(Protocol protocol, Family family, State state) {
  Socket s;
  s.protocol = protocol;
  s.family = family;
  s.state = state;
  s.netns = NetnsId{1};
  s.cookie = Cookie{UINT64_MAX};
  s.set_known(Known::endpoints);
  return s;
}

std::shared_ptr<const Sample> make_sample() {
  auto sample = std::make_shared<Sample>();
  sample->taken_at = Timestamp{1'770'991'500 * kNanosecondsPerSecond};
  sample->namespaces = {{NetnsId{1}, "blue", true, {{1, "lo"}, {2, "eth0"}}, {}, {}}};
  Process process;
  process.pid = Pid{412};
  process.name = process.program = "sshd";
  process.path = "/usr/sbin/sshd";
  process.command = std::string("sshd\0-D \x1b[31m \xff\xfe(a)", 20) + std::string(300, 'a');
  process.user = "root";
  process.started_at = Timestamp{0};
  sample->tables.processes.push_back(process);
  sample->tables.holders = {0, 0};

  Socket tcp = socket_of(Protocol::tcp, Family::ipv4, State::established);
  tcp.local_address = parse_ip("192.0.2.10")->address;
  tcp.remote_address = parse_ip("198.51.100.7")->address;
  tcp.local_port = 51522;
  tcp.remote_port = 443;
  tcp.process = 0;
  tcp.first_holder = 0;
  tcp.holder_count = 2;
  tcp.known_bits = UINT16_MAX;
  tcp.created_at = Timestamp{INT64_MAX};
  sample->sockets.push_back(tcp);

  Socket link_local = socket_of(Protocol::udp, Family::ipv6, State::unconnected);
  link_local.local_address = parse_ip("fe80::1")->address;
  link_local.interface = 2;
  sample->sockets.push_back(link_local);

  Socket named = socket_of(Protocol::unix_domain, Family::unix_domain, State::listen);
  named.text = sample->tables.add_text("/run/systemd/private");
  sample->sockets.push_back(named);
  sample->sockets.push_back(socket_of(Protocol::unknown, Family::unknown, State::unknown));
  return sample;
}

Snapshot make_snapshot() {
  Snapshot snapshot;
  snapshot.sample = make_sample();
  for (std::uint32_t i = 0; i < snapshot.sample->sockets.size(); ++i) {
    Row row;
    row.socket = i;
    row.created_before = Timestamp{1};
    snapshot.rows.push_back(row);
  }
  snapshot.rows[0].sent_rate = 1e30F;
  return snapshot;
}

// Returns several ports for one name, and one for another.
std::vector<std::uint32_t> ports_of_service(std::string_view name) {
  if (name == "https") return {443, 8443};
  return name.starts_with("p") ? std::vector<std::uint32_t>{static_cast<std::uint32_t>(name.size())}
                               : std::vector<std::uint32_t>{};
}

}  // namespace
}  // namespace portexplorer

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  static const Snapshot snapshot = make_snapshot();
  static const FilterNames names{
      ports_of_service,
      {FieldId::klass, FieldId::cookie, FieldId::sent_rate, FieldId::cgroup},
      3600};
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto filter = Filter::parse(text, names);
  if (!filter) {
    const FilterError& error = filter.error();
    if (error.position > text.size() || error.length > text.size() - error.position ||
        error.message.empty())
      std::abort();
    const std::string shown = format_filter_error(text, error);
    for (const char c : shown) {
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n') std::abort();
    }
    return 0;
  }
  for (const Row& row : snapshot.rows) (void)filter->matches({snapshot, row});
  return 0;
}
