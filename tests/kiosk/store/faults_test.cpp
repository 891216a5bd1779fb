// Whatever was confirmed on the screen survives: the program killed at any moment, the disk full. ESCALE_FAULTS=long repeats more.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <set>

#include "tests/kiosk/store/world.hpp"

namespace escale::store {
namespace {
using test::must;

int rounds(int usual, int many) {
  const char* wanted = std::getenv("ESCALE_FAULTS");
  return wanted && std::string_view(wanted) == "long" ? many : usual;
}

/// What the folder holds after reopening, and that its parts agree: never an answer without its record id or its copy.
struct Found {
  std::set<protocol::RecordId> records;
  std::size_t envelopes = 0;
};
Found inspect(test::StoreWorld& world, const protocol::SessionOpening& session) {
  Found found;
  const auto records = must(world.store->sessions().records(session.id));
  found.records.insert(records.begin(), records.end());
  const auto pending = must(world.store->outbox().pending());
  found.envelopes = pending.size();
  std::set<protocol::RecordId> in_envelopes;
  for (const auto& digest : pending) {
    const auto opened = must(protocol::open_envelope(must(world.store->outbox().load(digest)).file, world.people.readers));
    in_envelopes.insert(opened.record.id);
  }
  EXPECT_EQ(in_envelopes, found.records);
  const auto copies = must(open_copies(must(world.store->sessions().copies(session.id)), session, world.session_identity, world.store->identity().verify_key()));
  std::set<protocol::RecordId> in_copies;
  for (const auto& record : copies) in_copies.insert(record.id);
  EXPECT_EQ(in_copies, found.records);
  EXPECT_EQ(must(world.store->sessions().find(session.id)).collected, static_cast<std::int64_t>(found.records.size()));
  auto database = must(db::Database::open(world.store->folder().state_database()));
  const auto whole = database.check_integrity();
  EXPECT_TRUE(whole) << whole.error().message;
  return found;
}

/// Keeps the answers one by one in another process and tells each success; the process is killed after so many bytes or so long.
struct Confirmed {
  std::size_t count = 0;
  bool killed = false;
};
Confirmed keep_until_killed(test::StoreWorld& world, const std::vector<SealedAnswer>& answers, std::chrono::microseconds after) {
  int pipe_ends[2];
  CHECK(::pipe(pipe_ends) == 0);
  world.store.reset();  // a connection does not go through fork
  const pid_t child = ::fork();
  CHECK(child >= 0);
  if (child == 0) {
    ::close(pipe_ends[0]);
    auto store = Store::open(world.data(), world.files, world.people.random, world.options);
    if (!store) ::_exit(3);
    for (const auto& answer : answers) {
      if (!(*store)->keep_answer(answer)) ::_exit(4);
      const char done = 1;
      if (::write(pipe_ends[1], &done, 1) != 1) ::_exit(5);
    }
    ::_exit(0);
  }
  ::close(pipe_ends[1]);
  Confirmed out;
  char byte = 0;
  if (::read(pipe_ends[0], &byte, 1) == 1) ++out.count;  // it is at work
  ::usleep(static_cast<useconds_t>(after.count()));
  ::kill(child, SIGKILL);
  while (::read(pipe_ends[0], &byte, 1) == 1) ++out.count;
  ::close(pipe_ends[0]);
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "exit code " << WEXITSTATUS(status);
  out.killed = WIFSIGNALED(status);
  world.reopen();
  return out;
}

TEST(Faults, AKilledProgramLosesNothingItConfirmed) {
  test::StoreWorld world;
  auto session = world.open_session();
  std::size_t killed = 0;
  std::set<protocol::RecordId> confirmed;
  const int total = rounds(8, 150);
  for (int round = 0; round < total; ++round) {
    std::vector<SealedAnswer> answers;
    for (int i = 0; i < 40; ++i) answers.push_back(world.seal(&session));
    const auto outcome = keep_until_killed(world, answers, std::chrono::microseconds(world.people.random.below(20'000)));
    killed += outcome.killed ? 1 : 0;
    for (std::size_t i = 0; i < outcome.count; ++i) confirmed.insert(answers[i].record);
    const Found found = inspect(world, session);
    for (const auto& record : confirmed) EXPECT_TRUE(found.records.contains(record)) << "lost in round " << round;
    // At most the one that was being kept is there without having been confirmed.
    EXPECT_LE(found.records.size(), confirmed.size() + 1);
    confirmed = found.records;
    if (confirmed.size() > 200) {  // begin again with less to read
      must(world.store->close_session(session.id));
      must(world.store->outbox().mark_released(must(world.store->outbox().pending())));
      session = world.open_session();
      confirmed.clear();
    }
  }
  EXPECT_GT(killed, static_cast<std::size_t>(total) / 2);
}

TEST(Faults, AFullDatabaseKeepsWhatItConfirmedAndRefusesTheRest) {
  StoreOptions options;
  options.max_state_bytes = 600'000;
  test::StoreWorld world(options);
  const auto session = world.open_session();
  std::set<protocol::RecordId> confirmed;
  std::size_t refused = 0;
  for (int i = 0; i < 200 && refused < 20; ++i) {
    const auto answer = world.seal(&session);
    const auto kept = world.store->keep_answer(answer);
    if (kept) {
      confirmed.insert(answer.record);
    } else {
      EXPECT_EQ(kept.error().code, Code::NoSpace) << kept.error().message;
      ++refused;
    }
  }
  EXPECT_GT(confirmed.size(), 20u);
  ASSERT_EQ(refused, 20u);
  EXPECT_EQ(inspect(world, session).records, confirmed);
  world.reopen();
  EXPECT_EQ(inspect(world, session).records, confirmed);
  // What was released gives room again.
  auto pending = must(world.store->outbox().pending());
  pending.resize(pending.size() / 2);
  must(world.store->outbox().mark_released(pending));
  must(world.store->keep_answer(world.seal(&session)));
}

TEST(Faults, ANearlyFullDiskStopsCollectingBeforeItIsFull) {
  test::StoreWorld world;
  EXPECT_FALSE(must(world.store->collecting_stopped()));
  world.options.reserve_bytes = std::uint64_t{1} << 60;
  world.reopen();
  EXPECT_TRUE(must(world.store->collecting_stopped()));
  const auto answer = world.seal(nullptr);
  EXPECT_EQ(world.store->keep_answer(answer).error().code, Code::NoSpace);
  EXPECT_EQ(must(world.store->outbox().counts()), protocol::OutboxCounts{});
}

}  // namespace
}  // namespace escale::store
