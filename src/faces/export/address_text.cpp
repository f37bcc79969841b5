#include "faces/export/address_text.h"

namespace portexplorer {

void append_exact_address(std::string& out, const RowView& view, const AddressValue& a) {
  append_ip(out, a.family, a.address);
  if (a.zone == 0 || a.family != Family::ipv6) return;
  out += '%';
  const std::string_view name = interface_name(view, a.zone);
  out += name.empty() ? std::to_string(a.zone) : std::string(name);
}

}  // namespace portexplorer
