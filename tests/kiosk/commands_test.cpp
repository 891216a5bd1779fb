// The commands of the real program: a terminal that only ever knows a USB key, and what is refused.
#include <gmock/gmock.h>

#include "sync/base/json.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

namespace escale::kiosk {
namespace {
using test::must;
using testing::HasSubstr;

class Commands : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    key = std::make_unique<test::TemporaryFolder>();
    const std::string catalogue = std::string(ESCALE_SOURCE_DIR) + "/content-bundles/catalogue/";
    const auto made = test::run_in(key->path(), std::string(ESCALE_BIN_DIR) + "/make-repository key " + catalogue + "journee-aller-vers " + catalogue + "ressources");
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  static void TearDownTestSuite() { key.reset(); }
  test::Outcome kiosk(const std::string& options) {
    return test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-kiosk --data data " + options);
  }
  std::string usb() const { return (key->path() / "key").string(); }
  std::string root() const { return usb() + "/metadata/1.root.json"; }
  static inline std::unique_ptr<test::TemporaryFolder> key;
  test::TemporaryFolder folder;
};

TEST_F(Commands, AUsbKeyIsEnoughForATerminal) {
  const auto synced = kiosk("--sync --folder " + usb() + " --root " + root() + " --mailbox clts-demo --pin 2468");
  ASSERT_EQ(synced.exit_code, 0) << synced.err;
  const Json first = must(parse_json(synced.out));
  EXPECT_EQ(first["bundles"], 2);
  EXPECT_GT(first["blobs_fetched"], 5);
  EXPECT_GT(first["bytes_fetched"], 1000);
  EXPECT_EQ(first["sent"], 0);
  EXPECT_EQ(first["problems"], Json::array());
  const Json again = must(parse_json(kiosk("--sync --folder " + usb()).out));
  EXPECT_EQ(again["bundles"], 0);
  EXPECT_EQ(again["bytes_fetched"], 0);
  const Json status = must(parse_json(kiosk("--status --json").out));
  EXPECT_EQ(status["bundles"], (Json{{"journee-aller-vers", 1}, {"ressources", 1}}));
  EXPECT_EQ(status["mailbox"], "clts-demo");
  EXPECT_EQ(status["pin"], true);
  EXPECT_EQ(status["root"], true);
  EXPECT_EQ(status["listed"], false);
  EXPECT_EQ(status["terminal"].get<std::string>().size(), 64u);
  EXPECT_THAT(kiosk("--status").out, HasSubstr("hub        none: USB keys only\n"));
}

TEST_F(Commands, AStaffKeyIsAFileOfItsOwnAndTheStatusTellsWhatHappened) {
  const auto made = kiosk("--staff-key escale-staff.key");
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const std::string secret = test::read_whole(folder.path() / "escale-staff.key");
  EXPECT_THAT(secret, testing::MatchesRegex("escale-staff-key [0-9a-f]{64}\n"));
  EXPECT_EQ(kiosk("--staff-key escale-staff.key").err, "escale-kiosk: --staff-key: escale-staff.key is there already: say another file\n");
  EXPECT_EQ(test::read_whole(folder.path() / "escale-staff.key"), secret);
  EXPECT_EQ(kiosk("--staff-key key.txt").exit_code, 1);
  EXPECT_EQ(kiosk("--headless --supervised 0 --after-crash signal-11").exit_code, 0);
  const Json status = must(parse_json(kiosk("--status --json").out));
  EXPECT_EQ(status["staff_keys"], 1) << "those that were not written are not known";
  std::vector<std::string> happened;
  for (const Json& line : status["journal"]) happened.push_back(line["what"].get<std::string>() + " " + line["detail"].get<std::string>());
  EXPECT_THAT(happened, testing::Contains("crash signal-11"));
  EXPECT_THAT(happened, testing::Contains("key-made "));
  EXPECT_THAT(kiosk("--status").out, HasSubstr("crash signal-11\n"));
}

TEST_F(Commands, ADamagedKeyIsToldAndChangesNothing) {
  const std::string damaged = (folder.path() / "damaged").string();
  std::filesystem::copy(usb(), damaged, std::filesystem::copy_options::recursive);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(damaged + "/blobs"))
    if (entry.is_regular_file()) test::write_whole(entry.path(), std::string(entry.file_size(), 'x'));
  const auto synced = kiosk("--sync --folder damaged --root " + root());
  EXPECT_EQ(synced.exit_code, 1);
  EXPECT_THAT(synced.err, HasSubstr("escale-kiosk: "));
  EXPECT_EQ(std::count(synced.err.begin(), synced.err.end(), '\n'), 1) << synced.err;
  EXPECT_EQ(must(parse_json(synced.out))["bundles"], 0);
  EXPECT_EQ(must(parse_json(kiosk("--status --json").out))["bundles"], Json::object());
  // The right key afterwards brings everything.
  EXPECT_EQ(must(parse_json(kiosk("--sync --folder " + usb()).out))["bundles"], 2);
}

TEST_F(Commands, SayInOneSentenceWhatIsMissing) {
  auto refused = [&](const std::string& options) {
    const auto outcome = kiosk(options);
    EXPECT_EQ(outcome.exit_code, 1) << options;
    EXPECT_EQ(outcome.out, "") << options;
    return outcome.err;
  };
  EXPECT_EQ(refused("--sync --folder " + usb()), "escale-kiosk: this terminal follows no repository yet: enrol it, or say --root 1.root.json\n");
  EXPECT_THAT(refused("--sync --root nowhere.json --folder " + usb()), HasSubstr("nowhere.json"));
  EXPECT_EQ(refused("--sync --root " + root()), "escale-kiosk: no hub is known: enrol first, or say --hub URL or --folder DIR\n");
  EXPECT_EQ(refused("--sync --folder nowhere"), "escale-kiosk: --folder: 'nowhere' is not a folder\n");
  EXPECT_THAT(refused("--enrol short --hub http://127.0.0.1:1 --root " + root()), HasSubstr("escale-kiosk: "));
  test::write_whole(folder.path() / "other.json", test::read_whole(root()) + " ");
  EXPECT_THAT(refused("--sync --root other.json --folder " + usb()), HasSubstr("another"));
}

}  // namespace
}  // namespace escale::kiosk
