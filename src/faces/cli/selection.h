// The selection of the user: what the source must read, and which rows of a snapshot are shown.
#pragma once

#include <cstdint>
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
  // The error is the text to print; for a filter several lines, with carets below the position of
  // the error. `shown`: the fields of the columns, which the words of a filter are searched in too.
  [[nodiscard]] static Result<Selection> create(const Options&, std::vector<FieldId> shown);

  // `text`: rows are shown as text, with class and owner. `fields` and `sort`: other fields that
  // are read.
  [[nodiscard]] SampleRequest request(bool text, std::span<const FieldId> fields,
                                      std::span<const SortKey> sort) const;

  // Indices into Snapshot::rows, ascending.
  [[nodiscard]] std::vector<std::uint32_t> rows(const Snapshot&) const;

  // Whether options narrow the selection, which may explain an empty list.
  [[nodiscard]] bool narrows_beside_filter() const { return narrows_; }
  [[nodiscard]] bool passes(const RowView&) const;
  // The number of rows that are hidden because the sockets belong to this process.
  [[nodiscard]] std::uint64_t own_sockets(const Snapshot&) const;
  [[nodiscard]] bool filters_by(FieldId id) const { return filter_.uses(id); }
  // Whether the row may pass once the names that are still being resolved are known.
  [[nodiscard]] bool may_pass(const RowView&) const;

  // Conditions that can be applied before rows are read.
  [[nodiscard]] const ProtocolSet& protocols() const { return protocols_; }
  [[nodiscard]] RequiredValues required() const { return filter_.required(); }

 private:
  Selection() = default;
  [[nodiscard]] bool passes_state(const RowView&) const;
  // Whether --columns, --sort or the filter names the field; some fields are read only then.
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
  std::vector<FieldId> named_;  // fields of --columns
  bool hides_own_ = false;      // hides the sockets of this process
  std::int32_t own_pid_ = 0;    // as the rows have it
  Filter filter_;
};

}  // namespace portexplorer::cli
