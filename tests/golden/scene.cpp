#include "scene.h"

#include <string>

#include "model/combine.h"
#include "support/sample_builder.h"

namespace portexplorer::testing {
namespace {

constexpr std::int64_t kNow = 1'771'000'451;  // 2026-02-13 16:34:11 UTC

Timestamp at(std::int64_t seconds) { return Timestamp{seconds * kNanosecondsPerSecond}; }

void set_counters(Socket& s, std::uint64_t sent, std::uint64_t received) {
  s.set_known(Known::bytes);
  s.set_known(Known::packets);
  if (s.protocol == Protocol::tcp) {
    s.set_queues(0, 0);
  } else {
    s.set_recv_memory(0);
    s.set_send_memory(0);
    s.set_drops(0);
  }
  s.set_known(Known::rtt);
  s.sent_bytes = sent;
  s.received_bytes = received;
  s.sent_packets = static_cast<std::uint32_t>(sent / 1000);
  s.received_packets = static_cast<std::uint32_t>(received / 1000);
  s.rtt_us = 12'345;
}

void set_created(Socket& s, std::int64_t seconds) {
  s.set_known(Known::created_at);
  s.created_at = at(seconds);
}

// Adds the processes and sockets of a scene to a builder.
class Machine {
 public:
  explicit Machine(std::int64_t seconds = kNow) : builder_(seconds) {
    builder_.sample().host.name = "scene";
    builder_.sample().host.system = "Debian GNU/Linux 12 (bookworm), Linux 6.1.0";
    builder_.sample().duration = std::chrono::milliseconds(2);
  }

  std::uint32_t service(int pid, const std::string& name) {
    const std::uint32_t index = builder_.process(pid, name);
    Process& p = last_process();
    p.user = "root";
    p.uid = Uid{0};
    p.cgroup = "/system.slice/" + name + ".service";
    p.unit = name + ".service";
    return index;
  }

  std::uint32_t session(int pid, const std::string& name) {
    const std::uint32_t index = builder_.process(pid, name);
    last_process().facts.has_terminal = true;
    last_process().terminal = "pts/0";
    return index;
  }

  std::uint32_t hidden(int pid, const std::string& name) {
    const std::uint32_t index = builder_.process(pid, name);
    last_process().facts.executable = Executable::memory;
    return index;
  }

  Process& last_process() { return processes().back(); }
  std::vector<Process>& processes() { return builder_.sample().tables.processes; }
  Sample& sample() { return builder_.sample(); }
  SampleBuilder& builder() { return builder_; }

  Socket& connection(std::uint32_t owner, std::string_view local, std::uint16_t local_port,
                     std::string_view remote, std::uint16_t remote_port) {
    constexpr std::uint16_t kFirstEphemeral = 32'768;
    Socket& s = row(local, local_port, remote, remote_port, State::established);
    s.set(local_port >= kFirstEphemeral ? SocketFlag::active_open : SocketFlag::passive_open);
    hold(s, owner);
    return s;
  }

  Socket& listener(std::uint32_t owner, std::string_view local, std::uint16_t port) {
    const bool v6 = local.find(':') != std::string_view::npos;
    Socket& s = row(local, port, v6 ? "::" : "0.0.0.0", 0, State::listen);
    if (v6) s.set(SocketFlag::dual_stack);
    hold(s, owner);
    return s;
  }

  Socket& row(std::string_view local, std::uint16_t local_port, std::string_view remote,
              std::uint16_t remote_port, State state) {
    ++next_;
    return builder_.tcp(local, local_port, remote, remote_port, state, next_, next_);
  }

  void hold(const Socket& s, std::uint32_t owner) { builder_.hold(owner, s.inode.value()); }

  std::shared_ptr<const Sample> build() {
    for (Process& p : processes()) {
      p.facts.systemd_booted = true;
      if (p.facts.executable == Executable::unreadable) p.facts.executable = Executable::present;
      if (p.program.empty()) p.program = p.name;
      if (p.command.empty()) p.command = p.path;
      p.started_at = at(kNow - 3600);
    }
    return builder_.build();
  }

