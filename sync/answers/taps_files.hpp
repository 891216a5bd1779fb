// Taps (protocol/taps.hpp) as files: lines of the opened folder, a CSV table for researchers. One row a choice of a record: a count, with
// the part of it that came in bursts beside it, for readers to keep or to leave out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/answers/opening.hpp"
#include "sync/base/json.hpp"

namespace escale::answers {

/// One JSON object a line.
Result<std::string> taps_lines(const std::vector<TapsCounted>& taps);
/// The inverse. InvalidInput names the line of taps.jsonl.
Result<std::vector<TapsCounted>> read_taps_lines(std::string_view lines);

/// Ids of the forms that have taps, sorted.
std::vector<std::string> forms_with_taps(const std::vector<TapsCounted>& taps);
/// record,session,day,form_version,question,choice,taps,in_bursts; in the order of record ids, then of choices.
std::string taps_csv(std::string_view form_id, const std::vector<TapsCounted>& taps);
/// The table's entry in datapackage.json (Frictionless Table Schema).
Json taps_resource(std::string_view form_id, std::string_view csv);

}  // namespace escale::answers
