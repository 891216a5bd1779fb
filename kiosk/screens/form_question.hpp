// One question of a form as things in a column, by its kind; and what the pages of a form share. Internal to the form's screens.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/form_parts.hpp"
#include "kiosk/screens/typing.hpp"

namespace escale::screens {

struct FormPage {
  const Frame& frame;
  const app::Feedback& now;
  const forms::AskedPage& page;
  FormStep step;
  forms::QuestionKind kind(forms::NodeId question) const { return forms::kind_of(*now.filling, question); }
  const forms::Control& control(forms::NodeId question) const { return *now.filling->control_of(question); }
};

/// Answered with the keyboard, on a page of its own when the question has no room above the keys.
bool typed_kind(const FormPage& page, forms::NodeId question);
/// What stands in the field.
std::string written(const FormPage& page, forms::NodeId question);
/// Emits that a choice was touched.
void choose(const FormPage& page, forms::NodeId question, const std::string& name);
std::vector<std::string> chosen_names(const FormPage& page, forms::NodeId question);

/// Pages of a question's own, by list.page: its keys (part 0), or the parts of its date (from 1), each of which may turn pages.
inline constexpr int kPartPages = 10'000, kQuestionPages = 100;
inline int part_page(std::size_t index, std::size_t part) {
  return kTypingPage + kQuestionPages * static_cast<int>(index) + kPartPages * static_cast<int>(part);
}
struct PartPage {
  std::size_t index = 0, part = 0;
  int page = 0;
};
/// Nothing when the page itself is shown.
std::optional<PartPage> part_shown(const Frame& frame);

/// Question number `index` of the page, in a column. `asked`: its label stands in the column (else it is the screen's title).
void add_question(const FormPage& page, std::size_t index, Flow& flow, bool asked);
/// Short choices side by side, in as many columns as hold them in one line. `selected`: an index, or -1. `chosen` is told the index touched.
void add_grid(const Frame& frame, std::string id, std::shared_ptr<const std::vector<std::string>> labels, int selected, Flow& flow, std::function<void(int)> chosen);
/// A date or a time, part after part: buttons that lead to the pages of the parts. (form_moment.cpp)
void add_moment(const FormPage& page, std::size_t index, Flow& flow);
/// The page of one part of a date or a time. (form_moment.cpp)
void moment_part(const FormPage& page, const PartPage& shown);
/// Choices in order of preference. (form_ranking.cpp)
void add_ranking(const FormPage& page, forms::NodeId question, Flow& flow);

/// Draws the header; true when `title` is shown whole in it, else the column says it.
bool form_header(const FormPage& page, const std::string& title);
std::vector<BottomItem> bottom_of(const FormPage& page);
/// Carries out what the bottom row was asked.
void act(const FormPage& page, std::string_view id);
/// A row of a table: design 08. (form_table.cpp)
void table_row(const FormPage& page);

}  // namespace escale::screens
