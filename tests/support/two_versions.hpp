// Answers to two versions of one form, with every kind of cell: for the tests of tables and exports.
#pragma once

#include "sync/answers/opening.hpp"
#include "tests/support/must.hpp"
#include "tests/support/sample_xform.hpp"

namespace escale::test {

struct TwoVersions {
  answers::KnownForms known;
  answers::Collection collection;

  TwoVersions() {
    SampleForm form;
    must(known.add(form.blob()));
    const protocol::FormVersion first = known.all().back()->version;
    must(known.add(newer().blob()));
    const protocol::FormVersion second = known.all().back()->version;
    add(3, second, {{"humeur", "bien"}, {"themes", "droits sante"}, {"recommander", "9"}, {"mots", "=SUM(1;2) \"é\", œ\nfin"}});
    add(1, first, {{"humeur", "tres-bien"}, {"themes", "logement emploi"}, {"recommander", "10"}, {"annees", "3"}, {"heures", "-1.5"}, {"note", "4.5"}, {"mots", ".s"}});
    add(2, first, {{"humeur", "mal"}, {"heures", "-99"}});
    collection.mailbox = "clts-rennes";
    collection.counts.envelopes = collection.counts.answers = collection.answers.size();
  }

  /// The second version: one theme more, one question less.
  static SampleForm newer() {
    SampleForm form;
    form.version = "2026112402";
    form.themes.insert(form.themes.begin(), {"droits", "Accès aux « droits »"});
    form.asks_years = false;
    return form;
  }

  void add(int number, const protocol::FormVersion& version, const Given& given, std::optional<protocol::SessionId> session = std::nullopt,
           std::optional<protocol::Day> day = must(protocol::parse_day("2026-11-24"))) {
    const std::string digits = std::to_string(number);
    collection.answers.push_back({must(protocol::RecordId::parse(std::string(32 - digits.size(), '0') + digits)), version, session, day,
                                  answered(*known.find(version)->plan, given)});
  }
};

}  // namespace escale::test
