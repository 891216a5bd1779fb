// What a draft holds, as bytes: which form, in which language, the answers so far, what stands half written in the fields, and where the
// person was. Rule: the store seals these bytes and never looks into them; nothing dates them.
#pragma once

#include "kiosk/app/state.hpp"

namespace escale::app {

struct DraftContent {
  DocumentKey key;
  std::string sha256;  ///< of the form's blob: a draft is gone on with in its own version
  std::string lang;    ///< of the person: "fr"
  bool easy_reading = false;
  int page = 0, row = 0;
  std::string answers;                       ///< Filling::xml()
  std::map<std::string, std::string> typed;  ///< by reference of the question, such as "/data/enfant[2]/nom"
  std::vector<std::string> given;            ///< references of what was answered
  bool operator==(const DraftContent&) const = default;
};

/// Of the open form. Only when feedback.is_open().
DraftContent draft_of(const State& state);

Bytes encode_draft(const DraftContent& draft);
/// InvalidInput when it is not what encode_draft writes.
Result<DraftContent> decode_draft(ByteView bytes);

}  // namespace escale::app
