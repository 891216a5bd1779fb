#include "sync/paper/report_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "content-bundles/forms/sensitive_text.hpp"
#include "sync/print/typography.hpp"

namespace escale::paper {
namespace {

using print::Cell;
using print::number_text;

/// What a reader does about it.
std::string refusal_words(answers::Refusal reason) {
  static const std::map<std::string_view, const char*> kWords = {
      {"damaged", "fichier abîmé : le terminal l’enverra de nouveau"},
      {"not_for_us", "chiffré pour d’autres clés que celles données"},
      {"malformed", "contenu que le protocole ne connaît pas"},
      {"bad_signature", "signature fausse"},
      {"unlisted_terminal", "terminal qui n’a jamais été inscrit"},
      {"outside_dates", "terminal qui n’était pas inscrit ce jour-là"},
      {"other_mailbox", "destiné à une autre boîte"},
      {"later_epoch", "destiné à des lecteurs plus récents"},
      {"expired", "plus ancien que la durée de conservation"},
      {"other_kind", "ni une réponse, ni la liste d’une séance"},
      {"unknown_form", "formulaire absent du dépôt"},
      {"bad_answers", "réponse qui ne suit pas son formulaire"},
      {"same_id", "même numéro qu’une autre réponse, contenu différent"},
  };
  const std::string_view name = answers::refusal_name(reason);
  const auto found = kWords.find(name);
  return found != kWords.end() ? found->second : std::string(name);
}

std::string kind_words(forms::SensitiveKind kind) {
  switch (kind) {
    case forms::SensitiveKind::Phone: return "un téléphone";
    case forms::SensitiveKind::Email: return "une adresse électronique";
    case forms::SensitiveKind::LongNumber: break;
  }
  return "un long numéro";
}

}  // namespace

void add_received(Writing& writing, const answers::Counts& counts) {
  print::Table table;
  table.caption = "Chaque envoi reçu est compté une fois et une seule.";
  table.columns = {{"Envois reçus", 4, print::Align::Left, true}, {"Nombre", 1, print::Align::Right}};
  const auto row = [&](const char* name, std::size_t count) { table.rows.push_back({{name}, {number_text(static_cast<std::int64_t>(count))}}); };
  row("Réponses", counts.answers);
  row("Listes de séance", counts.lists);
  row("Doubles, arrivés par deux chemins", counts.duplicates);
  row("Refusés", counts.refused);
  const auto row_if_any = [&](const char* name, std::size_t count) {
    if (count > 0) row(name, count);
  };
  row_if_any("Réponses retirées par leur personne", counts.withdrawn);
  row_if_any("Demandes de retrait", counts.withdrawals);
  row_if_any("Réponses remplacées par leur correction", counts.replaced);
  row_if_any("Comptes de gestes (borne à un geste)", counts.taps);
  row_if_any("Laissées de côté : durée de conservation passée", counts.expired);
  row("Ensemble", counts.envelopes);
  writing.blocks.push_back(std::move(table));
}

void add_sessions(Writing& writing, const std::vector<answers::SessionReport>& sessions) {
  if (sessions.empty()) return;
  print::Table table;
  table.caption = "Ce que chaque séance a recueilli, et ce qui est ici.";
  table.columns = {{"Séance", 4, print::Align::Left, true}, {"Recueillies", 1.2, print::Align::Right}, {"Ici", 1, print::Align::Right}, {"Manquent", 1.2, print::Align::Right}};
  for (const answers::SessionReport& session : sessions) {
    const auto& found = session.completeness;
    const std::string name = session.title.empty() ? session.id.text().substr(0, 8) : session.title;
    const auto text = [](std::size_t count) { return Cell{number_text(static_cast<std::int64_t>(count))}; };
    if (!session.has_list) table.rows.push_back({{name + " (liste pas encore reçue)"}, {"?"}, text(found.unlisted.size()), {"?"}});
    else table.rows.push_back({{name + (session.closed ? "" : " (séance pas encore fermée)")}, text(found.collected), text(found.here), text(found.missing.size())});
  }
  writing.blocks.push_back(std::move(table));
}

void add_refused(Writing& writing, const std::vector<answers::Refused>& refused) {
  if (refused.empty()) return;
  std::map<answers::Refusal, std::int64_t> by_reason;
  for (const answers::Refused& item : refused) ++by_reason[item.reason];
  print::Table table;
  table.columns = {{"Pourquoi des envois sont refusés", 4, print::Align::Left, true}, {"Nombre", 1, print::Align::Right}};
  for (const auto& [reason, count] : by_reason) table.rows.push_back({{refusal_words(reason)}, {number_text(count)}});
  writing.blocks.push_back(std::move(table));
}

void add_form_head(Writing& writing, const answers::Table& table, const std::vector<std::string>& versions, std::int64_t people, const std::string& days) {
  writing.blocks.push_back(print::Heading{2, table.title.empty() ? table.form_id : table.title});
  std::string text = how_many(people, "réponse", "réponses");
  if (!days.empty()) text += ", séances " + days;
  text += ". Formulaire « " + table.form_id + " », version";
  for (std::size_t i = 0; i < versions.size(); ++i) text += (i == 0 ? versions.size() > 1 ? "s " : " " : ", ") + versions[i];
  writing.blocks.push_back(print::Paragraph{text + ".", print::Voice::Body, true});
}

void add_words(Writing& writing, const answers::Table& table) {
  bool warned = false;
  for (const AskedQuestion& question : questions_of(table)) {
    if (question.shape != Shape::Words) continue;
    std::vector<std::string> texts;
    for (const auto& row : table.rows)
      if (const auto* text = std::get_if<std::string>(&row[question.variable]); text != nullptr && !text->empty()) texts.push_back(*text);
    if (texts.empty()) continue;
    // By alphabet: in the order of the records, one person's words could be put together across questions.
    std::sort(texts.begin(), texts.end());
    if (!warned) {
      writing.blocks.push_back(print::Heading{2, "Réponses libres : " + table.title});
      writing.blocks.push_back(print::Notice{
          "Avant de faire lire ces phrases",
          {"Elles sont écrites par des personnes, telles quelles. Une phrase peut nommer quelqu’un, ou le faire reconnaître par ce qu’elle raconte.",
           "Relisez chacune. Retirez les noms, les lieux précis, les dates et les histoires que leurs voisins reconnaîtraient.",
           "Un programme ne reconnaît pas les noms : « à vérifier » signale seulement un téléphone, une adresse électronique ou un long numéro."}});
      warned = true;
    }
    writing.blocks.push_back(print::Heading{3, table.variables[question.variable].label});
    print::List list;
    for (const std::string& text : texts) {
      std::string item = "« " + text + " »";
      if (const auto found = forms::find_sensitive_text(text); !found.empty()) item += " [à vérifier : " + kind_words(found[0].kind) + "]";
      list.items.push_back(std::move(item));
    }
    writing.blocks.push_back(std::move(list));
  }
}

}  // namespace escale::paper
