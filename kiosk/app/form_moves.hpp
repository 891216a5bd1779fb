// Moves within an open form that several actions share: which page, which row, what is wrong there. Internal to this folder.
#pragma once

#include <vector>

#include "kiosk/app/state.hpp"

namespace escale::app {

bool is_table(const Feedback& feedback);
/// Of the page shown; 1 when it is no table.
int rows_of(const Feedback& feedback);
/// The form's page stands on the screen.
bool form_is_shown(const State& state);
/// What "Suite" is about: the row of a table, else the whole page.
std::vector<forms::NodeId> asked_now(const Feedback& feedback);
/// Something other than white space stands in the field.
bool has_typed(const Feedback& feedback, forms::NodeId question);
std::vector<Problem> problems_of(const Feedback& feedback, const std::vector<forms::NodeId>& questions);

void show_form_page(State& state, int page, int row);
void show_review(State& state);
/// To the next row or page, or to the review.
void go_on(State& state);
/// Pages as the answers stand now; the question that is shown stays shown.
void work_out_pages(Feedback& feedback);

}  // namespace escale::app
