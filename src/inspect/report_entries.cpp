#include "inspect/report_entries.h"

#include <algorithm>
#include <array>

#include "model/fields.h"

namespace portexplorer {
namespace {

std::string bytes_text(std::uint64_t bytes) {
  std::string text;
  append_human_bytes(text, bytes);
  return text;
}

std::string joined(const std::vector<std::string>& items, std::string_view between) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : std::string(between)) + item;
  return text;
}

std::string octal(std::uint32_t mode) {
  std::string text;
  for (mode &= 07777; mode != 0 || text.size() < 4; mode >>= 3) text.insert(text.begin(), static_cast<char>('0' + (mode & 7)));
  return text;
}

std::string_view word_of(Executable state) {
  constexpr std::array<std::string_view, 6> kWords = {"unreadable", "none", "present", "replaced", "deleted", "memory"};
  return kWords[static_cast<std::size_t>(state)];
}

std::string_view text_of(Executable state) {
  switch (state) {
    case Executable::unreadable: return "not known";
    case Executable::none: return "none: a part of the kernel";
    case Executable::present: return "at its path";
    case Executable::replaced: return "replaced since by another: updated, not started anew";
    case Executable::deleted: return "deleted";
    default: return "in memory only";
  }
}

class Entries {
 public:
  explicit Entries(const ProcessReport& report) : report_(report), general_(report.general), process_(report.general.process) {}

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
  void add(std::string_view key, std::string_view label, EntryValue value, std::string why = {}, std::string text = {}) {
    entries_.push_back({part_, key, label, std::move(value), std::move(text), std::move(why)});
  }
  void add_text(std::string_view key, std::string_view label, const std::string& value, const std::string& why = {}) {
    add(key, label, value.empty() ? EntryValue() : EntryValue(value), value.empty() ? why : "");
  }
  template <typename T>
  void add_found(std::string_view key, std::string_view label, const Found<T>& found, const std::string& text = {}) {
    add(key, label, found ? EntryValue(*found) : EntryValue(), found.why, text);
  }

  void add_general() {
    part_ = ReportPart::general;
    add_text("name", "Name", process_.name);
    const DesktopEntry desktop = general_.desktop.value_or(DesktopEntry{});
    add_text("application", "In menus", desktop.name);
    add_text("application_title", "Kind", desktop.title);
    add_text("icon", "Icon", desktop.icon);
    add_text("path", "Path", process_.path, general_.file.why);
    add("executable", "File is", std::string(word_of(process_.facts.executable)), {}, std::string(text_of(process_.facts.executable)));
    add_found("script", "Script", general_.script);
    add_text("command", "Command", joined(general_.arguments, " "), "it has no arguments, or they could not be read");
    add_found("working_directory", "Works in", general_.working_directory);
  }

  void add_file() {
    const auto& file = general_.file;
    const std::string& why = file.why;
    add("size_bytes", "Size", file ? EntryValue(file->size_bytes) : EntryValue(), why, file ? bytes_text(file->size_bytes) : "");
    const bool typed = report_.version.binary.value.has_value();
    add("type", "Type", typed ? EntryValue(report_.version.binary->type) : EntryValue(), report_.version.binary.why);
    add("architecture", "", typed ? EntryValue(report_.version.binary->architecture) : EntryValue());
    const bool created = file && file->created;
    add("file_created_at", "File created", created ? EntryValue(*file->created) : EntryValue(),
        file ? "the file system does not tell" : why);
    add("file_modified_at", "File modified", file ? EntryValue(file->modified) : EntryValue(), why);
    add("file_last_read_at", "File last read", file ? EntryValue(file->last_read) : EntryValue(), why);
  }

  void add_place() {
    add_text("user", "User", process_.user);
    add("uid", "", process_.uid ? EntryValue(std::uint64_t{process_.uid->value()}) : EntryValue());
    add("started_at", "Started", process_.started_at ? EntryValue(*process_.started_at) : EntryValue());
    std::vector<std::string> parents;
    for (const Process& parent : general_.parents) parents.push_back(parent.name + " (" + std::to_string(parent.pid.value()) + ")");
    add("parents", "Started by", parents, {}, parents.empty() ? "nobody that still lives" : joined(parents, ", by "));
    add_text("terminal", "Terminal", process_.terminal);
    add("session", "Session", general_.session ? EntryValue(static_cast<std::uint64_t>(std::max(*general_.session, 0))) : EntryValue());
    add_text("unit", "Unit", process_.unit);
    add_text("container", "Container", process_.container);
    add_text("class", "Class", std::string(to_string(general_.klass)));
    add_text("class_reason", "", std::string(explain(general_.class_reason)));
    add_found("threads", "Threads", general_.threads);
    add_found("memory_bytes", "Memory", general_.memory_bytes, general_.memory_bytes ? bytes_text(*general_.memory_bytes) : "");
  }

  void add_package(std::string_view manager, const Found<Package>& found) {
    const Package package = found ? *found : Package{};
    add_text("package_manager", "", std::string(found ? manager : ""));
    add_text("package", "Package", package.name, found.why);
    add_text("package_version", "Version", package.version);
    add_text("package_maintainer", "Maintainer", package.maintainer);
    add_text("package_homepage", "Homepage", package.homepage);
    add_text("package_source", "Made from", package.source);
    add_text("package_summary", "What it is", package.summary);
    add_text("package_licence", "Licence", package.licence, found ? "its copyright file is not of a form that can be read" : "");
    add_text("package_copyright", "Copyright", package.copyright);
  }

