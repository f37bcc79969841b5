// `portexplorer watch`: the list, refreshed on a screen or printed as a stream.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <string>
#include <utility>

#include "base/escape.h"
#include "base/memory_release.h"
#include "faces/cli/addresses.h"
#include "faces/cli/list.h"
#include "faces/cli/run.h"
#include "faces/cli/screen.h"
#include "faces/cli/wakeups.h"
#include "faces/cli/watch_screen.h"
#include "faces/order/order.h"
#include "knowledge/ports.h"
#include "model/derive.h"

namespace portexplorer::cli {
namespace {

// Takes snapshots, each compared with the previous one.
class Looks {
 public:
  Looks(const Options& options, const Environment& env, const ListPlan& plan,
        std::shared_ptr<AddressKnowledge> addresses)
      : plan_(plan),
        resolves_(options.resolve),
        source_(env.make_source()),
        request_(plan.request(options)),
        addresses_(std::move(addresses)) {
    request_.follow = true;
    // On a screen, marks stay for a while; in data, each change is marked once.
    if (options.format != Format::text) mark_duration_ = std::chrono::milliseconds(0);
  }

  Result<std::shared_ptr<const Snapshot>> next() {
    TRY(sample, source_->sample(request_));
    snapshot_ = derive(
        snapshot_.get(), std::move(sample),
        {.mark_duration = mark_duration_, .port_names = port_names(), .addresses = addresses_});
    release_.after(snapshot_->rows.size());
    if (resolves_)
      addresses_->ask(remote_addresses(
          *snapshot_, [&](const RowView& view) { return plan_.selection->may_pass(view); }));
    return snapshot_;
  }

 private:
  const ListPlan& plan_;
  bool resolves_;
  std::unique_ptr<SocketSource> source_;
  SampleRequest request_;
  std::shared_ptr<AddressKnowledge> addresses_;
  std::chrono::milliseconds mark_duration_ = DeriveOptions().mark_duration;
  std::shared_ptr<const Snapshot> snapshot_;
  MemoryRelease release_;
};

// How a watch ends: with an exit code, or by a signal, which is raised again so that the parent
// process sees it.
struct Ending {
  int code = kExitFine;
  int signal = 0;
};

bool ends_watch(int signal) {
  return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
}

// Ctrl+C is the regular way to end a watch; other signals are raised again.
Ending ending_by(int signal) { return {kExitFine, signal == SIGINT ? 0 : signal}; }

// Returns the ending of a watch whose output failed: by a signal that has arrived meanwhile, if
// any.
Ending ending_of(Events& events) {
  while (events.is_ending(false)) {
    const Events::WakeReason woken = events.wait();
    if (ends_watch(woken.signal)) return ending_by(woken.signal);
  }
  return {};
}

int refused(const Environment& env, const Error& error) {
  say(env, "portexplorer: " + escaped(error.what) +
               "; portexplorer doctor reports what is readable here");
  return kExitRefused;
}

// A watch without a screen: prints one block per refresh, or one row per line.
class StreamWatch {
 public:
  StreamWatch(const Options& options, const Environment& env, const ListPlan& plan, Looks looks,
              Events& events)
      : options_(options),
        env_(env),
        plan_(plan),
        events_(events),
        looks_(std::move(looks)),
        out_(env.out, [this](int fd) { return events_.wait_writable(fd, false); }) {}

  Ending run() {
    for (std::uint64_t done = 0;; ++done) {
      auto look = looks_.next();
      if (!look && done == 0) return {refused(env_, look.error()), 0};
      if (look) write(**look, done == 0);
      else say(env_, "portexplorer: " + escaped(look.error().what));
      if (!out_.flush()) return unread();
      if (look && !options_.quiet) print_notes(env_, **look, &printed_notes_);
      if (options_.count && done + 1 >= *options_.count) return {};
      if (const auto ending = wait_for_timer()) return *ending;
    }
  }

 private:
  // The output failed, or its reader does not read and a signal has arrived.
  Ending unread() {
    if (out_.state() == Output::State::stopped) return ending_of(events_);
    return {exit_code_after(env_, out_, kExitFine), 0};
  }

  std::optional<Ending> wait_for_timer() {
    while (true) {
      const Events::WakeReason woken = events_.wait();
      if (ends_watch(woken.signal)) return ending_by(woken.signal);
      if (woken.signal == SIGTSTP) ::raise(SIGSTOP);
      if (woken.output_gone) return Ending{};
      if (woken.timer) return std::nullopt;
    }
  }

