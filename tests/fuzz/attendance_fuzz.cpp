// Any bytes as the body of an attendance, as a sheet, as its code, as a seal, as the file that carries one.
#include <cstddef>
#include <cstdint>

#include "sync/attendance/seal.hpp"
#include "sync/print/attachment.hpp"

using namespace escale;
using namespace escale::attendance;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const std::string_view text = as_text(bytes);
  if (const auto entry = decode_entry(text)) CHECK(decode_entry(encode_entry(*entry).value()).value() == *entry);
  if (const auto sheet = decode_sheet(text)) CHECK(encode_sheet(*sheet).value() == text);
  if (const auto code = parse_code(text)) {
    CHECK(parse_code(code_text(*code)).value() == *code);
    (void)code_words(*code);
  }
  (void)read_seal(text, crypto::sha256(bytes));
  if (const auto attachment = print::attachment_of(bytes, "EscaleSheet")) CHECK(attachment->pages.size() < size);
  if (auto with = print::with_attachment(Bytes(bytes.begin(), bytes.end()), "EscaleSheet", "text")) CHECK(with->size() > size);
  return 0;
}
