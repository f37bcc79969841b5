// A field to sort by.
#pragma once

#include "model/fields.h"

namespace portexplorer {

struct SortKey {
  FieldId id = FieldId::protocol;
  bool descending = false;

  friend bool operator==(const SortKey&, const SortKey&) = default;
};

}  // namespace portexplorer
