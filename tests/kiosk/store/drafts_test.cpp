// Drafts: they come back after a crash, and once their key is gone neither the disk nor anybody reads them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "kiosk/store/drafts_repository.hpp"
#include "tests/kiosk/store/world.hpp"

namespace escale::store {
namespace {
using test::must;
using testing::HasSubstr;

/// The key in memory that outlives the store, as the supervisor's does.
struct Holder final : DraftKeyHolder {
  std::optional<std::array<std::uint8_t, kBytes>> key;
  bool broken = false;
  Result<bool> read(std::span<std::uint8_t, kBytes> out) override {
    if (!key) return false;
    std::copy(key->begin(), key->end(), out.begin());
    return true;
  }
  Result<> write(std::span<const std::uint8_t, kBytes> fresh) override {
    if (broken) return fail(Code::Io, "no room");
    key.emplace();
    std::copy(fresh.begin(), fresh.end(), key->begin());
    return {};
  }
  Result<> wipe() override {
    key.reset();
    return {};
  }
};

constexpr std::string_view kCanary = "canari-brouillon-7431";

class DraftsTest : public testing::Test {
 protected:
  DraftsTest() : world(options(holder)) {}
  static StoreOptions options(Holder& holder) {
    StoreOptions out;
    out.draft_key = &holder;
    return out;
  }
  Drafts& drafts() { return world.store->drafts(); }
  std::string text() { return std::string(as_text(must(drafts().open()))); }
  /// Whatever is in the files of the terminal.
  std::string disk() const {
    std::string out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(world.data())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      out.append(std::istreambuf_iterator<char>(in), {});
    }
    return out;
  }
  std::string key_on_disk_of(const std::array<std::uint8_t, 32>& key) const { return std::string(key.begin(), key.end()); }

