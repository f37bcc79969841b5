#include "collect/process/interpreter.h"

#include <array>

namespace portexplorer {
namespace {

// An interpreter's options. Words are separated by blanks.
struct Interpreter {
  std::string_view names;
  std::string_view code_letters;   // letters of short options that contain the code itself: -c
  std::string_view code_options;   // the same for long options
  std::string_view value_options;  // the next argument is their value
  std::string_view name_options;   // the next argument is the program: -m, -jar
};

constexpr std::array<Interpreter, 13> kInterpreters{{
    {"python pypy", "c", "", "-W -X --check-hash-based-pycs", "-m"},
    {"bash sh dash zsh ksh mksh fish", "cs", "--command", "-o +o -O +O --rcfile --init-file", ""},
    {"perl", "eE", "", "", ""},
    {"ruby", "e", "", "-r -I -C -E", ""},
    {"node nodejs", "ep", "--eval --print",
     "-r --require --import --loader --experimental-loader -C --conditions", ""},
    {"php", "rBRESs", "--run --server", "-c -d -z --php-ini --define", "-f --file"},
    {"java", "", "",
     "-cp -classpath --class-path -p --module-path --add-modules --add-opens --add-exports "
     "--add-reads -agentpath",
     "-jar -m --module"},
    {"mono", "", "", "--config", ""},
    {"dotnet", "", "", "--additionalprobingpath --depsfile --runtimeconfig --fx-version", "exec"},
    {"lua luajit", "e", "", "-l", ""},
    {"tclsh wish guile", "c", "", "-l -L -C", "-s"},
    {"Rscript gjs", "ec", "--command", "-I --include-path", ""},
    // The dynamic loader, which runs the program in its arguments: ld.so(8).
    {"ld-linux-x86-64.so ld-linux.so ld-linux-aarch64.so ld-linux-armhf.so "
     "ld-linux-riscv64-lp64d.so ld64.so ld.so ld-musl-x86_64.so "
     "ld-musl-aarch64.so",
     "", "",
     "--library-path --inhibit-rpath --preload --audit --argv0 --glibc-hwcaps-prepend "
     "--glibc-hwcaps-mask",
     ""},
}};

bool holds_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    words = end == std::string_view::npos ? std::string_view() : words.substr(end + 1);
  }
  return false;
}

std::string_view without_version(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789.-");
  return name.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

const Interpreter* find_interpreter(std::string_view executable) {
  const std::string_view name = without_version(executable);
  if (name.empty()) return nullptr;
  for (const Interpreter& interpreter : kInterpreters) {
    if (holds_word(interpreter.names, name)) return &interpreter;
  }
  return nullptr;
}

bool brings_code(const Interpreter& interpreter, std::string_view option) {
  if (option.starts_with("--"))
    return holds_word(interpreter.code_options, option.substr(0, option.find('=')));
  return option.starts_with('-') &&
         option.find_first_of(interpreter.code_letters, 1) != std::string_view::npos;
}

// A short option may end a cluster: "-Im module".
bool is_name_option(const Interpreter& interpreter, std::string_view option) {
  if (holds_word(interpreter.name_options, option)) return true;
  if (option.size() < 3 || option[0] != '-' || option[1] == '-' || interpreter.code_letters.empty())
    return false;
  return holds_word(interpreter.name_options, std::string("-") + option.back());
}

std::string program_name(std::string_view argument) {
  // The shell's names for open files do not identify a script.
  if (argument.starts_with("/dev/fd/") || argument.starts_with("/proc/self/fd/") ||
      argument == "/dev/stdin")
    return {};
  while (argument.size() > 1 && argument.ends_with('/')) argument.remove_suffix(1);
  return std::string(argument.substr(argument.rfind('/') + 1));
}

}  // namespace

std::string script_of(std::string_view executable, std::span<const std::string_view> arguments) {
  const Interpreter* interpreter = find_interpreter(executable);
  if (interpreter == nullptr) return {};
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument.empty() || argument == "-") return {};
    const std::string_view next = i + 1 < arguments.size() ? arguments[i + 1] : std::string_view();
    if (argument == "--") return program_name(next);
    if (is_name_option(*interpreter, argument)) return program_name(next);
    if (holds_word(interpreter->value_options, argument)) {
      ++i;
      continue;
    }
    if (argument[0] != '-' && argument[0] != '+') return program_name(argument);
    if (brings_code(*interpreter, argument)) return {};
  }
  return {};
}

}  // namespace portexplorer
