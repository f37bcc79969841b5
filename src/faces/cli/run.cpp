#include "faces/cli/run.h"

#include <cstring>

#include "faces/cli/output.h"

namespace portexplorer::cli {

int run(std::span<const char* const> arguments, const Environment& env) {
  auto options = parse_arguments(arguments);
  if (!options) return refuse_usage(env, options.error());
  if (options->columns == "help") {
    options->command = Command::help;
    options->help_topic = "fields";
  }
  switch (options->command) {
    case Command::list: return run_list(*options, env);
    case Command::watch: return run_watch(*options, env);
    case Command::log: return run_log(*options, env);
    case Command::doctor: return run_doctor(*options, env);
    case Command::what: return run_what(*options, env);
    default: return run_help(*options, env);
  }
}

int exit_code_after(const Environment& env, Output& out, int code) {
  out.flush();
  switch (out.state()) {
    case Output::State::good: return code;
    case Output::State::closed:
    case Output::State::stopped: return kExitFine;
    case Output::State::failed: break;
  }
  const char* reason = ::strerrordesc_np(out.errno_value());  // glibc 2.32
  say(env, std::string("portexplorer: cannot write the output: ") +
               (reason == nullptr ? "unknown error" : reason));
  return kExitRefused;
}

int refuse_usage(const Environment& env, const Error& error) {
  say(env, "portexplorer: " + error.what);
  return kExitUsage;
}

}  // namespace portexplorer::cli
