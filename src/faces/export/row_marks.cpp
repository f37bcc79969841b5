#include "faces/export/row_marks.h"

namespace portexplorer {

Sign sign_of(const Row& row) {
  switch (row.change) {
    case Change::fresh: return Sign::fresh;
    case Change::closing: return Sign::closing;
    case Change::brief: return Sign::brief;
    case Change::none: break;
  }
  return row.klass == Class::hidden ? Sign::hidden : Sign::none;
}

Tint tint_of(const RowView& view) {
  switch (view.row().change) {
    case Change::fresh: return Tint::fresh;
    case Change::closing:
    case Change::brief: return Tint::closing;
    case Change::none: break;
  }
  return class_tint(view);
}

Tint class_tint(const RowView& view) {
  if (!view.mapped()) return Tint::netstat;
  if (view.row().klass == Class::system) return Tint::system;
  return view.row().klass == Class::hidden ? Tint::hidden : Tint::plain;
}

}  // namespace portexplorer
