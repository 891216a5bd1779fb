// What makes use impossible becomes a screen that says so, in the real program: a damaged folder, a newer database, a wrong file.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include "kiosk/app/store_check.hpp"
#include "kiosk/last_resort.hpp"
#include "kiosk/platform/display.hpp"
#include "kiosk/self_check.hpp"
#include "sync/db/database.hpp"
#include "tests/support/command.hpp"

namespace escale::kiosk {
namespace {
using testing::HasSubstr;

class OutOfOrder : public testing::Test {
 protected:
  test::Outcome kiosk(const std::string& options) {
    return test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-kiosk --data data " + options);
  }
  /// Starts the terminal on SDL's driver without a screen, waits for this line of its log, and stops it. Its exit code.
  int window(const std::string& options, const std::string& line) {
    const auto outcome = test::run_in(
        folder.path(), "SDL_VIDEODRIVER=dummy " + std::string(ESCALE_BIN_DIR) + "/escale-kiosk --data data --windowed " + options +
                           " 2>log & p=$!; for i in $(seq 2000); do grep -q '" + line + "' log && break; sleep 0.01; done; "
                           "for i in $(seq 2000); do grep -q terminal_started log && break; sleep 0.01; done; kill -TERM $p; wait $p");
    EXPECT_THAT(test::read_whole(folder.path() / "log"), HasSubstr(line));
    return outcome.exit_code;
  }
  test::TemporaryFolder folder;
};

TEST_F(OutOfOrder, SaysWhereToGo) {
  const auto shown = kiosk("--headless --out-of-order crashes --helper 'Allez au bureau 12.' --dump-tree");
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("Borne en panne"));
  EXPECT_THAT(shown.out, HasSubstr("Allez au bureau 12."));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "data" / "state.db")) << "nothing is opened: that may be what fails";
}

TEST_F(OutOfOrder, AWrongFileDoesNotHideTheScreenThatSaysSo) {
  test::write_whole(folder.path() / "kiosk.yaml", "helper: Allez au bureau 12.\nwhat: 3\n");
  EXPECT_EQ(kiosk("--config kiosk.yaml --headless").exit_code, 2);
  const auto shown = kiosk("--config kiosk.yaml --headless --out-of-order configuration --dump-tree");
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("Borne en panne"));
  EXPECT_THAT(shown.out, HasSubstr("kiosk.yaml"));
}

TEST_F(OutOfOrder, ADataFolderThatCannotBeReadIsToldOnTheScreen) {
  std::filesystem::create_directories(folder.path() / "data");
  test::write_whole(folder.path() / "data" / "state.db", std::string(8192, 'x'));
  EXPECT_EQ(window("", "reason=data-unreadable"), 0);
  EXPECT_EQ(test::read_whole(folder.path() / "data" / "state.db"), std::string(8192, 'x')) << "nothing is changed";
}

TEST_F(OutOfOrder, DataOfANewerProgramAreToldOnTheScreen) {
  ASSERT_EQ(kiosk("--status").exit_code, 0);
  {
    auto database = db::Database::open(folder.path() / "data" / "state.db", db::Durability::Full);
    ASSERT_TRUE(database && database->execute("PRAGMA user_version = 9999"));
  }
  EXPECT_EQ(window("", "reason=data-newer"), 0);
}

TEST_F(OutOfOrder, MissingAssetsAreToldWithThoseBesideTheProgram) { EXPECT_EQ(window("--assets nowhere", "reason=assets"), 0); }

TEST(LastResort, IsReadableAndFitsEveryScreen) {
  for (const auto& [width, height] : {std::pair{1280, 800}, {1920, 1080}, {1080, 1920}, {1024, 600}, {800, 480}}) {
    const LastResort picture(width, height);
    platform::HeadlessDisplay display(width, height);
    display.present(picture.list());
    const auto pixels = display.pixels();
    std::size_t ink = 0;
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) ink += (pixels.pixels[y * pixels.stride + x] & 0xFFFFFFU) == 0xFFFFFFU ? 1U : 0U;
    EXPECT_GT(ink, static_cast<std::size_t>(std::min(width, height)) * static_cast<std::size_t>(std::min(width, height)) / 50) << width;
    for (const ui::Vertex& vertex : picture.list().vertices) {
      EXPECT_TRUE(vertex.x >= 0 && vertex.x <= static_cast<float>(width) && vertex.y >= 0 && vertex.y <= static_cast<float>(height)) << width;
    }
  }
}

TEST(SelfCheck, SaysWhatIsMissingInCodes) {
  platform::MachineFacts facts;
  facts.on_battery = true;
  std::vector<std::string> wrong;
  for (const app::SelfCheck& check : check_machine(facts, 640, 480))
    if (!check.ok) wrong.push_back(app::code_of(check));
  EXPECT_THAT(wrong, testing::ElementsAre("screen-small", "touch-missing", "audio-missing", "power-battery"));
  facts = {.touch = true, .audio = true};
  for (const app::SelfCheck& check : check_machine(facts, 1080, 1920)) EXPECT_TRUE(check.ok) << check.what;
}

}  // namespace
}  // namespace escale::kiosk
