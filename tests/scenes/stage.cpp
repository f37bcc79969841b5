#include "scenes/stage.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/posix_check.h"
#include "support/program.h"

namespace portexplorer::scenes {
namespace {

namespace fs = std::filesystem;
using namespace fixture;  // NOLINT(google-build-using-namespace): what these scenes are written in

constexpr const char* kDatabase = "/var/lib/dpkg";

void mount_empty(const std::string& directory, const char* options) {
  check(mount("tmpfs", directory.c_str(), "tmpfs", 0, options), "an empty folder over another one");
}

// Uses the tool instead of our own code.
std::string md5_of(const std::string& path) {
  const std::string command = "md5sum " + path;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen(command.c_str(), "re"), &pclose);  // NOLINT(cert-env33-c): the text is ours
  std::array<char, 33> sum{};
  if (!pipe || std::fread(sum.data(), 1, 32, pipe.get()) != 32)
    fail_now("md5sum said nothing of " + path);
  return sum.data();
}

std::string folded(const std::string& text) {
  std::istringstream words(text);
  std::string result;
  for (std::string word; words >> word;) result += word + ' ';
  return result;
}

std::vector<std::string> ids_with(const nlohmann::json& checks, const char* result) {
  std::vector<std::string> ids;
  for (const auto& check : checks) {
    if (check.at("result") == result) ids.push_back(check.at("id"));
  }
  return ids;
}

// execve() closes the pipe that the test waits for before the new environment is in place.
void await_environment(pid_t pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/environ";
  await([&] { return !read_file(path).empty(); }, "the environment of a new program");
}

}  // namespace

void play(const Conversation& conversation, const Part& part, const Sockets& sockets) {
  check(dup2(conversation.in(), STDIN_FILENO), "dup2");
  for (const UniqueFd& socket : sockets) check(fcntl(socket.get(), F_SETFD, 0), "keep a socket");
  for (const std::string& variable : part.environment) putenv(const_cast<char*>(variable.c_str()));
  execute(part.path, part.arguments);
}

Stage::Stage() {
  // The file opened by run_portexplorer() stays reachable when /tmp is covered by a mount.
  run_portexplorer({"--version"});
  for (const char* address : {"192.0.2.10/32", "198.51.100.7/32", "198.51.100.8/32",
                              "203.0.113.5/32", "203.0.113.66/32"}) {
    ip({"address", "add", address, "dev", "lo"});
  }
  mount_empty("/usr/sbin", "mode=755");
  mount_empty("/opt", "mode=755");
  mount_empty("/tmp", "mode=1777");
  mount_empty(kDatabase, "mode=755");
  write_database();
}

void Stage::put(const std::string& path) {
  fs::create_directories(fs::path(path).parent_path());
  fs::copy_file("/bin/cat", path);
  check(chmod(path.c_str(), 0755), "chmod");
}

void Stage::install(const std::string& package, const std::string& path) {
  if (!fs::exists(path)) put(path);
  packages_.push_back({package, {path}});
  write_database();
}

void Stage::upgrade(const std::string& package, const std::string& path) {
  put(path + ".dpkg-new");
  std::ofstream(path + ".dpkg-new", std::ios::app) << "newer";
  fs::rename(path + ".dpkg-new", path);
  std::erase_if(packages_, [&](const Package& p) { return p.name == package; });
  install(package, path);
}

void Stage::write_database() const {
  const std::string info = std::string(kDatabase) + "/info/";
  fs::create_directories(info);
  std::ofstream status(std::string(kDatabase) + "/status");
  for (const Package& package : packages_) {
    std::ofstream list(info + package.name + ".list");
    std::ofstream sums(info + package.name + ".md5sums");
    for (const std::string& path : package.paths) {
      list << path << '\n';
      sums << md5_of(path) << "  " << path.substr(1) << '\n';
    }
    status << "Package: " << package.name
           << "\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n"
           << "Maintainer: The People <people@example.org>\nDescription: plays " << package.name
           << "\n\n";
  }
}

pid_t Stage::start(const ChildProcess::Body& body) {
  actors_.emplace_back(body);
  actors_.back().await_program();
  await_environment(actors_.back().pid());
  return actors_.back().pid();
}

pid_t Stage::start_pair(const Acting& parent, const Acting& child) {
  actors_.emplace_back([&](Conversation& conversation) {
    const pid_t pid = check(fork(), "fork");
    if (pid == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      child(conversation);
    }
    conversation.say(std::to_string(pid));
    parent(conversation);
  });
  const pid_t pid = std::stoi(actors_.back().hear());
  actors_.back().await_program();
  await_environment(actors_.back().pid());
  await_environment(pid);
  return pid;
}

ProgramOutput Stage::inspect(pid_t pid, const std::string& port) {
  const std::string number = std::to_string(pid);
  ProgramOutput output;
  std::string text = run_portexplorer({"list", "pid:" + number}).out;
  text += run_portexplorer({"what", "process", number}).out;
  std::vector<std::string> words = {"what", "port"};
  std::istringstream asked(port);
  for (std::string word; asked >> word;) words.push_back(word);
  if (!port.empty()) text += run_portexplorer(words).out;
  output.text = folded(text);
  const auto listing = list_json({"--columns", "pid,findings", "pid:" + number});
  for (const auto& row : listing.at("sockets")) {
    output.findings.push_back(row.at("findings").is_null() ? ""
                                                           : row.at("findings").get<std::string>());
  }
  const auto report =
      nlohmann::json::parse(run_portexplorer({"what", "process", number, "--json"}).out);
  output.standing_out = ids_with(report.at("checks"), "stands_out");
  output.not_run = ids_with(report.at("checks"), "could_not_run");
  return output;
}

}  // namespace portexplorer::scenes
