#include "collect/process/bundles.h"

#include "base/lines.h"
#include "collect/process/evidence.h"
#include "collect/process/executable.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLargestText = 64 * 1024;

std::string unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

Bundle named(std::string manager, std::string name) {
  Bundle bundle;
  bundle.manager = std::move(manager);
  bundle.name = std::move(name);
  return bundle;
}

// "/snap/firefox/4173/usr/lib/firefox/firefox" → "/snap/firefox/4173"
std::optional<std::string> snap_directory(std::string_view path) {
  constexpr std::string_view kSnap = "/snap/";
  if (!path.starts_with(kSnap)) return std::nullopt;
  const std::size_t name_end = path.find('/', kSnap.size());
  const std::size_t end =
      name_end == std::string_view::npos ? name_end : path.find('/', name_end + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(path.substr(0, end));
}

Bundle snap_of(const ProcPidDir& directory, const std::string& place) {
  const auto text = directory.read_in_root(place + "/meta/snap.yaml", kLargestText);
  auto told = text ? parse_snap_yaml(*text) : std::nullopt;
  constexpr std::size_t kName = std::string_view("/snap/").size();
  Bundle bundle =
      told ? *std::move(told) : named("snap", place.substr(kName, place.find('/', kName) - kName));
  bundle.proven = is_evidence(directory, place);
  return bundle;
}

}  // namespace

std::optional<Bundle> bundle_of(const ProcPidDir& directory, const Process& process) {
  if (const auto place = snap_directory(process.path)) return snap_of(directory, *place);
  const bool of_flatpak = process.path.starts_with("/app/") || process.path.starts_with("/usr/");
  // Flatpak writes the file into the root that it creates for a program; in the reader's root it
  // means nothing.
  if (!of_flatpak || sees_our_files(directory)) return std::nullopt;
  const auto text = directory.read_in_root("/.flatpak-info", kLargestText);
  return text ? parse_flatpak_info(*text) : std::nullopt;
}

std::optional<std::string> app_image_named_by(const ProcPidDir& directory, const Process& process) {
  // Only for programs started from the image that is mounted there; their children inherit the
  // variable.
  if (!process.path.starts_with("/tmp/.mount_")) return std::nullopt;
  const auto environment = directory.read("environ");
  const auto image = environment ? environment_value(*environment, "APPIMAGE") : std::nullopt;
  if (!image || image->empty()) return std::nullopt;
  return std::string(file_name(*image));
}

std::optional<Bundle> parse_flatpak_info(std::string_view text) {
  Bundle bundle = named("flatpak", {});
  std::string_view section;
  while (!text.empty()) {
    const std::string_view line = trimmed(take_line(text));
    if (line.starts_with('[')) section = line;
    if (section == "[Application]" && line.starts_with("name="))
      bundle.name = trimmed(line.substr(5));
    if (section == "[Instance]" && line.starts_with("app-commit="))
      bundle.version = std::string(line.substr(11, 12));
  }
  if (bundle.name.empty()) return std::nullopt;
  return bundle;
}

std::optional<Bundle> parse_snap_yaml(std::string_view text) {
  Bundle bundle = named("snap", {});
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with(' ')) continue;
    const std::string_view key = line.substr(0, colon);
    std::string value = unquoted(trimmed(line.substr(colon + 1)));
    if (key == "name") bundle.name = std::move(value);
    else if (key == "version") bundle.version = std::move(value);
    else if (key == "summary") bundle.summary = std::move(value);
    else if (key == "license") bundle.licence = std::move(value);
  }
  if (bundle.name.empty()) return std::nullopt;
  return bundle;
}

}  // namespace portexplorer
