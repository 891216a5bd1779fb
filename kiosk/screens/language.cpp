// The language of the screens; content follows where it exists. Each language is named in itself.
#include "kiosk/screens/flow.hpp"

namespace escale::screens {

void language_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::LanguageContext), frame.t(Text::LanguageTitle));
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = {back_item(frame)};
  screen.most_width = kReadingWidth;
  std::vector<ui::Choice> choices(2);
  choices[0].text = tr(Lang::Fr, Text::LanguageName);
  choices[1].text = tr(Lang::En, Text::LanguageName);
  choices[static_cast<std::size_t>(frame.lang)].selected = true;
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.text("note", std::string(frame.t(Text::LanguageNote)), ui::Type::Body, secondary());
    flow.choices("languages", choices, [&](int index) {
      app::Preferences wanted = frame.state.preferences;
      wanted.lang = tag_of(index == 0 ? Lang::Fr : Lang::En);
      frame.emit(app::SetPreferences{std::move(wanted)});
    });
  });
  if (id == "back") frame.emit(app::Back{});
}

}  // namespace escale::screens
