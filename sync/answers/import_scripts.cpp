// Scripts for R, Stata and SPSS. A text inside a script is quoted by the language's own rule, and no script runs what people wrote.
#include <fmt/format.h>

#include "sync/answers/codebook.hpp"
#include "sync/answers/csv.hpp"

namespace escale::answers {
namespace {

/// One line, without control characters.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

/// R: "…" with \ and " escaped (R-lang, 10.3.1).
std::string r_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : one_line(text)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// Stata: compound quotes `"…"'. A $ or ` would be expanded: written as its character code is not possible, so both are made harmless.
std::string stata_text(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) out += c == '`' ? '\'' : c == '$' ? '_' : c;
  std::string clean;
  for (std::size_t i = 0; i < out.size(); ++i) clean += out[i] == '"' && i + 1 < out.size() && out[i + 1] == '\'' ? ' ' : out[i];
  return "`\"" + clean + "\"'";
}

/// SPSS: '…' with ' doubled.
std::string spss_text(std::string_view text) {
  std::string out = "'";
  for (const char c : one_line(text)) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

}  // namespace

std::string import_r(const Table& table, const std::string& csv_name) {
  std::string out = fmt::format(
      "# {}\n# Run in this folder. Missing values become NA; the reason of each is in raw, with {} for \"{}\", {} for \"{}\" and {} for \"{}\".\n"
      "raw <- read.csv({}, encoding = \"UTF-8\", check.names = FALSE, colClasses = \"character\", na.strings = character(0))\ndata <- raw\n"
      "missing <- c(\"\", {}, {}, {})\n",
      one_line(table.title), missing_token(Missing::NotInVersion), missing_label(Missing::NotInVersion), missing_token(Missing::NotAsked), missing_label(Missing::NotAsked), missing_token(Missing::NoAnswer), missing_label(Missing::NoAnswer), r_text(csv_name),
      r_text(missing_token(Missing::NotInVersion)), r_text(missing_token(Missing::NotAsked)), r_text(missing_token(Missing::NoAnswer)));
  for (const Variable& variable : table.variables) {
    const std::string column = fmt::format("data[[{}]]", r_text(variable.name));
    out += fmt::format("{0}[{0} %in% missing] <- NA\n", column);
    if (variable.storage == Storage::Whole || variable.storage == Storage::Decimal) {
      out += fmt::format("{0} <- as.numeric({0})\n", column);
    } else if (variable.storage == Storage::Date) {
      out += fmt::format("{0} <- as.Date({0})\n", column);
    } else if (!variable.codes.empty()) {
      std::string levels, labels;
      for (const ValueCode& code : variable.codes) {
        levels += (levels.empty() ? "" : ", ") + r_text(variable.choice.empty() ? without_formula(code.code) : code.code);
        labels += (labels.empty() ? "" : ", ") + r_text(code.label);
      }
      // Two choices may have one label: factor() joins them, which is what the form shows.
      out += fmt::format("{0} <- factor({0}, levels = c({1}), labels = c({2}){3})\n", column, levels, labels, variable.measure == Measure::Ordinal ? ", ordered = TRUE" : "");
    }
    out += fmt::format("attr({}, \"label\") <- {}\n", column, r_text(variable.label));
  }
  return out;
}

std::string import_stata(const Table& table, const std::string& csv_name) {
  std::string out = fmt::format("* {}\n* Run in this folder with Stata 14 or later. The .dta file beside is the same.\nversion 14\nclear\nimport delimited using {}, varnames(1) encoding(\"UTF-8\") stringcols(_all) bindquotes(strict) case(preserve)\n",
                                one_line(table.title), stata_text(csv_name));
  for (const Variable& variable : table.variables) {
    const std::string& name = variable.name;
    if (variable.storage == Storage::Date) {
      out += fmt::format("generate double escale_day = daily({}, \"YMD\")\n", name);
      for (const Missing missing : kMissing) out += fmt::format("replace escale_day = {1} if {0} == \"{1}\"\n", name, missing_token(missing));
      out += fmt::format("order escale_day, after({0})\ndrop {0}\nrename escale_day {0}\nformat {0} %tdCCYY-NN-DD\n", name);
    } else if (is_textual(variable.storage)) {
      for (const Missing missing : kMissing) out += fmt::format("replace {0} = \"\" if {0} == \"{1}\"\n", name, missing_token(missing));
    } else {
      if (!variable.codes.empty() && variable.choice.empty())
        for (const ValueCode& code : variable.codes) out += fmt::format("replace {0} = \"{1}\" if {0} == {2}\n", name, code.number, stata_text(without_formula(code.code)));
      out += fmt::format("destring {}, replace\n", name);  // .v, .n and .s are Stata's own missing values
      for (const ValueCode& code : variable.codes) out += fmt::format("label define {0} {1} {2}, modify\n", name, code.number, stata_text(code.label));
      for (const Missing missing : kMissing) out += fmt::format("label define {0} {1} {2}, modify\n", name, missing_token(missing), stata_text(missing_label(missing)));
      out += fmt::format("label values {0} {0}\n", name);
    }
    out += fmt::format("label variable {} {}\n", name, stata_text(variable.label));
  }
  return out;
}

std::string import_spss(const Table& table, const std::string& sav_name) {
  std::string out = fmt::format("* {}.\n* Run in this folder. Labels, measures and missing values are in the file: this shows them.\nGET FILE={}.\nDATASET NAME {}.\nDISPLAY DICTIONARY.\n", one_line(table.title),
                                spss_text(sav_name), "escale");
  std::string closed;
  for (const Variable& variable : table.variables)
    if (!variable.codes.empty()) closed += "\n  " + variable.name;
  if (!closed.empty()) out += fmt::format("FREQUENCIES VARIABLES={}.\n", closed);
  return out;
}

}  // namespace escale::answers
