#include "sync/crypto/age.hpp"

#include <gtest/gtest.h>

#include "sync/crypto/bech32.hpp"
#include "tests/support/command.hpp"

namespace escale::crypto {
namespace {

constexpr std::size_t kSizes[] = {0, 1, 65535, 65536, 65537, 1000000};

std::vector<Identity> identities(Random& random, int count) {
  std::vector<Identity> list;
  for (int i = 0; i < count; ++i) list.push_back(Identity::generate(random));
  return list;
}
std::vector<Recipient> recipients_of(const std::vector<Identity>& list) {
  std::vector<Recipient> out;
  for (const auto& identity : list) out.push_back(identity.recipient());
  return out;
}

TEST(Age, EachRecipientOpensWhatWasSealedAtEverySize) {
  SeededRandom random(1);
  const auto holders = identities(random, 3);
  const auto stranger = identities(random, 1);
  for (const std::size_t size : kSizes) {
    const Bytes plaintext = random.bytes(size);
    const Bytes file = age_encrypt(plaintext, recipients_of(holders), random).value();
    for (std::size_t i = 0; i < holders.size(); ++i)
      EXPECT_EQ(age_decrypt(file, {.identities = std::span(holders).subspan(i, 1)}).value(), plaintext) << size;
    const auto refused = age_decrypt(file, {.identities = stranger});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Refused);
  }
}

TEST(Age, DebiansAgeOpensWhatWeSealAndWeOpenWhatItSeals) {
  SeededRandom random(2);
  const test::TemporaryFolder folder;
  const auto holders = identities(random, 2);
  const auto people = recipients_of(holders);
  for (std::size_t i = 0; i < holders.size(); ++i)
    test::write_whole(folder.path() / ("key" + std::to_string(i)), holders[i].text() + "\n");
  for (const std::size_t size : kSizes) {
    SCOPED_TRACE(size);
    const Bytes plaintext = random.bytes(size);
    const Bytes file = age_encrypt(plaintext, people, random).value();
    for (const char* key : {"key0", "key1"}) {
      const auto opened = test::run_in(folder.path(), std::string("age -d -i ") + key, as_text(file));
      ASSERT_EQ(opened.exit_code, 0) << opened.err;
      EXPECT_EQ(opened.out, as_text(plaintext));
      const auto armored = test::run_in(folder.path(), std::string("age -d -i ") + key, age_armor(file));
      ASSERT_EQ(armored.exit_code, 0) << armored.err;
      EXPECT_EQ(armored.out, as_text(plaintext));
    }
    const std::string to_both = "age -r " + people[0].text() + " -r " + people[1].text();
    const auto sealed = test::run_in(folder.path(), to_both, as_text(plaintext));
    const auto armored = test::run_in(folder.path(), to_both + " -a", as_text(plaintext));
    ASSERT_EQ(sealed.exit_code, 0) << sealed.err;
    for (std::size_t i = 0; i < holders.size(); ++i) {
      const DecryptKeys keys{.identities = std::span(holders).subspan(i, 1)};
      EXPECT_EQ(age_decrypt(as_bytes(sealed.out), keys).value(), plaintext);
      EXPECT_EQ(age_decrypt(age_dearmor(armored.out).value(), keys).value(), plaintext);
    }
  }
}

TEST(Age, DebiansAgeOpensOurPassphraseFilesAndWeOpenIts) {
  SeededRandom random(3);
  const test::TemporaryFolder folder;
  const Bytes file = age_encrypt_passphrase(as_bytes("ouverture"), "cinq mots bien choisis", 10, random).value();
  test::write_whole(folder.path() / "ours.age", as_text(file));
  const auto opened =
      test::run_on_terminal(folder.path(), "age -d -o opened ours.age", "Enter passphrase", "cinq mots bien choisis\n");
  ASSERT_EQ(opened.exit_code, 0) << opened.out;
  EXPECT_EQ(test::read_whole(folder.path() / "opened"), "ouverture");

  const auto sealed =
      test::run_on_terminal(folder.path(), "age -p -o theirs.age opened", "passphrase", "autre phrase\n");
  ASSERT_EQ(sealed.exit_code, 0) << sealed.out;
  const std::string theirs = test::read_whole(folder.path() / "theirs.age");
  EXPECT_EQ(as_text(age_decrypt(as_bytes(theirs), {.passphrase = "autre phrase"}).value()), "ouverture");
  EXPECT_EQ(age_decrypt(as_bytes(theirs), {.passphrase = "autre Phrase"}).error().code, Code::Refused);
}

TEST(Age, RefusesAWorkFactorOverTheLimitBeforeAnyWork) {
  SeededRandom random(4);
  const Bytes file = age_encrypt_passphrase(as_bytes("x"), "p", 11, random).value();
  EXPECT_TRUE(age_decrypt(file, {.passphrase = "p", .max_work_factor = 11}));
  const auto refused = age_decrypt(file, {.passphrase = "p", .max_work_factor = 10});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::InvalidInput);
  EXPECT_FALSE(age_encrypt_passphrase(as_bytes("x"), "p", 0, random));
  EXPECT_FALSE(age_encrypt_passphrase(as_bytes("x"), "p", 31, random));
  EXPECT_FALSE(age_encrypt_passphrase(as_bytes("x"), "", 10, random));
}

