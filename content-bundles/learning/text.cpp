#include "content-bundles/learning/text.hpp"

namespace escale::learning {

Text plain(std::string_view text) {
  if (text.empty()) return {};
  return {Run{std::string(text), false, false, {}}};
}

std::string words(const Text& text) {
  std::string out;
  for (const Run& run : text) out += run.text;
  return out;
}

void append(Text& text, Run run) {
  if (run.text.empty()) return;
  if (!text.empty()) {
    Run& last = text.back();
    if (last.bold == run.bold && last.italic == run.italic && last.link == run.link) {
      last.text += run.text;
      return;
    }
  }
  text.push_back(std::move(run));
}

}  // namespace escale::learning
