// The difference between two lists, in the terms of QAbstractItemModel's signals: runs of removed
// rows, runs of inserted rows, and whether the remaining rows were reordered.
//
// If they were not, the difference can be applied to the old list step by step: remove the runs
// from the last to the first, then insert the new ones from the first to the last. In this order,
// each run's positions are also its row numbers at the moment of its step. While a run is removed,
// no row before it has been removed; while a run is inserted, all rows before it are already in
// place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace portexplorer::gui {

constexpr std::uint32_t kNowhere = 0xFFFFFFFF;  // the position of a row that is not in the list

struct Run {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  friend bool operator==(const Run&, const Run&) = default;
};

struct ListDiff {
  std::vector<Run> removed;   // positions in the old list, ascending
  std::vector<Run> inserted;  // positions in the new list, ascending
  bool reordered = false;     // rows that are in both lists changed their relative order

  [[nodiscard]] bool is_empty() const { return removed.empty() && inserted.empty() && !reordered; }
  [[nodiscard]] std::size_t runs() const { return removed.size() + inserted.size(); }
};

// Computes the difference. new_positions[i] is the new position of the row that was at position i,
// or kNowhere if it was removed. Positions must be unique and below new_size.
[[nodiscard]] ListDiff diff_lists(std::span<const std::uint32_t> new_positions,
                                  std::uint32_t new_size);

// The list as a view sees it between two steps: a list without some of its runs (gaps). A model
// must answer with these row numbers while it announces a difference. In the removing phase the
// list is the old one and gaps are added from the last to the first; in the inserting phase it is
// the new one, which starts with all inserted runs as gaps, and they are filled from the first to
// the last.
class GappedList {
 public:
  GappedList() = default;
  // `gaps` are ascending runs of positions below `size`.
  GappedList(std::uint32_t size, std::vector<Run> gaps);

  [[nodiscard]] std::uint32_t size() const { return size_ - hidden_; }
  // Converts a visible row number to a position in the whole list.
  [[nodiscard]] std::uint32_t whole(std::uint32_t shown) const;
  // Converts a position to a visible row number. A position in a gap gives the row number of the
  // first visible row after the gap.
  [[nodiscard]] std::uint32_t shown(std::uint32_t whole) const;

  void add_gap_before_others(Run);  // must precede all existing gaps
  void fill_first_gap();

 private:
  std::uint32_t size_ = 0;
  std::uint32_t hidden_ = 0;
  std::vector<Run> gaps_;  // descending, so that both modifications happen at the back
};

}  // namespace portexplorer::gui
