#include "kiosk/app/state.hpp"

#include <algorithm>

namespace escale::app {
namespace {
bool is_question(const learning::Block& block) { return std::holds_alternative<learning::QuestionRef>(block); }
/// A heading or a rule alone is not worth a page.
bool is_text(const learning::Block& block) {
  return !std::holds_alternative<learning::Heading>(block) && !std::holds_alternative<learning::Rule>(block);
}
}  // namespace

Part part_of(const learning::Document& document, std::size_t part) {
  const auto& blocks = document.blocks;
  std::size_t begin = 0;
  for (std::size_t passed = 0; passed < part && begin < blocks.size(); ++begin)
    if (is_question(blocks[begin])) ++passed;
  std::size_t end = begin;
  while (end < blocks.size() && !is_question(blocks[end])) ++end;
  const bool worth_reading = std::any_of(blocks.begin() + static_cast<std::ptrdiff_t>(begin),
                                         blocks.begin() + static_cast<std::ptrdiff_t>(end), is_text);
  return worth_reading || document.questions.empty() ? Part{begin, end} : Part{begin, begin};
}

const format::Manifest* Library::find(std::string_view bundle) const {
  const auto found = std::ranges::find_if(bundles, [&](const auto& manifest) { return manifest->id == bundle; });
  return found == bundles.end() ? nullptr : found->get();
}

std::vector<const format::Manifest*> Library::of_kind(format::BundleKind kind) const {
  std::vector<const format::Manifest*> out;
  for (const auto& manifest : bundles)
    if (manifest->kind == kind) out.push_back(manifest.get());
  return out;
}

Preferences State::initial_preferences() const {
  Preferences initial;
  initial.lang = site.lang;
  return initial;
}

const SessionView* State::open_session() const {
  const auto found = std::ranges::find_if(sessions, [](const SessionView& session) { return session.open; });
  return found == sessions.end() ? nullptr : &*found;
}

std::vector<DocumentKey> State::forms_offered() const {
  std::vector<DocumentKey> out;
  for (const auto& manifest : library.bundles)
    for (const format::DocumentEntry* entry : format::entries_in(*manifest, preferences.content_language()))
      if (entry->kind == format::EntryKind::Form) out.push_back({manifest->id, entry->id});
  const SessionView* session = open_session();
  if (session != nullptr)
    std::erase_if(out, [&](const DocumentKey& key) { return std::ranges::find(session->forms, key) == session->forms.end(); });
  return out;
}

bool State::on_the_way(View wanted) const {
  return view == wanted || std::ranges::find(trail, wanted) != trail.end();
}

}  // namespace escale::app
