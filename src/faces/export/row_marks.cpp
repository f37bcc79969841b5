#include "faces/export/row_marks.h"

namespace portexplorer {

Sign sign_of(const Row& row) {
  switch (row.change) {
    case Change::fresh: return Sign::fresh;
    case Change::closing: return Sign::closing;
    case Change::short_lived: return Sign::short_lived;
    case Change::none: break;
  }
  return row.klass == Class::hidden ? Sign::hidden : Sign::none;
}

Tint tint_of(const RowView& view) {
  switch (view.row().change) {
    case Change::fresh: return Tint::fresh;
    case Change::closing:
    case Change::short_lived: return Tint::closing;
    case Change::none: break;
  }
  return class_tint(view);
}

Tint class_tint(const RowView& view) {
  if (!view.mapped()) return Tint::netstat;
  switch (view.row().klass) {
    case Class::system: return Tint::system;
    case Class::hidden: return Tint::hidden;
    case Class::unknown: return Tint::unknown;
    case Class::normal: break;
  }
  return Tint::plain;
}

}  // namespace portexplorer
