#include "faces/cli/columns.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/suggestion.h"
#include "faces/cli/in_quotes.h"
#include "model/former_names.h"

namespace portexplorer::cli {
namespace {

// A column that joins several fields. JSON and CSV, which have only fields, show these instead.
struct Joined {
  std::string_view name;
  Column column;
  std::array<FieldId, 3> fields;
  std::size_t field_count;
};

constexpr std::array kJoined = {
    Joined{"local",
           {ColumnKind::local, FieldId::local_address, "LOCAL", Align::left, 0},
           {FieldId::local_address, FieldId::local_port},
           2},
    Joined{"remote",
           {ColumnKind::remote, FieldId::remote_address, "REMOTE", Align::left, 0},
           {FieldId::remote_address, FieldId::remote_port},
           2},
    Joined{"created",
           {ColumnKind::created, FieldId::created_at, "CREATED", Align::right, 0},
           {FieldId::created_at, FieldId::created_after, FieldId::created_before},
           3},
};

constexpr Column kClassSign{ColumnKind::class_sign, FieldId::klass, "", Align::left, 0};

const Joined* find_joined(std::string_view name) {
  const auto* it = std::ranges::find(kJoined, name, &Joined::name);
  return it == kJoined.end() ? nullptr : it;
}

Column field_column(FieldId id, std::uint8_t drop_rank = 0) {
  return {ColumnKind::field, id, field(id).title, field(id).align, drop_rank};
}

Column joined_column(std::string_view name, std::uint8_t drop_rank = 0) {
  Column c = find_joined(name)->column;
  c.drop_rank = drop_rank;
  return c;
}

std::string_view name_of(const Column& c) {
  for (const Joined& j : kJoined) {
    if (j.column.kind == c.kind) return j.name;
  }
  return c.kind == ColumnKind::class_sign ? std::string_view{} : field(c.id).name;
}

void add_once(std::vector<Column>& columns, const Column& column) {
  const auto same = [&](const Column& c) { return c.kind == column.kind && c.id == column.id; };
  if (std::ranges::none_of(columns, same)) columns.push_back(column);
}

void add_fields(std::vector<Column>& columns, std::initializer_list<FieldId> ids) {
  for (const FieldId id : ids) add_once(columns, field_column(id));
}

std::vector<Column> usual_columns(const Options& options) {
  const bool rates = options.command == Command::watch;
  std::vector<Column> columns = {
      field_column(FieldId::protocol),
      joined_column("local"),
      joined_column("remote"),
      field_column(FieldId::state),
      field_column(FieldId::process),
      field_column(FieldId::pid),
      joined_column("created", 1),
      field_column(rates ? FieldId::sent_rate : FieldId::sent_bytes, 2),
      field_column(rates ? FieldId::received_rate : FieldId::received_bytes, 2)};
  if (options.resolve) columns.insert(columns.begin() + 3, field_column(FieldId::remote_host));
  if (options.extended) {
    add_fields(columns, {FieldId::recv_queue, FieldId::send_queue, FieldId::recv_memory_bytes});
    add_once(columns, field_column(FieldId::send_memory_bytes, 1));
    add_fields(columns, {FieldId::drops, FieldId::user, FieldId::unit, FieldId::inode});
  }
  if (options.internals) {
    add_fields(columns, {FieldId::rtt_us, FieldId::retransmits, FieldId::sent_packets,
                         FieldId::received_packets, FieldId::direction});
  }
  if (options.timers) add_fields(columns, {FieldId::retransmits});
  return columns;
}

std::vector<Column> all_columns() {
  std::vector<Column> columns;
  for (const Field& f : all_fields()) columns.push_back(field_column(f.id));
  return columns;
}

std::vector<std::string_view> known_words() {
  std::vector<std::string_view> words = {"all"};
  for (const Joined& j : kJoined) words.push_back(j.name);
  for (const Field& f : all_fields()) words.push_back(f.name);
  return words;
}

std::vector<std::string_view> split_list(std::string_view list) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t comma = list.find(',');
    std::string_view word = list.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    if (!word.empty()) words.push_back(word);
    if (comma == std::string_view::npos) return words;
    list.remove_prefix(comma + 1);
  }
}

tl::unexpected<Error> unknown_field(std::string_view option, std::string_view word) {
  const std::string prefix = std::string(option) + ": ";
  if (const auto renamed = new_field_name(word)) {
    return fail(ErrorKind::malformed, prefix + in_quotes(word) + " is now " + in_quotes(*renamed));
  }
  if (word.empty()) return fail(ErrorKind::malformed, prefix + "empty field name");
  if (word == "all") return fail(ErrorKind::malformed, prefix + "\"all\" is only for --columns");
  const auto near = nearest_word(word, known_words());
  return fail(ErrorKind::malformed,
              prefix + "unknown field " + in_quotes(word) +
                  (near ? " (did you mean " + in_quotes(*near) + "?)"
                        : std::string(" (portexplorer help fields lists all fields)")));
}

