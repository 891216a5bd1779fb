#include <gmock/gmock.h>

#include <sstream>

#include "sync/admin/commands.hpp"
#include "sync/answers/pull.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/repository/acceptance.hpp"
#include "sync/repository/publisher.hpp"
#include "tests/support/mailbox_world.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::admin {
namespace {
using ::testing::HasSubstr;

/// A published repository, a folder of pulled envelopes and a reader's key file; `escale answers …` on them.
class AnswersCommand : public testing::Test {
 protected:
  AnswersCommand() {
    publish();
    EXPECT_TRUE(crypto::write_reading_key(files, in("lecteur.key"), world.readers[0], {}, world.random).has_value());
    std::vector<protocol::RecordId> ids;
    for (int i = 0; i < 12; ++i) {
      const protocol::Record record =
          world.record({{"humeur", std::string(i % 2 ? "bien" : "tres-bien")}, {"mots", std::string("=merci")}});
      ids.push_back(record.id);
      put(world.seal(record));
    }
    put(world.seal_list(ids));
  }

  void publish() {
    std::vector<crypto::SigningKey> keys;
    for (int i = 0; i < 3; ++i) keys.push_back(crypto::SigningKey::generate(world.random));
    const std::vector<crypto::VerifyKey> offline{keys[0].verify_key(), keys[1].verify_key()};
    const std::vector<crypto::VerifyKey> online{keys[2].verify_key()};
    auto draft = repository::Draft::open(files, in("draft"), in("tree")).value();
    ASSERT_TRUE(draft.create({{offline, 1}, {offline, 1}, {online, 1}, {online, 1}}, world.now));
    ASSERT_TRUE(draft.add_target("targets", protocol::mailbox_target(world.mailbox.id),
                                 as_bytes(protocol::encode_mailbox(world.mailbox).value()), world.now));
    ASSERT_TRUE(draft.add_target("targets", protocol::kFleetTarget,
                                 as_bytes(protocol::encode_fleet(world.fleet).value()), world.now));
    ASSERT_TRUE(draft.sign(keys[0]));
    const auto candidate = draft.candidate().value();
    const auto written =
        repository::accept_candidate(files, in("tree"), candidate, {{&keys[2]}, {&keys[2]}}, world.now);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    ASSERT_TRUE(repository::write_tree(files, in("tree"), *written));
    const std::string hex = world.version.digest.hex();
    const Path blobs = Path(in("tree")) / "blobs" / hex.substr(0, 2);
    ASSERT_TRUE(files.make_directories(blobs));
    ASSERT_TRUE(files.write_atomic(blobs / hex, as_bytes(world.form_blob)));
  }
  void put(const protocol::Envelope& envelope) {
    ASSERT_TRUE(files.make_directories(in("pulled")));
    ASSERT_TRUE(files.write_atomic(answers::envelope_path(in("pulled"), envelope.sha256), envelope.file));
  }

  int run(std::vector<std::string> words, bool json = false) {
    out.str("");
    err.str("");
    const ManualClock clock{world.now};
    Context context{.clock = &clock, .random = &world.random, .files = &files, .out = &out, .err = &err, .json = json};
    CLI::App app("", "escale");
    add_answers_command(app, context);
    words.insert(words.begin(), "answers");
    std::reverse(words.begin(), words.end());
    try {
      app.parse(words);
    } catch (const CLI::ParseError&) {
      return kUsage;
    }
    return context.exit_code;
  }
  std::vector<std::string> open_words() {
    return {"open",     "--in",      in("pulled"),     "--identity", in("lecteur.key"), "--repository",
            in("tree"), "--mailbox", world.mailbox.id, "--out",      in("opened")};
  }
  std::vector<std::string> open_words_with_root() {
    auto words = open_words();
    words.insert(words.end(), {"--root", in("tree/metadata/1.root.json")});
    return words;
  }
  std::string in(const std::string& path) const { return (folder.path() / path).string(); }
  std::string text_of(const std::string& path) { return to_text(files.read(in(path), 1U << 20).value()); }

