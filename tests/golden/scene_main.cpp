// portexplorer on a simulated machine, for tests that need the whole program. SCENE selects the
// machine.
#include <csignal>
#include <cstdlib>
#include <string>

#include "faces/cli/run.h"
#include "scene.h"
#include "support/fake_source.h"

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

portexplorer::DoctorReport examine_scene() {
  using portexplorer::DoctorStatus;
  return {{{"Kernel", "system", DoctorStatus::ok, {"Linux 6.1.0", {}}, {}},
           {"Processes",
            "open files",
            DoctorStatus::partial,
            {"readable for {n} of 9 processes", {{"n", "3"}}},
            {"Run as root.", {}}},
           {"Processes",
            "\x1b[31mred",
            DoctorStatus::missing,
            {"hostile {what}", {{"what", "a\nb\xff"}}},
            {}}}};
}

portexplorer::SelfTestReport self_test_scene() {
  using portexplorer::Verdict;
  return {{{"The list", "TCP over IPv4", "sent 1000", "sent 1000", Verdict::right, "", ""},
           {"The list", "hostile \x1b[31mred", "owner 1/a", "owner 2/\xff", Verdict::wrong, "",
            "Please report it."},
           {"The log", "UDP over IPv4", "", "", Verdict::untried, "Requires CAP_BPF.",
            "Run portexplorer as root."}}};
}

}  // namespace

int main(int argc, char** argv) {
  using namespace portexplorer;
  std::signal(SIGPIPE, SIG_IGN);
  cli::Environment env;
  env.terminal = cli::detect_terminal(env.out);
  env.variable = variable;
  env.usual_places = false;
  env.hosts_path = variable("SCENE_HOSTS");
  env.make_source = [] {
    return std::make_unique<testing::FakeSource>(testing::make_scene(variable("SCENE")));
  };
  env.examine = examine_scene;
  env.prove = self_test_scene;
  return cli::run({argv + 1, static_cast<std::size_t>(argc - 1)}, env);
}
