// The vectors of SPEC.md: each must come out of this implementation as any other would have to make it.
// ESCALE_WRITE_VECTORS=1 writes them anew; that is for a new protocol number only.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "sync/base/json.hpp"
#include "sync/protocol/approval.hpp"
#include "sync/protocol/enrolment.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/protocol/request.hpp"
#include "sync/protocol/session.hpp"
#include "tests/support/migrations_check.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::protocol {
namespace {
using test::must;

const Path kVectors = Path(ESCALE_SOURCE_DIR) / "tests/vectors/protocol/vectors.json";

crypto::SigningKey key_of(const Json& vectors, const char* name) {
  return must(crypto::SigningKey::from_seed(must(from_hex(vectors["seeds"][name].get<std::string>()))));
}

Json write_vectors() {
  SeededRandom random(20261124);
  Json out;
  out["about"] = "See sync/protocol/SPEC.md. Seeds are ed25519 private keys (RFC 8032), identities are age X25519 keys; both are public on purpose.";
  for (const char* name : {"terminal", "reader", "hub", "reviewer"}) out["seeds"][name] = to_hex(random.bytes(32));
  const auto terminal = key_of(out, "terminal");
  const auto reader = key_of(out, "reader");
  const Timestamp time = must(parse_timestamp("2026-11-24T08:46:55Z"));
  test::SampleMailbox mailbox(random);
  mailbox.descriptor.readers = {{"Aïcha", reader.verify_key()}};
  for (const auto& identity : mailbox.identities) out["identities"].push_back(identity.text());
  out["mailbox"] = must(encode_mailbox(mailbox.descriptor));

  Record answer = test::sample_record(mailbox, random, R"({"avis":"très utile\nà refaire","note":4,"taux":"0.5"})");
  answer.session = SessionId::random(random);
  answer.day = must(parse_day("2026-11-24"));
  Record attendance = test::sample_record(mailbox, random, R"({"present":true})");
  attendance.kind = RecordKind::Attendance;
  attendance.form.reset();
  attendance.sequence = Sequence{BootId::random(random), 12, std::chrono::seconds(3600)};
  const SessionOpening session{*answer.session, "Atelier", "clts-lyon", {*answer.form}, answer.day, mailbox.identities[0].recipient()};
  const Record list = must(session_list_record(session, {answer.id, RecordId::random(random)}, true, 1, random));
  out["session"] = must(encode_session(session));
  for (const Record& record : {answer, attendance, list}) {
    const auto made = must(sign_record(record, terminal));
    const auto envelope = must(seal_record(made, mailbox.descriptor, random));
    const auto postmark = make_postmark(terminal, "clts-lyon", 1, envelope.sha256);
    out["records"].push_back({{"record", encode_record(made)}, {"signature", made.signature.hex()}, {"envelope", to_hex(envelope.file)},
                              {"name", envelope.sha256.hex()}, {"postmark", encode_postmark(postmark)}});
  }
  for (const std::uint64_t size : {4U, 2048U, 2049U, 8192U, 8193U, 32769U, 131072U, 131073U, 135169U, 1000000U, 4194304U})
    out["padded_sizes"].push_back({size, padded_size(size)});
  out["keyid"] = key_id(terminal.verify_key());
  const crypto::Digest digest = crypto::sha256(as_bytes("manifest"));
  out["approval"] = {{"role", "doctrine"}, {"manifest", digest.hex()}, {"sig", make_approval("doctrine", digest, key_of(out, "reviewer")).signature.hex()}};
  out["request"] = {{"method", "GET"}, {"target", "/v1/mailboxes/clts-lyon/envelopes?after="}, {"body", ""}, {"time", format_timestamp(time)},
                    {"header", sign_request("GET", "/v1/mailboxes/clts-lyon/envelopes?after=", {}, time, reader)}};
  out["receipt"] = must(sign_receipt({GenerationId::random(random), day_of(time), {digest}}, key_of(out, "hub")));
  out["release"] = must(sign_release({"clts-lyon", ReleaseReason::Pulled, {digest}}, reader));
  out["enrolment"] = must(sign_enrolment("k7fw-3m2p-qrst-uvwx", terminal));

  // One failure each.
  const std::string good = out["records"][0]["record"];
  const auto broken = [&](std::string_view from, std::string_view to, std::string_view error) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    out["bad_records"].push_back({{"record", text}, {"error", error}});
  };
  broken("\"note\":4", "\"note\":5", "untrusted");
  broken("\"protocol\":1", "\"protocol\":2", "refused");
  broken("\"epoch\":1", "\"epoch\":0", "invalid_input");
  broken("\"epoch\":1", "\"epoch\":1,\"time\":\"2026-11-24T08:46:55Z\"", "invalid_input");
  broken("\"epoch\":1,", "", "invalid_input");
  broken("form-answer", "attendance", "invalid_input");
  broken("2026-11-24", "2026-11-31", "invalid_input");
  broken("\"taux\":\"0.5\"", "\"taux\":0.5", "invalid_input");
  return out;
}