  escale::test::TemporaryFolder folder;
  RealFiles files;
  test::MailboxWorld world;
  std::ostringstream out, err;
};

TEST_F(AnswersCommand, OpensAndExportsTwelveOfTwelve) {
  ASSERT_EQ(run(open_words_with_root()), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("13 envelopes: 12 answers, 1 session lists, 0 duplicates, 0 refused"));
  EXPECT_THAT(out.str(), HasSubstr("Session Journée aller-vers: 12 collected, 12 here"));
  ASSERT_EQ(run({"export", "--in", in("opened"), "--out", in("tables"), "--separator", ";", "--bom"}), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("12 answers exported"));
  const std::string csv = text_of("tables/avis-journee.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 13);
  EXPECT_THAT(csv, HasSubstr("tres-bien"));
  EXPECT_THAT(csv, HasSubstr("'=merci"));
  EXPECT_THAT(text_of("tables/avis-journee_labels.csv"), HasSubstr(";Très bien;"));
  EXPECT_THAT(text_of("tables/provenance.json"), HasSubstr("\"answers\": 12"));
}

TEST_F(AnswersCommand, AnswersInJson) {
  ASSERT_EQ(run(open_words_with_root(), true), 0) << err.str();
  const auto json = parse_json(out.str());
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ((*json)["counts"]["answers"], 12);
  EXPECT_EQ((*json)["sessions"][0]["here"], 12);
}

TEST_F(AnswersCommand, AsksForARootTheFirstTimeOnly) {
  EXPECT_EQ(run(open_words()), 1);
  EXPECT_THAT(err.str(), HasSubstr("--root root.json"));
  ASSERT_EQ(run(open_words_with_root()), 0) << err.str();
  EXPECT_EQ(run(open_words()), 0) << err.str();
}

TEST_F(AnswersCommand, BelievesNoForgedRepository) {
  const std::vector<std::string> names = files.list(in("tree/targets/fleet")).value();
  ASSERT_FALSE(names.empty());
  for (const std::string& name : names) {
    std::string changed = text_of("tree/targets/fleet/" + name);
    changed[changed.find("Borne")] = 'X';
    ASSERT_TRUE(files.write_atomic(Path(in("tree/targets/fleet")) / name, as_bytes(changed)));
  }
  EXPECT_EQ(run(open_words_with_root()), 1);
  EXPECT_FALSE(files.exists(in("opened/answers.jsonl")));
}

TEST_F(AnswersCommand, ReadsOnAfterTheRepositoryHasExpired) {
  ASSERT_EQ(run(open_words_with_root()), 0) << err.str();
  world.now += std::chrono::days(100);
  ASSERT_EQ(run(open_words()), 0) << err.str();
  EXPECT_THAT(err.str(), HasSubstr("Using the repository as it was last verified"));
}

TEST_F(AnswersCommand, ReportsWhatItCouldNotOpenAndGoesOn) {
  const auto stranger = crypto::SigningKey::generate(world.random);
  put(world.seal(world.record(world.answers("bien")), stranger));
  ASSERT_EQ(run(open_words_with_root()), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("14 envelopes: 12 answers, 1 session lists, 0 duplicates, 1 refused"));
  EXPECT_THAT(out.str(), HasSubstr("the terminal that signed it was never listed (unlisted_terminal)"));
}

TEST_F(AnswersCommand, SaysWhatIsMissingOnTheCommandLine) {
  EXPECT_EQ(run({"open"}), kUsage);
  EXPECT_EQ(run({"export", "--in", in("rien"), "--out", in("x")}), 1);
  EXPECT_FALSE(files.exists(in("x/provenance.json")));
  EXPECT_EQ(run({"export", "--in", in("opened"), "--out", in("x"), "--separator", "tab"}), 1);
  EXPECT_THAT(err.str(), HasSubstr("--separator"));
}

}  // namespace
}  // namespace escale::admin
