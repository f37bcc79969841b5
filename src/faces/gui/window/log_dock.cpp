#include "faces/gui/window/log_dock.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/background.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/write_file.h"

namespace portexplorer::gui {
namespace {

constexpr std::size_t kMostNames = 2;  // processes and ports listed by name

QString write_lines(const QString& path, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return write_file(path, text);
}

// Returns "curl (12), port 53 and 2 more".
QString name_of(const TrafficWish& wish) {
  QStringList names;
  for (const std::string& process : wish.processes) names.push_back(shown(process));
  for (const std::uint32_t port : wish.ports) names.push_back(LogDock::tr("port %1").arg(port));
  const auto more = names.size() - static_cast<qsizetype>(kMostNames);
  if (more <= 0) return names.join(QStringLiteral(", "));
  return LogDock::tr("%1 and %n more", nullptr, static_cast<int>(more))
      .arg(names.first(kMostNames).join(QStringLiteral(", ")));
}

}  // namespace

LogDock::LogDock(AppState& app, SocketFeed& feed,
                 std::function<std::optional<TrafficWish>()> selection, QWidget* parent)
    : QDockWidget(parent),
      app_(app),
      feed_(feed),
      selection_(std::move(selection)),
      model_(make_child<LogModel>(static_cast<std::size_t>(app.settings().log_rows), this)),
      view_(make_child<QTreeView>(this)),
      note_(make_child<QLabel>(this)),
      state_(make_child<QLabel>(this)),
      filter_(make_child<FilterField>(this)) {
  setObjectName(QStringLiteral("traffic_log"));
  setFeatures(DockWidgetClosable | DockWidgetMovable);
  set_up_view();
  set_up_note();
  setWidget(build_body());
  setTitleBarWidget(build_header());
  connect_feed();
  follow_newest_line();
  connect(view_, &QWidget::customContextMenuRequested, this, &LogDock::open_menu);
  retranslateUi();
}

void LogDock::set_up_view() {
  view_->setModel(model_);
  view_->setRootIsDecorated(false);
  view_->setUniformRowHeights(true);
  view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setContextMenuPolicy(Qt::CustomContextMenu);
  const int digit = fontMetrics().horizontalAdvance(u'0');
  const int widths[] = {8, 14, 24, 9, 8, 30, 30, 15, 22};
  for (int column = 0; column < LogModel::kColumns; ++column)
    view_->header()->resizeSection(column, widths[column] * digit);
}

void LogDock::set_up_note() {
  note_->setTextFormat(Qt::PlainText);
  note_->setWordWrap(true);
  note_->setMargin(4);
  note_->hide();
}

QWidget* LogDock::build_body() {
  auto* inside = make_child<QWidget>(this);
  auto* column = make_child<QVBoxLayout>(inside);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(note_);
  column->addWidget(view_, 1);
  return inside;
}

void LogDock::connect_feed() {
  connect(&feed_, &SocketFeed::logged, this, &LogDock::take);
  connect(&feed_, &SocketFeed::log_started, this, [this](const QString& not_told) {
    note_->setText(not_told);
    note_->setVisible(!not_told.isEmpty());
    trouble_.clear();
  });
  connect(&feed_, &SocketFeed::log_failed, this, [this](const QString& reason) {
    trouble_ = reason;
    tell_trouble();
    note_->show();
    runs_ = false;  // so that opening the dock again retries
  });
}

// Keeps the last line in view as lines arrive, unless the user has scrolled away from the end.
// Only actions of the user change this: rangeChanged() also moves the slider.
void LogDock::follow_newest_line() {
  QScrollBar* bar = view_->verticalScrollBar();
  connect(bar, &QScrollBar::actionTriggered, this,
          [this, bar] { follows_ = bar->sliderPosition() >= bar->maximum(); });
  connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int /*least*/, int most) {
    if (follows_) bar->setValue(most);
  });
}

void LogDock::retranslateUi() {
  setWindowTitle(tr("Traffic log"));
  // Setting the window title has replaced the text of the action in the main window's menu.
  toggleViewAction()->setText(QCoreApplication::translate("MainWindow", "&Traffic log"));
  title_->setText(tr("Traffic log"));
  view_->setAccessibleName(tr("Traffic log"));
  view_->header()->viewport()->update();
  note_->setAccessibleName(tr("What the log cannot tell"));
  filter_->setPlaceholderText(tr("Filter of the log"));
  filter_->setAccessibleName(tr("Filter of the log"));
  for (const ButtonText& entry : button_texts_) {
    entry.button->setText(tr(entry.text));
    entry.button->setToolTip(tr(entry.what));
    entry.button->setAccessibleName(tr(entry.what));
  }
  if (!trouble_.isEmpty()) tell_trouble();
  if (runs_) tell_state();
}

