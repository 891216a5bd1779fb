#include <gmock/gmock.h>

#include "content-bundles/xforms/form_blob.hpp"
#include "sync/admin/commands.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/protocol/session.hpp"
#include "tests/support/command_line.hpp"

namespace escale::admin {
namespace {
using ::testing::HasSubstr;

/// The study day of the catalogue, built once, and `escale session …` on it.
class SessionCommand : public testing::Test {
 protected:
  SessionCommand() {
    if (line.run(add_bundle_command, {"bundle", "build", std::string(ESCALE_SOURCE_DIR) + "/content-bundles/catalogue/journee-aller-vers", "--out", line.in("built")}) != 0)
      ADD_FAILURE() << line.err.str();
  }
  int run(std::vector<std::string> words, bool json = false) {
    words.insert(words.begin(), "session");
    return line.run(add_session_command, std::move(words), json);
  }
  std::vector<std::string> plan_words() {
    return {"plan", "--title", "Étude du 24", "--mailbox", "avis", "--bundle", line.in("built/bundles/journee-aller-vers.json"), "--day", "2026-11-24", "--out",
            line.in("session.json")};
  }

  test::CommandLine line;
};

TEST_F(SessionCommand, PlansASessionWhoseWordsGiveItsKey) {
  ASSERT_EQ(run(plan_words(), true), 0) << line.err.str();
  const Json planned = line.result();
  const auto session = test::must(protocol::decode_session(line.text_of("session.json")));
  EXPECT_EQ(planned["session"], session.id.text());
  ASSERT_EQ(session.forms.size(), 1u);
  const std::string hex = session.forms[0].digest.hex();
  const auto form = xforms::read_form(line.text_of("built/blobs/" + hex.substr(0, 2) + "/" + hex));
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ((*form)->definition().id, session.forms[0].form_id);

  line.write("words", planned["words"].get<std::string>() + "\n");
  ASSERT_EQ(run({"key", "--session", line.in("session.json"), "--words", line.in("words"), "--out", line.in("session.key")}), 0) << line.err.str();
  const auto identities = test::must(crypto::read_identities(line.files, line.in("session.key"), [] { return fail(Code::Internal, "no passphrase"); }));
  EXPECT_EQ(identities.at(0).recipient(), session.recipient);
}

TEST_F(SessionCommand, RefusesOtherWords) {
  ASSERT_EQ(run(plan_words()), 0) << line.err.str();
  line.write("words", "alpha bravo charlie delta echo");
  EXPECT_EQ(run({"key", "--session", line.in("session.json"), "--words", line.in("words"), "--out", line.in("session.key")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("not the words of session 'Étude du 24'"));
  EXPECT_FALSE(line.files.exists(line.in("session.key")));
}

TEST_F(SessionCommand, NeverOverwritesAPlannedSession) {
  ASSERT_EQ(run(plan_words()), 0);
  const std::string before = line.text_of("session.json");
  EXPECT_EQ(run(plan_words()), kFailed);
  EXPECT_EQ(line.text_of("session.json"), before);
}

TEST_F(SessionCommand, NamesTheFormThatIsNotThere) {
  auto words = plan_words();
  words.insert(words.end(), {"--form", "absent"});
  EXPECT_EQ(run(words), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("holds no form 'absent'"));
  EXPECT_TRUE(line.said_one_sentence());
  EXPECT_FALSE(line.files.exists(line.in("session.json")));
}

TEST_F(SessionCommand, ShowsWhatIsPlanned) {
  ASSERT_EQ(run(plan_words()), 0);
  ASSERT_EQ(run({"show", line.in("session.json")}), 0);
  EXPECT_THAT(line.out.str(), HasSubstr("day     2026-11-24"));
  EXPECT_EQ(run({"key", "--session", "12", "--out", line.in("x")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("neither a session's file nor its id"));
}

}  // namespace
}  // namespace escale::admin
