// Sealing and opening answers: against bare libsodium sealed boxes of the same bytes, and against stock `age` on one large file.
#include <sodium.h>

#include <cstdlib>
#include <fstream>

#include "sync/base/random.hpp"
#include "sync/crypto/age.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/crypto/sign.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace escale;

int main(int count, char** values) {
  const auto arguments = bench::read_arguments(count, values);
  bench::Report report(arguments.json);
  SystemRandom random;
  constexpr int kRecords = 300;

  // One answer of 2 KiB to two members and a recovery key, as on a terminal.
  std::vector<crypto::Identity> identities;
  std::vector<crypto::Recipient> recipients;
  for (int i = 0; i < 3; ++i) {
    identities.push_back(crypto::Identity::generate(random));
    recipients.push_back(identities.back().recipient());
  }
  const Bytes answer = random.bytes(2048);
  std::vector<Bytes> envelopes(kRecords), boxes(kRecords, Bytes(answer.size() + crypto_box_SEALBYTES));
  unsigned char box_public[crypto_box_PUBLICKEYBYTES], box_secret[crypto_box_SECRETKEYBYTES];
  crypto_box_keypair(box_public, box_secret);

  const auto [seal, box_seal] = bench::in_turns(
      5, [&] { for (auto& envelope : envelopes) envelope = crypto::age_encrypt(answer, recipients, random).value(); },
      // The same privacy with libsodium alone takes one sealed box per recipient.
      [&] { for (auto& box : boxes) for (int i = 0; i < 3; ++i) crypto_box_seal(box.data(), answer.data(), answer.size(), box_public); });
  report.add({"seal 2 KiB to 3 recipients", kRecords / seal, "per s", "3 libsodium sealed boxes", box_seal / seal});

  Bytes opened(answer.size());
  const crypto::DecryptKeys keys{.identities = {identities.data(), 1}, .passphrase = {}};
  const auto [open, box_open] = bench::in_turns(
      5, [&] { for (const auto& envelope : envelopes) CHECK(crypto::age_decrypt(envelope, keys).value() == answer); },
      [&] { for (const auto& box : boxes) CHECK(crypto_box_seal_open(opened.data(), box.data(), box.size(), box_public, box_secret) == 0); });
  report.add({"open 2 KiB", kRecords / open, "per s", "1 libsodium sealed box", box_open / open});

  // Throughput on one large file through the programs, start-up included.
  const test::TemporaryFolder folder;
  const std::string plain = (folder.path() / "plain").string(), sealed = plain + ".age", key = plain + ".key";
  std::ofstream(plain, std::ios::binary) << to_text(random.bytes(64 << 20));
  std::ofstream(key) << identities[0].text() << '\n';
  CHECK(std::system(("age -r " + recipients[0].text() + " -o " + sealed + " " + plain).c_str()) == 0);
  const auto [ours, stock] = bench::in_turns(
      5, [&] { CHECK(std::system((arguments.bin + "/escale age decrypt -i " + key + " <" + sealed + " >/dev/null").c_str()) == 0); },
      [&] { CHECK(std::system(("age -d -i " + key + " " + sealed + " >/dev/null").c_str()) == 0); });
  report.add({"escale age decrypt 64 MiB", 64 / ours, "MiB/s", "stock age", stock / ours});

  const Bytes megabyte = random.bytes(1 << 20);
  const auto [fast, slow] = bench::in_turns(
      9, [&] { crypto::sha256(megabyte); },
      [&] { unsigned char out[32]; crypto_hash_sha256(out, megabyte.data(), megabyte.size()); });
  report.add({"SHA-256 of blobs", 1 / fast, "MiB/s", "libsodium's", slow / fast});
}
