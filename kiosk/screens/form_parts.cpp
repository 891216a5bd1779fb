#include "kiosk/screens/form_parts.hpp"

#include <algorithm>

#include "content-bundles/forms/outline.hpp"

namespace escale::screens {

using forms::MomentPart;
using forms::NodeId;
using forms::QuestionKind;

const forms::Filling& filling_of(const Frame& frame) { return *frame.state.feedback.filling; }

std::string form_title(const Frame& frame) {
  const forms::Plan& plan = filling_of(frame).plan();
  return std::string(forms::text_in(forms::title_of(plan), frame.content_language(), forms::default_language_of(plan)));
}

std::string question_label(const Frame& frame, NodeId question) {
  std::string words = filling_of(frame).label(question).value_or("");
  return words.empty() ? question_id(frame, question) : words;
}

std::string question_hint(const Frame& frame, NodeId question) { return filling_of(frame).hint(question).value_or(""); }

namespace {
std::string label_of_group(const Frame& frame, std::size_t group, NodeId context) {
  if (group == forms::kNone) return {};
  return filling_of(frame).label_of(filling_of(frame).plan().definition().controls[group], context).value_or("");
}
}  // namespace

std::string group_label(const Frame& frame, const forms::AskedPage& page) {
  return page.questions.empty() ? std::string() : label_of_group(frame, page.group, page.questions.front());
}

std::string page_context(const Frame& frame, const forms::AskedPage& page) {
  if (page.copy == forms::kNoNode) return form_title(frame);
  const std::string label = label_of_group(frame, forms::control_of_repeat(filling_of(frame), page.copy), page.copy);
  return label.empty() ? form_title(frame) : frame.t(Text::FormCopy, label, filling_of(frame).instances().position(page.copy));
}

std::vector<forms::ChoiceState> choices_of(const Frame& frame, NodeId question) {
  return filling_of(frame).choices(question).value_or(std::vector<forms::ChoiceState>{});
}

std::string question_id(const Frame& frame, NodeId question) {
  const forms::Instances& tree = filling_of(frame).instances();
  std::string id(tree.name_text(tree.name(question)));
  for (NodeId at = question; !tree.is_document(at); at = tree.parent(at))
    if (const std::size_t copy = tree.position(at); copy > 1) id += "-" + std::to_string(copy);
  return id;
}

std::vector<std::string> names_in(std::string_view value) {
  std::vector<std::string> names;
  while (!value.empty()) {
    const std::string_view name = value.substr(0, value.find(' '));
    if (!name.empty()) names.emplace_back(name);
    value.remove_prefix(std::min(name.size() + 1, value.size()));
  }
  return names;
}

// --- answers in words ------------------------------------------------------------------------------------------------

Text part_name(MomentPart part) {
  switch (part) {
    case MomentPart::Day: return Text::FormDay;
    case MomentPart::Month: return Text::FormMonth;
    case MomentPart::Year: return Text::FormYear;
    case MomentPart::Hour: return Text::FormHour;
    default: return Text::FormMinute;
  }
}

std::string part_text(const Frame& frame, MomentPart part, const std::string& written) {
  if (part != MomentPart::Month || written.empty() || written.size() > 2) return written;
  const std::string month = month_text(frame.lang, std::atoi(written.c_str()));
  return month.empty() ? written : month;
}

namespace {

/// "mardi 24 novembre 2026, 16 h 15", or as much of it as the question asks.
std::string moment_text(const Frame& frame, const std::vector<MomentPart>& parts, const std::string& value) {
  const auto written = forms::split_moment(forms::moment_typed(parts, value), parts.size());
  std::string day, time;
  if (parts.front() == MomentPart::Day) {
    day = day_text(frame.lang, value.substr(0, 10), true, true);
  } else if (parts.front() != MomentPart::Hour) {
    for (std::size_t i = 0; i < parts.size(); ++i) day += (day.empty() ? "" : " ") + part_text(frame, parts[i], written[i]);
  }
  if (parts.back() == MomentPart::Minute)
    time = time_text(frame.lang, 60 * std::atoi(written[parts.size() - 2].c_str()) + std::atoi(written.back().c_str()));
  return day.empty() ? time : time.empty() ? day : day + ", " + time;
}

std::string chosen_text(const Frame& frame, NodeId question, const std::string& value, QuestionKind kind) {
  const auto choices = choices_of(frame, question);
  std::string out;
  int place = 0;
  for (const std::string& name : kind == QuestionKind::One ? std::vector<std::string>{value} : names_in(value)) {
    const auto found = std::ranges::find(choices, name, &forms::ChoiceState::value);
    const std::string label = found == choices.end() ? name : found->label;
    out += (out.empty() ? "" : ", ") + (kind == QuestionKind::Ranking ? frame.t(Text::FormRankPlace, ++place, label) : label);
  }
  return out;
}

}  // namespace

std::string answer_text(const Frame& frame, NodeId question) {
  const std::string value = frame.state.feedback.answer(question);
  if (value.empty()) return {};
  const forms::Control& control = *filling_of(frame).control_of(question);
  const QuestionKind kind = forms::kind_of(filling_of(frame), question);
  switch (kind) {
    case QuestionKind::One:
    case QuestionKind::Several:
    case QuestionKind::Ranking:
      return chosen_text(frame, question, value, kind);
    case QuestionKind::Acknowledge:
      return std::string(frame.t(Text::FormAcknowledged));
    case QuestionKind::Whole:
    case QuestionKind::Decimal:
    case QuestionKind::Range:
      if (const auto number = forms::Decimal::parse(value)) {
        const auto end = forms::Decimal::parse(control.end);
        if (kind == QuestionKind::Range && number->is_whole() && end && end->is_whole())
          return frame.t(Text::FormOutOf, number->truncated(), end->truncated());
        return number->is_whole() ? number_text(frame.lang, number->truncated()) : decimal_text(frame.lang, value);
      }
      return value;
    default: {
      const auto parts = forms::moment_parts(kind, control);
      return parts.empty() ? value : moment_text(frame, parts, value);
    }
  }
}

// --- problems --------------------------------------------------------------------------------------------------------

namespace {

std::string_view unreadable_text(const Frame& frame, QuestionKind kind) {
  switch (kind) {
    case QuestionKind::Whole: return frame.t(Text::FormWriteWhole);
    case QuestionKind::Decimal: return frame.t(Text::FormWriteNumber);
    case QuestionKind::Date:
    case QuestionKind::DateTime: return frame.t(Text::FormDateUnknown);
    case QuestionKind::Time: return frame.t(Text::FormTimeUnknown);
    default: return frame.t(Text::FormChooseOffered);
  }
}

}  // namespace

std::string problem_text(const Frame& frame, NodeId question) {
  const auto& problems = frame.state.feedback.problems;
  const auto found = std::ranges::find(problems, question, &app::Problem::question);
  if (found == problems.end()) return {};
  const QuestionKind kind = forms::kind_of(filling_of(frame), question);
  const bool required = filling_of(frame).state(question).required;
  switch (found->code) {
    case app::ProblemCode::Required:
    case app::ProblemCode::Constraint: {
      // The form's own words first.
      const std::string own = filling_of(frame).message(question).value_or("");
      if (!own.empty()) return own;
      return std::string(frame.t(found->code == app::ProblemCode::Required ? Text::FormMissing : Text::FormRule));
    }
    case app::ProblemCode::Unfinished:
      if (kind == QuestionKind::Ranking) return std::string(frame.t(required ? Text::FormRankingRequired : Text::FormRankingUnfinished));
      return std::string(frame.t(kind == QuestionKind::Time ? Text::FormTimeUnfinished : Text::FormDateUnfinished));
    case app::ProblemCode::Unreadable:
      break;
  }
  if (kind == QuestionKind::Text)
    return frame.t(Text::FormWriteShorter, number_text(frame.lang, static_cast<std::int64_t>(forms::length_limit(filling_of(frame).bind_of(question)))));
  if (kind == QuestionKind::Range) {
    const forms::Control& control = *filling_of(frame).control_of(question);
    return frame.t(Text::FormWriteBetween, decimal_text(frame.lang, control.start), decimal_text(frame.lang, control.end));
  }
  return std::string(unreadable_text(frame, kind));
}

// --- where one is ----------------------------------------------------------------------------------------------------

FormStep step_of(const app::Feedback& feedback, int page) {
  FormStep step;
  for (std::size_t i = 0; i < feedback.pages.size(); ++i) {
    if (feedback.pages[i].kind == forms::AskedPage::Kind::Copies) continue;
    const bool asks = std::ranges::any_of(feedback.pages[i].questions,
                                          [&](NodeId node) { return forms::kind_of(*feedback.filling, node) != QuestionKind::Note; });
    if (!asks) continue;
    ++step.total;
    if (static_cast<int>(i) == page) step.number = step.total;
  }
  return step;
}

std::string step_text(const Frame& frame, const FormStep& step) {
  if (step.number == 0) return {};
  return frame.t(frame.state.feedback.about ? Text::QuestionOfAbout : Text::QuestionOf, step.number, step.total);
}

bool form_loading(const Frame& frame) {
  if (frame.state.feedback.is_open()) return false;
  header(frame, frame.t(Text::HomeFeedback), frame.t(Text::FormOpening));
  const Bottom bottom(frame, {back_item(frame)});
  frame.ui.empty_state("loading", bottom.body(), ui::Icon::Document, frame.t(Text::HomeLoading), frame.t(Text::FormOpeningText));
  if (bottom.draw() == "back") frame.emit(app::Back{});
  return true;
}

}  // namespace escale::screens
