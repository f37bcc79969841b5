#include "faces/cli/list.h"

#include <pwd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "base/escape.h"
#include "faces/cli/addresses.h"
#include "faces/cli/pager.h"
#include "faces/cli/row_blocks.h"
#include "faces/cli/run.h"
#include "faces/cli/summary.h"
#include "faces/cli/wakeups.h"
#include "faces/export/csv.h"
#include "faces/export/json.h"
#include "faces/order/order.h"
#include "knowledge/ports.h"
#include "model/derive.h"

namespace portexplorer::cli {
namespace {

// How many rows ahead to prefetch: first the offset of a row, then its text.
constexpr std::size_t kFarAhead = 24;
constexpr std::size_t kAhead = 12;

void write_json(Output& out, const ListPlan& plan, const Snapshot& snapshot,
                std::span<const std::uint32_t> rows, AddressKnowledge& addresses) {
  append_json_opening(out.buffer(), *snapshot.sample);
  write_row_blocks(
      out, rows.size(), [&] { return JsonRows(snapshot, plan.fields); },
      [&](JsonRows& writer, TextBuffer& text, std::size_t i) {
        text.append(i == 0 ? std::string_view("\n") : std::string_view(",\n"));
        writer.append_row(text, {snapshot, snapshot.rows[rows[i]]});
      });
  append_json_closing(out.buffer(), shown_attributions(plan.shown, addresses));
}

// Unreadable processes are not worth a note if every socket has an owner anyway.
bool concerns(const CoverageGap& gap, const Snapshot& snapshot) {
  const bool is_about_owners = gap.id == "fds.not_permitted" || gap.id == "fds.limit";
  return !is_about_owners || has_unseen_owner(snapshot);
}

// A filter that names such a family finds nothing by default, since only Internet sockets are read.
std::string_view hint_for(const Options& options) {
  if (options.all_families || !options.protocols.empty()) return {};
  for (const std::string_view word : {"unix", "netlink", "packet", "vsock"}) {
    if (options.filter.find(word) != std::string::npos)
      return " Unix, netlink, packet and vsock sockets require --all-families.";
  }
  return {};
}

bool is_user(const std::string& name) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 16384> buffer{};
  const int error = ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
  return error != 0 || found != nullptr;  // a failed lookup does not prove that there is none
}

// Returns " There is no user \"bob\" on this machine." if the filter is user:bob or user=bob and
// that user does not exist; otherwise "".
std::string user_hint(std::string_view filter) {
  constexpr std::string_view kUser = "user";
  const std::size_t at = filter.starts_with(kUser) ? 0 : filter.find(" user");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = filter.substr(filter.find(kUser, at) + kUser.size());
  if (!rest.starts_with(':') && !rest.starts_with('=')) return {};
  const std::string name(rest.substr(1, rest.find_first_of(" )", 1) - 1));
  const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
    return c > ' ' && std::string_view("\"'/,:=").find(c) == std::string_view::npos;
  });
  const bool is_number = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_name || is_number || name == "any" || name == "none" || is_user(name)) return {};
  return " There is no user \"" + escaped(name) + "\" on this machine.";
}

// Warns about a filter by fields that a single reading of the kernel's tables cannot provide.
void hint_at_observing(const Options& options, const Environment& env, const Selection& selection) {
  if (options.observe || options.quiet) return;
  for (const FieldId id :
       {FieldId::peers, FieldId::change, FieldId::sent_rate, FieldId::received_rate,
        FieldId::created_after, FieldId::last_process, FieldId::last_pid}) {
    if (!selection.filters_by(id)) continue;
    say(env, "portexplorer: " + std::string(field(id).name) +
                 " is known only while sockets are observed; use portexplorer watch or list "
                 "--observe TIME");
    return;
  }
}

std::string nothing_line(const Options& options, const ListPlan& plan) {
  if (!options.filter.empty()) {
    const bool narrowed = plan.selection->narrows_beside_filter();
    return "No socket matches " + escaped(options.filter) + (narrowed ? " and the options." : ".") +
           std::string(hint_for(options)) + user_hint(options.filter);
  }
  return plan.selection->narrows_beside_filter() ? "No socket matches the options."
                                                 : "There are no sockets here.";
}

// One run of list: prints the selected rows of a snapshot.
class Listing {
 public:
  Listing(const Options& options, const Environment& env, const ListPlan& plan,
          const Snapshot& snapshot, AddressKnowledge& addresses)
      : options_(options),
        env_(env),
        plan_(plan),
        snapshot_(snapshot),
        addresses_(addresses),
        rows_(plan.selection->rows(snapshot)),
        order_(order_rows(snapshot, rows_, plan.sort)) {}

