// Names of users by number, remembered.
#pragma once

#include <ctime>
#include <string>
#include <unordered_map>

#include "model/types.h"

namespace portexplorer {

// One thread at a time.
class UserNames {
 public:
  explicit UserNames(std::string passwd_path = "/etc/passwd")
      : passwd_path_(std::move(passwd_path)) {}

  // Reads the file again if it has changed. Call it once before a series of name().
  void refresh();

  // The name; the number where it has none. Users that are not in the file (LDAP, systemd's dynamic
  // users) are asked of the system once and remembered until the file changes; that may take a
  // while.
  const std::string& name(Uid uid);

 private:
  std::string passwd_path_;
  std::unordered_map<Uid, std::string> names_;
  timespec read_at_{};  // modification time of what was read
};

}  // namespace portexplorer
