#include "faces/gui/window/main_window.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QHeaderView>
#include <QMessageBox>
#include <QVBoxLayout>
#include <algorithm>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/column_titles.h"
#include "knowledge/geo_data.h"

namespace portexplorer::gui {
namespace {

// The directories of country databases may also contain pictures of flags.
QStringList flag_folders() {
  QStringList folders;
  const auto variable = [](const char* name) { return qEnvironmentVariable(name).toStdString(); };
  for (const std::string& folder :
       geo_directories({.asked = "", .variable = variable, .usual_places = true}))
    folders << QString::fromStdString(folder);
  return folders;
}

constexpr int kDragMilliseconds = 400;
constexpr int kMessageMilliseconds = 6000;
constexpr std::chrono::milliseconds kUnseenRefresh{5000};

NameOfProcess name_of_process(ShowProcess show) {
  switch (show) {
    case ShowProcess::path: return NameOfProcess::path;
    case ShowProcess::program: return NameOfProcess::program;
    case ShowProcess::name: break;
  }
  return NameOfProcess::file_name;
}

bool counts_something(const ListColumn& column) {
  const Field& f = field(column.id);
  return column.kind == CellKind::field && f.kind == ValueKind::number && f.unit != Unit::none;
}

}  // namespace

MainWindow::MainWindow(AppState& app, SourceWorker::MakeSource make_source, QWidget* parent)
    : QMainWindow(parent),
      app_(app),
      model_(make_child<SocketModel>(this)),
      view_(make_child<RowsView>(*model_, this)),
      filter_(make_child<FilterBar>(this)),
      tabs_(make_child<QTabBar>(this)),
      status_(make_child<StatusLine>(this)),
      note_(make_child<MessageBar>(MessageBar::Severity::note, this)),
      trouble_(make_child<MessageBar>(MessageBar::Severity::trouble, this)),
      root_(make_child<MessageBar>(MessageBar::Severity::trouble, this)),
      feed_(make_child<SocketFeed>(std::move(make_source), this)),
      columns_(make_child<HeaderState>(*view_->header(), this)),
      sockets_(make_child<SocketMenu>(app, *feed_, *view_, *model_, *columns_, this)),
      log_(make_child<LogDock>(
          app, *feed_, [this] { return traffic_wish(model_->listing(), view_->selected_items()); },
          this)),
      icons_(make_child<ProgramIcons>(QStringList(), flag_folders(), this)) {
  setWindowIcon(program_icon());
  build_list();
  build_toolbar();
  addDockWidget(Qt::BottomDockWidgetArea, log_);
  build_menus();
  setStatusBar(status_);
  connect_feed();
  const Settings& settings = app.settings();
  columns_->apply(settings);
  filter_->set_columns(columns_->fields());
  filter_->set_remembered(settings.filter_history, settings.saved_filters);
  order_ = parse_order(settings.sort);
  view_->header()->setSortIndicator(order_.column,
                                    order_.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
  resize(1260, 780);
  if (!settings.geometry.isEmpty()) restoreGeometry(settings.geometry);
  if (!settings.layout.isEmpty()) restoreState(settings.layout);
  log_->setVisible(settings.show_log);
  resizeDocks({log_}, {190}, Qt::Vertical);
  app.set_window(this);
  apply_settings();
  if (settings.first_start) show_first_strip();
  retranslateUi();
  feed_->start(settings.refresh);
  view_->setFocus();
}

void MainWindow::build_list() {
  auto* centre = make_child<QWidget>(this);
  auto* column = make_child<QVBoxLayout>(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  for (QWidget* widget : std::initializer_list<QWidget*>{root_, trouble_, note_, tabs_})
    column->addWidget(widget);
  column->addWidget(view_, 1);
  setCentralWidget(centre);
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setFocusPolicy(Qt::TabFocus);
  for (std::size_t i = 0; i < kTabCount; ++i) tabs_->addTab(QString());
  connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
    shown_.tab = static_cast<Tab>(tab);
    send_view();
  });
  view_->set_icons({.program = [this](const QString& path) { return icons_->icon(path); },
                    .flag = [this](const QString& code) { return icons_->flag(code); }});
  connect(icons_, &ProgramIcons::changed, view_->viewport(), qOverload<>(&QWidget::update));
  view_->header()->setSortIndicatorShown(true);
  connect(view_->header(), &QHeaderView::sectionClicked, this, &MainWindow::sort_by);
  connect(view_->header(), &QHeaderView::customContextMenuRequested, this,
          &MainWindow::open_header_menu);
  connect(view_, &RowsView::typed, filter_, &FilterBar::begin);
  // Dragging a column changes its width with every pixel: save the columns only after a pause.
  columns_told_.setSingleShot(true);
  columns_told_.setInterval(kDragMilliseconds);
  connect(columns_, &HeaderState::changed, &columns_told_, qOverload<>(&QTimer::start));
  connect(&columns_told_, &QTimer::timeout, this, &MainWindow::remember_columns);
}

void MainWindow::build_toolbar() {
  QToolBar* bar = toolbar_ = addToolBar(QString());
  bar->setObjectName(QStringLiteral("toolbar"));
  bar->setMovable(false);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  pause_ = bar->addAction(QStringLiteral("‖"));
  pause_->setCheckable(true);
  pause_->setShortcut(Qt::Key_Space);
  pause_->setIconText(QStringLiteral("‖"));
  connect(pause_, &QAction::toggled, this, &MainWindow::set_paused);
  interval_ = make_child<QComboBox>(bar);
  for (const int ms : {500, 1000, 2000, 5000, 10'000}) {
    interval_->addItem(QString(), ms);
  }
  connect(interval_, &QComboBox::activated, this, [this](int i) {
    set_interval(std::chrono::milliseconds(interval_->itemData(i).toInt()));
  });
  bar->addWidget(interval_);
  bar->addSeparator();
  bar->addWidget(filter_);
  connect(filter_, &FilterBar::filter_changed, this,
          [this](const Filter& filter, const QString& text) {
            shown_.filter = filter;
            filter_in_force_ = text;
            send_view();
          });
  connect(filter_, &FilterBar::left, view_, qOverload<>(&QWidget::setFocus));
  connect(filter_, &FilterBar::remembered, this, [this] {
    change_settings([this](Settings& s) {
      s.filter_history = filter_->history();
      s.saved_filters = filter_->saved();
    });
  });
}

void MainWindow::retranslateUi() {
  retranslate_menus();
  setWindowTitle(tr("Port Explorer"));
  toolbar_->setWindowTitle(tr("Toolbar"));
  pause_->setText(tr("&Pause"));
  pause_->setToolTip(tr("Pause (Space)"));
  for (int i = 0; i < interval_->count(); ++i)
    interval_->setItemText(i, tr("every %1 s").arg(interval_->itemData(i).toDouble() / 1000));
  interval_->setAccessibleName(tr("How often the list is refreshed"));
  interval_->setToolTip(tr("How often the list is refreshed; F5 does it at once"));
  tabs_->setAccessibleName(tr("Kinds of sockets"));
  view_->header()->viewport()->update();
  if (!root_->isHidden()) warn_of_root();
  if (!note_->isHidden() && tell_note_) tell_note_();
  if (!trouble_->isHidden()) lose_source(app_.trouble());
  if (!model_->listing().snapshot) {
    for (int i = 0; i < tabs_->count(); ++i) tabs_->setTabText(i, tab_title(static_cast<Tab>(i)));
    if (trouble_->isHidden()) view_->set_empty_text(tr("Reading the sockets of this machine …"));
    return;
  }
  show_counts(model_->listing());
  status_->show_listing(model_->listing(), {});
  tell_empty();
}

void MainWindow::tell_empty() {
  // The text in the field may be an invalid filter, which has not been applied.
  view_->set_empty_text(
      filter_in_force_.isEmpty()
          ? tr("No socket is of this kind here.")
          : tr("No socket matches %1\nEsc in the filter clears it.").arg(filter_in_force_));
}

void MainWindow::connect_feed() {
  feed_->set_may_reorder([this] { return view_->may_reorder(); });
  connect(feed_, &SocketFeed::read, this, &MainWindow::take_reading);
  connect(feed_, &SocketFeed::failed, this, &MainWindow::lose_source);
  connect(trouble_, &MessageBar::acted, this, [this] {
    trouble_->hide();
    feed_->retry();
  });
  trouble_->set_closable(false);
  connect(note_, &MessageBar::acted, this, [this] { note_action_(); });
  connect(note_, &MessageBar::closed, this,
          [this] { change_settings([](Settings& s) { s.first_start = false; }); });
  connect(&app_, &AppState::settings_changed, this, &MainWindow::apply_settings);
  connect(&app_, &AppState::sockets_wanted, this, [this](const QString& filter) {
    set_filter(filter);
    raise();
    activateWindow();
  });
  connect(&app_, &AppState::listening_wanted, this, [this] { set_tab(Tab::listening); });
  connect(&app_, &AppState::privilege_wanted, this, &MainWindow::show_sight);
  connect(&app_, &AppState::trouble_told, this, [this](const QString& sentence) {
    status_->showMessage(sentence, kMessageMilliseconds);
  });
  connect(sockets_, &SocketMenu::said, this, [this](const QString& sentence) {
    status_->showMessage(sentence, kMessageMilliseconds);
  });
  connect(log_, &LogDock::said, this, [this](const QString& sentence) {
    status_->showMessage(sentence, kMessageMilliseconds);
  });
  connect(log_, &LogDock::filter_wanted, this, &MainWindow::set_filter);
  connect(&sockets_->questions(), &AddressQueries::names_shown, this, &MainWindow::apply_settings);
  connect(sockets_, &SocketMenu::filter_wanted, this, &MainWindow::set_filter);
  connect(status_, &StatusLine::sight_clicked, this, &MainWindow::show_sight);
  connect(status_, &StatusLine::hide_rows_clicked, feed_, &SocketFeed::bring_back);
}

void MainWindow::apply_settings() {
  const Settings& s = app_.settings();
  apply_look_of_list();
  log_->model().set_most(static_cast<std::size_t>(s.log_rows));
  Settings now = s;
  columns_->write_to(now);
  if (now.columns != s.columns && !columns_told_.isActive()) columns_->apply(s);
  hide_netstat_->setChecked(s.hide_netstat);
  hide_loopback_->setChecked(s.hide_loopback);
  resolve_->setChecked(s.resolve);
  show_lookups_->setChecked(s.show_lookups);
  group_->setChecked(s.group);
  set_pace();
  interval_->setCurrentIndex(interval_->findData(static_cast<int>(s.refresh.count())));
  model_->set_style({.process_as = name_of_process(s.show_process),
                     .services = true,
                     .host_names = s.resolve || sockets_->questions().shows_names()});
  shown_.hide_netstat = s.hide_netstat;
  shown_.hide_loopback = s.hide_loopback;
  shown_.asks = s.show_lookups ? 0 : static_cast<std::int32_t>(QCoreApplication::applicationPid());
  shown_.grouped = s.group;
  shown_.sort = sort_keys(order_.column, order_.descending);
  view_->set_grouped(s.group);
  view_->viewport()->update();
  send_view();
  send_wishes();
}

void MainWindow::apply_look_of_list() {
  const Palette palette = app_.palette();
  view_->set_colours(palette);
  status_->set_colours(palette);
}

void MainWindow::take_reading(const std::shared_ptr<Reading>& reading) {
  trouble_->hide();
  const std::chrono::nanoseconds took = reading->took;
  model_->apply(std::move(reading->update));
  const Listing& listing = model_->listing();
  if (took.count() != 0) view_->announce_changes();
  // Names appear without a change of any row.
  if (took.count() == 0 || model_->style().host_names) view_->viewport()->update();
  show_counts(listing);
  status_->show_listing(listing, took);
  app_.set_trouble({});
  app_.set_snapshot(listing.snapshot);
  tell_empty();
  if (took.count() == 0) return;
  if (listing.several_namespaces) columns_->show_namespaces();
  const CoverageSummary sight = sight_of(listing);
  if (!sight.is_full && !std::exchange(told_sight_, true) && !note_->isVisible() &&
      !sight.gaps.isEmpty()) {
    tell_note_ = [this] {
      note_->tell(sight_of(model_->listing()).gaps.value(0), tr("What is missing?"));
    };
    tell_note_();
    note_action_ = [this] { show_sight(); };
  }
  Q_EMIT shown_reading();
}

void MainWindow::lose_source(const QString& reason) {
  trouble_->tell(
      tr("The sockets cannot be read now: %1. What you see is what was read last.").arg(reason),
      tr("&Retry"));
  view_->set_empty_text(tr("Nothing could be read yet."));
  app_.set_trouble(reason);
}

void MainWindow::show_counts(const Listing& listing) {
  for (int i = 0; i < tabs_->count(); ++i) {
    tabs_->setTabText(i, QStringLiteral("%1 %2")
                             .arg(tab_title(static_cast<Tab>(i)))
                             .arg(listing.tab_counts[static_cast<std::size_t>(i)]));
  }
}

void MainWindow::show_first_strip() {
  note_->tell(tr("Every line is a socket: an end of a connection, or a door at which a program "
                 "waits for one.\n"
                 "Blue belongs to the system, black to somebody's session, red to neither: worth a "
                 "look, not a verdict. Violet: not known.\n"
                 "A right click on a line or a heading explains it."),
              tr("Show me &more"));
  tell_note_ = [this] { show_first_strip(); };
  note_action_ = [this] { show_beginner(app_); };
}

void MainWindow::warn_of_root() {
  root_->tell(
      tr("This runs as root: everything can be seen, and a mistake in this program could do more "
         "harm than as an ordinary user."));
}

void MainWindow::sort_by(int column) {
  const bool first_descending = counts_something(list_columns()[static_cast<std::size_t>(column)]);
  if (order_.column != column) order_ = {column, first_descending};
  else if (order_.descending == first_descending) order_.descending = !first_descending;
  else order_ = {};
  view_->header()->setSortIndicator(order_.column,
                                    order_.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
  change_settings([this](Settings& s) { s.sort = order_text(order_); });
}

void MainWindow::send_view() { feed_->set_view(shown_); }

void MainWindow::send_wishes() {
  const std::vector<FieldId> fields = columns_->fields();
  const auto wants = [&](FieldId id) {
    return std::ranges::find(fields, id) != fields.end() || shown_.filter.uses(id);
  };
  const ReadingWishes wishes{.packages = wants(FieldId::package),
                             .look = wants(FieldId::findings),
                             .memory = wants(FieldId::recv_memory_bytes) ||
                                       wants(FieldId::send_memory_bytes) || wants(FieldId::drops),
                             .host_names = app_.settings().resolve};
  if (wishes == wishes_) return;
  wishes_ = wishes;
  feed_->set_wishes(wishes);
}

void MainWindow::remember_columns() {
  change_settings([this](Settings& s) { columns_->write_to(s); });
  filter_->set_columns(columns_->fields());
}

void MainWindow::change_settings(const std::function<void(Settings&)>& change) {
  Settings settings = app_.settings();
  change(settings);
  if (settings != app_.settings()) app_.change_settings(settings);
}

void MainWindow::set_tab(Tab tab) { tabs_->setCurrentIndex(static_cast<int>(tab)); }

void MainWindow::set_grouped(bool grouped) {
  change_settings([grouped](Settings& s) { s.group = grouped; });
}

void MainWindow::set_paused(bool paused) {
  pause_->setChecked(paused);
  feed_->set_paused(paused);
  status_->set_paused(paused);
}

void MainWindow::set_interval(std::chrono::milliseconds interval) {
  change_settings([interval](Settings& s) { s.refresh = interval; });
}

void MainWindow::show_sight() {
  const CoverageSummary sight = sight_of(model_->listing());
  auto* box = make_child<QMessageBox>(this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowTitle(tr("What you can see"));
  box->setTextFormat(Qt::PlainText);
  box->setIcon(QMessageBox::Information);
  box->setText(sight.is_full ? tr("Nothing of note is missing.") : sight.summary);
  const QStringList sentences = sight.owners + sight.gaps;
  box->setInformativeText(sentences.isEmpty()
                              ? tr("Every table could be read, with the owners of all sockets.")
                              : sentences.join(QStringLiteral("\n\n")));
  box->open();
}

void MainWindow::explain_column(int column) {
  const ListColumn& c = list_columns()[static_cast<std::size_t>(column)];
  show_term(app_, shown(field(c.id).name));
}

void MainWindow::open_header_menu(const QPoint& at) {
  const int column = view_->header()->logicalIndexAt(at);
  QMenu menu(this);
  if (column >= 0) {
    const QString title = column_title(column).isEmpty() ? tr("Sign") : column_title(column);
    menu.addAction(tr("What is “%1”?").arg(title), this,
                   [this, column] { explain_column(column); });
    menu.addAction(tr("Fit the &width"), this,
                   [this, column] { view_->resizeColumnToContents(column); });
    QAction* hide = menu.addAction(tr("&Hide this column"), this,
                                   [this, column] { columns_->set_shown(column, false); });
    hide->setEnabled(!view_->rootIsDecorated() || column != view_->treePosition());
    menu.addSeparator();
  }
  QMenu* choose = menu.addMenu(tr("&Columns"));
  columns_->fill_menu(*choose);
  menu.exec(view_->header()->mapToGlobal(at));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  change_settings([this](Settings& s) {
    s.geometry = saveGeometry();
    s.layout = saveState();
    s.show_log = !log_->isHidden();
    columns_->write_to(s);
  });
  QMainWindow::closeEvent(event);
}

// A hidden window refreshes less often. It still refreshes, because the tray icon shows the
// throughput.
void MainWindow::set_pace() {
  const bool seen = isVisible() && !isMinimized();
  const std::chrono::milliseconds wanted = app_.settings().refresh;
  feed_->set_interval(seen ? wanted : std::max(wanted, kUnseenRefresh));
  if (seen && !was_seen_ && !feed_->is_paused()) feed_->refresh();
  was_seen_ = seen;
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  set_pace();
}

void MainWindow::hideEvent(QHideEvent* event) {
  QMainWindow::hideEvent(event);
  set_pace();
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
  if (event->type() == QEvent::WindowStateChange) set_pace();
  if (event->type() == QEvent::PaletteChange && status_ != nullptr) apply_look_of_list();
}

}  // namespace portexplorer::gui