 private:
  SampleBuilder builder_;
  std::uint64_t next_ = 1000;
};

// The machine of the documentation.
void add_plain_rows(Machine& m) {
  const std::uint32_t sshd = m.service(412, "sshd");
  const std::uint32_t firefox = m.session(2210, "firefox");
  const std::uint32_t stranger = m.hidden(31870, "x");
  const std::uint32_t dnsmasq = m.service(655, "dnsmasq");
  m.listener(sshd, "::", 22);
  Socket& web = m.connection(firefox, "192.0.2.10", 51522, "198.51.100.7", 443);
  set_counters(web, 18'234, 1'437'000);
  set_created(web, kNow - 60);
  set_created(m.listener(stranger, "::", 31337), kNow - 31);
  Socket& resolver = m.row("127.0.0.1", 53, "0.0.0.0", 0, State::unconnected);
  resolver.protocol = Protocol::udp;
  set_counters(resolver, 512, 1100);
  set_created(resolver, kNow - 86'400);
  m.hold(resolver, dnsmasq);
  const std::uint32_t postgres = m.service(731, "postgres");
  Socket& ended = m.row("127.0.0.1", 5432, "127.0.0.1", 40112, State::time_wait);
  ended.inode = Inode{0};
  ended.set(SocketFlag::no_file);
  ended.set_last_process(postgres);
}

void add_unix_row(Machine& m, std::uint32_t owner, std::string_view name, bool abstract) {
  Socket& s = m.row("0.0.0.0", 0, "0.0.0.0", 0, State::listen);
  s.protocol = Protocol::unix_domain;
  s.family = Family::unix_domain;
  s.text = m.sample().tables.add_text(name);
  if (abstract) s.set(SocketFlag::abstract_name);
  m.hold(s, owner);
}

void add_hostile_rows(Machine& m) {
  const std::string_view names[] = {
      "new\nline",
      "\x1b]0;owned\x07\x1b[2J\x1b[31m",
      "not\xff\xfeutf8",
      "back\\slash \"quoted\", comma",
      "right\xe2\x80\xae"
      "left\xe2\x81\xa6turned",
      "\xe4\xb8\xad\xe6\x96\x87\xe8\xbf\x9b\xe7\xa8\x8b\xe5\x90\x8d\xe7\xa7\xb0",  // six wide
                                                                                   // characters
      "=cmd|' /C calc'!A0",
      "e\xcc\x81t\xc3\xa9",  // a combining accent, then a precomposed one
      "a-very-long-name-that-goes-on-and-on-and-on-and-does-not-fit-anywhere-at-all",
      "\xc2\x9b"
      "31mC1",
      "\xef\xbf\xbdmarked",
      "",
  };
  int pid = 100;
  for (const std::string_view name : names) {
    const std::uint32_t owner = m.session(++pid, std::string(name));
    m.last_process().command = std::string(name) + " --flag\t\r\n" + std::string(1, '\0') + "end";
    m.last_process().user = std::string(name);
    Socket& s = m.connection(owner, "192.0.2.10", static_cast<std::uint16_t>(40'000 + pid),
                             "2001:db8:1234:5678:9abc:def0:1234:5678", 443);
    s.family = Family::ipv6;
    s.local_address = ip("2001:db8:ffff:eeee:dddd:cccc:bbbb:aaaa");
    set_counters(s, UINT64_MAX, 999'950);
  }
  Socket& link_local = m.row("fe80::1", 546, "::", 0, State::unconnected);
  link_local.protocol = Protocol::udp;
  link_local.interface = 2;
  Socket& strange = m.row("198.51.100.1", 65'535, "203.0.113.255", 1, State::syn_sent);
  strange.set_known(Known::uid);
  strange.uid = 4'294'967'294U;
  add_unix_row(m, 0, "/run/\x1b[31mred\nsocket", false);
  add_unix_row(m, 0, std::string_view("abstract\0\xff", 10), true);
}

// The plain machine after a change: the hidden listener has closed, one connection is new, and
// another has sent and received bytes.
std::shared_ptr<const Sample> after_change(std::int64_t seconds) {
  Machine m(seconds);
  add_plain_rows(m);
  Sample& sample = m.sample();
  sample.sockets[1].sent_bytes += 2'500;
  sample.sockets[1].received_bytes += 1'000'000;
  sample.sockets.erase(sample.sockets.begin() + 2);
  m.connection(1, "192.0.2.10", 51'600, "203.0.113.9", 80).cookie = Cookie{77'777};
  return m.build();
}

Samples changing() {
  Machine first(kNow);
  add_plain_rows(first);
  return {first.build(), after_change(kNow + 1), after_change(kNow + 2), after_change(kNow + 5)};
}

Samples rows(std::size_t count, std::size_t processes) {
  Machine m;
  for (std::size_t i = 0; i < processes; ++i)
    m.service(static_cast<int>(1000 + i), "worker" + std::to_string(i % 7));
  m.sample().sockets.reserve(count);
  std::uint32_t dice = 1;
  for (std::size_t i = 0; i < count; ++i) {
    dice = dice * 1'664'525U + 1'013'904'223U;
    Socket& s = m.connection((dice >> 16) % static_cast<std::uint32_t>(processes), "127.0.0.1",
                             static_cast<std::uint16_t>(32'768 + i % 28'000), "127.0.0.1",
                             static_cast<std::uint16_t>(8000 + i / 28'000));
    set_counters(s, dice >> (dice % 30), dice >> (dice % 28));
  }
  return {m.build()};
}

Samples blind() {
  Machine m;
  add_plain_rows(m);
  Sample& sample = m.sample();
  sample.fds_complete = false;
  sample.unreadable_processes = 14;
  Socket& foreign = m.row("10.0.0.1", 8080, "0.0.0.0", 0, State::listen);
  foreign.set_known(Known::uid);
  foreign.uid = 1001;
  sample.tables.users = {{1001, "bob"}};
  sample.coverage.add(
      {"fds.not_permitted",
       {"The sockets of {count} processes could not be read, so they show no owner.",
        {{"count", "14"}}},
       {"They belong to other users.", {}},
       {"Run as root.", {}},
       true});
  sample.coverage.add(
      {"detail", {"A detail is missing.", {}}, {"Nobody knows \x1b[31mwhy.", {}}, {"", {}}, false});
  return {m.build()};
}

// One process cannot be read even by root, but every socket still has an owner.
Samples guarded() {
  Machine m;
  add_plain_rows(m);
  Sample& sample = m.sample();
  sample.fds_complete = false;
  sample.unreadable_processes = 1;
  sample.coverage.add({"fds.not_permitted",
                       {"The sockets of one process could not be read, so they show no owner.", {}},
                       {"It is protected.", {}},
                       {"", {}},
                       true});
  return {m.build()};
}

Samples one(void (*add)(Machine&)) {
  Machine m;
  add(m);
  return {m.build()};
}

}  // namespace

Samples make_scene(std::string_view name) {
  if (name == "plain") return one(add_plain_rows);
  if (name == "hostile") return one(add_hostile_rows);
  if (name == "changing") return changing();
  if (name == "many") return rows(300, 5);
  if (name == "huge") return rows(300'000, 100);
  if (name == "blind") return blind();
  if (name == "guarded") return guarded();
  if (name == "empty") return one([](Machine&) {});
  return {};
}

}  // namespace portexplorer::testing
