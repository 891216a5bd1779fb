// A study day: what happens when and where. Times are local wall-clock times of the place; nothing here reads a clock.
#pragma once

#include <string>
#include <vector>

#include "content-bundles/learning/document.hpp"

namespace escale::format {

struct Slot {
  int start_minute = 0;  ///< minutes after local midnight: 09:15 is 555
  int end_minute = 0;    ///< later than start_minute, at most 1440
  std::string title;
  std::string room;                   ///< may be empty
  std::vector<std::string> speakers;  ///< may be empty
  std::string kind;  ///< welcome | talk | round-table | workshop | break | lunch | closing | other
  std::string note;  ///< may be empty
  std::string form;  ///< document id of a form of the same bundle ("votre avis"), or empty
  bool operator==(const Slot&) const = default;
};

/// A page of practical information ("Accès", "Accessibilité"), as a title and blocks.
struct ProgrammePage {
  std::string title;
  std::vector<learning::Block> blocks;  ///< Heading, Paragraph, List only
  bool operator==(const ProgrammePage&) const = default;
};

struct Programme {
  std::string id;
  std::string lang;
  std::string title;
  std::string day;       ///< "2026-11-26"
  std::string place;     ///< may be empty
  std::string timezone;  ///< IANA name, for instance "Europe/Paris"
  std::vector<Slot> slots;  ///< by start, then end
  std::vector<ProgrammePage> pages;
  bool operator==(const Programme&) const = default;
};

/// "09:15" from 555.
std::string clock_text(int minute);

}  // namespace escale::format
