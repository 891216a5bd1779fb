// Answers to two versions of one form, with every kind of cell: for the tests of tables and exports.
#pragma once

#include "sync/answers/opening.hpp"
#include "tests/support/must.hpp"
#include "tests/support/sample_form.hpp"

namespace escale::test {

struct TwoVersions {
  answers::KnownForms known;
  answers::Collection collection;

  TwoVersions() {
    forms::Form form = sample_form();
    must(known.add(must(forms::form_to_json(form))));
    const protocol::FormVersion first = known.all().back()->version;
    form.version = "2026112402";
    form.lists["themes"].insert(form.lists["themes"].begin(), {"droits", {{"fr", "Accès aux « droits »"}}});
    std::erase_if(form.questions, [](const forms::Question& question) { return question.name == "annees"; });
    must(known.add(must(forms::form_to_json(form))));
    const protocol::FormVersion second = known.all().back()->version;
    using List = std::vector<std::string>;
    add(3, second, {{"humeur", std::string("bien")}, {"themes", List{"droits", "sante"}}, {"recommander", std::int64_t{9}}, {"mots", std::string("=SUM(1;2) \"é\", œ\nfin")}});
    add(1, first, {{"humeur", std::string("tres-bien")}, {"themes", List{"logement", "emploi"}}, {"recommander", std::int64_t{10}}, {"annees", std::int64_t{3}},
                   {"heures", must(forms::Decimal::parse("-1.5"))}, {"note", must(forms::Decimal::parse("4.5"))}, {"mots", std::string(".s")}});
    add(2, first, {{"humeur", std::string("mal")}, {"heures", must(forms::Decimal::parse("-99"))}});
    collection.mailbox = "clts-rennes";
    collection.counts.envelopes = collection.counts.answers = collection.answers.size();
  }

 private:
  void add(int number, const protocol::FormVersion& version, forms::Answers answers) {
    const std::string digits = std::to_string(number);
    collection.answers.push_back({must(protocol::RecordId::parse(std::string(32 - digits.size(), '0') + digits)), version, std::nullopt,
                                  must(protocol::parse_day("2026-11-24")), std::move(answers)});
  }
};

}  // namespace escale::test
