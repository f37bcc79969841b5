#include "faces/cli/environment.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>

#include "faces/cli/output.h"

namespace portexplorer::cli {
namespace {

int number_of_variable(const char* name, int otherwise) {
  const std::string text = environment_variable(name);
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value > 0 && value < 10'000 ? value : otherwise;
}

bool has_blocked_signals() {
  sigset_t blocked;
  return ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked) == 0 &&
         ::sigismember(&blocked, SIGTERM) == 1;
}

bool wait_a_moment(int fd) {
  constexpr int kMilliseconds = 1000;
  pollfd ready{fd, POLLOUT, 0};
  return ::poll(&ready, 1, kMilliseconds) != 0;
}

}  // namespace

std::string environment_variable(const char* name) {
  const char* value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
  return value == nullptr ? std::string() : std::string(value);
}

Terminal detect_terminal(int fd) {
  Terminal t;
  t.is_terminal = ::isatty(fd) == 1;
  if (!t.is_terminal) return t;
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) == 0) {
    t.columns = size.ws_col;
    t.rows = size.ws_row;
  }
  if (t.columns == 0) t.columns = number_of_variable("COLUMNS", 80);
  if (t.rows == 0) t.rows = number_of_variable("LINES", 24);
  return t;
}

bool moves_cursor(const Environment& env) {
  return env.terminal.is_terminal && env.variable("TERM") != "dumb";
}

bool wants_color(const Options& options, const Environment& env) {
  if (options.color != When::automatic) return options.color == When::always;
  return moves_cursor(env) && env.variable("NO_COLOR").empty();
}

GeoSearch geo_search(const Options& options, const Environment& env) {
  return {.asked = options.geo.empty() ? env.variable("PORTEXPLORER_GEO") : options.geo,
          .variable = env.variable,
          .usual_places = env.usual_places};
}

void say(const Environment& env, std::string line) {
  line += '\n';
  // A caller that has blocked the signals which end the program must not wait forever for a reader
  // of its messages.
  Output err(env.err, has_blocked_signals() ? Output::Wait(wait_a_moment) : Output::Wait());
  err.write(line);
  err.flush();  // a failure cannot be reported anywhere
}

}  // namespace portexplorer::cli
