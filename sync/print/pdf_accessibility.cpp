#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sync/print/pdf.hpp"
#include "sync/print/pdf_file.hpp"

namespace escale::print {
namespace {

using std::string_view;

/// A text string as UTF-16BE with its mark, in hexadecimal (ISO 32000-1, 7.9.2.2).
std::string text_string(string_view text) {
  std::string out = "<FEFF";
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    const unsigned first = byte(i);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    unsigned code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t j = 1; j < length; ++j) code = code << 6 | (byte(i + j) & 0x3FU);
    i += length;
    if (code < 0x10000) out += fmt::format("{:04X}", code);
    else out += fmt::format("{:04X}{:04X}", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF));
  }
  return out + ">";
}

/// The objects that /K names, in order: "/K 5 0 R" or "/K [ 5 0 R 6 0 R ]"; numbers alone are content of the page, not objects.
std::vector<std::size_t> children(string_view dictionary) {
  const std::size_t at = dictionary.find("/K ");
  if (at == string_view::npos) return {};
  string_view rest = dictionary.substr(at + 3);
  const std::size_t stop = rest.starts_with("[") ? rest.find(']') : rest.find('\n');
  rest = rest.substr(0, stop);
  std::vector<std::size_t> out;
  for (std::size_t reference = rest.find(" 0 R"); reference != string_view::npos; reference = rest.find(" 0 R", reference + 4)) {
    std::size_t begin = reference;
    while (begin > 0 && rest[begin - 1] >= '0' && rest[begin - 1] <= '9') --begin;
    out.push_back(number_at(rest.substr(begin, reference - begin)));
  }
  return out;
}

string_view kind(string_view dictionary) {
  const std::size_t at = dictionary.find("/S /");
  if (at == string_view::npos) return {};
  const string_view rest = dictionary.substr(at + 4);
  return rest.substr(0, rest.find_first_of(" \n\r/>"));
}

std::string with(string_view dictionary, const std::string& entries) {
  return std::string(dictionary.substr(0, dictionary.size() - 2)) + entries + "\n>>";
}

/// Walks the tree in the order in which it is read: figures get what they say, header cells what they are the header of.
Result<> describe(const PdfFile& file, std::size_t root, const std::vector<std::string>& alternatives, std::map<std::size_t, std::string>& changed) {
  struct Place {
    std::size_t object;
    bool in_titles;  ///< a row of titles only
  };
  std::vector<Place> stack{{root, false}};
  std::size_t visited = 0, figures = 0;
  while (!stack.empty() && visited++ <= file.size()) {
    const Place place = stack.back();
    stack.pop_back();
    const string_view dictionary = file.dictionary(place.object);
    const std::vector<std::size_t> inside = children(dictionary);
    const string_view name = kind(dictionary);
    if (name == "Figure" && figures < alternatives.size()) {
      changed[place.object] = with(dictionary, "   /Alt " + text_string(alternatives[figures]));
      ++figures;
    } else if (name == "TH") {
      changed[place.object] = with(dictionary, fmt::format("   /A << /O /Table /Scope /{} >>", place.in_titles ? "Column" : "Row"));
    }
    const bool titles = name == "TR" && std::all_of(inside.begin(), inside.end(), [&](std::size_t object) { return kind(file.dictionary(object)) == "TH"; });
    for (auto object = inside.rbegin(); object != inside.rend(); ++object) stack.push_back({*object, titles});
  }
  if (figures != alternatives.size()) return fail(unread("place for each figure"));
  return {};
}

/// Puts everything into one Document (14.8.4.2), which Cairo cannot do without taking the footers in.
void add_document(const PdfFile& file, std::size_t root, std::size_t document, std::map<std::size_t, std::string>& changed) {
  const std::string parent = fmt::format("/P {} 0 R", root), own = fmt::format("/P {} 0 R", document);
  std::string list;
  const std::vector<std::size_t> inside = children(file.dictionary(root));
  for (const std::size_t object : inside) {
    const auto found = changed.find(object);
    changed[object] = replaced(found != changed.end() ? string_view(found->second) : file.dictionary(object), parent, own);
    list += fmt::format(" {} 0 R", object);
  }
  changed[document] = fmt::format("<< /Type /StructElem\n   /S /Document\n   /P {} 0 R\n   /K [{} ]\n>>", root, list);
  const string_view dictionary = file.dictionary(root);
  const std::size_t begin = dictionary.find("/K "), end = dictionary.find(dictionary.substr(begin).starts_with("/K [") ? "]" : "\n", begin);
  std::string whole(dictionary);
  whole.replace(begin, end - begin + 1, fmt::format("/K [ {} 0 R ]{}", document, dictionary[end] == '\n' ? "\n" : ""));
  changed[root] = whole;
}

}  // namespace

Result<Bytes> with_accessibility(Bytes pdf, const std::string& language, const std::vector<std::string>& alternatives) {
  const std::string original = to_text(pdf);
  TRY_ASSIGN(const PdfFile file, PdfFile::read(original));
  std::map<std::size_t, std::string> changed;
  const string_view catalog = file.dictionary(file.root());
  if (catalog.empty()) return fail(unread("catalogue"));
  // Cairo says that a file is tagged (14.7.1) from 1.4 on, or not, by version.
  const char* marked = catalog.find("/MarkInfo") == string_view::npos ? "\n   /MarkInfo << /Marked true >>" : "";
  changed[file.root()] = with(catalog, fmt::format("   /Lang ({})\n   /ViewerPreferences << /DisplayDocTitle true >>{}", language, marked));

  std::size_t size = file.size();
  if (const std::size_t at = catalog.find("/StructTreeRoot"); at != string_view::npos) {
    const std::size_t root = number_at(catalog.substr(at)), document = size++;
    TRY(describe(file, root, alternatives, changed));
    add_document(file, root, document, changed);
  }

  pdf = with_update(std::move(pdf), file, changed, size);
  return pdf;
}

}  // namespace escale::print
