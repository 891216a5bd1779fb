// The player: acts through the tree and real events, and says clearly where a journey stops.
#include "kiosk/player.hpp"

#include <gmock/gmock.h>

#include <csignal>

#include "tests/support/command.hpp"
#include "tests/support/small_terminal.hpp"

namespace escale::kiosk {
namespace {
using test::must;
using testing::HasSubstr;
using testing::StartsWith;

class Playing : public testing::Test {
 protected:
  Playing() { must(player.start()); }
  Result<> play(std::string_view text) { return player.play(must(parse_journey(text, "a.journey"))); }
  std::string refusal(std::string_view text) {
    const auto played = play(text);
    return played ? "played" : played.error().message;
  }
  test::TemporaryFolder folder;
  RealFiles files;
  ManualClock clock{Timestamp{}};
  int starts = 0;
  Player player{PlayerOptions{.out = folder.path() / "out", .words = folder.path() / "words"},
                [this]() -> Result<std::unique_ptr<Running>> {
                  ++starts;
                  return std::make_unique<test::SmallTerminal>(clock);
                },
                clock, files};
};

TEST_F(Playing, TapsTypesSeesAndKeeps) {
  must(play("expect heading \"Bonjour\"\n"
            "type \"L'été\"\n"
            "expect \"L'été\"\n"
            "tap \"Aide\"\n"
            "expect-not \"Bonjour\"\n"
            "screenshot help\n"
            "tree help\n"
            "save words\n"
            "tap key=back\n"
            "type \" \"\n"
            "type words\n"
            "expect \"L'été jeudi pomme ardoise violon sentier\"\n"
            "press Backspace 7\n"
            "expect-not \"sentier\"\n"));
  EXPECT_GT(std::filesystem::file_size(folder.path() / "out/help.png"), 2000u);
  EXPECT_THAT(test::read_whole(folder.path() / "out/help.tree"), HasSubstr("heading 2 \"Aide\""));
  EXPECT_EQ(test::read_whole(folder.path() / "words"), "jeudi pomme ardoise violon sentier\n");
}

TEST_F(Playing, SaysTheLineWhatWasExpectedAndTheTree) {
  const std::string message = refusal("tap \"Aide\"\nrepeat 2\n  expect \"Merci\"\nend\n");
  EXPECT_THAT(message, StartsWith("a.journey:3: expected \"Merci\" on the screen\n"));
  EXPECT_THAT(message, HasSubstr("button \"Retour\" key="));
}

TEST_F(Playing, RefusesWhatNobodyCouldDo) {
  EXPECT_THAT(refusal("tap \"Rien\"\n"), StartsWith("a.journey:1: expected \"Rien\" on the screen, to tap it"));
  EXPECT_THAT(refusal("tap \"Fermé\"\n"), StartsWith("a.journey:1: \"Fermé\" is disabled"));
  EXPECT_THAT(refusal("tap \"Bonjour\"\n"), StartsWith("a.journey:1: \"Bonjour\" cannot be tapped"));
  EXPECT_THAT(refusal("seek \"Rien\"\n"), StartsWith("a.journey:1: expected \"Rien\" on one of the pages"));
  EXPECT_THAT(refusal("save words\n"), StartsWith("a.journey:1: expected a list of words"));
  EXPECT_THAT(refusal("tap \"Aide\"\ntype \"x\"\n"), StartsWith("a.journey:2: no text field is active"));
}

TEST_F(Playing, ChangesTheLook) {
  must(play("theme dark\ntext 200\nlang en\nsize 800x1280\nscreenshot tall\n"));
  EXPECT_EQ(player.loop().state().preferences.theme, app::Theme::Dark);
  EXPECT_EQ(player.loop().state().preferences.text_percent, 200);
  EXPECT_EQ(player.loop().state().preferences.lang, "en");
}

TEST_F(Playing, WaitingMovesTheClock) {
  const Monotonic before = clock.monotonic();
  must(play("wait 2min\n"));
  EXPECT_GE(clock.monotonic() - before, Monotonic{120'000});
}

TEST_F(Playing, RestartBeginsAgain) {
  must(play("tap \"Aide\"\nrestart\nexpect \"Bonjour\"\n"));
  EXPECT_EQ(starts, 2);
}

TEST_F(Playing, KillEndsTheProgramAtOnce) {
  EXPECT_EXIT(must(play("kill\n")), testing::KilledBySignal(SIGKILL), "");
}

}  // namespace
}  // namespace escale::kiosk
