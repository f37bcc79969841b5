// Runs the log of the built program while a test generates traffic.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <csignal>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;

constexpr std::uint16_t kLogPort = 7300;

inline std::vector<json> events_of(const Outcome& outcome) {
  std::istringstream lines(outcome.out);
  std::vector<json> events;
  for (std::string line; std::getline(lines, line);) {
    json parsed = json::parse(line);
    // At the end of the log: connections on this machine that could not be checked, since the
    // socket tables change while they are read.
    if (!parsed.contains("unchecked")) events.push_back(std::move(parsed));
  }
  return events;
}

class TrafficLog : public ::testing::Test {
 protected:
  // Returns the events of the network namespace of this test while `traffic` runs.
  Outcome logged(std::vector<std::string> arguments, const std::function<void()>& traffic) const {
    RunOptions options;
    options.awaited = "Ctrl+C ends the log";
    options.then = [&](int pid) {
      traffic();
      kill(pid, SIGINT);
    };
    arguments.insert(arguments.begin(), {"log", "--jsonl"});
    arguments.push_back("netns=" + own_netns());
    return run_portexplorer(arguments, options);
  }

  // Runs a process that connects, sends and ends immediately. Returns its pid.
  static int caller_of(std::uint16_t port, std::size_t bytes) {
    ChildProcess child([&](Conversation&) {
      const UniqueFd fd = connected_socket(SOCK_STREAM, "127.0.0.1", port);
      const std::string text(bytes, 'x');
      check(send(fd.get(), text.data(), text.size(), 0), "send");
    });
    const int pid = child.pid();
    child.end();
    return pid;
  }

  ScopedNetns netns_;
};

inline std::vector<std::string> actions_of(const std::vector<json>& events, int pid) {
  std::vector<std::string> actions;
  for (const json& e : events) {
    if (e.at("pid") == pid) actions.push_back(e.at("action"));
  }
  return actions;
}

inline json only_event(const std::vector<json>& events, int pid, const std::string& action) {
  std::vector<json> found;
  for (const json& e : events) {
    if (e.at("pid") == pid && e.at("action") == action) found.push_back(e);
  }
  if (found.size() != 1)
    fail_now("wanted one " + action + ", but there are " + std::to_string(found.size()) + " in " +
             json(events).dump());
  return found.front();
}

}  // namespace portexplorer
