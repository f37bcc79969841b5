// What the command line stands in: files, terminal, variables and where data come from. Tests bring
// their own.
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

// The value of a variable of the process's environment; empty where it is not set.
[[nodiscard]] std::string environment_variable(const char* name);

// Of the file descriptor; without an answer from the terminal what COLUMNS and LINES say, otherwise
// 80 × 24.
[[nodiscard]] Terminal detect_terminal(int fd);

struct Environment {
  int in = 0;
  int out = 1;
  int err = 2;
  Terminal terminal;  // of `out`
  // Value of a variable; "" where it is not set.
  std::function<std::string(const char*)> variable;
  bool usual_places = true;               // of files of countries and networks
  std::string hosts_path = "/etc/hosts";  // "": none
  std::function<std::unique_ptr<SocketSource>()> make_source;
  std::function<DoctorReport()> examine;
  std::function<SelfTestReport()> prove;
};

// False where TERM is "dumb": only lines of text may be written there, since no escape sequence is
// known to work.
[[nodiscard]] bool moves_cursor(const Environment&);

// Colour on `out`: as asked for, otherwise on a terminal that is not "dumb" and without NO_COLOR.
[[nodiscard]] bool wants_color(const Options&, const Environment&);

// Where files of countries and networks are looked for.
[[nodiscard]] GeoSearch geo_search(const Options&, const Environment&);

// Writes one line to `err`.
void say(const Environment&, std::string line);

}  // namespace portexplorer::cli
