// DDI-Codebook 2.5. The order of the elements is the schema's own (codebook.xsd): docDscr, stdyDscr, fileDscr, dataDscr; in dataDscr groups
// before variables; in a variable labl, qstn, valrng, invalrng, universe, sumStat, catgry, varFormat.
#include <fmt/format.h>

#include "sync/answers/codebook.hpp"
#include "sync/answers/csv.hpp"
#include "sync/answers/tally.hpp"
#include "sync/base/xml_text.hpp"

namespace escale::answers {
namespace {

std::string category(const std::string& value, const std::string& label, std::size_t count, bool missing) {
  return fmt::format("<catgry{}><catValu>{}</catValu><labl xml:lang=\"fr\">{}</labl><catStat type=\"freq\">{}</catStat></catgry>\n", missing ? " missing=\"Y\"" : "", xml_text(value),
                     xml_text(label), count);
}

std::string variable_xml(const Table& table, std::size_t index) {
  const Variable& variable = table.variables[index];
  const bool number = variable.storage == Storage::Whole || variable.storage == Storage::Decimal;
  const char* nature = variable.measure == Measure::Scale ? "interval" : variable.measure == Measure::Ordinal ? "ordinal" : "nominal";
  std::string out = fmt::format("<var ID=\"V{}\" name=\"{}\" files=\"F1\" intrvl=\"{}\" nature=\"{}\">\n<labl xml:lang=\"{}\">{}</labl>\n", index + 1, variable.name,
                                variable.storage == Storage::Decimal ? "contin" : "discrete", nature, xml_attribute(table.language), xml_text(variable.label));
  if (variable.question.empty()) return out + "<varFormat type=\"character\"/>\n</var>\n";
  const Tally tally = tally_of(table, index);
  out += fmt::format("<qstn><qstnLit xml:lang=\"{}\">{}</qstnLit></qstn>\n", xml_attribute(table.language), xml_text(variable.label));
  if (tally.least) out += fmt::format("<valrng><range min=\"{}\" max=\"{}\"/></valrng>\n", tally.least->text(), tally.most->text());
  out += "<invalrng>";
  for (const Missing missing : kMissing) out += fmt::format("<item VALUE=\"{}\"/>", missing_token(missing));
  out += "</invalrng>\n";
  out += fmt::format("<universe>Personnes à qui ces versions du formulaire l’ont demandé : {}</universe>\n", xml_text(fmt::format("{}", fmt::join(variable.versions, ", "))));
  out += fmt::format("<sumStat type=\"vald\">{}</sumStat>\n<sumStat type=\"invd\">{}</sumStat>\n", tally.valid, tally.rows - tally.valid);
  if (tally.least) out += fmt::format("<sumStat type=\"min\">{}</sumStat>\n<sumStat type=\"max\">{}</sumStat>\n<sumStat type=\"mean\">{:.6f}</sumStat>\n", tally.least->text(), tally.most->text(), tally.mean);
  for (const ValueCode& code : variable.codes) out += category(code.code, code.label, tally.by_code.at(code.number), false);
  for (const Missing missing : kMissing) out += category(std::string(missing_token(missing)), std::string(missing_label(missing)), tally.missing.at(missing), true);
  return out + fmt::format("<varFormat type=\"{}/>\n</var>\n", number || !variable.choice.empty() ? "numeric\"" : variable.storage == Storage::Date ? "character\" category=\"date\"" : variable.storage == Storage::Time ? "character\" category=\"time\"" : "character\"");
}

/// One group for each select_multiple: its summary and its choices.
std::string groups_xml(const Table& table) {
  std::string out;
  std::size_t count = 0;
  for (std::size_t i = 0; i < table.variables.size(); ++i) {
    std::string members;
    for (std::size_t own = 0; own < table.variables.size(); ++own)
      if (!table.variables[own].choice.empty() && !table.variables[own].codes.empty() && table.variables[own].question == table.variables[i].question) members += fmt::format(" V{}", own + 1);
    if (members.empty() || !table.variables[i].choice.empty()) continue;
    out += fmt::format("<varGrp ID=\"G{}\" type=\"multipleResp\" var=\"V{}{}\"><labl xml:lang=\"{}\">{}</labl></varGrp>\n", ++count, i + 1, members, xml_attribute(table.language), xml_text(table.variables[i].label));
  }
  return out;
}

}  // namespace

std::string ddi_codebook(const Table& table, const std::string& csv_name, std::size_t csv_bytes) {
  const std::string title = xml_text(table.title), id = xml_text(table.form_id);
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<codeBook xmlns=\"ddi:codebook:2_5\" version=\"2.5\" xml:lang=\"fr\">\n"
      "<docDscr><citation><titlStmt><titl>{0}</titl><IDNo agency=\"Escale\">{1}</IDNo></titlStmt><prodStmt><software>Escale</software></prodStmt></citation></docDscr>\n"
      "<stdyDscr><citation><titlStmt><titl>{0}</titl><IDNo agency=\"Escale\">{1}</IDNo></titlStmt></citation>"
      "<stdyInfo><sumDscr><dataKind>Réponses à un questionnaire</dataKind></sumDscr></stdyInfo></stdyDscr>\n"
      "<fileDscr ID=\"F1\"><fileTxt><fileName>{2}</fileName><dimensns><caseQnty>{3}</caseQnty><varQnty>{4}</varQnty></dimensns><fileType charset=\"UTF-8\">text/csv</fileType></fileTxt>"
      "<notes type=\"bytes\">{5}</notes></fileDscr>\n<dataDscr>\n",
      title, id, xml_text(csv_name), table.rows.size(), table.variables.size(), csv_bytes);
  out += groups_xml(table);
  for (std::size_t i = 0; i < table.variables.size(); ++i) out += variable_xml(table, i);
  return out + "</dataDscr>\n</codeBook>\n";
}

}  // namespace escale::answers
