#include "collect/procfs/user_names.h"

#include <pwd.h>
#include <sys/stat.h>

#include <fstream>
#include <optional>
#include <vector>

#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

// Parses a line of passwd(5): "name:x:uid:…". Names that start with "+" or "-" are NIS
// instructions.
std::optional<std::pair<Uid, std::string>> parse_passwd_line(std::string_view line) {
  const std::size_t name_end = line.find(':');
  if (name_end == std::string_view::npos || name_end == 0 || line[0] == '+' || line[0] == '-' ||
      line[0] == '#')
    return std::nullopt;
  const std::size_t password_end = line.find(':', name_end + 1);
  if (password_end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = line.substr(password_end + 1);
  const auto uid = parse_number(rest.substr(0, rest.find(':')));
  if (!uid || *uid > 0xFFFFFFFFu) return std::nullopt;
  return std::pair(Uid(static_cast<std::uint32_t>(*uid)), std::string(line.substr(0, name_end)));
}

std::string ask_system(Uid uid) {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  const bool known = ::getpwuid_r(uid.value(), &entry, buffer.data(), buffer.size(), &found) == 0 &&
                     found != nullptr;
  return known && *found->pw_name != '\0' ? found->pw_name : std::to_string(uid.value());
}

}  // namespace

void UserNames::refresh() {
  struct stat status {};
  if (::stat(passwd_path_.c_str(), &status) != 0) return;
  if (status.st_mtim.tv_sec == read_at_.tv_sec && status.st_mtim.tv_nsec == read_at_.tv_nsec)
    return;
  read_at_ = status.st_mtim;
  names_.clear();
  std::ifstream file(passwd_path_);
  for (std::string line; std::getline(file, line);) {
    if (auto entry = parse_passwd_line(line)) names_.insert(std::move(*entry));
  }
}

const std::string& UserNames::name(Uid uid) {
  const auto known = names_.find(uid);
  if (known != names_.end()) return known->second;
  return names_.emplace(uid, ask_system(uid)).first->second;
}

}  // namespace portexplorer
