#include "sync/answers/tally.hpp"

namespace escale::answers {

Tally tally_of(const Table& table, std::size_t index) {
  const Variable& variable = table.variables[index];
  Tally tally;
  for (const Missing missing : kMissing) tally.missing[missing] = 0;
  for (const ValueCode& code : variable.codes) tally.by_code[code.number] = 0;
  double sum = 0;
  for (const auto& row : table.rows) {
    const Cell& cell = row[index];
    ++tally.rows;
    if (const auto* missing = std::get_if<Missing>(&cell)) {
      ++tally.missing[*missing];
      continue;
    }
    ++tally.valid;
    if (variable.storage == Storage::Coded) {
      ++tally.by_code[std::get<std::int64_t>(cell)];
    } else if (variable.storage == Storage::Whole || variable.storage == Storage::Decimal) {
      const auto* whole = std::get_if<std::int64_t>(&cell);
      const forms::Decimal value = whole != nullptr ? forms::Decimal::whole(*whole) : std::get<forms::Decimal>(cell);
      if (!tally.least || value < *tally.least) tally.least = value;
      if (!tally.most || *tally.most < value) tally.most = value;
      sum += value.value();
    }
  }
  if (tally.least) tally.mean = sum / static_cast<double>(tally.valid);
  return tally;
}

}  // namespace escale::answers
