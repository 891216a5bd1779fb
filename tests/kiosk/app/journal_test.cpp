// What happened to the terminal, the key file of its team, and content that the disk damaged.
#include "kiosk/app/journal.hpp"

#include <gmock/gmock.h>

#include "kiosk/app/sync_now.hpp"
#include "tests/kiosk/app/terminal.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::app {
namespace {
using escale::test::must;
using testing::ElementsAre;
using testing::Field;

class JournalOf : public testing::Test {
 protected:
  std::vector<std::string> codes() {
    std::vector<std::string> out;
    for (const JournalLine& line : must(journal_lines(*store, 100))) out.push_back(line.code + (line.detail.empty() ? "" : " " + line.detail));
    return out;
  }
  escale::test::TemporaryFolder folder;
  RealFiles files;
  SystemRandom random;
  ManualClock clock{Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24))};
  std::unique_ptr<store::Store> store = must(store::Store::open(folder.path() / "data", files, random, {.build_date = clock.now() - std::chrono::hours(24)}));
};

TEST_F(JournalOf, TheTerminalKnowsTheTimeOnlyWhenItsClockIsNotBehindWhatWasSigned) {
  note_in_journal(*store, clock, "started");
  must(store->facts().advance_time(clock.now() + std::chrono::hours(1)));
  note_in_journal(*store, clock, "crash", "signal-11");
  EXPECT_THAT(must(journal_lines(*store, 10)), ElementsAre(JournalLine{std::nullopt, "crash", "signal-11"}, JournalLine{clock.now(), "started", ""}));
}

TEST_F(JournalOf, ATerminalWithoutNetworkDoesNotFillItsJournal) {
  for (int i = 0; i < 5; ++i) note_sync(*store, clock, "sync-failed", "unavailable");
  note_in_journal(*store, clock, "wrong-pin");
  note_sync(*store, clock, "sync-failed", "unavailable");
  note_sync(*store, clock, "sync-done");
  note_sync(*store, clock, "sync-failed", "unavailable");
  EXPECT_THAT(codes(), ElementsAre("sync-failed unavailable", "sync-done", "wrong-pin", "sync-failed unavailable"));
}

TEST_F(JournalOf, OnlyAKeyThatThisTerminalMadeOpensItsDoor) {
  const Path media = folder.path() / "media";
  EXPECT_FALSE(must(staff_key_plugged_in(*store, files, media))) << "nothing is plugged in";
  const std::string key = new_staff_key(random);
  must(store->facts().add_staff_key(crypto::sha256(as_bytes(key))));
  EXPECT_FALSE(must(staff_key_plugged_in(*store, files, media)));
  std::filesystem::create_directories(media / "sda1");
  std::filesystem::create_directories(media / "sdb1");
  escale::test::write_whole(media / "sda1" / "other.key", new_staff_key(random));
  escale::test::write_whole(media / "sda1" / "large.key", key + std::string(4096, ' '));
  escale::test::write_whole(media / "sdb1" / "key.txt", key);
  escale::test::write_whole(media / "sdb1" / "cut.key", key.substr(0, key.size() - 3));
  EXPECT_FALSE(must(staff_key_plugged_in(*store, files, media)));
  escale::test::write_whole(media / "sdb1" / "escale-staff.key", key);
  EXPECT_TRUE(must(staff_key_plugged_in(*store, files, media)));
  EXPECT_EQ(escale::test::read_whole(folder.path() / "data" / "state.db").find(key.substr(17, 20)), std::string::npos) << "only its digest is kept";
}

TEST(KeyFile, IsLookedForWhereKeysAreMountedAndOpensTheDoor) {
  test::Terminal terminal;
  const Path media = terminal.world.folder.path() / "media";
  terminal.options.media = media;
  const std::string key = new_staff_key(terminal.random);
  must(terminal.aside()->facts().add_staff_key(crypto::sha256(as_bytes(key))));
  terminal.reopen();
  EXPECT_TRUE(terminal.does<KeyFileFound>(LookForKeyFile{}).empty());
  std::filesystem::create_directories(media / "dev-sda1");
  escale::test::write_whole(media / "dev-sda1" / "escale-staff.key", key);
  EXPECT_EQ(terminal.does<KeyFileFound>(LookForKeyFile{}).size(), 1u);
}

TEST(Journal, NotesDoorsAndSynchronisations) {
  test::Terminal terminal;
  terminal.does<PinRefused>(CheckPin{"0000"});
  terminal.does<PinAccepted>(CheckPin{"2580"});
  terminal.workers->post(NoteInJournal{"screen-set", {}});
  const auto lines = terminal.did<JournalRead>(ReadJournal{}).lines;
  const auto noted = [](const char* code) { return Field(&JournalLine::code, code); };
  EXPECT_THAT(lines, ElementsAre(noted("screen-set"), noted("door-opened"), noted("wrong-pin"), noted("sync-done")));
}

TEST(Content, WhatTheDiskDamagedIsDroppedOnceADayAndComesAgain) {
  test::Terminal terminal;
  const Path blobs = store::DataFolder{terminal.options.data}.blobs();
  Path damaged;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(blobs))
    // A document: manifests and lists are read from the database.
    if (entry.is_regular_file() && escale::test::read_whole(entry.path()).find("\"blocks\"") != std::string::npos) damaged = entry.path();
  ASSERT_FALSE(damaged.empty());
  const std::string whole = escale::test::read_whole(damaged);
  escale::test::write_whole(damaged, std::string(whole.size(), 'x'));
  terminal.does<SyncEnded>(Synchronise{});
  EXPECT_NE(escale::test::read_whole(damaged), whole) << "looked at already today";
  terminal.world.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(terminal.did<SyncEnded>(Synchronise{}).result, "done");
  EXPECT_EQ(escale::test::read_whole(damaged), whole);
  const auto lines = terminal.did<JournalRead>(ReadJournal{}).lines;
  EXPECT_THAT(lines, testing::Contains(testing::AllOf(Field(&JournalLine::code, "content-dropped"), Field(&JournalLine::detail, "1"))));
}

}  // namespace
}  // namespace escale::app
