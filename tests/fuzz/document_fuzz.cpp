// Any bytes as a document blob, as a programme blob and as an author's Markdown: what is accepted survives writing and reading.
#include <cstddef>
#include <cstdint>

#include "content-bundles/compiler/image.hpp"
#include "content-bundles/compiler/markdown.hpp"
#include "content-bundles/compiler/typography.hpp"
#include "content-bundles/compiler/yaml.hpp"
#include "content-bundles/format/codec.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  if (const auto document = format::read_document(bytes)) CHECK(format::read_document(format::write_document(*document).value()).value() == *document);
  if (const auto programme = format::read_programme(bytes)) CHECK(format::read_programme(format::write_programme(*programme).value()).value() == *programme);
  (void)compiler::inspect_image(bytes);

  compiler::Problems problems;
  const std::string_view text = as_text(bytes);
  if (!compiler::check_source(text, "fuzz.md", problems)) return 0;
  const std::string once = compiler::typeset(text, "fr");
  CHECK(compiler::typeset(once, "fr") == once);
  (void)compiler::parse_yaml(text, "fuzz.yaml", 1, problems);

  compiler::Problems markdown_problems;
  compiler::MarkdownSource source;
  source.file = "fuzz.md";
  source.lang = "fr";
  compiler::MarkdownBody body = compiler::compile_markdown(text, source, markdown_problems);
  if (!markdown_problems.none()) return 0;
  learning::Document document;
  document.id = "fuzz";
  document.lang = "fr";
  document.title = "Fuzz";
  document.blocks = std::move(body.blocks);
  document.questions = std::move(body.questions);
  if (const auto written = format::write_document(document)) CHECK(format::read_document(*written).value() == document);
  return 0;
}
