// Writes rows of a snapshot in one of the formats; what list and a watch that is no screen share.
#pragma once

#include <set>
#include <string>

#include "faces/cli/columns.h"
#include "faces/cli/environment.h"
#include "faces/cli/output.h"
#include "faces/cli/selection.h"
#include "faces/cli/table.h"

namespace portexplorer::cli {

// What a list shows, checked before anything is read.
struct ListPlan {
  std::vector<Column> columns;  // of text
  std::vector<FieldId> fields;  // of JSON and CSV
  std::vector<FieldId> shown;   // in either
  std::vector<SortKey> sort;
  std::optional<Selection> selection;

  [[nodiscard]] SampleRequest request(const Options&) const;
};
// The error is what is printed.
Result<ListPlan> plan_list(const Options&);

// The columns of text for these rows: those of the plan, with the network namespace if the rows
// come from several.
[[nodiscard]] std::vector<Column> columns_for(const ListPlan&, const Options&, const Snapshot&,
                                              std::span<const std::uint32_t> rows);

// Rows in their order, for streams of any format but --json. `stream`: with the time in each row,
// and CSV's header only `first`.
void write_csv(Output&, const Options&, const ListPlan&, const Snapshot&,
               std::span<const std::uint32_t> rows, bool stream, bool first);
void write_jsonl(Output&, const ListPlan&, const Snapshot&, std::span<const std::uint32_t> rows,
                 bool stream);
// `order`: positions into `rows`.
void write_table(Output&, const Options&, const Table&, std::span<const std::uint32_t> order);

[[nodiscard]] TableOptions table_options(const Options&, const Environment&);

// Says on stderr what the listing may lack, as far as it is notable. With `printed`, which has the
// ids of the gaps that were printed already, each once.
void print_notes(const Environment& env, const Snapshot& snapshot,
                 std::set<std::string>* printed = nullptr);

}  // namespace portexplorer::cli