  Holder holder;
  test::StoreWorld world;
  protocol::Day today = must(protocol::parse_day("2026-11-24"));
};

TEST_F(DraftsTest, ComeBackInTheProcessThatFollows) {
  EXPECT_FALSE(must(drafts().waits()));
  EXPECT_EQ(drafts().open().error().code, Code::NotFound);
  must(drafts().save(as_bytes("bien")));
  must(drafts().save(as_bytes("bien, parce que")));
  EXPECT_EQ(text(), "bien, parce que");
  world.reopen();
  EXPECT_TRUE(must(drafts().waits()));
  EXPECT_EQ(text(), "bien, parce que");
  const auto before = holder.key;
  must(drafts().save(as_bytes("bien, parce que c'est clair")));
  EXPECT_EQ(holder.key, before) << "the person goes on under the same key";
  world.reopen();
  EXPECT_EQ(text(), "bien, parce que c'est clair");
}

TEST_F(DraftsTest, AreSealedOnTheDiskInAFewSizesAndInOneRow) {
  must(drafts().save(as_bytes(kCanary)));
  EXPECT_THAT(disk(), testing::Not(HasSubstr(std::string(kCanary))));
  EXPECT_THAT(disk(), testing::Not(HasSubstr(key_on_disk_of(*holder.key)))) << "the key is never in a file";
  auto database = must(db::Database::open(world.store->folder().state_database()));
  std::set<std::int64_t> sizes;
  for (std::size_t length = 0; length < 2000; length += 97) {
    must(drafts().save(Bytes(length, 'x')));
    auto look = must(database.prepare("SELECT count(*), length(sealed) FROM drafts"));
    ASSERT_TRUE(must(look.step()));
    EXPECT_EQ(look.column_int(0), 1);
    sizes.insert(look.column_int(1));
  }
  EXPECT_EQ(sizes.size(), 1u) << "twenty words or two hundred look the same";
}

TEST_F(DraftsTest, DieWithTheUse) {
  must(drafts().save(as_bytes(kCanary)));
  const auto key = *holder.key;
  must(drafts().forget());
  EXPECT_FALSE(holder.key);
  EXPECT_FALSE(must(drafts().waits()));
  EXPECT_EQ(drafts().open().error().code, Code::NotFound);
  // Not even the sealed bytes are left, in the file or in its log: nobody who finds the key some day reads them.
  crypto::Secret secret = crypto::Secret::copy_of(key);
  const auto identity = must(crypto::Identity::from_secret(std::move(secret)));
  EXPECT_THAT(disk(), testing::Not(HasSubstr("age-encryption.org/v1\n-> X25519"))) << identity.recipient().text();
  must(drafts().forget());
}

TEST_F(DraftsTest, DieWithThePower) {
  must(drafts().save(as_bytes(kCanary)));
  holder.key.reset();  // what the supervisor's memory is after a start of the machine
  world.reopen();
  EXPECT_FALSE(must(drafts().waits()));
  EXPECT_EQ(drafts().open().error().code, Code::NotFound);
  EXPECT_THAT(disk(), testing::Not(HasSubstr("age-encryption.org/v1\n-> X25519"))) << "and what nobody opens is removed";
  must(drafts().save(as_bytes("la personne suivante")));
  EXPECT_EQ(text(), "la personne suivante");
}

TEST_F(DraftsTest, AKeyOfAnotherUseOpensNothing) {
  must(drafts().save(as_bytes(kCanary)));
  holder.key->front() ^= 0x10;
  world.reopen();
  EXPECT_FALSE(drafts().open());
}

TEST_F(DraftsTest, AreGoneInTheSameBreathAsTheAnswerIsKept) {
  const auto opening = world.open_session();
  must(drafts().save(as_bytes(kCanary)));
  must(world.store->keep_answer(world.seal(&opening)));
  EXPECT_FALSE(must(drafts().waits())) << "after a crash right here nothing is sent twice";
  // And an answer that is refused leaves the draft where it was.
  must(drafts().save(as_bytes("encore")));
  must(world.store->close_session(opening.id));
  EXPECT_FALSE(world.store->keep_answer(world.seal(&opening)));
  EXPECT_EQ(text(), "encore");
}

TEST_F(DraftsTest, WithoutAHolderNothingIsWritten) {
  test::StoreWorld alone;
  must(alone.store->drafts().save(as_bytes(kCanary)));
  EXPECT_FALSE(must(alone.store->drafts().waits()));
  holder.broken = true;
  EXPECT_EQ(drafts().save(as_bytes(kCanary)).error().code, Code::Io);
  EXPECT_FALSE(must(drafts().waits())) << "never a draft without the key that opens it";
}

TEST_F(DraftsTest, SurviveTheProcessBeingKilledAtAnyMoment) {
  for (int round = 0; round < 12; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    must(drafts().save(as_bytes("0")));  // the key is there: the child of a fork has a copy, as the kernel's memory would be shared
    const auto key = holder.key;
    world.store.reset();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      world.reopen();
      for (int i = 1;; ++i) {
        const std::string content = std::to_string(i) + std::string(static_cast<std::size_t>(i % 7) * 900, '.');
        if (!world.store->drafts().save(as_bytes(content))) ::_exit(1);
        if (::write(ends[1], &i, sizeof i) != sizeof i) ::_exit(1);
      }
    }
    ::close(ends[1]);
    int confirmed = 0;
    for (int i = 0; i < 20 + round * 5; ++i) ASSERT_EQ(::read(ends[0], &confirmed, sizeof confirmed), static_cast<ssize_t>(sizeof confirmed));
    ::kill(child, SIGKILL);
    while (::read(ends[0], &confirmed, sizeof confirmed) == static_cast<ssize_t>(sizeof confirmed)) {
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    holder.key = key;
    world.reopen();
    ASSERT_TRUE(must(drafts().waits()));
    EXPECT_GE(std::stoi(text()), confirmed) << "what was confirmed, or the one that was being written";
    must(drafts().forget());
  }
}

class KeptDrafts : public DraftsTest {
 protected:
  crypto::Identity words = must(Drafts::key_of_words("canal mouton lampe rivage tableau"));
};

TEST_F(KeptDrafts, SurviveThePowerAndOpenWithTheirWordsAlone) {
  must(drafts().keep(words.recipient(), as_bytes("page 1"), today + std::chrono::days(7)));
  must(drafts().keep(words.recipient(), as_bytes("page 1 et 2"), today + std::chrono::days(7)));
  EXPECT_EQ(must(drafts().kept()), 1);
  holder.key.reset();
  world.reopen();
  EXPECT_EQ(as_text(must(drafts().open_kept(must(Drafts::key_of_words("Canal, mouton, lampe, rivage, tableau")), today))), "page 1 et 2");
  EXPECT_EQ(drafts().open_kept(must(Drafts::key_of_words("canal mouton lampe rivage chaise")), today).error().code, Code::NotFound);
  EXPECT_THAT(disk(), testing::Not(HasSubstr("page 1 et 2")));
  EXPECT_FALSE(must(drafts().waits())) << "it is not the present draft of whoever comes next";
  must(drafts().forget_kept(words.recipient()));
  EXPECT_EQ(drafts().open_kept(words, today).error().code, Code::NotFound);
}

TEST_F(KeptDrafts, GoAfterTheirLastDay) {
  const auto last = today + std::chrono::days(7);
  must(drafts().keep(words.recipient(), as_bytes("page 1"), last));
  const auto other = crypto::Identity::generate(world.people.random);
  must(drafts().keep(other.recipient(), as_bytes("autre"), last + std::chrono::days(1)));
  EXPECT_EQ(must(drafts().forget_expired(last)), 0u);
  EXPECT_EQ(as_text(must(drafts().open_kept(words, last))), "page 1");
  EXPECT_EQ(drafts().open_kept(words, last + std::chrono::days(1)).error().code, Code::NotFound) << "even before the row is removed";
  EXPECT_EQ(must(drafts().forget_expired(last + std::chrono::days(1))), 1u);
  EXPECT_EQ(must(drafts().kept()), 1);
}

TEST_F(KeptDrafts, GoWithTheAnswerThatWasMadeOfThem) {
  const auto opening = world.open_session();
  must(drafts().keep(words.recipient(), as_bytes("page 1"), today));
  must(world.store->keep_answer(world.seal(&opening), words.recipient()));
  EXPECT_EQ(must(drafts().kept()), 0);
}

TEST_F(KeptDrafts, AreNeverThrownAwayForOneMore) {
  for (std::int64_t i = 0; i < Drafts::kMostKept; ++i)
    must(drafts().keep(crypto::Identity::generate(world.people.random).recipient(), as_bytes("x"), today));
  const auto refused = drafts().keep(words.recipient(), as_bytes("page 1"), today);
  EXPECT_EQ(refused.error().code, Code::Refused);
  EXPECT_EQ(must(drafts().kept()), Drafts::kMostKept);
  EXPECT_EQ(drafts().save(Bytes(Drafts::kMostBytes + 1, 'x')).error().code, Code::TooLarge);
}

}  // namespace
}  // namespace escale::store
