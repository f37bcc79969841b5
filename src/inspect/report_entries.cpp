#include "inspect/report_entries.h"

#include <algorithm>
#include <array>

#include "base/join.h"
#include "base/own_ids.h"
#include "base/words.h"
#include "collect/process/evidence.h"
#include "model/fields.h"

namespace portexplorer {
namespace {

std::string bytes_text(std::uint64_t bytes) {
  std::string text;
  append_human_bytes(text, bytes);
  return text;
}

std::string octal(std::uint32_t mode) {
  std::string text;
  for (mode &= 07777; mode != 0 || text.size() < 4; mode >>= 3)
    text.insert(text.begin(), static_cast<char>('0' + (mode & 7)));
  return text;
}

std::string_view word_of(Executable state) {
  constexpr std::array<std::string_view, 7> kWords = {
      "unreadable", "none", "present", "replaced", "deleted", "memory", "elsewhere"};
  return kWords[static_cast<std::size_t>(state)];
}

Text text_of(Executable state) {
  switch (state) {
    case Executable::unreadable: return "not known"_text;
    case Executable::none: return "none: a part of the kernel"_text;
    case Executable::present: return "at its path"_text;
    case Executable::replaced: return "deleted; another file is at its path"_text;
    case Executable::deleted: return "deleted"_text;
    case Executable::elsewhere: return "not at its path: nothing, or another file, is there"_text;
    default: return "in memory only"_text;
  }
}

Message data(std::string text) {
  return text.empty() ? Message{} : Message{"{text}", {{"text", std::move(text)}}};
}

// Lists items as "a, b"; each is translated separately.
Message listed(const std::vector<Message>& items) {
  Message all;
  for (std::size_t i = items.size(); i-- > 0;) {
    all = all.text.empty()
              ? items[i]
              : Message{"{first}, {others}", {}, {{"first", items[i]}, {"others", std::move(all)}}};
  }
  return all;
}

// "bash (2), by login (1)"
Message started_by(const std::vector<std::string>& parents) {
  Message all;
  for (std::size_t i = parents.size(); i-- > 0;) {
    all = all.text.empty() ? data(parents[i])
                           : Message{"{parent}, by {others}"_text,
                                     {{"parent", parents[i]}},
                                     {{"others", std::move(all)}}};
  }
  return all;
}

// Returns "coreutils 9.1-1", and its source if that is no evidence.
std::string package_words(const Package& package) {
  const std::string words = package.name + " " + package.version;
  return package.proven ? words : claimed_by_container(words);
}

// Returns the text of BinaryFacts::type.
Message type_words(const BinaryFacts& binary) {
  const bool wide = binary.type.starts_with("64");
  const Text text = binary.is_static
                        ? (wide ? "64-bit ELF program, {architecture}, linked statically"_text
                                : "32-bit ELF program, {architecture}, linked statically"_text)
                        : (wide ? "64-bit ELF program, {architecture}"_text
                                : "32-bit ELF program, {architecture}"_text);
  return {text, {{"architecture", binary.architecture}}};
}

class Entries {
 public:
  explicit Entries(const ProcessReport& report)
      : report_(report), general_(report.general), process_(report.general.process) {}

  std::vector<ReportEntry> make() {
    add_general();
    add_file();
    add_place();
    add_version();
    add_build();
    add_security();
    add_rights();
    add_hardening();
    return std::move(entries_);
  }

 private:
  void add(std::string_view key, std::string_view label, EntryValue value, std::string why = {},
           Message text = {}) {
    entries_.push_back({part_, key, label, std::move(value), std::move(text), std::move(why)});
  }
  void add_text(std::string_view key, std::string_view label, const std::string& value,
                const std::string& why = {}) {
    add(key, label, value.empty() ? EntryValue() : EntryValue(value), value.empty() ? why : "");
  }
  template <typename T>
  void add_found(std::string_view key, std::string_view label, const Found<T>& found,
                 const Message& text = {}) {
    add(key, label, found ? EntryValue(*found) : EntryValue(), found.why, text);
  }

