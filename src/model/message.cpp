#include "model/message.h"

#include <algorithm>

#include "base/escape.h"
#include "base/placeholders.h"

namespace portexplorer {
namespace {

// Appends the value of the argument `name`; returns false if there is none.
bool append_argument(std::string& out, const Message& message, std::string_view name,
                     const Words& words) {
  const auto is_named = [&](const auto& argument) { return argument.first == name; };
  const auto raw = std::ranges::find_if(message.arguments, is_named);
  const auto ours = std::ranges::find_if(message.words, is_named);
  if (raw != message.arguments.end()) append_escaped(out, raw->second);
  else if (ours != message.words.end()) out += format_message(ours->second, words);
  else return false;
  return true;
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): only our own code nests messages
std::string format_message(const Message& message, const Words& words) {
  return fill_placeholders(words.translated(message.text),
                           [&](std::string& out, std::string_view name) {
                             return append_argument(out, message, name, words);
                           });
}

Message own_words(std::string_view sentence) { return {escaped(sentence), {}}; }

}  // namespace portexplorer
