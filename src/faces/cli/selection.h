// Which sockets the user asked for: what the source must read, and which rows of a snapshot are
// shown.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "faces/cli/columns.h"
#include "faces/cli/options.h"
#include "model/filter/filter.h"
#include "model/snapshot.h"
#include "model/socket_source.h"

namespace portexplorer::cli {

class Selection {
 public:
  // The error is what is printed: for a filter several lines, with a caret under the character that
  // is wrong. `shown`: the fields of the columns; words of a filter look into them too.
  [[nodiscard]] static Result<Selection> create(const Options&, std::vector<FieldId> shown);

  // `text`: rows are shown to people, with class and owner. `fields` and `sort`: what else is
  // looked at.
  [[nodiscard]] SampleRequest request(bool text, std::span<const FieldId> fields,
                                      std::span<const SortKey> sort) const;

  // Indices into Snapshot::rows, ascending.
  [[nodiscard]] std::vector<std::uint32_t> rows(const Snapshot&) const;

  // True if options ask for less than the usual, so that an empty list has a reason.
  [[nodiscard]] bool narrows_beside_filter() const { return narrows_; }
  [[nodiscard]] bool passes(const RowView&) const;
  // The number of rows left out because the sockets are this process's own.
  [[nodiscard]] std::uint64_t own_sockets(const Snapshot&) const;
  [[nodiscard]] bool filters_by(FieldId id) const { return filter_.uses(id); }
  // Whether it may pass once more is known of it than now: names that are still asked for.
  [[nodiscard]] bool may_pass(const RowView&) const;

  // What is asked for, as far as it can be decided before rows come.
  [[nodiscard]] const ProtocolSet& protocols() const { return protocols_; }
  [[nodiscard]] RequiredValues required() const { return filter_.required(); }

 private:
  Selection() = default;
  [[nodiscard]] bool passes_state(const RowView&) const;
  // Some fields are read only for somebody who names them: by --columns, --sort or a filter.
  [[nodiscard]] bool asks_for(FieldId, std::span<const SortKey> sort) const;
  [[nodiscard]] bool passes_options(const RowView&) const;

  ProtocolSet protocols_;
  bool ipv4_ = false;
  bool ipv6_ = false;
  bool listening_ = false;
  bool established_ = false;
  bool remote_ = false;
  bool hide_netstat_ = false;
  bool unlisted_ = false;
  bool narrows_ = false;
  std::vector<FieldId> named_;  // by --columns
  bool hides_own_ = false;      // the sockets of this process
  Filter filter_;
};

}  // namespace portexplorer::cli
