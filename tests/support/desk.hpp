// A terminal without threads: its state, a small library, and what update() asked for. Time is what the test says.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/update.hpp"
#include "tests/support/sample_plan.hpp"

namespace escale::test {

using app::DocumentKey;
using app::View;

inline format::DocumentEntry sample_entry(std::string id, format::EntryKind kind, int questions = 0) {
  format::DocumentEntry entry;
  entry.id = id;
  entry.kind = kind;
  entry.lang = "fr";
  entry.title = std::move(id);
  entry.questions = questions;
  return entry;
}

inline std::shared_ptr<const format::Manifest> sample_manifest(std::string id, format::BundleKind kind,
                                                               std::vector<format::DocumentEntry> documents) {
  auto manifest = std::make_shared<format::Manifest>();
  manifest->id = id;
  manifest->kind = kind;
  manifest->titles = {{"fr", std::move(id)}};
  manifest->languages = {"fr"};
  manifest->documents = std::move(documents);
  return manifest;
}

using learning::plain;

/// The right answer is the second proposal.
inline learning::Question sample_question(std::string id) {
  learning::Question question;
  question.id = std::move(id);
  question.stem = plain("Que faites-vous ?");
  question.body = learning::SingleChoice{{{plain("Rien"), 0, plain("Pas tout à fait.")}, {plain("Le premier pas"), learning::kFullWeight, {}}}};
  return question;
}

/// Text, question, text, question, text.
inline std::shared_ptr<const learning::Document> sample_case(std::string id) {
  auto document = std::make_shared<learning::Document>();
  document->id = std::move(id);
  document->kind = learning::DocumentKind::Case;
  document->questions = {sample_question("q1"), sample_question("q2")};
  document->definitions = {{"aller-vers", plain("Rejoindre sans attendre.")}};
  document->blocks = {learning::Paragraph{plain("Avant")},  learning::QuestionRef{"q1"}, learning::Paragraph{plain("Entre")},
                      learning::QuestionRef{"q2"},          learning::Paragraph{plain("Après")}};
  return document;
}

/// An introduction when asked for, then two questions in a row.
inline std::shared_ptr<const learning::Document> sample_quiz(std::string id, bool introduction) {
  auto document = std::make_shared<learning::Document>();
  document->id = std::move(id);
  document->kind = learning::DocumentKind::Quiz;
  document->questions = {sample_question("q1"), sample_question("q2")};
  if (introduction) document->blocks.push_back(learning::Paragraph{plain("Deux questions.")});
  document->blocks.push_back(learning::QuestionRef{"q1"});
  document->blocks.push_back(learning::Heading{2, plain("Et encore")});
  document->blocks.push_back(learning::QuestionRef{"q2"});
  return document;
}

inline std::shared_ptr<const learning::Document> sample_lesson(std::string id) {
  auto document = std::make_shared<learning::Document>();
  document->id = std::move(id);
  document->blocks = {learning::Heading{2, plain("Titre")}, learning::Paragraph{plain("Texte")}};
  return document;
}

class Desk {
 public:
  app::State state;
  app::Effects effects;  ///< of the last action

  Desk() {
    using format::EntryKind;
    app::Library library;
    library.bundles = {
        sample_manifest("cours", format::BundleKind::Course,
                        {sample_entry("lecon", EntryKind::Lesson), sample_entry("cas", EntryKind::Case, 2), sample_entry("quiz", EntryKind::Quiz, 2)}),
        sample_manifest("fiches", format::BundleKind::Collection,
                        {sample_entry("fiche", EntryKind::Sheet), sample_entry("autre", EntryKind::Sheet)}),
        sample_manifest("journee", format::BundleKind::StudyDay,
                        {sample_entry("programme", EntryKind::Programme), sample_entry("avis", EntryKind::Form)})};
    does(app::LibraryLoaded{library, {}, Timestamp{std::chrono::seconds{1'795'000'000}}, 555});
  }

  void does(app::Action action) { effects = app::update(state, action); }
  /// Time passes; whatever deadline comes up gets its Tick.
  void waits(std::chrono::milliseconds time) {
    const Monotonic end = m_now + time;
    for (auto next = app::next_deadline(state); next && *next <= end; next = app::next_deadline(state)) {
      m_now = std::max(m_now, *next);
      does(app::Tick{m_now});
    }
    m_now = end;
  }
  void touches() { does(app::Touched{m_now}); }
  Monotonic now() const { return m_now; }

  /// The last action's effect of this kind, or null.
  template <class E>
  const E* asked() const {
    for (const app::Effect& effect : effects)
      if (const auto* found = std::get_if<E>(&effect)) return found;
    return nullptr;
  }

  // --- short cuts
  void opens(const DocumentKey& key, std::shared_ptr<const learning::Document> document) {
    does(app::OpenDocument{key});
    does(app::DocumentLoaded{key, std::move(document)});
  }
  void answers(std::size_t proposal) {
    does(app::Respond{learning::ChosenOne{proposal}});
    does(app::CheckAnswer{});
  }
  void opens_form(std::shared_ptr<const forms::Plan> plan) {
    does(app::GiveFeedback{});
    const std::string lang = state.preferences.content_language();
    does(app::FormLoaded{{{"journee", "avis"}, std::string(64, 'a'), plan}, started(*plan, lang)});
  }
  /// The question of that name, of the open form.
  forms::NodeId question(std::string_view name, std::size_t copy = 1) const { return node_of(*state.feedback.filling, name, copy); }
  void chooses(std::string_view name, std::string value, std::size_t copy = 1) { does(app::AnswerQuestion{question(name, copy), std::move(value)}); }
  void types(std::string_view name, std::string text, std::size_t copy = 1) { does(app::TypeAnswer{question(name, copy), std::move(text)}); }
  std::string answer(std::string_view name, std::size_t copy = 1) const { return state.feedback.answer(question(name, copy)); }
  void enters_staff() {
    state.site.has_pin = false;
    does(app::Go{View::StaffDoor});
  }

 private:
  Monotonic m_now{1'000'000};
};

}  // namespace escale::test
