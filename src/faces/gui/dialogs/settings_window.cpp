#include "faces/gui/dialogs/settings_window.h"

#include <QColorDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QEvent>
#include <QFormLayout>
#include <QGroupBox>
#include <QLocale>
#include <QPainter>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/languages.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/rows/list_columns.h"
#include "faces/gui/settings/colour_names.h"

namespace portexplorer::gui {
namespace {

constexpr int kNameRole = Qt::UserRole;

QString ink_title(Ink ink) {
  switch (ink) {
    case Ink::normal: return SettingsWindow::tr("Normal programs");
    case Ink::system: return SettingsWindow::tr("System and services");
    case Ink::hidden: return SettingsWindow::tr("Hidden programs");
    case Ink::netstat: return SettingsWindow::tr("Without an owner");
    case Ink::unknown: return SettingsWindow::tr("Of unknown class");
    case Ink::ground: return SettingsWindow::tr("Background");
    case Ink::fresh: return SettingsWindow::tr("Background of new rows");
    case Ink::closing: return SettingsWindow::tr("Background of closing rows");
    default: return SettingsWindow::tr("Background of selected rows");
  }
}

// Draws a sample text in a text colour on the normal background, or the other way round.
QPixmap sample_of(const Palette& palette, Ink ink, const QWidget& widget) {
  const int height = widget.fontMetrics().height();
  const QSize size(height * 3, height * 5 / 4);
  const double ratio = widget.devicePixelRatioF();
  QPixmap pixmap(size * ratio);
  pixmap.setDevicePixelRatio(ratio);
  QPainter painter(&pixmap);
  const QRect area(QPoint(0, 0), size);
  painter.fillRect(area, palette.colour(is_text(ink) ? Ink::ground : ink));
  painter.setPen(palette.colour(is_text(ink) ? ink : Ink::normal));
  painter.drawText(area, Qt::AlignCenter, QStringLiteral("Abc"));
  painter.setPen(palette.colour(Ink::faint));
  painter.drawRect(area.adjusted(0, 0, -1, -1));
  return pixmap;
}

QFormLayout* make_form(QWidget* page) {
  auto* form = make_child<QFormLayout>(page);
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  form->setFormAlignment(Qt::AlignTop | Qt::AlignLeading);
  return form;
}

QCheckBox* make_check(QWidget* page, const QString& text, bool checked, const QString& tip = {}) {
  auto* box = make_child<QCheckBox>(text, page);
  box->setChecked(checked);
  box->setToolTip(tip);
  return box;
}

QLabel* make_note(QWidget* page, const QString& text) {
  auto* label = make_child<QLabel>(text, page);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  label->setForegroundRole(QPalette::PlaceholderText);
  return label;
}

}  // namespace

SettingsWindow::SettingsWindow(AppState& app)
    : QDialog(app.window()), app_(app), colours_(app.settings().colours) {
  setAttribute(Qt::WA_DeleteOnClose);
  build();
  const int em = fontMetrics().height();
  resize(std::max(em * 36, tabs_->tabBar()->sizeHint().width() + 2 * em), em * 30);
}

// Rebuilds the pages in the new language. No choice is lost: the language changes only when the
// settings have been applied. The call is queued because QWidget::event() still holds pointers to
// the children, which build() deletes.
void SettingsWindow::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() == QEvent::LanguageChange)
    QMetaObject::invokeMethod(this, &SettingsWindow::build, Qt::QueuedConnection);
}

// Builds all pages from the settings, in the current language, in place of those that exist.
void SettingsWindow::build() {
  const int tab = tabs_ == nullptr ? 0 : tabs_->currentIndex();
  swatches_.clear();
  delete layout();
  qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
  tabs_ = make_child<QTabWidget>(this);
  setWindowTitle(tr("Settings"));
  tabs_->setAccessibleName(tr("Settings"));
  tabs_->addTab(build_list_page(), tr("&List"));
  tabs_->addTab(build_columns_page(), tr("&Columns"));
  tabs_->addTab(build_colours_page(), tr("C&olours"));
  tabs_->addTab(build_log_page(), tr("Log and &questions"));
  tabs_->addTab(build_tray_page(), tr("&Tray"));
  tabs_->addTab(build_language_page(), tr("L&anguage"));
  auto* buttons = make_child<QDialogButtonBox>(
      QDialogButtonBox::Ok | QDialogButtonBox::Apply | QDialogButtonBox::Cancel, this);
  auto* layout = make_child<QVBoxLayout>(this);
  layout->addWidget(tabs_, 1);
  layout->addWidget(buttons);
  const auto apply = [this] { app_.change_settings(chosen()); };
  connect(buttons, &QDialogButtonBox::accepted, this, [this, apply] {
    apply();
    accept();
  });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons->button(QDialogButtonBox::Apply), &QPushButton::clicked, this, apply);
  show_colours();
  tabs_->setCurrentIndex(tab);
}