  void add_general() {
    part_ = ReportPart::general;
    add_text("name", "Name"_text, process_.name);
    const DesktopEntry desktop = general_.desktop.value_or(DesktopEntry{});
    add_text("application", "In menus"_text, desktop.name);
    add_text("application_title", "Kind"_text, desktop.title);
    add_text("icon", "Icon"_text, desktop.icon);
    add_text("path", "Path"_text, process_.path, general_.file.why);
    add("executable", "File is"_text, std::string(word_of(process_.facts.executable)), {},
        {text_of(process_.facts.executable), {}});
    add_found("script", "Script"_text, general_.script);
    add_text("command", "Command"_text, joined(general_.arguments, " "),
             "it has no arguments, or they could not be read"_text);
    add_found("working_directory", "Works in"_text, general_.working_directory);
    add_root();
  }

  // Pages show the root directory only if it is not the usual one.
  void add_root() {
    const auto& root = general_.root;
    if (!root || *root == "/") return add_found("root", "", root);
    add_found("root", "Root directory"_text, root, {"{root} (chroot)"_text, {{"root", *root}}});
  }

  void add_file() {
    const auto& file = general_.file;
    const std::string& why = file.why;
    add("size_bytes", "Size"_text, file ? EntryValue(file->size_bytes) : EntryValue(), why,
        file ? data(bytes_text(file->size_bytes)) : Message{});
    const bool typed = report_.version.binary.value.has_value();
    add("type", "Type"_text, typed ? EntryValue(report_.version.binary->type) : EntryValue(),
        report_.version.binary.why, typed ? type_words(*report_.version.binary) : Message{});
    add("architecture", "",
        typed ? EntryValue(report_.version.binary->architecture) : EntryValue());
    const bool created = file && file->created;
    add("file_created_at", "File created"_text, created ? EntryValue(*file->created) : EntryValue(),
        file ? std::string("the file system does not tell"_text) : why);
    add("file_modified_at", "File modified"_text, file ? EntryValue(file->modified) : EntryValue(),
        why);
    add("file_last_read_at", "File last read"_text,
        file ? EntryValue(file->last_read) : EntryValue(), why);
  }

  void add_place() {
    const std::string no_user = process_.uid ? "" : std::string(outside_id_map());
    add_text("user", "User"_text, process_.user, no_user);
    add("uid", "", process_.uid ? EntryValue(std::uint64_t{process_.uid->value()}) : EntryValue(),
        no_user);
    add("started_at", "Started"_text,
        process_.started_at ? EntryValue(*process_.started_at) : EntryValue());
    std::vector<std::string> parents;
    for (const Process& parent : general_.parents)
      parents.push_back(parent.name + " (" + std::to_string(parent.pid.value()) + ")");
    if (!parents.empty()) add("parents", "Started by"_text, parents, {}, started_by(parents));
    else if (process_.parent.value() > 0)
      add("parents", "Started by"_text, {}, "its parent process is not visible"_text);
    else
      add("parents", "Started by"_text, parents, {}, {"no process that is still running"_text, {}});
    add_text("terminal", "Terminal"_text, process_.terminal);
    add("session", "Session"_text,
        general_.session ? EntryValue(static_cast<std::uint64_t>(std::max(*general_.session, 0)))
                         : EntryValue());
    add_text("unit", "Unit"_text, process_.unit);
    add_text("container", "Container"_text, process_.container);
    const std::string klass(to_string(general_.klass));
    add("class", "Class"_text, klass.empty() ? EntryValue() : EntryValue(klass), {},
        klass.empty() ? Message{} : Message{class_words(general_.klass), {}});
    add_text("class_reason", "", std::string(explain(general_.class_reason)));
    add_found("threads", "Threads"_text, general_.threads);
    add_found("memory_bytes", "Memory"_text, general_.memory_bytes,
              general_.memory_bytes ? data(bytes_text(*general_.memory_bytes)) : Message{});
  }

  void add_package(std::string_view manager, const Found<Package>& found) {
    const Package package = found ? *found : Package{};
    add_text("package_manager", "", std::string(found ? manager : ""));
    if (found && !found->proven) {
      add("package", "Package"_text, claimed_by_container(package.name), {},
          {"{package}, according to its own container"_text, {{"package", package.name}}});
    } else {
      add_text("package", "Package"_text, package.name, found.why);
    }
    add_text("package_version", "Version"_text, package.version);
    add_text("package_maintainer", "Maintainer"_text, package.maintainer);
    add_text("package_homepage", "Homepage"_text, package.homepage);
    add_text("package_source", "Made from"_text, package.source);
    add_text("package_summary", "What it is"_text, package.summary);
    add_text("package_licence", "Licence"_text, package.licence,
             found ? std::string("its copyright file is not of a form that can be read"_text) : "");
    add_text("package_copyright", "Copyright"_text, package.copyright);
  }