TEST(Age, RefusesToSealToNobodyOrToAPointOfLowOrder) {
  SeededRandom random(5);
  EXPECT_EQ(age_encrypt(as_bytes("x"), {}, random).error().code, Code::InvalidInput);
  const std::vector<Recipient> weak{Recipient{}};
  EXPECT_EQ(age_encrypt(as_bytes("x"), weak, random).error().code, Code::InvalidInput);
  const std::vector<Recipient> crowd(401, Identity::generate(random).recipient());
  EXPECT_EQ(age_encrypt(as_bytes("x"), crowd, random).error().code, Code::TooLarge);
}

TEST(Age, FourHundredRecipientsFitInAHeader) {
  SeededRandom random(6);
  auto holders = identities(random, 400);
  const Bytes file = age_encrypt(as_bytes("x"), recipients_of(holders), random).value();
  EXPECT_TRUE(age_decrypt(file, {.identities = std::span(holders).last(1)}));
}

TEST(Age, NoticesEveryFlippedBitAndEveryCut) {
  SeededRandom random(7);
  const auto holder = identities(random, 1);
  const Bytes file = age_encrypt(as_bytes("une réponse"), recipients_of(holder), random).value();
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Bytes changed = file;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(age_decrypt(changed, {.identities = holder})) << bit;
  }
  for (std::size_t size = 0; size < file.size(); ++size)
    EXPECT_FALSE(age_decrypt(ByteView(file).first(size), {.identities = holder})) << size;
}

TEST(Age, PassesOnFailuresOfItsInputAndOutput) {
  SeededRandom random(8);
  const auto holder = identities(random, 1);
  const auto people = recipients_of(holder);
  const Bytes file = age_encrypt(as_bytes("x"), people, random).value();
  const Sink full = [](ByteView) -> Result<> { return fail(Code::NoSpace, "the disk is full"); };
  const auto decrypted = age_decrypt_to(file, {.identities = holder}, full);
  ASSERT_FALSE(decrypted);
  EXPECT_EQ(decrypted.error().kind, AgeFailure::Io);
  EXPECT_EQ(decrypted.error().message, "the disk is full");
  EXPECT_EQ(age_encrypt_stream(source_of(as_bytes("x")), people, random, AgeFormat::Armored, full).error().code,
            Code::NoSpace);
  const Source broken = [](std::span<std::uint8_t>) -> Result<std::size_t> { return fail(Code::Io, "pulled out"); };
  const Sink nowhere = [](ByteView) -> Result<> { return {}; };
  EXPECT_EQ(age_decrypt_stream(broken, AgeFormat::Binary, {.identities = holder}, nowhere).error().kind,
            AgeFailure::Io);
  EXPECT_EQ(age_encrypt_stream(broken, people, random, AgeFormat::Binary, nowhere).error().message, "pulled out");
}

