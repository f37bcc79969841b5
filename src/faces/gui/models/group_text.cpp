#include "faces/gui/models/group_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "faces/gui/models/column_titles.h"
#include "model/fields.h"

namespace portexplorer::gui {
namespace {

QString bytes_text(bool known, std::uint64_t bytes) {
  std::string text;
  if (known) append_human_bytes(text, bytes);
  return known ? shown(text) : QStringLiteral("–");
}

QString count_text(bool known, std::uint64_t count) {
  return known ? QString::number(count) : QStringLiteral("–");
}

QString rate_text(bool known, double rate) {
  return known ? bytes_text(true, static_cast<std::uint64_t>(std::llround(rate))) +
                     QStringLiteral("/s")
               : QStringLiteral("–");
}

// Returns "3 ESTABLISHED, 1 LISTEN", most frequent first.
QString states_text(const GroupSums& sums) {
  std::vector<std::size_t> states(sums.states.size());
  std::iota(states.begin(), states.end(), std::size_t{0});
  std::ranges::stable_sort(states, std::greater{},
                           [&](std::size_t state) { return sums.states[state]; });
  QStringList parts;
  for (const std::size_t state : states) {
    const QString name = shown(to_string(static_cast<State>(state)));
    if (sums.states[state] > 0 && !name.isEmpty())
      parts.push_back(QStringLiteral("%1 %2").arg(sums.states[state]).arg(name));
  }
  return parts.join(QStringLiteral(", "));
}

QString protocols_text(const GroupSums& sums) {
  QStringList parts;
  for (int p = 0; p < kProtocolCount; ++p) {
    if ((sums.protocols & (1u << p)) != 0)
      parts.push_back(shown(to_string(static_cast<Protocol>(p))));
  }
  return parts.join(QStringLiteral(", "));
}

QString oldest_text(const GroupSums& sums, Timestamp now) {
  if (sums.oldest.value() == 0) return QStringLiteral("–");
  std::string text;
  append_human_time(text, sums.oldest_is_exact ? sums.oldest : next_shown_second(sums.oldest), now);
  return sums.oldest_is_exact ? shown(text) : u'<' + shown(text);
}

QString summed(const GroupSums& sums, FieldId id) {
  switch (id) {
    case FieldId::sent_bytes: return bytes_text(sums.has_traffic, sums.sent_bytes);
    case FieldId::received_bytes: return bytes_text(sums.has_traffic, sums.received_bytes);
    case FieldId::sent_packets: return count_text(sums.packets_known, sums.sent_packets);
    case FieldId::received_packets: return count_text(sums.packets_known, sums.received_packets);
    case FieldId::sent_rate: return rate_text(sums.rates_known, sums.sent_rate);
    case FieldId::received_rate: return rate_text(sums.rates_known, sums.received_rate);
    case FieldId::retransmits: return count_text(sums.retransmits_known, sums.retransmits);
    case FieldId::state: return states_text(sums);
    case FieldId::protocol: return protocols_text(sums);
    default: return {};
  }
}

// Whether the field has the same value for all sockets of a process.
bool is_of_process(FieldId id) {
  switch (id) {
    case FieldId::pid:
    case FieldId::path:
    case FieldId::command:
    case FieldId::program:
    case FieldId::package:
    case FieldId::user:
    case FieldId::uid:
    case FieldId::unit:
    case FieldId::container:
    case FieldId::cgroup:
    case FieldId::terminal:
    case FieldId::klass:
    case FieldId::class_reason:
    case FieldId::started_at: return true;
    default: return false;
  }
}

}  // namespace

QString group_text(const Listing& listing, std::uint32_t group, int column,
                   const CellStyle& style) {
  const ProcessGroup& g = listing.groups[group];
  const ListColumn& c = list_columns()[static_cast<std::size_t>(column)];
  const RowView example = listing.view(g.first);
  if (c.kind == CellKind::process) return shown(cell_text(column, example, style));
  if (c.kind == CellKind::local)
    return QCoreApplication::translate("SocketModel", "%n socket(s)", nullptr,
                                       static_cast<int>(g.sums.open));
  if (c.kind != CellKind::field) return {};
  if (c.id == FieldId::created_at) return oldest_text(g.sums, listing.snapshot->sample->taken_at);
  if (is_of_process(c.id))
    return example.process() == nullptr ? QString() : shown(cell_text(column, example, style));
  return summed(g.sums, c.id);
}

}  // namespace portexplorer::gui
