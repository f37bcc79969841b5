// `portexplorer log`: socket events as they occur, one per line.
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>
#include <optional>
#include <utility>

#include "base/clocks.h"
#include "base/escape.h"
#include "faces/cli/addresses.h"
#include "faces/cli/event_writer.h"
#include "faces/cli/in_quotes.h"
#include "faces/cli/log_file.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/cli/selection.h"
#include "faces/cli/summary.h"
#include "faces/cli/wakeups.h"
#include "knowledge/ports.h"

namespace portexplorer::cli {
namespace {

Timestamp now() { return Timestamp{clock_ns(CLOCK_REALTIME)}; }

// How long to wait for the reader of the log: until the log is to end; after that, at most two
// seconds for each write.
class Patience {
 public:
  Patience(Events& events, bool timed) : events_(events), timed_(timed) {}

  void end_soon() { ends_ = true; }

  // Waits until `fd` accepts output or, for −1, for that time. Returns false to stop writing.
  bool wait(int fd, std::chrono::milliseconds time) {
    if (fd < 0) return !ends_ && !events_.is_ending_within(time, timed_);
    if (!ends_ && events_.wait_writable(fd, timed_)) return true;
    ends_ = true;
    pollfd ready{fd, POLLOUT, 0};
    constexpr int kMilliseconds = 2000;
    return ::poll(&ready, 1, kMilliseconds) > 0;
  }

 private:
  Events& events_;
  bool timed_;  // the timer ends the log
  bool ends_ = false;
};

// The destination of the lines: standard output or a file.
class LogOutput {
 public:
  static Result<LogOutput> open(const Options& options, const Environment& env,
                                const EventWriter& writer, Patience& patience,
                                std::string_view heading) {
    LogOutput output(env, [&patience](int fd) { return patience.wait(fd, {}); });
    if (options.output.empty()) {
      output.out_->write(heading);
      output.out_->flush();  // a closed pipe is reported by the first wait
      return output;
    }
    const auto gap = [&writer](std::uint64_t lines) {
      TextBuffer text;
      writer.write_gap(text, lines, 0);
      return std::string(text.view());
    };
    const auto wait = [&patience](int fd, std::chrono::milliseconds time) {
      return patience.wait(fd, time);
    };
    TRY(file, LogFile::open({.path = options.output,
                             .max_bytes = options.max_size,
                             .max_files = options.max_files,
                             .gap = gap,
                             .wait = wait},
                            std::string(heading), [&env](const std::string& line) {
                              say(env, "portexplorer: " + line);
                            }));
    output.file_.emplace(std::move(file));
    return output;
  }

  // Returns false once nothing more can be written.
  bool write(std::string_view lines) {
    if (file_) {
      file_->append(lines);
      return !file_->is_stopped();
    }
    out_->write(lines);
    return out_->flush();
  }

  // The program is to end and the reader does not read.
  [[nodiscard]] bool is_stopped() const {
    return file_ ? file_->is_stopped() : out_->state() == Output::State::stopped;
  }
  [[nodiscard]] std::uint64_t unwritten_lines() const {
    return file_ ? file_->unwritten_lines() : out_->dropped_lines();
  }

  // Returns the exit code of the program.
  int finish(const Environment& env) {
    if (file_) return unwritten_lines() == 0 ? kExitFine : kExitRefused;
    const int code = exit_code_after(env, *out_, kExitFine);
    return unwritten_lines() == 0 ? code : kExitRefused;
  }

 private:
  LogOutput(const Environment& env, Output::Wait wait)
      : out_(std::make_unique<Output>(env.out, std::move(wait))) {}

  std::unique_ptr<Output> out_;
  std::optional<LogFile> file_;
};

class Log {
 public:
  Log(const Options& options, const Environment& env, const Selection& selection,
      std::vector<FieldId> fields, EventStream& stream)
      : options_(options),
        env_(env),
        selection_(selection),
        stream_(stream),
        addresses_(make_addresses(options, env)),
        shown_fields_(options.format == Format::text ? std::vector<FieldId>() : fields),
        writer_(options, std::move(fields), wants_color(options, env)) {}

  int run(Events& events) {
    Patience patience(events, options_.duration.has_value());
    TextBuffer heading;
    writer_.open(heading, stream_.host(), stream_.coverage());
    auto output = LogOutput::open(options_, env_, writer_, patience, heading.view());
    if (!output && output.error().kind == ErrorKind::unavailable)
      return end_unread(events, output.error());
    if (!output) return refuse_usage(env_, output.error());
    if (!options_.quiet) say(env_, begun_text());
    for (bool last = false; !last && !full_;) {
      const Events::WakeReason woken = events.wait();
      last = ends(woken);
      if (last) patience.end_soon();
      if (woken.signal == SIGTSTP) ::raise(SIGSTOP);
      ended_ = last ? take_until(now(), *output) : take(*output);
      if (!ended_) break;
    }
    hear(events);
    patience.end_soon();
    if (ended_ && !full_) finish(*output);
    if (!ended_ && output->is_stopped()) count_the_rest(*output);
    TextBuffer closing;
    writer_.close(closing, {.lost = lost_,
                            .left_out = left_out_,
                            .unchecked = unchecked_,
                            .unchecked_reason = unchecked_reason_});
    output->write(closing.view());
    const int code = output->finish(env_);
    if (!options_.quiet) {
      say(env_, summary(output->unwritten_lines()));
      say_about_addresses(env_, shown_fields_, *addresses_);
    }
    return code;
  }

