#include "knowledge/hosts_file.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"

namespace portexplorer {
namespace {

constexpr std::size_t kMostNames = 16;
constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestLabel = 63;

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

std::string_view next_word(std::string_view& line) {
  constexpr std::string_view kBlanks = " \t\r\v\f";
  const std::size_t start = line.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return line = {};
  line.remove_prefix(start);
  const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
  line.remove_prefix(word.size());
  return word;
}

// Calls `take(address, names)` for each line with an address; `names` is the rest of the line.
template <typename Take>
void for_each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    line = line.substr(0, line.find('#'));
    const std::string_view first = next_word(line);
    const auto address = parse_ip(first.substr(0, first.find('%')));
    if (address) take(*address, line);
  }
}

}  // namespace

bool is_host_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > kLongestName) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    if (label.empty() || label.size() > kLongestLabel || !std::ranges::all_of(label, is_name_byte))
      return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

HostsFile::HostsFile(std::string_view text) {
  for_each_line(text, [this](const ParsedAddress& address, std::string_view words) {
    if (is_unspecified(address.address)) return;
    auto& names = names_[{address.family, address.address.bytes}];
    for (std::string_view word = next_word(words); !word.empty() && names.size() < kMostNames;
         word = next_word(words)) {
      if (is_host_name(word) && std::ranges::find(names, word) == names.end())
        names.emplace_back(word);
    }
  });
}

const std::vector<std::string>& HostsFile::names_of(Family family, const IpAddress& address) const {
  static const std::vector<std::string> none;
  const auto it = names_.find({family, address.bytes});
  return it == names_.end() ? none : it->second;
}

std::vector<ParsedAddress> HostsFile::addresses_of(std::string_view text, std::string_view name) {
  std::set<Key> keys;
  for_each_line(text, [&](const ParsedAddress& address, std::string_view words) {
    for (std::string_view word = next_word(words); !word.empty(); word = next_word(words)) {
      if (equals_ignoring_case(word, name)) keys.insert({address.family, address.address.bytes});
    }
  });
  std::vector<ParsedAddress> addresses;
  addresses.reserve(keys.size());
  for (const auto& [family, bytes] : keys) addresses.push_back({family, IpAddress{bytes}});
  return addresses;
}

}  // namespace portexplorer
