// A feedback form with one question of each kind, for tests that need some form.
#pragma once

#include "content-bundles/forms/form.hpp"

namespace escale::test {

inline forms::Form sample_form() {
  using namespace forms;
  Form form;
  form.id = "avis-journee";
  form.version = "2026112401";
  form.title = {{"fr", "Votre avis"}, {"en", "Your feedback"}};
  form.languages = {"fr", "en"};
  form.anonymous = true;
  form.lists["visages"] = {{"tres-bien", {{"fr", "Très bien"}, {"en", "Very good"}}},
                           {"bien", {{"fr", "Plutôt bien"}}},
                           {"moyen", {{"fr", "Moyennement"}}},
                           {"mal", {{"fr", "Pas bien"}}}};
  form.lists["themes"] = {
      {"logement", {{"fr", "Logement"}}}, {"sante", {{"fr", "Santé"}}}, {"emploi", {{"fr", "Emploi"}}}};
  form.groups = {{"fond", {{"fr", "Le fond"}}, "field-list", std::nullopt}};

  Question welcome{.name = "accueil", .type = QuestionType::Note, .label = {{"fr", "Merci d’être là."}}};
  Question mood{
      .name = "humeur", .type = QuestionType::SelectOne, .label = {{"fr", "Comment s’est passée la journée ?"}}};
  mood.required = true;
  mood.required_message = {{"fr", "Choisissez un visage."}};
  mood.appearance = "smiley";
  mood.list = "visages";
  Question themes{
      .name = "themes", .type = QuestionType::SelectMultiple, .label = {{"fr", "Quels thèmes vous ont servi ?"}}};
  themes.list = "themes";
  themes.constraint = "count-selected(.) <= 2";
  themes.constraint_message = {{"fr", "Deux thèmes au plus."}};
  themes.group = 0;
  Question recommend{
      .name = "recommander", .type = QuestionType::Range, .label = {{"fr", "Recommanderiez-vous cette journée ?"}}};
  recommend.range = RangeParameters{Decimal::whole(0), Decimal::whole(10), Decimal::whole(1)};
  recommend.appearance = "nps";
  recommend.group = 0;
  Question years{.name = "annees", .type = QuestionType::Integer, .label = {{"fr", "Depuis combien d’années ?"}}};
  years.constraint = ". >= 0 and . <= 60";
  Question hours{.name = "heures", .type = QuestionType::Decimal, .label = {{"fr", "Combien d’heures ?"}}};
  Question note{.name = "note", .type = QuestionType::Range, .label = {{"fr", "Votre note"}}};
  note.range = RangeParameters{Decimal::whole(0), Decimal::whole(5), Decimal::parse("0.5").value()};
  Question words{.name = "mots", .type = QuestionType::Text, .label = {{"fr", "Un mot à ajouter ?"}}};
  words.appearance = "multiline";
  words.constraint = "string-length(.) <= 280";
  form.questions = {welcome, mood, themes, recommend, years, hours, note, words};
  return form;
}

}  // namespace escale::test
