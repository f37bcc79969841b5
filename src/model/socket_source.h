// The one seam between data and faces. A face cannot tell whether it has this machine
// (LocalSource), an engine, a record or a fake.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "model/event.h"
#include "model/sample.h"

namespace portexplorer {

// How the machine is asked. automatic: the quicker of those that work here.
enum class Backend : std::uint8_t { automatic, netlink, bpf };

// What a face needs; a source may give more, and gives less where its Sample's coverage says so.
struct SampleRequest {
  ProtocolSet protocols = ProtocolSet::internet();
  bool traffic = true;  // bytes, packets, rtt, retransmits
  bool memory =
      false;  // of TCP, and drops of TCP and unix: kernel memory and drops where they cost extra
  bool owners = true;           // processes and holders
  bool process_details = true;  // command line, user, cgroup, unit, container, terminal and class;
                                // otherwise name and path
  bool packages = false;        // the package of each process's program
  bool look = false;            // what findings is made from; packages too
  bool unlisted =
      false;  // sockets known by their fd alone (neither bound nor connected, unread protocols)
  bool all_namespaces = true;
  TrafficCounter traffic_counter =
      TrafficCounter::automatic;  // with `follow`; another one is an error where it does not work
  bool follow = false;  // there will be more readings: tell then what came and went between them,
                        // and who made what and when
  Backend backend = Backend::automatic;  // for a source that reads this machine; others pay no heed
};

class SocketSource {
 public:
  SocketSource() = default;
  SocketSource(const SocketSource&) = delete;
  SocketSource& operator=(const SocketSource&) = delete;
  virtual ~SocketSource() = default;

  // Reads once. Blocks for as long as the reading takes. One thread at a time. An error means that
  // nothing at all could be read; anything less is a Sample with coverage. The Sample has passed
  // combine().
  virtual Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) = 0;

  // Starts a log of what happens to sockets. The error says what is missing, and what would give
  // it.
  virtual Result<std::unique_ptr<EventStream>> events(const EventRequest&) {
    return fail(ErrorKind::not_supported, "this source tells no events");
  }
};

}  // namespace portexplorer
