// A feedback form with one question of each usual kind, for tests that need some form.
#pragma once

#include "content-bundles/forms/filling.hpp"
#include "tests/support/form_builder.hpp"

namespace escale::test {

inline FormBuilder sample_builder() {
  FormBuilder form("avis-journee");
  form.list("visages", {{"tres-bien", {{"fr", "Très bien"}, {"en", "Very good"}}},
                        {"bien", {{"fr", "Plutôt bien"}}},
                        {"moyen", {{"fr", "Moyennement"}}},
                        {"mal", {{"fr", "Pas bien"}}}});
  form.list("themes", {{"logement", {{"fr", "Logement"}}}, {"sante", {{"fr", "Santé"}}}, {"emploi", {{"fr", "Emploi"}}}});
  form.ask("note", "accueil", {{"fr", "Merci d’être là."}});
  form.ask("select_one", "humeur", {{"fr", "Comment s’est passée la journée ?"}},
           {.appearance = "smiley", .required = true, .required_message = {{"fr", "Choisissez un visage."}}, .list = "visages"});
  form.group("fond", {{"fr", "Le fond"}}, "field-list");
  form.ask("select_multiple", "themes", {{"fr", "Quels thèmes vous ont servi ?"}},
           {.constraint = "count-selected(.) <= 2", .constraint_message = {{"fr", "Deux thèmes au plus."}}, .list = "themes"});
  form.ask("range", "recommander", {{"fr", "Recommanderiez-vous cette journée ?"}}, {.appearance = "nps", .start = "0", .end = "10"});
  form.end();
  form.ask("integer", "annees", {{"fr", "Depuis combien d’années ?"}}, {.constraint = ". >= 0 and . <= 60"});
  form.ask("decimal", "heures", {{"fr", "Combien d’heures ?"}});
  form.ask("range", "note", {{"fr", "Votre note"}}, {.start = "0", .end = "5", .step = "0.5"});
  form.ask("text", "mots", {{"fr", "Un mot à ajouter ?"}}, {.appearance = "multiline", .constraint = "string-length(.) <= 280"});
  return form;
}

inline std::shared_ptr<const forms::Plan> sample_plan() { return sample_builder().plan(); }

/// A filling of the plan, nothing answered. Its random numbers are the same each time.
inline forms::Filling started(const forms::Plan& plan, const std::string& language = "fr") {
  static SeededRandom random{5};
  forms::Environment environment;
  environment.language = language;
  environment.random = &random;
  environment.zone = forms::Zone::fixed(60);
  environment.now_ms = 1'795'510'800'000;  // 2026-11-24T10:00:00+01:00
  return must(forms::Filling::start(plan, environment, language));
}

/// The question of that name; of its copy number `copy` when it stands in a repeat.
inline forms::NodeId node_of(const forms::Filling& filling, std::string_view name, std::size_t copy = 1) {
  const forms::Instances& tree = filling.instances();
  for (const forms::NodeId node : filling.questions()) {
    if (tree.name_text(tree.name(node)) != name) continue;
    if (--copy == 0) return node;
  }
  return forms::kNoNode;
}

}  // namespace escale::test
