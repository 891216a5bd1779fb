// Any text as the cells of a form's spreadsheet: tabs between cells, lines between rows, a line "== name" begins a sheet. What the
// importer accepts is a form that can be written and read back; what it refuses has a sentence.
#include <cstddef>
#include <cstdint>

#include "content-bundles/importers/xlsform_definition.hpp"
#include "content-bundles/xforms/form_blob.hpp"
#include "tests/support/xlsx_writer.hpp"

using namespace escale;

namespace {
/// What XML can hold, so that the mutations reach the importer and not only the XML parser.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
  return is_utf8(out) ? out : std::string("?");
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = as_text({data, std::min<std::size_t>(size, 16384)});
  std::vector<std::pair<std::string, test::SheetCells>> sheets;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with("== ") && sheets.size() < 8) {
      sheets.emplace_back(printable(line.substr(3, 30)), test::SheetCells{});
      std::erase_if(sheets.back().first, [](char c) { return c == '"' || c == '<' || c == '&'; });
      continue;
    }
    if (sheets.empty()) continue;
    std::vector<std::string> row;
    for (std::size_t cells = 0; cells < 40; ++cells) {
      const auto tab = std::min(line.find('\t'), line.size());
      row.push_back(printable(line.substr(0, tab)));
      if (tab == line.size()) break;
      line.remove_prefix(tab + 1);
    }
    sheets.back().second.push_back(std::move(row));
  }
  test::XlsxWriter writer;
  for (const auto& [name, cells] : sheets) writer.add(name, cells);
  const importers::DefinitionImport read = importers::import_definition(writer.write(), "fuzz");
  CHECK(read.definition.has_value() == read.errors.empty());
  CHECK(read.errors.size() <= 100);
  for (const importers::DefinitionIssue& issue : read.errors) CHECK(!issue.french.empty() && is_utf8(issue.text("fr")) && !issue.english.empty());
  if (!read.definition) return 0;
  forms::Definition form = *read.definition;
  form.external.clear();
  // What the spreadsheet says is a form that is written one way and read back.
  if (const auto blob = xforms::form_blob(form)) {
    const auto plan = xforms::read_form(*blob);
    CHECK(plan.has_value() || read.definition->external.size() > 0);
  }
  return 0;
}
