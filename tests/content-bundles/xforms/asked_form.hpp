// A form with one of everything, and the answers of one person, for tests of records.
#pragma once

#include <memory>
#include <string>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/forms/submission.hpp"
#include "content-bundles/xforms/xform.hpp"
#include "tests/support/must.hpp"

namespace escale::xforms {

inline std::string asked_xform(const std::string& settings = "", const std::string& end = "<end/>") {
  return "<?xml version=\"1.0\"?>\n<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" "
         "xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:orx=\"http://openrosa.org/xforms\"><h:head><h:title>Essai</h:title><model" +
         settings +
         "><instance><data id=\"essai\" version=\"3\">" + end +
         "<nom/><age/><note>8</note><themes/><rang/><dep/><ville/><double/><fixe>toujours</fixe>"
         "<majeur><metier/></majeur><n>2</n><enfant><prenom/><an/></enfant><orx:meta><orx:instanceID/></orx:meta></data></instance>"
         "<instance id=\"villes\"><root><item><name>lyon</name><label>Lyon</label><dep>69</dep></item><item><name>paris</name><label>Paris"
         "</label><dep>75</dep></item><item><name>oullins</name><label>Oullins</label><dep>69</dep></item></root></instance>" +
         (end.empty() ? "" : "<bind nodeset=\"/data/end\" type=\"dateTime\" jr:preload=\"timestamp\" jr:preloadParams=\"end\"/>") +
         "<bind nodeset=\"/data/nom\" required=\"true()\"/><bind nodeset=\"/data/age\" type=\"int\" constraint=\". &lt; 130\"/>"
         "<bind nodeset=\"/data/note\" type=\"decimal\"/><bind nodeset=\"/data/double\" calculate=\"/data/age * 2\"/>"
         "<bind nodeset=\"/data/rang\" type=\"odk:rank\"/>"
         "<bind nodeset=\"/data/majeur\" relevant=\"/data/age &gt;= 18\"/><bind nodeset=\"/data/n\" type=\"int\"/>"
         "<bind nodeset=\"/data/enfant/an\" type=\"date\"/><bind nodeset=\"/data/orx:meta/orx:instanceID\" jr:preload=\"uid\"/></model></h:head>"
         "<h:body><input ref=\"/data/nom\"><label>Nom</label></input><input ref=\"/data/age\"><label>Âge</label></input>"
         "<range ref=\"/data/note\" start=\"0\" end=\"10\" step=\"0.5\"><label>Note</label></range>"
         "<select ref=\"/data/themes\"><label>Thèmes</label><item><label>A</label><value>a</value></item><item><label>B</label><value>b"
         "</value></item></select><odk:rank xmlns:odk=\"http://www.opendatakit.org/xforms\" ref=\"/data/rang\"><label>Rang</label>"
         "<item><label>X</label><value>x</value></item><item><label>Y</label><value>y</value></item></odk:rank>"
         "<input ref=\"/data/dep\"><label>Département</label></input><select1 ref=\"/data/ville\"><label>Ville</label>"
         "<itemset nodeset=\"instance('villes')/root/item[dep = /data/dep]\"><value ref=\"name\"/><label ref=\"label\"/></itemset></select1>"
         "<group ref=\"/data/majeur\"><input ref=\"/data/majeur/metier\"><label>Métier</label></input></group>"
         "<input ref=\"/data/n\"><label>Enfants</label></input><group ref=\"/data/enfant\"><repeat nodeset=\"/data/enfant\" jr:count=\"/data/n\">"
         "<input ref=\"/data/enfant/prenom\"><label>Prénom</label></input><input ref=\"/data/enfant/an\"><label>Né</label></input></repeat></group>"
         "</h:body></h:html>";
}

struct Asked {
  std::shared_ptr<const forms::Plan> plan;
  SeededRandom random{5};
  forms::Environment environment;

  explicit Asked(const std::string& xml = asked_xform()) {
    plan = test::must(forms::Plan::shared(test::must(import_xform(xml)).definition));
    environment.random = &random;
    environment.zone = forms::Zone::fixed(60);
    environment.now_ms = 1'795'510'800'000;  // 2026-11-24T10:00:00+01:00
  }
  forms::Filling start() { return test::must(forms::Filling::start(*plan, environment, "")); }
  /// Everything answered.
  forms::Filling filled() {
    forms::Filling filling = start();
    for (const auto& [place, value] : {std::pair{"/data/nom", "Zoé <3 & \"co\""}, {"/data/age", "034"}, {"/data/note", "7.50"},
                                       {"/data/themes", "b a"}, {"/data/rang", "y x"}, {"/data/dep", "69"}, {"/data/ville", "oullins"},
                                       {"/data/majeur/metier", "ligne 1\r\nligne 2"}, {"/data/enfant[1]/prenom", "Ana"},
                                       {"/data/enfant[2]/an", "2020-2-3"}})
      test::must(filling.answer(place, value));
    return filling;
  }
  std::string sent() { return test::must(filled().finalise()); }
};

}  // namespace escale::xforms
