// The real program in a process of its own: killed without warning, stopped politely, started wrongly.
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <thread>

#include "sync/protocol/receipt.hpp"
#include "tests/support/command.hpp"
#include "tests/support/rounds.hpp"
#include "tests/sync/hub/world.hpp"

extern char** environ;

namespace escale::hub {
namespace {
using test::must;
using test::raw;
using test::World;
using testing::HasSubstr;

/// escale-hub on a world's data and clock.
class Process {
 public:
  explicit Process(World& world) {
    int out[2];
    EXPECT_EQ(::pipe(out), 0);
    const std::string program = std::string(ESCALE_BIN_DIR) + "/escale-hub";
    const std::string data = world.data().string();
    const std::string clock = format_timestamp(world.clock.now());
    const char* arguments[] = {program.c_str(), "--data", data.c_str(), "--listen", "127.0.0.1:0", "--clock", clock.c_str(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    EXPECT_EQ(::posix_spawn(&m_pid, program.c_str(), &actions, nullptr, const_cast<char**>(arguments), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    std::string line;
    for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';) line += c;
    ::close(out[0]);
    EXPECT_THAT(line, HasSubstr("listening on 127.0.0.1:"));
    world.outside_port = static_cast<std::uint16_t>(std::atoi(line.substr(line.rfind(':') + 1).c_str()));
  }
  ~Process() {
    if (m_pid > 0) end(SIGKILL);
  }
  /// How it ended: exit code, or minus the signal.
  int end(int signal_number) {
    ::kill(m_pid, signal_number);
    int status = 0;
    ::waitpid(std::exchange(m_pid, -1), &status, 0);
    return test::exit_code_of(status);
  }

 private:
  pid_t m_pid = -1;
};

/// Four terminals send until so many answers are confirmed; then the hub is killed, and nothing confirmed may lack.
void kill_after(std::size_t enough) {
  World world;
  world.stop();
  std::vector<test::SealedSample> samples;
  for (int i = 0; i < 120; ++i) samples.push_back(world.sample("{\"n\":" + std::to_string(i) + "}"));
  std::mutex mutex;
  std::vector<crypto::Digest> confirmed;
  {
    Process process(world);
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> senders;
    for (int t = 0; t < 4; ++t)
      senders.emplace_back([&] {
        for (std::size_t i = next++; i < samples.size(); i = next++)
          if (world.put(samples[i]).status == 201) {
            const std::lock_guard lock(mutex);
            confirmed.push_back(samples[i].envelope.sha256);
          }
      });
    for (;;) {
      {
        const std::lock_guard lock(mutex);
        if (confirmed.size() >= enough) break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(process.end(SIGKILL), -SIGKILL);  // in the middle of it
    for (auto& sender : senders) sender.join();
  }
  Process again(world);
  const auto receipts = must(world.carrier()->receipts(confirmed));
  ASSERT_EQ(receipts.size(), 1u);
  const auto receipt = must(protocol::open_receipt(receipts[0], world.fleet.hub_verify_keys()));
  EXPECT_EQ(receipt.stored.size(), confirmed.size());
  const std::size_t before = world.pull().size();
  EXPECT_GE(before, confirmed.size());
  for (const auto& sample : samples) EXPECT_LE(world.put(sample).status, 201);
  EXPECT_EQ(world.pull().size(), samples.size());
}

TEST(HubProcess, KeepsEverythingItConfirmedThroughAKill) {
  kill_after(50);
  for (int round = 1; round < test::rounds(1, 20); ++round) {
    SCOPED_TRACE(round);
    kill_after(static_cast<std::size_t>(round) * 5);
  }
}

TEST(HubProcess, StopsPolitely) {
  World world;
  world.stop();
  const auto sample = world.sample();
  {
    Process process(world);
    EXPECT_EQ(world.put(sample).status, 201);
    EXPECT_EQ(process.end(SIGTERM), 0);
  }
  Process again(world);
  EXPECT_EQ(world.put(sample).status, 200);
}

TEST(HubProcess, SaysWhatIsWrongWithItsOptions) {
  const test::TemporaryFolder folder;
  const auto run = [&](std::string arguments) { return test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-hub " + arguments); };
  auto outcome = run("");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--data"));
  outcome = run("--data d --listen here");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("'here' is not ADDRESS:PORT"));
  test::write_whole(folder.path() / "hub.yaml", "data: d\nlisten: 127.0.0.1:0\ncolour: red\n");
  outcome = run("--config hub.yaml");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("hub.yaml:3: 'colour' is not an option"));
  outcome = run("--data d --root absent.json");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("absent.json"));
  outcome = run("--data d keys");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\"receipt_key\""));
  EXPECT_EQ(run("--data d keys").out, outcome.out);
}

}  // namespace
}  // namespace escale::hub
