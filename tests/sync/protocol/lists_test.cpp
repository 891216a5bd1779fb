#include <gmock/gmock.h>

#include "sync/protocol/approval.hpp"
#include "sync/protocol/blobs.hpp"
#include "sync/protocol/enrolment.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/protocol/request.hpp"
#include "sync/protocol/status.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::protocol {
namespace {
using test::must;
using testing::HasSubstr;

class Lists : public testing::Test {
 protected:
  crypto::SigningKey key() { return crypto::SigningKey::generate(random); }
  SeededRandom random{3};
  Timestamp now = must(parse_timestamp("2026-11-24T09:00:00Z"));
};

TEST_F(Lists, AMailboxNeedsTwoMembersAndARecoveryKey) {
  const test::SampleMailbox sample(random);
  const MailboxDescriptor& good = sample.descriptor;
  EXPECT_EQ(must(decode_mailbox(must(encode_mailbox(good)))), good);
  const auto broken = [&](auto change) {
    MailboxDescriptor copy = good;
    change(copy);
    const auto made = encode_mailbox(copy);
    return made ? std::string() : made.error().message;
  };
  EXPECT_THAT(broken([](auto& m) { m.members.pop_back(); }), HasSubstr("at least 2 member"));
  EXPECT_THAT(broken([](auto& m) { m.recovery.clear(); }), HasSubstr("at least 1 recovery"));
  EXPECT_THAT(broken([](auto& m) { m.recovery[0].key = m.members[0].key; }), HasSubstr("twice"));
  EXPECT_THAT(broken([](auto& m) { m.readers.clear(); }), HasSubstr("reader"));
  EXPECT_THAT(broken([](auto& m) { m.id = "Lyon"; }), HasSubstr("not a mailbox id"));
  EXPECT_THAT(broken([](auto& m) { m.retention_days = 0; }), HasSubstr("retention_days"));
  EXPECT_THAT(broken([](auto& m) { m.title.clear(); }), HasSubstr("title"));
  std::string text = must(encode_mailbox(good));
  text.replace(text.find("age-x25519"), 10, "age-future");
  EXPECT_EQ(decode_mailbox(text).error().code, Code::Refused);
}

TEST_F(Lists, TheFleetSaysWhoIsBelievedAndWhen) {
  const auto terminal = key();
  const auto gone = key();
  FleetList fleet;
  fleet.terminals = {{terminal.verify_key(), "Accueil", "Lyon", now, now + std::chrono::days(365)},
                     {gone.verify_key(), "Ancien", "Lyon", now - std::chrono::days(10), now - std::chrono::days(1)}};
  fleet.hub_keys = {{"hub", key().verify_key()}};
  fleet.operators = {{"Chloé", key().verify_key()}};
  const FleetList read = must(decode_fleet(must(encode_fleet(fleet))));
  EXPECT_TRUE(read.is_valid(terminal.verify_key(), now));
  EXPECT_FALSE(read.is_valid(terminal.verify_key(), now - std::chrono::seconds(1)));
  EXPECT_FALSE(read.is_valid(gone.verify_key(), now));
  EXPECT_NE(read.find(gone.verify_key()), nullptr);
  EXPECT_EQ(read.find(key().verify_key()), nullptr);
  EXPECT_TRUE(read.is_operator(fleet.operators[0].key));
  fleet.terminals.push_back(fleet.terminals[0]);
  EXPECT_FALSE(encode_fleet(fleet));
}

TEST_F(Lists, ABundleNeedsTheApprovalsOfItsKind) {
  const auto doctrine = key();
  const auto stranger = key();
  ReviewersList list;
  list.reviewers = {{"Denis", doctrine.verify_key(), {"doctrine"}}};
  list.required = {{"course", {"doctrine"}}};
  EXPECT_EQ(must(decode_reviewers(must(encode_reviewers(list)))), list);

  const std::string manifest = R"({"documents":[],"id":"aller-vers","kind":"course","version":1})";
  EXPECT_THAT(check_approvals(manifest, list).error().message, HasSubstr("'doctrine' is missing"));
  const auto digest = must(approval_digest(manifest));
  const std::string approved = must(with_approvals(manifest, {make_approval("doctrine", digest, doctrine)}));
  EXPECT_EQ(must(approval_digest(approved)), digest);
  EXPECT_TRUE(check_approvals(approved, list));
  // Another hand, another role, another content.
  EXPECT_FALSE(check_approvals(must(with_approvals(manifest, {make_approval("doctrine", digest, stranger)})), list));
  EXPECT_FALSE(check_approvals(must(with_approvals(manifest, {make_approval("safety", digest, doctrine)})), list));
  std::string changed = approved;
  changed.replace(changed.find("\"version\":1"), 11, "\"version\":2");
  EXPECT_EQ(check_approvals(changed, list).error().code, Code::Untrusted);
  EXPECT_TRUE(check_approvals(R"({"kind":"study-day"})", list));
}

TEST_F(Lists, AManifestNamesItsBlobsOnce) {
  const std::string a(64, 'a');
  const std::string b(64, 'b');
  const auto blobs = must(manifest_blobs(R"({"documents":[{"sha256":")" + b + R"(","size":5},{"sha256":")" + a + R"(","size":3}],"media":[{"sha256":")" + b +
                                         R"(","size":5}],"approvals":[{"sha256":"no","size":1}]})"));
  ASSERT_EQ(blobs.size(), 2u);
  EXPECT_EQ(blobs[0].sha256.hex(), a);
  EXPECT_EQ(blobs[1].size, 5u);
  EXPECT_EQ(blob_path(blobs[0].sha256), "blobs/aa/" + a);
  EXPECT_THAT(manifest_blobs(R"([1])").error().message, HasSubstr("object"));
  EXPECT_THAT(manifest_blobs(R"({"x":{"sha256":")" + a + R"(","size":3},"y":{"sha256":")" + a + R"(","size":4}})").error().message, HasSubstr("two sizes"));
  EXPECT_FALSE(manifest_blobs(R"({"x":{"sha256":")" + a + R"(","size":-1}})"));
}

