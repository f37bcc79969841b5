// A FUSE file system without a library, whose server can stop answering: it still reads requests
// and then holds them, so that a process that waits for one cannot even be killed. For a private
// mount namespace.
#pragma once

#include <optional>
#include <string>

#include "support/child_process.h"

namespace portexplorer::fixture {

class SilentServer {
 public:
  // Mounts it at `place`, an empty directory, with two files: "program" with these bytes, and
  // "page", of 64 KiB, which is in no cache.
  SilentServer(const std::string& place, const std::string& program);
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  SilentServer(SilentServer&&) = delete;
  SilentServer& operator=(SilentServer&&) = delete;
  // Waiting processes get an error.
  ~SilentServer();

  // From now on no request is answered.
  void fall_silent();

  [[nodiscard]] std::string program() const { return place_ + "/program"; }
  [[nodiscard]] std::string page() const { return place_ + "/page"; }

 private:
  std::string place_;
  std::optional<ChildProcess> server_;
};

}  // namespace portexplorer::fixture
