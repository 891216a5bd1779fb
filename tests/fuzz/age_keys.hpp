// The keys of the age targets: public on purpose, so that seeds sealed to them open, and mutations reach the payload.
#pragma once

#include <string>
#include <vector>

#include "sync/crypto/age.hpp"

namespace escale::fuzzing {

/// The keys of tests/vectors/protocol/vectors.json.
inline const std::vector<crypto::Identity>& identities() {
  static const std::vector<crypto::Identity> keys = crypto::Identity::parse_file(
      "AGE-SECRET-KEY-1DCA36N5E25W3P9XRAPGXHYEKSUCSAXYZACJQ90JJ6QHDYRJVZ05SX6L0LJ\n"
      "AGE-SECRET-KEY-1RR9KPV2E4W6PS82KE876K5HFPHKLNEC2PKYYPW73EG0TTJZSJ9ZQDUP82J\n").value();
  return keys;
}

inline constexpr std::string_view kPassphrase = "cinq mots";
inline constexpr int kWorkFactor = 4;  ///< scrypt over 16 blocks: nothing is protected here

}  // namespace escale::fuzzing
