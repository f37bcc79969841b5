// Addresses for programs: exact, "::" rather than "*".
#pragma once

#include <string>

#include "model/fields.h"

namespace portexplorer {

// Appends "192.0.2.1", "::" or "fe80::1%eth0" (or the number of the interface if its name is
// unknown), unescaped.
void append_exact_address(std::string& out, const RowView&, const AddressValue&);

}  // namespace portexplorer
