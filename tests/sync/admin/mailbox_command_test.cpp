#include <gmock/gmock.h>

#include "sync/admin/commands.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/protocol/rehearsal.hpp"
#include "tests/support/command_line.hpp"

namespace escale::admin {
namespace {
using ::testing::HasSubstr;

class MailboxCommand : public testing::Test {
 protected:
  MailboxCommand() {
    for (const char* name : {"anne", "bruno", "coffre", "chloe"}) {
      const auto key = crypto::Identity::generate(line.random);
      test::must(crypto::write_reading_key(line.files, line.in(std::string(name) + ".key"), key, {.name = name}, line.random));
    }
    test::must(crypto::write_signing_key(line.files, line.in("lecteur.key"), crypto::SigningKey::generate(line.random), {.name = "Anne"}, line.random));
  }
  int run(std::vector<std::string> words, bool json = false) {
    words.insert(words.begin(), "mailbox");
    return line.run(add_mailbox_command, std::move(words), json);
  }
  std::vector<std::string> new_words() {
    return {"new",        "--id",
            "avis",       "--title-fr",
            "Avis",       "--title-en",
            "Feedback",   "--member",
            "Anne=" + line.in("anne.key.pub"),      "--member",
            "Bruno=" + line.in("bruno.key.pub"),    "--recovery",
            "Coffre=" + line.in("coffre.key.pub"),  "--reader",
            "Anne=" + line.in("lecteur.key.pub"),   "--release-minimum",
            "12",         "--out",
            line.in("avis.json")};
  }
  protocol::MailboxDescriptor read(const std::string& name) { return test::must(protocol::decode_mailbox(line.text_of(name))); }

