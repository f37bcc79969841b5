#include "faces/gui/window/header_state.h"

#include <algorithm>

#include "faces/gui/models/column_titles.h"
#include "faces/gui/rows/list_columns.h"

namespace portexplorer::gui {
namespace {

constexpr int kMostWidth = 4000;

QString name_of(int column) { return shown(list_columns()[static_cast<std::size_t>(column)].name); }

QStringList usual_names() {
  QStringList names;
  for (const ListColumn& c : list_columns()) {
    if (c.is_usual) names.push_back(shown(c.name));
  }
  return names;
}

}  // namespace

HeaderState::HeaderState(QHeaderView& header, QObject* parent) : QObject(parent), header_(header) {
  const auto told = [this] {
    if (!applying_) Q_EMIT changed();
  };
  connect(&header, &QHeaderView::sectionMoved, this, told);
  connect(&header, &QHeaderView::sectionResized, this, told);
}

void HeaderState::apply(const Settings& settings) {
  applying_ = true;
  const int digit = header_.fontMetrics().horizontalAdvance(u'0');
  for (int column = 0; column < header_.count(); ++column) {
    const auto kept = settings.widths.find(name_of(column));
    const int usual = list_columns()[static_cast<std::size_t>(column)].width * digit + 10;
    header_.resizeSection(column, std::clamp(kept == settings.widths.end() ? usual : kept->second,
                                             digit, kMostWidth));
  }
  shows_namespaces_ = false;
  put_in_order(settings.columns.isEmpty() ? usual_names() : settings.columns);
  applying_ = false;
}

void HeaderState::put_in_order(const QStringList& names) {
  QStringList known;
  for (const QString& name : names) {
    if (find_column(name.toStdString()) >= 0 && !known.contains(name)) known.push_back(name);
  }
  if (known.isEmpty()) known = usual_names();
  for (int column = 0; column < header_.count(); ++column)
    header_.setSectionHidden(column, !known.contains(name_of(column)));
  for (int i = 0; i < known.size(); ++i)
    header_.moveSection(header_.visualIndex(find_column(known[i].toStdString())), i);
}

void HeaderState::write_to(Settings& settings) const {
  QStringList names;
  settings.widths.clear();
  for (int visual = 0; visual < header_.count(); ++visual) {
    const int column = header_.logicalIndex(visual);
    if (header_.isSectionHidden(column) || (shows_namespaces_ && column == find_column("netns")))
      continue;
    names.push_back(name_of(column));
    settings.widths[name_of(column)] = header_.sectionSize(column);
  }
  settings.columns = names == usual_names() ? QStringList() : names;
}

void HeaderState::set_shown(int column, bool shown) {
  if (!shown && header_.count() - header_.hiddenSectionCount() <= 1) return;
  header_.setSectionHidden(column, !shown);
  if (column == find_column("netns")) {
    shows_namespaces_ = false;
    was_hidden_ = !shown;
  }
  Q_EMIT changed();
}

void HeaderState::show_namespaces() {
  const int netns = find_column("netns");
  Settings now;
  write_to(now);
  if (!header_.isSectionHidden(netns) || !now.columns.isEmpty() || was_hidden_) return;
  applying_ = true;
  shows_namespaces_ = true;
  header_.setSectionHidden(netns, false);
  header_.moveSection(header_.visualIndex(netns), header_.visualIndex(find_column("state")) + 1);
  applying_ = false;
}

void HeaderState::use_usual() {
  Settings usual;
  apply(usual);
  Q_EMIT changed();
}

std::vector<FieldId> HeaderState::fields() const {
  std::vector<FieldId> fields;
  for (int column = 0; column < header_.count(); ++column) {
    if (!header_.isSectionHidden(column))
      fields.push_back(list_columns()[static_cast<std::size_t>(column)].id);
  }
  return fields;
}

void HeaderState::fill_menu(QMenu& menu) {
  menu.clear();
  for (int column = 0; column < header_.count(); ++column) {
    const QString title = column_title(column);
    QAction* action = menu.addAction(title.isEmpty() ? tr("Sign") : title);
    action->setCheckable(true);
    action->setChecked(is_shown(column));
    action->setToolTip(column_help(column));
    connect(action, &QAction::toggled, this,
            [this, column](bool checked) { set_shown(column, checked); });
  }
  menu.addSeparator();
  menu.addAction(tr("The &usual columns"), this, &HeaderState::use_usual);
}

ColumnOrder parse_order(const QString& text) {
  const QString first = text.section(u',', 0, 0).trimmed();
  const bool descending = first.startsWith(u'-');
  return {find_column((descending ? first.mid(1) : first).toStdString()), descending};
}

QString order_text(const ColumnOrder& order) {
  if (order.column < 0) return {};
  return (order.descending ? QStringLiteral("-") : QString()) + name_of(order.column);
}

}  // namespace portexplorer::gui
