#include "model/event.h"

#include <array>

namespace portexplorer {
namespace {

constexpr std::array<std::string_view, kActionCount> kWords = {
    "open", "bind", "connect", "listen", "accept", "send", "receive", "close"};

}  // namespace

std::string_view to_string(Action action) {
  const auto index = static_cast<std::size_t>(action);
  return index < kWords.size() ? kWords[index] : std::string_view();
}

std::optional<Action> action_from_string(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i] == word) return static_cast<Action>(i);
  }
  return std::nullopt;
}

}  // namespace portexplorer
