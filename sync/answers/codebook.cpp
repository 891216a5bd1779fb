#include "sync/answers/codebook.hpp"

#include <fmt/format.h>

#include "sync/answers/markdown_text.hpp"
#include "sync/answers/tally.hpp"
#include "sync/base/xml_text.hpp"

namespace escale::answers {
namespace {

std::string joined(const std::vector<std::string>& texts) { return fmt::format("{}", fmt::join(texts, ", ")); }

/// What a row is.
std::string_view rows_of(const Table& table) { return table.repeat.empty() ? "réponses" : "copies"; }

/// Decimals as French people write them.
std::string french(std::string text) {
  for (char& c : text)
    if (c == '.') c = ',';
  return text;
}

std::string kind_of(const Variable& variable) {
  if (!variable.choice.empty() && variable.codes.empty()) return "place donnée à un choix dans un classement (1 pour le premier)";
  if (!variable.choice.empty()) return "choix d’une question à plusieurs réponses (1 choisi, 0 proposé et non choisi)";
  switch (variable.storage) {
    case Storage::Coded: return variable.measure == Measure::Ordinal ? "une réponse parmi une échelle" : "une réponse parmi une liste";
    case Storage::Whole: return "nombre entier";
    case Storage::Decimal: return "nombre décimal";
    case Storage::Text: return "texte";
    case Storage::Date: return "date";
    case Storage::Time: return "heure, avec son décalage";
    case Storage::Moment: return "date et heure, avec leur décalage";
  }
  return "";
}

struct Line {
  std::string code, label;
  std::size_t count;
};

/// Codes, then missing values: every line of a variable's table.
std::vector<Line> lines_of(const Variable& variable, const Tally& tally) {
  std::vector<Line> lines;
  for (const ValueCode& code : variable.codes) {
    const bool by_number = !variable.choice.empty() || code.code == std::to_string(code.number);
    lines.push_back({by_number ? code.code : fmt::format("{} ({})", code.code, code.number), code.label, tally.by_code.at(code.number)});
  }
  for (const Missing missing : kMissing) lines.push_back({std::string(missing_token(missing)), std::string(missing_label(missing)), tally.missing.at(missing)});
  return lines;
}

std::string numbers_of(const Tally& tally) {
  if (!tally.least) return "";
  return fmt::format("de {} à {}, moyenne {}", french(tally.least->text()), french(tally.most->text()), french(fmt::format("{:.2f}", tally.mean)));
}

constexpr std::string_view kNotice =
    "Ce dictionnaire donne des effectifs exacts. Il accompagne les données, pour la personne qui a le droit de les lire : ne le publiez pas tel quel.";

}  // namespace

std::string codebook_markdown(const Table& table) {
  std::string out = fmt::format("# {}\n\nFormulaire `{}`, {} {}, {} variables.\n\n{}\n", markdown_text(table.title), table.form_id, table.rows.size(), rows_of(table), table.variables.size(), kNotice);
  for (std::size_t i = 0; i < table.variables.size(); ++i) {
    const Variable& variable = table.variables[i];
    const Tally tally = tally_of(table, i);
    out += fmt::format("\n## `{}`\n\n{}\n\n", variable.name, markdown_text(variable.label));
    if (variable.question.empty()) continue;
    out += fmt::format("- Type : {}\n- Question du formulaire : `{}`\n- Posée dans les versions : {}\n- Réponses : {} sur {}\n", kind_of(variable), variable.question,
                       markdown_text(joined(variable.versions)), tally.valid, tally.rows);
    if (const std::string numbers = numbers_of(tally); !numbers.empty()) out += fmt::format("- Valeurs : {}\n", numbers);
    out += "\n| code | libellé | effectif |\n|---|---|---:|\n";
    for (const Line& line : lines_of(variable, tally)) out += fmt::format("| {} | {} | {} |\n", markdown_text(line.code), markdown_text(line.label), line.count);
  }
  return out;
}

std::string codebook_html(const Table& table) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title><style>"
      "body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}}"
      "table{{border-collapse:collapse;margin:.5rem 0 2rem}}th,td{{border:1px solid #767680;padding:.3rem .6rem;text-align:left}}"
      "td.n,th.n{{text-align:right;font-variant-numeric:tabular-nums}}h2{{margin:2rem 0 0;break-after:avoid}}table{{break-inside:avoid}}</style></head><body>\n"
      "<h1>{0}</h1>\n<p>Formulaire <code>{1}</code>, {2} {5}, {3} variables.</p>\n<p><strong>{4}</strong></p>\n<nav><ul>\n",
      xml_text(table.title), xml_text(table.form_id), table.rows.size(), table.variables.size(), kNotice, rows_of(table));
  for (const Variable& variable : table.variables) out += fmt::format("<li><a href=\"#{0}\"><code>{0}</code></a> {1}</li>\n", variable.name, xml_text(variable.label));
  out += "</ul></nav>\n";
  for (std::size_t i = 0; i < table.variables.size(); ++i) {
    const Variable& variable = table.variables[i];
    const Tally tally = tally_of(table, i);
    out += fmt::format("<h2 id=\"{0}\"><code>{0}</code></h2>\n<p>{1}</p>\n", variable.name, xml_text(variable.label));
    if (variable.question.empty()) continue;
    const std::string numbers = numbers_of(tally);
    out += fmt::format("<p>Type : {}. Question du formulaire : <code>{}</code>. Posée dans les versions : {}. Réponses : {} sur {}.{}</p>\n", kind_of(variable), xml_text(variable.question),
                       xml_text(joined(variable.versions)), tally.valid, tally.rows, numbers.empty() ? "" : fmt::format(" Valeurs : {}.", numbers));
    out += "<table><tr><th scope=\"col\">code</th><th scope=\"col\">libellé</th><th scope=\"col\" class=\"n\">effectif</th></tr>\n";
    for (const Line& line : lines_of(variable, tally))
      out += fmt::format("<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>\n", xml_text(line.code), xml_text(line.label), line.count);
    out += "</table>\n";
  }
  return out + "</body></html>\n";
}

}  // namespace escale::answers
