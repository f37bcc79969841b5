#include "model/filter/condition_parser.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "model/filter/filter.h"
#include "support/filter_rows.h"

namespace portexplorer::filter {
namespace {

using testing::HasSubstr;

std::string message_of(std::string_view text) {
  const auto parsed = Filter::parse(text, TestRows::names());
  return parsed ? "" : parsed.error().message;
}

TEST(ConditionParser, AWholeNumberFieldRejectsFractions) {
  for (const Field& f : all_fields()) {
    const bool counts = f.kind == ValueKind::number || f.kind == ValueKind::opaque_number ||
                        f.kind == ValueKind::pids;
    if (!counts) continue;
    const bool holds_fractions = f.id == FieldId::sent_rate || f.id == FieldId::received_rate;
    for (const char* value : {":1.5", ":..1.5", ":0.5..2", ">1.5", "!=1.5"})
      EXPECT_EQ(Filter::parse(std::string(f.name) + value, TestRows::names()).has_value(),
                holds_fractions)
          << f.name << value;
  }
  EXPECT_THAT(message_of("retransmits:1.5"), HasSubstr("retransmits is a whole number"));
  EXPECT_THAT(message_of("rtt_us:1.0005ms"), HasSubstr("rtt_us is a whole number of microseconds"));
  for (const char* text : {"rtt_us:1.5ms", "sent_bytes>1.3Mi", "retransmits:1.5k", "rtt_us:2.0"})
    EXPECT_TRUE(Filter::parse(text, TestRows::names()).has_value()) << text;
}

TEST(ConditionParser, AFormerNameIsRejectedWithTheNewOne) {
  EXPECT_EQ(message_of("look_reasons:any"), "\"look_reasons\" is now \"findings\"");
  EXPECT_EQ(message_of("Remote_Host_Known:waiting"),
            "\"Remote_Host_Known\" is now \"remote_host_source\"");
  EXPECT_EQ(message_of("traffic_known:unknown"), "\"traffic_known\" is now \"traffic_coverage\"");
  EXPECT_EQ(message_of("traffic_coverage:whole_life"), "\"whole_life\" is now \"lifetime\"");
  EXPECT_EQ(message_of("change:brief"), "\"brief\" is now \"short_lived\"");
}

}  // namespace
}  // namespace portexplorer::filter
