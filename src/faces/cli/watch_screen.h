// The screen of a watch: turns a snapshot into lines and handles keys. Does not access the
// terminal.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "faces/cli/environment.h"
#include "faces/cli/list.h"
#include "model/snapshot.h"

namespace portexplorer::cli {

// "14:02:11 · 214 sockets: 1 hidden (h), …"
[[nodiscard]] std::string look_line(const Snapshot&, const Selection&,
                                    const std::vector<std::uint32_t>& rows);

class WatchView {
 public:
  WatchView(const Options&, const Environment&, const ListPlan&);

  void set_snapshot(std::shared_ptr<const Snapshot>);
  void set_trouble(std::string);  // shown until the next snapshot
  void set_terminal(Terminal);

  // Handles typed keys. Returns false to quit.
  [[nodiscard]] bool take_keys(std::string_view keys);
  [[nodiscard]] bool is_paused() const { return paused_; }

  // The lines of the screen; no more and no wider than the terminal.
  [[nodiscard]] std::vector<std::string> lines();

 private:
  bool take_key(std::string_view key);
  void scroll(std::ptrdiff_t lines);
  void next_sort(bool reverse);
  void arrange();
  [[nodiscard]] std::size_t page() const;
  [[nodiscard]] std::string status_line() const;
  [[nodiscard]] std::string last_line(std::size_t shown) const;

  const Options& options_;
  const Environment& env_;
  const ListPlan& plan_;
  Terminal terminal_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint32_t> order_;
  std::vector<Column> columns_;  // as last shown
  std::vector<int> widths_;
  std::vector<SortKey> sort_;
  std::size_t sort_choice_ = 0;
  bool sort_reversed_ = false;
  std::size_t top_ = 0;
  bool paused_ = false;
  std::string trouble_;
};

}  // namespace portexplorer::cli
