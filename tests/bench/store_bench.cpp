// Durable commits of sealed answers: one SQLite transaction with a full sync each, against the bare disk (append and fdatasync of the same bytes).
#include <fcntl.h>
#include <unistd.h>

#include "sync/base/random.hpp"
#include "sync/db/database.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace escale;

int main(int count, char** values) {
  bench::Report report(bench::read_arguments(count, values).json);
  SystemRandom random;
  const test::TemporaryFolder folder;
  const Bytes envelope = random.bytes(2600);
  constexpr int kCommits = 200;

  auto database = db::Database::open(folder.path() / "state.db").value();
  CHECK(database.execute("CREATE TABLE outbox (key BLOB PRIMARY KEY, body BLOB NOT NULL)"));
  auto insert = database.prepare("INSERT INTO outbox VALUES (?, ?)").value();
  const int file = ::open((folder.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const auto [commit, append] = bench::in_turns(
      5,
      [&] {
        for (int i = 0; i < kCommits; ++i) {
          auto transaction = database.begin().value();
          CHECK(insert.bind(1, ByteView(random.bytes(16))).bind(2, ByteView(envelope)).run());
          CHECK(transaction.commit());
        }
      },
      [&] {
        for (int i = 0; i < kCommits; ++i) {
          CHECK(::write(file, envelope.data(), envelope.size()) == static_cast<ssize_t>(envelope.size()));
          CHECK(::fdatasync(file) == 0);
        }
      });
  ::close(file);
  report.add({"outbox commit (full sync)", kCommits / commit, "per s", "append and fdatasync", append / commit});
}
