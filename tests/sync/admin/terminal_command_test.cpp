// The operator's commands against a real hub on loopback.
#include <gmock/gmock.h>

#include "sync/admin/commands.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/protocol/status.hpp"
#include "tests/support/command_line.hpp"
#include "tests/sync/hub/world.hpp"

namespace escale::admin {
namespace {
using test::must;
using ::testing::HasSubstr;

class TerminalCommand : public testing::Test {
 protected:
  TerminalCommand() {
    line.clock.set(world.clock.now());
    must(crypto::write_signing_key(line.files, line.in("chloe.key"), world.operator_key, {.name = "Chloé"}, line.random));
    line.write("fleet.json", must(protocol::encode_fleet(world.fleet)));
  }
  int run(std::vector<std::string> words, bool json = false) {
    words.insert(words.begin(), "terminal");
    return line.run(add_terminal_command, std::move(words), json);
  }
  int at_hub(const std::string& verb, std::vector<std::string> words, bool json = false) {
    words.insert(words.begin(), {verb, "--hub", world.http().base_url, "--key", line.in("chloe.key")});
    return run(std::move(words), json);
  }
  /// A code for a new terminal, which presents it.
  void present(const crypto::SigningKey& terminal, const std::string& name) {
    ASSERT_EQ(at_hub("code", {"--name", name, "--site", "Rennes"}, true), 0) << line.err.str();
    const std::string code = line.result()["code"];
    must(world.carrier()->enrol(must(protocol::sign_enrolment(code, terminal))));
  }
  protocol::FleetList fleet() { return must(protocol::decode_fleet(line.text_of("fleet.json"))); }

  test::World world;
  test::CommandLine line;
};

TEST_F(TerminalCommand, BeginsAFleetWithWhatTheHubSaysAndAnOperator) {
  ASSERT_EQ(run({"fleet", line.in("new.json"), "--hub", world.http().base_url, "--name", "Le hub", "--operator", "Chloé=" + line.in("chloe.key.pub")}), 0)
      << line.err.str();
  const auto begun = must(protocol::decode_fleet(line.text_of("new.json")));
  EXPECT_EQ(begun.hub_keys, world.fleet.hub_keys);
  EXPECT_EQ(begun.operators, world.fleet.operators);
  EXPECT_THAT(line.out.str(), HasSubstr("escale repository add"));
  ASSERT_EQ(run({"fleet", line.in("new.json"), "--remove", world.operator_key.verify_key().hex()}), 0) << line.err.str();
  EXPECT_TRUE(must(protocol::decode_fleet(line.text_of("new.json"))).operators.empty());
}

TEST_F(TerminalCommand, EnrolsWhatWaitsAndTheHubBelievesItOncePublished) {
  const auto fresh = crypto::SigningKey::generate(world.random);
  present(fresh, "Borne 2");
  ASSERT_EQ(at_hub("pending", {}), 0) << line.err.str();
  EXPECT_THAT(line.out.str(), HasSubstr("1 terminal is waiting"));
  EXPECT_THAT(line.out.str(), HasSubstr(fresh.verify_key().hex()));

  ASSERT_EQ(at_hub("enrol", {"--fleet", line.in("fleet.json"), "--all-pending", "--valid-days", "10"}), 0) << line.err.str();
  const auto* listed = fleet().find(fresh.verify_key());
  ASSERT_NE(listed, nullptr);
  const auto copy = *fleet().find(fresh.verify_key());
  EXPECT_EQ(copy.name, "Borne 2");
  EXPECT_EQ(format_timestamp(copy.not_before), "2026-11-24T00:00:00Z");
  EXPECT_EQ(format_timestamp(copy.not_after), "2026-12-04T23:59:59Z");

  world.fleet = fleet();
  world.publish_lists();
  ASSERT_EQ(at_hub("pending", {}, true), 0);
  EXPECT_EQ(line.result()["pending"], 0);
}

TEST_F(TerminalCommand, EnrolsTheOneThatIsNamedByItsKey) {
  const auto first = crypto::SigningKey::generate(world.random), second = crypto::SigningKey::generate(world.random);
  present(first, "Une");
  present(second, "Deux");
  ASSERT_EQ(at_hub("enrol", {"--fleet", line.in("fleet.json"), second.verify_key().hex().substr(0, 12)}), 0) << line.err.str();
  EXPECT_EQ(fleet().find(first.verify_key()), nullptr);
  EXPECT_NE(fleet().find(second.verify_key()), nullptr);
  const std::string before = line.text_of("fleet.json");
  EXPECT_EQ(at_hub("enrol", {"--fleet", line.in("fleet.json"), second.verify_key().hex()}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("'Deux' is in"));
  EXPECT_EQ(at_hub("enrol", {"--fleet", line.in("fleet.json"), "0123"}), kFailed);
  EXPECT_EQ(at_hub("enrol", {"--fleet", line.in("fleet.json")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("--all-pending"));
  EXPECT_EQ(line.text_of("fleet.json"), before);
}

TEST_F(TerminalCommand, ShowsWhatEachTerminalLastSaid) {
  protocol::TerminalStatus status;
  status.number = 3;
  status.program = "escale-kiosk 0.1.0";
  status.outbox = {4, 8, 0};
  status.free_bytes = 2'000'000'000;
  must(world.carrier()->put_status(world.terminal.verify_key(), must(protocol::sign_status(status, world.terminal))));
  ASSERT_EQ(run({"list", line.in("fleet.json"), "--hub", world.http().base_url, "--key", line.in("chloe.key")}), 0) << line.err.str();
  EXPECT_THAT(line.out.str(), HasSubstr("4 to send, 8 at the hub, 0 released"));
  EXPECT_EQ(run({"list", line.in("fleet.json"), "--hub", world.http().base_url}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("--key"));
}

TEST_F(TerminalCommand, RevokesFromNowOnAndKeepsTheEntry) {
  ASSERT_EQ(run({"revoke", line.in("fleet.json"), "Borne"}), 0) << line.err.str();
  const auto list = fleet();
  ASSERT_EQ(list.terminals.size(), 1u);
  EXPECT_EQ(list.terminals[0].not_after, line.clock.now());
  EXPECT_FALSE(list.is_valid(world.terminal.verify_key(), line.clock.now() + std::chrono::seconds(1)));
  EXPECT_EQ(run({"revoke", line.in("fleet.json"), "Borne"}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("already"));
}

TEST_F(TerminalCommand, AnswersAStrangerWithTheHubsSentence) {
  must(crypto::write_signing_key(line.files, line.in("autre.key"), crypto::SigningKey::generate(line.random), {}, line.random));
  EXPECT_EQ(run({"pending", "--hub", world.http().base_url, "--key", line.in("autre.key")}), kFailed);
  EXPECT_TRUE(line.said_one_sentence()) << line.err.str();
  EXPECT_EQ(run({"revoke", line.in("fleet.json"), "Nulle part"}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("lists no terminal 'Nulle part'"));
}

}  // namespace
}  // namespace escale::admin
