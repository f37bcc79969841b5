// Builds Samples for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/combine.h"
#include "model/derive.h"
#include "model/sample.h"

namespace portexplorer::testing {

inline IpAddress ip(std::string_view text) { return parse_ip(text)->address; }

class SampleBuilder {
 public:
  explicit SampleBuilder(std::int64_t seconds = 1'700'000'000) {
    sample_.taken_at = Timestamp{seconds * kNanosecondsPerSecond};
    sample_.monotonic = std::chrono::seconds(seconds);
    sample_.fds_complete = true;
    Netns own;
    own.id = NetnsId{1};
    own.name = "1";
    own.own = true;
    own.interfaces = {{1, "lo"}, {2, "eth0"}};
    own.addresses = {*parse_ip("127.0.0.1"), *parse_ip("192.0.2.10")};
    sample_.namespaces.push_back(own);
  }

  std::uint32_t process(int pid, std::string name, std::uint64_t start_ticks = 100) {
    Process p;
    p.pid = Pid{pid};
    p.name = p.comm = std::move(name);
    p.path = "/usr/bin/" + p.name;
    p.uid = Uid{1000};
    p.user = "alice";
    p.start_ticks = start_ticks;
    sample_.tables.processes.push_back(p);
    return static_cast<std::uint32_t>(sample_.tables.processes.size() - 1);
  }

  Socket& tcp(std::string_view local, std::uint16_t local_port, std::string_view remote,
              std::uint16_t remote_port, State state, std::uint64_t inode, std::uint64_t cookie) {
    Socket s;
    s.protocol = Protocol::tcp;
    s.family = parse_ip(local)->family;
    s.local_address = ip(local);
    s.remote_address = ip(remote);
    s.local_port = local_port;
    s.remote_port = remote_port;
    s.state = state;
    s.inode = Inode{inode};
    s.cookie = Cookie{cookie};
    s.netns = NetnsId{1};
    s.set_known(Known::endpoints);
    sample_.sockets.push_back(s);
    return sample_.sockets.back();
  }

  Socket& listener(std::uint16_t port, std::uint64_t inode, std::uint64_t cookie) {
    return tcp("0.0.0.0", port, "0.0.0.0", 0, State::listen, inode, cookie);
  }

  void hold(std::uint32_t process_index, std::uint64_t inode, int fd = 3) {
    sample_.mappings.push_back({Inode{inode}, process_index, fd});
  }

  Sample& sample() { return sample_; }

  // Passes the Sample through combine() and returns it.
  std::shared_ptr<const Sample> build(bool add_unlisted = false) {
    combine(sample_, add_unlisted);
    return std::make_shared<const Sample>(std::move(sample_));
  }

 private:
  Sample sample_;
};

}  // namespace portexplorer::testing
