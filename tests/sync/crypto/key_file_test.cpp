#include "sync/crypto/key_file.hpp"

#include <gtest/gtest.h>

#include "tests/support/command.hpp"

namespace escale::crypto {
namespace {

class KeyFile : public ::testing::Test {
 protected:
  Path path(const char* name) const { return m_folder.path() / name; }
  static Result<std::string> nobody() { return fail(Code::Refused, "nobody to ask"); }
  static PassphraseSource typed(std::string text) {
    return [text] { return Result<std::string>(text); };
  }
  test::TemporaryFolder m_folder;
  RealFiles m_files;
  SeededRandom m_random{1};
};

TEST_F(KeyFile, KeepsBothKindsWithAndWithoutAPassphrase) {
  const auto signing = SigningKey::generate(m_random);
  const auto reading = Identity::generate(m_random);
  const KeyFileOptions locked{.name = "Inès", .passphrase = "un deux trois quatre cinq", .work_factor = 10};
  ASSERT_TRUE(write_signing_key(m_files, path("s"), signing, locked, m_random));
  ASSERT_TRUE(write_reading_key(m_files, path("r"), reading, locked, m_random));
  ASSERT_TRUE(write_signing_key(m_files, path("s-plain"), signing, {}, m_random));
  ASSERT_TRUE(write_reading_key(m_files, path("r-plain"), reading, {}, m_random));
  EXPECT_EQ(read_signing_key(m_files, path("s"), typed("un deux trois quatre cinq")).value().verify_key(),
            signing.verify_key());
  EXPECT_EQ(read_signing_key(m_files, path("s-plain"), nobody).value().verify_key(), signing.verify_key());
  EXPECT_EQ(read_identities(m_files, path("r"), typed("un deux trois quatre cinq")).value()[0].recipient(),
            reading.recipient());
  EXPECT_EQ(read_identities(m_files, path("r-plain"), nobody).value()[0].recipient(), reading.recipient());
  EXPECT_EQ(read_public_key(m_files, path("s")).value(),
            (PublicKeyInfo{KeyKind::Signing, "Inès", signing.verify_key().hex()}));
  EXPECT_EQ(read_public_key(m_files, path("r.pub")).value(),
            (PublicKeyInfo{KeyKind::Reading, "Inès", reading.recipient().text()}));
  for (const char* name : {"s", "r", "s-plain", "r-plain"})
    EXPECT_EQ(std::filesystem::status(path(name)).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(KeyFile, OpensWithDebiansAgeAndReadsItsIdentities) {
  const auto reading = Identity::generate(m_random);
  ASSERT_TRUE(write_reading_key(m_files, path("r"), reading, {.passphrase = "cinq mots", .work_factor = 10}, m_random));
  const std::vector<Recipient> people{reading.recipient()};
  test::write_whole(path("letter.age"), as_text(age_encrypt(as_bytes("bonjour"), people, m_random).value()));
  const auto opened =
      test::run_on_terminal(m_folder.path(), "age -d -i r -o letter letter.age", "nter passphrase", "cinq mots\n");
  EXPECT_EQ(opened.exit_code, 0) << opened.out;
  EXPECT_EQ(test::read_whole(path("letter")), "bonjour");
  ASSERT_EQ(test::run_in(m_folder.path(), "age-keygen -o theirs").exit_code, 0);
  EXPECT_EQ(read_identities(m_files, path("theirs"), nobody).value().size(), 1u);
}

TEST_F(KeyFile, PublicHalfIsARecipientsFileForDebiansAge) {
  const auto reading = Identity::generate(m_random);
  ASSERT_TRUE(write_reading_key(m_files, path("r"), reading, {.name = "Inès key of d'Arc"}, m_random));
  const auto sealed = test::run_in(m_folder.path(), "age -R r.pub", "bonjour");
  ASSERT_EQ(sealed.exit_code, 0) << sealed.err;
  const auto identities = read_identities(m_files, path("r"), nobody).value();
  EXPECT_EQ(to_text(age_decrypt(as_bytes(sealed.out), {.identities = identities}).value()), "bonjour");
  EXPECT_EQ(read_public_key(m_files, path("r")).value().name, "Inès key of d'Arc");
  test::write_whole(path("hand.pub"), "# copied by hand\r\n\r\n" + reading.recipient().text() + "\r\n");
  EXPECT_EQ(read_public_key(m_files, path("hand.pub")).value().key, reading.recipient().text());
}

TEST_F(KeyFile, IsNeverOverwritten) {
  const auto key = SigningKey::generate(m_random);
  ASSERT_TRUE(write_signing_key(m_files, path("s"), key, {}, m_random));
  const auto again = write_signing_key(m_files, path("s"), SigningKey::generate(m_random), {}, m_random);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::Conflict);
  EXPECT_EQ(read_signing_key(m_files, path("s"), nobody).value().verify_key(), key.verify_key());
  test::write_whole(path("anne.pub"), key.verify_key().hex() + "\n");
  EXPECT_EQ(write_signing_key(m_files, path("anne"), SigningKey::generate(m_random), {}, m_random).error().code, Code::Conflict);
  EXPECT_FALSE(m_files.exists(path("anne")));
  EXPECT_EQ(read_public_key(m_files, path("anne")).value().key, key.verify_key().hex());
}

/// A disk that is full for everything but private keys.
class NoRoom final : public Files {
 public:
  explicit NoRoom(Files& real) : m_real(real) {}
  Result<Bytes> read(const Path& path, std::uint64_t max_bytes) const override { return m_real.read(path, max_bytes); }
  Result<> write_atomic(const Path&, ByteView) override { return fail(Code::NoSpace, "the disk is full"); }
  Result<> append(const Path&, ByteView) override { return fail(Code::NoSpace, "the disk is full"); }
  Result<> rename(const Path& from, const Path& to) override { return m_real.rename(from, to); }
  Result<> remove(const Path& path) override { return m_real.remove(path); }
  Result<> make_directories(const Path& path) override { return m_real.make_directories(path); }
  bool exists(const Path& path) const override { return m_real.exists(path); }
  Result<std::uint64_t> size(const Path& path) const override { return m_real.size(path); }
  Result<std::vector<std::string>> list(const Path& folder) const override { return m_real.list(folder); }
  Result<std::vector<std::string>> list_directories(const Path& folder) const override { return m_real.list_directories(folder); }

 private:
  Files& m_real;
};

TEST_F(KeyFile, IsNotMadeByHalf) {
  NoRoom full(m_files);
  EXPECT_EQ(write_signing_key(full, path("s"), SigningKey::generate(m_random), {}, m_random).error().code, Code::NoSpace);
  EXPECT_FALSE(m_files.exists(path("s")));
}

TEST_F(KeyFile, RefusesTheWrongPassphraseTheWrongKindAndDamage) {
  const auto reading = Identity::generate(m_random);
  ASSERT_TRUE(write_reading_key(m_files, path("r"), reading, {.passphrase = "p", .work_factor = 10}, m_random));
  EXPECT_EQ(read_identities(m_files, path("r"), typed("q")).error().code, Code::Refused);
  EXPECT_EQ(read_identities(m_files, path("r"), nobody).error().message, "nobody to ask");
  const auto wrong_kind = read_signing_key(m_files, path("r"), typed("p"));
  ASSERT_FALSE(wrong_kind);
  EXPECT_NE(wrong_kind.error().message.find("is a reading key"), std::string::npos) << wrong_kind.error().message;
  EXPECT_EQ(read_signing_key(m_files, path("absent"), nobody).error().code, Code::NotFound);
  test::write_whole(path("empty"), "# nothing\n");
  EXPECT_EQ(read_signing_key(m_files, path("empty"), nobody).error().code, Code::InvalidInput);
  test::write_whole(path("cut"), test::read_whole(path("r")).substr(0, 200));
  EXPECT_EQ(read_identities(m_files, path("cut"), typed("p")).error().code, Code::InvalidInput);
  for (const char* bad :
       {"", "# Escale signing key of Anne\n", "{}", "# Escale signing key\n00\n", "age1\n",
        "# a comment\nAGE-SECRET-KEY-1\n"}) {
    test::write_whole(path("bad.pub"), bad);
    const auto refused = read_public_key(m_files, path("bad"));
    ASSERT_FALSE(refused) << bad;
    EXPECT_NE(refused.error().message.find("bad.pub"), std::string::npos);
  }
  EXPECT_FALSE(write_signing_key(m_files, path("n"), SigningKey::generate(m_random), {.name = "a\nb"}, m_random));
  EXPECT_FALSE(m_files.exists(path("n")));
}

}  // namespace
}  // namespace escale::crypto
