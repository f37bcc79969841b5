// The rows that docs/filters.md searches, A to J.
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
  // The letters of the rows that match, with blanks between; "-" for none; "error: …" where the
  // filter is wrong.
  [[nodiscard]] std::string find(std::string_view text) const;

  // Some services, and UTC as local time.
  [[nodiscard]] static FilterNames names();

 private:
  Snapshot snapshot_;
};

}  // namespace portexplorer::filter
