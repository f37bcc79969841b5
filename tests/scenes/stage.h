// Where a scene plays: a machine of its own by namespaces, with its own network, its own /tmp, /opt
// and /usr/sbin and its own database of packages, in which small real programs run under the names
// of those that they play.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"

namespace portexplorer::scenes {

using Sockets = std::vector<UniqueFd>;

// A program that plays: a copy of cat. It keeps the sockets and runs until the scene ends.
struct Part {
  std::string path;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // "NAME=value"
};
[[noreturn]] void play(const fixture::Conversation&, const Part&, const Sockets&);

// What the output says of a process: list, what process and what port in one, blanks folded, and
// the same as data.
struct Told {
  std::string text;
  std::vector<std::string> findings;      // of each row of the list
  std::vector<std::string> standing_out;  // ids of checks
  std::vector<std::string> not_run;
};

class Stage {
 public:
  Stage();

  // Puts a copy of cat at `path`; it belongs to the package.
  void install(const std::string& package, const std::string& path);
  // The same of no package.
  static void put(const std::string& path);
  // As an upgrade does: a new file takes the old one's place and name.
  void upgrade(const std::string& package, const std::string& path);

  // Starts a process that plays; the body ends in play(). Returns once it has become that program.
  pid_t start(const fixture::ChildProcess::Body& body);
  // The same of two: `child` is started by `parent`, which plays then. Returns the child's pid.
  using Acting = std::function<void(const fixture::Conversation&)>;
  pid_t start_pair(const Acting& parent, const Acting& child);
  [[nodiscard]] pid_t parent_of_pair() const { return actors_.back().pid(); }

  // `port`: as behind `what port`; "" for none.
  [[nodiscard]] static Told look(pid_t pid, const std::string& port);

 private:
  void write_database() const;

  struct Package {
    std::string name;
    std::vector<std::string> paths;
  };

  fixture::ScopedNetns netns_;
  fixture::ScopedMounts mounts_;
  std::vector<Package> packages_;
  std::vector<fixture::ChildProcess> actors_;
};

}  // namespace portexplorer::scenes
