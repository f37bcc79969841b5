#include "faces/pages/sentences.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "inspect/report_entries.h"
#include "knowledge/connection_phase.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kNamed = 3;  // how many are named before "and 5 more"

}  // namespace

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string enumerated(const std::vector<std::string>& items, const Words& words) {
  const std::size_t named = std::min(items.size(), kNamed);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) {
    const bool last = i > 0 && i + 1 == items.size();
    if (last) text = words.say("{1} and {2}"_text, {text, items[i]});
    else text.append(i == 0 ? "" : ", ").append(items[i]);
  }
  return items.size() > named
             ? words.say("{1} and {2} more"_text, {text, std::to_string(items.size() - named)})
             : text;
}

namespace {

std::string bare_who(const RowView& view, const Words& words) {
  if (const Process* p = view.process()) {
    if (p->pid.value() == 0)
      return words.say("{1} (in another PID namespace)"_text, {escaped(p->name)});
    const std::string klass = words.say(class_words(view.row().klass));
    const std::string pid = std::to_string(p->pid.value());
    return klass.empty()
               ? words.say("{1} (pid {2})"_text, {escaped(p->name), pid})
               : words.say("{1} (pid {2}, class {3})"_text, {escaped(p->name), pid, klass});
  }
  switch (view.row().owner) {
    case Owner::kernel: return words.say("the kernel itself"_text);
    case Owner::not_permitted: break;
    case Owner::gone: return words.say("a program that has just ended"_text);
    case Owner::foreign: {
      const std::string_view container = foreign_container(view);
      return container.empty() ? words.say("a program in another PID namespace"_text)
                               : words.say("a program in container {1}"_text, {escaped(container)});
    }
    case Owner::none: return words.say("a socket that no program holds"_text);
    default: return words.say("somebody who is not known"_text);
  }
  const Value user = field(FieldId::user).value(view);
  const auto* name = std::get_if<std::string_view>(&user);
  return name == nullptr
             ? words.say("a program that you may not see"_text)
             : words.say("a program that you may not see (user {1})"_text, {escaped(*name)});
}

}  // namespace

std::string who(const RowView& view, const Words& words) {
  std::string text = bare_who(view, words);
  const auto netns = other_netns(view);
  if (!netns) return text;
  return netns->empty() ? words.say("{1} in another network namespace"_text, {text})
                        : words.say("{1} in network namespace {2}"_text, {text, escaped(*netns)});
}

std::string missing_sockets(const Sample& sample, const Words& words) {
  const auto hides_sockets = [](const CoverageGap& gap) {
    if (gap.id == "processes" || gap.id == "proc.hidepid")
      return true;  // their network namespaces are then unknown
    if (!gap.notable || gap.id == "netns.number") return false;
    return std::ranges::any_of(std::array{"dump.", "failed.", "netns.", "ebpf.netns."},
                               [&](std::string_view start) { return gap.id.starts_with(start); });
  };
  constexpr std::size_t kMostGaps = 2;  // every network namespace may have one
  std::string text;
  std::size_t told = 0;
  for (const CoverageGap& gap : sample.coverage.gaps) {
    if (!hides_sockets(gap) || ++told > kMostGaps) continue;
    for (const Message* message : {&gap.what, &gap.why}) {
      const std::string sentence = format_message(*message, words);
      if (!sentence.empty()) text += (text.empty() ? "" : " ") + sentence;
    }
  }
  return text;
}

std::string in_its_netns(const RowView& view, std::string sentence, const Words& words) {
  const auto netns = other_netns(view);
  if (!netns) return sentence;
  return netns->empty()
             ? words.say("In another network namespace: {1}"_text, {sentence})
             : words.say("In network namespace {1}: {2}"_text, {escaped(*netns), sentence});
}

}  // namespace portexplorer::pages