  int print() {
    const int code = options_.format == Format::text ? print_text() : print_data();
    if (code != kExitFine) return code;
    return rows_.empty() ? kExitNothing : kExitFine;
  }

 private:
  int print_data() {
    std::vector<std::uint32_t> ordered;
    ordered.reserve(order_.size());
    for (const std::uint32_t position : order_) ordered.push_back(rows_[position]);
    Output out(env_.out);
    if (options_.format == Format::json) write_json(out, plan_, snapshot_, ordered, addresses_);
    else if (options_.format == Format::jsonl) write_jsonl(out, plan_, snapshot_, ordered, false);
    else write_csv(out, options_, plan_, snapshot_, ordered, false, true);
    const bool says_what_is_missing = options_.format == Format::json;
    if (!says_what_is_missing && !options_.quiet) notes();
    return exit_code_after(env_, out, kExitFine);
  }

  int print_text() {
    if (rows_.empty()) {
      if (!options_.quiet) say(env_, nothing_line(options_, plan_));
      if (!options_.quiet) print_notes(env_, snapshot_);
      return kExitNothing;
    }
    Table table(snapshot_, columns_for(plan_, options_, snapshot_, rows_),
                table_options(options_, env_));
    table.render(rows_);
    table.fit(options_.wide ? 0 : env_.terminal.columns);
    if (!wants_pager() || !print_paged(table)) {
      Output out(env_.out);
      write_table(out, options_, table, order_);
      if (env_.terminal.is_terminal) append_summary(out);
      const int code = exit_code_after(env_, out, kExitFine);
      if (code != kExitFine || out.state() != Output::State::good) return code;
      if (!env_.terminal.is_terminal && !options_.quiet) say(env_, summary());
    }
    if (!options_.quiet) notes();
    return kExitFine;
  }

  void notes() const {
    print_notes(env_, snapshot_);
    say_about_addresses(env_, plan_.shown, addresses_);
  }

  [[nodiscard]] bool wants_pager() const {
    constexpr std::size_t kOtherLines = 3;  // header, summary, prompt
    return moves_cursor(env_) && options_.pager &&
           rows_.size() + kOtherLines > static_cast<std::size_t>(env_.terminal.rows);
  }

  // Returns false if no pager could be run.
  bool print_paged(const Table& table) {
    auto pager = Pager::start(env_);
    if (!pager) return false;
    Output out(pager->fd());
    write_table(out, options_, table, order_);
    append_summary(out);
    out.flush();
    return pager->finish();
  }

  void append_summary(Output& out) const {
    if (options_.quiet) return;
    out.write(summary());
    out.write("\n");
  }

  [[nodiscard]] std::string summary() const {
    return summary_line(snapshot_, count_shown(snapshot_, rows_)) +
           own_sockets_text(plan_.selection->own_sockets(snapshot_));
  }

  const Options& options_;
  const Environment& env_;
  const ListPlan& plan_;
  const Snapshot& snapshot_;
  AddressKnowledge& addresses_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint32_t> order_;
};

using Look = Result<std::shared_ptr<const Snapshot>>;

Look look_once(SocketSource& source, const SampleRequest& request,
               const DeriveOptions& derive_options) {
  TRY(sample, source.sample(request));
  return derive(nullptr, std::move(sample), derive_options);
}

// Reads twice, with the observation in between, so that sockets which opened or closed meanwhile
// are included. Ctrl+C ends the observation early.
Look look_twice(SocketSource& source, SampleRequest request, const DeriveOptions& derive_options,
                const Options& options, const Environment& env) {
  request.follow = true;
  TRY(before, look_once(source, request, derive_options));
  TRY(events, Events::create(*options.observe, {.output = env.out}));
  if (!options.quiet) say(env, "portexplorer: observing for " + duration_text(*options.observe));
  bool waited = false;
  while (!waited) {
    const Events::WakeReason woken = events.wait();
    if (woken.signal == SIGTSTP) ::raise(SIGSTOP);
    waited = woken.timer || woken.output_gone ||
             (woken.signal != 0 && woken.signal != SIGTSTP && woken.signal != SIGCONT &&
              woken.signal != SIGWINCH);
  }
  TRY(sample, source.sample(request));
  return derive(before.get(), std::move(sample), derive_options);
}

// Queries the names of addresses that may be shown, and waits for at most --resolve-wait.
void await_names(const Snapshot& snapshot, const Options& options, const Environment& env,
                 const ListPlan& plan, AddressKnowledge& addresses) {
  addresses.ask(remote_addresses(
      snapshot, [&](const RowView& view) { return plan.selection->may_pass(view); }));
  const bool complete =
      addresses.wait(std::chrono::duration_cast<std::chrono::milliseconds>(options.resolve_wait));
  if (!complete && !options.quiet) {
    say(env, "portexplorer: some names were not resolved within " +
                 duration_text(options.resolve_wait) + " (--resolve-wait sets the limit)");
  }
}

}  // namespace

