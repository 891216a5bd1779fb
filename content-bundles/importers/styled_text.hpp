// The few styles that question texts may carry: [markdown] emphasis and [html] inline tags, as styled runs.
// Rule: nothing is dropped in silence; what cannot be shown is refused with a sentence. Internal to this folder.
#pragma once

#include <string>
#include <string_view>

#include "content-bundles/learning/text.hpp"
#include "sync/base/result.hpp"

namespace escale::importers {

enum class Markup { Plain, Markdown, Html };

/// Styled text: runs of white space become one space, '\v' marks forced breaks (U+2028), ends are trimmed.
/// InvalidInput for tags that cannot be shown, such as images or tables.
Result<learning::Text> styled_text(std::string_view text, Markup markup);

}  // namespace escale::importers
