#include <gmock/gmock.h>

#include "sync/admin/keys.hpp"
#include "sync/base/json.hpp"
#include "sync/crypto/key_file.hpp"
#include "tests/support/command.hpp"

namespace escale::admin {
namespace {
using test::Outcome;
using testing::HasSubstr;

class KeyCommand : public testing::Test {
 protected:
  Outcome escale(const std::string& arguments) { return test::run_in(folder.path(), ESCALE_BIN_DIR "/escale " + arguments); }
  std::string path(const char* name) const { return (folder.path() / name).string(); }
  /// What the other commands are given, reading these files.
  Context context{.files = &files};
  RealFiles files;
  test::TemporaryFolder folder;
};

TEST_F(KeyCommand, ProtectsAKeyWithFiveWordsShownOnce) {
  const Outcome made = escale("key new --kind signing --out anne --comment 'Anne Morel' --work-factor 10 --json");
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const Json value = parse_json(made.out.substr(0, made.out.size() - 1)).value();
  const std::string words = value["words"];
  EXPECT_EQ(std::count(words.begin(), words.end(), ' '), 4);
  EXPECT_EQ(made.err, "");
  const auto key = crypto::read_signing_key(files, path("anne"), [&] { return Result<std::string>(words); });
  ASSERT_TRUE(key);
  EXPECT_EQ(value["key"], key->verify_key().hex());
  EXPECT_EQ(test::read_whole(path("anne.pub")), "# Escale signing key of Anne Morel\n" + key->verify_key().hex() + "\n");
  EXPECT_EQ(std::filesystem::status(path("anne")).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

  const Outcome text = escale("key new --kind reading --out ines --work-factor 10");
  ASSERT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.err, HasSubstr("shown once"));
  EXPECT_THAT(text.out, HasSubstr("age1")) << "the words are not among the results";
}

TEST_F(KeyCommand, TakesAGivenPassphraseAndNeverOverwrites) {
  test::write_whole(path("phrase"), "cinq mots\n");
  const Outcome made = escale("key new --kind reading --out ines --passphrase-file phrase --work-factor 10 --json");
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.out, testing::Not(HasSubstr("words")));
  const std::string before = test::read_whole(path("ines"));
  EXPECT_THAT(before, HasSubstr("BEGIN AGE ENCRYPTED FILE"));
  const Outcome again = escale("key new --kind reading --out ines --passphrase-file phrase --work-factor 10");
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("ines is there already"));
  EXPECT_EQ(test::read_whole(path("ines")), before);
  EXPECT_EQ(escale("key new --kind both --out x").exit_code, 2);
  EXPECT_EQ(escale("key new --kind signing --out x --work-factor 40").exit_code, 2);
  EXPECT_FALSE(files.exists(path("x")));
}

TEST_F(KeyCommand, HasTheWordsTypedBackOnATerminal) {
  const std::string line = ESCALE_BIN_DIR "/escale --seed 5 key new --kind signing --work-factor 10 --out ";
  const Outcome refused = test::run_on_terminal(folder.path(), line + "wrong", "on paper:", "un deux trois quatre cinq\n");
  EXPECT_EQ(refused.exit_code, 1) << refused.out;
  EXPECT_FALSE(files.exists(path("wrong")));
  const auto from = refused.out.find("    ");
  ASSERT_NE(from, std::string::npos);
  const std::string words = refused.out.substr(from + 4, refused.out.find('\r', from) - from - 4);
  const Outcome made = test::run_on_terminal(folder.path(), line + "right", "on paper:", words + "\n");  // the same seed, the same words
  EXPECT_EQ(made.exit_code, 0) << made.out;
  EXPECT_TRUE(crypto::read_signing_key(files, path("right"), [&] { return Result<std::string>(words); }));
}

TEST_F(KeyCommand, ShowsThePublicHalf) {
  ASSERT_EQ(escale("key new --kind signing --out anne --no-passphrase --comment Anne").exit_code, 0);
  const Outcome shown = escale("key show anne");
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  const auto key = public_key_argument(context, path("anne")).value();
  EXPECT_EQ(shown.out, "signing key of Anne\n" + key.key.hex() + "\nid " + protocol::key_id(key.key) + " in repositories and approvals\n");
  EXPECT_EQ(escale("key show absent").exit_code, 1);
}

TEST_F(KeyCommand, ArgumentsNameKeysByTextFileOrName) {
  ASSERT_EQ(escale("key new --kind signing --out anne --no-passphrase --comment Anne").exit_code, 0);
  ASSERT_EQ(escale("key new --kind reading --out ines --no-passphrase").exit_code, 0);
  const auto anne = public_key_argument(context, path("anne.pub")).value();
  EXPECT_EQ(anne.name, "Anne");
  EXPECT_EQ(public_key_argument(context, anne.key.hex()).value(), (protocol::NamedKey{"", anne.key}));
  EXPECT_EQ(public_key_argument(context, "Anne M.=" + anne.key.hex()).value(), (protocol::NamedKey{"Anne M.", anne.key}));
  const auto ines = recipient_argument(context, "Inès=" + path("ines")).value();
  EXPECT_EQ(ines.name, "Inès");
  EXPECT_EQ(recipient_argument(context, ines.key.text()).value().key, ines.key);
  const std::vector<std::pair<std::string, std::string>> wrong{{path("ines"), "is a reading key"},
                                                               {path("absent"), "neither 64 hexadecimal digits nor a file"},
                                                               {std::string(64, 'A'), "AAAA"}};
  for (const auto& [argument, sentence] : wrong) {
    const auto refused = public_key_argument(context, argument);
    ASSERT_FALSE(refused) << argument;
    EXPECT_THAT(refused.error().message, HasSubstr(sentence));
  }
  EXPECT_FALSE(recipient_argument(context, "age1qqq"));
  EXPECT_THAT(recipient_argument(context, path("anne")).error().message, HasSubstr("is a signing key"));
  EXPECT_EQ(read_identities(context, {path("ines")}).value().at(0).recipient(), ines.key);
  EXPECT_EQ(read_signing_key(context, path("anne")).value().verify_key(), anne.key);
}

}  // namespace
}  // namespace escale::admin
