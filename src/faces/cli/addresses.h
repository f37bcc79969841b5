// Names, countries and networks of remote addresses, for list, watch and log.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "faces/cli/environment.h"
#include "faces/cli/list.h"
#include "knowledge/address_knowledge.h"

namespace portexplorer::cli {

[[nodiscard]] std::shared_ptr<AddressKnowledge> make_addresses(const Options&, const Environment&);

// Returns the attributions of the geo data that is shown: raw texts; empty if none is shown.
[[nodiscard]] std::vector<std::string> shown_attributions(std::span<const FieldId> shown,
                                                          AddressKnowledge&);

// Prints these on stderr, and why countries or networks are missing if their fields are shown.
void say_about_addresses(const Environment&, std::span<const FieldId> shown, AddressKnowledge&);

}  // namespace portexplorer::cli
