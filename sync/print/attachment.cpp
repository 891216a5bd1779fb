#include "sync/print/attachment.hpp"

#include <algorithm>

#include "sync/print/pdf_file.hpp"

namespace escale::print {
namespace {

std::string opening(std::string_view type, std::size_t length) { return fmt::format("<< /Type /{}\n   /Length {}\n>>\nstream\n", type, length); }

}  // namespace

Result<Bytes> with_attachment(Bytes pdf, std::string_view type, std::string_view content) {
  const std::string text = to_text(pdf);
  TRY_ASSIGN(const PdfFile file, PdfFile::read(text));
  const std::size_t number = file.size();
  return with_update(std::move(pdf), file, {{number, opening(type, content.size()) + std::string(content) + "\nendstream"}}, number + 1);
}

Result<Attachment> attachment_of(ByteView pdf, std::string_view type) {
  const std::string_view text = as_text(pdf);
  const std::string head = fmt::format("<< /Type /{}\n   /Length ", type);
  const std::size_t dictionary = text.rfind(head);
  const std::size_t object = dictionary == std::string_view::npos ? dictionary : text.rfind("%%EOF\n", dictionary);
  if (object == std::string_view::npos) return fail(Code::NotFound, "the file carries nothing of that kind");
  const std::size_t pages = object + 6, length = number_at(text.substr(dictionary + head.size(), 12));
  const std::string begin = opening(type, length);
  if (length > text.size() || text.substr(dictionary, begin.size()) != begin || dictionary + begin.size() + length > text.size())
    return fail(Code::Corrupt, "what the file carries is cut");
  const std::string_view content = text.substr(dictionary + begin.size(), length);
  // The same content on the same pages must give the same file: nothing else hides behind them.
  TRY_ASSIGN(const Bytes again, with_attachment(Bytes(pdf.begin(), pdf.begin() + static_cast<std::ptrdiff_t>(pages)), type, content));
  if (!std::equal(again.begin(), again.end(), pdf.begin(), pdf.end())) return fail(Code::Corrupt, "the file was changed after it was made");
  return Attachment{pdf.first(pages), content};
}

}  // namespace escale::print
