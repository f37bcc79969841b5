// The traffic log's memory: the last events, so many at most, and which of them a filter lets
// through. Beside the main thread.
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

// An event as it is shown. Texts are escaped and short.
struct LogLine {
  std::uint64_t number = 0;
  Timestamp time;
  Action action = Action::open;
  Protocol protocol = Protocol::unknown;
  bool failed = false;
  std::int32_t pid = 0;  // 0: not known
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
  void set_words(const Words& words) {
    words_ = &words;
  }  // of lines that are made from now on; English until then
  // Takes the events over; gives those that pass the filter.
  [[nodiscard]] std::vector<LogLine> add(EventBatch&&, const Host&);
  // All that is remembered and passes.
  [[nodiscard]] std::vector<LogLine> set_filter(Filter);
  void clear();

  [[nodiscard]] std::uint64_t lost() const {
    return lost_;
  }  // by the kernel, and left out by a limit
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
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

// Puts `more` behind `batch`; processes that are in both stand there once.
void append_batch(EventBatch& batch, EventBatch&& more);

// "14:02:13.201", local.
[[nodiscard]] std::string clock_text(Timestamp);
// As a line of text, tabs between its parts.
[[nodiscard]] std::string log_text(const LogLine&);

}  // namespace portexplorer::gui
