// Markdown (CommonMark with tables, by md4c) and the GIFT blocks in it, as blocks of styled runs with French typography.
// Rule: what a terminal cannot show is refused with its line, never dropped.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/compiler/problem.hpp"
#include "content-bundles/learning/document.hpp"

namespace escale::compiler {

/// Where a Markdown text stands, and how it finds what it names.
struct MarkdownSource {
  std::string file;    ///< relative to the bundle folder
  int first_line = 1;  ///< line of the file where the text begins
  std::string lang;
  bool simple = false;  ///< headings, paragraphs and lists only (pages of a programme)
  /// An image by its path; nothing when it failed, the problem then was added.
  std::function<std::optional<learning::MediaRef>(std::string_view path, int line)> image;
  /// The id of the document with this path (relative to the bundle folder), or nothing.
  std::function<std::optional<std::string>(const std::string& path)> document;
  /// A helpline by its id, or null.
  std::function<const learning::HelpNumber*(std::string_view id)> number;
};

struct MarkdownBody {
  std::vector<learning::Block> blocks;
  std::vector<learning::Question> questions;
  std::vector<learning::HelpNumber> numbers;  ///< those named, in order of first use
};

/// Compiles UTF-8 text without control characters but tab and line feed (see check_source). At most 1 MiB.
MarkdownBody compile_markdown(std::string_view text, const MarkdownSource& source, Problems& problems);

/// True when the text of a source file is UTF-8 without control characters; else the problem was added with its line.
bool check_source(std::string_view text, std::string_view file, Problems& problems);

/// "lessons/../media/x.png" from a folder and a path in it. Nothing when it is absolute or leads out of the bundle.
std::optional<std::string> resolve_path(std::string_view folder, std::string_view path);

}  // namespace escale::compiler
