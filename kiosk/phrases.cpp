#include "kiosk/phrases.hpp"

#include "kiosk/screens/words.hpp"

namespace escale::kiosk {

speech::Phrases phrases_in(std::string_view lang) {
  using screens::Text;
  const screens::Lang language = screens::lang_of(lang);
  const auto t = [&](Text text) { return std::string(screens::tr(language, text)); };
  speech::Phrases p;
  p.button = t(Text::SpeechButton);
  p.link = t(Text::SpeechLink);
  p.heading = t(Text::SpeechHeading);
  p.image = t(Text::SpeechImage);
  p.choice = t(Text::SpeechChoice);
  p.checkbox = t(Text::SpeechCheckbox);
  p.field = t(Text::SpeechField);
  p.key = t(Text::SpeechKey);
  p.table = t(Text::SpeechTable);
  p.note = t(Text::SpeechNote);
  p.chosen = t(Text::SpeechChosen);
  p.checked = t(Text::SpeechChecked);
  p.unchecked = t(Text::SpeechUnchecked);
  p.on = t(Text::SpeechOn);
  p.off = t(Text::SpeechOff);
  p.here = t(Text::SpeechHere);
  p.disabled = t(Text::SpeechDisabled);
  p.invalid = t(Text::SpeechInvalid);
  p.empty = t(Text::SpeechEmpty);
  p.position = t(Text::SpeechPosition);
  p.buttons_one = t(Text::SpeechButtonOne);
  p.buttons_more = t(Text::SpeechButtonMore);
  p.choices_one = t(Text::SpeechChoiceOne);
  p.choices_more = t(Text::SpeechChoiceMore);
  p.fields_one = t(Text::SpeechFieldOne);
  p.fields_more = t(Text::SpeechFieldMore);
  p.summary = t(Text::SpeechSummary);
  p.end_of_screen = t(Text::SpeechEnd);
  p.character = t(Text::SpeechCharacter);
  p.characters = t(Text::SpeechCharacters);
  p.erased = t(Text::SpeechErased);
  p.space = t(Text::SpeechSpace);
  p.keyboard = t(Text::SpeechKeyboard);
  p.instructions = t(Text::SpeechInstructions);
  p.stopped = t(Text::SpeechStopped);
  p.headset_needed = t(Text::SpeechHeadset);
  p.explore_on = t(Text::SpeechExploreOn);
  p.explore_off = t(Text::SpeechExploreOff);
  p.explore_again = t(Text::SpeechExploreAgain);
  p.explore_escape = t(Text::SpeechExploreEscape);
  p.explore_page_before = t(Text::SpeechExplorePageBefore);
  p.explore_page_after = t(Text::SpeechExplorePageAfter);
  p.explore_listen = t(Text::SpeechExploreListen);
  p.volume = t(Text::SpeechVolume);
  return p;
}

}  // namespace escale::kiosk
