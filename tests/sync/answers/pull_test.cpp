#include "sync/answers/pull.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "tests/support/temporary_folder.hpp"

namespace escale::answers {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A mailbox in memory that pages as a hub does: by day, then digest.
class Mailbox {
 public:
  crypto::Digest put(std::string day, std::string_view content) {
    const crypto::Digest digest = crypto::sha256(as_bytes(content));
    entries[day + "/" + digest.hex()] = to_bytes(content);
    return digest;
  }
  MailboxSource source() {
    return {"clts-demo",
            [this](std::string_view after) -> Result<client::MailboxPage> {
              asked.push_back(std::string(after));
              client::MailboxPage page;
              auto entry = entries.upper_bound(std::string(after));
              for (; entry != entries.end() && page.envelopes.size() < page_size; ++entry)
                page.envelopes.push_back({crypto::Digest::parse(entry->first.substr(11)).value(),
                                          entry->first.substr(0, 10), entry->second.size()});
              if (entry != entries.end()) page.next = std::prev(entry)->first;
              return page;
            },
            [this](const crypto::Digest& digest) -> Result<Bytes> {
              if (fetches_left == 0) return fail(Code::Unavailable, "the network is gone");
              --fetches_left;
              ++fetched;
              for (const auto& [key, content] : entries)
                if (key.ends_with(digest.hex())) return lying ? to_bytes("autre chose") : content;
              return fail(Code::NotFound, "no such envelope");
            },
            [this](std::vector<crypto::Digest> envelopes) -> Result<> {
              released.insert(envelopes.begin(), envelopes.end());
              return {};
            }};
  }
  std::map<std::string, Bytes> entries;
  std::set<crypto::Digest> released;
  std::vector<std::string> asked;
  std::size_t page_size = 2;
  int fetches_left = 1000;
  int fetched = 0;
  bool lying = false;
};

class PullTest : public ::testing::Test {
 protected:
  test::TemporaryFolder folder;
  RealFiles files;
  Mailbox mailbox;
};

TEST_F(PullTest, LeavesNothingBehindWhenTheHubRefuses) {
  auto source = mailbox.source();
  source.list = [](std::string_view) -> Result<client::MailboxPage> { return fail(Code::NotFound, "no such mailbox"); };
  EXPECT_FALSE(pull(files, source, folder.path() / "new", false).has_value());
  EXPECT_FALSE(files.exists(folder.path() / "new"));
  // Nor a claim on the folder: another mailbox may be pulled there.
  mailbox.put("2026-11-24", "a");
  EXPECT_TRUE(pull(files, mailbox.source(), folder.path() / "new", false).has_value());
  EXPECT_TRUE(files.exists(folder.path() / "new" / "pulled.json"));
}

TEST_F(PullTest, BringsEverythingAndReleasesIt) {
  for (const char* content : {"a", "b", "c", "d", "e"}) mailbox.put("2026-11-24", content);
  const auto pulled = pull(files, mailbox.source(), folder.path(), false);
  ASSERT_TRUE(pulled.has_value()) << pulled.error().message;
  EXPECT_EQ(pulled->fetched, 5u);
  EXPECT_EQ(pulled->released, 5u);
  EXPECT_EQ(mailbox.released.size(), 5u);
  const auto here = pulled_envelopes(files, folder.path()).value();
  ASSERT_EQ(here.size(), 5u);
  for (const auto& digest : here)
    EXPECT_EQ(crypto::sha256(files.read(envelope_path(folder.path(), digest), 100).value()), digest);
}

TEST_F(PullTest, GoesOnWhereItWasCutAndReleasesOnlyWhatIsHere) {
  for (const char* content : {"a", "b", "c", "d", "e"}) mailbox.put("2026-11-24", content);
  mailbox.fetches_left = 3;
  EXPECT_EQ(pull(files, mailbox.source(), folder.path(), false).error().code, Code::Unavailable);
  EXPECT_EQ(mailbox.released.size(), 2u)
      << "the page that was whole; the third file is here but its page was not finished";
  mailbox.fetches_left = 1000;
  const auto pulled = pull(files, mailbox.source(), folder.path(), false);
  ASSERT_TRUE(pulled.has_value());
  EXPECT_EQ(pulled->already_here, 3u);
  EXPECT_EQ(pulled->fetched, 2u);
  EXPECT_EQ(mailbox.fetched, 5);
  EXPECT_EQ(mailbox.released.size(), 5u);
}

TEST_F(PullTest, FindsWhatArrivesLaterOnTheSameDay) {
  mailbox.put("2026-11-23", "veille");
  mailbox.put("2026-11-24", "a");
  ASSERT_TRUE(pull(files, mailbox.source(), folder.path(), false).has_value());
  for (const char* content : {"b", "c", "d", "e", "f", "g"}) mailbox.put("2026-11-24", content);
  mailbox.asked.clear();
  const auto pulled = pull(files, mailbox.source(), folder.path(), false);
  EXPECT_EQ(pulled->fetched, 6u);
  EXPECT_EQ(mailbox.asked.front(), "2026-11-24") << "days that are over are not read again";
}

TEST_F(PullTest, RemembersWhenTheHubTookEachEnvelope) {
  const auto old = mailbox.put("2026-11-23", "veille"), recent = mailbox.put("2026-11-24", "a");
  ASSERT_TRUE(pull(files, mailbox.source(), folder.path(), false).has_value());
  // A line that the power cut in the middle is said again, and spoils no other.
  ASSERT_TRUE(files.append(folder.path() / "arrivals.txt", as_bytes("2026-11-2")).has_value());
  const auto later = mailbox.put("2026-11-25", "b");
  ASSERT_TRUE(pull(files, mailbox.source(), folder.path(), false).has_value());
  const auto arrivals = pulled_arrivals(files, folder.path()).value();
  ASSERT_EQ(arrivals.size(), 3u);
  EXPECT_EQ(protocol::day_text(arrivals.at(old)), "2026-11-23");
  EXPECT_EQ(protocol::day_text(arrivals.at(recent)), "2026-11-24");
  EXPECT_EQ(protocol::day_text(arrivals.at(later)), "2026-11-25");
  EXPECT_TRUE(pulled_arrivals(files, folder.path() / "elsewhere").value().empty());
}

TEST_F(PullTest, ReleasesNothingWhenAskedToKeep) {
  mailbox.put("2026-11-24", "a");
  EXPECT_EQ(pull(files, mailbox.source(), folder.path(), true)->released, 0u);
  EXPECT_THAT(mailbox.released, IsEmpty());
}

TEST_F(PullTest, BelievesNoBytesOfAnotherName) {
  mailbox.put("2026-11-24", "a");
  mailbox.lying = true;
  EXPECT_EQ(pull(files, mailbox.source(), folder.path(), false).error().code, Code::Corrupt);
  EXPECT_THAT(pulled_envelopes(files, folder.path()).value(), IsEmpty());
  EXPECT_THAT(mailbox.released, IsEmpty());
}

TEST_F(PullTest, ReleasesOnlyWhatIsWholeHere) {
  const crypto::Digest digest = mailbox.put("2026-11-24", "a");
  ASSERT_TRUE(files.write_atomic(envelope_path(folder.path(), digest), as_bytes("")).has_value());  // a copy that was spoiled
  const auto pulled = pull(files, mailbox.source(), folder.path(), false);
  ASSERT_TRUE(pulled.has_value());
  EXPECT_EQ(pulled->fetched, 1u);
  EXPECT_EQ(as_text(files.read(envelope_path(folder.path(), digest), 100).value()), "a");
}

TEST_F(PullTest, KeepsOneMailboxAFolder) {
  mailbox.put("2026-11-24", "a");
  EXPECT_EQ(pulled_mailbox(files, folder.path()).error().code, Code::NotFound);
  ASSERT_TRUE(pull(files, mailbox.source(), folder.path(), true).has_value());
  EXPECT_EQ(pulled_mailbox(files, folder.path()).value(), "clts-demo");
  MailboxSource other = mailbox.source();
  other.mailbox = "clts-autre";
  EXPECT_EQ(pull(files, other, folder.path(), true).error().code, Code::Conflict);
}

TEST_F(PullTest, StopsWhenAHubTurnsInCircles) {
  MailboxSource source = mailbox.source();
  source.list = [](std::string_view) -> Result<client::MailboxPage> { return client::MailboxPage{{}, "encore"}; };
  EXPECT_EQ(pull(files, source, folder.path(), false).error().code, Code::Unavailable);
}

}  // namespace
}  // namespace escale::answers
