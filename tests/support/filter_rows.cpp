// Builds the rows of test_rows.h.
#include "support/filter_rows.h"

#include <map>

namespace portexplorer::filter {
namespace {

constexpr std::int64_t kTakenAt = 1'770'991'500;  // 2026-02-13T14:05:00Z
constexpr std::int64_t k0914 = kTakenAt - 4 * 3600 - 51 * 60;
constexpr std::int64_t kHourSeconds = 3600;

Timestamp at(std::int64_t seconds) { return Timestamp{seconds * kNanosecondsPerSecond}; }

class Builder {
 public:
  Builder() {
    sample_->taken_at = at(kTakenAt);
    sample_->namespaces = {{NetnsId{1}, "", true, {{1, "lo"}, {2, "eth0"}}, {}, {}},
                           {NetnsId{4026532001}, "blue", false, {{1, "lo"}}, {}, {}}};
  }

  Process& process(int pid, std::string name, std::string user, std::string path,
                   std::string command) {
    Process p;
    p.pid = Pid{pid};
    p.uid = Uid{user == "root" ? 0u : 1000u};
    p.name = p.comm = p.program = std::move(name);
    p.user = std::move(user);
    p.path = std::move(path);
    p.command = std::move(command);
    p.started_at = at(kTakenAt - 2 * kHourSeconds);
    sample_->tables.processes.push_back(std::move(p));
    const auto index = static_cast<std::uint32_t>(sample_->tables.processes.size() - 1);
    Socket& s = sample_->sockets.back();
    s.process = index;
    s.first_holder = static_cast<std::uint32_t>(sample_->tables.holders.size());
    s.holder_count = 1;
    sample_->tables.holders.push_back(index);
    snapshot_.rows.back().owner = Owner::known;
    return sample_->tables.processes.back();
  }

  Socket& socket(Protocol protocol, State state) {
    Socket s;
    s.protocol = protocol;
    s.state = state;
    s.netns = NetnsId{1};
    sample_->sockets.push_back(s);
    Row row;
    row.socket = static_cast<std::uint32_t>(sample_->sockets.size() - 1);
    row.owner = Owner::none;
    snapshot_.rows.push_back(row);
    return sample_->sockets.back();
  }

  Socket& inet(Protocol protocol, State state, std::string_view local, std::uint16_t local_port,
               std::string_view remote = "", std::uint16_t remote_port = 0) {
    Socket& s = socket(protocol, state);
    const ParsedAddress address = *parse_ip(local);
    s.family = address.family;
    s.local_address = address.address;
    s.local_port = local_port;
    if (!remote.empty()) s.remote_address = parse_ip(remote)->address;
    s.remote_port = remote_port;
    if (local == "::") s.set(SocketFlag::dual_stack);
    s.set_known(Known::endpoints);
    return s;
  }

  void created(std::int64_t seconds) {
    sample_->sockets.back().created_at = at(seconds);
    sample_->sockets.back().set_known(Known::created_at);
  }
  void created_before(std::int64_t seconds) { row().created_before = at(seconds); }
  void traffic(std::uint64_t sent, std::uint64_t received) {
    Socket& s = sample_->sockets.back();
    s.sent_bytes = sent;
    s.received_bytes = received;
    s.set_known(Known::bytes);
  }
  void rtt(std::uint32_t us) {
    sample_->sockets.back().rtt_us = us;
    sample_->sockets.back().set_known(Known::rtt);
  }

  Row& row() { return snapshot_.rows.back(); }
  Sample& sample() { return *sample_; }
  Snapshot finish() {
    snapshot_.sample = sample_;
    return std::move(snapshot_);
  }

