#include "faces/gui/window/socket_menu.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <numeric>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/dialogs/background.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/models/desktop_words.h"
#include "faces/gui/rows/row_export.h"
#include "faces/gui/write_file.h"
#include "model/socket_facts.h"

namespace portexplorer::gui {
namespace {

constexpr std::size_t kMostInLine = 60;  // bytes of a name in a menu entry

// Escapes &, which marks a mnemonic in a menu.
QString in_menu(std::string_view raw) {
  return shown(shortened(escaped(raw), kMostInLine)).replace(u'&', QStringLiteral("&&"));
}

std::string address_of(const RowView& view, bool remote) {
  std::string text;
  append_address(text, view, remote);
  return text;
}

bool has_remote(const RowView& view) {
  const Socket& s = view.socket();
  return is_internet(s.protocol) && (s.remote_port != 0 || !is_unspecified(s.remote_address));
}

ListFormat format_of(const QString& path) {
  if (path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive)) return ListFormat::json;
  return path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive) ? ListFormat::csv
                                                                    : ListFormat::text;
}

}  // namespace

SocketMenu::SocketMenu(AppState& app, SocketFeed& feed, RowsView& view, SocketModel& model,
                       HeaderState& columns, QWidget* parent)
    : QObject(parent),
      app_(app),
      feed_(feed),
      view_(view),
      model_(model),
      columns_(columns),
      questions_(make_child<AddressQueries>(app, feed, parent)) {
  connect(questions_, &AddressQueries::said, this, &SocketMenu::said);
  connect(&view, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    QMenu menu(&view_);
    fill(menu, view_.indexAt(at).column());
    menu.exec(view_.viewport()->mapToGlobal(at));
  });
  connect(&view, &QAbstractItemView::doubleClicked, this, &SocketMenu::open_properties);
}

std::vector<int> SocketMenu::shown_columns() const {
  std::vector<int> columns;
  const QHeaderView& header = *view_.header();
  for (int visual = 0; visual < header.count(); ++visual) {
    if (!header.isSectionHidden(header.logicalIndex(visual)))
      columns.push_back(header.logicalIndex(visual));
  }
  return columns;
}

void SocketMenu::fill(QMenu& menu, int column) {
  const std::vector<std::uint32_t> items = view_.selected_items();
  if (!items.empty()) {
    const RowView first = model_.listing().view(items.front());
    add_questions(menu, first);
    menu.addSeparator();
    questions_->add_to(menu, model_.listing(), items);
    menu.addSeparator();
    add_filters(menu, first);
    menu.addSeparator();
    add_copies(menu, column);
    menu.addSeparator();
    std::vector<std::uint64_t> ids;  // not positions: rows may move while the menu is open
    ids.reserve(items.size());
    for (const std::uint32_t item : items) ids.push_back(model_.listing().items[item].id);
    menu.addAction(items.size() == 1 ? tr("&Hide this socket") : tr("&Hide these sockets"), this,
                   [this, ids] { feed_.hide_rows(ids); });
  }
  QAction* back = menu.addAction(tr("&Bring hidden sockets back"), &feed_, &SocketFeed::bring_back);
  back->setEnabled(model_.listing().hide_rows > 0);
  menu.addSeparator();
  menu.addAction(tr("Save the &selected …"), this, [this] { save(true); })
      ->setEnabled(!items.empty());
  menu.addAction(tr("Save the &list …"), this, [this] { save(false); });
}

void SocketMenu::add_questions(QMenu& menu, const RowView& view) {
  const Socket& s = view.socket();
  if (const Process* p = view.process()) {
    menu.addAction(
        tr("What is %1?").arg(in_menu(p->name) + QStringLiteral(" (%1)").arg(p->pid.value())), this,
        [this, pid = p->pid, start = p->start_ticks] { show_process(app_, pid, start); });
  }
  const auto add_port = [&](std::uint32_t port, bool local, const QString& text) {
    if (port == 0 || port > 65535 || !has_ports(s.protocol)) return;
    menu.addAction(text.arg(port), this, [this, protocol = s.protocol, port, local] {
      show_port(app_, protocol, static_cast<std::uint16_t>(port), local);
    });
  };
  add_port(s.local_port, true, tr("What is &local port %1?"));
  add_port(s.remote_port, false, tr("What is &remote port %1?"));
  if (has_remote(view)) {
    const std::string address = address_of(view, true);
    menu.addAction(tr("What is %1?").arg(in_menu(address)), this,
                   [this, address] { show_address(app_, shown(address)); });
  }
  if (s.state != State::unknown) {
    const QString state = shown(to_string(s.state));
    menu.addAction(tr("What does %1 mean?").arg(state), this,
                   [this, state] { show_term(app_, state); });
  }
}

