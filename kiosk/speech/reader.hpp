// What a voice says of a screen, from its semantic tree alone: one speech cursor over everything that can be read, in reading order.
// Pure: no clock, no sound, no screen. EN 301 549 5.1.3 (speech output), 5.1.6.1 (operation without vision).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/speech/phrases.hpp"
#include "kiosk/ui/semantics.hpp"

namespace escale::speech {

enum class Urgency : std::uint8_t { Calm, Assertive };

/// One thing to say. Its text is as written; normalise() makes what a voice reads.
struct Utterance {
  std::string text;
  std::string lang;           ///< BCP 47
  bool personal = false;      ///< a person's own words: only to a headset (5.1.3.9)
  ui::NodeId node = 0;        ///< what is ringed while it is said; 0: nothing of the screen
  Urgency urgency = Urgency::Calm;
  bool operator==(const Utterance&) const = default;
};
using Utterances = std::vector<Utterance>;

enum class Command : std::uint8_t {
  Next,      ///< the following thing of the screen; after the last the first
  Previous,
  Repeat,    ///< what was said last, whole
  ReadOn,    ///< from here to the end of the screen
  Screen,    ///< title and what can be done, again
};

/// What Enter does to what is under the cursor.
enum class Activation : std::uint8_t {
  Press,   ///< hand the key to the screen: the thing under the cursor has the focus
  Spoken,  ///< it cannot be pressed: `say` tells it again
};

class Reader {
 public:
  /// Listening begins or ends; the cursor and all that was remembered go.
  void set_listening(bool on);
  bool listening() const { return m_listening; }

  /// Looks at the tree of a new frame and gives what must be said at once, oldest first; empty: nothing new. New speech cuts old.
  Utterances look(const ui::SemanticTree& tree, const Phrases& phrases, std::string_view lang);
  /// Moves or repeats, on the tree last looked at.
  Utterances command(Command command);
  /// Enter was pressed. Press: `say` is empty.
  Activation activate(Utterances& say);
  /// A finger explores: the smallest thing that can be read under this pixel; empty: nothing is there.
  Utterances point(const ui::SemanticTree& tree, ui::Point px);
  /// Escape was pressed: true when it only left the on-screen keyboard.
  bool leave_keys(Utterances& say);
  /// What is under the cursor, again, without moving; empty: nothing was reached yet.
  Utterances here() const;
  /// Something was done that may turn the page (a page key, a touch): what is new is then read.
  void acted() { m_acted = true; }
  /// The voice has said everything it was given: while reading on, what comes next.
  Utterances finished();
  /// Speech was stopped by a key.
  void stop() { m_reading_on = false; }

  /// The node that is ringed and, when it takes the focus, focused (B14); 0: none.
  ui::NodeId spoken() const { return m_cursor; }
  /// The node under the cursor is a text field: Left, Right and Space belong to it.
  bool in_field() const;
  /// True once after an assertive message appeared while nobody listens: a sound is made instead.
  bool take_alert();

 private:
  /// One thing the cursor can stand on.
  struct Stop {
    ui::NodeId id = 0;
    ui::Role role = ui::Role::Text;
    Utterances say;        ///< all of it: the public part first
    std::string name, value;
    std::string words;     ///< the public part: changes with the state
    ui::States states;
    ui::Live live = ui::Live::Off;
    int level = 0;         ///< of a heading
    bool can_press = false, in_rail = false, in_body = false, secret = false;  ///< in_body: a target that a page brings
    bool is_keyboard = false;  ///< all the keys together
  };
  std::vector<Stop> stops_of(const ui::SemanticTree& tree) const;
  Utterances describe(const ui::Node& node, int index, int count) const;
  Utterances new_screen(const std::vector<Stop>& stops, const Stop* focused);
  Utterances changes(const std::vector<Stop>& stops, const Stop* focused);
  Utterances echo(const Stop& before, const Stop& now) const;
  Utterances move(int step);
  std::string summary() const;
  const Stop* at(ui::NodeId id) const;
  Utterance plain(std::string text) const;

  Phrases m_phrases;
  std::string m_lang = "fr";
  bool m_listening = false, m_first = true, m_acted = false, m_reading_on = false, m_alert = false;
  bool m_inside_keys = false;     ///< the cursor walks the keys of the on-screen keyboard
  std::string m_screen;           ///< what tells two screens apart
  ui::NodeId m_cursor = 0, m_focus = 0;
  std::size_t m_index = 0;        ///< of the cursor in m_stops, kept when its node goes
  std::vector<Stop> m_stops;
  std::vector<ui::NodeId> m_alerts;  ///< assertive messages of the last frame, while nobody listens
  Utterances m_last;
};

}  // namespace escale::speech