const Json& vectors() {
  static const Json loaded = [] {
    if (std::getenv("ESCALE_WRITE_VECTORS") != nullptr) {
      const Json made = write_vectors();
      std::ofstream(kVectors) << made.dump(1) << "\n";
    }
    return must(parse_json(test::read_source(kVectors)));
  }();
  return loaded;
}

TEST(Vectors, RecordsAreSignedSealedAndOpenedAsWritten) {
  const auto terminal = key_of(vectors(), "terminal");
  const auto mailbox = must(decode_mailbox(vectors()["mailbox"].get<std::string>()));
  EXPECT_EQ(vectors()["mailbox"], must(encode_mailbox(mailbox)));
  ASSERT_EQ(vectors()["records"].size(), 3u);
  for (const auto& vector : vectors()["records"]) {
    const auto record = must(decode_record(vector["record"].get<std::string>()));
    const auto again = must(sign_record(record.record, terminal));
    EXPECT_EQ(vector["signature"], again.signature.hex());
    EXPECT_EQ(vector["record"], encode_record(again));
    const Bytes file = must(from_hex(vector["envelope"].get<std::string>()));
    EXPECT_EQ(vector["name"], crypto::sha256(file).hex());
    for (const auto& text : vectors()["identities"]) {
      const auto identity = must(crypto::Identity::parse(text.get<std::string>()));
      EXPECT_EQ(must(open_envelope(file, std::span(&identity, 1))), record);
    }
    const auto postmark = must(decode_postmark(vector["postmark"].get<std::string>()));
    EXPECT_EQ(vector["postmark"], encode_postmark(make_postmark(terminal, mailbox.id, mailbox.epoch, postmark.sha256)));
    EXPECT_EQ(vector["name"], postmark.sha256.hex());
  }
  const auto list = must(session_list(must(decode_record(vectors()["records"][2]["record"].get<std::string>())).record));
  EXPECT_EQ(list.records.size(), 2u);
}

TEST(Vectors, BadRecordsAreRefusedForTheirOneReason) {
  ASSERT_EQ(vectors()["bad_records"].size(), 8u);
  for (const auto& vector : vectors()["bad_records"]) {
    const auto refused = decode_record(vector["record"].get<std::string>());
    ASSERT_FALSE(refused) << vector["record"];
    EXPECT_EQ(vector["error"], code_name(refused.error().code)) << refused.error().message << " " << vector["record"];
  }
}

TEST(Vectors, SizesKeysAndStatements) {
  for (const auto& pair : vectors()["padded_sizes"]) EXPECT_EQ(padded_size(pair[0].get<std::uint64_t>()), pair[1].get<std::uint64_t>());
  EXPECT_EQ(vectors()["keyid"], key_id(key_of(vectors(), "terminal").verify_key()));
  const auto& approval = vectors()["approval"];
  const auto digest = must(crypto::Digest::parse(approval["manifest"].get<std::string>()));
  EXPECT_EQ(approval["sig"], make_approval("doctrine", digest, key_of(vectors(), "reviewer")).signature.hex());
  const auto& request = vectors()["request"];
  const Timestamp time = must(parse_timestamp(request["time"].get<std::string>()));
  EXPECT_EQ(request["header"], sign_request(request["method"].get<std::string>(), request["target"].get<std::string>(), {}, time, key_of(vectors(), "reader")));
  EXPECT_EQ(must(open_receipt(vectors()["receipt"].get<std::string>(), std::array{key_of(vectors(), "hub").verify_key()})).stored, std::vector{digest});
  EXPECT_TRUE(open_release(vectors()["release"].get<std::string>(), std::array{key_of(vectors(), "reader").verify_key()}, {}));
  EXPECT_EQ(must(open_enrolment(vectors()["enrolment"].get<std::string>())).code, "k7fw3m2pqrstuvwx");
  EXPECT_EQ(vectors()["session"], must(encode_session(must(decode_session(vectors()["session"].get<std::string>())))));
}

}  // namespace
}  // namespace escale::protocol