void SocketMenu::add_filters(QMenu& menu, const RowView& view) {
  const Socket& s = view.socket();
  QMenu* only = menu.addMenu(tr("Show &only"));
  const auto add = [&](const QString& text, const QString& filter) {
    only->addAction(text, this, [this, filter] { Q_EMIT filter_wanted(filter); });
  };
  if (const Process* p = view.process())
    add(tr("This &process (pid %1)").arg(p->pid.value()),
        QStringLiteral("pid:%1").arg(p->pid.value()));
  if (has_ports(s.protocol)) {
    if (s.local_port != 0)
      add(tr("Local port %1").arg(s.local_port), QStringLiteral("local_port:%1").arg(s.local_port));
    if (s.remote_port != 0)
      add(tr("Remote port %1").arg(s.remote_port),
          QStringLiteral("remote_port:%1").arg(s.remote_port));
  }
  if (has_remote(view) && !is_unspecified(s.remote_address)) {
    std::string address;
    const auto [family, ip] = remote_ip_of(s);
    append_ip(address, family, ip);
    add(tr("The &address %1").arg(shown(address)),
        QStringLiteral("remote_address:%1").arg(shown(address)));
  }
  if (s.state != State::unknown)
    add(tr("The &status %1").arg(shown(to_string(s.state))),
        QStringLiteral("state:%1").arg(shown(to_string(s.state))));
  only->setEnabled(!only->isEmpty());
}

void SocketMenu::add_copies(QMenu& menu, int column) {
  QMenu* copies = menu.addMenu(tr("&Copy"));
  const std::vector<std::uint32_t> items = view_.selected_items();
  if (column >= 0) {
    const QString cell =
        shown(cell_text(column, model_.listing().view(items.front()), model_.style()));
    copies->addAction(tr("The c&ell"), this,
                      [this, cell] { copy(cell.toStdString(), tr("the cell")); });
  }
  QAction* rows = copies->addAction(items.size() == 1 ? tr("The &row") : tr("The &rows"), this,
                                    &SocketMenu::copy_rows);
  rows->setShortcut(QKeySequence::Copy);
  copies->addAction(tr("As &JSON"), this, [this] {
    copy(json_of_rows(model_.listing(), view_.selected_items()), tr("JSON"));
  });
  QAction* as_filter = copies->addAction(tr("As a &filter"), this, [this] {
    copy(filter_for(model_.listing(), view_.selected_items()), tr("a filter"));
  });
  as_filter->setEnabled(!filter_for(model_.listing(), items).empty());
}

void SocketMenu::copy_rows() {
  const std::vector<std::uint32_t> items = view_.selected_items();
  if (!items.empty())
    copy(tabbed_rows(model_.listing(), items, shown_columns(), model_.style()), tr("rows"));
}

void SocketMenu::copy(const std::string& text, const QString& what) {
  QGuiApplication::clipboard()->setText(shown(text));
  Q_EMIT said(tr("Copied: %1").arg(what));
}

void SocketMenu::open_properties(const QModelIndex& index) {
  const auto item = model_.item_at(index);
  const auto group = model_.group_at(index);
  if (!item && !group) return;
  const RowView view = model_.listing().view(item ? *item : model_.listing().groups[*group].first);
  if (const Process* p = view.process()) show_process(app_, p->pid, p->start_ticks);
  else
    Q_EMIT said(tr("No process is known to hold this socket: %1")
                    .arg(shown(owner_note(view, desktop_words()))));
}

void SocketMenu::save(bool only_selected) {
  std::vector<std::uint32_t> items = view_.selected_items();
  if (!only_selected) {
    items.resize(model_.listing().items.size());
    std::iota(items.begin(), items.end(), 0u);
  }
  auto* dialog = make_child<QFileDialog>(&view_, tr("Save the list"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters({tr("CSV, every field (*.csv)"), tr("JSON, every field (*.json)"),
                          tr("Text, as it is shown (*.txt)")});
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
    dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
  });
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, listing = model_.shared_listing(), items = std::move(items)](const QString& path) {
            save_to(path, listing, items, [this, path](const QString& trouble) {
              Q_EMIT said(trouble.isEmpty() ? tr("Saved to %1").arg(path)
                                            : tr("%1 could not be written: %2").arg(path, trouble));
            });
          });
  dialog->open();
}

void SocketMenu::save_to(const QString& path, const std::shared_ptr<const Listing>& listing,
                         std::vector<std::uint32_t> items,
                         const std::function<void(const QString&)>& report) {
  in_background(
      this,
      [listing, items = std::move(items), path, columns = shown_columns(), style = model_.style()] {
        return write_file(path, export_rows(*listing, items, format_of(path), columns, style));
      },
      report);
}

}  // namespace portexplorer::gui