QWidget* SettingsWindow::build_list_page() {
  const Settings& now = app_.settings();
  auto* page = make_child<QWidget>(this);
  auto* form = make_form(page);
  show_process_ = make_child<QComboBox>(page);
  show_process_->addItems({tr("File name: firefox"), tr("Full path: /usr/bin/firefox"),
                           tr("Program: the script, not its interpreter")});
  show_process_->setCurrentIndex(static_cast<int>(now.show_process));
  form->addRow(tr("Show a &process as"), show_process_);
  refresh_ = make_child<QDoubleSpinBox>(page);
  refresh_->setRange(static_cast<double>(kFastestRefresh.count()) / 1000,
                     static_cast<double>(kSlowestRefresh.count()) / 1000);
  refresh_->setSingleStep(0.5);
  refresh_->setDecimals(1);
  refresh_->setSuffix(tr(" s"));
  refresh_->setValue(static_cast<double>(now.refresh.count()) / 1000);
  form->addRow(tr("&Refresh every"), refresh_);
  hide_netstat_ = make_check(page, tr("Hide &netstat sockets"), now.hide_netstat);
  form->addRow(QString(), hide_netstat_);
  form->addRow(
      QString(),
      make_note(
          page,
          tr("Those that no process holds any more. Sockets whose owner you may not see stay.")));
  hide_loopback_ = make_check(page, tr("Hide loop&back"), now.hide_loopback);
  form->addRow(QString(), hide_loopback_);
  form->addRow(QString(), make_note(page, tr("Connections between programs of this machine.")));
  resolve_ = make_check(page, tr("Show resolved &addresses"), now.resolve);
  form->addRow(QString(), resolve_);
  form->addRow(QString(), make_note(page, tr("Asks name servers for each remote address. Whoever "
                                             "has an address chose its name: it proves nothing.")));
  group_ = make_check(page, tr("&Group by process"), now.group);
  form->addRow(QString(), group_);
  return page;
}

QWidget* SettingsWindow::build_columns_page() {
  auto* page = make_child<QWidget>(this);
  auto* layout = make_child<QHBoxLayout>(page);
  columns_ = make_child<QListWidget>(page);
  columns_->setAccessibleName(tr("Columns"));
  columns_->setDragDropMode(QAbstractItemView::InternalMove);
  fill_columns(app_.settings().columns);
  auto* side = make_child<QVBoxLayout>();
  const auto add = [&](const QString& text, const std::function<void()>& act) {
    auto* button = make_child<QPushButton>(text, page);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, act);
    side->addWidget(button);
  };
  add(tr("Move &up"), [this] { move_column(-1); });
  add(tr("Move &down"), [this] { move_column(1); });
  add(tr("&What is this?"), [this] {
    if (const QListWidgetItem* item = columns_->currentItem())
      show_term(app_, item->data(kNameRole).toString());
  });
  add(tr("The u&sual ones"), [this] { fill_columns({}); });
  side->addStretch(1);
  layout->addWidget(columns_, 1);
  layout->addLayout(side);
  return page;
}

void SettingsWindow::fill_columns(const QStringList& shown_names) {
  columns_->clear();
  std::vector<int> order;
  for (const QString& name : shown_names) {
    const int column = find_column(name.toStdString());
    if (column >= 0 && std::find(order.begin(), order.end(), column) == order.end())
      order.push_back(column);
  }
  const std::size_t checked = order.size();
  const int count = static_cast<int>(list_columns().size());
  for (int column = 0; column < count; ++column) {
    if (std::find(order.begin(), order.end(), column) == order.end()) order.push_back(column);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ListColumn& column = list_columns()[static_cast<std::size_t>(order[i])];
    const QString title = column_title(order[i]);
    auto* item = make_child<QListWidgetItem>(title.isEmpty() ? tr("Sign") : title, columns_);
    const bool is_shown = shown_names.isEmpty() ? column.is_usual : i < checked;
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setFlags(item->flags() & ~Qt::ItemIsDropEnabled);
    item->setCheckState(is_shown ? Qt::Checked : Qt::Unchecked);
    item->setToolTip(column_help(order[i]).toHtmlEscaped());
    item->setData(kNameRole, shown(column.name));
  }
  columns_->setCurrentRow(0);
}

