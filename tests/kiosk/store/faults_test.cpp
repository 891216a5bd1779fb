// Whatever was confirmed on the screen survives: the program killed at any moment, the disk full. ESCALE_FAULTS=long repeats more.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <set>
#include <thread>

#include "tests/kiosk/store/world.hpp"
#include "tests/support/rounds.hpp"

namespace escale::store {
namespace {
using test::must;
using escale::test::rounds;

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

/// Keeps the answers one by one in another process and tells each success; the process is killed so long after it confirmed `at_least`.
struct Confirmed {
  std::size_t count = 0;
  bool killed = false;
};
Confirmed keep_until_killed(test::StoreWorld& world, const std::vector<SealedAnswer>& answers, std::size_t at_least,
                            std::chrono::microseconds after) {
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
    for (;;) ::pause();  // however fast the disk: it never ends by itself
  }
  ::close(pipe_ends[1]);
  Confirmed out;
  char byte = 0;
  while (out.count < at_least && ::read(pipe_ends[0], &byte, 1) == 1) ++out.count;
  ::usleep(static_cast<useconds_t>(after.count()));
  ::kill(child, SIGKILL);
  while (::read(pipe_ends[0], &byte, 1) == 1) ++out.count;
  ::close(pipe_ends[0]);
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "exit code " << WEXITSTATUS(status);
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
    const auto outcome = keep_until_killed(world, answers, 1 + world.people.random.below(answers.size() / 2),
                                           std::chrono::microseconds(world.people.random.below(2'000)));
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
  EXPECT_EQ(killed, static_cast<std::size_t>(total));
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

/// Writes one line to a file of /proc.
bool tell(const char* path, const std::string& line) {
  const int file = ::open(path, O_WRONLY);
  if (file < 0) return false;
  const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  ::close(file);
  return written;
}

constexpr int kNoSmallDisk = 77;
/// Runs this in another process, whose `folder` is a real file system of that size; false when this machine lets nobody mount one.
bool on_small_disk(const Path& folder, const std::string& size, const std::function<void()>& work) {
  const std::string user = "0 " + std::to_string(::getuid()) + " 1", group = "0 " + std::to_string(::getgid()) + " 1";
  const pid_t child = ::fork();
  CHECK(child >= 0);
  if (child == 0) {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !tell("/proc/self/uid_map", user) || !tell("/proc/self/setgroups", "deny") ||
        !tell("/proc/self/gid_map", group) || ::mount("none", folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) != 0)
      ::_exit(kNoSmallDisk);
    work();
    std::fflush(stdout);
    ::_exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoSmallDisk) return false;
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "see above; status " << status;
  return true;
}

TEST(Faults, AFullDiskKeepsWhatItConfirmedAndRefusesTheRest) {
  const test::TemporaryFolder mounted;
  const bool ran = on_small_disk(mounted.path(), "1500k", [&] {
    StoreOptions options;
    options.reserve_bytes = 0;  // to the last byte
    test::StoreWorld world(options, mounted.path());
    const auto session = world.open_session();
    std::set<protocol::RecordId> confirmed;
    std::size_t refused = 0;
    for (int i = 0; i < 1000 && refused < 20; ++i) {
      const auto answer = world.seal(&session);
      if (const auto kept = world.store->keep_answer(answer)) {
        confirmed.insert(answer.record);
      } else {
        EXPECT_EQ(kept.error().code, Code::NoSpace) << kept.error().message;
        ++refused;
      }
    }
    EXPECT_GT(confirmed.size(), 50u);
    EXPECT_EQ(refused, 20u);
    EXPECT_EQ(inspect(world, session).records, confirmed);
  });
  if (!ran) GTEST_SKIP() << "no file system can be mounted here without privileges";
}

TEST(Faults, ThreadsThatShareTheFolderLoseNothing) {
  test::StoreWorld world;
  const auto session = world.open_session();
  std::vector<SealedAnswer> answers;
  for (int i = 0; i < rounds(60, 600); ++i) answers.push_back(world.seal(&session));
  std::atomic<bool> done = false;
  std::thread transfer([&] {
    SystemRandom random;
    auto store = must(Store::open(world.data(), world.files, random));
    const auto generation = protocol::GenerationId::random(random);
    bool last = false;
    for (int i = 0; !last; ++i) {
      last = done;
      const auto pending = must(store->outbox().pending());
      for (const auto& digest : pending) must(store->outbox().load(digest));
      must(store->outbox().mark_received(pending, generation));
      if (i % 3 == 0) must(store->outbox().mark_released(pending));
      must(store->facts().count("round"));
    }
  });
  std::thread opener([&] {
    SystemRandom random;
    while (!done) must(Store::open(world.data(), world.files, random));
  });
  for (const auto& answer : answers) must(world.store->keep_answer(answer));
  done = true;
  transfer.join();
  opener.join();
  EXPECT_EQ(must(world.store->sessions().records(session.id)).size(), answers.size());
  const auto counts = must(world.store->outbox().counts());
  EXPECT_EQ(counts.pending, 0);
  EXPECT_EQ(counts.received + counts.released, static_cast<std::int64_t>(answers.size()));
  EXPECT_EQ(must(open_copies(must(world.store->sessions().copies(session.id)), session, world.session_identity, world.store->identity().verify_key())).size(),
            answers.size());
}

TEST(Faults, SeveralThreadsMakeOneTerminal) {
  for (int round = 0; round < rounds(5, 50); ++round) {
    const test::TemporaryFolder folder;
    std::vector<std::thread> threads;
    std::array<std::optional<crypto::VerifyKey>, 4> keys;
    for (auto& key : keys)
      threads.emplace_back([&] {
        RealFiles files;
        SystemRandom random;
        key = must(Store::open(folder.path() / "terminal", files, random))->identity().verify_key();
      });
    for (auto& thread : threads) thread.join();
    for (const auto& key : keys) EXPECT_EQ(key, keys[0]);
  }
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
