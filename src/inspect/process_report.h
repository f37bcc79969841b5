// Everything known about one process and its program, in the parts that people read: general,
// version, security, and conspicuous facts. Each missing value has a reason. Texts are unescaped.
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

// As they were before the inspection, which changes no times (O_NOATIME) if permitted.
struct FileFacts {
  std::uint64_t size_bytes = 0;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t mode = 0;            // includes setuid and setgid
  std::optional<Timestamp> created;  // not recorded by every file system
  Timestamp modified;
  Timestamp last_read;
};

// Mitigations of memory errors that the compiler added. Empty: cannot be determined from this file.
struct Hardening {
  std::optional<bool> pie;
  std::optional<bool> stack_not_executable;
  std::optional<bool> canary;
  std::optional<bool> fortify;
  std::string relro;  // "full", "partial", "none"; empty: unknown
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
  std::string package_note;  // JSON, as the distributor wrote it
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

// How menus present a program.
struct DesktopEntry {
  std::string name;     // "Firefox"
  std::string title;    // generic name: "Web Browser"; may be empty
  std::string icon;     // name of an icon, or a file; may be empty
  std::string program;  // first word of its command: a name or a full path
  bool hidden = false;  // not shown in menus
};

struct ProcessGeneral {
  Process process;
  ClassReason class_reason = ClassReason::none;
  Class klass = Class::unknown;
  bool same_root = true;  // has the same root directory as the reader
  // It is in a user namespace that root did not create: its user controls which files it sees and
  // which program it seems to run.
  bool own_user_namespace = false;
  Found<FileFacts> file;
  std::vector<std::string> arguments;
  Found<std::string> working_directory;
  Found<std::string> root;       // "/", or the directory that it is confined to (chroot)
  std::vector<Process> parents;  // the nearest first, up to init
  std::optional<std::int32_t> session;
  Found<std::uint64_t> threads;
  Found<std::uint64_t> memory_bytes;  // resident
  std::optional<DesktopEntry> desktop;
  Found<std::string> script;  // full path of the script that an interpreter runs; empty if none
};

struct ProcessVersion {
  Found<BinaryFacts> binary;
  Found<Package> package;
  Found<Package> script_package;
  Found<WindowsVersion> windows;
  std::string app_image;  // name of an AppImage that its environment claims; empty: none
};

// A file with executable mappings in the process.
struct MappedFile {
  std::string path;
  bool deleted = false;    // there is no file at its path
  bool replaced = false;   // deleted, with another file at its path: updated but not restarted
  bool in_memory = false;  // never had a file
  // Users other than root and the process's user can replace it.
  std::optional<bool> exposed = false;
  std::optional<bool> packaged;
};

struct ProcessSecurity {
  Found<std::vector<std::string>> file_capabilities;
  Found<std::vector<std::string>> capabilities;  // effective
  bool all_capabilities = false;
  Found<std::string> seccomp;
  Found<bool> no_new_privileges;
  Found<std::vector<std::string>> own_namespaces;  // that differ from the reader's
  Found<std::string> label;                        // of AppArmor or SELinux
  Found<std::vector<Exposure>> exposures;
  Found<std::string> sha256;
  Found<Integrity> integrity;
  Found<std::vector<MappedFile>> mapped;
  Found<std::string> preload;                  // LD_PRELOAD of its environment; "" for none
  Found<std::string> system_preload;           // /etc/ld.so.preload; "" for none
  Found<std::int32_t> traced_by;               // 0: not traced
  Found<std::uint64_t> standard_input_socket;  // its inode; 0: no socket
};

enum class CheckResult : std::uint8_t { fine, stands_out, could_not_run };

struct Check {
  std::string id;  // "deleted_executable"; stable
  Message what;    // what was checked, as a plain sentence that is true if the result is fine
  CheckResult result = CheckResult::fine;
  Message evidence;  // what was found, or why the check could not run
  Message next;      // what to do if the result is conspicuous
};

// One sentence of the summary, and its evidence.
struct Sentence {
  Message text;
  std::vector<Message> evidence;
};

struct ProcessReport {
  Pid pid;
  std::uint64_t start_ticks = 0;  // with pid, the identity
  bool ended = false;  // it exited during the inspection; only earlier parts are complete
  ProcessGeneral general;
  ProcessVersion version;
  ProcessSecurity security;
  std::shared_ptr<const Snapshot> snapshot;  // null: sockets could not be read
  std::string sockets_trouble;               // why `snapshot` is null
  std::vector<std::uint32_t> sockets;        // rows of the snapshot that it holds
  std::vector<Check> checks;
  std::vector<Sentence> summary;
};

}  // namespace portexplorer
