#include "sync/print/pdf_file.hpp"

namespace escale::print {

Bytes with_update(Bytes pdf, const PdfFile& file, const std::map<std::size_t, std::string>& objects, std::size_t size) {
  std::string update = pdf.empty() || pdf.back() == '\n' ? "" : "\n";
  std::map<std::size_t, std::size_t> offsets;
  for (const auto& [number, object] : objects) {
    offsets[number] = pdf.size() + update.size();
    update += fmt::format("{} 0 obj\n{}\nendobj\n", number, object);
  }
  const std::size_t table = pdf.size() + update.size();
  update += "xref\n";
  for (const auto& [number, offset] : offsets) update += fmt::format("{} 1\n{:010} 00000 n \n", number, offset);
  update += fmt::format("trailer\n<< /Size {}\n   /Root {} 0 R\n   /Info {} 0 R\n   /Prev {}\n>>\nstartxref\n{}\n%%EOF\n", size, file.root(), file.info(), file.table(), table);
  const ByteView added = as_bytes(update);
  pdf.insert(pdf.end(), added.begin(), added.end());
  return pdf;
}

}  // namespace escale::print
