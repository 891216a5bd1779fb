// What a visitor waits for after "Envoyer": the answer sealed twice, committed with a full sync, the log of commits folded away; against
// the bare disk (append and fdatasync of as many bytes). Then the same in a terminal that has thousands of envelopes waiting.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "kiosk/store/store.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/mailbox_world.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace escale;
using test::must;

namespace {
store::SealedAnswer seal(test::MailboxWorld& people, const protocol::SessionOpening& session) {
  const store::AnswerDraft draft{people.version, must(forms::record_body(test::answered(*people.form, people.answers("bien"))))};
  return must(store::seal_answer(draft, people.mailbox, &session, people.terminal, people.random));
}
/// A draft's key in this very process: what the supervisor's memory costs is a system call more.
struct Holder final : store::DraftKeyHolder {
  std::array<std::uint8_t, kBytes> key{};
  bool there = false;
  Result<bool> read(std::span<std::uint8_t, kBytes> out) override {
    std::copy(key.begin(), key.end(), out.begin());
    return there;
  }
  Result<> write(std::span<const std::uint8_t, kBytes> fresh) override {
    std::copy(fresh.begin(), fresh.end(), key.begin());
    there = true;
    return {};
  }
  Result<> wipe() override {
    there = false;
    return {};
  }
};

/// What is written at each answer, and read after a crash, of a form of sixty questions and of a very long one.
void drafts(bench::Report& report, const Path& folder, Files& files, Random& random) {
  Holder holder;
  store::StoreOptions options;
  options.draft_key = &holder;
  auto kept = must(store::Store::open(folder, files, random, options));
  for (const std::size_t bytes : {std::size_t{6'000}, std::size_t{120'000}}) {
    constexpr int kSaves = 200, kOpenings = 50;
    const Bytes content = random.bytes(bytes);
    const double save = bench::seconds([&] {
                          for (int i = 0; i < kSaves; ++i) must(kept->drafts().save(content));
                        }) / kSaves;
    report.add({fmt::format("draft of {} kB saved", bytes / 1000), 1e3 * save, "ms", "the limit of 5 ms", 0.005 / save});
    const double open = bench::seconds([&] {
                          for (int i = 0; i < kOpenings; ++i) must(kept->drafts().open());
                        }) / kOpenings;
    report.add({fmt::format("draft of {} kB opened", bytes / 1000), 1e3 * open, "ms", "the limit of 200 ms", 0.200 / open});
  }
  const crypto::Identity words = must(store::Drafts::key_of_words("canal mouton lampe rivage tableau"));
  const Bytes content = random.bytes(6'000);
  const double keep = bench::seconds([&] {
                        for (int i = 0; i < 50; ++i) must(kept->drafts().keep(words.recipient(), content, protocol::Day{}));
                      }) / 50;
  report.add({"draft under words kept (full sync)", 1e3 * keep, "ms", "the limit of 50 ms", 0.050 / keep});
}
}  // namespace

int main(int count, char** values) {
  bench::Report report(bench::read_arguments(count, values).json);
  const test::TemporaryFolder folder;
  RealFiles files;
  test::MailboxWorld people;
  auto kept = must(store::Store::open(folder.path() / "terminal", files, people.random));
  must(kept->sessions().create(people.session));
  const int log = ::open((folder.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  constexpr int kAnswers = 50;
  constexpr int kWaiting = 2000;

  std::vector<store::SealedAnswer> ready;
  report.add({"sealing (mailbox of 3, and session)", 1e3 * bench::seconds([&] {
                for (int i = 0; i < kAnswers * 5; ++i) ready.push_back(seal(people, people.session));
              }) / (kAnswers * 5), "ms", "", 0});
  std::size_t next = 0;
  const auto keep = [&] {
    for (int i = 0; i < kAnswers; ++i) must(kept->keep_answer(ready[next++]));
  };
  const Bytes as_much = people.random.bytes(ready[0].envelope.file.size() + ready[0].session_copy.size());
  const auto [commit, append] = bench::in_turns(5, keep, [&] {
    for (int i = 0; i < kAnswers; ++i) {
      CHECK(::write(log, as_much.data(), as_much.size()) == static_cast<ssize_t>(as_much.size()));
      CHECK(::fdatasync(log) == 0);
    }
  });
  ::close(log);
  report.add({"answer kept (full sync, log folded)", kAnswers / commit, "per s", "append and fdatasync", append / commit});

  drafts(report, folder.path() / "drafts", files, people.random);

  // Filled in memory, then moved to the disk: only the last answers are measured.
  const test::TemporaryFolder fast(test::fast_folder());
  kept = must(store::Store::open(fast.path() / "terminal", files, people.random));
  must(kept->sessions().create(people.session));
  for (int i = 0; i < kWaiting; ++i) must(kept->keep_answer(seal(people, people.session)));
  kept.reset();
  std::filesystem::copy(fast.path() / "terminal", folder.path() / "full", std::filesystem::copy_options::recursive);
  kept = must(store::Store::open(folder.path() / "full", files, people.random));
  next = 0;
  const double each = bench::seconds(keep) / kAnswers;
  report.add({"the same, 2000 waiting", 1 / each, "per s", "the limit of 50 ms", 0.050 / each});
}
