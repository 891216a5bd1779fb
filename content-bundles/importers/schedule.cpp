#include "content-bundles/importers/schedule.hpp"

#include <fmt/format.h>

#include <array>

#include "content-bundles/learning/scoring.hpp"
#include "sync/base/json.hpp"

namespace escale::importers {
namespace {

struct KindWord {
  std::string_view word, kind;
};
// Folded as learning::folded does: no accents, no capitals. The first that is found decides: "pause déjeuner" is a lunch.
constexpr std::array kKindWords = {
    KindWord{"dejeuner", "lunch"},        KindWord{"lunch", "lunch"},          KindWord{"repas", "lunch"},
    KindWord{"pause", "break"},           KindWord{"break", "break"},          KindWord{"table ronde", "round-table"},
    KindWord{"round table", "round-table"}, KindWord{"panel", "round-table"},  KindWord{"atelier", "workshop"},
    KindWord{"workshop", "workshop"},     KindWord{"accueil", "welcome"},      KindWord{"welcome", "welcome"},
    KindWord{"registration", "welcome"},  KindWord{"cloture", "closing"},      KindWord{"closing", "closing"},
    KindWord{"conference", "talk"},       KindWord{"intervention", "talk"},    KindWord{"ouverture", "talk"},
    KindWord{"opening", "talk"},          KindWord{"keynote", "talk"},         KindWord{"talk", "talk"},
    KindWord{"lecture", "talk"},          KindWord{"presentation", "talk"},    KindWord{"temoignage", "talk"},
};

/// Words only, one space between and around, so that "atelier" is not found in "chatelier".
std::string spaced(std::string_view text) {
  std::string out = " ";
  for (const char c : learning::folded(text)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (word) out += c;
    else if (out.back() != ' ') out += ' ';
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

/// A YAML double-quoted scalar (YAML 1.2, 7.3.1): JSON's escapes are YAML's.
std::string yaml_quoted(std::string_view text) { return Json(std::string(text)).dump(); }

}  // namespace

std::string slot_kind(std::string_view title, std::string_view hint) {
  for (const std::string_view text : {hint, title}) {
    const std::string words = spaced(text);
    for (const KindWord& known : kKindWords)
      for (const std::string_view end : {" ", "s "})
        if (words.find(fmt::format(" {}{}", known.word, end)) != std::string::npos) return std::string(known.kind);
  }
  return "other";
}

std::string programme_source(const ImportedSchedule& schedule, const std::string& day, const std::string& title, const std::string& timezone,
                             const std::string& place) {
  std::string out = "id: programme\n";
  out += fmt::format("title: {}\nday: {}\ntimezone: {}\n", yaml_quoted(title), day, timezone);
  if (!place.empty()) out += fmt::format("place: {}\n", yaml_quoted(place));
  out += "slots:\n";
  const auto found = schedule.days.find(day);
  if (found == schedule.days.end()) return out;
  for (const format::Slot& slot : found->second) {
    out += fmt::format("  - start: \"{}\"\n    end: \"{}\"\n    title: {}\n    kind: {}\n", format::clock_text(slot.start_minute), format::clock_text(slot.end_minute),
                       yaml_quoted(slot.title), slot.kind);
    if (!slot.room.empty()) out += fmt::format("    room: {}\n", yaml_quoted(slot.room));
    if (!slot.speakers.empty()) {
      out += "    speakers: [";
      for (std::size_t i = 0; i < slot.speakers.size(); ++i) out += (i == 0 ? "" : ", ") + yaml_quoted(slot.speakers[i]);
      out += "]\n";
    }
    if (!slot.note.empty()) out += fmt::format("    note: {}\n", yaml_quoted(slot.note));
  }
  return out;
}

}  // namespace escale::importers
