// Corrections and withdrawals, whatever the order in which they come: a withdrawn answer is in no export, and the counts say so.
#include <gmock/gmock.h>

#include <algorithm>

#include "sync/answers/export.hpp"
#include "sync/base/json.hpp"
#include "sync/protocol/rights.hpp"
#include "tests/support/mailbox_world.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::answers {
namespace {
using protocol::Envelope;
using protocol::Record;
using protocol::RecordId;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class RightsOfAnswers : public testing::Test {
 protected:
  RightsOfAnswers() { must(forms.add(world.form_blob)); }

  crypto::SigningKey new_code() { return crypto::SigningKey::generate(world.random); }
  Envelope seal(const Record& record, const crypto::SigningKey* code) {
    return must(protocol::seal_record(must(protocol::sign_record(record, world.terminal, code)), world.mailbox, world.random));
  }
  /// The first answer of a code.
  Envelope first(const crypto::SigningKey& code, const std::string& mood = "bien") {
    Record record = world.record(world.answers(mood));
    protocol::give_rights(record, code.verify_key());
    return seal(record, &code);
  }
  Envelope correct(const crypto::SigningKey& code, const RecordId& replaced, const std::string& mood, RecordId* id = nullptr) {
    Record record = world.record(world.answers(mood));
    record.session.reset();
    record.day.reset();
    protocol::make_correction(record, code.verify_key(), replaced, world.random);
    if (id) *id = record.id;
    return seal(record, &code);
  }
  Envelope withdraw(const crypto::SigningKey& code) {
    return seal(protocol::withdrawal_record(world.mailbox.id, world.mailbox.epoch, code.verify_key(), world.random), &code);
  }
  Collection open(const std::vector<Envelope>& envelopes) {
    Opening opening({&world.mailbox, &world.fleet, &forms, world.now}, std::span(world.readers).first(1));
    for (const Envelope& envelope : envelopes) opening.add(envelope.sha256, envelope.file);
    return opening.finish();
  }
  std::vector<std::string> moods(const Collection& collection) const {
    std::vector<std::string> out;
    for (const Answer& answer : collection.answers) out.emplace_back(*must(forms::Submission::parse(*world.form, answer.instance)).value(world.form->place("/data/humeur")));
    std::ranges::sort(out);
    return out;
  }
  void shuffle(std::vector<Envelope>& envelopes) {
    world.random.shuffle(envelopes);
  }
  std::string exported(const Collection& collection) {
    std::string all;
    for (const ExportedFile& file : must(export_answers(collection, forms, {}))) all += file.content;
    return all;
  }

  test::MailboxWorld world;
  KnownForms forms;
};

TEST_F(RightsOfAnswers, ACorrectionTakesThePlaceOfItsAnswerAndItsSession) {
  const auto code = new_code();
  const RecordId original = protocol::first_record_id(code.verify_key());
  std::vector<Envelope> envelopes{first(code, "mal"), correct(code, original, "bien")};
  for (int turn = 0; turn < 2; ++turn, std::ranges::reverse(envelopes)) {
    const Collection collection = open(envelopes);
    EXPECT_THAT(moods(collection), ElementsAre("bien"));
    EXPECT_EQ(collection.counts.replaced, 1u);
    EXPECT_EQ(collection.answers[0].session, world.session.id) << "given in the session, whenever it was corrected";
    EXPECT_EQ(collection.answers[0].day, world.day);
    EXPECT_NE(collection.answers[0].id, original);
  }
  EXPECT_THAT(moods(open({envelopes[1]})).size(), 1u) << "its answer may still be on the way";
}

TEST_F(RightsOfAnswers, AWithdrawnAnswerIsInNoExportAndTheCountsSaySo) {
  const auto code = new_code();
  Record record = world.record({{"humeur", std::string("bien")}, {"mots", std::string("canari-retrait-2203")}});
  protocol::give_rights(record, code.verify_key());
  std::vector<Envelope> envelopes{seal(record, &code), world.seal(world.record(world.answers("mal"))), withdraw(code)};
  std::vector<RecordId> listed{record.id};
  envelopes.push_back(world.seal_list(listed));
  ASSERT_THAT(exported(open({envelopes[0], envelopes[1]})), HasSubstr("canari-retrait-2203"));
  const auto by_name = [](const Envelope& a, const Envelope& b) { return a.sha256 < b.sha256; };
  std::ranges::sort(envelopes, by_name);
  do {
    const Collection collection = open(envelopes);
    EXPECT_THAT(moods(collection), ElementsAre("mal"));
    EXPECT_EQ(collection.counts, (Counts{.envelopes = 4, .answers = 1, .lists = 1, .withdrawn = 1, .withdrawals = 1}));
    EXPECT_THAT(exported(collection), Not(HasSubstr("canari-retrait-2203")));
    EXPECT_TRUE(collection.sessions.front().completeness.complete()) << "the session misses nothing: it came, and was taken back";
    const test::TemporaryFolder folder;
    RealFiles files;
    must(write_opened(files, folder.path(), collection, forms));
    const OpenedFolder again = must(read_opened(files, folder.path()));
    EXPECT_EQ(again.collection.counts, collection.counts);
    std::string kept;
    for (const char* name : {"answers.jsonl", "summary.json", "taps.jsonl"}) kept += as_text(must(files.read(folder.path() / name, 1 << 20)));
    EXPECT_THAT(kept, Not(HasSubstr("canari-retrait-2203")));
    EXPECT_THAT(summary_text(collection), HasSubstr("1 taken back (1 requests)"));
  } while (std::next_permutation(envelopes.begin(), envelopes.end(), by_name));
}

TEST_F(RightsOfAnswers, TheLastOfAChainOfCorrectionsIsKept) {
  const auto code = new_code();
  RecordId second, third;
  std::vector<Envelope> envelopes{first(code, "mal"), correct(code, protocol::first_record_id(code.verify_key()), "moyen", &second),
                                  correct(code, second, "bien", &third)};
  for (int turn = 0; turn < 6; ++turn) {
    shuffle(envelopes);
    const Collection collection = open(envelopes);
    ASSERT_EQ(collection.answers.size(), 1u);
    EXPECT_EQ(collection.answers[0].id, third);
    EXPECT_EQ(collection.counts.replaced, 2u);
  }
}

TEST_F(RightsOfAnswers, OfTwoCorrectionsMadeApartOneIsKeptEverywhere) {
  const auto code = new_code();
  const RecordId original = protocol::first_record_id(code.verify_key());
  RecordId one, other;
  std::vector<Envelope> envelopes{first(code, "mal"), correct(code, original, "moyen", &one), correct(code, original, "bien", &other)};
  for (int turn = 0; turn < 6; ++turn) {
    shuffle(envelopes);
    const Collection collection = open(envelopes);
    ASSERT_EQ(collection.answers.size(), 1u);
    EXPECT_EQ(collection.answers[0].id, std::max(one, other));
  }
}

TEST_F(RightsOfAnswers, ForgedOnesChangeNothing) {
  const auto code = new_code(), thief = new_code();
  const RecordId original = protocol::first_record_id(code.verify_key());
  // Signed by a listed terminal, with the words of somebody else.
  auto forged = must(protocol::sign_record(
      [&] {
        Record record = world.record(world.answers("mal"));
        protocol::make_correction(record, thief.verify_key(), original, world.random);
        return record;
      }(),
      world.terminal, &thief));
  auto stolen = forged;
  stolen.record.rights = code.verify_key();
  // What the thief may say: a correction of an answer that is not of their code. It is an answer of their own, and replaces nothing.
  const auto recipients = world.mailbox.recipients();
  Collection collection = open({first(code, "bien"), must(protocol::seal_record_to(forged, recipients, world.random))});
  EXPECT_THAT(moods(collection), ElementsAre("bien", "mal"));
  EXPECT_EQ(collection.counts.replaced, 0u);
  // What nobody may say: under the name of the other code.
  auto withdrawal = must(protocol::sign_record(protocol::withdrawal_record(world.mailbox.id, 1, thief.verify_key(), world.random), world.terminal, &thief));
  withdrawal.record.rights = code.verify_key();
  collection = open({first(code, "bien"), must(protocol::seal_record_to(stolen, recipients, world.random)),
                     must(protocol::seal_record_to(withdrawal, recipients, world.random))});
  EXPECT_THAT(moods(collection), ElementsAre("bien"));
  ASSERT_EQ(collection.refused.size(), 2u);
  for (const Refused& refused : collection.refused) EXPECT_EQ(refused.reason, Refusal::BadSignature);
}

/// Many codes, each with a random history; whatever order they arrive in, and whatever is still missing, the same rules hold.
TEST_F(RightsOfAnswers, HoldWhateverTheOrderOfArrival) {
  for (int round = 0; round < test::rounds(15, 400); ++round) {
    struct History {
      crypto::SigningKey code;
      std::vector<RecordId> answers;
      bool withdrawn = false;
    };
    std::vector<History> histories;
    std::vector<Envelope> envelopes;
    const std::size_t plain = world.random.below(4);
    std::size_t withdrawals = 0, answers = plain;
    for (std::size_t i = 0; i < plain; ++i) envelopes.push_back(world.seal(world.record(world.answers("bien"))));
    const std::size_t codes = 1 + world.random.below(4);
    for (std::size_t c = 0; c < codes; ++c) {
      History history{new_code(), {}};
      const RecordId original = protocol::first_record_id(history.code.verify_key());
      if (world.random.below(5) != 0) {  // else the first answer is still on its way
        envelopes.push_back(first(history.code));
        history.answers.push_back(original);
      }
      for (std::uint64_t n = world.random.below(4); n > 0; --n) {
        const RecordId replaced = history.answers.empty() || world.random.below(3) == 0
                                      ? (world.random.below(2) == 0 ? original : RecordId::random(world.random))
                                      : history.answers[world.random.below(history.answers.size())];
        RecordId id;
        envelopes.push_back(correct(history.code, replaced, "moyen", &id));
        history.answers.push_back(id);
      }
      for (std::uint64_t n = world.random.below(3) == 0 ? 1 + world.random.below(2) : 0; n > 0; --n, ++withdrawals) {
        envelopes.push_back(withdraw(history.code));
        history.withdrawn = true;
      }
      answers += history.answers.size();
      histories.push_back(std::move(history));
    }
    if (!envelopes.empty() && world.random.below(2) == 0) envelopes.push_back(envelopes[world.random.below(envelopes.size())]);

    const Collection reference = open(envelopes);
    EXPECT_EQ(reference.counts.sum(), envelopes.size());
    EXPECT_EQ(reference.counts.answers + reference.counts.replaced + reference.counts.withdrawn, answers);
    EXPECT_EQ(reference.counts.withdrawals, withdrawals);
    for (const History& history : histories) {
      const auto kept = std::ranges::count_if(reference.answers, [&](const Answer& answer) { return std::ranges::find(history.answers, answer.id) != history.answers.end(); });
      EXPECT_EQ(kept, history.withdrawn || history.answers.empty() ? 0 : 1) << "one code, one answer; none once withdrawn";
    }
    for (int turn = 0; turn < 4; ++turn) {
      shuffle(envelopes);
      const Collection other = open(envelopes);
      EXPECT_EQ(other.answers, reference.answers);
      EXPECT_EQ(other.counts, reference.counts);
    }
  }
}

}  // namespace
}  // namespace escale::answers