void SettingsWindow::move_column(int by) {
  const int row = columns_->currentRow();
  const int to = row + by;
  if (row < 0 || to < 0 || to >= columns_->count()) return;
  columns_->insertItem(to, columns_->takeItem(row));
  columns_->setCurrentRow(to);
}

// Returns an empty list for the default columns in default order, so that a later version can
// change the defaults.
QStringList SettingsWindow::chosen_columns() const {
  QStringList names;
  for (int row = 0; row < columns_->count(); ++row) {
    const QListWidgetItem* item = columns_->item(row);
    if (item->checkState() == Qt::Checked) names.append(item->data(kNameRole).toString());
  }
  QStringList usual;
  for (const ListColumn& column : list_columns()) {
    if (column.is_usual) usual.append(shown(column.name));
  }
  return names == usual ? QStringList() : names;
}

QWidget* SettingsWindow::build_colours_page() {
  auto* page = make_child<QWidget>(this);
  auto* form = make_form(page);
  theme_ = make_child<QComboBox>(page);
  theme_->addItems({tr("As the desktop"), tr("Light"), tr("Dark")});
  theme_->setCurrentIndex(static_cast<int>(app_.settings().theme));
  form->addRow(tr("&Theme"), theme_);
  shown_theme_ = make_child<QComboBox>(page);
  shown_theme_->addItems({tr("of the light theme"), tr("of the dark theme")});
  shown_theme_->setCurrentIndex(app_.palette().is_dark() ? 1 : 0);
  form->addRow(tr("Colours"), shown_theme_);
  connect(shown_theme_, &QComboBox::currentIndexChanged, this, &SettingsWindow::show_colours);
  for (const Ink ink : inks_to_choose()) {
    auto* button = make_child<QPushButton>(page);
    button->setAutoDefault(false);
    button->setAccessibleName(ink_title(ink));
    connect(button, &QPushButton::clicked, this, [this, ink] { choose_colour(ink); });
    form->addRow(ink_title(ink), button);
    swatches_.push_back({ink, button});
  }
  auto* usual = make_child<QPushButton>(tr("&Usual colours"), page);
  usual->setAutoDefault(false);
  connect(usual, &QPushButton::clicked, this, [this] {
    for (const Ink ink : inks_to_choose()) colours_.erase(colour_key(shows_dark(), ink));
    show_colours();
  });
  form->addRow(QString(), usual);
  weak_ = make_child<QLabel>(page);
  weak_->setTextFormat(Qt::PlainText);
  weak_->setWordWrap(true);
  form->addRow(weak_);
  return page;
}

bool SettingsWindow::shows_dark() const { return shown_theme_->currentIndex() == 1; }

Palette SettingsWindow::palette_of_choice() const {
  Settings settings;
  settings.colours = colours_;
  return chosen_palette(settings, shows_dark());
}

void SettingsWindow::show_colours() {
  const Palette palette = palette_of_choice();
  for (const Swatch& swatch : swatches_) {
    const QPixmap sample = sample_of(palette, swatch.ink, *this);
    swatch.button->setIcon(sample);
    swatch.button->setIconSize(sample.deviceIndependentSize().toSize());
    swatch.button->setText(palette.colour(swatch.ink).name());
  }
  const std::vector<WeakPair> weak = palette.weak_pairs();
  if (weak.empty()) {
    weak_->setText(tr("Every text can be read on every background (a contrast of at least 4.5)."));
    return;
  }
  const WeakPair worst = *std::ranges::min_element(weak, {}, &WeakPair::contrast);
  weak_->setText(tr("Hard to read: \"%1\" on \"%2\" has a contrast of %3. At least 4.5 is wanted.")
                     .arg(ink_title(worst.text), ink_title(worst.ground),
                          QLocale().toString(worst.contrast, 'f', 1)));
}