TEST(Age, BoundsTheHeader) {
  const auto refused = age_decrypt(as_bytes("age-encryption.org/v1\n-> x " + std::string(70000, 'a')), {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("64 KiB"), std::string::npos) << refused.error().message;
}

TEST(Armor, RoundTripsAtEverySizeOfLine) {
  SeededRandom random(9);
  for (std::size_t size = 0; size < 200; ++size) {
    const Bytes bytes = random.bytes(size);
    const std::string text = age_armor(bytes);
    EXPECT_EQ(age_dearmor(text).value(), bytes);
    EXPECT_TRUE(age_is_armored(as_bytes("\r\n " + text)));
    for (std::size_t at = text.find('\n'), start = 0; at != std::string::npos;
         start = at + 1, at = text.find('\n', start))
      EXPECT_LE(at - start, 64u);
  }
  EXPECT_FALSE(age_is_armored(as_bytes("age-encryption.org/v1\n")));
  EXPECT_FALSE(age_is_armored({}));
}

TEST(Keys, RoundTripThroughTheirTextAndAgreeWithAgeKeygen) {
  const test::TemporaryFolder folder;
  const auto made = test::run_in(folder.path(), "age-keygen");
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const auto parsed = Identity::parse_file(made.out).value();
  ASSERT_EQ(parsed.size(), 1u);
  EXPECT_NE(made.out.find(parsed[0].recipient().text()), std::string::npos);
  EXPECT_NE(made.out.find(parsed[0].text()), std::string::npos);
  EXPECT_EQ(Recipient::parse(parsed[0].recipient().text()).value(), parsed[0].recipient());
}

TEST(Keys, RefuseEveryTypingErrorAndOtherSpellings) {
  SeededRandom random(10);
  const Identity identity = Identity::generate(random);
  const std::string recipient = identity.recipient().text();
  const std::string secret = identity.text();
  for (const std::string& text : {recipient, secret}) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string typo = text;
      typo[i] = typo[i] == 'q' ? 'p' : typo[i] == 'Q' ? 'P' : text == recipient ? 'q' : 'Q';
      if (typo == text) continue;
      EXPECT_FALSE(Recipient::parse(typo) || Identity::parse(typo)) << typo;
    }
    EXPECT_FALSE(Recipient::parse(text + "q") || Identity::parse(text + "Q"));
    EXPECT_FALSE(Recipient::parse(text.substr(1)) || Identity::parse(text.substr(1)));
  }
  EXPECT_FALSE(Recipient::parse(secret) || Identity::parse(recipient));
  for (const auto* text : {"", "1", "age", "age1", "AGE-SECRET-KEY-1", "age1\xC3\xA9"})
    EXPECT_FALSE(Recipient::parse(text)) << text;
  EXPECT_FALSE(Recipient::parse(bech32_encode("age", Bytes(31))));
  EXPECT_FALSE(Identity::parse(bech32_encode("AGE-SECRET-KEY-", Bytes(33))));
  std::string mixed = recipient;
  mixed.back() = static_cast<char>(std::toupper(mixed.back()));
  if (mixed != recipient) EXPECT_FALSE(Recipient::parse(mixed));
}

TEST(Keys, AnIdentityFileNamesTheLineThatIsWrong) {
  SeededRandom random(11);
  const std::string good = Identity::generate(random).text();
  EXPECT_EQ(Identity::parse_file("# comment\n\n" + good + "\r\n" + good).value().size(), 2u);
  const auto wrong = Identity::parse_file("# comment\n" + good + "\nAGE-SECRET-KEY-1QQ\n");
  ASSERT_FALSE(wrong);
  EXPECT_TRUE(wrong.error().message.starts_with("line 3: ")) << wrong.error().message;
  EXPECT_EQ(wrong.error().message.find(good), std::string::npos);
  EXPECT_FALSE(Identity::parse_file("# nothing\n"));
}

TEST(Bech32, MatchesTheExamplesOfItsSpecification) {
  // BIP 173, "Test vectors": the valid ones with data of whole bytes.
  EXPECT_EQ(bech32_decode("A", "A12UEL5L").value().size(), 0u);
  EXPECT_EQ(to_hex(bech32_decode("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw").value().bytes()),
            "00443214c74254b635cf84653a56d7c675be77df");
  EXPECT_EQ(bech32_encode("abcdef", from_hex("00443214c74254b635cf84653a56d7c675be77df").value()),
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw");
  for (const auto* bad : {"A1G7SGD8", "1qzzfhee", "x1b4n0q5v", "li1dgmt3", "pzry9x0s0muk", "1pzry9x0s0muk"}) {
    EXPECT_FALSE(bech32_decode("A", bad)) << bad;
    EXPECT_FALSE(bech32_decode("", bad)) << bad;
    EXPECT_FALSE(bech32_decode("x", bad)) << bad;
  }
}

}  // namespace
}  // namespace escale::crypto
