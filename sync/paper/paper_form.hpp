// A form on paper, for those who prefer it and for rooms without a terminal: every question with its help, boxes to tick, lines to write
// on. The rule: paper cannot skip, so what is asked only of some is marked and never left out; nothing is computed.
#pragma once

#include "content-bundles/forms/definition.hpp"
#include "sync/print/document.hpp"

namespace escale::paper {

struct PaperFormOptions {
  std::string language{};  ///< of the form; empty: its default one
  Timestamp created{};
};

/// One document in one language. InvalidInput when the form has not this language.
Result<print::Document> paper_form(const forms::Definition& form, const PaperFormOptions& options);

}  // namespace escale::paper
