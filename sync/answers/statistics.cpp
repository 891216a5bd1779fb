#include "sync/answers/statistics.hpp"

#include <fmt/format.h>
#include <readstat.h>

#include <algorithm>
#include <map>
#include <memory>

#include "content-bundles/forms/temporal.hpp"

namespace escale::answers {
namespace {

constexpr std::size_t kSavText = 32'767, kSavLabel = 255, kSavValueLabel = 120, kDtaLabel = 80, kDtaText = 2045;
constexpr std::size_t kDtaValueLabel = 32'000;
// From the first day of each program's calendar (SPSS 1582-10-14, Stata 1960-01-01) to 1970-01-01.
constexpr std::int64_t kSpssDays = 141'428, kStataDays = 3653;

/// The text without NUL, cut to at most `bytes`, between characters.
std::string cut(std::string_view text, std::size_t bytes) {
  std::string out;
  for (const char c : text) out += c == '\0' ? ' ' : c;
  if (out.size() <= bytes) return out;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80) --end;
  out.resize(end);
  return out;
}

struct WriterDeleter {
  void operator()(readstat_writer_t* writer) const { readstat_writer_free(writer); }
};

ssize_t append(const void* data, std::size_t size, void* to) {
  auto& bytes = *static_cast<Bytes*>(to);
  const auto* from = static_cast<const std::uint8_t*>(data);
  bytes.insert(bytes.end(), from, from + size);
  return static_cast<ssize_t>(size);
}

class StatisticsWriter {
 public:
  StatisticsWriter(const Table& table, StatisticsFormat format) : m_table(table), m_sav(format == StatisticsFormat::Sav), m_writer(readstat_writer_init()) {}

  Result<Bytes> write() {
    if (m_writer == nullptr) return fail(Code::Internal, "no memory for the file");
    readstat_set_data_writer(m_writer.get(), append);
    readstat_writer_set_file_label(m_writer.get(), cut(m_table.title, m_sav ? 64 : 80).c_str());
    readstat_writer_set_file_timestamp(m_writer.get(), 0);
    if (!m_sav) readstat_writer_set_file_format_version(m_writer.get(), 118);
    for (std::size_t i = 0; i < m_table.variables.size(); ++i) declare(i);
    const long rows = static_cast<long>(m_table.rows.size());
    note(m_sav ? readstat_begin_writing_sav(m_writer.get(), &m_bytes, rows) : readstat_begin_writing_dta(m_writer.get(), &m_bytes, rows));
    for (const auto& row : m_table.rows) {
      if (m_error != READSTAT_OK) break;
      note(readstat_begin_row(m_writer.get()));
      for (std::size_t i = 0; i < row.size(); ++i) put(i, row[i]);
      ++m_row;
      note(readstat_end_row(m_writer.get()));
    }
    if (m_error == READSTAT_OK) note(readstat_end_writing(m_writer.get()));
    if (m_error != READSTAT_OK) return fail(Code::Internal, fmt::format("the {} file could not be made: {}", m_sav ? "SPSS" : "Stata", readstat_error_message(m_error)));
    return std::move(m_bytes);
  }

 private:
  void note(readstat_error_t error) {
    if (m_error == READSTAT_OK) m_error = error;
  }

  std::size_t widest(std::size_t variable) const {
    std::size_t bytes = 1;
    for (const auto& row : m_table.rows)
      if (const auto* text = std::get_if<std::string>(&row[variable])) bytes = std::max(bytes, text->size());
    return bytes;
  }

  void declare(std::size_t index) {
    const Variable& variable = m_table.variables[index];
    readstat_variable_t* made = nullptr;
    if (is_textual(variable.storage)) {
      std::size_t width = widest(index);
      const bool long_text = !m_sav && width > kDtaText;  // strL holds any length
      width = std::min(width, m_sav ? kSavText : kDtaText);
      made = readstat_add_variable(m_writer.get(), variable.name.c_str(), long_text ? READSTAT_TYPE_STRING_REF : READSTAT_TYPE_STRING, long_text ? 0 : width);
      if (long_text) add_references(index);
    } else {
      made = readstat_add_variable(m_writer.get(), variable.name.c_str(), READSTAT_TYPE_DOUBLE, 0);
      label_values(index, made);
    }
    readstat_variable_set_label(made, cut_label(variable.label).c_str());
    readstat_variable_set_measure(made, variable.measure == Measure::Scale     ? READSTAT_MEASURE_SCALE
                                        : variable.measure == Measure::Ordinal ? READSTAT_MEASURE_ORDINAL
                                                                               : READSTAT_MEASURE_NOMINAL);
    if (variable.storage == Storage::Coded || variable.storage == Storage::Whole) readstat_variable_set_format(made, m_sav ? "F14.0" : "%14.0g");
    if (variable.storage == Storage::Date) readstat_variable_set_format(made, m_sav ? "SDATE10" : "%tdCCYY-NN-DD");
    m_variables.push_back(made);
  }

