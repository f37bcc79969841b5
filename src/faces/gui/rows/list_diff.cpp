#include "faces/gui/rows/list_diff.h"

#include <algorithm>

namespace portexplorer::gui {
namespace {

void add_to_runs(std::vector<Run>& runs, std::uint32_t position) {
  if (!runs.empty() && runs.back().first + runs.back().count == position) ++runs.back().count;
  else runs.push_back({position, 1});
}

}  // namespace

ListDiff diff_lists(std::span<const std::uint32_t> new_positions, std::uint32_t new_size) {
  ListDiff diff;
  std::vector<bool> was_there(new_size);
  std::uint32_t highest = 0;
  bool any = false;
  for (std::uint32_t i = 0; i < new_positions.size(); ++i) {
    const std::uint32_t position = new_positions[i];
    if (position == kNowhere) {
      add_to_runs(diff.removed, i);
      continue;
    }
    was_there[position] = true;
    diff.reordered = diff.reordered || (any && position < highest);
    highest = std::max(highest, position);
    any = true;
  }
  for (std::uint32_t i = 0; i < new_size; ++i) {
    if (!was_there[i]) add_to_runs(diff.inserted, i);
  }
  return diff;
}

GappedList::GappedList(std::uint32_t size, std::vector<Run> gaps)
    : size_(size), gaps_(std::move(gaps)) {
  std::reverse(gaps_.begin(), gaps_.end());
  for (const Run& gap : gaps_) hidden_ += gap.count;
}

std::uint32_t GappedList::whole(std::uint32_t shown) const {
  std::uint32_t position = shown;
  for (auto gap = gaps_.rbegin(); gap != gaps_.rend() && gap->first <= position; ++gap)
    position += gap->count;
  return position;
}

std::uint32_t GappedList::shown(std::uint32_t whole) const {
  std::uint32_t skipped = 0;
  for (auto gap = gaps_.rbegin(); gap != gaps_.rend() && gap->first < whole; ++gap)
    skipped += std::min(gap->count, whole - gap->first);
  return whole - skipped;
}

void GappedList::add_gap_before_others(Run gap) {
  gaps_.push_back(gap);
  hidden_ += gap.count;
}

void GappedList::fill_first_gap() {
  hidden_ -= gaps_.back().count;
  gaps_.pop_back();
}

}  // namespace portexplorer::gui
