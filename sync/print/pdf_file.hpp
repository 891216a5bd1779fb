// A PDF file as Cairo and this folder write it: where its objects are, and how some are replaced. Included by this folder's .cpp files only.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"

namespace escale::print {

using std::string_view;

inline Error unread(const char* what) { return {Code::Internal, std::string("the PDF has no readable ") + what}; }

/// The first whole number of the text; 0 when there is none.
inline std::size_t number_at(string_view text) {
  const std::size_t begin = text.find_first_of("0123456789");
  std::size_t value = 0;
  if (begin != string_view::npos) std::from_chars(text.data() + begin, text.data() + text.size(), value);
  return value;
}

/// The file as Cairo writes it: one classic table of places (7.5.4), one trailer, each object a dictionary of its own.
class PdfFile {
 public:
  static Result<PdfFile> read(string_view text) {
    PdfFile file;
    file.m_text = text;
    const std::size_t start = text.rfind("startxref");
    if (start == string_view::npos) return fail(unread("end"));
    file.m_table = number_at(text.substr(start));
    const std::size_t trailer = text.rfind("trailer", start);
    if (trailer == string_view::npos || file.m_table >= trailer) return fail(unread("trailer"));
    file.m_trailer = text.substr(trailer, start - trailer);
    const std::size_t size = file.m_trailer.find("/Size"), root = file.m_trailer.find("/Root");
    const std::size_t info = file.m_trailer.find("/Info");
    if (size == string_view::npos || root == string_view::npos || info == string_view::npos) return fail(unread("trailer"));
    file.m_info = number_at(file.m_trailer.substr(info));
    file.m_size = number_at(file.m_trailer.substr(size));
    file.m_root = number_at(file.m_trailer.substr(root));
    return file;
  }
  std::size_t size() const { return m_size; }
  std::size_t root() const { return m_root; }
  std::size_t table() const { return m_table; }
  std::size_t info() const { return m_info; }

  /// The dictionary of an object, "<<" to its end; empty when it has none.
  string_view dictionary(std::size_t number) const {
    // "xref\n0 N\n" then lines of 20 bytes.
    const std::size_t lines = m_text.find('\n', m_text.find('\n', m_table) + 1) + 1;
    const std::size_t line = lines + number * 20;
    if (number >= m_size || line + 20 > m_text.size()) return {};
    const std::size_t offset = number_at(m_text.substr(line, 10));
    if (offset >= m_text.size()) return {};
    const std::size_t end = m_text.find("endobj", offset), begin = m_text.find("<<", offset);
    if (end == string_view::npos || begin == string_view::npos || begin > end) return {};
    string_view whole = m_text.substr(begin, end - begin);
    const std::size_t close = whole.rfind(">>");
    return close == string_view::npos ? string_view{} : whole.substr(0, close + 2);
  }

 private:
  string_view m_text, m_trailer;
  std::size_t m_table = 0, m_size = 0, m_root = 0, m_info = 0;
};

/// The text with the first `what` replaced.
inline std::string replaced(string_view text, const std::string& what, const std::string& by) {
  std::string out(text);
  if (const std::size_t at = out.find(what); at != std::string::npos) out.replace(at, what.size(), by);
  return out;
}

/// Appends an incremental update (ISO 32000-1, 7.5.6): these objects, new or replaced, as their number and what is between "obj" and "endobj".
/// `size`: one more than the highest number.
Bytes with_update(Bytes pdf, const PdfFile& file, const std::map<std::size_t, std::string>& objects, std::size_t size);

}  // namespace escale::print
