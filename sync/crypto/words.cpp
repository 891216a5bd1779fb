#include "sync/crypto/words.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sync/crypto/hash.hpp"

namespace escale::crypto {
namespace {

constexpr std::string_view kWords[] = {
#include "sync/crypto/word_table.inc"
};
static_assert(std::size(kWords) == 8192);

// Argon2id, RFC 9106. 32 MiB: a small terminal must be able to afford it; measured at 57 ms on the reference machine.
constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = std::size_t{32} << 20;

constexpr std::pair<std::string_view, std::string_view> kFolded[] = {
    {"à", "a"}, {"â", "a"}, {"ä", "a"}, {"ç", "c"}, {"é", "e"}, {"è", "e"}, {"ê", "e"}, {"ë", "e"}, {"î", "i"}, {"ï", "i"},
    {"ô", "o"}, {"ö", "o"}, {"ù", "u"}, {"û", "u"}, {"ü", "u"}, {"œ", "oe"}, {"æ", "ae"},
    {"À", "a"}, {"Â", "a"}, {"Ä", "a"}, {"Ç", "c"}, {"É", "e"}, {"È", "e"}, {"Ê", "e"}, {"Ë", "e"}, {"Î", "i"}, {"Ï", "i"},
    {"Ô", "o"}, {"Ö", "o"}, {"Ù", "u"}, {"Û", "u"}, {"Ü", "u"}, {"Œ", "oe"}, {"Æ", "ae"},
};

}  // namespace

std::span<const std::string_view> word_list() { return kWords; }

std::string generate_words(Random& random, int count) {
  std::string words;
  for (int i = 0; i < count; ++i) {
    if (i > 0) words += ' ';
    words += kWords[random.below(std::size(kWords))];
  }
  return words;
}

std::string normalise_words(std::string_view typed) {
  std::string out;
  bool separated = false;
  const auto letter = [&](char c) {
    if (separated && !out.empty()) out += ' ';
    separated = false;
    out += c;
  };
  while (!typed.empty()) {
    const char c = typed.front();
    if (c >= 'A' && c <= 'Z') {
      letter(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      letter(c);
    } else {
      const auto* folded = std::find_if(std::begin(kFolded), std::end(kFolded), [&](const auto& pair) { return typed.starts_with(pair.first); });
      if (folded != std::end(kFolded)) {
        for (char plain : folded->second) letter(plain);
        typed.remove_prefix(folded->first.size());
        continue;
      }
      // A mark written after its letter (e + U+0301) belongs to it: U+0300 to U+036F.
      const auto next = static_cast<unsigned char>(typed.size() > 1 ? typed[1] : 0);
      if ((typed[0] == '\xCC' && next >= 0x80) || (typed[0] == '\xCD' && next >= 0x80 && next <= 0xAF)) {
        typed.remove_prefix(2);
        continue;
      }
      separated = true;
    }
    typed.remove_prefix(1);
  }
  return out;
}

Result<Identity> identity_from_words(std::string_view typed, std::string_view purpose) {
  std::string words = normalise_words(typed);
  if (std::count(words.begin(), words.end(), ' ') < 3) return fail(Code::InvalidInput, "at least four words are needed");
  std::string context("escale/words/v1");
  context.push_back('\0');
  context += purpose;
  const Digest salt = sha256(as_bytes(context));
  static_assert(crypto_pwhash_SALTBYTES == 16);
  Secret secret(32);
  const int failed = crypto_pwhash(secret.bytes().data(), secret.size(), words.data(), words.size(), salt.bytes.data(), kPasses, kMemoryBytes,
                                   crypto_pwhash_ALG_ARGON2ID13);
  wipe(words);
  if (failed != 0) return fail(Code::NoSpace, "not enough memory to work on the words");
  return Identity::from_secret(std::move(secret));
}

}  // namespace escale::crypto
