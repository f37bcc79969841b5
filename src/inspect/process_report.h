// Everything that is known of one process and of the program it runs, in the parts that people
// read: general, version, security, and what stands out. Each value says why it is missing where it
// is. Raw text: escape it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/found.h"
#include "collect/packages/package.h"
#include "collect/process/exposure.h"
#include "model/classify.h"
#include "model/process.h"
#include "model/snapshot.h"

namespace portexplorer {

// As it was before the look; the look itself changes no time (O_NOATIME) where the system lets it.
struct FileFacts {
  std::uint64_t size_bytes = 0;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t mode = 0;            // with setuid and setgid
  std::optional<Timestamp> created;  // not every file system keeps it
  Timestamp modified;
  Timestamp last_read;
};

// What a compiler did against mistakes in memory. Empty: cannot be told from this file.
struct Hardening {
  std::optional<bool> pie;
  std::optional<bool> stack_not_executable;
  std::optional<bool> canary;
  std::optional<bool> fortify;
  std::string relro;  // "full", "partial", "none"; empty: not known
};

struct GoBuild {
  std::string go_version;
  std::string path;
  std::string module;
  std::string module_version;
};

struct BinaryFacts {
  std::string type;  // "64-bit program (x86-64)"
  std::string architecture;
  std::string build_id;
  std::string package_note;  // JSON, as its maker wrote it
  bool is_static = false;
  Hardening hardening;
  std::optional<GoBuild> go;
};

// The version resource of a Windows program.
struct WindowsVersion {
  std::string company;
  std::string product;
  std::string description;
  std::string version;
  std::string copyright;
};

enum class Integrity : std::uint8_t { unchanged, changed };

// What menus call a program.
struct DesktopEntry {
  std::string name;     // "Firefox"
  std::string title;    // what kind of program it is: "Web Browser"; may be empty
  std::string icon;     // the name of an icon, or a file; may be empty
  std::string program;  // the first word of its command, a name or a full path
  bool hidden = false;  // shown in no menu
};

struct ProcessGeneral {
  Process process;
  ClassReason class_reason = ClassReason::none;
  Class klass = Class::unknown;
  bool same_root = true;  // it sees the files that we see
  // It is in a user namespace that root has not made: its user chooses which files it sees and
  // which program it seems to run.
  bool own_user_namespace = false;
  Found<FileFacts> file;
  std::vector<std::string> arguments;
  Found<std::string> working_directory;
  Found<std::string> root;       // "/", or the directory that it was confined to (chroot)
  std::vector<Process> parents;  // the nearest first, up to init
  std::optional<std::int32_t> session;
  Found<std::uint64_t> threads;
  Found<std::uint64_t> memory_bytes;  // resident
  std::optional<DesktopEntry> desktop;
  Found<std::string> script;  // that an interpreter runs, a full path; empty where it is none
};

struct ProcessVersion {
  Found<BinaryFacts> binary;
  Found<Package> package;
  Found<Package> script_package;
  Found<WindowsVersion> windows;
  std::string app_image;  // the name of one that its environment claims; empty: none
};

// A file that the process has mapped to run it.
struct MappedFile {
  std::string path;
  bool deleted = false;    // nothing stands at its path any more
  bool replaced = false;   // deleted, and another file stands there: updated, not restarted
  bool in_memory = false;  // never was a file
  std::optional<bool> exposed =
      false;  // others than root and the process's user can put another file there
  std::optional<bool> packaged;
};

struct ProcessSecurity {
  Found<std::vector<std::string>> file_capabilities;
  Found<std::vector<std::string>> capabilities;  // effective
  bool all_capabilities = false;
  Found<std::string> seccomp;
  Found<bool> no_new_privileges;
  Found<std::vector<std::string>> own_namespaces;  // that differ from ours
  Found<std::string> label;                        // AppArmor or SELinux
  Found<std::vector<Exposure>> exposures;
  Found<std::string> sha256;
  Found<Integrity> integrity;
  Found<std::vector<MappedFile>> mapped;
  Found<std::string> preload;                  // LD_PRELOAD of its environment; "" for none
  Found<std::string> system_preload;           // /etc/ld.so.preload; "" for none
  Found<std::int32_t> traced_by;               // 0: nobody
  Found<std::uint64_t> standard_input_socket;  // its inode; 0: no socket
};

enum class CheckResult : std::uint8_t { fine, stands_out, could_not_run };

struct Check {
  std::string id;  // "deleted_executable"; stable
  Message what;    // what was looked for, as a plain sentence that says what is so if it is fine
  CheckResult result = CheckResult::fine;
  Message evidence;  // what was found; or why it could not be looked at
  Message next;      // what one can do about it, where it stands out
};

// One sentence of the summary, and how it is known.
struct Sentence {
  Message text;
  std::vector<Message> evidence;
};

struct ProcessReport {
  Pid pid;
  std::uint64_t start_ticks = 0;  // with pid, the identity
  bool ended = false;             // in mid-look: what was read until then is there
  ProcessGeneral general;
  ProcessVersion version;
  ProcessSecurity security;
  std::shared_ptr<const Snapshot> snapshot;  // null: sockets could not be read …
  std::string sockets_trouble;               // … and why
  std::vector<std::uint32_t> sockets;        // rows of the snapshot that it holds
  std::vector<Check> checks;
  std::vector<Sentence> summary;
};

}  // namespace portexplorer