  [[nodiscard]] int signal() const { return signal_; }

 private:
  // Handles a signal that arrived during a wait for the output.
  void hear(Events& events) {
    while (signal_ == 0 && events.is_ending(options_.duration.has_value())) ends(events.wait());
  }

  // The log is to end before the FIFO had a reader.
  int end_unread(Events& events, const Error& error) {
    hear(events);
    say(env_, "portexplorer: " + error.what);
    return kExitRefused;
  }

  bool ends(const Events::WakeReason& woken) {
    if (woken.signal == SIGTERM || woken.signal == SIGHUP || woken.signal == SIGQUIT)
      signal_ = woken.signal;
    // The timer ends the log only with --duration.
    return woken.signal == SIGINT || signal_ != 0 || woken.output_gone ||
           (woken.timer && options_.duration);
  }

  // Takes and writes one batch of events. Returns false if that fails. `latest` is set to the time
  // of the last event, if any.
  bool take_batch(LogOutput& output, std::optional<Timestamp>& latest) {
    latest.reset();
    if (const auto taken = stream_.take(batch_); !taken) {
      say(env_, "portexplorer: " + escaped(taken.error().what));
      return false;
    }
    if (!batch_.events.empty()) latest = batch_.events.back().time;
    return show(output);
  }

  // Takes only one batch: later events wake the log again. Draining the ring until it is empty
  // would take events one by one, at the cost of an interrupt of the traced process for each, and
  // of most of the log's time.
  bool take(LogOutput& output) {
    std::optional<Timestamp> latest;
    return take_batch(output, latest);
  }

  // Writes all events that occurred before `end`. Stops there, since new ones may arrive as fast as
  // they are written.
  bool take_until(Timestamp end, LogOutput& output) {
    std::optional<Timestamp> latest;
    do {
      if (!take_batch(output, latest)) return false;
    } while (latest && *latest < end && !full_);
    return true;
  }

  // Counts the events that are still queued as not written: the reader of the output did not read.
  void count_the_rest(LogOutput& output) {
    // More than the ring buffer and its reader hold; later events need not be counted.
    constexpr int kMostBatches = 64;
    for (int i = 0; i < kMostBatches; ++i) {
      if (!stream_.take(batch_) || batch_.events.empty()) return;
      show(output);
    }
  }

  // Writes the closes that were missed, with the events that arrived meanwhile.
  void finish(LogOutput& output) {
    if (const auto finished = stream_.finish(batch_); !finished) {
      say(env_, "portexplorer: " + escaped(finished.error().what));
      return;
    }
    unchecked_ = batch_.unchecked;
    unchecked_reason_ = batch_.unchecked_reason;
    show(output);
  }

  bool show(LogOutput& output) {
    text_.clear();
    if (batch_.lost > 0 || batch_.left_out > 0) tell_gap();
    if (!batch_.events.empty()) {
      const std::uint64_t first = next_number_;
      next_number_ += batch_.events.size();
      const EventRows rows = make_event_rows(std::move(batch_), first, stream_.host(),
                                             {.port_names = port_names(), .addresses = addresses_});
      const std::vector<std::size_t> chosen = choose(rows);
      writer_.write(text_, rows, chosen);
    }
    return text_.size() == 0 || output.write(text_.view());
  }

  void tell_gap() {
    lost_ += batch_.lost;
    left_out_ += batch_.left_out;
    writer_.write_gap(text_, batch_.lost, batch_.left_out);
    const bool in_place = options_.output.empty() && options_.format == Format::text;
    if (batch_.lost > 0 && !in_place)
      say(env_, "portexplorer: " + std::to_string(batch_.lost) +
                    (batch_.lost == 1 ? " event was lost" : " events were lost"));
  }

  std::vector<std::size_t> choose(const EventRows& rows) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < rows.marks.size() && !full_; ++i) {
      const Action action = rows.marks[i].action;
      if (!options_.actions.empty() &&
          std::ranges::find(options_.actions, action) == options_.actions.end())
        continue;
      if (!selection_.passes(rows.view(i))) continue;
      chosen.push_back(i);
      full_ = ++shown_ == options_.count;
    }
    return chosen;
  }

