#include "sync/protocol/enrolment.hpp"

#include <fmt/format.h>

#include <cctype>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
constexpr std::string_view kAlphabet = "abcdefghjkmnpqrstuvwxyz234567890";  // 32 signs: no i, l, o, 1
constexpr std::size_t kLength = 16;

Result<std::string> enrolment_message(std::string_view code, const crypto::VerifyKey& terminal) {
  return canonical_json({{"type", "enrolment"}, {"protocol", kProtocolVersion}, {"code", code}, {"terminal", terminal.hex()}});
}
}  // namespace

std::string make_enrolment_code(Random& random) {
  std::string code;
  for (std::size_t i = 0; i < kLength; ++i) {
    if (i > 0 && i % 4 == 0) code.push_back('-');
    code.push_back(kAlphabet[random.below(kAlphabet.size())]);
  }
  return code;
}

Result<std::string> normalise_enrolment_code(std::string_view typed) {
  std::string code;
  for (const char raw : typed) {
    if (raw == ' ' || raw == '-') continue;
    const char c = raw >= 'A' && raw <= 'Z' ? static_cast<char>(raw - 'A' + 'a') : raw;
    if (kAlphabet.find(c) == std::string_view::npos || code.size() == kLength)
      return fail(Code::InvalidInput, fmt::format("an enrolment code is {} letters or digits, without i, l, o and 1", kLength));
    code.push_back(c);
  }
  if (code.size() != kLength)
    return fail(Code::InvalidInput, fmt::format("an enrolment code is {} letters or digits, this one has {}", kLength, code.size()));
  return code;
}

Result<crypto::Digest> enrolment_code_digest(std::string_view typed) {
  TRY_ASSIGN(const std::string code, normalise_enrolment_code(typed));
  return crypto::sha256(as_bytes(code));
}

Result<std::string> encode_enrolment_code(const EnrolmentCode& code) {
  TRY(check_name(code.name, "name"));
  TRY(check_name(code.site, "site"));
  return stored_json({{"type", "enrolment-code"},
                         {"protocol", kProtocolVersion},
                         {"code_sha256", code.code_sha256.hex()},
                         {"name", code.name},
                         {"site", code.site},
                         {"expires", format_timestamp(code.expires)}});
}

Result<EnrolmentCode> decode_enrolment_code(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, kMaxStatementBytes));
  TRY(check_head(object, "enrolment-code"));
  TRY(only_fields(object, {"type", "protocol", "code_sha256", "name", "site", "expires"}));
  EnrolmentCode code;
  TRY_ASSIGN(code.code_sha256, digest_field(object, "code_sha256"));
  TRY_ASSIGN(code.name, name_field(object, "name"));
  TRY_ASSIGN(code.site, name_field(object, "site"));
  TRY_ASSIGN(code.expires, time_field(object, "expires"));
  return code;
}

Result<std::string> sign_enrolment(std::string_view code, const crypto::SigningKey& terminal) {
  TRY_ASSIGN(const std::string plain, normalise_enrolment_code(code));
  TRY_ASSIGN(const std::string message, enrolment_message(plain, terminal.verify_key()));
  return canonical_json({{"type", "enrolment"},
                         {"protocol", kProtocolVersion},
                         {"code", plain},
                         {"terminal", terminal.verify_key().hex()},
                         {"signature", terminal.sign(as_bytes(message)).hex()}});
}

Result<Enrolment> open_enrolment(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, 4096));
  TRY(check_head(object, "enrolment"));
  TRY(only_fields(object, {"type", "protocol", "code", "terminal", "signature"}));
  Enrolment enrolment;
  TRY_ASSIGN(const std::string code, json_string(object, "code"));
  TRY_ASSIGN(enrolment.code, normalise_enrolment_code(code));
  TRY_ASSIGN(enrolment.terminal, key_field(object, "terminal"));
  TRY_ASSIGN(const crypto::Signature signature, signature_field(object, "signature"));
  TRY_ASSIGN(const std::string message, enrolment_message(enrolment.code, enrolment.terminal));
  if (!enrolment.terminal.verifies(as_bytes(message), signature))
    return fail(Code::Untrusted, "the enrolment's signature is not the terminal's");
  return enrolment;
}

}  // namespace escale::protocol
