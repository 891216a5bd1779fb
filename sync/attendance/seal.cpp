#include "sync/attendance/seal.hpp"

#include "sync/base/json.hpp"

namespace escale::attendance {
namespace {

std::string message(const SheetCode& code, const crypto::Digest& pages) {
  auto text = canonical_json({{"attendance_pages", 1}, {"code_sha256", crypto::sha256(as_bytes(code_text(code))).hex()}, {"pages_sha256", pages.hex()}});
  CHECK(text.has_value());  // ASCII keys and texts
  return std::move(*text);
}

}  // namespace

Result<std::string> seal_text(const Sheet& sheet, const SheetCode& code, const crypto::Digest& pages, const crypto::SigningKey& key) {
  CHECK(code.key == key.verify_key());
  TRY_ASSIGN(const std::string text, encode_sheet(sheet));
  TRY_ASSIGN(Json json, parse_json(text));
  return stored_json({{"attendance_seal", 1}, {"code", code_text(code)}, {"pages_signature", key.sign(as_bytes(message(code, pages))).hex()}, {"sheet", std::move(json)}});
}

Result<SealedSheet> read_seal(std::string_view text, const crypto::Digest& pages) {
  TRY_ASSIGN(const Json json, parse_json(text));
  TRY_ASSIGN(const std::int64_t version, json_int(json, "attendance_seal"));
  if (version != 1 || json.size() != 4) return fail(Code::InvalidInput, "the seal is not of a kind that this program knows");
  SealedSheet out;
  TRY_ASSIGN(const std::string code, json_string(json, "code"));
  TRY_ASSIGN(out.code, parse_code(code));
  TRY_ASSIGN(const std::string hex, json_string(json, "pages_signature"));
  TRY_ASSIGN(const crypto::Signature signature, crypto::Signature::parse(hex));
  TRY_ASSIGN(const Json* inside, json_object(json, "sheet"));
  TRY_ASSIGN(const std::string sheet, stored_json(*inside));
  if (!is_signed(out.code)) return fail(Code::Untrusted, "the code is not signed by the key that it names");
  if (!out.code.key.verifies(as_bytes(message(out.code, pages)), signature)) return fail(Code::Untrusted, "the pages are not those that were signed");
  if (crypto::sha256(as_bytes(sheet)) != out.code.sheet) return fail(Code::Untrusted, "the list is not the one that was signed");
  TRY_ASSIGN(out.sheet, decode_sheet(sheet));
  if (out.sheet.mailbox != out.code.mailbox || out.sheet.made != out.code.made || out.sheet.people.size() != out.code.people || out.sheet.signatures() != out.code.signatures)
    return fail(Code::Untrusted, "the code counts otherwise than the list");
  return out;
}

}  // namespace escale::attendance
