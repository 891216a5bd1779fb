// Passphrases of everyday French words: read aloud, copied on paper, typed on a screen without accents. Five words of a list of 8192
// are 65 bits; a slow hash makes each guess expensive. What is typed is forgiven case, accents, and how the words are separated.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sync/base/random.hpp"
#include "sync/crypto/age.hpp"

namespace escale::crypto {

/// The 8192 words, each of 4 to 9 letters a to z.
std::span<const std::string_view> word_list();

/// `count` words chosen independently, separated by single spaces.
std::string generate_words(Random& random, int count = 5);

/// Lower case, French accents removed, words separated by single spaces; hyphens, commas and apostrophes separate words.
std::string normalise_words(std::string_view typed);

/// The identity that these words stand for, the same wherever it is asked: X25519 secret = Argon2id(normalised words; salt =
/// first 16 bytes of SHA-256("escale/words/v1" NUL purpose)), 3 passes over 32 MiB. `purpose` keeps two uses of the same words apart,
/// such as "session " followed by the session id. InvalidInput for fewer than four words.
Result<Identity> identity_from_words(std::string_view typed, std::string_view purpose);

}  // namespace escale::crypto
