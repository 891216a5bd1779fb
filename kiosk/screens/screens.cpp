#include "kiosk/screens/screens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/frame.hpp"

namespace escale::screens {
namespace {

/// What a change of screen is: another view, another page, another question, something that lies over all of it.
void name_screen(const Frame& frame) {
  const app::State& state = frame.state;
  const int over = state.quick_exit ? 2 : state.inactivity_left ? 1 : 0;
  const int page = state.view == app::View::Reading ? state.learning.page.page : state.list.page;
  const bool in_document = state.view == app::View::Question || state.view == app::View::Reading;
  const int question = in_document                          ? static_cast<int>(state.learning.part)
                       : state.view == app::View::FormPage ? state.feedback.page * 32 + state.feedback.row
                                                           : 0;
  // Further along the way is to the right; Back and the page before come from the left.
  const int order = static_cast<int>(state.trail.size()) * 100'000 + over * 1'000'000'000 + question * 100 + page;
  frame.ui.screen(fmt::format("{}/{}/{}/{}", static_cast<int>(state.view), over, question, page), order);
}

}  // namespace

void draw(ui::Ui& ui, const app::State& state, app::Actions& actions) {
  const Frame frame{ui, state, actions, lang_of(state.preferences.lang)};
  name_screen(frame);
  if (overlay_view(frame)) return;
  using app::View;
  switch (state.view) {
    case View::Modules:
      return modules_view(frame);
    case View::Module:
      return module_view(frame);
    case View::Reading:
      return reading_view(frame);
    case View::Question:
      return question_view(frame);
    case View::QuizEnd:
      return quiz_end_view(frame);
    case View::Library:
      return library_view(frame);
    case View::FormList:
      return form_list_view(frame);
    case View::FormPage:
      return form_page_view(frame);
    case View::Review:
      return review_view(frame);
    case View::Thanks:
      return thanks_view(frame);
    case View::Programme:
      return programme_view(frame);
    case View::Enlarge:
      return enlarge_view(frame);
    case View::Language:
      return language_view(frame);
    case View::Help:
      return help_view(frame);
    case View::About:
      return about_view(frame);
    case View::PersonalData:
      return personal_data_view(frame);
    case View::Accessibility:
      return accessibility_view(frame);
    case View::StaffDoor:
      return staff_door_view(frame);
    case View::Staff:
      return staff_view(frame);
    case View::SessionNew:
      return session_new_view(frame);
    case View::SessionWords:
      return session_words_view(frame);
    case View::StaffJournal:
      return staff_journal_view(frame);
    case View::Cleaning:
      return cleaning_view(frame);
    case View::Finish:
      return finish_view(frame);
    case View::NoVoice:
      return no_voice_view(frame);
    case View::OutOfOrder:
      return out_of_order_view(frame);
    case View::ResultsDoor:
      return results_door_view(frame);
    case View::Results:
      return results_view(frame);
    case View::ScreenSetup:
      return screen_setup_view(frame);
    default:
      return home_view(frame);
  }
}

ui::Settings settings_of(const app::State& state) {
  const app::Preferences& preferences = state.preferences;
  ui::Settings settings;
  switch (preferences.theme) {
    case app::Theme::Light:
      settings.theme = ui::ThemeName::Light;
      break;
    case app::Theme::Dark:
      settings.theme = ui::ThemeName::Dark;
      break;
    case app::Theme::Contrast:
      settings.theme = ui::ThemeName::Contrast;
      break;
  }
  settings.text_percent = preferences.text_percent;
  settings.easy_reading = preferences.easy_reading;
  settings.seated = preferences.seated;
  settings.reduced_motion = preferences.reduced_motion;
  settings.lang = preferences.lang;
  settings.text_spacing = preferences.text_spacing;
  const app::ScreenProfile& screen = state.site.screen;
  settings.screen = {screen.px_per_mm, screen.distance_mm, screen.bottom_mm, screen.tilt_degrees, screen.diagonal_mm, screen.repeat_filter_ms};
  return settings;
}

std::vector<std::string> images_needed(const app::State& state) {
  std::vector<std::string> keys;
  if (state.view != app::View::Reading && state.view != app::View::Question) return keys;
  if (state.learning.document == nullptr) return keys;
  for (const auto& block : state.learning.document->blocks)
    if (const auto* image = std::get_if<learning::Image>(&block))
      if (std::ranges::find(keys, image->media.sha256) == keys.end()) keys.push_back(image->media.sha256);
  return keys;
}

}  // namespace escale::screens
