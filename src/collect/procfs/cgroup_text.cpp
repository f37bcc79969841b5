#include "collect/procfs/cgroup_text.h"

#include <algorithm>
#include <array>

namespace portexplorer {
namespace {

constexpr std::size_t kIdLength = 64;
constexpr std::size_t kShortIdLength = 12;
constexpr std::string_view kScope = ".scope";
constexpr std::string_view kService = ".service";

bool is_container_id(std::string_view text) {
  return text.size() == kIdLength && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// systemd writes a "-" inside a name as "\x2d".
std::string unescape_unit(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.substr(i, 2) == "\\x" && i + 3 < name.size() && hex_digit(name[i + 2]) >= 0 &&
        hex_digit(name[i + 3]) >= 0) {
      out += static_cast<char>(hex_digit(name[i + 2]) * 16 + hex_digit(name[i + 3]));
      i += 3;
    } else {
      out += name[i];
    }
  }
  return out;
}

std::string_view without(std::string_view text, std::string_view prefix, std::string_view suffix) {
  if (text.size() <= prefix.size() + suffix.size() || !text.starts_with(prefix) ||
      !text.ends_with(suffix))
    return {};
  return text.substr(prefix.size(), text.size() - prefix.size() - suffix.size());
}

// Parses "docker-ID.scope", "libpod-ID", a bare ID … Helper processes that an engine runs beside
// the container (libpod-conmon-ID.scope, crio-conmon-ID.scope) are not in it; their names have no
// id immediately after the engine's name.
std::string_view id_in(std::string_view component) {
  if (component.ends_with(kScope)) component.remove_suffix(kScope.size());
  if (is_container_id(component)) return component;
  constexpr std::array<std::string_view, 6> kEngines{
      "docker-", "libpod-payload-", "libpod-", "cri-containerd-", "crio-", "nerdctl-"};
  for (const std::string_view engine : kEngines) {
    if (component.starts_with(engine) && is_container_id(component.substr(engine.size())))
      return component.substr(engine.size());
  }
  return {};
}

// Returns the container that `component` names, if any, considering its neighbours in the path.
std::string name_in(std::string_view before, std::string_view component, std::string_view after) {
  if (const auto id = id_in(component); !id.empty())
    return std::string(id.substr(0, kShortIdLength));
  if (const auto name = without(component, "lxc.payload.", ""); !name.empty())
    return std::string(name);
  if (before == "lxc.payload" || before == "lxc" || before == "garden")
    return std::string(component);
  if (const auto name = without(component, "machine-", kScope); !name.empty())
    return unescape_unit(name);
  // nspawn itself stays in "supervisor", next to its container.
  const auto nspawn = without(component, "systemd-nspawn@", kService);
  if (!nspawn.empty() && after != "supervisor") return unescape_unit(nspawn);
  return {};
}

std::string_view take_component(std::string_view& path) {
  const std::size_t begin = path.find_first_not_of('/');
  if (begin == std::string_view::npos) {
    path = {};
    return {};
  }
  path.remove_prefix(begin);
  const std::string_view component = path.substr(0, path.find('/'));
  path.remove_prefix(component.size());
  return component;
}

// Returns "1000" for "user@1000.service"; "" for all others.
std::string_view user_of_manager(std::string_view unit) {
  constexpr std::size_t kMostDigits = 10;
  const std::string_view user = without(unit, "user@", kService);
  return user.size() <= kMostDigits &&
                 user.find_first_not_of("0123456789") == std::string_view::npos
             ? user
             : std::string_view();
}

// Users may give any name to the units of their own service managers, including those of system
// units.
std::string innermost_unit(std::string_view path) {
  std::string_view unit;
  std::string_view manager;  // the user of the outermost user@UID.service
  for (auto component = take_component(path); !component.empty();
       component = take_component(path)) {
    if (without(component, "", kService).empty() && without(component, "", kScope).empty())
      continue;
    if (manager.empty() && !unit.empty()) manager = user_of_manager(unit);
    unit = component;
  }
  return manager.empty() ? std::string(unit)
                         : "user " + std::string(manager) + ": " + std::string(unit);
}

struct CgroupLine {
  std::string_view controllers;  // "" for the unified hierarchy
  std::string_view path;
};

// Splits "9:name=systemd:/user.slice"; the path may contain colons.
CgroupLine split_line(std::string_view line) {
  const std::size_t first = line.find(':');
  if (first == std::string_view::npos) return {};
  const std::size_t second = line.find(':', first + 1);
  if (second == std::string_view::npos) return {};
  CgroupLine parts{line.substr(first + 1, second - first - 1), line.substr(second + 1)};
  constexpr std::string_view kRemoved = " (deleted)";
  if (parts.path.ends_with(kRemoved)) parts.path.remove_suffix(kRemoved.size());
  if (!parts.path.starts_with('/')) parts.path = {};
  return parts;
}

bool in_openrc(const CgroupLine& line) {
  if (line.controllers == "name=openrc") return line.path.size() > 1;
  return line.controllers.empty() && line.path.starts_with("/openrc.");
}

}  // namespace

std::string container_of_path(std::string_view path) {
  std::string found;
  std::string_view before;
  std::string_view component = take_component(path);
  while (!component.empty()) {
    const std::string_view after = take_component(path);
    if (std::string name = name_in(before, component, after); !name.empty())
      found = std::move(name);
    before = component;
    component = after;
  }
  return found;
}

CgroupPlace parse_cgroup(std::string_view text) {
  CgroupPlace place;
  std::string_view unified;
  std::string_view systemd;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const CgroupLine line = split_line(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.path.empty()) continue;
    if (line.controllers.empty()) unified = line.path;
    if (line.controllers == "name=systemd") systemd = line.path;
    if (in_openrc(line)) place.openrc = true;
    if (place.container.empty()) place.container = container_of_path(line.path);
  }
  const std::string_view path = systemd.size() > 1 || unified.empty() ? systemd : unified;
  place.path = path;
  place.unit = innermost_unit(path);
  if (std::string name = container_of_path(path); !name.empty()) place.container = std::move(name);
  return place;
}

}  // namespace portexplorer
