// Runs the built portexplorer as a process of its own, and reads what it says.
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
  int exit_code = -1;  // 128 + signal if one ended it
  std::string out;
  std::string err;
};

struct RunOptions {
  std::optional<unsigned> as_user;  // drops to this uid and gid …
  std::uint64_t capabilities = 0;   // … with these capabilities alone, a bit for each
  std::optional<int> out_fd;        // instead of reading its output
  std::function<void()> before;     // in the new process, before it drops privileges
  std::string awaited;              // once it has said this …
  std::function<void(int)> then;    // … this is called, with its pid
};

// The program is opened by the test before namespaces and users change, so it need not be reachable
// there.
Outcome run_portexplorer(const std::vector<std::string>& arguments, const RunOptions& options = {});

// The object that `portexplorer list --json ARGUMENTS` prints. Throws unless it is one and the
// program ended with 0 or 1.
nlohmann::json list_json(std::vector<std::string> arguments, const RunOptions& options = {});

// Rows of a listing where each named field has this value.
using Where = std::vector<std::pair<std::string, nlohmann::json>>;
std::vector<nlohmann::json> rows_where(const nlohmann::json& listing, const Where& where);

// The one row that fits; throws, with the listing, if there is none or more than one.
nlohmann::json only_row(const nlohmann::json& listing, const Where& where);

// The value of the field netns for sockets of the calling process's namespace, if it has no name.
std::string own_netns();

}  // namespace portexplorer::fixture
