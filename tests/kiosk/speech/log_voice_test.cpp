#include "kiosk/speech/log_voice.hpp"

#include <gtest/gtest.h>

namespace escale::speech {
namespace {

TEST(LogVoice, WritesOneLineForEachText) {
  ManualClock clock(parse_timestamp("2026-11-24T09:05:07Z").value());
  std::vector<std::string> lines;
  LogVoice voice(clock, [&](const std::string& line) { lines.push_back(line); });
  voice.speak({1, "Suite, bouton", "fr", false});
  voice.speak({2, "bon accueil", "fr", true});
  EXPECT_EQ(lines, (std::vector<std::string>{"09:05:07 fr Suite, bouton", "09:05:07 fr [private] bon accueil"}));
  EXPECT_EQ(voice.finished(), (std::vector<std::uint64_t>{1, 2}));
  EXPECT_TRUE(voice.finished().empty());
  voice.speak({3, "x", "fr", false});
  voice.stop();
  EXPECT_TRUE(voice.finished().empty());
}

}  // namespace
}  // namespace escale::speech