  /// ReadStat computes the file's map when writing begins: every long text must be known then.
  void add_references(std::size_t index) {
    for (const auto& row : m_table.rows) {
      const auto* text = std::get_if<std::string>(&row[index]);
      const std::string whole = text != nullptr ? cut(*text, text->size()) : "";
      m_references[index].push_back(readstat_add_string_ref(m_writer.get(), whole.c_str()));
    }
  }

  /// Stata counts characters, SPSS bytes.
  std::string cut_label(std::string_view label) const {
    if (m_sav) return cut(label, kSavLabel);
    std::size_t characters = 0, end = 0;
    for (; end < label.size(); ++end)
      if ((static_cast<unsigned char>(label[end]) & 0xC0U) != 0x80 && characters++ == kDtaLabel) break;
    return cut(label.substr(0, end), end);
  }

  void label_values(std::size_t index, readstat_variable_t* made) {
    const Variable& variable = m_table.variables[index];
    readstat_label_set_t* labels = readstat_add_label_set(m_writer.get(), READSTAT_TYPE_DOUBLE, variable.name.c_str());
    for (const ValueCode& code : variable.codes)
      readstat_label_double_value(labels, static_cast<double>(code.number), cut(code.label, m_sav ? kSavValueLabel : kDtaValueLabel).c_str());
    for (const Missing missing : kMissing) {
      const std::string label = cut(missing_label(missing), kSavValueLabel);
      if (m_sav) {
        const auto number = static_cast<double>(missing_number_once(index, missing));
        readstat_label_double_value(labels, number, label.c_str());
        readstat_variable_add_missing_double_value(made, number);
      } else {
        readstat_label_tagged_value(labels, missing_token(missing)[1], label.c_str());
      }
    }
    readstat_variable_set_label_set(made, labels);
  }

  void put(std::size_t index, const Cell& cell) {
    const readstat_variable_t* variable = m_variables[index];
    readstat_writer_t* writer = m_writer.get();
    if (const auto references = m_references.find(index); references != m_references.end())
      return note(readstat_insert_string_ref(writer, variable, references->second[m_row]));
    const bool text_variable = is_textual(m_table.variables[index].storage);
    if (const auto* missing = std::get_if<Missing>(&cell)) {
      if (text_variable) return put_text(variable, "");
      if (m_sav) return note(readstat_insert_double_value(writer, variable, static_cast<double>(missing_number_once(index, *missing))));
      return note(readstat_insert_tagged_missing_value(writer, variable, missing_token(*missing)[1]));
    }
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return note(readstat_insert_double_value(writer, variable, static_cast<double>(*whole)));
    if (const auto* decimal = std::get_if<forms::Decimal>(&cell)) return note(readstat_insert_double_value(writer, variable, decimal->value()));
    const std::string& text = std::get<std::string>(cell);
    if (m_table.variables[index].storage != Storage::Date) return put_text(variable, text);
    const auto day = forms::parse_temporal(text, forms::Zone());
    if (!day) return note(readstat_insert_missing_value(writer, variable));
    note(readstat_insert_double_value(writer, variable, m_sav ? static_cast<double>((day->day() + kSpssDays) * 86'400) : static_cast<double>(day->day() + kStataDays)));
  }

  void put_text(const readstat_variable_t* variable, std::string_view text) {
    note(readstat_insert_string_value(m_writer.get(), variable, cut(text, m_sav ? kSavText : kDtaText).c_str()));
  }

  /// Looked for once a variable: it reads the whole column.
  std::int64_t missing_number_once(std::size_t index, Missing missing) {
    if (m_missing.empty()) m_missing.resize(m_table.variables.size());
    auto& known = m_missing[index];
    if (known == 0) known = missing_number(m_table, index, Missing::NoAnswer);
    return known + (missing == Missing::NoAnswer ? 0 : missing == Missing::NotInVersion ? 1 : 2);
  }

  const Table& m_table;
  bool m_sav;
  std::unique_ptr<readstat_writer_t, WriterDeleter> m_writer;
  std::vector<readstat_variable_t*> m_variables;
  std::map<std::size_t, std::vector<readstat_string_ref_t*>> m_references;  ///< of variables of long texts: one a row
  std::size_t m_row = 0;
  std::vector<std::int64_t> m_missing;
  Bytes m_bytes;
  readstat_error_t m_error = READSTAT_OK;
};

}  // namespace

Result<Bytes> table_statistics(const Table& table, StatisticsFormat format) { return StatisticsWriter(table, format).write(); }

}  // namespace escale::answers
