#include "collect/process/interpreter.h"

#include <gtest/gtest.h>

#include <vector>

namespace portexplorer {
namespace {

std::string script(std::string_view executable, const std::vector<std::string_view>& arguments) {
  return script_of(executable, arguments);
}

TEST(Interpreter, FindsTheScript) {
  EXPECT_EQ(script("python3.11", {"python3", "/srv/app/server.py", "--port", "80"}), "server.py");
  EXPECT_EQ(script("python3.11", {"python3", "-u", "-W", "ignore", "server.py"}), "server.py");
  EXPECT_EQ(script("python3.11", {"python3", "-m", "http.server", "8000"}), "http.server");
  EXPECT_EQ(script("python3.11", {"python3", "-Im", "http.server"}), "http.server");
  EXPECT_EQ(script("bash", {"bash", "-x", "x.sh"}), "x.sh");
  EXPECT_EQ(script("bash", {"/bin/bash", "--rcfile", "rc", "-o", "pipefail", "x.sh"}), "x.sh");
  EXPECT_EQ(script("dash", {"sh", "/etc/init.d/thing", "start"}), "thing");
  EXPECT_EQ(script("node", {"node", "--inspect", "-r", "dotenv/config", "dist/main.js"}),
            "main.js");
  EXPECT_EQ(script("perl", {"/usr/bin/perl", "-wT", "/usr/sbin/munin-node"}), "munin-node");
  EXPECT_EQ(script("ruby3.1", {"ruby", "-I", "lib", "bin/puma"}), "puma");
  EXPECT_EQ(script("php8.2", {"php", "-d", "x=1", "artisan"}), "artisan");
  EXPECT_EQ(script("java", {"java", "-Xmx1g", "-cp", "a.jar:b.jar", "org.example.Main", "x"}),
            "org.example.Main");
  EXPECT_EQ(script("java", {"java", "-Xmx1g", "-jar", "/opt/x/app.jar"}), "app.jar");
  EXPECT_EQ(script("ld-linux-x86-64.so.2",
                   {"/lib64/ld-linux-x86-64.so.2", "--argv0", "sshd", "/tmp/evil", "-D"}),
            "evil");
  EXPECT_EQ(script("ld", {"ld", "-o", "x", "x.o"}), "") << "the linker";
  EXPECT_EQ(script("lua5.4", {"lua", "-l", "socket", "--", "srv.lua"}), "srv.lua");
}

TEST(Interpreter, ReturnsNothingWithoutAScript) {
  EXPECT_EQ(script("sshd", {"sshd", "-D"}), "");
  EXPECT_EQ(script("python3.11", {"python3"}), "");
  EXPECT_EQ(script("python3.11", {"python3", "-c", "import x", "arg"}), "");
  EXPECT_EQ(script("python3.11", {"python3", "-"}), "");
  EXPECT_EQ(script("bash", {"bash", "-lc", "sleep 1"}), "");
  EXPECT_EQ(script("bash", {"-bash"}), "");
  EXPECT_EQ(script("bash", {"bash", "/dev/fd/3"}), "");
  EXPECT_EQ(script("perl", {"perl", "-we", "1"}), "");
  EXPECT_EQ(script("node", {"node", "--eval=1"}), "");
  EXPECT_EQ(script("python3.11", {"python3", "-m"}), "");
  EXPECT_EQ(script("python3.11", {}), "");
  EXPECT_EQ(script("", {"", "x"}), "");
  EXPECT_EQ(script("3.11", {"3.11", "x"}), "");
}

}  // namespace
}  // namespace portexplorer
