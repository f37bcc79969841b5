#include "inspect/desktop_entry.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "base/lines.h"
#include "collect/packages/package_files.h"
#include "collect/process/executable.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLargestEntry = 64 * 1024;
constexpr std::size_t kMostFiles = 2000;

// Removes a word from the start of a command and returns it without quotes and backslashes.
std::string take_word(std::string_view& text) {
  std::string word;
  bool quoted = false;
  text = trimmed(text);
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) word += text[++i];
    else if (c == '"') quoted = !quoted;
    else if (!quoted && (c == ' ' || c == '\t')) break;
    else word += c;
  }
  text = text.substr(i);
  return word;
}

// Returns the names of regular entries, sorted, so that the same one is always found.
std::vector<std::string> entries_in(const ProcPidDir& directory, const std::string& place) {
  std::vector<std::string> names;
  auto fd = directory.open_in_root(place, O_RDONLY | O_DIRECTORY);
  if (!fd) return names;
  struct Close {
    void operator()(DIR* stream) const { ::closedir(stream); }
  };
  const std::unique_ptr<DIR, Close> stream(::fdopendir(fd->get()));
  if (!stream) return names;
  static_cast<void>(fd->release());  // the stream owns it from here on
  // NOLINTNEXTLINE(concurrency-mt-unsafe): only this thread uses the stream
  while (const dirent* entry = ::readdir(stream.get())) {
    if (names.size() == kMostFiles) break;
    const std::string_view name(entry->d_name);
    if (name.ends_with(".desktop")) names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

// Accepts only files that root or the reader created: other users could otherwise choose the name
// and icon under which their programs appear.
bool is_of_root_or_reader(const ProcPidDir& directory, const std::string& path) {
  const auto file = directory.open_in_root(path, O_PATH);
  struct stat status {};
  return file && ::fstat(file->get(), &status) == 0 &&
         (status.st_uid == 0 || status.st_uid == ::geteuid()) && (status.st_mode & S_IWOTH) == 0;
}

bool same_file(const ProcPidDir& directory, const std::string& one, const std::string& other) {
  struct stat a {};
  struct stat b {};
  const auto first = directory.open_in_root(one, O_PATH);
  const auto second = directory.open_in_root(other, O_PATH);
  return first && second && ::fstat(first->get(), &a) == 0 && ::fstat(second->get(), &b) == 0 &&
         a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool starts(const DesktopEntry& entry, const ProcPidDir& directory, const std::string& program) {
  if (entry.program == program) return true;
  if (entry.program.starts_with('/')) return same_file(directory, entry.program, program);
  return may_be_packaged(program) && file_name(entry.program) == file_name(program);
}

}  // namespace

std::string program_of_command(std::string_view command) {
  std::string word = take_word(command);
  if (file_name(word) != "env") return word;
  do word = take_word(command);
  while (word.find('=') != std::string::npos);
  return word;
}

std::optional<DesktopEntry> parse_desktop_entry(std::string_view text) {
  DesktopEntry entry;
  bool ours = false;
  bool application = false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.starts_with('[')) ours = trimmed(line) == "[Desktop Entry]";
    const std::size_t equals = line.find('=');
    if (!ours || equals == std::string_view::npos) continue;
    const std::string_view key = trimmed(line.substr(0, equals));
    const std::string_view value = trimmed(line.substr(equals + 1));
    if (key == "Type") application = value == "Application";
    else if (key == "Name") entry.name = value;
    else if (key == "GenericName") entry.title = value;
    else if (key == "Icon") entry.icon = value;
    else if (key == "Exec") entry.program = program_of_command(value);
    else if (key == "NoDisplay" || key == "Hidden") entry.hidden = entry.hidden || value == "true";
  }
  if (!application || entry.name.empty() || entry.program.empty()) return std::nullopt;
  return entry;
}

std::optional<DesktopEntry> find_desktop_entry(const ProcPidDir& directory,
                                               const std::vector<std::string>& programs,
                                               std::string_view data_directories) {
  std::optional<DesktopEntry> hidden;
  while (!data_directories.empty()) {
    const std::size_t end = data_directories.find(':');
    const std::string place = std::string(data_directories.substr(0, end)) + "/applications";
    data_directories =
        end == std::string_view::npos ? std::string_view() : data_directories.substr(end + 1);
    if (!place.starts_with('/') || !is_of_root_or_reader(directory, place)) continue;
    for (const std::string& name : entries_in(directory, place)) {
      const std::string file = std::string(place).append("/").append(name);
      const auto text = is_of_root_or_reader(directory, file)
                            ? directory.read_in_root(file, kLargestEntry)
                            : Result<std::string>(fail(ErrorKind::not_permitted, ""));
      auto entry = text ? parse_desktop_entry(*text) : std::nullopt;
      if (!entry || std::ranges::none_of(programs, [&](const std::string& p) {
            return starts(*entry, directory, p);
          }))
        continue;
      if (!entry->hidden) return entry;
      if (!hidden) hidden = std::move(entry);
    }
  }
  return hidden;
}

}  // namespace portexplorer