  test::CommandLine line;
};

TEST_F(MailboxCommand, WritesADescriptorThatTerminalsAccept) {
  ASSERT_EQ(run(new_words(), true), 0) << line.err.str();
  EXPECT_EQ(line.result()["target"], "mailboxes/avis.json");
  const auto mailbox = read("avis.json");
  EXPECT_EQ(mailbox.members.size(), 2u);
  EXPECT_EQ(mailbox.recovery[0].name, "Coffre");
  EXPECT_EQ(mailbox.epoch, 1);
  EXPECT_EQ(mailbox.rules.release_minimum, 12);
  ASSERT_EQ(run({"show", line.in("avis.json")}), 0);
  EXPECT_THAT(line.out.str(), HasSubstr("recovery  Coffre"));
}

TEST_F(MailboxCommand, RefusesTooFewHoldersAndWritesNothing) {
  auto words = new_words();
  words.erase(words.begin() + 9, words.begin() + 11);  // Bruno
  EXPECT_EQ(run(words), kFailed);
  EXPECT_TRUE(line.said_one_sentence()) << line.err.str();
  EXPECT_FALSE(line.files.exists(line.in("avis.json")));
}

TEST_F(MailboxCommand, KeepsADescriptorThatIsThere) {
  ASSERT_EQ(run(new_words()), 0);
  const std::string before = line.text_of("avis.json");
  EXPECT_EQ(run(new_words()), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("--previous"));
  EXPECT_EQ(line.text_of("avis.json"), before);
}

TEST_F(MailboxCommand, BeginsAnEpochWhenRecipientsChangeAndOnlyThen) {
  ASSERT_EQ(run(new_words()), 0);
  ASSERT_EQ(run({"new", "--previous", line.in("avis.json"), "--retention-days", "90", "--out", line.in("avis.json")}), 0) << line.err.str();
  EXPECT_EQ(read("avis.json").epoch, 1);
  EXPECT_EQ(read("avis.json").retention_days, 90);
  ASSERT_EQ(run({"new", "--previous", line.in("avis.json"), "--member", "Anne=" + line.in("anne.key"), "--member", "Chloe=" + line.in("chloe.key"), "--out",
                 line.in("suite.json")}),
            0)
      << line.err.str();
  EXPECT_EQ(read("suite.json").epoch, 2);
  EXPECT_EQ(read("suite.json").retention_days, 90);
}

TEST_F(MailboxCommand, RehearsesWithEachKeyAndSaysWhoWasNotTried) {
  ASSERT_EQ(run(new_words()), 0);
  ASSERT_EQ(run({"rehearse", line.in("avis.json"), "--identity", line.in("anne.key"), "--identity", line.in("coffre.key")}), 0) << line.err.str();
  EXPECT_THAT(line.out.str(), HasSubstr("Anne                     can read: opened it"));
  EXPECT_THAT(line.out.str(), HasSubstr("Bruno                    not tried"));
  EXPECT_THAT(line.out.str(), HasSubstr("2 of 3 holders have proved their key"));
  EXPECT_FALSE(read("avis.json").rehearsal);
  EXPECT_EQ(protocol::check_rehearsed(read("avis.json")).error().code, Code::Refused);

  // The last one, another day: what the others proved was kept.
  ASSERT_EQ(run({"rehearse", line.in("avis.json"), "--identity", line.in("bruno.key")}), 0) << line.err.str();
  EXPECT_THAT(line.out.str(), HasSubstr("may be published"));
  EXPECT_TRUE(protocol::check_rehearsed(read("avis.json")));
  EXPECT_FALSE(line.files.exists(line.in("avis.rehearsal.json")));
}

TEST_F(MailboxCommand, AHolderElsewhereSendsTheirProofBack) {
  ASSERT_EQ(run(new_words()), 0);
  ASSERT_EQ(run({"rehearse", line.in("avis.json"), "--identity", line.in("anne.key"), "--identity", line.in("bruno.key")}), 0) << line.err.str();
  for (const char* name : {"avis.json", "avis.rehearsal.json"})
    test::must(line.files.write_atomic(line.in(std::string("loin-") + name), as_bytes(line.text_of(name))));
  ASSERT_TRUE(line.files.exists(line.in("loin-avis.rehearsal.json")));
  ASSERT_EQ(run({"rehearse", line.in("loin-avis.json"), "--identity", line.in("coffre.key")}), 0) << line.err.str();
  // All three are in the copy, so that it is finished there too: what comes back is the descriptor itself.
  EXPECT_TRUE(protocol::check_rehearsed(read("loin-avis.json")));

  // A holder who has the challenge alone, before anybody else: their file comes back.
  ASSERT_EQ(run({"new", "--previous", line.in("avis.json"), "--member", "Anne=" + line.in("anne.key.pub"), "--member", "Chloe=" + line.in("chloe.key.pub"), "--out",
                 line.in("suite.json")}),
            0);
  ASSERT_EQ(run({"rehearse", line.in("suite.json")}), 0) << line.err.str();
  for (const char* name : {"suite.json", "suite.rehearsal.json"})
    test::must(line.files.write_atomic(line.in(std::string("loin-") + name), as_bytes(line.text_of(name))));
  ASSERT_EQ(run({"rehearse", line.in("loin-suite.json"), "--identity", line.in("chloe.key")}), 0) << line.err.str();
  ASSERT_EQ(run({"rehearse", line.in("suite.json"), "--proofs", line.in("loin-suite.rehearsal.json"), "--identity", line.in("anne.key"), "--identity", line.in("coffre.key")}), 0)
      << line.err.str();
  EXPECT_TRUE(protocol::check_rehearsed(read("suite.json")));
  // Proofs of another rehearsal count for nothing.
  ASSERT_EQ(run({"rehearse", line.in("avis.json")}), 0);
  EXPECT_EQ(run({"rehearse", line.in("avis.json"), "--proofs", line.in("loin-suite.rehearsal.json")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("another rehearsal"));
}

TEST_F(MailboxCommand, OtherRecipientsHaveToRehearseAgain) {
  ASSERT_EQ(run(new_words()), 0);
  ASSERT_EQ(run({"rehearse", line.in("avis.json"), "--identity", line.in("anne.key"), "--identity", line.in("bruno.key"), "--identity", line.in("coffre.key")}), 0);
  ASSERT_EQ(run({"new", "--previous", line.in("avis.json"), "--retention-days", "90", "--out", line.in("avis.json")}), 0);
  EXPECT_TRUE(protocol::check_rehearsed(read("avis.json"))) << "the same keys";
  ASSERT_EQ(run({"new", "--previous", line.in("avis.json"), "--recovery", "Chloe=" + line.in("chloe.key.pub"), "--out", line.in("avis.json")}), 0);
  EXPECT_FALSE(protocol::check_rehearsed(read("avis.json")));
}

TEST_F(MailboxCommand, RehearsalRefusesAKeyThatOpensNothing) {
  ASSERT_EQ(run(new_words()), 0);
  EXPECT_EQ(run({"rehearse", line.in("avis.json"), "--identity", line.in("chloe.key")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("opens nothing that is sealed to mailbox avis"));
  EXPECT_TRUE(line.said_one_sentence()) << line.err.str();
}

}  // namespace
}  // namespace escale::admin
