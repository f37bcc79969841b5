#include "faces/cli/addresses.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer::cli {
namespace {

bool shows(std::span<const FieldId> shown, FieldId id) {
  return std::ranges::find(shown, id) != shown.end();
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

std::vector<std::string> shown_attributions(std::span<const FieldId> shown,
                                            AddressKnowledge& addresses) {
  std::vector<std::string> texts;
  if (shows(shown, FieldId::country)) texts.push_back(addresses.country_attribution());
  if (shows(shown, FieldId::network)) texts.push_back(addresses.network_attribution());
  std::erase(texts, "");
  if (texts.size() == 2 && texts[0] == texts[1]) texts.pop_back();
  return texts;
}

void say_about_addresses(const Environment& env, std::span<const FieldId> shown,
                         AddressKnowledge& addresses) {
  if (!shows(shown, FieldId::country) && !shows(shown, FieldId::network)) return;
  for (const std::string& text : shown_attributions(shown, addresses))
    say(env, "portexplorer: geo data: " + escaped(text));
  for (const std::string& trouble : addresses.trouble()) say(env, "portexplorer: " + trouble);
}

}  // namespace portexplorer::cli
