#include "model/former_names.h"

#include <array>

namespace portexplorer {
namespace {

struct FormerField {
  std::string_view former;
  std::string_view name;
};
constexpr std::array kFormerFields = {FormerField{"look_reasons", "findings"},
                                      FormerField{"remote_host_known", "remote_host_source"},
                                      FormerField{"traffic_known", "traffic_coverage"}};

struct FormerValue {
  FieldId field;
  std::string_view former;
  std::string_view name;
};
constexpr std::array kFormerValues = {
    FormerValue{FieldId::change, "brief", "short_lived"},
    FormerValue{FieldId::traffic_coverage, "whole_life", "lifetime"}};

}  // namespace

std::optional<std::string_view> new_field_name(std::string_view former) {
  for (const FormerField& f : kFormerFields) {
    if (f.former == former) return f.name;
  }
  return std::nullopt;
}

std::optional<std::string_view> new_value_name(FieldId field, std::string_view former) {
  for (const FormerValue& v : kFormerValues) {
    if (v.field == field && v.former == former) return v.name;
  }
  return std::nullopt;
}

}  // namespace portexplorer
