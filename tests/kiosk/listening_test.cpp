// Keys, headsets, volume and privacy of speech, without a screen or a sound: what a voice is told.
#include "kiosk/listening.hpp"

#include <gmock/gmock.h>

#include "kiosk/phrases.hpp"
#include "tests/kiosk/speech/screen.hpp"

namespace escale::kiosk {
namespace {
using speech::Saying;
using testing::ElementsAre;
using testing::HasSubstr;
using ui::InputEvent;
using ui::Key;
using ui::Role;

/// Keeps what it is told; says nothing is finished until the test says so.
class ToldVoice final : public speech::Voice {
 public:
  void speak(const Saying& saying) override { live.push_back(saying); }
  void stop() override {
    ++stops;
    live.clear();
  }
  void set_volume(int step) override { volume = step; }
  void set_rate(int) override {}
  std::vector<std::uint64_t> finished() override { return std::exchange(done, {}); }
  std::vector<Saying> live;  ///< what is being said or waits
  bool works() const override { return !broken; }
  std::vector<std::uint64_t> done;
  bool broken = false;
  int stops = 0, volume = -1;
};

class Listens : public testing::Test {
 protected:
  Listens() {
    state.site.voice = true;
    look();
  }
  void look() { listening.look(screen.tree, state); }
  /// The key goes to speech; what it asks for is applied; then the next frame is looked at.
  bool press(InputEvent event) {
    app::Actions asked;
    const bool taken = listening.take({std::move(event)}, state, asked).empty();
    for (const app::Action& action : asked)
      if (const auto* set = std::get_if<app::SetPreferences>(&action)) state.preferences = set->preferences;
    look();
    return taken;
  }
  bool press(Key key) { return press(InputEvent::pressed(key)); }
  std::string said() const {
    std::string out;
    for (const Saying& saying : voice.live) out += (out.empty() ? "" : "\n") + std::string(saying.personal ? "[private] " : "") + saying.text;
    return out;
  }
  speech::Screen screen = speech::question();
  app::State state;
  ToldVoice voice;
  int alerts = 0;
  std::vector<bool> listened;
  Listening listening{{voice, {}, phrases_in, [this] { ++alerts; }, [this](bool on) { listened.push_back(on); }}};
};

TEST_F(Listens, B2AHeadsetOrTheMarkedKeyStartsWithInstructions) {
  EXPECT_EQ(said(), "");
  EXPECT_TRUE(press(Key::HeadsetIn));
  EXPECT_TRUE(state.preferences.listening);
  EXPECT_THAT(said(), HasSubstr("L'écoute commence. Flèche du bas pour avancer"));
  EXPECT_THAT(said(), HasSubstr("Comment s'est passée la journée? titre"));
  EXPECT_TRUE(press(Key::HeadsetOut));
  EXPECT_FALSE(state.preferences.listening);
  EXPECT_EQ(said(), "L'écoute s'arrête.");
  EXPECT_TRUE(press(Key::Listen));
  EXPECT_THAT(said(), HasSubstr("L'écoute commence."));
  EXPECT_TRUE(press(Key::Listen));
  EXPECT_FALSE(state.preferences.listening);
  EXPECT_THAT(listened, ElementsAre(true, false, true, false));
}

TEST_F(Listens, B2PullingTheHeadsetErasesNothing) {
  press(Key::HeadsetIn);
  state.somebody = true;
  app::Actions asked;
  listening.take({InputEvent::pressed(Key::HeadsetOut)}, state, asked);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<app::SetPreferences>(asked[0]));
}

TEST_F(Listens, WithoutAVoiceNothingIsOffered) {
  state.site.voice = false;
  press(Key::Listen);
  press(Key::HeadsetIn);
  EXPECT_FALSE(state.preferences.listening);
  EXPECT_EQ(said(), "");
}

TEST_F(Listens, B4RepeatsStopsAndReadsOn) {
  press(Key::Listen);
  press(Key::Down);
  press(Key::Silence);
  EXPECT_EQ(said(), "");
  press(Key::Repeat);
  EXPECT_EQ(said(), "Très bien, choix, 1 sur 2");
  press(Key::ReadOn);
  EXPECT_EQ(said(), "Très bien, choix, 1 sur 2");
  EXPECT_FALSE(listening.go_on()) << "not finished yet";
  voice.done = {voice.live.back().id};
  EXPECT_TRUE(listening.go_on());
  EXPECT_EQ(said(), "Plutôt bien, choix, 2 sur 2, choisi");
  press(Key::Silence);
  EXPECT_FALSE(listening.go_on());
}

TEST_F(Listens, B5OneLiveUtteranceAfterTwoMoves) {
  press(Key::Listen);
  app::Actions asked;
  listening.take({InputEvent::pressed(Key::Down), InputEvent::pressed(Key::Down)}, state, asked);
  EXPECT_EQ(said(), "Plutôt bien, choix, 2 sur 2, choisi");
  // Activating cuts the voice too: what follows is said at once.
  EXPECT_FALSE(press(Key::Enter)) << "the key goes to the screen";
  EXPECT_EQ(said(), "");
}

TEST_F(Listens, B8APersonsWordsAreOnlyForTheHeadset) {
  ui::Node& field = screen.add(Role::TextField, "words", "Vos mots");
  field.personal = true;
  field.states.focused = true;
  press(Key::Listen);
  screen["words"].value = "bon accueil";
  look();
  EXPECT_EQ(said(), "Branchez un casque pour entendre votre texte.");
  press(Key::HeadsetIn);
  screen["words"].value = "bon accueil et chaleureux";
  look();
  EXPECT_EQ(said(), "[private] et chaleureux");
  press(Key::HeadsetOut);
  for (const Saying& saying : voice.live) EXPECT_FALSE(saying.personal);
}

TEST_F(Listens, B10AndB11TheVolumeHasKeysAndIsBackAtTheEndOfUse) {
  const int start = voice.volume;
  press(Key::Listen);
  press(Key::VolumeUp);
  EXPECT_EQ(voice.volume, start + 1);
  EXPECT_EQ(said(), "Volume 4 sur 6");
  press(InputEvent::typed("+"));
  EXPECT_EQ(voice.volume, start + 2);
  press(InputEvent::typed("-"));
  for (int i = 0; i < 20; ++i) press(Key::VolumeUp);
  EXPECT_EQ(voice.volume, 5);
  listening.forget();
  EXPECT_EQ(voice.volume, start);
  EXPECT_EQ(said(), "");
}

TEST_F(Listens, C9ExploringSpeaksOnTheFirstTouchAndActsOnTheSecond) {
  screen["choices/1"].bounds = screen["choices/1"].clip = {0, 0, 100, 100};
  press(Key::Listen);
  press(Key::Explore);
  EXPECT_EQ(said(), "Exploration: appuyez une fois pour entendre, deux fois pour agir.");
  const auto touch = [&] {
    const bool down = press(InputEvent::pointer(ui::EventKind::PointerDown, {50, 50}));
    const bool up = press(InputEvent::pointer(ui::EventKind::PointerUp, {50, 50}));
    EXPECT_EQ(down, up);
    return down;
  };
  EXPECT_TRUE(touch());
  EXPECT_EQ(said(), "Très bien, choix, 1 sur 2");
  EXPECT_FALSE(touch()) << "the second touch is the screen's";
}

TEST_F(Listens, C9ExploringSpeaksOnTheFirstPressOfAKeyAndActsOnTheSecond) {
  press(Key::Listen);
  press(Key::Explore);
  const auto heard = [&](Key key) {
    const bool taken = press(key);
    return taken ? said() : std::string("acts");
  };
  EXPECT_EQ(heard(Key::Escape), "Échap: l'écran précédent.\nAppuyez encore pour agir.");
  EXPECT_EQ(heard(Key::PageDown), "Page suivante.\nAppuyez encore pour agir.") << "another key is another first press";
  EXPECT_EQ(heard(Key::Escape), "Échap: l'écran précédent.\nAppuyez encore pour agir.");
  EXPECT_EQ(heard(Key::Escape), "acts");
  EXPECT_NE(heard(Key::Escape), "acts") << "and the next one speaks again";
  // Along the screen: moving only speaks; Enter says what it would press, then presses it.
  std::string here;
  for (int i = 0; i < 30 && here.find("Très bien") == std::string::npos; ++i) here = heard(Key::Down);
  ASSERT_THAT(here, HasSubstr("Très bien, choix"));
  EXPECT_EQ(heard(Key::Enter), here + "\nAppuyez encore pour agir.");
  heard(Key::Down);
  EXPECT_NE(heard(Key::Enter), "acts") << "the cursor moved: something else would be pressed";
  ui::InputEvent held = InputEvent::pressed(Key::Enter);
  held.repeat = true;
  EXPECT_TRUE(press(held)) << "held down, it is still the first press";
  EXPECT_EQ(heard(Key::Enter), "acts");
  EXPECT_EQ(heard(Key::Listen), "Arrêter l'écoute.\nAppuyez encore pour agir.");
  EXPECT_TRUE(state.preferences.listening);
  press(Key::Listen);
  EXPECT_FALSE(state.preferences.listening);
}

TEST_F(Listens, WhoeverAsksWhereNothingSpeaksIsTold) {
  state.site.voice = false;
  for (const Key key : {Key::Listen, Key::HeadsetIn}) {
    app::Actions asked;
    listening.take({InputEvent::pressed(key)}, state, asked);
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<app::NoVoice>(asked[0]));
  }
  app::Actions asked;
  listening.take({InputEvent::pressed(Key::HeadsetOut)}, state, asked);
  EXPECT_TRUE(asked.empty());
  EXPECT_FALSE(listening.take_failure());
  voice.broken = true;
  EXPECT_TRUE(listening.take_failure());
  EXPECT_FALSE(listening.take_failure()) << "said once";
}

