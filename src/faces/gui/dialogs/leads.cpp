#include "faces/gui/dialogs/leads.h"

#include <QCoreApplication>
#include <array>
#include <utility>

#include "faces/gui/dialogs/windows.h"

namespace portexplorer::gui {
namespace {

using pages::Lead;

constexpr std::array kWords = {
    std::pair{Lead::To::process, "process"},
    std::pair{Lead::To::evidence, "evidence"},
    std::pair{Lead::To::port, "port"},
    std::pair{Lead::To::term, "term"},
    std::pair{Lead::To::sockets, "sockets"},
    std::pair{Lead::To::listening, "listening"},
    std::pair{Lead::To::doctor, "doctor"},
    std::pair{Lead::To::ask_names, "ask_names"},
    std::pair{Lead::To::ask_registry, "ask_registry"},
};

struct LinkTexts {
  Q_DECLARE_TR_FUNCTIONS(LinkTexts)
};

void follow_port(Desk& desk, const std::string& subject) {
  const bool local = subject.starts_with("local ");
  const std::size_t blank = subject.rfind(' ');
  const int port =
      QString::fromStdString(blank == std::string::npos ? subject : subject.substr(blank + 1))
          .toInt();
  if (port > 0 && port <= 65535)
    show_port(desk, Protocol::unknown, static_cast<std::uint16_t>(port), local);
}

}  // namespace

QUrl url_of(const Lead& lead) {
  for (const auto& [to, word] : kWords) {
    if (to != lead.to) continue;
    QUrl url;
    url.setScheme(QStringLiteral("portexplorer"));
    url.setHost(QString::fromLatin1(word).replace(u'_', u'-'));
    url.setPath(u'/' + QString::fromStdString(lead.subject), QUrl::DecodedMode);
    return url;
  }
  return {};
}

std::optional<Lead> lead_of(const QUrl& url) {
  if (url.scheme() != QStringLiteral("portexplorer")) return std::nullopt;
  for (const auto& [to, word] : kWords) {
    if (QString::fromLatin1(word).replace(u'_', u'-') == url.host())
      return Lead{to, url.path(QUrl::FullyDecoded).mid(1).toStdString()};
  }
  return std::nullopt;
}

QString link_text(const Lead& lead) {
  const QString subject = QString::fromStdString(lead.subject);
  switch (lead.to) {
    case Lead::To::nowhere: break;
    case Lead::To::process: return LinkTexts::tr("What is process %1?").arg(subject);
    case Lead::To::evidence: return LinkTexts::tr("Show it");
    case Lead::To::port:
      return LinkTexts::tr("What is port %1?").arg(subject.mid(subject.lastIndexOf(u' ') + 1));
    case Lead::To::term: return LinkTexts::tr("What is that?");
    case Lead::To::sockets:
    case Lead::To::listening: return LinkTexts::tr("Show in the list");
    case Lead::To::doctor: return LinkTexts::tr("What would help?");
    case Lead::To::ask_names: return LinkTexts::tr("Ask name servers");
    case Lead::To::ask_registry: return LinkTexts::tr("Ask the registries");
  }
  return {};
}

bool follow(Desk& desk, const Lead& lead) {
  const QString subject = QString::fromStdString(lead.subject);
  switch (lead.to) {
    case Lead::To::process: show_process(desk, Pid(subject.toInt()), 0); return true;
    case Lead::To::port: follow_port(desk, lead.subject); return true;
    case Lead::To::term: show_term(desk, subject); return true;
    case Lead::To::sockets: Q_EMIT desk.sockets_wanted(subject); return true;
    case Lead::To::listening: Q_EMIT desk.listening_wanted(); return true;
    case Lead::To::doctor: Q_EMIT desk.privilege_wanted(); return true;
    default: return false;
  }
}

}  // namespace portexplorer::gui