  [[nodiscard]] std::string begun_text() const {
    const std::string to = options_.output.empty() ? "" : " to " + in_quotes(options_.output);
    return "portexplorer: logging" + to + "; Ctrl+C ends the log";
  }

  [[nodiscard]] std::string summary(std::uint64_t unwritten) const {
    const std::uint64_t seen = next_number_ - 1;
    std::string text = "portexplorer: " + std::to_string(shown_);
    if (seen > shown_) text += " of " + std::to_string(seen);
    text += seen == 1 ? " event" : " events";
    if (lost_ > 0) text += ", " + std::to_string(lost_) + " lost";
    else text += unchecked_ > 0 ? ", none known to be lost" : ", none lost";
    if (left_out_ > 0) text += ", " + std::to_string(left_out_) + " left out by --max-rate";
    if (unwritten > 0) text += ", " + std::to_string(unwritten) + " not written";
    if (unchecked_ == 0) return text;
    return text + "; " + std::to_string(unchecked_) +
           (unchecked_ == 1 ? " connection" : " connections") +
           " could not be checked for a missed close: " + escaped(unchecked_reason_);
  }

  const Options& options_;
  const Environment& env_;
  const Selection& selection_;
  EventStream& stream_;
  std::shared_ptr<AddressKnowledge> addresses_;
  std::vector<FieldId> shown_fields_;
  EventWriter writer_;
  EventBatch batch_;
  TextBuffer text_;
  std::uint64_t next_number_ = 1;
  std::uint64_t shown_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t left_out_ = 0;
  std::uint64_t unchecked_ = 0;
  std::string unchecked_reason_;
  int signal_ = 0;
  bool full_ = false;   // --count is reached
  bool ended_ = false;  // regularly: all queued events were taken and written
};

// The part of the filter that the BPF programs apply, so that other sockets are not affected.
EventRequest event_request(const Options& options, const Selection& selection) {
  EventRequest request;
  if (!options.traffic) return request;
  const RequiredValues required = selection.required();
  TraceFilter filter;
  if (required.pid) filter.pid = Pid(static_cast<std::int32_t>(*required.pid));
  if (required.uid) filter.uid = Uid(static_cast<std::uint32_t>(*required.uid));
  filter.port = required.port;
  filter.protocols = selection.protocols();
  for (int i = 0; i < kProtocolCount; ++i) {
    if (required.protocol_set && (*required.protocol_set & (1u << i)) == 0)
      filter.protocols.remove(static_cast<Protocol>(i));
  }
  filter.max_rate = options.max_rate;
  request.traffic = filter;
  return request;
}

Result<std::vector<FieldId>> event_fields(const Options& options) {
  if (options.columns) return choose_fields(options);
  return usual_event_fields();
}

int run_log(const Options& options, const Environment& env, const Selection& selection,
            std::vector<FieldId> fields) {
  const auto source = env.make_source();
  auto stream = source->events(event_request(options, selection));
  if (!stream) {
    say(env, "portexplorer: " + escaped(stream.error().what) +
                 "; portexplorer doctor reports what is missing");
    return kExitRefused;
  }
  const auto never = std::chrono::hours(24 * 365);
  auto events = Events::create(options.duration.value_or(never),
                               {.output = env.out, .wake = (*stream)->wake_handle()});
  if (!events) return refuse_usage(env, events.error());
  if (!options.quiet) {
    for (const CoverageGap& gap : (*stream)->coverage().gaps) {
      if (gap.notable) say(env, "portexplorer: " + gap_line(gap));
    }
  }
  Log log(options, env, selection, std::move(fields), **stream);
  const int code = log.run(*events);
  if (log.signal() != 0) {
    std::signal(log.signal(), SIG_DFL);
    ::raise(log.signal());
  }
  return code;
}

// Refuses a filter by a field that no event has: it would look as if nothing happened.
Result<void> check_filter(const Selection& selection) {
  std::string possible;
  const Field* impossible = nullptr;
  for (const Field& f : all_fields()) {
    if (!can_be_of_event(f.id)) {
      if (selection.filters_by(f.id)) impossible = &f;
      continue;
    }
    possible += possible.empty() ? "" : ", ";
    possible += f.name;
  }
  if (impossible == nullptr) return {};
  return fail(ErrorKind::malformed, "log cannot filter by " + std::string(impossible->name) +
                                        ", which events do not have (expected one of " + possible +
                                        ")");
}

}  // namespace

int run_log(const Options& options, const Environment& env) {
  auto fields = event_fields(options);
  if (!fields) return refuse_usage(env, fields.error());
  const auto selection = Selection::create(options, *fields);
  if (!selection) return refuse_usage(env, selection.error());
  if (const auto possible = check_filter(*selection); !possible)
    return refuse_usage(env, possible.error());
  return run_log(options, env, *selection, *std::move(fields));
}

}  // namespace portexplorer::cli
