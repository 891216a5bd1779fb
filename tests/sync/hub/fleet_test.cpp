#include <gmock/gmock.h>

#include "sync/protocol/request.hpp"
#include "sync/protocol/status.hpp"
#include "tests/sync/hub/world.hpp"

namespace escale::hub {
namespace {
using test::must;
using test::raw;
using test::World;

class Fleet : public testing::Test {
 protected:
  protocol::EnrolmentCode code_for(const std::string& typed) {
    return {must(protocol::enrolment_code_digest(typed)), "Borne du hall", "Lyon", world.clock.now() + std::chrono::hours(48)};
  }
  test::RawReply enrol(const std::string& typed, const crypto::SigningKey& key) {
    const std::string body = must(protocol::sign_enrolment(typed, key));
    return raw(world.port(), "POST", "/v1/enrolments", as_bytes(body));
  }
  std::string status(std::int64_t number, const crypto::SigningKey& key) {
    protocol::TerminalStatus status;
    status.number = number;
    status.program = "0.1.0";
    return must(protocol::sign_status(status, key));
  }
  test::RawReply put_status(const std::string& text, const crypto::VerifyKey& key) {
    return raw(world.port(), "PUT", "/v1/terminals/" + key.hex() + "/status", as_bytes(text));
  }
  World world;
  std::string code = protocol::make_enrolment_code(world.random);
  crypto::SigningKey fresh = crypto::SigningKey::generate(world.random);
};

TEST_F(Fleet, ACodeMakesOneTerminalPendingAndTheListMakesItKnown) {
  EXPECT_EQ(enrol(code, fresh).cause(), "unknown_code");
  must(world.operators().register_code(code_for(code)));
  must(world.operators().register_code(code_for(code)));
  must(world.carrier()->enrol(must(protocol::sign_enrolment(code, fresh))));
  EXPECT_EQ(enrol(code, fresh).status, 202);  // the same terminal may ask twice
  EXPECT_EQ(enrol(code, crypto::SigningKey::generate(world.random)).cause(), "used_code");
  auto pending = must(world.operators().enrolments());
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].terminal, fresh.verify_key());
  EXPECT_EQ(pending[0].name, "Borne du hall");
  EXPECT_EQ(pending[0].day, "2026-11-24");
  EXPECT_FALSE(pending[0].listed);
  world.list(fresh);
  world.publish_lists();
  EXPECT_TRUE(must(world.operators().enrolments())[0].listed);
}

TEST_F(Fleet, CodesRunOut) {
  must(world.operators().register_code(code_for(code)));
  world.clock.advance(std::chrono::hours(49));
  EXPECT_EQ(enrol(code, fresh).cause(), "expired_code");
  world.the_hub->maintain();
  EXPECT_EQ(enrol(code, fresh).cause(), "unknown_code");
}

TEST_F(Fleet, OnlyOperatorsMakeCodesAndSeeTheFleet) {
  auto stranger = must(client::HubOperatorClient::open(world.http(), world.clock, world.random, world.mailbox.reader));
  EXPECT_EQ(stranger.register_code(code_for(code)).error().code, Code::Refused);
  EXPECT_EQ(stranger.enrolments().error().code, Code::Refused);
  EXPECT_EQ(raw(world.port(), "GET", "/v1/terminals").cause(), "not_signed");
  const std::string header = protocol::sign_request("POST", "/v1/enrolment-codes", as_bytes("x"), world.clock.now(), world.operator_key);
  EXPECT_EQ(raw(world.port(), "POST", "/v1/enrolment-codes", as_bytes("y"), {{"Escale-Request", header}}).cause(), "bad_signature");
  EXPECT_EQ(raw(world.port(), "POST", "/v1/enrolment-codes", as_bytes("x"), {{"Escale-Request", header}}).cause(), "bad_enrolment_code");
}

TEST_F(Fleet, AnEnrolmentIsSignedByTheKeyItPresents) {
  must(world.operators().register_code(code_for(code)));
  std::string forged = must(protocol::sign_enrolment(code, fresh));
  forged.replace(forged.find(fresh.verify_key().hex()), 64, world.terminal.verify_key().hex());
  EXPECT_EQ(raw(world.port(), "POST", "/v1/enrolments", as_bytes(forged)).cause(), "bad_enrolment");
}

TEST_F(Fleet, TheLastStatusOfEachTerminalIsKept) {
  const auto key = world.terminal.verify_key();
  must(world.carrier()->put_status(key, status(2, world.terminal)));
  EXPECT_EQ(put_status(status(1, world.terminal), key).cause(), "old_status");
  EXPECT_EQ(put_status(status(2, world.terminal), key).cause(), "old_status");
  EXPECT_EQ(put_status(status(3, world.terminal), fresh.verify_key()).cause(), "bad_status");
  EXPECT_EQ(put_status(status(1, fresh), fresh.verify_key()).cause(), "unlisted_terminal");
  EXPECT_EQ(put_status("{}", key).cause(), "bad_status");
  EXPECT_EQ(put_status(status(3, world.terminal), key).status, 200);
  const auto known = must(world.operators().terminals());
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(must(protocol::open_status(known[0].status)).number, 3);
  EXPECT_EQ(known[0].seen_day, "2026-11-24");
}

TEST_F(Fleet, TheHubSaysWhichKeysAndWhichLifeItHas) {
  const auto facts = must(world.publisher().facts());
  EXPECT_EQ(facts.generation, world.the_hub->generation());
  EXPECT_EQ(facts.receipt_key, world.the_hub->receipt_key());
  EXPECT_EQ(facts.online_key, world.the_hub->online_key());
  world.stop();
  world.start();
  EXPECT_EQ(must(world.publisher().facts()).generation, facts.generation);
  world.stop();
  world.start(true);
  EXPECT_NE(must(world.publisher().facts()).generation, facts.generation);
}

}  // namespace
}  // namespace escale::hub
