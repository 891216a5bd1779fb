// Days as people write them in French.
#pragma once

#include <set>
#include <string>

#include "sync/protocol/names.hpp"

namespace escale::paper {

/// "24 novembre 2026"; the first of a month is "1er".
std::string day_words(protocol::Day day);
/// "le 24 novembre 2026", "du 12 au 24 novembre 2026", "du 30 octobre au 2 novembre 2026"; empty for no day.
std::string days_words(const std::set<protocol::Day>& days);

}  // namespace escale::paper
