// Orders two rows by a field.
#include <compare>

#include "model/fields.h"

namespace portexplorer {
namespace {

int as_int(std::partial_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

struct Comparer {
  const Value& other;

  int operator()(std::monostate) const { return 0; }
  int operator()(const AddressValue& a) const {
    const auto& b = std::get<AddressValue>(other);
    if (a.family != b.family) return a.family < b.family ? -1 : 1;
    return as_int(a.address.bytes <=> b.address.bytes);
  }
  int operator()(const HolderList& a) const {
    return as_int(a.indices.size() <=> std::get<HolderList>(other).indices.size());
  }
  template <typename T>
  int operator()(const T& a) const {
    return as_int(a <=> std::get<T>(other));
  }
};

// A row without an exact creation time is sorted by its bound.
Value sort_value(const Field& f, const RowView& row) {
  Value value = f.value(row);
  if (f.id == FieldId::created_at && std::holds_alternative<std::monostate>(value))
    return field(FieldId::created_before).value(row);
  return value;
}

}  // namespace

int compare(const Field& f, const RowView& a, const RowView& b) {
  const Value left = sort_value(f, a);
  const Value right = sort_value(f, b);
  const bool left_unknown = std::holds_alternative<std::monostate>(left);
  const bool right_unknown = std::holds_alternative<std::monostate>(right);
  if (left_unknown || right_unknown)
    return static_cast<int>(left_unknown) - static_cast<int>(right_unknown);
  if (left.index() != right.index()) return left.index() < right.index() ? -1 : 1;
  return std::visit(Comparer{right}, left);
}

}  // namespace portexplorer