  void add_version() {
    part_ = ReportPart::version;
    const Found<Package>& package = report_.version.package;
    add_package(package ? package->manager : "", package);
    const Found<Package>& script = report_.version.script_package;
    add("script_package", "Script's package"_text,
        script ? EntryValue(package_words(*script)) : EntryValue(), script.why);
    const WindowsVersion windows =
        report_.version.windows ? *report_.version.windows : WindowsVersion{};
    add_text("windows_product", "Windows product"_text, windows.product,
             report_.version.windows.why);
    add_text("windows_description", "Description"_text, windows.description);
    add_text("windows_version", "Windows version"_text, windows.version);
    add_text("windows_company", "Company"_text, windows.company);
    add_text("windows_copyright", "Copyright"_text, windows.copyright);
  }

  void add_build() {
    const BinaryFacts binary = report_.version.binary ? *report_.version.binary : BinaryFacts{};
    const GoBuild go = binary.go.value_or(GoBuild{});
    add_text("build_id", "Build-id"_text, binary.build_id);
    add_text("package_note", "Note in the file"_text, binary.package_note);
    add_text("go_version", "Go"_text, go.go_version);
    add_text("go_module", "Go module"_text, go.module.empty() ? go.path : go.module);
    add_text("go_module_version", "Go module version"_text, go.module_version);
  }

  void add_list(std::string_view key, std::string_view label,
                const Found<std::vector<std::string>>& found, Text none) {
    add_found(
        key, label, found,
        found ? (found->empty() ? Message{none, {}} : data(joined(*found, ", "))) : Message{});
  }

  void add_security() {
    part_ = ReportPart::security;
    const auto& file = general_.file;
    const bool owner_known = file && !own_users().is_unknown(file->uid);
    const bool group_known = file && !own_groups().is_unknown(file->gid);
    const Message owner =
        group_known
            ? Message{"user {uid}, group {gid}"_text,
                      {{"uid", std::to_string(file->uid)}, {"gid", std::to_string(file->gid)}}}
        : file ? Message{"user {uid}, group unknown"_text, {{"uid", std::to_string(file->uid)}}}
               : Message{};
    add("file_uid", "File's owner"_text,
        owner_known ? EntryValue(std::uint64_t{file->uid}) : EntryValue(),
        file && !owner_known ? std::string(outside_id_map()) : file.why,
        owner_known ? owner : Message{});
    add("file_mode", "Mode"_text, file ? EntryValue(octal(file->mode)) : EntryValue(), file.why);
    add("setuid", "Setuid"_text, file ? EntryValue((file->mode & 04000) != 0) : EntryValue(),
        file.why);
    add("setgid", "Setgid"_text, file ? EntryValue((file->mode & 02000) != 0) : EntryValue(),
        file.why);
    const auto& exposures = report_.security.exposures;
    std::vector<std::string> writers;
    std::vector<Message> told;
    for (const Exposure& e : exposures ? *exposures : std::vector<Exposure>{}) {
      writers.push_back(e.place + " by " + e.who +
                        (e.adds_only ? ", new files only (sticky)" : ""));
      told.push_back(
          {e.adds_only ? "{place} by {who}, new files only (sticky)"_text : "{place} by {who}"_text,
           {{"place", e.place}},
           {{"who", writer_words(e)}}});
    }
    add("writable_by_others", "Others may write"_text,
        exposures ? EntryValue(writers) : EntryValue(), exposures.why,
        writers.empty() ? Message{"nothing on its path"_text, {}} : listed(told));
    add_found("sha256", "SHA-256"_text, report_.security.sha256);
    const auto& integrity = report_.security.integrity;
    const bool unchanged = integrity && *integrity == Integrity::unchanged;
    add("unchanged", "As installed"_text, integrity ? EntryValue(unchanged) : EntryValue(),
        integrity.why);
  }

