#include "sync/paper/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sync/paper/french_dates.hpp"
#include "sync/paper/report_parts.hpp"

namespace escale::paper {
namespace {

using answers::KnownForm;
using answers::Table;

/// The known versions of each form, by form id.
std::vector<std::vector<const KnownForm*>> forms_of(const answers::KnownForms& known) {
  std::vector<std::vector<const KnownForm*>> out;
  for (const KnownForm* form : known.all()) {
    if (out.empty() || out.back()[0]->version.form_id != form->version.form_id) out.emplace_back();
    out.back().push_back(form);
  }
  return out;
}

/// Author's versions that somebody answered, in the order of the table.
std::vector<std::string> versions_of(const std::vector<Table>& tables) {
  std::vector<std::string> out;
  for (const Table& table : tables)
    for (const auto& row : table.rows) {
      const auto& version = std::get<std::string>(row[3]);
      if (std::find(out.begin(), out.end(), version) == out.end()) out.push_back(version);
    }
  std::sort(out.begin(), out.end());
  return out;
}

/// Confirmed days with at least this many answers.
std::set<protocol::Day> days_of(const std::vector<Table>& tables, std::int64_t least) {
  std::map<std::string, std::int64_t> counts;
  for (const Table& table : tables)
    for (const auto& row : table.rows)
      if (const auto* day = std::get_if<std::string>(&row[2])) ++counts[*day];
  std::set<protocol::Day> days;
  for (const auto& [text, count] : counts)
    if (const auto day = protocol::parse_day(text); day && count >= least) days.insert(*day);
  return days;
}

print::Document begin(const std::string& title, const std::string& about, const ReportOptions& options) {
  print::Document document;
  document.title = title;
  document.author = "Escale";
  document.created = options.day;
  document.footer = title + ", " + day_words(options.day);
  document.blocks.push_back(print::Heading{1, title});
  document.blocks.push_back(print::Paragraph{about + " Rapport fait le " + day_words(options.day) + ".", print::Voice::Lead});
  return document;
}

print::Notice published_notice(const answers::DisclosureRules& rules) {
  return {"Ce rapport peut être publié",
          {fmt::format("Aucun nombre ne désigne de 1 à {} personnes, ni ne permet de le calculer : « secret » le remplace. Aucun texte libre n’y figure.", rules.k - 1),
           "Ne le publiez pas à côté d’un autre tableau des mêmes réponses : comparés, les deux pourraient dire ce que chacun cache."}};
}

}  // namespace

Result<print::Document> committee_report(const Committee& committee, const ReportOptions& options, const print::Typesetter& typesetter) {
  const bool published = options.readers == Readers::Everybody;
  if (published && options.with_words) return fail(Code::Refused, "words are never published: leave --with-words or --publish out");
  const auto& collection = committee.opened.collection;
  if (collection.answers.empty()) return fail(Code::Refused, "there is no answer to report on");
  const answers::DisclosureRules rules = published ? options.published : answers::DisclosureRules{kCommitteeThreshold, 100};
  print::Document document = begin("Réponses recueillies : " + committee.name,
                                   how_many(static_cast<std::int64_t>(collection.answers.size()), "réponse reçue.", "réponses reçues."), options);
  if (published) document.blocks.push_back(published_notice(rules));
  else
    document.blocks.push_back(print::Notice{
        "Qui peut lire ce rapport ?",
        {"Seulement les personnes qui lisent les réponses de « " + committee.name + " ». Il ne doit être ni publié, ni affiché, ni transmis à d’autres.",
         fmt::format("Aucun nombre de réponses de 1 à {} n’y est montré, mais un petit groupe où chacun se connaît peut encore se reconnaître.", kCommitteeThreshold - 1),
         "Pour un rapport qui peut être publié : escale report --publish."}});

  Writing writing{options, typesetter, rules, published ? "secret" : "masqué", document.blocks};
  document.blocks.push_back(print::Heading{2, "D’où viennent ces chiffres"});
  add_received(writing, collection.counts);
  if (!published) {
    add_sessions(writing, collection.sessions);
    add_refused(writing, collection.refused);
  }
  bool any = false;
  std::vector<Table> answered;
  for (const auto& versions : forms_of(committee.opened.forms)) {
    Table table = answers::table_of(versions, collection.answers, options.language);
    const auto people = static_cast<std::int64_t>(table.rows.size());
    if (people == 0) continue;
    if (published && people < rules.k) continue;
    any = true;
    FormAnswers form;
    form.tables.push_back(std::move(table));
    form.groups = {committee.name};
    form.group_of = {std::vector<std::size_t>(form.tables[0].rows.size(), 0)};
    add_form_head(writing, form.tables[0], versions_of(form.tables), people, days_words(days_of(form.tables, published ? rules.k : 1)));
    add_questions(writing, form);
    answered.push_back(std::move(form.tables[0]));
  }
  if (!any) return fail(Code::Refused, fmt::format("no form has {} answers: nothing may be published yet", rules.k));
  if (options.with_words)
    for (const Table& table : answered) add_words(writing, table);
  return document;
}

namespace {

Result<> check_apart(const std::vector<Committee>& committees) {
  std::map<std::string, const Committee*> mailboxes;
  std::map<protocol::RecordId, const Committee*> records;
  for (const Committee& committee : committees) {
    const std::string& mailbox = committee.opened.collection.mailbox;
    if (!mailboxes.emplace(mailbox, &committee).second) return fail(Code::Refused, fmt::format("two folders hold the mailbox '{}': its answers would count twice", mailbox));
    for (const answers::Answer& answer : committee.opened.collection.answers)
      if (const auto [found, added] = records.emplace(answer.id, &committee); !added)
        return fail(Code::Refused, fmt::format("answer {} is in the folders of '{}' and of '{}': it would count twice", answer.id.text(), found->second->name, committee.name));
  }
  return {};
}

/// Committees of fewer than k answers become one group; when that one is under k too, the next smallest joins it.
FormAnswers grouped(const std::vector<Committee>& committees, std::vector<Table> tables, std::int64_t k) {
  std::vector<std::pair<std::size_t, std::size_t>> by_size;  // answers, committee
  for (std::size_t c = 0; c < tables.size(); ++c)
    if (!tables[c].rows.empty()) by_size.emplace_back(tables[c].rows.size(), c);
  std::sort(by_size.begin(), by_size.end());
  std::set<std::size_t> together;
  std::int64_t sum = 0;
  for (const auto& [size, c] : by_size) {
    if (static_cast<std::int64_t>(size) >= k && (sum == 0 || sum >= k)) break;
    together.insert(c);
    sum += static_cast<std::int64_t>(size);
  }
  FormAnswers form;
  for (std::size_t c = 0; c < tables.size(); ++c) {
    if (tables[c].rows.empty()) continue;
    const bool apart = !together.contains(c);
    form.group_of.emplace_back(tables[c].rows.size(), apart ? form.groups.size() : static_cast<std::size_t>(-1));
    if (apart) form.groups.push_back(committees[c].name);
    form.tables.push_back(std::move(tables[c]));
  }
  if (!together.empty()) {
    for (auto& rows : form.group_of) std::replace(rows.begin(), rows.end(), static_cast<std::size_t>(-1), form.groups.size());
    form.groups.push_back(together.size() == 1 ? "Un autre comité" : "Autres comités");
  }
  return form;
}

}  // namespace

Result<print::Document> national_report(const std::vector<Committee>& committees, const ReportOptions& options, const print::Typesetter& typesetter) {
  if (options.with_words) return fail(Code::Refused, "words are never in a report across committees: leave --with-words out");
  if (committees.size() < 2) return fail(Code::Refused, "a report across committees needs at least two folders");
  TRY(check_apart(committees));
  ReportOptions everybody = options;
  everybody.readers = Readers::Everybody;
  answers::KnownForms known;  // of all: variables are then the same for each committee
  answers::Counts counts;
  for (const Committee& committee : committees) {
    for (const KnownForm* form : committee.opened.forms.all()) TRY(known.add(form->blob));
    const answers::Counts& own = committee.opened.collection.counts;
    counts.envelopes += own.envelopes;
    counts.answers += own.answers;
    counts.lists += own.lists;
    counts.duplicates += own.duplicates;
    counts.refused += own.refused;
    counts.withdrawn += own.withdrawn;
    counts.withdrawals += own.withdrawals;
    counts.replaced += own.replaced;
    counts.taps += own.taps;
    counts.expired += own.expired;
  }
  print::Document document =
      begin("Réponses recueillies dans " + std::to_string(committees.size()) + " comités",
            how_many(static_cast<std::int64_t>(counts.answers), "réponse reçue.", "réponses reçues."), options);
  document.blocks.push_back(published_notice(options.published));
  Writing writing{everybody, typesetter, options.published, "secret", document.blocks};
  document.blocks.push_back(print::Heading{2, "D’où viennent ces chiffres"});
  print::List names;
  for (const Committee& committee : committees) names.items.push_back(committee.name);
  document.blocks.push_back(std::move(names));
  add_received(writing, counts);
  bool any = false;
  for (const auto& versions : forms_of(known)) {
    std::vector<Table> tables;
    for (const Committee& committee : committees) tables.push_back(answers::table_of(versions, committee.opened.collection.answers, options.language));
    const FormAnswers form = grouped(committees, std::move(tables), options.published.k);
    if (form.people() < options.published.k) continue;
    any = true;
    add_form_head(writing, form.tables[0], versions_of(form.tables), form.people(), days_words(days_of(form.tables, options.published.k)));
    if (form.groups.size() > 1) {
      print::Table table;
      table.columns = {{"Comité", 4, print::Align::Left, true}, {"Réponses", 1, print::Align::Right}};
      std::vector<std::int64_t> sums(form.groups.size(), 0);
      for (const auto& rows : form.group_of)
        for (const std::size_t group : rows) ++sums[group];
      for (std::size_t g = 0; g < sums.size(); ++g) table.rows.push_back({{form.groups[g]}, {std::to_string(sums[g])}});
      table.rows.push_back({{"Ensemble"}, {std::to_string(form.people())}});
      writing.blocks.push_back(std::move(table));
    }
    add_questions(writing, form);
  }
  if (!any) return fail(Code::Refused, fmt::format("no form has {} answers: nothing may be published yet", options.published.k));
  return document;
}

}  // namespace escale::paper
