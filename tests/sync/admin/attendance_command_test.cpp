#include <gmock/gmock.h>

#include <sstream>

#include "sync/admin/commands.hpp"
#include "sync/answers/pull.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/repository/acceptance.hpp"
#include "sync/repository/publisher.hpp"
#include "tests/support/attendance_world.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::admin {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

/// A published repository, a folder of pulled envelopes of attendance, a reader's two keys.
class AttendanceCommand : public testing::Test {
 protected:
  AttendanceCommand() {
    publish();
    test::must(crypto::write_reading_key(files, in("lecteur.key"), people.world.readers[0], {}, people.world.random));
    test::must(crypto::write_signing_key(files, in("signe.key"), people.world.reader_signing, {}, people.world.random));
    test::must(files.make_directories(in("pulled")));
    for (const protocol::Envelope& envelope : people.a_day()) put(envelope);
  }
  void put(const protocol::Envelope& envelope) { test::must(files.write_atomic(answers::envelope_path(in("pulled"), envelope.sha256), envelope.file)); }
  void publish() {
    test::MailboxWorld& world = people.world;
    std::vector<crypto::SigningKey> keys;
    for (int i = 0; i < 3; ++i) keys.push_back(crypto::SigningKey::generate(world.random));
    const std::vector<crypto::VerifyKey> offline{keys[0].verify_key(), keys[1].verify_key()}, online{keys[2].verify_key()};
    auto draft = test::must(repository::Draft::open(files, in("draft"), in("tree")));
    test::must(draft.create({{offline, 1}, {offline, 1}, {online, 1}, {online, 1}}, world.now));
    test::must(draft.add_target("targets", protocol::mailbox_target(world.mailbox.id), as_bytes(test::must(protocol::encode_mailbox(world.mailbox))), world.now));
    test::must(draft.add_target("targets", protocol::kFleetTarget, as_bytes(test::must(protocol::encode_fleet(world.fleet))), world.now));
    test::must(draft.sign(keys[0]));
    const auto written = test::must(repository::accept_candidate(files, in("tree"), test::must(draft.candidate()), {{&keys[2]}, {&keys[2]}}, world.now));
    test::must(repository::write_tree(files, in("tree"), written));
  }
  int run(std::vector<std::string> words, bool json = false) {
    out.str("");
    err.str("");
    const ManualClock clock{people.world.now};
    Context context{.clock = &clock, .random = &people.world.random, .files = &files, .out = &out, .err = &err, .json = json};
    CLI::App app("", "escale");
    add_attendance_command(app, context);
    words.insert(words.begin(), "attendance");
    std::reverse(words.begin(), words.end());
    try {
      app.parse(words);
    } catch (const CLI::ParseError&) {
      return kUsage;
    }
    return context.exit_code;
  }
  std::vector<std::string> sheet_words(const std::string& key = "signe.key") {
    return {"sheet", in("pulled"), "--identity", in("lecteur.key"), "--repository", in("tree"), "--root", in("tree/metadata/1.root.json"),
            "--mailbox", people.world.mailbox.id, "--key", in(key), "--out", in("feuille.pdf")};
  }
  std::string in(const std::string& path) const { return (folder.path() / path).string(); }

  test::TemporaryFolder folder;
  RealFiles files;
  test::AttendanceWorld people;
  std::ostringstream out, err;
};

TEST_F(AttendanceCommand, MakesASheetThatASecondDeskChecks) {
  ASSERT_EQ(run(sheet_words(), true), 0) << err.str();
  const Json made = test::must(parse_json(out.str()));
  EXPECT_EQ(made["people"], 3);
  EXPECT_EQ(made["signatures"], 5);
  EXPECT_EQ(made["envelopes"], 4);
  ASSERT_EQ(run({"check", in("feuille.pdf"), "--repository", in("tree"), "--trusted", in("seen"), "--root", in("tree/metadata/1.root.json")}), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("Zoé Martin: 2026-11-24/am 2026-11-24/pm"));
  EXPECT_THAT(out.str(), HasSubstr("Signed by Membre A for 'emargement-35': 3 people, 5 signatures"));
  EXPECT_THAT(out.str(), HasSubstr(made["words"].get<std::string>()));
  ASSERT_EQ(run({"check", made["code"].get<std::string>(), "--signer", people.world.reader_signing.verify_key().hex()}), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("compare the names with the file"));
  EXPECT_THAT(out.str(), Not(HasSubstr("Zoé")));
}

TEST_F(AttendanceCommand, BelievesNobodyWhoIsNotNamed) {
  ASSERT_EQ(run(sheet_words()), 0) << err.str();
  EXPECT_EQ(run({"check", in("feuille.pdf")}), 1);
  EXPECT_THAT(err.str(), HasSubstr("nobody said whose that is"));
  EXPECT_EQ(run({"check", in("feuille.pdf"), "--signer", people.world.terminal.verify_key().hex()}), 1);
  test::must(crypto::write_signing_key(files, in("autre.key"), people.world.terminal, {}, people.world.random));
  EXPECT_EQ(run(sheet_words("autre.key")), 1);
  EXPECT_THAT(err.str(), HasSubstr("is no reader of 'emargement-35'"));
}

TEST_F(AttendanceCommand, AsksWhichGathering) {
  people.gathering = attendance::GatheringId::random(people.world.random);
  put(people.seal(people.entry("Nadia", {test::half_day("2026-11-23/am")})));
  EXPECT_EQ(run(sheet_words()), 1);
  EXPECT_THAT(err.str(), HasSubstr("choose one with --gathering"));
  EXPECT_FALSE(files.exists(in("feuille.pdf")));
  auto words = sheet_words();
  words.insert(words.end(), {"--gathering", people.gathering.text().substr(0, 8)});
  ASSERT_EQ(run(words), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("1 people, 1 signatures"));
}

}  // namespace
}  // namespace escale::admin
