// What is worth a word when somebody wants to be told: judged from one reading to the next. No
// window needed.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "model/snapshot.h"

namespace portexplorer::gui {

enum class NoticeKind : std::uint8_t { listener, first_connection, hidden };

struct Notice {
  NoticeKind kind = NoticeKind::listener;
  std::string process;     // escaped; with its pid
  std::string what;        // "0.0.0.0:8080"; escaped
  std::uint64_t more = 0;  // of this kind, at the same time
};

struct NoticeWishes {
  bool listeners = false;
  bool first_connections = false;
  bool hidden = false;
};

// Of readings one after the other. Remembers what it has seen: nothing that was there when somebody
// began to wish is told, and nothing twice. What it remembers is bounded, and a reading costs what
// is new in it.
class Notices {
 public:
  // At most one of each kind.
  [[nodiscard]] std::vector<Notice> read(const Snapshot&, const NoticeWishes&);

 private:
  // Whether it is new; forgets the oldest half of a set that has grown too large.
  static bool is_new(std::unordered_set<std::string>& seen, std::string key);

  // What a reading brings that was not there before, and who held still until now and has
  // connected.
  [[nodiscard]] bool begins_to_connect(const RowView&);

  bool begun_ = false;
  std::unordered_set<std::string> listeners_;  // program, protocol and port
  std::unordered_set<std::string> connected_;  // programs
  std::unordered_set<std::uint64_t> hidden_;   // processes, by pid and start
  std::unordered_set<std::uint64_t>
      idle_;  // sockets that had nobody at the other side in the last reading …
  std::unordered_set<std::uint64_t> idle_now_;  // … and in this one
};

}  // namespace portexplorer::gui