void LogDock::changeEvent(QEvent* event) {
  QDockWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void LogDock::tell_trouble() {
  note_->setText(tr("What happens between two looks cannot be told here: %1.").arg(trouble_));
}

QToolButton* LogDock::add_button(QLayout& row, const char* text, const char* what) {
  auto* button = make_child<QToolButton>(this);
  button_texts_.push_back({button, text, what});
  button->setAutoRaise(true);
  row.addWidget(button);
  return button;
}

QWidget* LogDock::build_header() {
  auto* header = make_child<QWidget>(this);
  auto* row = make_child<QHBoxLayout>(header);
  row->setContentsMargins(8, 2, 4, 2);
  title_ = make_child<QLabel>(header);
  QFont bold = title_->font();
  bold.setBold(true);
  title_->setFont(bold);
  row->addWidget(title_);
  state_->setTextFormat(Qt::PlainText);
  row->addWidget(state_, 1);
  filter_->setMaximumWidth(fontMetrics().horizontalAdvance(u'0') * 32);
  row->addWidget(filter_);
  connect(filter_, &FilterField::filter_changed, &feed_,
          [this](const Filter& filter) { feed_.set_log_filter(filter); });
  connect(filter_, &FilterField::left, view_, qOverload<>(&QWidget::setFocus));
  traffic_ = add_button(*row, QT_TR_NOOP("Sends and receives"),
                        QT_TR_NOOP("Also each send and receive of what is selected in the list; "
                                   "they cost, so they are not told otherwise"));
  traffic_->setCheckable(true);
  connect(traffic_, &QToolButton::toggled, this, &LogDock::switch_traffic);
  pause_ = add_button(*row, "‖", QT_TR_NOOP("Pause the log"));
  pause_->setCheckable(true);
  connect(pause_, &QToolButton::toggled, this, &LogDock::set_paused);
  connect(add_button(*row, QT_TR_NOOP("Clear"), QT_TR_NOOP("Clear the log")), &QToolButton::clicked,
          &feed_, &SocketFeed::clear_log);
  connect(add_button(*row, QT_TR_NOOP("Save…"), QT_TR_NOOP("Save the log")), &QToolButton::clicked,
          this, &LogDock::save);
  connect(add_button(*row, "✕", QT_TR_NOOP("Close the log")), &QToolButton::clicked, this,
          &QDockWidget::close);
  return header;
}

// The log continues while the dock is closed, so reopening it shows what happened meanwhile.
void LogDock::showEvent(QShowEvent* event) {
  QDockWidget::showEvent(event);
  if (!runs_) start();
}

void LogDock::start() {
  runs_ = true;
  feed_.start_log(traffic_of_);
  tell_state();
}

void LogDock::take(const std::shared_ptr<LogNews>& news) {
  lost_ = news->lost;
  if (news->replaces) {
    std::vector<LogLine>().swap(waiting_);
    left_waiting_ = 0;
    model_->replace(std::move(news->lines));
  } else if (pause_->isChecked()) {
    const auto most = static_cast<std::size_t>(app_.settings().log_rows);
    std::move(news->lines.begin(), news->lines.end(), std::back_inserter(waiting_));
    if (waiting_.size() > most) {
      left_waiting_ += waiting_.size() - most;
      waiting_.erase(waiting_.begin(), waiting_.end() - static_cast<std::ptrdiff_t>(most));
    }
  } else {
    model_->append(std::move(news->lines));
  }
  tell_state();
}

void LogDock::set_paused(bool paused) {
  pause_->setChecked(paused);
  if (!paused) {
    model_->append(std::move(waiting_));
    waiting_.clear();
  }
  tell_state();
}

void LogDock::tell_state() {
  QStringList parts = {tr("%1 events").arg(model_->rowCount())};
  if (pause_->isChecked()) parts.push_back(tr("paused, %1 wait").arg(waiting_.size()));
  if (const std::uint64_t gone = model_->dropped() + left_waiting_; gone > 0)
    parts.push_back(tr("%1 of the oldest dropped").arg(gone));
  if (lost_ > 0) parts.push_back(tr("%1 lost: more happened than could be read").arg(lost_));
  parts.push_back(traffic_of_ ? tr("with sends and receives of %1").arg(name_of(*traffic_of_))
                              : tr("without sends and receives"));
  state_->setText(parts.join(QStringLiteral(" · ")));
}

void LogDock::switch_traffic(bool on) {
  traffic_of_ = on ? selection_() : std::nullopt;
  if (on && !traffic_of_) {
    Q_EMIT said(tr("Select sockets of some process or port in the list first"));
    traffic_->setChecked(false);
    return;
  }
  if (runs_) start();
}

void LogDock::save() {
  std::vector<std::string> lines;
  for (int row = 0; row < model_->rowCount(); ++row) lines.push_back(log_text(model_->line(row)));
  auto* dialog = make_child<QFileDialog>(this, tr("Save the log"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("txt"));
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, lines = std::move(lines)](const QString& path) {
            in_background(
                this, [path, lines] { return write_lines(path, lines); },
                [this, path](const QString& trouble) {
                  Q_EMIT said(trouble.isEmpty()
                                  ? tr("Saved to %1").arg(path)
                                  : tr("%1 could not be written: %2").arg(path, trouble));
                });
          });
  dialog->open();
}

void LogDock::open_menu(const QPoint& at) {
  const QModelIndex index = view_->indexAt(at);
  if (!index.isValid()) return;
  const LogLine line = model_->line(index.row());
  QString text;
  for (const QModelIndex& row : view_->selectionModel()->selectedRows())
    text += shown(log_text(model_->line(row.row()))) + u'\n';
  QMenu menu(this);
  menu.addAction(tr("&Copy"), this, [text] { QGuiApplication::clipboard()->setText(text); });
  if (line.pid != 0) {
    const QString filter = QStringLiteral("pid:%1").arg(line.pid);
    menu.addAction(tr("Show only this &process in the list"), this,
                   [this, filter] { Q_EMIT filter_wanted(filter); });
    menu.addAction(tr("Show only this process in the &log"), this,
                   [this, filter] { filter_->take_text(filter); });
  }
  menu.exec(view_->viewport()->mapToGlobal(at));
}

}  // namespace portexplorer::gui
