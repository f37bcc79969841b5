// Programs that come in a bundle instead of a system package: Flatpak, Snap, AppImage.
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
  // Only root can have put it there: snaps that root installed. Otherwise all of this comes from
  // the process's own container, which proves nothing.
  bool proven = false;
};

// Returns the bundle of a process; empty if none is recognized. Reads the metadata of a Flatpak or
// a snap, as the process sees it.
[[nodiscard]] std::optional<Bundle> bundle_of(const ProcPidDir&, const Process&);

// Returns the AppImage named in the environment of a process, if its program runs from a directory
// where such images are mounted. Any user can set the variable and create such a directory, so this
// is no evidence, and never a package.
[[nodiscard]] std::optional<std::string> app_image_named_by(const ProcPidDir&, const Process&);

// Pure; the texts are not trusted. Empty if they contain no name. Source: flatpak-metadata(5),
// snap.yaml of snapcraft.
[[nodiscard]] std::optional<Bundle> parse_flatpak_info(std::string_view text);
[[nodiscard]] std::optional<Bundle> parse_snap_yaml(std::string_view text);

}  // namespace portexplorer
