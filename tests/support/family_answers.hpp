// Two answers to a form with a skip, a date, a ranking, an acknowledgement, a worked out number, and a repeat inside a repeat.
#pragma once

#include "sync/answers/table.hpp"
#include "tests/support/sample_xform.hpp"

namespace escale::test {

struct FamilyAnswers {
  answers::KnownForms known;
  answers::Collection collection;

  FamilyAnswers() {
    SampleForm form;
    form.more_places = "<jour/><ordre/><lu/><somme/><foyer><nom/><enfant><prenom/><age/></enfant></foyer>";
    form.more_binds = "<bind nodeset=\"/data/jour\" type=\"date\" relevant=\"/data/annees &gt; 5\"/><bind nodeset=\"/data/somme\" type=\"int\" calculate=\"/data/annees * 2\"/>"
                      "<bind nodeset=\"/data/foyer/enfant/age\" type=\"int\"/>";
    form.more_body = "<input ref=\"/data/jour\"><label>Quel jour ?</label></input><odk:rank xmlns:odk=\"http://www.opendatakit.org/xforms\" ref=\"/data/ordre\"><label>Dans quel ordre ?</label>"
                     "<item><label>Prendre soin</label><value>soin</value></item><item><label>Écouter</label><value>ecoute</value></item></odk:rank>"
                     "<trigger ref=\"/data/lu\"><label>J’ai lu</label></trigger>"
                     "<group ref=\"/data/foyer\"><label>Foyer</label><repeat nodeset=\"/data/foyer\"><input ref=\"/data/foyer/nom\"><label>Nom</label></input>"
                     "<group ref=\"/data/foyer/enfant\"><label>Enfant</label><repeat nodeset=\"/data/foyer/enfant\"><input ref=\"/data/foyer/enfant/prenom\"><label>Prénom</label></input>"
                     "<input ref=\"/data/foyer/enfant/age\"><label>Âge</label></input></repeat></group></repeat></group>";
    must(known.add(form.blob()));
    const answers::KnownForm& one = *known.all().front();
    SeededRandom random(3);
    forms::Environment environment;
    environment.random = &random;
    for (int number = 1; number <= 2; ++number) {
      forms::Filling filling = must(forms::Filling::start(*one.plan, environment, ""));
      const auto answer = [&](const char* path, const char* value) { must(filling.answer(path, value)); };
      answer("/data/humeur", "bien");
      answer("/data/annees", number == 1 ? "3" : "8");
      if (number == 2) {
        answer("/data/jour", "2026-02-28");
        answer("/data/ordre", "ecoute soin");
        answer("/data/lu", "OK");
        must(filling.add_repeat("/data/foyer"));
        must(filling.add_repeat("/data/foyer[2]/enfant"));
        answer("/data/foyer[1]/nom", "Un");
        answer("/data/foyer[2]/enfant[1]/prenom", "Ana");
        answer("/data/foyer[2]/enfant[2]/prenom", "Léo");
        answer("/data/foyer[2]/enfant[2]/age", "7");
      }
      collection.answers.push_back({must(protocol::RecordId::parse(std::string(31, '0') + std::to_string(number))), one.version, std::nullopt, std::nullopt, must(filling.finalise())});
    }
    collection.mailbox = "clts-rennes";
    collection.counts.envelopes = collection.counts.answers = collection.answers.size();
  }

  std::vector<answers::Table> tables() const { return answers::tables_of(known.all(), collection.answers); }
};

}  // namespace escale::test
