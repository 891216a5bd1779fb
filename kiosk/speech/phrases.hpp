// The words of speech itself, translated by the caller: roles, states, and what a voice adds to a screen.
#pragma once

#include <string>
#include <string_view>

namespace escale::speech {

struct Phrases {
  // --- roles
  std::string button, link, heading, image, choice, checkbox, field, key, table, note;
  // --- states
  std::string chosen, checked, unchecked, on, off, here, disabled, invalid, empty;
  // --- what a voice adds; {0}, {1} are filled in
  std::string position;                              ///< "{0} sur {1}"
  std::string buttons_one, buttons_more;             ///< "{0} boutons"
  std::string choices_one, choices_more, fields_one, fields_more;
  std::string summary;                               ///< "Sur cet écran : {0}."
  std::string end_of_screen;                         ///< before the first thing is read again
  std::string character, characters, erased;         ///< a masked sign was typed; "{0} caractères"; one was taken away
  std::string space;                                 ///< the space bar
  std::string keyboard;                              ///< the on-screen keyboard as one stop
  std::string instructions;                          ///< when listening starts: the keys
  std::string stopped;                               ///< when listening ends
  std::string headset_needed;                        ///< instead of what only a headset may hear
  std::string explore_on, explore_off;
  /// Of a key that was pressed once while exploring: what it would do, and that a second press does it.
  std::string explore_again, explore_escape, explore_page_before, explore_page_after, explore_listen;
  std::string volume;                                ///< "Volume {0} sur {1}"
  bool operator==(const Phrases&) const = default;
};

/// The template with its {0} and {1}.
std::string filled(std::string_view text, std::string_view first, std::string_view second = {});

}  // namespace escale::speech
