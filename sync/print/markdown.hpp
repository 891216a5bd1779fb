// The same document as Markdown (CommonMark with tables), its figures as SVG files beside it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sync/print/document.hpp"

namespace escale::print {

struct MarkdownFile {
  std::string text{};
  std::vector<std::pair<std::string, std::string>> pictures{};  ///< name and SVG, in the order of the text
};

/// Pictures are named `<prefix>-01.svg`… and are expected beside the text. Pages, spaces and lines to write on are left out.
MarkdownFile markdown(const Document& document, const std::string& prefix);

}  // namespace escale::print
