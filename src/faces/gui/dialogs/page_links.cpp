#include "faces/gui/dialogs/page_links.h"

#include <QCoreApplication>
#include <array>
#include <utility>

#include "faces/gui/dialogs/windows.h"

namespace portexplorer::gui {
namespace {

using pages::PageLink;

constexpr std::array kWords = {
    std::pair{PageLink::To::process, "process"},
    std::pair{PageLink::To::evidence, "evidence"},
    std::pair{PageLink::To::port, "port"},
    std::pair{PageLink::To::term, "term"},
    std::pair{PageLink::To::sockets, "sockets"},
    std::pair{PageLink::To::listening, "listening"},
    std::pair{PageLink::To::doctor, "doctor"},
    std::pair{PageLink::To::ask_names, "ask_names"},
    std::pair{PageLink::To::query_whois_server, "ask_registry"},
};

struct LinkTexts {
  Q_DECLARE_TR_FUNCTIONS(LinkTexts)
};

void follow_port(AppState& app, const std::string& subject) {
  const bool local = subject.starts_with("local ");
  const std::size_t blank = subject.rfind(' ');
  const int port =
      QString::fromStdString(blank == std::string::npos ? subject : subject.substr(blank + 1))
          .toInt();
  if (port > 0 && port <= 65535)
    show_port(app, Protocol::unknown, static_cast<std::uint16_t>(port), local);
}

}  // namespace

QUrl url_of(const PageLink& lead) {
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

std::optional<PageLink> lead_of(const QUrl& url) {
  if (url.scheme() != QStringLiteral("portexplorer")) return std::nullopt;
  for (const auto& [to, word] : kWords) {
    if (QString::fromLatin1(word).replace(u'_', u'-') == url.host())
      return PageLink{to, url.path(QUrl::FullyDecoded).mid(1).toStdString()};
  }
  return std::nullopt;
}

QString link_text(const PageLink& lead) {
  const QString subject = QString::fromStdString(lead.subject);
  switch (lead.to) {
    case PageLink::To::nowhere: break;
    case PageLink::To::process: return LinkTexts::tr("What is process %1?").arg(subject);
    case PageLink::To::evidence: return LinkTexts::tr("Show it");
    case PageLink::To::port:
      return LinkTexts::tr("What is port %1?").arg(subject.mid(subject.lastIndexOf(u' ') + 1));
    case PageLink::To::term: return LinkTexts::tr("What is that?");
    case PageLink::To::sockets:
    case PageLink::To::listening: return LinkTexts::tr("Show in the list");
    case PageLink::To::doctor: return LinkTexts::tr("What would help?");
    case PageLink::To::ask_names: return LinkTexts::tr("Ask name servers");
    case PageLink::To::query_whois_server: return LinkTexts::tr("Ask the registries");
  }
  return {};
}

bool follow(AppState& app, const PageLink& lead) {
  const QString subject = QString::fromStdString(lead.subject);
  switch (lead.to) {
    case PageLink::To::process: show_process(app, Pid(subject.toInt()), 0); return true;
    case PageLink::To::port: follow_port(app, lead.subject); return true;
    case PageLink::To::term: show_term(app, subject); return true;
    case PageLink::To::sockets: Q_EMIT app.sockets_wanted(subject); return true;
    case PageLink::To::listening: Q_EMIT app.listening_wanted(); return true;
    case PageLink::To::doctor: Q_EMIT app.privilege_wanted(); return true;
    default: return false;
  }
}

}  // namespace portexplorer::gui
