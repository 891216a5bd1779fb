#include "sync/answers/table.hpp"

#include <gmock/gmock.h>

#include "sync/answers/tally.hpp"
#include "sync/answers/variable_names.hpp"
#include "tests/support/family_answers.hpp"
#include "tests/support/two_versions.hpp"

namespace escale::answers {
namespace {

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const Variable& variable : table.variables) names.push_back(variable.name);
  return names;
}
std::size_t column(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.variables.size(); ++i)
    if (table.variables[i].name == name) return i;
  ADD_FAILURE() << "no variable " << name;
  return 0;
}

TEST(Table, FollowsTheNewestVersionAndKeepsWhatOnlyOlderOnesAsked) {
  const test::TwoVersions two;
  const Table table = table_of(two.known.all(), two.collection.answers);
  EXPECT_THAT(names_of(table), ::testing::ElementsAre("record", "session", "day", "form_version", "humeur", "themes", "themes_droits", "themes_logement", "themes_sante", "themes_emploi",
                                                      "recommander", "heures", "note", "mots", "annees"));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[2][column(table, "annees")], Cell(Missing::NotInVersion));
  EXPECT_EQ(table.rows[1][column(table, "annees")], Cell(Missing::NoAnswer));
  EXPECT_EQ(table.rows[0][column(table, "themes_droits")], Cell(Missing::NotInVersion)) << "not offered then, which is not the same as not chosen";
  EXPECT_EQ(table.rows[1][column(table, "themes_logement")], Cell(std::int64_t{0}));
  EXPECT_EQ(table.rows[2][column(table, "themes_droits")], Cell(std::int64_t{1}));
}

TEST(Table, GivesAChoiceTheSameNumberWhenAVersionComes) {
  const test::TwoVersions two;
  const auto all = two.known.all();
  const Table before = table_of(std::span(all).first(1), two.collection.answers), after = table_of(all, two.collection.answers);
  const Variable& mood = after.variables[column(after, "humeur")];
  EXPECT_EQ(mood.codes.size(), 4u);
  for (const ValueCode& code : before.variables[column(before, "humeur")].codes)
    EXPECT_TRUE(std::any_of(mood.codes.begin(), mood.codes.end(), [&](const ValueCode& same) { return same.code == code.code && same.number == code.number; })) << code.code;
  EXPECT_EQ(mood.measure, Measure::Ordinal);
  for (const std::string& name : names_of(before)) column(after, name);
}

TEST(Table, UsesTheAuthorsNumbersWhenAllCodesAreNumbers) {
  test::SampleForm form;
  form.moods = {{"3", "Trois"}, {"1", "Un"}, {"-2", "Moins deux"}};
  KnownForms known;
  ASSERT_TRUE(known.add(form.blob()));
  Table table = table_of(known.all(), {});
  EXPECT_EQ(table.variables[4].codes[0].number, 3);
  EXPECT_EQ(table.variables[4].codes[2].number, -2);
  form.moods.push_back({"01", "Zéro un"});
  KnownForms other;
  ASSERT_TRUE(other.add(form.blob()));
  table = table_of(other.all(), {});
  EXPECT_EQ(table.variables[4].codes[2].number, 3) << "01 is not 1: none is taken as a number";
}

TEST(Table, MissingNumbersAreNobodysAnswer) {
  const test::TwoVersions two;
  const Table table = table_of(two.known.all(), two.collection.answers);
  EXPECT_EQ(missing_number(table, column(table, "annees"), Missing::NotInVersion), -98);
  EXPECT_EQ(missing_number(table, column(table, "annees"), Missing::NoAnswer), -99);
  EXPECT_EQ(missing_number(table, column(table, "annees"), Missing::NotAsked), -97);
  EXPECT_EQ(missing_number(table, column(table, "heures"), Missing::NoAnswer), -999) << "somebody answered -99";
}

