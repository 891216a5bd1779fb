// kiosk.yaml, the places, and the command line over both.
#include "kiosk/config.hpp"

#include <gtest/gtest.h>

#include "kiosk/options.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

namespace escale::kiosk {
namespace {
using test::must;

std::string refusal(std::string_view text) {
  const auto config = parse_config(text, "kiosk.yaml");
  return config ? "accepted" : config.error().message;
}

TEST(Config, ReadsEveryName) {
  const Config config = must(parse_config("# Lyon\n"
                                          "data: /var/lib/escale-kiosk\n"
                                          "hub: https://hub.example\n"
                                          "mailbox: clts-69\n"
                                          "assets: /usr/share/escale\n"
                                          "lang: en\n"
                                          "fullscreen: true\n"
                                          "site: Maison des solidarités\n"
                                          "helper: Demandez à l’accueil.\n"
                                          "sync_minutes: 30\n",
                                          "kiosk.yaml"));
  EXPECT_EQ(config.data, "/var/lib/escale-kiosk");
  EXPECT_EQ(config.hub, "https://hub.example");
  EXPECT_EQ(config.mailbox, "clts-69");
  EXPECT_EQ(config.assets, "/usr/share/escale");
  EXPECT_EQ(config.lang, "en");
  EXPECT_EQ(config.fullscreen, true);
  EXPECT_EQ(config.site, "Maison des solidarités");
  EXPECT_EQ(config.helper, "Demandez à l’accueil.");
  EXPECT_EQ(config.sync_minutes, 30);
}

TEST(Config, NamesFontsOfTheSite) {
  const Config config = must(parse_config("fonts:\n  text: Luciole-Regular.ttf\n  easy: /srv/fonts/Easy.otf\n", "kiosk.yaml"));
  EXPECT_EQ(config.fonts.text, "Luciole-Regular.ttf");
  EXPECT_EQ(config.fonts.easy, "/srv/fonts/Easy.otf");
  EXPECT_EQ(refusal("lang: fr\nfonts:\n  body: a.ttf\n"),
            "kiosk.yaml:3: 'body' is not a font here: text, text_bold, easy and easy_bold are");
  EXPECT_EQ(refusal("fonts: a.ttf\n"), "kiosk.yaml:1: 'fonts' needs lines under it, such as '  text: Luciole-Regular.ttf'");
}

TEST(Config, ReadsWhatTheScreenIs) {
  const Config config = must(parse_config("screen:\n"
                                          "  diagonal_mm: 396\n"
                                          "  distance_mm: 600\n"
                                          "  bottom_mm: 850.5\n"
                                          "  tilt_degrees: 15\n"
                                          "  repeat_filter_ms: 750\n"
                                          "lang: fr\n",
                                          "kiosk.yaml"));
  EXPECT_EQ(config.screen.diagonal_mm, 396);
  EXPECT_EQ(config.screen.distance_mm, 600);
  EXPECT_EQ(config.screen.bottom_mm, 850.5F);
  EXPECT_EQ(config.screen.tilt_degrees, 15);
  EXPECT_EQ(config.screen.repeat_filter_ms, 750);
  EXPECT_FALSE(config.screen.px_per_mm);
}

TEST(Config, EachMistakeAboutTheScreenHasItsLine) {
  EXPECT_EQ(refusal("lang: fr\nscreen:\n  px_per_mm: 5.9\n  width: 3\n"),
            "kiosk.yaml:4: 'width' is not known under 'screen': px_per_mm, diagonal_mm, distance_mm, bottom_mm, tilt_degrees and "
            "repeat_filter_ms are");
  EXPECT_EQ(refusal("screen:\n  tilt_degrees: 120\n"), "kiosk.yaml:2: 'tilt_degrees' is a number from 0 to 90, not '120'");
  EXPECT_EQ(refusal("screen:\n  distance_mm: 60cm\n"), "kiosk.yaml:2: 'distance_mm' is a number from 200 to 3000, not '60cm'");
  EXPECT_EQ(refusal("screen:\n  bottom_mm: nan\n"), "kiosk.yaml:2: 'bottom_mm' is a number from 0 to 2000, not 'nan'");
  EXPECT_EQ(refusal("screen:\n  px_per_mm: 5,9\n"), "kiosk.yaml:2: 'px_per_mm' is a number from 1 to 30, not '5,9'");
  EXPECT_EQ(refusal("screen:\n  bottom_mm: 900\n  bottom_mm: 950\n"), "kiosk.yaml:3: 'bottom_mm' is said twice");
  EXPECT_EQ(refusal("screen:\n  px_per_mm: 5.9\n  diagonal_mm: 396\n"), "kiosk.yaml:1: 'px_per_mm' and 'diagonal_mm' say the same thing: keep one");
  EXPECT_EQ(refusal("screen: 10 inches\n").substr(0, 44), "kiosk.yaml:1: under 'screen' stand indented ");
}

TEST(Config, AnEmptyFileSaysNothing) {
  EXPECT_EQ(must(parse_config("# nothing yet\n", "kiosk.yaml")), Config());
}

TEST(Config, EachMistakeHasOneSentenceWithItsLine) {
  EXPECT_EQ(refusal("hub: https://a\nhubb: https://b\n"),
            "kiosk.yaml:2: 'hubb' is not known here: data, hub, mailbox, assets, lang, fullscreen, site, helper, "
            "voice, speech_key, exit_key, fonts, sync_minutes and screen are");
  EXPECT_EQ(refusal("lang: fr\nexit_key: Pause\n"), "kiosk.yaml:2: 'exit_key' is a key from F1 to F12, not 'Pause'");
  EXPECT_EQ(refusal("speech_key: F9\n"), "kiosk.yaml: F9 is both 'speech_key' and 'exit_key' (F1 and F9 unless said): a key does one thing");
  EXPECT_EQ(must(parse_config("speech_key: F9\nexit_key: F1\n", "kiosk.yaml")).exit_key, "F1");
  EXPECT_EQ(refusal("lang: fr\n\nlang: en\n"), "kiosk.yaml:3: 'lang' is said twice");
  EXPECT_EQ(refusal("lang: de\n"), "kiosk.yaml:1: 'lang' is fr or en, not 'de'");
  EXPECT_EQ(refusal("hub: hub.example\n"), "kiosk.yaml:1: 'hub' is an http:// or https:// address, not 'hub.example'");
  EXPECT_EQ(refusal("fullscreen: perhaps\n"), "kiosk.yaml:1: 'fullscreen' is true or false, not 'perhaps'");
  EXPECT_EQ(refusal("sync_minutes: -5\n"), "kiosk.yaml:1: 'sync_minutes' is a whole number of minutes from 0 to 10080, not '-5'");
  EXPECT_EQ(refusal("site: [a, b]\n"), "kiosk.yaml:1: 'site' needs a text after the colon");
  EXPECT_EQ(refusal("site:\n"), "kiosk.yaml:1: 'site' needs a text after the colon");
  EXPECT_EQ(refusal("- a\n- b\n"), "kiosk.yaml:1: not a list of 'name: value' lines");
  EXPECT_EQ(refusal("lang: fr\nsite: {a\n").substr(0, 11), "kiosk.yaml:");
}

TEST(Config, TheOneThatIsPackagedIsAccepted) {
  const Config config = must(read_config(RealFiles(), Path(ESCALE_SOURCE_DIR) / "packaging/config/kiosk.yaml"));
  EXPECT_EQ(config.fullscreen, true);
  EXPECT_EQ(config.data, "/var/lib/escale");
}

TEST(Places, AServiceHasItsFolderAndAPersonTheirs) {
  Surroundings around;
  around.home = "/home/anne";
  EXPECT_EQ(must(default_data(around)), "/home/anne/.local/share/escale-kiosk");
  around.xdg_data_home = "/data";
  EXPECT_EQ(must(default_data(around)), "/data/escale-kiosk");
  around.state_directory = "/var/lib/escale-kiosk";
  EXPECT_EQ(must(default_data(around)), "/var/lib/escale-kiosk");
  EXPECT_EQ(default_data({}).error().code, Code::NotFound);
}

TEST(Places, AssetsAreFoundInstalledAndInASourceTree) {
  const test::TemporaryFolder folder;
  RealFiles files;
  Surroundings around;
  around.program = folder.path() / "usr/bin/escale-kiosk";
  EXPECT_EQ(find_assets(files, around).error().code, Code::NotFound);
  std::filesystem::create_directories(folder.path() / "usr/share/escale/themes");
  test::write_whole(folder.path() / "usr/share/escale/themes/theme.json", "{}");
  EXPECT_EQ(must(find_assets(files, around)), folder.path() / "usr/share/escale");
  around.program = Path(ESCALE_BIN_DIR) / "escale-kiosk";
  EXPECT_EQ(must(find_assets(files, around)), Path(ESCALE_SOURCE_DIR) / "assets");
}

class CommandLine : public testing::Test {
 protected:
  Asked ask(std::vector<std::string> words) {
    words.insert(words.begin(), "escale-kiosk");
    std::vector<char*> values;
    for (std::string& word : words) values.push_back(word.data());
    return read_options(static_cast<int>(values.size()), values.data(), files, around);
  }
  test::TemporaryFolder folder;
  RealFiles files;
  Surroundings around{"", folder.path().string(), "", folder.path().string(), {}};
};

TEST_F(CommandLine, WinsOverTheFile) {
  const std::string file = (folder.path() / "kiosk.yaml").string();
  test::write_whole(file, "hub: https://from-file.example\nlang: en\nfullscreen: true\n");
  const auto asked = ask({"--config", file, "--hub", "http://127.0.0.1:8080", "--windowed"});
  ASSERT_TRUE(asked.options);
  EXPECT_EQ(asked.options->config.hub, "http://127.0.0.1:8080");
  EXPECT_EQ(asked.options->config.lang, "en");
  EXPECT_EQ(asked.options->config.fullscreen, false);
  EXPECT_EQ(asked.options->mode, Mode::Window);
}

TEST_F(CommandLine, ReadsThePersonsOwnFile) {
  std::filesystem::create_directories(folder.path() / "escale");
  test::write_whole(folder.path() / "escale/kiosk.yaml", "site: Lyon\n");
  EXPECT_EQ(ask({}).options->config.site, "Lyon");
}

TEST_F(CommandLine, KnowsItsCommands) {
  EXPECT_EQ(ask({"--sync", "--folder", "key"}).options->mode, Mode::Sync);
  EXPECT_EQ(ask({"--status", "--json"}).options->mode, Mode::Status);
  const auto enrol = ask({"--enrol", "k7fw", "--hub", "http://h", "--root", "1.root.json", "--pin", "2468"});
  EXPECT_EQ(enrol.options->mode, Mode::Enrol);
  EXPECT_EQ(enrol.options->pin, "2468");
  const auto play = ask({"--headless", "--play", "a.journey", "--size", "800x1280", "--theme", "contrast", "--clock", "2026-11-24T09:00:00Z", "--text-percent", "150"});
  ASSERT_TRUE(play.options);
  EXPECT_EQ(play.options->mode, Mode::Headless);
  EXPECT_EQ(play.options->width, 800);
  EXPECT_EQ(play.options->theme, app::Theme::Contrast);
  EXPECT_EQ(play.options->text_percent, 150);
  EXPECT_EQ(format_timestamp(*play.options->clock), "2026-11-24T09:00:00Z");
}

TEST_F(CommandLine, RefusesWhatDoesNotFit) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"--play", "a.journey"},
                                                                 {"--enrol", "k7fw", "--hub", "http://h"},
                                                                 {"--enrol", "k7fw", "--root", "r"},
                                                                 {"--enrol", "k", "--hub", "http://h", "--root", "r", "--pin", "12"},
                                                                 {"--sync", "--status"},
                                                                 {"--status", "--pin", "2468"},
                                                                 {"--sync", "--pin", "24 68"},
                                                                 {"--hub", "hub.example"},
                                                                 {"--size", "10x10", "--headless"},
                                                                 {"--clock", "noon"},
                                                                 {"--theme", "blue"},
                                                                 {"--folder", "key"},
                                                                 {"--wrong"}}) {
    const auto asked = ask(words);
    EXPECT_FALSE(asked.options) << words.front();
    EXPECT_EQ(asked.exit_code, 2) << words.front();
  }
}

}  // namespace
}  // namespace escale::kiosk
