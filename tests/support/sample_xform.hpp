// A feedback form with one question of each kind, for tests that need some form; and answers to it, given as people give them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/forms/outline.hpp"
#include "content-bundles/xforms/form_blob.hpp"
#include "content-bundles/xforms/xform.hpp"
#include "sync/base/xml_text.hpp"
#include "tests/support/must.hpp"

namespace escale::test {

/// What a test changes of the form; blob() writes it.
struct SampleForm {
  struct Choice {
    std::string name, french, english{};
  };
  std::string version = "2026112401";
  bool anonymous = true;
  bool asks_years = true;
  std::vector<Choice> moods = {{"tres-bien", "Très bien", "Very good"}, {"bien", "Plutôt bien"}, {"moyen", "Moyennement"}, {"mal", "Pas bien"}};
  std::vector<Choice> themes = {{"logement", "Logement"}, {"sante", "Santé"}, {"emploi", "Emploi"}};
  std::string more_places{}, more_binds{}, more_body{};  ///< at the end, as XForm XML

  std::string blob() const { return must(xforms::form_blob(must(xforms::import_xform(xml())).definition)); }
  std::shared_ptr<const forms::Plan> plan() const { return must(xforms::read_form(blob())); }

 private:
  static std::string lists(const char* id, const std::vector<Choice>& choices) {
    std::string out = std::string("<instance id=\"") + id + "\"><root>";
    for (const Choice& choice : choices) out += "<item><name>" + choice.name + "</name><itextId>" + id + "-" + choice.name + "</itextId></item>";
    return out + "</root></instance>";
  }
  static std::string texts(const char* id, const std::vector<Choice>& choices, bool english) {
    std::string out;
    for (const Choice& choice : choices)
      if (const std::string& words = english ? choice.english : choice.french; !words.empty())
        out += std::string("<text id=\"") + id + "-" + choice.name + "\"><value>" + xml_text(words) + "</value></text>";
    return out;
  }
  static std::string label(const std::string& words) { return "<label>" + words + "</label>"; }
  static std::string items(const char* id) {
    return std::string("<itemset nodeset=\"instance('") + id + "')/root/item\"><value ref=\"name\"/><label ref=\"jr:itext(itextId)\"/></itemset>";
  }

  std::string xml() const {
    return "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\">"
           "<h:head><h:title>Votre avis</h:title><model xmlns:escale=\"urn:escale:forms\"" + std::string(anonymous ? " escale:anonymous=\"true\"" : "") +
           "><itext><translation lang=\"fr\" default=\"true()\">" + texts("visages", moods, false) + texts("themes", themes, false) +
           "</translation><translation lang=\"en\">" + texts("visages", moods, true) + texts("themes", themes, true) + "</translation></itext>"
           "<instance><data id=\"avis-journee\" version=\"" + version + "\"><accueil/><humeur/><fond><themes/><recommander/></fond>" + (asks_years ? "<annees/>" : "") +
           "<heures/><note/><mots/>" + more_places + "<meta><instanceID/></meta></data></instance>" + lists("visages", moods) + lists("themes", themes) +
           "<bind nodeset=\"/data/accueil\" readonly=\"true()\"/><bind nodeset=\"/data/humeur\" required=\"true()\" jr:requiredMsg=\"Choisissez un visage.\"/>"
           "<bind nodeset=\"/data/fond/themes\" constraint=\"count-selected(.) &lt;= 2\" jr:constraintMsg=\"Deux thèmes au plus.\"/>"
           "<bind nodeset=\"/data/fond/recommander\" type=\"int\"/>" +
           (asks_years ? "<bind nodeset=\"/data/annees\" type=\"int\" constraint=\". &gt;= 0 and . &lt;= 60\"/>" : "") +
           "<bind nodeset=\"/data/heures\" type=\"decimal\"/><bind nodeset=\"/data/note\" type=\"decimal\"/>"
           "<bind nodeset=\"/data/mots\" constraint=\"string-length(.) &lt;= 280\"/>" + more_binds +
           "<bind nodeset=\"/data/meta/instanceID\" jr:preload=\"uid\"/></model></h:head><h:body>"
           "<input ref=\"/data/accueil\">" + label("Merci d’être là.") + "</input>"
           "<select1 ref=\"/data/humeur\" appearance=\"smiley\">" + label("Comment s’est passée la journée ?") + items("visages") + "</select1>"
           "<group ref=\"/data/fond\" appearance=\"field-list\">" + label("Le fond") +
           "<select ref=\"/data/fond/themes\">" + label("Quels thèmes vous ont servi ?") + items("themes") + "</select>"
           "<range ref=\"/data/fond/recommander\" appearance=\"nps\" start=\"0\" end=\"10\" step=\"1\">" + label("Recommanderiez-vous cette journée ?") + "</range></group>" +
           (asks_years ? "<input ref=\"/data/annees\">" + label("Depuis combien d’années ?") + "</input>" : "") +
           "<input ref=\"/data/heures\">" + label("Combien d’heures ?") + "</input>"
           "<range ref=\"/data/note\" start=\"0\" end=\"5\" step=\"0.5\">" + label("Votre note") + "</range>"
           "<input ref=\"/data/mots\" appearance=\"multiline\">" + label("Un mot à ajouter ?") + "</input>" + more_body + "</h:body></h:html>";
  }
};

/// Answers by a question's name, or by its path ("/data/enfant[2]/prenom").
using Given = std::vector<std::pair<std::string, std::string>>;

inline std::string path_of(const forms::Plan& plan, const std::string& name) {
  if (name.starts_with('/')) return name;
  for (const forms::OutlineQuestion& question : forms::questions_of(plan))
    if (question.name == name) return plan.places()[question.place].path;
  return "/" + name;
}

/// The answers as a terminal sends them.
inline std::string answered(const forms::Plan& plan, const Given& given) {
  SeededRandom random(11);
  forms::Environment environment;
  environment.random = &random;
  forms::Filling filling = must(forms::Filling::start(plan, environment, ""));
  for (const auto& [name, value] : given) must(filling.answer(path_of(plan, name), value));
  return must(filling.finalise());
}

}  // namespace escale::test
