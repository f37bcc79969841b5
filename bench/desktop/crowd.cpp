#include "bench/desktop/crowd.h"

#include "model/combine.h"

namespace portexplorer::bench {
namespace {

constexpr std::int64_t kFirstSecond = 1'700'000'000;

IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  IpAddress address;
  address.bytes[0] = a;
  address.bytes[1] = b;
  address.bytes[2] = c;
  address.bytes[3] = d;
  return address;
}

}  // namespace

Crowd::Crowd(CrowdSize size) : size_(size) {
  for (std::uint32_t i = 0; i < size.processes; ++i) {
    Process p;
    p.pid = Pid{static_cast<std::int32_t>(1000 + i)};
    p.start_ticks = 100 + i;
    p.name = p.comm = p.program = "program" + std::to_string(i % 60);
    p.path = "/usr/bin/" + p.name;
    p.command = p.path + " --serve --number " + std::to_string(i);
    p.uid = Uid{1000};
    p.user = "alice";
    tables_.processes.push_back(std::move(p));
  }
  sockets_.reserve(size.sockets);
  while (sockets_.size() < size.sockets) sockets_.push_back(make_socket());
}

Socket Crowd::make_socket() {
  const std::uint64_t n = next_++;
  Socket s;
  s.protocol = Protocol::tcp;
  s.family = Family::ipv4;
  s.state = State::established;
  s.local_address = v4(192, 0, 2, 10);
  s.remote_address = v4(198, 51, static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n));
  s.local_port = static_cast<std::uint32_t>(1024 + n * 7919 % 64000);
  s.remote_port = 443;
  s.inode = Inode{n};
  s.cookie = Cookie{n};
  s.netns = NetnsId{1};
  s.process = static_cast<std::uint32_t>(random_() % size_.processes);
  s.set_known(Known::endpoints);
  s.set_known(Known::bytes);
  s.set_known(Known::packets);
  s.sent_bytes = random_() % 1'000'000;
  return s;
}

Result<std::shared_ptr<const Sample>> Crowd::sample(const SampleRequest& /*request*/) {
  ++second_;
  for (std::uint32_t i = 0; i < size_.replaced && second_ > 1; ++i)
    sockets_[random_() % sockets_.size()] = make_socket();
  for (std::uint32_t i = 0; i < size_.moved && second_ > 1; ++i) {
    Socket& s = sockets_[random_() % sockets_.size()];
    s.sent_bytes += 1 + random_() % 10'000;
    ++s.sent_packets;
  }
  auto sample = std::make_shared<Sample>();
  sample->taken_at = Timestamp{(kFirstSecond + second_) * kNanosecondsPerSecond};
  sample->monotonic = std::chrono::seconds(kFirstSecond + second_);
  sample->duration = std::chrono::milliseconds(1);
  sample->host.name = "bench";
  sample->host.system = "simulated machine";
  sample->fds_complete = true;
  Netns own;
  own.id = NetnsId{1};
  own.own = true;
  own.addresses = {{Family::ipv4, v4(192, 0, 2, 10)}};
  sample->namespaces.push_back(std::move(own));
  sample->sockets = sockets_;
  sample->tables = tables_;
  return std::shared_ptr<const Sample>(std::move(sample));
}

}  // namespace portexplorer::bench
