// The environment of the command line: descriptors, terminal, variables and sources of data. Tests
// substitute their own.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "collect/diagnose/doctor.h"
#include "collect/diagnose/selftest_report.h"
#include "faces/cli/options.h"
#include "knowledge/geo_data.h"
#include "model/socket_source.h"

namespace portexplorer::cli {

struct Terminal {
  bool is_terminal = false;
  int columns = 0;  // 0: unknown, or not a terminal
  int rows = 0;
};

// Returns the value of an environment variable; "" if it is not set.
[[nodiscard]] std::string environment_variable(const char* name);

// Returns the size of the terminal at this descriptor. If the terminal does not report it, COLUMNS
// and LINES are used, then 80 × 24.
[[nodiscard]] Terminal detect_terminal(int fd);

struct Environment {
  int in = 0;
  int out = 1;
  int err = 2;
  Terminal terminal;  // of `out`
  // Returns the value of a variable; "" if it is not set.
  std::function<std::string(const char*)> variable;
  bool usual_places = true;               // also search the default places of geo data
  std::string hosts_path = "/etc/hosts";  // "": none
  std::function<std::unique_ptr<SocketSource>()> make_source;
  std::function<DoctorReport()> examine;
  std::function<SelfTestReport()> prove;
};

// True on a terminal whose TERM is not "dumb". Elsewhere no escape sequence may be written.
[[nodiscard]] bool moves_cursor(const Environment&);

// Whether to use colour on `out`: as --color requests, otherwise if moves_cursor() and NO_COLOR is
// not set.
[[nodiscard]] bool wants_color(const Options&, const Environment&);

// Returns where to search for geo data: --geo, PORTEXPLORER_GEO, the default places.
[[nodiscard]] GeoSearch geo_search(const Options&, const Environment&);

// Writes one line to `err`.
void say(const Environment&, std::string line);

}  // namespace portexplorer::cli
