#include "kiosk/app/form_moves.hpp"

#include <algorithm>

#include "kiosk/app/update_parts.hpp"

namespace escale::app {
using forms::AskedPage;
using forms::NodeId;
using forms::QuestionKind;

bool is_table(const Feedback& feedback) { return feedback.shown().kind == AskedPage::Kind::Table; }

int rows_of(const Feedback& feedback) { return is_table(feedback) ? static_cast<int>(feedback.shown().questions.size()) : 1; }

bool form_is_shown(const State& state) { return state.view == View::FormPage && state.feedback.is_open(); }

std::vector<NodeId> asked_now(const Feedback& feedback) {
  const AskedPage& page = feedback.shown();
  if (page.kind == AskedPage::Kind::Copies) return {};
  if (page.kind == AskedPage::Kind::Table) return {page.questions[static_cast<std::size_t>(feedback.row)]};
  return page.questions;
}

bool has_typed(const Feedback& feedback, NodeId question) {
  const auto typed = feedback.typed.find(question);
  return typed != feedback.typed.end() && typed->second.find_first_not_of(" \t\n") != std::string::npos;
}

namespace {
/// Something is there, and not all of it.
bool is_unfinished(const Feedback& feedback, NodeId question) {
  const QuestionKind kind = forms::kind_of(*feedback.filling, question);
  if (kind == QuestionKind::Ranking) return true;
  const auto parts = forms::moment_parts(kind, *feedback.filling->control_of(question));
  return !parts.empty() && std::ranges::any_of(forms::split_moment(feedback.typed.at(question), parts.size()), &std::string::empty);
}
}  // namespace

std::vector<Problem> problems_of(const Feedback& feedback, const std::vector<NodeId>& questions) {
  std::vector<Problem> out;
  for (const NodeId question : questions) {
    if (forms::kind_of(*feedback.filling, question) == QuestionKind::Note) continue;
    const forms::PlaceState now = feedback.filling->state(question);
    if (has_typed(feedback, question) && now.value.empty()) {
      out.push_back({question, is_unfinished(feedback, question) ? ProblemCode::Unfinished : ProblemCode::Unreadable});
    } else if (now.missing()) {
      out.push_back({question, ProblemCode::Required});
    } else if (!now.constraint_holds) {
      out.push_back({question, ProblemCode::Constraint});
    }
  }
  return out;
}

void show_form_page(State& state, int page, int row) {
  state.feedback.page = page;
  state.feedback.row = row;
  state.feedback.problems.clear();
  state.feedback.sensitive_warning = false;
  state.list.page = 0;  // a long question turns pages of its own
  if (state.view != View::FormPage) replace_view(state, View::FormPage);
}

void show_review(State& state) {
  state.feedback.from_review = false;
  state.feedback.problems.clear();
  state.feedback.review = {};
  replace_view(state, View::Review);
}

void go_on(State& state) {
  Feedback& feedback = state.feedback;
  if (feedback.from_review) return show_review(state);
  if (feedback.row + 1 < rows_of(feedback)) return show_form_page(state, feedback.page, feedback.row + 1);
  if (feedback.page + 1 < static_cast<int>(feedback.pages.size())) return show_form_page(state, feedback.page + 1, 0);
  show_review(state);
}

void work_out_pages(Feedback& feedback) {
  std::vector<AskedPage> pages = forms::pages_of(*feedback.filling);
  if (pages.empty()) return;  // the first question of a form is always there
  if (!feedback.pages.empty()) {
    const AskedPage before = feedback.shown();
    const NodeId question = before.questions[std::min(static_cast<std::size_t>(feedback.row), before.questions.size() - 1)];
    auto same = std::ranges::find_if(pages, [&](const AskedPage& page) {
      return page.kind == before.kind && page.group == before.group && page.copy == before.copy &&
             (page.kind == AskedPage::Kind::Copies || std::ranges::find(page.questions, question) != page.questions.end());
    });
    if (same == pages.end())  // the question itself is gone: its group, when that is still there
      same = std::ranges::find_if(pages, [&](const AskedPage& page) {
        return page.group != forms::kNone && page.group == before.group && page.copy == before.copy && page.kind == before.kind;
      });
    if (same != pages.end()) {
      feedback.page = static_cast<int>(same - pages.begin());
      const auto place = std::ranges::find(same->questions, question);
      if (same->kind == AskedPage::Kind::Table && place != same->questions.end()) feedback.row = static_cast<int>(place - same->questions.begin());
    }
  }
  feedback.pages = std::move(pages);
  feedback.page = std::clamp(feedback.page, 0, static_cast<int>(feedback.pages.size()) - 1);
  feedback.row = std::clamp(feedback.row, 0, rows_of(feedback) - 1);
}

}  // namespace escale::app
