// Caches the names of users by uid.
#pragma once

#include <ctime>
#include <string>
#include <unordered_map>

#include "model/types.h"

namespace portexplorer {

// Not thread-safe.
class UserNames {
 public:
  explicit UserNames(std::string passwd_path = "/etc/passwd")
      : passwd_path_(std::move(passwd_path)) {}

  // Reads the file again if it has changed. Call it once before a series of name().
  void refresh();

  // Returns the name, or the number if there is none. Users that are not in the file (LDAP,
  // systemd's dynamic users) are looked up through the system once and cached until the file
  // changes; that may take a while.
  const std::string& name(Uid uid);

 private:
  std::string passwd_path_;
  std::unordered_map<Uid, std::string> names_;
  timespec read_at_{};  // modification time of the file that was read
};

}  // namespace portexplorer
