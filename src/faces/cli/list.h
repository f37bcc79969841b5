// Writes the rows of a snapshot in each format; shared by list and by watch without a screen.
#pragma once

#include <set>
#include <string>

#include "faces/cli/columns.h"
#include "faces/cli/environment.h"
#include "faces/cli/output.h"
#include "faces/cli/selection.h"
#include "faces/cli/table.h"

namespace portexplorer::cli {

// The columns, order and selection of a list; validated before anything is read.
struct ListPlan {
  std::vector<Column> columns;  // of text
  std::vector<FieldId> fields;  // of JSON and CSV
  std::vector<FieldId> shown;   // in either
  std::vector<SortKey> sort;
  std::optional<Selection> selection;

  [[nodiscard]] SampleRequest request(const Options&) const;
};
// The error is the text to print.
Result<ListPlan> plan_list(const Options&);

// Returns the columns of text for these rows: those of the plan, with NETNS if the rows are of
// several network namespaces.
[[nodiscard]] std::vector<Column> columns_for(const ListPlan&, const Options&, const Snapshot&,
                                              std::span<const std::uint32_t> rows);

// Write rows in this order, as CSV or JSON lines. `stream`: with the time in each row. `first`:
// writes the header of CSV.
void write_csv(Output&, const Options&, const ListPlan&, const Snapshot&,
               std::span<const std::uint32_t> rows, bool stream, bool first);
void write_jsonl(Output&, const ListPlan&, const Snapshot&, std::span<const std::uint32_t> rows,
                 bool stream);
// `order`: positions into `rows`.
void write_table(Output&, const Options&, const Table&, std::span<const std::uint32_t> order);

[[nodiscard]] TableOptions table_options(const Options&, const Environment&);

// Prints the notable gaps of the snapshot on stderr. `printed` has the ids of gaps that were
// printed before, which are skipped.
void print_notes(const Environment& env, const Snapshot& snapshot,
                 std::set<std::string>* printed = nullptr);

}  // namespace portexplorer::cli
