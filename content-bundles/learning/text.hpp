// Styled text: what is left of Markdown once compiled. The kiosk measures words and places runs; it never parses markup.
// Rule: text holds no control character. A forced line break is U+2028 (kLineBreak), so that any text can stand in canonical JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace escale::learning {

/// LINE SEPARATOR: a forced line break inside a paragraph.
inline constexpr std::string_view kLineBreak = "\u2028";

/// A stretch of text in one style. `link` is empty, "https://…", "mailto:…", "tel:3977", "number:ID" (a HelpNumber of the same
/// document) or "document:ID" (another document of the same bundle).
struct Run {
  std::string text;
  bool bold = false;
  bool italic = false;
  std::string link;
  bool operator==(const Run&) const = default;
};

using Text = std::vector<Run>;

/// One run without style; no run at all for an empty text.
Text plain(std::string_view text);

/// The words alone, line breaks as U+2028. For speech, search and tests.
std::string words(const Text& text);

/// Appends a run, joining it to the last one when both have the same style.
void append(Text& text, Run run);

}  // namespace escale::learning
