// Runs the built portexplorer as a separate process and captures its output.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portexplorer::fixture {

struct Outcome {
  int exit_code = -1;  // 128 + signal if a signal ended it
  std::string out;
  std::string err;
};

struct RunOptions {
  std::optional<unsigned> as_user;  // runs with this uid and gid
  std::uint64_t capabilities = 0;   // with `as_user`: the only capabilities, a bit for each
  std::optional<int> out_fd;        // receives the output instead
  std::function<void()> before;     // called in the new process, before it drops privileges
  std::string awaited;              // once this text was printed, …
  std::function<void(int)> then;    // … this function is called with the pid
};

// Runs the program. The test opens its file before namespaces and users change, so it need not be
// reachable there.
Outcome run_portexplorer(const std::vector<std::string>& arguments, const RunOptions& options = {});

// Returns the object printed by `portexplorer list --json ARGUMENTS`. Throws if the output is not
// one object or the exit code is not 0 or 1.
nlohmann::json list_json(std::vector<std::string> arguments, const RunOptions& options = {});

// Returns the rows of a listing in which each named field has the given value.
using Where = std::vector<std::pair<std::string, nlohmann::json>>;
std::vector<nlohmann::json> rows_where(const nlohmann::json& listing, const Where& where);

// Returns the only matching row; throws with the listing if there is none or more than one.
nlohmann::json only_row(const nlohmann::json& listing, const Where& where);

// Returns the value of the field netns for sockets in the caller's namespace, if it has no name.
std::string own_netns();

}  // namespace portexplorer::fixture