  void add_rights() {
    const ProcessSecurity& security = report_.security;
    add_list("file_capabilities", "File capabilities"_text, security.file_capabilities,
             "none"_text);
    add_found("capabilities", "Capabilities"_text, security.capabilities,
              !security.capabilities           ? Message{}
              : security.all_capabilities      ? Message{"all, as root has"_text, {}}
              : security.capabilities->empty() ? Message{"none"_text, {}}
                                               : data(joined(*security.capabilities, ", ")));
    add_found("seccomp", "Seccomp"_text, security.seccomp,
              security.seccomp ? own_words(*security.seccomp) : Message{});
    add_found("no_new_privileges", "No new privileges"_text, security.no_new_privileges);
    add_list("other_namespaces", "Own namespaces"_text, security.own_namespaces,
             "none: it sees what we see"_text);
    add_found("label", "Label"_text, security.label);
    add_found(
        "ld_preload", "LD_PRELOAD"_text, security.preload,
        security.preload && security.preload->empty() ? Message{"not set"_text, {}} : Message{});
    add_found("system_preload", "ld.so.preload"_text, security.system_preload,
              security.system_preload && security.system_preload->empty()
                  ? Message{"empty"_text, {}}
                  : Message{});
    const auto& tracer = security.traced_by;
    add("traced_by", "Traced by"_text,
        tracer ? EntryValue(static_cast<std::uint64_t>(std::max(*tracer, 0))) : EntryValue(),
        tracer.why,
        !tracer        ? Message{}
        : *tracer == 0 ? Message{"nobody"_text, {}}
                       : Message{"process {pid}"_text, {{"pid", std::to_string(*tracer)}}});
    add_mapped("deleted_libraries", "Deleted libraries"_text,
               [](const MappedFile& f) { return f.deleted && !f.in_memory; });
    add_mapped("replaced_libraries", "Replaced libraries"_text,
               [](const MappedFile& f) { return f.replaced; });
    add_mapped("unpackaged_libraries", "Of no package"_text,
               [](const MappedFile& f) { return !f.in_memory && f.packaged == false; });
  }

  template <typename Rule>
  void add_mapped(std::string_view key, std::string_view label, Rule rule) {
    const auto& mapped = report_.security.mapped;
    std::vector<std::string> paths;
    for (const MappedFile& file : mapped ? *mapped : std::vector<MappedFile>{}) {
      if (rule(file)) paths.push_back(file.path);
    }
    add(key, label, mapped ? EntryValue(paths) : EntryValue(), mapped.why,
        paths.empty() ? Message{"none"_text, {}} : data(joined(paths, ", ")));
  }

  void add_flag(std::string_view key, std::string_view label, const std::optional<bool>& flag) {
    add(key, label, flag ? EntryValue(*flag) : EntryValue(),
        report_.version.binary ? std::string("this file does not tell"_text)
                               : report_.version.binary.why);
  }

  void add_hardening() {
    const Hardening hardening =
        report_.version.binary ? report_.version.binary->hardening : Hardening{};
    add_flag("pie", "PIE"_text, hardening.pie);
    const bool told = !hardening.relro.empty();
    add("relro", "RELRO"_text, told ? EntryValue(hardening.relro) : EntryValue(),
        told ? "" : report_.version.binary.why, told ? own_words(hardening.relro) : Message{});
    add_flag("nx", "NX stack"_text, hardening.stack_not_executable);
    add_flag("canary", "Stack canary"_text, hardening.canary);
    add_flag("fortify", "Fortified"_text, hardening.fortify);
  }

  const ProcessReport& report_;
  const ProcessGeneral& general_;
  const Process& process_;
  ReportPart part_ = ReportPart::general;
  std::vector<ReportEntry> entries_;
};

}  // namespace

Message writer_words(const Exposure& exposure) {
  const std::string_view who = exposure.who;
  const std::string id(who.substr(who.find(' ') + 1));
  if (who.starts_with("user ")) return {"user {id}"_text, {{"id", id}}};
  if (who.starts_with("group ")) return {"group {id}"_text, {{"id", id}}};
  return {"everyone"_text, {}};
}

Text class_words(Class klass) {
  switch (klass) {
    case Class::normal: return "normal"_text;
    case Class::system: return "system"_text;
    case Class::hidden: return "hidden"_text;
    case Class::unknown: break;
  }
  return {};
}

std::vector<ReportEntry> report_entries(const ProcessReport& report) {
  return Entries(report).make();
}

}  // namespace portexplorer
