// The interface between data and faces. A face cannot distinguish the local machine (LocalSource)
// from an engine, a recording or a fake.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "model/event.h"
#include "model/sample.h"

namespace portexplorer {

// How the machine is read. `automatic` selects the faster backend that works here.
enum class Backend : std::uint8_t { automatic, netlink, bpf };

// What a face needs. A source may provide more. If it provides less, the coverage of its Sample
// says so.
struct SampleRequest {
  ProtocolSet protocols = ProtocolSet::internet();
  bool traffic = true;  // bytes, packets, rtt, retransmits
  // Kernel memory and drops that cost extra: memory of TCP, drops of TCP and unix sockets.
  bool memory = false;
  bool owners = true;  // processes and holders
  // Command line, user, cgroup, unit, container, terminal and class. Without it, only name and path
  // are read.
  bool process_details = true;
  bool packages = false;  // the package of each process's program
  bool look = false;      // the facts for findings; implies `packages`
  // Also sockets known only by their fd (neither bound nor connected, or of a protocol that was not
  // read).
  bool unlisted = false;
  bool all_namespaces = true;
  // Used with `follow`. A counter that the kernel does not support is an error.
  TrafficCounter traffic_counter = TrafficCounter::automatic;
  // More readings will follow: each then also reports sockets that opened or closed since the
  // previous one, who created them, and when.
  bool follow = false;
  Backend backend = Backend::automatic;  // ignored by sources other than the local machine
};

class SocketSource {
 public:
  SocketSource() = default;
  SocketSource(const SocketSource&) = delete;
  SocketSource& operator=(const SocketSource&) = delete;
  virtual ~SocketSource() = default;

  // Reads all requested sockets once. Blocks until the reading is complete. One thread at a time.
  // Returns an error only if nothing could be read; a partial result is a Sample with coverage
  // gaps. The Sample has passed combine() and is never modified again.
  virtual Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) = 0;

  // Starts a log of socket events. An error says what is missing and how to get it.
  virtual Result<std::unique_ptr<EventStream>> events(const EventRequest&) {
    return fail(ErrorKind::not_supported, "this source reports no events");
  }
};

}  // namespace portexplorer
