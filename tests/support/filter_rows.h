// The rows A to J that docs/filters.md searches.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/filter/filter.h"
#include "model/snapshot.h"

namespace portexplorer::filter {

class TestRows {
 public:
  TestRows();

  [[nodiscard]] const Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] RowView row(char letter) const {
    return {snapshot_, snapshot_.rows[static_cast<std::size_t>(letter - 'A')]};
  }
  // Returns the letters of the matching rows, separated by blanks; "-" for none; "error: …" for an
  // invalid filter.
  [[nodiscard]] std::string find(std::string_view text) const;

  // Returns a few services, and UTC as local time.
  [[nodiscard]] static FilterNames names();

 private:
  Snapshot snapshot_;
};

}  // namespace portexplorer::filter
