#include "faces/gui/settings/settings_text.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace portexplorer::gui {
namespace {

constexpr qsizetype kMostItems = 1000;  // in a list

// Percent-encodes what would end a line, is not printable ASCII, or would be trimmed: a leading or
// trailing space.
QByteArray encoded(const QString& text) {
  QByteArray line = text.toUtf8().toPercentEncoding(" !\"#$&'()*+,/:;<=>?@[\\]^`{|}");
  if (line.startsWith(' ')) line.replace(0, 1, "%20");
  if (line.endsWith(' ')) line.replace(line.size() - 1, 1, "%20");
  return line;
}

std::optional<QString> decoded(const QByteArray& value) {
  const QByteArray bytes = QByteArray::fromPercentEncoding(value);
  QString text = QString::fromUtf8(bytes);
  if (text.toUtf8() != bytes || text.contains(QChar(u'\0'))) return std::nullopt;
  return text;
}

// Writes and parses one setting. `read` returns false for an invalid value.
struct Key {
  const char* name;
  std::function<void(const Settings&, const std::function<void(const QByteArray&)>& line)> write;
  std::function<bool(Settings&, const QByteArray& value)> read;
};

Key flag(const char* name, bool Settings::*member) {
  return {name, [member](const Settings& s, const auto& line) { line(s.*member ? "yes" : "no"); },
          [member](Settings& s, const QByteArray& value) {
            if (value != "yes" && value != "no") return false;
            s.*member = value == "yes";
            return true;
          }};
}

template <typename Enum, std::size_t n>
Key word(const char* name, Enum Settings::*member, std::array<const char*, n> words) {
  return {name,
          [=](const Settings& s, const auto& line) {
            line(words[static_cast<std::size_t>(s.*member)]);
          },
          [=](Settings& s, const QByteArray& value) {
            const auto it = std::ranges::find_if(words, [&](const char* w) { return value == w; });
            if (it == words.end()) return false;
            s.*member = static_cast<Enum>(it - words.begin());
            return true;
          }};
}

Key text(const char* name, QString Settings::*member) {
  return {name, [member](const Settings& s, const auto& line) { line(encoded(s.*member)); },
          [member](Settings& s, const QByteArray& value) {
            const auto read = decoded(value);
            if (read) s.*member = *read;
            return read.has_value();
          }};
}

// A list has one line per item.
Key list(const char* name, QStringList Settings::*member) {
  return {name,
          [member](const Settings& s, const auto& line) {
            for (const QString& item : s.*member) line(encoded(item));
          },
          [member](Settings& s, const QByteArray& value) {
            const auto read = decoded(value);
            if (read && (s.*member).size() < kMostItems) (s.*member).append(*read);
            return read.has_value();
          }};
}

Key bytes(const char* name, QByteArray Settings::*member) {
  return {name, [member](const Settings& s, const auto& line) { line((s.*member).toBase64()); },
          [member](Settings& s, const QByteArray& value) {
            const auto read =
                QByteArray::fromBase64Encoding(value, QByteArray::AbortOnBase64DecodingErrors);
            if (read) s.*member = *read;
            return static_cast<bool>(read);
          }};
}

std::optional<int> number_within(const QByteArray& value, int least, int most) {
  bool fine = false;
  const int number = value.toInt(&fine);
  return fine && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

Key refresh() {
  return {"refresh_ms",
          [](const Settings& s, const auto& line) {
            line(QByteArray::number(static_cast<qlonglong>(s.refresh.count())));
          },
          [](Settings& s, const QByteArray& value) {
            const auto ms = number_within(value, static_cast<int>(kFastestRefresh.count()),
                                          static_cast<int>(kSlowestRefresh.count()));
            if (ms) s.refresh = std::chrono::milliseconds(*ms);
            return ms.has_value();
          }};
}

Key log_rows() {
  return {"log_rows",
          [](const Settings& s, const auto& line) { line(QByteArray::number(s.log_rows)); },
          [](Settings& s, const QByteArray& value) {
            const auto rows = number_within(value, kLeastLogRows, kMostLogRows);
            if (rows) s.log_rows = *rows;
            return rows.has_value();
          }};
}

// Splits "name:value". Returns nothing if there is no name.
std::optional<std::pair<QString, QByteArray>> halves(const QByteArray& value) {
  const qsizetype colon = value.indexOf(':');
  const auto name = decoded(value.left(std::max<qsizetype>(colon, 0)));
  if (colon <= 0 || !name) return std::nullopt;
  return std::pair(*name, value.mid(colon + 1));
}

Key widths() {
  constexpr int kWidest = 10'000;
  return {"width",
          [](const Settings& s, const auto& line) {
            for (const auto& [column, width] : s.widths)
              line(encoded(column) + ':' + QByteArray::number(width));
          },
          [](Settings& s, const QByteArray& value) {
            const auto pair = halves(value);
            const auto width = pair ? number_within(pair->second, 1, kWidest) : std::nullopt;
            if (width) s.widths[pair->first] = *width;
            return width.has_value();
          }};
}

Key colours() {
  return {"colour",
          [](const Settings& s, const auto& line) {
            for (const auto& [name, colour] : s.colours)
              line(encoded(name) + ':' + colour.name().toLatin1());
          },
          [](Settings& s, const QByteArray& value) {
            const auto pair = halves(value);
            const bool is_colour = pair && pair->second.size() == 7 && pair->second.startsWith('#');
            const QColor colour = is_colour ? QColor(QString::fromLatin1(pair->second)) : QColor();
            if (colour.isValid()) s.colours[pair->first] = colour;
            return colour.isValid();
          }};
}

const std::vector<Key>& keys() {
  static const std::vector<Key> all = {
      flag("hide_netstat", &Settings::hide_netstat),
      flag("hide_loopback", &Settings::hide_loopback),
      word("show_process", &Settings::show_process, std::array{"name", "path", "program"}),
      flag("resolve", &Settings::resolve),
      flag("show_lookups", &Settings::show_lookups),
      refresh(),
      list("column", &Settings::columns),
      widths(),
      text("sort", &Settings::sort),
      flag("group", &Settings::group),
      list("saved_filter", &Settings::saved_filters),
      list("filter_history", &Settings::filter_history),
      colours(),
      word("theme", &Settings::theme, std::array{"system", "light", "dark"}),
      flag("show_log", &Settings::show_log),
      log_rows(),
      flag("may_ask_names", &Settings::may_ask_names),
      flag("may_ask_registry", &Settings::may_query_whois),
      flag("tray", &Settings::tray),
      flag("start_minimised", &Settings::start_minimised),
      flag("notice_listeners", &Settings::notice_listeners),
      flag("notice_first_connections", &Settings::notice_first_connections),
      flag("notice_hidden", &Settings::notice_hidden),
      text("language", &Settings::language),
      flag("first_start", &Settings::first_start),
      bytes("geometry", &Settings::geometry),
      bytes("layout", &Settings::layout),
  };
  return all;
}

QList<QByteArray> lines_of(const Key& key, const Settings& settings) {
  QList<QByteArray> lines;
  key.write(settings,
            [&](const QByteArray& value) { lines.append(QByteArray(key.name) + " = " + value); });
  return lines;
}

void read_line(SettingsText& read, const QByteArray& line, int number) {
  if (line.isEmpty() || line.startsWith('#')) return;
  const qsizetype equals = line.indexOf('=');
  const QByteArray name = line.left(std::max<qsizetype>(equals, 0)).trimmed();
  const bool is_name = !name.isEmpty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (equals < 0 || !is_name) {
    read.broken_lines.append(number);
    return;
  }
  const auto& all = keys();
  const auto key = std::ranges::find_if(all, [&](const Key& k) { return name == k.name; });
  if (key == all.end()) read.not_known.append(line);
  else if (!key->read(read.settings, line.mid(equals + 1).trimmed()))
    read.broken_lines.append(number);
}

}  // namespace

SettingsText parse_settings(const QByteArray& text) {
  SettingsText read;
  int number = 0;
  for (const QByteArray& line : text.split('\n')) read_line(read, line.trimmed(), ++number);
  return read;
}

QByteArray write_settings(const Settings& settings, const QList<QByteArray>& not_known) {
  QByteArray text = "# Settings of Port Explorer. What is not here is as usual.\n";
  const Settings usual;
  for (const Key& key : keys()) {
    const QList<QByteArray> lines = lines_of(key, settings);
    if (lines == lines_of(key, usual)) continue;
    for (const QByteArray& line : lines) text += line + '\n';
  }
  for (const QByteArray& line : not_known) text += line + '\n';
  return text;
}

}  // namespace portexplorer::gui