  void write(const Snapshot& snapshot, bool first) {
    const std::vector<std::uint32_t> rows = plan_.selection->rows(snapshot);
    std::vector<std::uint32_t> order = order_rows(snapshot, rows, plan_.sort);
    if (options_.format == Format::text) {
      write_block(snapshot, rows, order, first);
      return;
    }
    for (std::uint32_t& position : order) position = rows[position];
    if (options_.format == Format::csv)
      write_csv(out_, options_, plan_, snapshot, order, true, first);
    else write_jsonl(out_, plan_, snapshot, order, true);
  }

  void write_block(const Snapshot& snapshot, const std::vector<std::uint32_t>& rows,
                   const std::vector<std::uint32_t>& order, bool first) {
    Table table(snapshot, columns_for(plan_, options_, snapshot, rows),
                table_options(options_, env_));
    table.render(rows);
    table.fit(options_.wide ? 0 : env_.terminal.columns);
    if (!first) out_.write("\n");
    if (!options_.quiet) out_.write(look_line(snapshot, *plan_.selection, rows) + "\n");
    write_table(out_, options_, table, order);
  }

  const Options& options_;
  const Environment& env_;
  const ListPlan& plan_;
  Events& events_;
  Looks looks_;
  Output out_;
  std::set<std::string> printed_notes_;
};

// A watch on a terminal.
class ScreenWatch {
 public:
  ScreenWatch(const Options& options, const Environment& env, const ListPlan& plan, Looks looks,
              Events& events)
      : options_(options),
        env_(env),
        events_(events),
        looks_(std::move(looks)),
        screen_(env.in, env.out, [this](int fd) { return events_.wait_writable(fd, false); }),
        view_(options, env, plan) {}

  Ending run() {
    auto first = looks_.next();
    if (!first) return {refused(env_, first.error()), 0};
    view_.set_snapshot(*first);
    if (!screen_.take()) return ending_of(events_);
    std::uint64_t done = 1;
    while (screen_.show(view_.lines())) {
      if (options_.count && done >= *options_.count) return {};
      const Events::WakeReason woken = events_.wait();
      if (woken.output_gone) return {};
      if (ends_watch(woken.signal)) return ending_by(woken.signal);
      if (woken.signal == SIGTSTP) suspend();
      if (woken.signal == SIGWINCH) resize();
      if (!view_.take_keys(woken.keys)) return {};
      if (woken.timer && !view_.is_paused()) {
        rescan();
        ++done;
      }
    }
    return ending_of(events_);
  }

 private:
  void rescan() {
    auto look = looks_.next();
    if (look) view_.set_snapshot(*std::move(look));
    else view_.set_trouble(escaped(look.error().what));
  }

  // Restores the terminal while the program is stopped.
  void suspend() {
    screen_.release();
    ::raise(SIGSTOP);
    resize();
    screen_.take();
  }

  void resize() {
    view_.set_terminal(detect_terminal(env_.out));
    screen_.forget();
  }

  const Options& options_;
  const Environment& env_;
  Events& events_;
  Looks looks_;
  Screen screen_;
  WatchView view_;
};

Ending watch(const Options& options, const Environment& env, const ListPlan& plan) {
  const bool on_screen = moves_cursor(env) && options.format == Format::text;
  auto events =
      Events::create(options.interval,
                     {.keys = on_screen && ::isatty(env.in) == 1 ? env.in : -1, .output = env.out});
  if (!events) return {refused(env, events.error()), 0};
  const auto addresses = make_addresses(options, env);
  Looks looks(options, env, plan, addresses);
  const Ending ending = on_screen
                            ? ScreenWatch(options, env, plan, std::move(looks), *events).run()
                            : StreamWatch(options, env, plan, std::move(looks), *events).run();
  if (!options.quiet) say_about_addresses(env, plan.shown, *addresses);
  return ending;
}

}  // namespace

int run_watch(const Options& options, const Environment& env) {
  const auto plan = plan_list(options);
  if (!plan) return refuse_usage(env, plan.error());
  const Ending ending = watch(options, env, *plan);
  if (ending.signal != 0) {
    std::signal(ending.signal, SIG_DFL);
    ::raise(ending.signal);
  }
  return ending.code;
}

}  // namespace portexplorer::cli
