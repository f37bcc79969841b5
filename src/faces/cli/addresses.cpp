#include "faces/cli/addresses.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer::cli {
namespace {

bool shows(const ListPlan& plan, FieldId id) {
  const auto is_id = [&](const Column& c) { return c.kind == ColumnKind::field && c.id == id; };
  return std::ranges::any_of(plan.columns, is_id) || std::ranges::find(plan.fields, id) != plan.fields.end();
}

}  // namespace

std::shared_ptr<AddressKnowledge> make_addresses(const Options& options, const Environment& env) {
  AddressSources sources{.geo = geo_search(options, env), .hosts_path = env.hosts_path};
  if (options.resolve) {
    auto reverse = ReverseNames::create();
    if (reverse) sources.reverse = *std::move(reverse);
    else say(env, "portexplorer: " + escaped(reverse.error().what));
  }
  return std::make_shared<AddressKnowledge>(std::move(sources));
}

std::vector<std::string> shown_attributions(const ListPlan& plan, AddressKnowledge& addresses) {
  std::vector<std::string> texts;
  if (shows(plan, FieldId::country)) texts.push_back(addresses.country_attribution());
  if (shows(plan, FieldId::network)) texts.push_back(addresses.network_attribution());
  std::erase(texts, "");
  if (texts.size() == 2 && texts[0] == texts[1]) texts.pop_back();
  return texts;
}

void say_about_addresses(const Environment& env, const ListPlan& plan, AddressKnowledge& addresses) {
  for (const std::string& text : shown_attributions(plan, addresses)) say(env, "portexplorer: places of addresses: " + escaped(text));
  const bool wanted =
      std::ranges::any_of(plan.columns, [](const Column& c) { return c.id == FieldId::country || c.id == FieldId::network; });
  if (!wanted) return;
  for (const std::string& trouble : addresses.trouble()) say(env, "portexplorer: " + trouble);
}

}  // namespace portexplorer::cli
