// Journeys without a finger: by keys alone, and by ear alone.
#include <gmock/gmock.h>

#include "kiosk/player.hpp"
#include "tests/support/command.hpp"
#include "tests/support/small_terminal.hpp"

namespace escale::kiosk {
namespace {
using test::must;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

class Driven : public testing::Test {
 protected:
  explicit Driven(Drive drive) : player(options(drive), [this]() -> Result<std::unique_ptr<Running>> {
      return std::make_unique<test::SmallTerminal>(clock, LoopOptions{}, hear());
    }, clock, files) {
    must(player.start());
  }
  speech::LogVoice::Write hear() {
    if (!ears) return {};
    return [this](const std::string& line) { heard.push_back(line); };
  }
  PlayerOptions options(Drive drive) {
    ears = drive == Drive::Ears;
    PlayerOptions out{.out = folder.path() / "out", .words = folder.path() / "words"};
    out.drive = drive;
    out.heard = &heard;
    out.as_said = [](std::string_view text, std::string_view lang) { return speech::normalise(text, lang); };
    return out;
  }
  Result<> play(std::string_view text) { return player.play(must(parse_journey(text, "a.journey"))); }
  std::string refusal(std::string_view text) {
    const auto played = play(text);
    return played ? "played" : played.error().message;
  }
  bool ears = false;
  std::vector<std::string> heard;
  test::TemporaryFolder folder;
  RealFiles files;
  ManualClock clock{Timestamp{}};
  Player player;
};

class ByEar : public Driven {
 protected:
  ByEar() : Driven(Drive::Ears) {}
};
class ByKeys : public Driven {
 protected:
  ByKeys() : Driven(Drive::Keys) {}
};

constexpr std::string_view kThereAndBack = "expect heading \"Bonjour\"\n"
    "type \"L'été\"\n"
    "expect \"L'été\"\n"
    "tap \"Aide\"\n"
    "expect-not \"Bonjour\"\n"
    "save words\n"
    "tap button \"Retour\"\n"
    "type \" \"\n"
    "type words\n"
    "expect \"L'été jeudi pomme ardoise violon sentier\"\n";

TEST_F(ByEar, PlaysTheSameJourneyFromWhatIsSaidAlone) {
  must(play(kThereAndBack));
  EXPECT_EQ(test::read_whole(folder.path() / "words"), "jeudi pomme ardoise violon sentier\n");
  EXPECT_THAT(heard, Contains(HasSubstr("fr Aide, bouton")));
  EXPECT_THAT(heard, Contains(HasSubstr("fr [private] L'été")));
}

TEST_F(ByEar, SaysWhatItNeverHeard) {
  EXPECT_THAT(refusal("tap \"Rien\"\n"), StartsWith("a.journey:1: expected to hear \"Rien\", to activate it"));
  EXPECT_THAT(refusal("expect \"Merci\"\n"), StartsWith("a.journey:1: expected to hear \"Merci\""));
  EXPECT_THAT(refusal("expect-not \"Bonjour\"\n"), StartsWith("a.journey:1: did not expect to hear \"Bonjour\""));
  EXPECT_THAT(refusal("seek \"Rien\"\n"), StartsWith("a.journey:1: expected to hear \"Rien\" on one of the pages"));
  EXPECT_THAT(refusal("tap key=help\n"), StartsWith("a.journey:1: a key=… cannot be heard"));
  EXPECT_THAT(refusal("tap \"Aide\"\ntype \"x\"\n"), StartsWith("a.journey:2: no field was heard"));
}

TEST_F(ByEar, TheThingThatIsSaidHasTheFocusAndTheRing) {  // B14
  must(play("tap text-field \"Votre mot\"\n"));
  for (int i = 0; i < 6; ++i) {
    must(play("press Down\n"));
    for (const ui::Node& node : player.loop().tree().nodes())
      if (heard.back().find(" " + node.name + ",") != std::string::npos && node.actions.focus) EXPECT_TRUE(node.states.focused) << node.name;
  }
}

TEST_F(ByKeys, PlaysTheSameJourneyWithTabAndEnter) {
  must(play(kThereAndBack));
}

TEST_F(ByKeys, SaysWhatTabCannotReach) {
  EXPECT_THAT(refusal("tap \"Rien\"\n"), StartsWith("a.journey:1: expected \"Rien\" on the screen, to reach it with the arrows"));
  EXPECT_THAT(refusal("tap \"Fermé\"\n"), StartsWith("a.journey:1: \"Fermé\" is disabled"));
  EXPECT_THAT(refusal("tap \"Bonjour\"\n"), StartsWith("a.journey:1: \"Bonjour\" cannot be activated"));
}

}  // namespace
}  // namespace escale::kiosk