void SettingsWindow::choose_colour(Ink ink) {
  auto* dialog = make_child<QColorDialog>(palette_of_choice().colour(ink), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(ink_title(ink));
  connect(dialog, &QColorDialog::colorSelected, this, [this, ink](const QColor& colour) {
    colours_[colour_key(shows_dark(), ink)] = QColor(colour.rgb());
    show_colours();
  });
  dialog->open();
}

QWidget* SettingsWindow::build_log_page() {
  const Settings& now = app_.settings();
  auto* page = make_child<QWidget>(this);
  auto* form = make_form(page);
  show_log_ = make_check(page, tr("Show the traffic &log"), now.show_log);
  form->addRow(show_log_);
  log_rows_ = make_child<QSpinBox>(page);
  log_rows_->setRange(kLeastLogRows, kMostLogRows);
  log_rows_->setSingleStep(10'000);
  log_rows_->setGroupSeparatorShown(true);
  log_rows_->setValue(now.log_rows);
  form->addRow(tr("&Keep at most"), log_rows_);
  form->addRow(QString(),
               make_note(page, tr("Rows of the log. The oldest go first, and are counted.")));
  may_ask_names_ = make_check(page, tr("Ask &name servers about one address without asking me"),
                              now.may_ask_names);
  may_query_whois_ = make_check(
      page, tr("Ask &registries (whois) about one address without asking me"), now.may_query_whois);
  form->addRow(may_ask_names_);
  form->addRow(may_query_whois_);
  form->addRow(
      make_note(page, tr("Nothing else that this program does sends anything over the network.")));
  return page;
}

QWidget* SettingsWindow::build_tray_page() {
  const Settings& now = app_.settings();
  auto* page = make_child<QWidget>(this);
  auto* form = make_form(page);
  tray_ = make_check(page, tr("Show an &icon in the tray"), now.tray);
  start_minimised_ = make_check(page, tr("Start &minimised to the tray"), now.start_minimised);
  start_minimised_->setEnabled(now.tray);
  connect(tray_, &QCheckBox::toggled, start_minimised_, &QWidget::setEnabled);
  form->addRow(tray_);
  form->addRow(start_minimised_);
  auto* notices = make_child<QGroupBox>(tr("Tell me when"), page);
  auto* layout = make_child<QVBoxLayout>(notices);
  notice_listeners_ = make_check(notices, tr("a program begins to &listen"), now.notice_listeners);
  notice_first_ = make_check(notices, tr("a program makes its first &connection"),
                             now.notice_first_connections);
  notice_hidden_ = make_check(notices, tr("a &hidden process opens a socket"), now.notice_hidden);
  for (QCheckBox* box : {notice_listeners_, notice_first_, notice_hidden_}) layout->addWidget(box);
  notices->setEnabled(now.tray);
  connect(tray_, &QCheckBox::toggled, notices, &QWidget::setEnabled);
  form->addRow(notices);
  return page;
}

QWidget* SettingsWindow::build_language_page() {
  auto* page = make_child<QWidget>(this);
  auto* form = make_form(page);
  language_ = make_child<QComboBox>(page);
  language_->addItem(tr("As the desktop"), QString());
  for (const QString& code : languages()) {
    language_->addItem(QLocale(code).nativeLanguageName(), code);
    if (code == app_.settings().language) language_->setCurrentIndex(language_->count() - 1);
  }
  form->addRow(tr("&Language"), language_);
  form->addRow(
      QString(),
      make_note(
          page,
          tr("Counts at once. What comes from registries and packages stays in their language.")));
  return page;
}

Settings SettingsWindow::chosen() const {
  Settings s = app_.settings();
  s.show_process = static_cast<ShowProcess>(show_process_->currentIndex());
  s.refresh = std::chrono::milliseconds(qRound(refresh_->value() * 1000));
  s.hide_netstat = hide_netstat_->isChecked();
  s.hide_loopback = hide_loopback_->isChecked();
  s.resolve = resolve_->isChecked();
  s.group = group_->isChecked();
  s.columns = chosen_columns();
  s.theme = static_cast<Theme>(theme_->currentIndex());
  s.colours = colours_;
  s.show_log = show_log_->isChecked();
  s.log_rows = log_rows_->value();
  s.may_ask_names = may_ask_names_->isChecked();
  s.may_query_whois = may_query_whois_->isChecked();
  s.tray = tray_->isChecked();
  s.start_minimised = s.tray && start_minimised_->isChecked();
  s.notice_listeners = notice_listeners_->isChecked();
  s.notice_first_connections = notice_first_->isChecked();
  s.notice_hidden = notice_hidden_->isChecked();
  s.language = language_->currentData().toString();
  return s;
}

void show_settings(AppState& app) {
  auto* window = app.window() == nullptr ? nullptr : app.window()->findChild<SettingsWindow*>();
  if (window == nullptr) window = make_child<SettingsWindow>(app);
  window->show();
  window->raise();
  window->activateWindow();
}

}  // namespace portexplorer::gui