Result<std::vector<Column>> columns_of_word(std::string_view word) {
  if (word == "all") return all_columns();
  if (find_joined(word) != nullptr) return std::vector{joined_column(word)};
  const Field* f = find_field(word);
  if (f == nullptr) return unknown_field("--columns", word);
  return std::vector{field_column(f->id)};
}

// Applies one word of the list to `columns`: "name" and "+name" add a column, "-name" removes it.
Result<void> apply_word(std::vector<Column>& columns, std::string_view word) {
  const bool removes = word[0] == '-';
  if (removes || word[0] == '+') word.remove_prefix(1);
  TRY(named, columns_of_word(word));
  if (removes && word == "all") columns.clear();
  for (const Column& c : named) {
    if (removes)
      std::erase_if(columns, [&](const Column& old) { return name_of(old) == name_of(c); });
    else add_once(columns, c);
  }
  return {};
}

Result<std::vector<Column>> columns_from(const std::optional<std::string>& list,
                                         std::vector<Column> usual) {
  if (!list) return usual;
  const std::vector<std::string_view> words = split_list(*list);
  if (words.empty())
    return fail(ErrorKind::malformed,
                "--columns requires names of fields, such as process,pid,local (portexplorer help "
                "fields lists all fields)");
  const bool changes_usual = words[0][0] == '+' || words[0][0] == '-';
  std::vector<Column> columns = changes_usual ? std::move(usual) : std::vector<Column>{};
  for (const std::string_view word : words) {
    TRY_VOID(apply_word(columns, word));
  }
  if (columns.empty()) return fail(ErrorKind::malformed, "--columns removes every column");
  return columns;
}

void add_class_sign(std::vector<Column>& columns) {
  const auto is = [](FieldId id) {
    return [id](const Column& c) { return c.kind == ColumnKind::field && c.id == id; };
  };
  const auto pid = std::ranges::find_if(columns, is(FieldId::pid));
  if (pid != columns.end() && std::ranges::none_of(columns, is(FieldId::klass)))
    columns.insert(pid + 1, kClassSign);
}

}  // namespace

Result<std::vector<Column>> choose_columns(const Options& options) {
  TRY(columns, columns_from(options.columns, usual_columns(options)));
  add_class_sign(columns);
  return columns;
}

std::vector<Column> with_netns(std::vector<Column> columns, const Options& options) {
  const std::string_view list =
      options.columns ? std::string_view(*options.columns) : std::string_view();
  const bool changes_usual = list.empty() || list.starts_with('+') || list.starts_with('-');
  if (!changes_usual || list.find("-netns") != std::string_view::npos) return columns;
  const auto is = [](FieldId id) {
    return [id](const Column& c) { return c.kind == ColumnKind::field && c.id == id; };
  };
  if (std::ranges::any_of(columns, is(FieldId::netns))) return columns;
  const auto state = std::ranges::find_if(columns, is(FieldId::state));
  columns.insert(state == columns.end() ? state : state + 1, field_column(FieldId::netns));
  return columns;
}

Result<std::vector<FieldId>> choose_fields(const Options& options) {
  TRY(columns, columns_from(options.columns, all_columns()));
  std::vector<FieldId> fields;
  const auto add = [&](FieldId id) {
    if (std::ranges::find(fields, id) == fields.end()) fields.push_back(id);
  };
  for (const Column& c : columns) {
    const Joined* joined = c.kind == ColumnKind::field ? nullptr : find_joined(name_of(c));
    if (joined == nullptr) add(c.id);
    for (std::size_t i = 0; joined != nullptr && i < joined->field_count; ++i)
      add(joined->fields[i]);
  }
  return fields;
}

Result<std::vector<SortKey>> choose_sort(std::string_view list) {
  std::vector<SortKey> keys;
  for (const std::string_view word : split_list(list)) {
    const std::size_t colon = word.find(':');
    const std::string_view name = word.substr(0, colon);
    const std::string_view way = colon == std::string_view::npos ? "asc" : word.substr(colon + 1);
    if (way != "asc" && way != "desc") {
      return fail(ErrorKind::malformed, "--sort: invalid order " + in_quotes(way) + " of " +
                                            in_quotes(name) + " (expected asc or desc)");
    }
    const Joined* joined = find_joined(name);
    const Field* f = joined != nullptr ? &field(joined->column.id) : find_field(name);
    if (f == nullptr) return unknown_field("--sort", name);
    keys.push_back({f->id, way == "desc"});
    const bool has_port = joined != nullptr && joined->column.kind != ColumnKind::created;
    if (has_port) keys.push_back({joined->fields[1], way == "desc"});
  }
  return keys;
}

}  // namespace portexplorer::cli