  void add_version() {
    part_ = ReportPart::version;
    const Found<Package>& package = report_.version.package;
    add_package(package ? package->manager : "", package);
    const Found<Package>& script = report_.version.script_package;
    add("script_package", "Script's package", script ? EntryValue(script->name + " " + script->version) : EntryValue(), script.why);
    const WindowsVersion windows = report_.version.windows ? *report_.version.windows : WindowsVersion{};
    add_text("windows_product", "Windows product", windows.product, report_.version.windows.why);
    add_text("windows_description", "Description", windows.description);
    add_text("windows_version", "Windows version", windows.version);
    add_text("windows_company", "Company", windows.company);
    add_text("windows_copyright", "Copyright", windows.copyright);
  }

  void add_build() {
    const BinaryFacts binary = report_.version.binary ? *report_.version.binary : BinaryFacts{};
    const GoBuild go = binary.go.value_or(GoBuild{});
    add_text("build_id", "Build-id", binary.build_id);
    add_text("package_note", "Note in the file", binary.package_note);
    add_text("go_version", "Go", go.go_version);
    add_text("go_module", "Go module", go.module.empty() ? go.path : go.module);
    add_text("go_module_version", "Go module version", go.module_version);
  }

  void add_list(std::string_view key, std::string_view label, const Found<std::vector<std::string>>& found, std::string_view none) {
    add_found(key, label, found, found ? (found->empty() ? std::string(none) : joined(*found, ", ")) : "");
  }

  void add_security() {
    part_ = ReportPart::security;
    const auto& file = general_.file;
    add("file_uid", "File's owner", file ? EntryValue(std::uint64_t{file->uid}) : EntryValue(), file.why,
        file ? "user " + std::to_string(file->uid) + ", group " + std::to_string(file->gid) : "");
    add("file_mode", "Mode", file ? EntryValue(octal(file->mode)) : EntryValue(), file.why);
    add("setuid", "Setuid", file ? EntryValue((file->mode & 04000) != 0) : EntryValue(), file.why);
    add("setgid", "Setgid", file ? EntryValue((file->mode & 02000) != 0) : EntryValue(), file.why);
    const auto& exposures = report_.security.exposures;
    std::vector<std::string> writers;
    for (const Exposure& e : exposures ? *exposures : std::vector<Exposure>{}) writers.push_back(e.place + " by " + e.who);
    add("writable_by_others", "Others may write", exposures ? EntryValue(writers) : EntryValue(), exposures.why,
        writers.empty() ? "nothing on its path" : joined(writers, ", "));
    add_found("sha256", "SHA-256", report_.security.sha256);
    const auto& integrity = report_.security.integrity;
    const bool unchanged = integrity && *integrity == Integrity::unchanged;
    add("unchanged", "As installed", integrity ? EntryValue(unchanged) : EntryValue(), integrity.why);
  }

  void add_rights() {
    const ProcessSecurity& security = report_.security;
    add_list("file_capabilities", "File capabilities", security.file_capabilities, "none");
    add_found("capabilities", "Capabilities", security.capabilities,
              !security.capabilities           ? ""
              : security.all_capabilities      ? "all, as root has"
              : security.capabilities->empty() ? "none"
                                               : joined(*security.capabilities, ", "));
    add_found("seccomp", "Seccomp", security.seccomp);
    add_found("no_new_privileges", "No new privileges", security.no_new_privileges);
    add_list("other_namespaces", "Own namespaces", security.own_namespaces, "none: it sees what we see");
    add_found("label", "Label", security.label);
    add_found("ld_preload", "LD_PRELOAD", security.preload, security.preload && security.preload->empty() ? "not set" : "");
    add_found("system_preload", "ld.so.preload", security.system_preload,
              security.system_preload && security.system_preload->empty() ? "empty" : "");
    const auto& tracer = security.traced_by;
    add("traced_by", "Traced by", tracer ? EntryValue(static_cast<std::uint64_t>(std::max(*tracer, 0))) : EntryValue(), tracer.why,
        tracer ? (*tracer == 0 ? "nobody" : "process " + std::to_string(*tracer)) : "");
    add_mapped("deleted_libraries", "Deleted libraries", [](const MappedFile& f) { return f.deleted && !f.in_memory; });
    add_mapped("replaced_libraries", "Replaced libraries", [](const MappedFile& f) { return f.replaced; });
    add_mapped("unpackaged_libraries", "Of no package", [](const MappedFile& f) { return !f.in_memory && f.packaged == false; });
  }

  template <typename Rule>
  void add_mapped(std::string_view key, std::string_view label, Rule rule) {
    const auto& mapped = report_.security.mapped;
    std::vector<std::string> paths;
    for (const MappedFile& file : mapped ? *mapped : std::vector<MappedFile>{}) {
      if (rule(file)) paths.push_back(file.path);
    }
    add(key, label, mapped ? EntryValue(paths) : EntryValue(), mapped.why, paths.empty() ? "none" : joined(paths, ", "));
  }

  void add_flag(std::string_view key, std::string_view label, const std::optional<bool>& flag) {
    add(key, label, flag ? EntryValue(*flag) : EntryValue(),
        report_.version.binary ? "this file does not tell" : report_.version.binary.why);
  }

  void add_hardening() {
    const Hardening hardening = report_.version.binary ? report_.version.binary->hardening : Hardening{};
    add_flag("pie", "PIE", hardening.pie);
    add_text("relro", "RELRO", hardening.relro, report_.version.binary.why);
    add_flag("nx", "NX stack", hardening.stack_not_executable);
    add_flag("canary", "Stack canary", hardening.canary);
    add_flag("fortify", "Fortified", hardening.fortify);
  }

  const ProcessReport& report_;
  const ProcessGeneral& general_;
  const Process& process_;
  ReportPart part_ = ReportPart::general;
  std::vector<ReportEntry> entries_;
};

}  // namespace

std::vector<ReportEntry> report_entries(const ProcessReport& report) { return Entries(report).make(); }

}  // namespace portexplorer
