// Addresses for machines: exact, "::" rather than "*".
#pragma once

#include <string>

#include "model/fields.h"

namespace portexplorer {

// "192.0.2.1", "::", "fe80::1%eth0" (the number of the interface where its name is not known). Raw:
// escape it.
void append_exact_address(std::string& out, const RowView&, const AddressValue&);

}  // namespace portexplorer
