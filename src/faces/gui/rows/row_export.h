// Rows as text for the clipboard or a file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "faces/gui/rows/list_columns.h"
#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

enum class ListFormat : std::uint8_t { text, csv, json };

// Formats rows. `items` are positions in the listing. CSV and JSON contain every field, in the
// format of the command line; text contains `columns` as an aligned table.
[[nodiscard]] std::string export_rows(const Listing&, std::span<const std::uint32_t> items,
                                      ListFormat, std::span<const int> columns, const CellStyle&);

// Formats rows for the clipboard: cells separated by tabs, without a header.
[[nodiscard]] std::string tabbed_rows(const Listing&, std::span<const std::uint32_t> items,
                                      std::span<const int> columns, const CellStyle&);
// Formats rows as a JSON array of objects, without the envelope of the command line.
[[nodiscard]] std::string json_of_rows(const Listing&, std::span<const std::uint32_t> items);

// Returns a filter that matches these rows by protocol, addresses and ports, or "" if it would
// exceed Filter::kMaxLength.
[[nodiscard]] std::string filter_for(const Listing&, std::span<const std::uint32_t> items);

}  // namespace portexplorer::gui
