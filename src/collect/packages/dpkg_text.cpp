#include "collect/packages/dpkg_text.h"

#include <algorithm>

#include "base/lines.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLongestValue = 400;

// Returns the value of a field of a stanza: its first non-empty line.
std::string field_of(std::string_view stanza, std::string_view name) {
  bool inside = false;
  while (!stanza.empty()) {
    const std::string_view line = take_line(stanza);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    if (!goes_on) inside = line.starts_with(name) && line.substr(name.size()).starts_with(':');
    if (!inside) continue;
    const std::string_view value = trimmed(goes_on ? line : line.substr(name.size() + 1));
    if (!value.empty()) return std::string(value.substr(0, kLongestValue));
  }
  return {};
}

// Returns the text from the start of a stanza to the empty line that ends it.
std::string_view stanza_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, text.find("\n\n", begin) - begin);
}

bool is_stanza_of(std::string_view stanza, std::string_view architecture) {
  const std::string status = field_of(stanza, "Status");
  return status.ends_with(" installed") &&
         (architecture.empty() || field_of(stanza, "Architecture") == architecture);
}

Package package_of(std::string_view stanza) {
  Package package;
  package.manager = "dpkg";
  package.name = field_of(stanza, "Package");
  package.version = field_of(stanza, "Version");
  package.maintainer = field_of(stanza, "Maintainer");
  package.homepage = field_of(stanza, "Homepage");
  package.summary = field_of(stanza, "Description");
  package.source = field_of(stanza, "Source");
  package.architecture = field_of(stanza, "Architecture");
  return package;
}

}  // namespace

std::optional<Package> find_in_status(std::string_view status, std::string_view name,
                                      std::string_view architecture) {
  if (name.empty()) return std::nullopt;
  const std::string line = "Package: " + std::string(name) + "\n";
  for (std::size_t at = status.find(line); at != std::string_view::npos;
       at = status.find(line, at + 1)) {
    if (at != 0 && status[at - 1] != '\n') continue;
    const std::string_view stanza = stanza_at(status, at);
    if (is_stanza_of(stanza, architecture)) return package_of(stanza);
  }
  return std::nullopt;
}

CopyrightFacts parse_copyright(std::string_view text) {
  CopyrightFacts facts;
  if (!text.starts_with("Format:")) return facts;
  std::string first_licence;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::string_view stanza = stanza_at(text, begin);
    begin += stanza.size();
    while (begin < text.size() && text[begin] == '\n') ++begin;
    const std::string files = field_of(stanza, "Files");
    if (first_licence.empty()) first_licence = field_of(stanza, "License");
    if (files != "*") continue;
    facts.licence = field_of(stanza, "License");
    facts.copyright = field_of(stanza, "Copyright");
    return facts;
  }
  facts.licence = first_licence;
  return facts;
}

std::string_view unmerged(std::string_view path) {
  constexpr std::string_view kUsr = "/usr/";
  return path.starts_with(kUsr) ? path.substr(kUsr.size()) : std::string_view();
}

std::optional<std::string> find_in_md5sums(std::string_view text, std::string_view path) {
  constexpr std::size_t kDigits = 32;
  constexpr std::size_t kBlanks = 2;
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::string_view older = path.starts_with("usr/") ? path.substr(4) : std::string_view();
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.size() <= kDigits + kBlanks) continue;
    const std::string_view name = line.substr(kDigits + kBlanks);
    if (name == path || (!older.empty() && name == older))
      return std::string(line.substr(0, kDigits));
  }
  return std::nullopt;
}

}  // namespace portexplorer
