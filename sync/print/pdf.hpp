// A document as a tagged A4 PDF (1.4): headings, lists, tables and figures are a tree that screen readers follow, with the language, the
// title and what each figure says. The rule: the same document gives the same bytes, wherever and whenever the same packages make it.
#pragma once

#include "sync/base/bytes.hpp"
#include "sync/print/document.hpp"
#include "sync/print/typesetter.hpp"

namespace escale::print {

/// Texts are typeset for the document's language. What the shape of a PDF/UA file has and this has not: artifacts are not marked (headers
/// and rules stand outside the tree instead), and no conformance is claimed. Internal when Cairo fails, with its own words.
Result<Bytes> pdf(const Document& document, const Typesetter& typesetter);

/// What Cairo 1.16 cannot write, added as an incremental update (ISO 32000-1, 7.5.6): the language (14.9.2), the title as the window's
/// name (12.2), one Document around everything (14.8.4.2), scopes of header cells (14.8.5.7), and what each figure says (14.9.3):
/// `alternatives`, in the order of the tree. Internal when the file is not as Cairo writes them.
Result<Bytes> with_accessibility(Bytes pdf, const std::string& language, const std::vector<std::string>& alternatives);

}  // namespace escale::print
