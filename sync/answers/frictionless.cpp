// Frictionless Data Package 1.0, Table Schema 1.0 (specs.frictionlessdata.io).
#include "sync/answers/codebook.hpp"
#include "sync/answers/csv.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::answers {
namespace {

Json field_of(const Variable& variable) {
  Json field = {{"name", variable.name}, {"title", variable.label}};
  const bool flag = !variable.choice.empty();
  field["type"] = variable.storage == Storage::Whole || flag ? "integer" : variable.storage == Storage::Decimal ? "number" : "string";
  if (variable.storage == Storage::Date) field["type"] = "date";
  if (variable.storage == Storage::Time || variable.storage == Storage::Moment) {
    field["type"] = variable.storage == Storage::Time ? "time" : "datetime";
    field["format"] = "any";  // ISO 8601 with its offset
  }
  if (!variable.question.empty()) field["description"] = "Question « " + variable.question + " » du formulaire";
  if (variable.codes.empty()) return field;
  Json values = Json::array(), labels = Json::object();
  for (const ValueCode& code : variable.codes) {
    const std::string text = flag ? code.code : without_formula(code.code);
    if (flag) values.push_back(code.number);
    else values.push_back(text);
    labels[text] = code.label;
  }
  field["constraints"] = {{"enum", values}};
  field["escale:labels"] = labels;  // Table Schema 1.0 has no field for them; `categories` came with 2.0
  return field;
}

}  // namespace

Json frictionless_resource(const Table& table, const std::string& csv_name, const std::string& csv) {
  Json fields = Json::array();
  for (const Variable& variable : table.variables) fields.push_back(field_of(variable));
  Json missing = {""};
  for (const Missing reason : kMissing) missing.push_back(std::string(missing_token(reason)));
  Json keys = Json::array();
  for (std::size_t i = 0; i < table.keys; ++i) keys.push_back(table.variables[i].name);
  Json schema = {{"fields", fields}, {"missingValues", missing}, {"primaryKey", keys}};
  if (!table.repeat.empty()) schema["foreignKeys"] = Json::array({{{"fields", "record"}, {"reference", {{"resource", table.form_id}, {"fields", "record"}}}}});
  return csv_resource(table.name, table.title, csv_name, csv, std::move(schema));
}

Json csv_resource(std::string_view name, std::string_view title, std::string_view path, std::string_view csv, Json schema) {
  return {{"name", name},
          {"title", title},
          {"path", path},
          {"profile", "tabular-data-resource"},
          {"format", "csv"},
          {"mediatype", "text/csv"},
          {"encoding", "utf-8"},
          {"bytes", csv.size()},
          {"hash", "sha256:" + crypto::sha256(as_bytes(csv)).hex()},
          {"dialect", {{"delimiter", ","}, {"lineTerminator", "\r\n"}, {"quoteChar", "\""}, {"doubleQuote", true}, {"header", true}}},
          {"schema", std::move(schema)}};
}

}  // namespace escale::answers
