// What a mailbox keeps for so many days is neither opened nor exported after them; whoever leaves something out says how much.
#include <gmock/gmock.h>

#include "sync/answers/export.hpp"
#include "sync/base/json.hpp"
#include "sync/protocol/taps.hpp"
#include "tests/support/mailbox_world.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::answers {
namespace {
using protocol::Envelope;
using protocol::Record;
using std::chrono::days;
using test::must;

class Retention : public testing::Test {
 protected:
  Retention() {
    must(forms.add(world.form_blob));
    world.mailbox.retention_days = 30;
  }
  Record undated() {
    Record record = world.record(world.answers("bien"));
    record.day.reset();
    return record;
  }
  Record taps(std::optional<protocol::Day> day) {
    return must(protocol::taps_record({world.mailbox.id, 1, world.version, std::nullopt, day}, {"humeur", {{"bien", 8, 3}, {"mal", 1, 0}}}, world.random));
  }
  Collection open(const std::vector<Envelope>& envelopes, Timestamp now, const std::map<crypto::Digest, protocol::Day>* arrivals = nullptr) {
    Opening opening({&world.mailbox, &world.fleet, &forms, now, arrivals}, std::span(world.readers).first(1));
    for (const Envelope& envelope : envelopes) opening.add(envelope.sha256, envelope.file);
    return opening.finish();
  }
  test::MailboxWorld world;
  KnownForms forms;
};

TEST_F(Retention, AnAnswerOfAnUnknownDayIsDatedByItsArrival) {
  const Envelope envelope = world.seal(undated());
  const std::map<crypto::Digest, protocol::Day> arrivals{{envelope.sha256, world.day}};
  EXPECT_EQ(open({envelope}, world.now + days(29), &arrivals).answers.size(), 1u) << "the thirtieth day is kept";
  const Collection late = open({envelope}, world.now + days(30), &arrivals);
  ASSERT_EQ(late.refused.size(), 1u);
  EXPECT_EQ(late.refused[0].reason, Refusal::Expired);
  // From a key, nothing tells: its days count from when it is opened, and are written down with it.
  const Collection unknown = open({envelope}, world.now + days(30));
  ASSERT_EQ(unknown.answers.size(), 1u);
  EXPECT_EQ(unknown.answers[0].last_day, protocol::day_of(world.now + days(60)));
}

TEST_F(Retention, WhatWasOpenedInTimeIsNotExportedOutOfTime) {
  Record later = world.record(world.answers("mal"));
  later.day = world.day + days(10);
  const std::vector<Envelope> envelopes{world.seal(world.record(world.answers("bien"))), world.seal(later), world.seal(taps(world.day)), world.seal(taps(world.day + days(10)))};
  test::TemporaryFolder folder;
  RealFiles files;
  must(write_opened(files, folder.path(), open(envelopes, world.now + days(10)), forms));
  OpenedFolder opened = must(read_opened(files, folder.path()));
  EXPECT_EQ(leave_out_expired(opened.collection, world.day + days(30)), 0u);
  EXPECT_EQ(leave_out_expired(opened.collection, world.day + days(31)), 2u);
  EXPECT_EQ(opened.collection.counts, (Counts{.envelopes = 4, .answers = 1, .taps = 1, .expired = 2}));
  ASSERT_EQ(opened.collection.answers.size(), 1u);
  EXPECT_EQ(opened.collection.answers[0].day, later.day);
  const auto exported = must(export_answers(opened.collection, opened.forms, {}));
  const auto provenance = must(parse_json(exported.back().content));
  EXPECT_EQ(provenance["counts"]["expired"], 2);
  EXPECT_EQ(provenance["counts"]["answers"], 1);
  std::int64_t sum = 0;
  for (const auto& [name, count] : provenance["counts"].items())
    if (name != "envelopes") sum += count.get<std::int64_t>();
  EXPECT_EQ(provenance["counts"]["envelopes"], sum) << "they add up";
  EXPECT_EQ(leave_out_expired(opened.collection, world.day + days(500)), 2u);
  EXPECT_EQ(opened.collection.counts.sum(), 4u);
}

TEST_F(Retention, TapsAreCountedAndExportedAsTheyAre) {
  Record session_taps = taps(world.day);
  session_taps.session = world.session.id;
  const std::vector<Envelope> envelopes{world.seal(session_taps), world.seal(taps(std::nullopt)), world.seal_list({session_taps.id})};
  const Collection collection = open(envelopes, world.now);
  EXPECT_EQ(collection.counts, (Counts{.envelopes = 3, .lists = 1, .taps = 2}));
  EXPECT_TRUE(collection.sessions.front().completeness.complete());
  const auto files = must(export_answers(collection, forms, {}));
  const auto csv = std::ranges::find(files, world.form->definition().id + "_taps.csv", &ExportedFile::name);
  ASSERT_NE(csv, files.end());
  EXPECT_THAT(csv->content, testing::HasSubstr(session_taps.id.text() + "," + world.session.id.text() + ",2026-11-24," + world.version.digest.hex() + ",humeur,bien,8,3\r\n"));
  test::TemporaryFolder folder;
  RealFiles disk;
  must(write_opened(disk, folder.path(), collection, forms));
  EXPECT_EQ(must(read_opened(disk, folder.path())).collection.taps, collection.taps);
  must(disk.write_atomic(folder.path() / "taps.jsonl", as_bytes("{}\n")));
  EXPECT_THAT(read_opened(disk, folder.path()).error().message, testing::HasSubstr("taps.jsonl, line 1: "));
}

}  // namespace
}  // namespace escale::answers
