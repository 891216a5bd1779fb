// The room of a draft's key between two processes: the real supervisor over a small program of the test's own, killed and replaced.
#include "kiosk/helpers/kept_key.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

namespace escale::helpers {
namespace {
using test::must;
using test::read_whole;

std::array<std::uint8_t, KeptKey::kBytes> key_of(std::uint8_t first) {
  std::array<std::uint8_t, KeptKey::kBytes> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(first + i);
  return out;
}

TEST(KeptKey, GivesBackWhatWasPutInAndNothingAfterItWasWiped) {
  KeptKey room = must(KeptKey::make());
  std::array<std::uint8_t, KeptKey::kBytes> out{};
  EXPECT_FALSE(must(room.read(out)));
  must(room.wipe());
  must(room.write(key_of(1)));
  must(room.write(key_of(7)));
  EXPECT_TRUE(must(room.read(out)));
  EXPECT_EQ(out, key_of(7));
  must(room.wipe());
  EXPECT_FALSE(must(room.read(out)));
  EXPECT_EQ(::lseek(room.descriptor(), 0, SEEK_END), 0) << "nothing is left to be read by whoever has the descriptor";
}

TEST(KeptKey, IsNeverAFileOnADisk) {
  const test::TemporaryFolder folder;
  const int file = ::open((folder.path() / "key").c_str(), O_CREAT | O_RDWR, 0600);
  ASSERT_GE(file, 0);
  EXPECT_EQ(KeptKey::adopt(file).error().code, Code::InvalidInput);
  ::close(file);
  EXPECT_EQ(KeptKey::adopt(file).error().code, Code::InvalidInput) << "nor closed";
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_EQ(KeptKey::adopt(ends[0]).error().code, Code::InvalidInput);
  ::close(ends[0]), ::close(ends[1]);
  const KeptKey room = must(KeptKey::make());
  const KeptKey adopted = must(KeptKey::adopt(::fcntl(room.descriptor(), F_DUPFD, 3)));
  EXPECT_EQ(::fcntl(adopted.descriptor(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC) << "helpers of the terminal do not get it";
}

/// A terminal of a few lines: $fd is the descriptor it was handed, $n how many starts there were.
class HandedOver : public testing::Test {
 protected:
  test::Outcome run(const std::string& body, const std::string& options = "--first-delay-ms 1") {
    test::write_whole(folder.path() / "terminal", "#!/bin/bash\ncd '" + folder.path().string() +
                                                      "'\necho \"$@\" >>starts\nn=$(wc -l <starts)\n"
                                                      "while [ $# -gt 0 ]; do [ $1 = --draft-key-fd ] && fd=$2; shift; done\n"
                                                      "put() { printf '%s' \"$1\" >/proc/self/fd/$fd; }\n"
                                                      "look() { echo \"$n:$(cat /proc/self/fd/$fd | tr '\\0' 0)\" >>seen; }\n" +
                                                      body + "\n");
    std::filesystem::permissions(folder.path() / "terminal", std::filesystem::perms::owner_all);
    return test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-supervisor " + options + " -- ./terminal --data here");
  }
  std::string seen() const { return read_whole(folder.path() / "seen"); }
  test::TemporaryFolder folder;
};

TEST_F(HandedOver, SurvivesATerminalThatIsKilled) {
  const auto outcome = run("look\ncase $n in 1) put 0123456789abcdef0123456789abcdef; kill -9 $$ ;; 2) kill -SEGV $$ ;; esac");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(seen(), "1:\n2:0123456789abcdef0123456789abcdef\n3:0123456789abcdef0123456789abcdef\n");
  EXPECT_THAT(read_whole(folder.path() / "starts") + outcome.err, testing::Not(testing::HasSubstr("0123456789abcdef"))) << "neither an argument nor a log line";
}

TEST_F(HandedOver, IsGoneWithThePersonEvenWhenTheTerminalForgotToWipeIt) {
  run("look\ncase $n in 1) put 0123456789abcdef0123456789abcdef; exit 40 ;; 2) put 0123456789abcdef0123456789abcdef; exit 41 ;; esac");
  EXPECT_EQ(seen(), "1:\n2:\n3:\n");
}

TEST_F(HandedOver, IsGoneOnceTheTerminalIsOutOfOrder) {
  run("look\n[ $n = 3 ] || { put 0123456789abcdef0123456789abcdef; kill -9 $$; }", "--first-delay-ms 1 --crashes 2");
  EXPECT_EQ(seen(), "1:\n2:0123456789abcdef0123456789abcdef\n3:\n");
  EXPECT_THAT(read_whole(folder.path() / "starts"), testing::HasSubstr("--out-of-order crashes"));
}

}  // namespace
}  // namespace escale::helpers
