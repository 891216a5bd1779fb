// How a new terminal becomes known: an operator makes a one-time code, the terminal presents it with its key and becomes *pending*,
// the operator lists it in `fleet/terminals.json`. The hub learns only the code's digest until the terminal shows the code.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/random.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/names.hpp"

namespace escale::protocol {

/// Sixteen characters in four groups, "k7fw-3m2p-…": 80 bits in an alphabet without look-alikes.
std::string make_enrolment_code(Random& random);
/// Lower case, without spaces or hyphens. InvalidInput unless sixteen characters of the alphabet remain.
Result<std::string> normalise_enrolment_code(std::string_view typed);
/// SHA-256 of the normalised code.
Result<crypto::Digest> enrolment_code_digest(std::string_view typed);

/// What an operator registers at the hub before handing the code out.
struct EnrolmentCode {
  crypto::Digest code_sha256;
  std::string name;  ///< proposed name of the terminal
  std::string site;
  Timestamp expires{};
  bool operator==(const EnrolmentCode&) const = default;
};
Result<std::string> encode_enrolment_code(const EnrolmentCode& code);
Result<EnrolmentCode> decode_enrolment_code(std::string_view text);

/// What the terminal sends: the code, its key, and its signature over both (it holds the private half).
struct Enrolment {
  std::string code;  ///< normalised
  crypto::VerifyKey terminal;
  bool operator==(const Enrolment&) const = default;
};
Result<std::string> sign_enrolment(std::string_view code, const crypto::SigningKey& terminal);
/// Untrusted when the signature is not the key's.
Result<Enrolment> open_enrolment(std::string_view text);

}  // namespace escale::protocol