TEST(Table, SaysWhyAndAsWhatEachAnswerWasKept) {
  const test::FamilyAnswers family;
  const Table table = family.tables().front();
  const auto cell = [&](int row, const char* name) { return table.rows[static_cast<std::size_t>(row)][column(table, name)]; };
  EXPECT_EQ(cell(0, "jour"), Cell(Missing::NotAsked));
  EXPECT_EQ(cell(1, "jour"), Cell(std::string("2026-02-28")));
  EXPECT_EQ(table.variables[column(table, "jour")].storage, Storage::Date);
  EXPECT_EQ(cell(0, "day"), Cell(Missing::NoAnswer)) << "unknown";
  EXPECT_EQ(cell(0, "ordre"), Cell(Missing::NoAnswer));
  EXPECT_EQ(cell(1, "ordre"), Cell(std::string("ecoute soin")));
  EXPECT_EQ(cell(1, "ordre_soin"), Cell(std::int64_t{2}));
  EXPECT_EQ(cell(0, "ordre_soin"), Cell(Missing::NoAnswer));
  EXPECT_EQ(cell(1, "lu"), Cell(std::int64_t{1}));
  EXPECT_EQ(cell(0, "somme"), Cell(std::int64_t{6})) << "worked out, and a number";
  EXPECT_EQ(table.variables[column(table, "somme")].storage, Storage::Whole);
  for (const std::string& name : names_of(table)) EXPECT_NE(name, "prenom") << "it has a table of its own";
}

TEST(Table, EachRepeatIsATableOfItsOwn) {
  const test::FamilyAnswers family;
  const std::vector<Table> tables = family.tables();
  ASSERT_EQ(tables.size(), 3u);
  const Table &homes = tables[1], &children = tables[2];
  EXPECT_EQ(homes.name, "avis-journee_foyer");
  EXPECT_EQ(homes.title, "Votre avis : Foyer");
  EXPECT_THAT(names_of(homes), ::testing::ElementsAre("record", "copy", "nom"));
  ASSERT_EQ(homes.rows.size(), 3u);
  EXPECT_EQ(homes.rows[1], (std::vector<Cell>{std::string(31, '0') + "2", std::int64_t{1}, std::string("Un")}));
  EXPECT_THAT(names_of(children), ::testing::ElementsAre("record", "foyer_copy", "copy", "prenom", "age"));
  EXPECT_EQ(children.keys, 3u);
  ASSERT_EQ(children.rows.size(), 4u) << "one in each home, and one more in the last";
  EXPECT_EQ(children.rows[3], (std::vector<Cell>{std::string(31, '0') + "2", std::int64_t{2}, std::int64_t{2}, std::string("Léo"), std::int64_t{7}}));
}

TEST(Tally, AddsUp) {
  const test::TwoVersions two;
  const Table table = table_of(two.known.all(), two.collection.answers);
  for (std::size_t i = 0; i < table.variables.size(); ++i) {
    const Tally tally = tally_of(table, i);
    std::size_t missing = 0, coded = 0;
    for (const auto& [why, count] : tally.missing) missing += count;
    for (const auto& [code, count] : tally.by_code) coded += count;
    EXPECT_EQ(tally.valid + missing, 3u) << table.variables[i].name;
    if (table.variables[i].storage == Storage::Coded) EXPECT_EQ(coded, tally.valid) << table.variables[i].name;
  }
  const Tally hours = tally_of(table, column(table, "heures"));
  EXPECT_EQ(hours.least->text(), "-99");
  EXPECT_EQ(hours.mean, -50.25);
}

TEST(VariableNames, AreWhatEveryProgramTakes) {
  VariableNames names;
  EXPECT_EQ(names.take("humeur"), "humeur");
  EXPECT_EQ(names.take("Humeur"), "Humeur_2") << "SPSS and SQL ignore case";
  EXPECT_EQ(names.take("_début.1-a"), "q__debut_1_a");
  EXPECT_EQ(names.take("1er"), "q_1er");
  EXPECT_EQ(names.take("with"), "with_");
  EXPECT_EQ(names.take("str12"), "str12_");
  EXPECT_EQ(names.take("日"), "q__");
  const std::string long_name(40, 'a');
  EXPECT_EQ(names.take(long_name), std::string(32, 'a'));
  EXPECT_EQ(names.take(long_name + "b"), std::string(30, 'a') + "_2");
}

}  // namespace
}  // namespace escale::answers
