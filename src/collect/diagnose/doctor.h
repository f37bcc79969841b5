// Determines what this kernel and the current privileges let Port Explorer see, by trying it.
#pragma once

#include <string>
#include <vector>

#include "model/message.h"

namespace portexplorer {

enum class DoctorStatus { ok, partial, missing };

struct DoctorItem {
  std::string section;  // "Privilege", "Processes", "Socket tables", "Network namespaces", "Kernel"
  std::string item;     // what was tried: "tcp over IPv6"
  DoctorStatus status = DoctorStatus::ok;
  Message result;  // what was found
  Message remedy;  // how to get what is missing; empty if nothing is missing or nothing helps
};

struct DoctorReport {
  std::vector<DoctorItem> items;
};

// Takes some milliseconds; reads much the same as `list`.
[[nodiscard]] DoctorReport examine();

}  // namespace portexplorer
