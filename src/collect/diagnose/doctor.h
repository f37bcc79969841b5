// What this kernel and this privilege let Port Explorer see: tried, not guessed.
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
  Message remedy;  // what would give what is missing; empty text where nothing would or nothing is
                   // missing
};

struct DoctorReport {
  std::vector<DoctorItem> items;
};

// Takes some milliseconds; reads much as list does.
[[nodiscard]] DoctorReport examine();

}  // namespace portexplorer
