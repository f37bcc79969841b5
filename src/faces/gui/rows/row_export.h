// Rows as text that leaves the program: to the clipboard or into a file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "faces/gui/rows/list_columns.h"
#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

enum class ListFormat : std::uint8_t { text, csv, json };

// `items`: positions in the listing. CSV and JSON have every field, as the command line writes
// them; text has `columns`, side by side.
[[nodiscard]] std::string export_rows(const Listing&, std::span<const std::uint32_t> items,
                                      ListFormat, std::span<const int> columns, const CellStyle&);

// Rows for the clipboard: cells with tabs between them, without a heading.
[[nodiscard]] std::string tabbed_rows(const Listing&, std::span<const std::uint32_t> items,
                                      std::span<const int> columns, const CellStyle&);
// Objects alone, in a JSON array.
[[nodiscard]] std::string json_of_rows(const Listing&, std::span<const std::uint32_t> items);

// A filter that these rows match: each by its protocol, addresses and ports. Empty where it would
// be too long.
[[nodiscard]] std::string filter_for(const Listing&, std::span<const std::uint32_t> items);

}  // namespace portexplorer::gui
