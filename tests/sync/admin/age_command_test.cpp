// The real program on the vectors of age's authors, and both ways against Debian's `age`.
#include <gmock/gmock.h>

#include "sync/base/random.hpp"
#include "sync/crypto/hash.hpp"
#include "tests/support/age_vectors.hpp"

namespace escale::admin {
namespace {
using test::Outcome;
using testing::HasSubstr;

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

class AgeCommand : public testing::Test {
 protected:
  Outcome run(const std::string& line, std::string_view input = {}) { return test::run_in(folder.path(), line, input); }
  Outcome escale(const std::string& arguments, std::string_view input = {}) { return run(ESCALE_BIN_DIR "/escale " + arguments, input); }
  test::TemporaryFolder folder;
};

TEST_F(AgeCommand, GivesTheExitCodeAndThePlaintextThatEachVectorStates) {
  const auto vectors = test::age_vectors();
  ASSERT_EQ(vectors.size(), 124u);
  for (const auto& vector : vectors) {
    SCOPED_TRACE(vector.name);
    std::string arguments = "age decrypt";
    for (const auto& identity : vector.identities) arguments += " -i " + quoted(identity);
    if (vector.passphrase) arguments += " -p " + quoted(*vector.passphrase);
    if (vector.armored) arguments += " -a";
    const Outcome outcome = escale(arguments, vector.file);
    EXPECT_EQ(outcome.exit_code, test::age_exit_code(vector.expect)) << vector.expect << ": " << outcome.err;
    if (vector.payload) EXPECT_EQ(crypto::sha256(as_bytes(outcome.out)).hex(), *vector.payload);
    if (outcome.exit_code != 0) EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
}

TEST_F(AgeCommand, SealsAndOpensBothWaysWithDebiansAge) {
  ASSERT_EQ(escale("key new --kind reading --out ours --no-passphrase").exit_code, 0);
  ASSERT_EQ(run("age-keygen -o theirs && age-keygen -y theirs > theirs.pub").exit_code, 0);
  for (const std::size_t size : {0u, 1u, 65535u, 65536u, 65537u, 1000000u}) {
    SCOPED_TRACE(size);
    test::write_whole(folder.path() / "letter", to_text(SeededRandom(size).bytes(size)));
    for (const std::string armor : {"", " -a"}) {
      ASSERT_EQ(escale("age encrypt -r ours.pub -r \"$(cat theirs.pub)\"" + armor + " <letter >sealed").exit_code, 0);
      EXPECT_EQ(run("age -d -i theirs sealed | cmp - letter").exit_code, 0);
      EXPECT_EQ(run("age -d -i ours sealed | cmp - letter").exit_code, 0);
      ASSERT_EQ(run("age -R ours.pub -R theirs.pub" + armor + " letter >sealed").exit_code, 0);
      EXPECT_EQ(escale("age decrypt -i theirs" + armor + " <sealed | cmp - letter").exit_code, 0);
      EXPECT_EQ(escale("age decrypt -i \"$(grep -v '#' ours)\"" + armor + " <sealed | cmp - letter").exit_code, 0);
    }
  }
}

TEST_F(AgeCommand, SealsUnderAPassphraseThatDebiansAgeAsksFor) {
  ASSERT_EQ(run("ESCALE_PASSPHRASE='un deux' " ESCALE_BIN_DIR "/escale age encrypt -p -a --work-factor 10 >sealed", "bonjour").exit_code, 0);
  EXPECT_EQ(test::run_on_terminal(folder.path(), "age -d -o letter sealed", "nter passphrase", "un deux\n").exit_code, 0);
  EXPECT_EQ(test::read_whole(folder.path() / "letter"), "bonjour");
  EXPECT_EQ(escale("age decrypt -p 'un deux' -a <sealed").out, "bonjour");
  EXPECT_EQ(escale("age decrypt -p 'un trois' -a <sealed").exit_code, 3);
}

TEST_F(AgeCommand, ExitsWithOneOnWrongUsage) {
  ASSERT_EQ(escale("key new --kind signing --out anne --no-passphrase").exit_code, 0);
  for (const char* arguments : {"age", "age decrypt --unknown", "age decrypt -i absent", "age decrypt -i AGE-SECRET-KEY-1XX", "age encrypt", "age encrypt -r age1x",
                                "age encrypt -r anne.pub", "age decrypt -i anne"}) {
    const Outcome outcome = escale(arguments, "x");
    EXPECT_EQ(outcome.exit_code, 1) << arguments << ": " << outcome.err;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_FALSE(outcome.err.empty()) << arguments;
  }
  EXPECT_THAT(escale("age encrypt -r anne.pub").err, HasSubstr("anne.pub is a signing key: a reading key is needed here"));
}

}  // namespace
}  // namespace escale::admin