void print_notes(const Environment& env, const Snapshot& snapshot, std::set<std::string>* printed) {
  for (const CoverageGap& gap : snapshot.sample->coverage.gaps) {
    if (!gap.notable || !concerns(gap, snapshot) ||
        (printed != nullptr && !printed->insert(gap.id).second))
      continue;
    say(env, "portexplorer: " + gap_line(gap));
  }
}

SampleRequest ListPlan::request(const Options& options) const {
  SampleRequest request = selection->request(options.format == Format::text, shown, sort);
  request.backend = options.backend;
  request.traffic_counter = options.traffic_counter;
  return request;
}

Result<ListPlan> plan_list(const Options& options) {
  ListPlan plan;
  const bool text = options.format == Format::text;
  if (text) {
    TRY(columns, choose_columns(options));
    plan.columns = std::move(columns);
  } else {
    TRY(fields, choose_fields(options));
    plan.fields = std::move(fields);
  }
  TRY(sort, choose_sort(options.sort));
  plan.sort = std::move(sort);
  plan.shown = plan.fields;
  for (const Column& c : plan.columns) plan.shown.push_back(c.id);
  TRY(selection, Selection::create(options, plan.shown));
  plan.selection.emplace(std::move(selection));
  return plan;
}

std::vector<Column> columns_for(const ListPlan& plan, const Options& options,
                                const Snapshot& snapshot, std::span<const std::uint32_t> rows) {
  if (snapshot.sample->namespaces.size() < 2 || rows.empty()) return plan.columns;
  const NetnsId first = RowView(snapshot, snapshot.rows[rows.front()]).socket().netns;
  const auto is_other = [&](std::uint32_t row) {
    return RowView(snapshot, snapshot.rows[row]).socket().netns != first;
  };
  return std::ranges::any_of(rows, is_other) ? with_netns(plan.columns, options) : plan.columns;
}

void write_csv(Output& out, const Options& options, const ListPlan& plan, const Snapshot& snapshot,
               std::span<const std::uint32_t> rows, bool stream, bool first) {
  if (first && options.header) CsvRows(plan.fields, stream).append_header(out.buffer());
  write_row_blocks(
      out, rows.size(), [&] { return CsvRows(plan.fields, stream); },
      [&](CsvRows& writer, TextBuffer& text, std::size_t i) {
        writer.append_row(text, {snapshot, snapshot.rows[rows[i]]});
      });
}

void write_jsonl(Output& out, const ListPlan& plan, const Snapshot& snapshot,
                 std::span<const std::uint32_t> rows, bool stream) {
  const std::string taken_at = stream ? json_taken_at(*snapshot.sample) : std::string();
  write_row_blocks(
      out, rows.size(), [&] { return JsonRows(snapshot, plan.fields); },
      [&](JsonRows& writer, TextBuffer& text, std::size_t i) {
        writer.append_row(text, {snapshot, snapshot.rows[rows[i]]}, taken_at);
        text.append('\n');
      });
}

void write_table(Output& out, const Options& options, const Table& table,
                 std::span<const std::uint32_t> order) {
  if (options.header) {
    table.append_header(out.buffer());
    out.buffer().append('\n');
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + kFarAhead < order.size()) table.prefetch_start(order[i + kFarAhead]);
    if (i + kAhead < order.size()) table.prefetch_text(order[i + kAhead]);
    table.append_row(out.buffer(), order[i]);
    out.buffer().append('\n');
    out.done();
  }
}

TableOptions table_options(const Options& options, const Environment& env) {
  return {.cells = {.services = !options.numeric, .process_as = options.process_as},
          .color = wants_color(options, env)};
}

int run_list(const Options& options, const Environment& env) {
  const auto plan = plan_list(options);
  if (!plan) return refuse_usage(env, plan.error());
  hint_at_observing(options, env, *plan->selection);
  const auto source = env.make_source();
  const SampleRequest request = plan->request(options);
  const auto addresses = make_addresses(options, env);
  const DeriveOptions derive_options{.port_names = port_names(), .addresses = addresses};
  auto snapshot = options.observe ? look_twice(*source, request, derive_options, options, env)
                                  : look_once(*source, request, derive_options);
  if (!snapshot) {
    say(env, "portexplorer: " + escaped(snapshot.error().what) +
                 "; portexplorer doctor reports what is readable here");
    return kExitRefused;
  }
  if (options.resolve) await_names(**snapshot, options, env, *plan, *addresses);
  return Listing(options, env, *plan, **snapshot, *addresses).print();
}

}  // namespace portexplorer::cli