 private:
  std::shared_ptr<Sample> sample_ = std::make_shared<Sample>();
  Snapshot snapshot_;
};

void add_a_to_d(Builder& b) {
  b.inet(Protocol::tcp, State::listen, "::", 22);
  b.process(412, "sshd", "root", "/usr/sbin/sshd", "/usr/sbin/sshd -D").unit = "ssh.service";
  b.created_before(k0914);
  b.row().klass = Class::system;
  b.row().direction = Direction::listening;

  b.inet(Protocol::tcp, State::established, "192.0.2.10", 51522, "198.51.100.7", 443);
  b.process(2210, "firefox", "alice", "/usr/lib/firefox/firefox", "firefox");
  b.created(kTakenAt - 169);
  b.traffic(18'200, 1'400'000);
  b.rtt(3500);
  b.row().klass = Class::normal;
  b.row().direction = Direction::outbound;
  b.row().sent_rate = 0.5F;

  b.inet(Protocol::tcp, State::listen, "::", 31337);
  b.process(31870, "x", "bob", "/tmp/x", "x");
  b.created(kTakenAt - 140);
  b.row().klass = Class::hidden;

  b.inet(Protocol::tcp, State::time_wait, "127.0.0.1", 5432, "127.0.0.1", 40112);
  b.process(731, "postgres", "postgres", "/usr/lib/postgresql/15/bin/postgres", "postgres");
  Socket& s = b.sample().sockets.back();
  s.forget_holders();
  s.set_last_process(s.process);
  s.process = kNoIndex;
  b.row().owner = Owner::gone;
}

void add_e_to_g(Builder& b) {
  b.inet(Protocol::udp, State::unconnected, "127.0.0.1", 53);
  b.process(655, "dnsmasq", "dnsmasq", "/usr/sbin/dnsmasq", "dnsmasq").unit = "dnsmasq.service";
  b.created(kTakenAt - 101);
  b.traffic(512, 1'100);
  b.row().change = Change::fresh;

  b.inet(Protocol::tcp, State::established, "2001:db8::5", 22, "2001:db8::9", 50000);
  b.process(901, "sshd", "root", "/usr/sbin/sshd", "sshd: [priv]").terminal = "pts/0";
  b.created(kTakenAt - kHourSeconds - 300);
  b.traffic(52'000'000, 310'000);
  b.rtt(20'000);
  b.row().direction = Direction::inbound;

  b.inet(Protocol::udp, State::unconnected, "fe80::1", 5353).interface = 2;
  b.process(500, "avahi-daemon", "avahi", "/usr/sbin/avahi-daemon", "avahi-daemon: running");
  b.created_before(k0914);
  b.traffic(0, 4'000);
}

void add_h_to_j(Builder& b) {
  Socket& s = b.socket(Protocol::unix_domain, State::listen);
  s.family = Family::unix_domain;
  s.text = b.sample().tables.add_text("/run/systemd/private");
  b.process(1, "systemd", "root", "/usr/lib/systemd/systemd", "/sbin/init");
  b.created_before(k0914);

  b.inet(Protocol::tcp, State::listen, "172.17.0.2", 8080).netns = NetnsId{4026532001};
  b.process(4100, "node", "web", "/usr/bin/node", "node server.js --port=8080").container =
      "web shop";
  b.created_before(k0914);

  b.inet(Protocol::tcp, State::syn_sent, "192.0.2.10", 51600, "10.1.2.3", 8080);
  b.process(3000, "curl", "alice", "/usr/bin/curl", "curl http://10.1.2.3:8080/");
  b.created(kTakenAt - 1);
  b.traffic(0, 0);
}

}  // namespace

TestRows::TestRows() {
  Builder b;
  add_a_to_d(b);
  add_e_to_g(b);
  add_h_to_j(b);
  snapshot_ = b.finish();
}

std::string TestRows::find(std::string_view text) const {
  const auto parsed = Filter::parse(text, names());
  if (!parsed) return "error: " + parsed.error().message;
  std::string letters;
  for (std::size_t i = 0; i < snapshot_.rows.size(); ++i) {
    if (!parsed->matches({snapshot_, snapshot_.rows[i]})) continue;
    if (!letters.empty()) letters += ' ';
    letters += static_cast<char>('A' + i);
  }
  return letters.empty() ? "-" : letters;
}

FilterNames TestRows::names() {
  FilterNames names;
  names.utc_offset_seconds = 0;
  names.ports_of_service = [](std::string_view name) -> std::vector<std::uint32_t> {
    static const std::map<std::string, std::uint32_t, std::less<>> services = {
        {"ssh", 22}, {"https", 443}, {"http", 80}, {"3com-tsmux", 106}};
    const auto it = services.find(name);
    return it == services.end() ? std::vector<std::uint32_t>{}
                                : std::vector<std::uint32_t>{it->second};
  };
  return names;
}

}  // namespace portexplorer::filter
