#include "model/findings.h"

#include <gtest/gtest.h>

#include "model/derive.h"
#include "model/fields.h"

namespace portexplorer {
namespace {

bool miners_use_3333(Protocol, std::uint32_t port) { return port == 3333; }

// A process whose facts are all known and without findings.
Process unremarkable_process() {
  Process process;
  process.pid = Pid(7);
  process.name = "bash";
  process.path = "/usr/bin/bash";
  process.command = "bash";
  process.facts.executable = Executable::present;
  process.look = {.looked = true,
                  .exposed_program = false,
                  .preloaded = false,
                  .standard_input = 0,
                  .packaged = true};
  return process;
}

Socket connection() {
  Socket socket;
  socket.protocol = Protocol::tcp;
  socket.family = Family::ipv4;
  socket.state = State::established;
  socket.inode = Inode(55);
  socket.cookie = Cookie(1);
  socket.local_port = 40000;
  socket.remote_port = 443;
  socket.set(SocketFlag::connected);
  socket.process = 0;
  return socket;
}

// The text of the column for one row.
std::string shown(const Process& process, const Socket& socket) {
  auto sample = std::make_shared<Sample>();
  sample->tables.processes.push_back(process);
  sample->sockets.push_back(socket);
  const auto snapshot = derive(nullptr, sample, {.port_names = {.only_miners = miners_use_3333}});
  const Value value = field(FieldId::findings).value(RowView(*snapshot, snapshot->rows.front()));
  return std::holds_alternative<std::monostate>(value)
             ? "unknown"
             : std::string(std::get<std::string_view>(value));
}

TEST(Findings, AnUnremarkableProcessHasNone) {
  EXPECT_EQ(shown(unremarkable_process(), connection()), "nothing");
}

TEST(Findings, OfAProcess) {
  Process process = unremarkable_process();
  process.facts.executable = Executable::deleted;
  process.look.exposed_program = true;
  process.look.preloaded = true;
  process.look.packaged = false;
  process.command = "[kworker/0:1]";
  EXPECT_EQ(shown(process, connection()),
            "deleted_executable,writable_place,ld_preload,not_packaged,disguised");
  process = unremarkable_process();
  process.facts.executable = Executable::memory;
  EXPECT_EQ(shown(process, connection()), "memory_only");
}

TEST(Findings, AnUpdatedProgramIsNone) {
  Process process = unremarkable_process();
  process.facts.executable = Executable::replaced;
  EXPECT_EQ(shown(process, connection()), "nothing");
}

TEST(Findings, AShellOnlyOnTheSocketThatIsItsInput) {
  Process shell = unremarkable_process();
  shell.look.standard_input = 55;
  EXPECT_EQ(shown(shell, connection()), "shell_on_socket");
  shell.look.standard_input = 56;
  EXPECT_EQ(shown(shell, connection()), "nothing");
  Process server = unremarkable_process();
  server.name = "sshd";
  server.look.standard_input = 55;
  EXPECT_EQ(shown(server, connection()), "nothing");
  Socket local = connection();
  local.protocol = Protocol::unix_domain;
  shell.look.standard_input = 55;
  EXPECT_EQ(shown(shell, local), "nothing");
}

TEST(Findings, AMinersPortOnlyOfOutboundConnections) {
  Socket socket = connection();
  socket.remote_port = 3333;
  EXPECT_EQ(shown(unremarkable_process(), socket), "miners_port");
  socket.state = State::syn_recv;  // the other side opened it
  EXPECT_EQ(shown(unremarkable_process(), socket), "nothing");
}

TEST(Findings, UnreadableFactsAreUnknown) {
  Process process = unremarkable_process();
  process.look.preloaded.reset();
  EXPECT_EQ(shown(process, connection()), "unknown");
  process.look.packaged = false;
  EXPECT_EQ(shown(process, connection()), "not_packaged");
}

TEST(Findings, FactsThatWereNotRequestedAreUnknown) {
  Process process = unremarkable_process();
  process.facts.executable = Executable::deleted;
  process.look = {};
  EXPECT_EQ(shown(process, connection()), "unknown");
  Socket ownerless = connection();
  ownerless.process = kNoIndex;
  EXPECT_EQ(shown(unremarkable_process(), ownerless), "unknown");
}

// A package update replaces files of running programs; without a package, the cause is unknown.
TEST(Findings, AReplacedFileIsAFindingUnlessAPackageOwnsIt) {
  Process process = unremarkable_process();
  process.facts.executable = Executable::replaced;
  EXPECT_EQ(shown(process, connection()), "nothing");
  process.look.packaged = false;
  EXPECT_EQ(shown(process, connection()), "deleted_executable,not_packaged");
  process.look.packaged.reset();
  EXPECT_TRUE(findings_of_process(process).unknown(Finding::deleted_executable));
}

TEST(Findings, AKernelThreadHasNone) {
  Process thread;
  thread.facts.kernel_thread = true;
  thread.command = "[nfsd]";
  EXPECT_EQ(findings_of_process(thread).standing_out, 0);
}

}  // namespace
}  // namespace portexplorer
