// How one list became another, in the terms in which a view is told: runs that went, runs that
// came, and whether what stayed changed its order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace portexplorer::gui {

constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

struct Run {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  friend bool operator==(const Run&, const Run&) = default;
};

struct ListDiff {
  std::vector<Run> removed;   // positions in the old list, ascending
  std::vector<Run> inserted;  // positions in the new list, ascending
  bool reordered = false;     // what is in both stands in another order

  [[nodiscard]] bool is_empty() const { return removed.empty() && inserted.empty() && !reordered; }
  [[nodiscard]] std::size_t runs() const { return removed.size() + inserted.size(); }
};

// new_positions[i]: where what stood at i stands now, or kNowhere. No position twice, none at or
// above new_size.
[[nodiscard]] ListDiff diff_lists(std::span<const std::uint32_t> new_positions,
                                  std::uint32_t new_size);

// A list of which some runs are left out, as it is while a view is told of one run after the other.
class GappedList {
 public:
  GappedList() = default;
  // `gaps`: ascending runs of positions below `size` that are left out.
  GappedList(std::uint32_t size, std::vector<Run> gaps);

  [[nodiscard]] std::uint32_t size() const { return size_ - hidden_; }
  // The position in the whole list of what stands at `shown` now.
  [[nodiscard]] std::uint32_t whole(std::uint32_t shown) const;
  // The other way round; what is in a gap gives where it would stand.
  [[nodiscard]] std::uint32_t shown(std::uint32_t whole) const;

  void add_gap_before_others(Run);  // it lies before all gaps there are
  void fill_first_gap();

 private:
  std::uint32_t size_ = 0;
  std::uint32_t hidden_ = 0;
  std::vector<Run> gaps_;  // from the last to the first, so that the first goes quickly
};

}  // namespace portexplorer::gui
