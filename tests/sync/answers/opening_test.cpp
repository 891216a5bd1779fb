#include "sync/answers/opening.hpp"

#include <gmock/gmock.h>

#include "sync/answers/export.hpp"
#include "sync/base/json.hpp"
#include "tests/support/mailbox_world.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::answers {
namespace {
using protocol::Envelope;
using protocol::Record;
using protocol::RecordId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OpeningTest : public ::testing::Test {
 protected:
  OpeningTest() { EXPECT_TRUE(forms.add(world.form_blob).has_value()); }

  Collection open(const std::vector<Envelope>& envelopes) {
    const Rules rules{&world.mailbox, &world.fleet, &forms, world.now};
    Opening opening(rules, std::span(world.readers).first(1));
    for (const Envelope& envelope : envelopes) opening.add(envelope.sha256, envelope.file);
    return opening.finish();
  }
  /// Twelve answers, then their session's list.
  std::vector<Envelope> twelve(std::vector<RecordId>* ids = nullptr) {
    std::vector<Envelope> envelopes;
    std::vector<RecordId> records;
    for (int i = 0; i < 12; ++i) {
      const Record record = world.record(world.answers(i % 3 ? "bien" : "moyen"));
      records.push_back(record.id);
      envelopes.push_back(world.seal(record));
    }
    if (ids) *ids = records;
    envelopes.push_back(world.seal_list(records));
    return envelopes;
  }
  /// The one refusal among a good answer and this envelope.
  Refused refusal(const Envelope& bad) {
    const Collection collection =
        open({world.seal(world.record(world.answers("bien"))), bad, world.seal(world.record(world.answers("mal")))});
    EXPECT_EQ(collection.answers.size(), 2u) << "the others are opened all the same";
    EXPECT_EQ(collection.refused.size(), 1u);
    return collection.refused.empty() ? Refused{} : collection.refused[0];
  }

  test::MailboxWorld world;
  KnownForms forms;
};

TEST_F(OpeningTest, FindsTwelveOfTwelve) {
  const Collection collection = open(twelve());
  EXPECT_EQ(collection.counts, (Counts{13, 12, 1, 0, 0}));
  ASSERT_EQ(collection.sessions.size(), 1u);
  EXPECT_TRUE(collection.sessions[0].closed);
  EXPECT_EQ(collection.sessions[0].completeness.collected, 12u);
  EXPECT_EQ(collection.sessions[0].completeness.here, 12u);
  EXPECT_TRUE(collection.sessions[0].completeness.complete());
  EXPECT_THAT(summary_text(collection), HasSubstr("Session Journée aller-vers: 12 collected, 12 here\n"));
  EXPECT_EQ(collection.answers[0].day, world.day);
  EXPECT_TRUE(std::is_sorted(collection.answers.begin(), collection.answers.end(),
                             [](const Answer& a, const Answer& b) { return a.id < b.id; }));
}

TEST_F(OpeningTest, NamesWhatIsMissing) {
  std::vector<RecordId> ids;
  std::vector<Envelope> envelopes = twelve(&ids);
  envelopes.erase(envelopes.begin() + 4);
  const Collection collection = open(envelopes);
  EXPECT_THAT(collection.sessions[0].completeness.missing, ElementsAre(ids[4]));
  EXPECT_THAT(summary_text(collection), HasSubstr("12 collected, 11 here\n  missing: " + ids[4].text()));
}

TEST_F(OpeningTest, SaysWhenNobodyCanTellWhatIsMissing) {
  std::vector<Envelope> envelopes = twelve();
  envelopes.pop_back();
  const Collection collection = open(envelopes);
  EXPECT_FALSE(collection.sessions[0].has_list);
  EXPECT_THAT(summary_text(collection), HasSubstr("12 here, no list of what was collected yet"));
}

TEST_F(OpeningTest, PrefersTheClosedList) {
  std::vector<RecordId> ids;
  std::vector<Envelope> envelopes = twelve(&ids);
  envelopes.insert(envelopes.begin(), world.seal_list({ids[0], ids[1]}, false));
  const Collection collection = open(envelopes);
  EXPECT_EQ(collection.counts.lists, 2u);
  EXPECT_EQ(collection.sessions[0].completeness.collected, 12u);
}

TEST_F(OpeningTest, JoinsTheListsOfASessionHeldOnTwoTerminals) {
  std::vector<RecordId> ids;
  std::vector<Envelope> envelopes = twelve(&ids);
  const auto second = crypto::SigningKey::generate(world.random);
  world.fleet.terminals.push_back(world.fleet.terminals[0]);
  world.fleet.terminals[1].key = second.verify_key();
  const Record there = world.record(world.answers("bien"));
  const RecordId lost = RecordId::random(world.random);
  envelopes.push_back(world.seal(there, second));
  envelopes.push_back(world.seal(protocol::session_list_record(world.session, {there.id, lost}, true, 1, world.random).value(), second));
  const Collection collection = open(envelopes);
  ASSERT_EQ(collection.sessions.size(), 1u);
  EXPECT_TRUE(collection.sessions[0].closed);
  EXPECT_EQ(collection.sessions[0].completeness.collected, 14u);
  EXPECT_THAT(collection.sessions[0].completeness.missing, ElementsAre(lost));
  EXPECT_THAT(collection.sessions[0].completeness.unlisted, IsEmpty());
}

TEST_F(OpeningTest, CountsCopiesOnceWhateverTheOrder) {
  std::vector<Envelope> envelopes = twelve();
  const Record again = world.record(world.answers("bien"));
  const auto signed_record = protocol::sign_record(again, world.terminal).value();
  const auto recipients = world.mailbox.recipients();
  for (int i = 0; i < 3; ++i)
    envelopes.push_back(protocol::seal_record_to(signed_record, recipients, world.random).value());
  envelopes.push_back(envelopes[0]);
  const Collection first = open(envelopes);
  EXPECT_EQ(first.counts, (Counts{17, 13, 1, 3, 0}));
  const std::string expected = summary_json(first, forms);
  for (int i = 0; i < 5; ++i) {
    world.random.shuffle(envelopes);
    const Collection shuffled = open(envelopes);
    EXPECT_EQ(summary_json(shuffled, forms), expected);
    EXPECT_EQ(shuffled.answers, first.answers);
  }
}

TEST_F(OpeningTest, SeveralThreadsFindTheSame) {
  std::vector<Envelope> envelopes = twelve();
  for (int i = 0; i < 40; ++i) envelopes.push_back(world.seal(world.record(world.answers(i % 2 ? "bien" : "mal"))));
  envelopes.push_back(envelopes[3]);
  envelopes[5].file[40] ^= 1;
  int asked = 0;
  const KnownForms fetched([&](const crypto::Digest&) -> Result<Bytes> {
    ++asked;
    return to_bytes(world.form_blob);
  });
  const Rules rules{&world.mailbox, &world.fleet, &fetched, world.now};
  const auto load = [&](std::size_t i) -> Result<EnvelopeFile> { return EnvelopeFile{envelopes[i].sha256, envelopes[i].file}; };
  const Collection one = open(envelopes);
  std::size_t told = 0;
  for (unsigned threads : {1u, 2u, 5u}) {
    const Collection several = test::must(open_all(rules, std::span(world.readers).first(1), envelopes.size(), load, threads, [&](std::size_t done) { told = done; }));
    EXPECT_EQ(several.answers, one.answers);
    EXPECT_EQ(summary_json(several, forms), summary_json(one, forms));
    EXPECT_EQ(told, envelopes.size());
  }
  EXPECT_EQ(asked, 1);
  const auto cut = open_all(rules, std::span(world.readers).first(1), envelopes.size(),
                            [&](std::size_t i) -> Result<EnvelopeFile> { return i < 7 ? load(i) : Result<EnvelopeFile>(fail(Code::NotFound, "the key was pulled out")); }, 3);
  EXPECT_EQ(cut.error().message, "the key was pulled out");
  EXPECT_EQ(test::must(open_all(rules, {}, 0, load, 4)).counts, Counts{});
}

TEST_F(OpeningTest, RefusesDamagedEnvelopes) {
  Envelope bad = world.seal(world.record(world.answers("bien")));
  bad.file[bad.file.size() / 2] ^= 1;
  EXPECT_EQ(refusal(bad).reason, Refusal::Damaged);
  bad.sha256 = crypto::sha256(bad.file);
  EXPECT_EQ(refusal(bad).reason, Refusal::Damaged) << "the name fits, the inside does not decrypt";
  bad.file = to_bytes("rien");
  bad.sha256 = crypto::sha256(bad.file);
  EXPECT_EQ(refusal(bad).reason, Refusal::Malformed);
}

TEST_F(OpeningTest, RefusesWhatIsSealedToOthers) {
  const auto other = crypto::Identity::generate(world.random);
  const crypto::Recipient recipient = other.recipient();
  const auto record = protocol::sign_record(world.record(world.answers("bien")), world.terminal).value();
  EXPECT_EQ(refusal(protocol::seal_record_to(record, std::span(&recipient, 1), world.random).value()).reason,
            Refusal::NotForUs);
}

TEST_F(OpeningTest, RefusesForgedSignaturesAndUnlistedTerminals) {
  auto forged = protocol::sign_record(world.record(world.answers("bien")), world.terminal).value();
  forged.record.id = RecordId::random(world.random);
  const auto recipients = world.mailbox.recipients();
  EXPECT_EQ(refusal(protocol::seal_record_to(forged, recipients, world.random).value()).reason, Refusal::BadSignature);
  const auto stranger = crypto::SigningKey::generate(world.random);
  EXPECT_EQ(refusal(world.seal(world.record(world.answers("bien")), stranger)).reason, Refusal::UnlistedTerminal);
}

TEST_F(OpeningTest, ChecksTheTerminalsDatesAtTheRecordsDay) {
  Record early = world.record(world.answers("bien"));
  early.day = protocol::parse_day("2026-10-31").value();
  const Refused refused = refusal(world.seal(early));
  EXPECT_EQ(refused.reason, Refusal::OutsideDates);
  EXPECT_EQ(refused.detail, "its terminal was not listed on 2026-10-31");
  EXPECT_EQ(refused.record, early.id);

  // Revoked since: what it collected before stays good, what has no day does not.
  world.fleet.terminals[0].not_after = parse_timestamp("2026-11-24T18:00:00Z").value();
  Record unknown_day = world.record(world.answers("bien"));
  unknown_day.day.reset();
  EXPECT_EQ(refusal(world.seal(unknown_day)).reason, Refusal::OutsideDates);
}

TEST_F(OpeningTest, RefusesOtherMailboxesAndLaterEpochs) {
  Record record = world.record(world.answers("bien"));
  record.mailbox = "autre";
  EXPECT_EQ(refusal(world.seal(record)).reason, Refusal::OtherMailbox);
  record = world.record(world.answers("bien"));
  record.epoch = 2;
  EXPECT_EQ(refusal(world.seal(record)).reason, Refusal::LaterEpoch);
}

TEST_F(OpeningTest, RefusesWhatTheMailboxNoLongerKeeps) {
  world.mailbox.retention_days = 30;
  Record record = world.record(world.answers("bien"));
  record.day = protocol::parse_day("2026-11-02").value();
  world.now = parse_timestamp("2026-12-02T00:00:00Z").value();
  std::vector<Envelope> envelopes{world.seal(record)};
  EXPECT_EQ(open(envelopes).answers.size(), 1u) << "the thirtieth day is kept";
  world.now = parse_timestamp("2026-12-03T00:00:00Z").value();
  ASSERT_EQ(open(envelopes).refused.size(), 1u);
  EXPECT_EQ(open(envelopes).refused[0].reason, Refusal::Expired);
}

TEST_F(OpeningTest, RefusesUnknownFormsAndAnswersThatDoNotFit) {
  Record record = world.record(world.answers("bien"));
  record.form->digest = crypto::sha256(as_bytes("autre"));
  EXPECT_EQ(refusal(world.seal(record)).reason, Refusal::UnknownForm);
  record = world.record(world.answers("bien"));
  std::string instance = forms::body_instance(record.body).value();
  instance.replace(instance.find("<humeur>bien<"), 13, "<humeur>super<");
  record.body = forms::record_body(instance).value();
  const Refused refused = refusal(world.seal(record));
  EXPECT_EQ(refused.reason, Refusal::BadAnswers);
  EXPECT_THAT(refused.detail, HasSubstr("/data/humeur: choose one of its choices"));
}

TEST_F(OpeningTest, AsksForTheFormsThatRecordsName) {
  std::vector<Envelope> envelopes = twelve();
  int asked = 0;
  bool lying = false;
  const auto source = [&](const crypto::Digest& digest) -> Result<Bytes> {
    ++asked;
    if (digest != world.version.digest) return fail(Code::NotFound, "no such blob");
    return to_bytes(lying ? world.form_blob + " " : world.form_blob);
  };
  forms = KnownForms(source);
  EXPECT_EQ(open(envelopes).counts, (Counts{13, 12, 1, 0, 0}));
  EXPECT_EQ(asked, 1) << "once for all";
  lying = true;
  forms = KnownForms(source);
  EXPECT_EQ(open(envelopes).counts, (Counts{13, 0, 1, 0, 12}));
}

TEST_F(OpeningTest, LeavesOtherKindsToOthers) {
  Record record = world.record(world.answers("bien"));
  record.kind = protocol::RecordKind::Attendance;
  record.sequence = protocol::Sequence{protocol::BootId::random(world.random), 1, std::chrono::seconds(5)};
  EXPECT_EQ(refusal(world.seal(record)).reason, Refusal::OtherKind);
}

TEST_F(OpeningTest, KeepsTheSameOneOfTwoRecordsWithOneId) {
  const Record one = world.record(world.answers("bien"));
  Record other = world.record(world.answers("mal"));
  other.id = one.id;
  std::vector<Envelope> envelopes{world.seal(one), world.seal(other)};
  const Collection first = open(envelopes);
  EXPECT_EQ(first.counts, (Counts{2, 1, 0, 0, 1}));
  EXPECT_EQ(first.refused[0].reason, Refusal::SameId);
  std::swap(envelopes[0], envelopes[1]);
  EXPECT_EQ(open(envelopes).answers, first.answers);
}

TEST_F(OpeningTest, NamesEveryReasonBothWays) {
  for (int value = 0; value <= static_cast<int>(Refusal::SameId); ++value) {
    const auto reason = static_cast<Refusal>(value);
    EXPECT_EQ(parse_refusal(refusal_name(reason)).value(), reason);
  }
  EXPECT_FALSE(parse_refusal("because").has_value());
}

TEST_F(OpeningTest, LeavesAFolderThatIsReadBack) {
  std::vector<Envelope> envelopes = twelve();
  const auto stranger = crypto::SigningKey::generate(world.random);
  envelopes.push_back(world.seal(world.record(world.answers("bien")), stranger));
  envelopes.push_back(world.seal(world.record({{"humeur", "mal"},
                                               {"mots", "Deux\nlignes « ici »"},
                                               {"note", "2.5"}})));
  const Collection collection = open(envelopes);
  const test::TemporaryFolder folder;
  RealFiles files;
  ASSERT_TRUE(write_opened(files, folder.path(), collection, forms).has_value());
  const auto opened = read_opened(files, folder.path());
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  EXPECT_EQ(opened->collection.answers, collection.answers);
  EXPECT_EQ(opened->collection.counts, collection.counts);
  EXPECT_EQ(summary_json(opened->collection, opened->forms), summary_json(collection, forms));
  EXPECT_EQ(summary_text(opened->collection), summary_text(collection));

  const Bytes lines = files.read(folder.path() / "answers.jsonl", 1 << 20).value();
  ASSERT_TRUE(
      files.write_atomic(folder.path() / "answers.jsonl", ByteView(lines).first(lines.size() - 10)).has_value());
  EXPECT_THAT(read_opened(files, folder.path()).error().message, HasSubstr("answers.jsonl, line 13: the file is cut"));
  const std::size_t first_end = as_text(lines).find('\n') + 1;
  ASSERT_TRUE(files.write_atomic(folder.path() / "answers.jsonl", ByteView(lines).subspan(first_end)).has_value());
  EXPECT_EQ(read_opened(files, folder.path()).error().code, Code::Corrupt);
}

TEST_F(OpeningTest, ExportsWithCountsThatAddUp) {
  const Collection collection = open(twelve());
  const std::vector<ExportedFile> files = test::must(export_answers(collection, forms, {}));
  ASSERT_EQ(files.size(), 13u);
  EXPECT_EQ(files[0].name, "avis-journee.csv");
  EXPECT_EQ(files[1].name, "avis-journee_labels.csv");
  EXPECT_EQ(std::count(files[0].content.begin(), files[0].content.end(), '\n'), 13);
  const auto provenance = parse_json(files.back().content);
  ASSERT_TRUE(provenance.has_value());
  EXPECT_EQ((*provenance)["counts"]["envelopes"], 13);
  EXPECT_EQ((*provenance)["forms"][0]["answers"], 12);
  EXPECT_EQ((*provenance)["files"][0]["sha256"], crypto::sha256(as_bytes(files[0].content)).hex());
}

TEST_F(OpeningTest, HoldsNoWordsInItsSummary) {
  Record record = world.record({{"humeur", "bien"}, {"mots", "canari-4711"}});
  const Collection collection = open({world.seal(record)});
  EXPECT_THAT(summary_json(collection, forms) + summary_text(collection), ::testing::Not(HasSubstr("canari")));
}

}  // namespace
}  // namespace escale::answers