TEST_F(Listens, IsSilentWhileNobodyListensButForASound) {
  screen.add(Role::Status, "failure", "Ce n’est pas possible maintenant.").live = ui::Live::Assertive;
  look();
  EXPECT_EQ(said(), "");
  EXPECT_EQ(alerts, 1);
  EXPECT_FALSE(press(Key::Down)) << "the keys are the screen's";
  EXPECT_FALSE(press(Key::Tab));
}

TEST_F(Listens, B14TheRingFollowsTheVoice) {
  EXPECT_EQ(listening.spoken(), 0u);
  press(Key::Listen);
  for (int i = 0; i < 9; ++i) {
    press(Key::Down);
    EXPECT_NE(listening.spoken(), 0u);
  }
  press(Key::Listen);
  EXPECT_EQ(listening.spoken(), 0u);
}

TEST(Phrases, AreCompleteInBothLanguages) {
  for (const std::string_view lang : {"fr", "en"}) {
    const speech::Phrases p = phrases_in(lang);
    for (const std::string* text : {&p.button, &p.heading, &p.choice, &p.checkbox, &p.field, &p.summary, &p.instructions, &p.headset_needed, &p.volume})
      EXPECT_FALSE(text->empty());
    // A field's words are not the beginning of another role's: journeys with closed eyes tell roles apart by them.
    EXPECT_NE(p.button, p.choice);
  }
}

}  // namespace
}  // namespace escale::kiosk
