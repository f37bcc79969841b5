// The store of the traffic log: the latest events, up to a limit, and the filter that selects the
// lines to show. Used on the worker thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/words.h"
#include "model/derive.h"
#include "model/event.h"
#include "model/filter/filter.h"

namespace portexplorer::gui {

// An event as displayed. Texts are escaped and limited in length.
struct LogLine {
  std::uint64_t number = 0;
  Timestamp time;
  Action action = Action::open;
  Protocol protocol = Protocol::unknown;
  bool failed = false;
  std::int32_t pid = 0;  // 0: unknown
  std::string process;
  std::string local;
  std::string remote;
  std::string result;
  std::string bytes;
};

class LogStore {
 public:
  explicit LogStore(std::size_t most) : most_(most) {}

  void set_names(DeriveOptions options) { options_ = std::move(options); }
  // Sets the language of lines that are created from now on. The default is English.
  void set_words(const Words& words) { words_ = &words; }
  // Adds events. Returns the lines of those that match the filter.
  [[nodiscard]] std::vector<LogLine> add(EventBatch&&, const Host&);
  // Returns the lines of all stored events that match the new filter.
  [[nodiscard]] std::vector<LogLine> set_filter(Filter);
  void clear();

  // Number of events lost in the kernel or dropped by a rate limit.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  // Events that share one table of processes. The store grows and shrinks by whole blocks, so that
  // processes whose events have all been dropped are freed too.
  struct Block {
    EventBatch batch;
    std::uint64_t first_number = 1;
  };
  [[nodiscard]] std::vector<LogLine> lines_of(const Block&) const;

  std::size_t most_;
  DeriveOptions options_;
  const Words* words_ = &english();
  Filter filter_;
  Host host_;
  std::deque<Block> blocks_;
  std::size_t size_ = 0;
  std::uint64_t next_number_ = 1;
  std::uint64_t lost_ = 0;
};

// Appends `more` to `batch`. Processes that are in both are stored once.
void append_batch(EventBatch& batch, EventBatch&& more);

// Formats a time such as "14:02:13.201", in local time.
[[nodiscard]] std::string clock_text(Timestamp);
// Formats a line as text, with tabs between its parts.
[[nodiscard]] std::string log_text(const LogLine&);

}  // namespace portexplorer::gui
