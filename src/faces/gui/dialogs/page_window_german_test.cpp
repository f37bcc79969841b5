// Pages in German: whole sentences, without remains of English.
#include <gmock/gmock.h>
#include <unistd.h>

#include <QApplication>
#include <QRegularExpression>
#include <QTextDocument>
#include <QTranslator>

#include "faces/gui/dialogs/document_page.h"
#include "faces/gui/dialogs/languages.h"
#include "faces/gui/look/flags.h"
#include "faces/pages/address_answer.h"
#include "faces/pages/port_answer.h"
#include "faces/pages/process_answer.h"
#include "faces/pages/term_page.h"
#include "inspect/inspection.h"
#include "model/derive.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using portexplorer::testing::SampleBuilder;
using ::testing::HasSubstr;

class GermanPages : public ::testing::Test {
 protected:
  void SetUp() override { install_language(*qApp, "de"); }
  void TearDown() override {
    for (auto* translator : qApp->findChildren<QTranslator*>()) delete translator;
    QLocale::setDefault(QLocale::c());
  }

  template <typename Write>
  static std::string text_of(Write write) {
    QTextDocument document;
    DocumentPage page(document);
    write(page);
    return document.toPlainText().toStdString();
  }
};

// Checks for words that occur in no German sentence, and in no path or name of this test.
void expect_no_english(const std::string& text) {
  static const QRegularExpression english(
      "\\b(the|is|are|of|and|its|it|by|from|not known|which|could|has)\\b");
  for (const QString& line : QString::fromStdString(text).split('\n')) {
    const auto found = english.match(line);
    EXPECT_FALSE(found.hasMatch())
        << found.captured().toStdString() << " in: " << line.toStdString();
  }
}

std::shared_ptr<const Snapshot> mail_server() {
  SampleBuilder b;
  const auto mail = b.process(731, "exim4");
  b.listener(25, 9, 90);
  b.hold(mail, 9);
  return derive(nullptr, b.build());
}

TEST_F(GermanPages, ExplainAPort) {
  pages::PortArgument asked;
  asked.side = pages::PortArgument::Side::local;
  asked.protocols = {Protocol::tcp};
  asked.port = 40'000;
  const std::string ephemeral = text_of([&](DocumentPage& page) {
    pages::write_port_page(page, pages::answer_port(asked, mail_server(), ""), {.all = true});
  });
  EXPECT_THAT(ephemeral, HasSubstr("Port 40000/tcp ist ein flüchtiger Port, den der Kernel gewählt "
                                   "hat. Er steht für keinen Dienst."));
  expect_no_english(ephemeral);
  asked.port = 25;
  const std::string mail = text_of([&](DocumentPage& page) {
    pages::write_port_page(page, pages::answer_port(asked, mail_server(), ""), {.all = true});
  });
  EXPECT_THAT(mail, HasSubstr("Hier benutzt exim4 (PID 731"));
  EXPECT_THAT(
      mail,
      HasSubstr(
          "Anderswo ist er am ehesten SMTP. Darüber reichen Mailserver einander die Mail weiter."));
  EXPECT_THAT(mail, HasSubstr("Auf diesem Rechner"));
  EXPECT_THAT(mail, HasSubstr("; verzeichnet bei "));
  EXPECT_THAT(mail, HasSubstr("Eine Portnummer beweist nichts"));
}

TEST_F(GermanPages, ExplainTheLikelyUseOfAPort) {
  SampleBuilder b;
  const auto resolver = b.process(732, "unbound");
  b.listener(53, 9, 90);
  b.hold(resolver, 9);
  pages::PortArgument asked;
  asked.protocols = {Protocol::tcp, Protocol::udp};
  asked.port = 53;
  const auto answer = pages::answer_port(asked, derive(nullptr, b.build()), "");
  const std::string text =
      text_of([&](DocumentPage& page) { pages::write_port_page(page, answer, {.all = true}); });
  EXPECT_THAT(text, HasSubstr("Anderswo ist er am ehesten DNS. Macht aus Namen Adressen; TCP trägt "
                              "Antworten, die für UDP zu lang sind."));
  EXPECT_THAT(text, HasSubstr("udp: Macht aus Namen Adressen; fast jedes Programm braucht das."));
  expect_no_english(text);
}

TEST_F(GermanPages, ExplainAnAddress) {
  const auto asked = pages::parse_address("192.168.1.5:443");
  ASSERT_TRUE(asked);
  const auto answer = pages::answer_address(*asked, mail_server(), "", "192.168.1.5 printer\n", {});
  const std::string text =
      text_of([&](DocumentPage& page) { pages::write_address_page(page, answer, {.all = true}); });
  EXPECT_THAT(
      text,
      HasSubstr(
          "192.168.1.5 ist eine private Adresse. Sie gehört zu einem Heim- oder Firmennetz."));
  EXPECT_THAT(text, HasSubstr("privat, aus 192.168.0.0/16 (RFC 1918)"));
  EXPECT_THAT(text, HasSubstr("printer: so sagt es die hosts-Datei dieses Rechners"));
  expect_no_english(text);
}

TEST_F(GermanPages, ReportWhyAWhoisServerDidNotAnswer) {
  const auto asked = pages::parse_address("192.0.2.1");
  ASSERT_TRUE(asked);
  auto answer = pages::answer_address(*asked, nullptr, "", "", {});
  answer.whois_trouble = "the registry's server whois.example did not answer in time";
  const std::string text =
      text_of([&](DocumentPage& page) { pages::write_address_page(page, answer, {}); });
  EXPECT_THAT(
      text, HasSubstr("der Server whois.example des Registers hat nicht rechtzeitig geantwortet"));
}

TEST_F(GermanPages, ExplainAProcess) {
  const auto report = inspect_process(Pid(::getpid()), {});
  ASSERT_TRUE(report) << report.error().what;
  const std::string text = text_of([&](DocumentPage& page) {
    pages::write_process_page(page, *report, {.all = true, .reasons = true});
  });
  EXPECT_THAT(text, HasSubstr("Gestartet von"));
  EXPECT_THAT(text, HasSubstr("64-Bit-ELF-Programm"));
  EXPECT_THAT(text, HasSubstr("(nicht die Startzeit)"));
  expect_no_english(text);
}

TEST_F(GermanPages, ExplainTermsAndTheBeginnersPage) {
  const auto term = find_term("flüchtiger Port", desktop_glossary());
  ASSERT_TRUE(term);
  EXPECT_EQ(term->name, "ephemeral port");
  const std::string text = text_of([&](DocumentPage& page) { pages::write_term(page, *term); });
  EXPECT_THAT(text, HasSubstr("ephemeral port: ein Begriff"));
  EXPECT_THAT(
      text,
      HasSubstr("Ein Port, den der Kernel zufällig wählt, wenn ein Programm nach außen ruft."));
  EXPECT_THAT(text, HasSubstr("Siehe auch"));
  EXPECT_THAT(
      text_of([](DocumentPage& page) { pages::write_beginners_page(page, desktop_glossary()); }),
      HasSubstr("Jedes Programm, das über das Netz spricht, tut das durch Sockets."));
}

TEST_F(GermanPages, HaveGermanCountryNames) {
  EXPECT_EQ(country_name(u"NL"), "Niederlande");
  EXPECT_EQ(country_name(u"??"), "??");
}

}  // namespace
}  // namespace portexplorer::gui
