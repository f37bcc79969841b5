// Decides from consecutive readings which desktop notifications to show. Independent of any window.
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
  std::string process;     // name and pid; escaped
  std::string what;        // "0.0.0.0:8080"; escaped
  std::uint64_t more = 0;  // further ones of this kind in the same reading
};

struct NoticeWishes {
  bool listeners = false;
  bool first_connections = false;
  bool hidden = false;
};

// Must see every reading, in order. Reports nothing that existed when notices were turned on, and
// nothing twice. Memory is bounded; after the first reading, the sets are consulted only for new
// rows.
class Notices {
 public:
  // Returns at most one notice of each kind.
  [[nodiscard]] std::vector<Notice> read(const Snapshot&, const NoticeWishes&);

 private:
  // Inserts a key and returns whether it is new. Clears the set first if it has reached its limit.
  static bool is_new(std::unordered_set<std::string>& seen, std::string key);

  // Whether a socket that was idle in the previous reading is connected now. Such a socket is not a
  // new row. Notes idle sockets for the next reading.
  [[nodiscard]] bool begins_to_connect(const RowView&);

  bool begun_ = false;
  std::unordered_set<std::string> listeners_;  // program, protocol and port
  std::unordered_set<std::string> connected_;  // programs
  std::unordered_set<std::uint64_t> hidden_;   // processes, by pid and start time
  // Identities of sockets without a remote end, in the previous reading and in this one.
  std::unordered_set<std::uint64_t> idle_;
  std::unordered_set<std::uint64_t> idle_now_;
};

}  // namespace portexplorer::gui
