// Programs that come in a bundle of their own instead of the system's packages: Flatpak, Snap,
// AppImage.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collect/procfs/proc_pid_dir.h"
#include "model/process.h"

namespace portexplorer {

struct Bundle {
  std::string manager;  // "flatpak", "snap", "appimage"
  std::string name;
  std::string version;
  std::string summary;
  std::string licence;
  // Only root can have put it there: snaps that root installed. Otherwise all of this is what the
  // process's own container says of itself, which proves nothing.
  bool proven = false;
};

// Empty: it came in none that can be told. Reads what a Flatpak or a snap says of itself, as the
// process sees it.
[[nodiscard]] std::optional<Bundle> bundle_of(const ProcPidDir&, const Process&);

// The AppImage that the environment of a process names, where its program runs from a place as such
// images are mounted at. Anybody can set the variable and make such a directory: no evidence, and
// never a package.
[[nodiscard]] std::optional<std::string> app_image_named_by(const ProcPidDir&, const Process&);

// Pure; nothing in the texts is trusted. Empty where no name stands there.
// Source: flatpak-metadata(5), snap.yaml of snapcraft.
[[nodiscard]] std::optional<Bundle> parse_flatpak_info(std::string_view text);
[[nodiscard]] std::optional<Bundle> parse_snap_yaml(std::string_view text);

}  // namespace portexplorer