TEST_F(Lists, ReceiptsAndReleasesHoldOnlyWithTheRightKey) {
  const auto hub = key();
  const auto reader = key();
  Receipt receipt{GenerationId::random(random), day_of(now), {crypto::sha256(as_bytes("b")), crypto::sha256(as_bytes("a"))}};
  const std::string text = must(sign_receipt(receipt, hub));
  std::sort(receipt.stored.begin(), receipt.stored.end());
  EXPECT_EQ(must(open_receipt(text, std::array{hub.verify_key()})), receipt);
  EXPECT_EQ(open_receipt(text, std::array{reader.verify_key()}).error().code, Code::Untrusted);
  EXPECT_EQ(open_receipt(text, {}).error().code, Code::Untrusted);
  receipt.stored.resize(kMaxBatch + 1);
  for (std::size_t i = 0; i < receipt.stored.size(); ++i) receipt.stored[i] = crypto::sha256(as_bytes(std::to_string(i)));
  EXPECT_EQ(sign_receipt(receipt, hub).error().code, Code::TooLarge);

  const Release pulled{"clts-lyon", ReleaseReason::Pulled, {crypto::sha256(as_bytes("a"))}};
  const std::string release = must(sign_release(pulled, reader));
  EXPECT_EQ(must(open_release(release, std::array{reader.verify_key()}, {})), pulled);
  EXPECT_EQ(must(release_mailbox(release)), "clts-lyon");
  // A hub's key does not make a reader's release, nor the other way round.
  EXPECT_FALSE(open_release(release, {}, std::array{reader.verify_key()}));
  EXPECT_FALSE(open_release(must(sign_release(pulled, hub)), std::array{reader.verify_key()}, std::array{hub.verify_key()}));
  const Release backed{"clts-lyon", ReleaseReason::BackedUp, {crypto::sha256(as_bytes("a"))}};
  EXPECT_TRUE(open_release(must(sign_release(backed, hub)), {}, std::array{hub.verify_key()}));
}

TEST_F(Lists, AStatusIsItsTerminals) {
  const auto terminal = key();
  TerminalStatus status;
  status.number = 3;
  status.program = "0.1.0";
  status.outbox = {12, 3, 40};
  status.installed = {{"aller-vers", std::string(64, 'c')}};
  status.boots = {{BootId::random(random), std::chrono::seconds(12), now}};
  const std::string text = must(sign_status(status, terminal));
  status.terminal = terminal.verify_key();
  EXPECT_EQ(must(open_status(text)), status);
  std::string forged = text;
  for (auto at = forged.find(terminal.verify_key().hex()); at != std::string::npos; at = forged.find(terminal.verify_key().hex()))
    forged.replace(at, 64, key().verify_key().hex());
  EXPECT_EQ(open_status(forged).error().code, Code::Untrusted);
}

TEST_F(Lists, ASignedRequestIsForOneAddressBodyAndMoment) {
  const auto reader = key();
  const std::string header = sign_request("GET", "/v1/x?after=2", as_bytes("b"), now, reader);
  EXPECT_EQ(must(check_request(header, "GET", "/v1/x?after=2", as_bytes("b"), now + std::chrono::seconds(599))), reader.verify_key());
  EXPECT_EQ(check_request(header, "PUT", "/v1/x?after=2", as_bytes("b"), now).error().code, Code::Untrusted);
  EXPECT_EQ(check_request(header, "GET", "/v1/x?after=3", as_bytes("b"), now).error().code, Code::Untrusted);
  EXPECT_EQ(check_request(header, "GET", "/v1/x?after=2", as_bytes("c"), now).error().code, Code::Untrusted);
  EXPECT_EQ(check_request(header, "GET", "/v1/x?after=2", as_bytes("b"), now + std::chrono::seconds(601)).error().code, Code::Expired);
  EXPECT_EQ(check_request("x", "GET", "/", {}, now).error().code, Code::InvalidInput);
}

TEST_F(Lists, AnEnrolmentCodeForgivesHowItIsTyped) {
  const std::string code = make_enrolment_code(random);
  EXPECT_EQ(code.size(), 19u);
  std::string shouted;
  for (const char c : code) shouted += c == '-' ? ' ' : static_cast<char>(std::toupper(c));
  EXPECT_EQ(must(enrolment_code_digest(shouted)), must(enrolment_code_digest(code)));
  for (const char* bad : {"", "abc", "1111-1111-1111-1111", "abcd-efgh-jkmn-pqrs-t"}) EXPECT_FALSE(normalise_enrolment_code(bad)) << bad;
  const auto terminal = key();
  const Enrolment opened = must(open_enrolment(must(sign_enrolment(shouted, terminal))));
  EXPECT_EQ(opened.terminal, terminal.verify_key());
  std::string forged = must(sign_enrolment(code, terminal));
  forged.replace(forged.find(terminal.verify_key().hex()), 64, key().verify_key().hex());
  EXPECT_EQ(open_enrolment(forged).error().code, Code::Untrusted);
}

}  // namespace
}  // namespace escale::protocol
