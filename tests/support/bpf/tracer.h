// Helpers of the tests of SocketTracer. Tests only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "collect/ebpf/tracer/socket_tracer.h"
#include "support/bpf/reader.h"

namespace portexplorer {

constexpr const char* kOwnName = "ebpf_kernel_test";  // the test program

inline void run(const std::string& command) {
  // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): constant commands of tests
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

struct Seen {
  SocketEvent event;
  std::optional<Process> process;
};

// Traces, and keeps the events in the network namespace of the thread that created it.
class TestTracer {
 public:
  explicit TestTracer(const TracerOptions& options = {}) : netns_(netns_of_this_thread()) {
    auto created = SocketTracer::create(options);
    if (created) tracer_ = std::move(*created);
    else ADD_FAILURE() << created.error().what;
  }

  [[nodiscard]] SocketTracer& tracer() const { return *tracer_; }
  [[nodiscard]] bool works() const { return tracer_ != nullptr; }

  // Takes the available events. Returns how many were lost since the last call.
  std::uint64_t take() {
    const auto taken = tracer_->take(batch_);
    EXPECT_TRUE(taken) << taken.error().what;
    for (const SocketEvent& e : batch_.events) {
      if (e.socket.netns != netns_ && !all_namespaces) continue;
      Seen& seen = all.emplace_back(Seen{e, {}});
      if (e.process != kNoIndex) seen.process = batch_.processes.at(e.process);
    }
    return batch_.lost;
  }

  // Waits for up to ten seconds until the requested number of such events has arrived.
  using Wanted = std::function<bool(const Seen&)>;
  bool wait_for(const Wanted& wanted, std::size_t count = 1) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (true) {
      take();
      if (static_cast<std::size_t>(std::ranges::count_if(all, wanted)) >= count) return true;
      if (std::chrono::steady_clock::now() > deadline) return false;
      pollfd wait{tracer_->event_fd(), POLLIN, 0};
      ::poll(&wait, 1, 100);
    }
  }

  // Waits for the first such event and returns it. Fails the test if there is none.
  const Seen& event(const Wanted& wanted) {
    static const Seen kNone{};
    const bool came = wait_for(wanted);
    EXPECT_TRUE(came) << "no such event among:\n" << text();
    return came ? *std::ranges::find_if(all, wanted) : kNone;
  }
  const Seen& event(Action action, std::uint64_t cookie) {
    return event([=](const Seen& s) {
      return s.event.action == action && s.event.socket.cookie.value() == cookie;
    });
  }

  [[nodiscard]] std::size_t count(Action action, std::uint64_t cookie) const {
    return static_cast<std::size_t>(std::ranges::count_if(all, [=](const Seen& s) {
      return s.event.action == action && s.event.socket.cookie.value() == cookie;
    }));
  }

  [[nodiscard]] std::string text() const {
    std::string out;
    for (const Seen& s : all) {
      const Socket& k = s.event.socket;
      out += std::string(to_string(s.event.action)) + " " + std::string(to_string(k.protocol)) +
             " " + std::to_string(k.cookie.value()) + " :" + std::to_string(k.local_port) + " :" +
             std::to_string(k.remote_port) + " " + std::string(to_string(k.state)) + " error " +
             std::to_string(s.event.error) + " sent " + std::to_string(k.sent_bytes) +
             " received " + std::to_string(k.received_bytes) + " by " +
             (s.process ? std::to_string(s.process->pid.value()) + ":" + s.process->name
                        : "no process") +
             "\n";
    }
    return out;
  }

  std::deque<Seen> all;
  bool all_namespaces = false;

 private:
  NetnsId netns_;
  std::unique_ptr<SocketTracer> tracer_;
  EventBatch batch_;
};

inline int pid_of(const Seen& seen) { return seen.process ? seen.process->pid.value() : 0; }
inline std::string name_of(const Seen& seen) { return seen.process ? seen.process->name : ""; }

}  // namespace portexplorer
