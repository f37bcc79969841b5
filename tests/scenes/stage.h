// The environment of a scene: a private machine made of namespaces, with its own network, /tmp,
// /opt, /usr/sbin and package database. Small real programs run in it under the names of the
// programs that they represent.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"

namespace portexplorer::scenes {

using Sockets = std::vector<UniqueFd>;

// A program in a scene: a copy of cat. It keeps the sockets open and runs until the scene ends.
struct Part {
  std::string path;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // "NAME=value"
};
[[noreturn]] void play(const fixture::Conversation&, const Part&, const Sockets&);

// The output about a process: of list, what process and what port together, with runs of blanks
// folded, and the same as data.
struct ProgramOutput {
  std::string text;
  std::vector<std::string> findings;      // of each row of the list
  std::vector<std::string> standing_out;  // ids of checks
  std::vector<std::string> not_run;
};

class Stage {
 public:
  Stage();

  // Installs a copy of cat at `path` as a file of the package.
  void install(const std::string& package, const std::string& path);
  // Installs a copy of cat that belongs to no package.
  static void put(const std::string& path);
  // Replaces a file as a package upgrade does: a new file with the same name.
  void upgrade(const std::string& package, const std::string& path);

  // Starts a process whose body ends in play(). Returns after it has executed that program.
  pid_t start(const fixture::ChildProcess::Body& body);
  // Starts `parent`, which starts `child` and then plays. Returns the pid of the child.
  using Acting = std::function<void(const fixture::Conversation&)>;
  pid_t start_pair(const Acting& parent, const Acting& child);
  [[nodiscard]] pid_t parent_of_pair() const { return actors_.back().pid(); }

  // `port`: the argument of `what port`; "" for none.
  [[nodiscard]] static ProgramOutput inspect(pid_t pid, const std::string& port);

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
