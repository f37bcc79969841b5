// What list, watch and log know of remote addresses.
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

// Who is to be named for what is shown: raw texts; none if nothing of theirs was shown.
[[nodiscard]] std::vector<std::string> shown_attributions(std::span<const FieldId> shown,
                                                          AddressKnowledge&);

// On stderr: those, and why countries and networks are missing where they are asked for.
void say_about_addresses(const Environment&, std::span<const FieldId> shown, AddressKnowledge&);

}  // namespace portexplorer::cli
