#include "faces/pages/sentences.h"

#include <algorithm>

#include "base/escape.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kNamed = 3;  // how many of a kind are named before "and 5 more"

}  // namespace

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string enumerated(const std::vector<std::string>& items) {
  const std::size_t named = std::min(items.size(), kNamed);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) {
    const bool last = i + 1 == items.size();
    text += i == 0 ? "" : last ? " and " : ", ";
    text += items[i];
  }
  return items.size() > named ? text + " and " + std::to_string(items.size() - named) + " more" : text;
}

std::string who(const RowView& view) {
  if (const Process* p = view.process()) {
    const std::string_view klass = to_string(view.row().klass);
    return escaped(p->name) + " (pid " + std::to_string(p->pid.value()) + (klass.empty() ? "" : ", class " + std::string(klass)) + ")";
  }
  switch (view.row().owner) {
    case Owner::kernel: return "the kernel itself";
    case Owner::not_permitted: break;
    case Owner::gone: return "a program that has just ended";
    default: return "somebody who is not known";
  }
  const Value user = field(FieldId::user).value(view);
  const auto* name = std::get_if<std::string_view>(&user);
  return "a program that you may not see" + (name == nullptr ? "" : " (user " + escaped(*name) + ")");
}

}  // namespace portexplorer::pages
