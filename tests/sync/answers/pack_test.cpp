// Each file of the pack, read again by something else than what wrote it: ReadStat's readers here, PSPP, pandas and openpyxl in
// read_pack.py.
#include <gmock/gmock.h>
#include <pugixml.hpp>
#include <readstat.h>

#include "sync/answers/export.hpp"
#include "sync/answers/statistics.hpp"
#include "sync/base/json.hpp"
#include "sync/crypto/hash.hpp"
#include "tests/support/command.hpp"
#include "tests/support/family_answers.hpp"
#include "tests/support/two_versions.hpp"

namespace escale::answers {
namespace {
using ::testing::HasSubstr;

template <class Answers>
std::map<std::string, std::string> pack_of(const Answers& two, const CsvOptions& labels = {}) {
  std::map<std::string, std::string> files;
  for (ExportedFile& file : test::must(export_answers(two.collection, two.known, labels))) files[file.name] = std::move(file.content);
  return files;
}

/// What a reader of statistics files says of it.
struct Read {
  std::vector<std::string> names, labels;
  std::map<std::string, std::vector<std::string>> columns;
  std::map<std::string, std::string> value_labels;  ///< "set value" → label
};

Read read_statistics(const std::string& bytes, StatisticsFormat format) {
  struct Source {
    const std::string* bytes;
    std::size_t at = 0;
    Read read;
  } source{&bytes, 0, {}};
  readstat_parser_t* parser = readstat_parser_init();
  readstat_set_open_handler(parser, [](const char*, void*) { return 0; });
  readstat_set_close_handler(parser, [](void*) { return 0; });
  readstat_set_seek_handler(parser, [](readstat_off_t offset, readstat_io_flags_t whence, void* io) -> readstat_off_t {
    auto& from = *static_cast<Source*>(io);
    const auto base = whence == READSTAT_SEEK_SET ? 0 : whence == READSTAT_SEEK_CUR ? static_cast<std::int64_t>(from.at) : static_cast<std::int64_t>(from.bytes->size());
    from.at = static_cast<std::size_t>(base + offset);
    return static_cast<readstat_off_t>(from.at);
  });
  readstat_set_read_handler(parser, [](void* to, std::size_t size, void* io) -> ssize_t {
    auto& from = *static_cast<Source*>(io);
    size = std::min(size, from.bytes->size() - std::min(from.at, from.bytes->size()));
    std::copy_n(from.bytes->data() + from.at, size, static_cast<char*>(to));
    from.at += size;
    return static_cast<ssize_t>(size);
  });
  readstat_set_update_handler(parser, [](long, readstat_progress_handler, void*, void*) { return READSTAT_OK; });
  readstat_set_io_ctx(parser, &source);
  readstat_set_variable_handler(parser, [](int, readstat_variable_t* variable, const char*, void* ctx) {
    auto& read = static_cast<Source*>(ctx)->read;
    read.names.emplace_back(readstat_variable_get_name(variable));
    const char* label = readstat_variable_get_label(variable);
    read.labels.emplace_back(label != nullptr ? label : "");
    return 0;
  });
  readstat_set_value_label_handler(parser, [](const char* set, readstat_value_t value, const char* label, void* ctx) {
    auto& read = static_cast<Source*>(ctx)->read;
    const std::string text = readstat_value_is_tagged_missing(value) ? std::string(".") + readstat_value_tag(value) : fmt::format("{}", readstat_double_value(value));
    read.value_labels[std::string(set) + " " + text] = label;
    return 0;
  });
  readstat_set_value_handler(parser, [](int, readstat_variable_t* variable, readstat_value_t value, void* ctx) {
    auto& read = static_cast<Source*>(ctx)->read;
    std::string text;
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING) text = readstat_string_value(value) != nullptr ? readstat_string_value(value) : "";
    else if (readstat_value_is_tagged_missing(value)) text = std::string(".") + readstat_value_tag(value);
    else text = (readstat_value_is_defined_missing(value, variable) ? "missing " : "") + fmt::format("{}", readstat_double_value(value));
    read.columns[readstat_variable_get_name(variable)].push_back(text);
    return 0;
  });
  const readstat_error_t error = format == StatisticsFormat::Sav ? readstat_parse_sav(parser, "", &source) : readstat_parse_dta(parser, "", &source);
  EXPECT_EQ(error, READSTAT_OK) << readstat_error_message(error);
  readstat_parser_free(parser);
  return source.read;
}

TEST(Pack, SpssFileHasLabelsAndMissingValues) {
  const Read read = read_statistics(pack_of(test::TwoVersions())["avis-journee.sav"], StatisticsFormat::Sav);
  EXPECT_EQ(read.names.size(), 15u);
  EXPECT_EQ(read.labels[4], "Comment s’est passée la journée ?");
  EXPECT_EQ(read.columns.at("humeur"), (std::vector<std::string>{"1", "4", "2"}));
  EXPECT_EQ(read.columns.at("annees"), (std::vector<std::string>{"3", "missing -99", "missing -98"}));
  EXPECT_EQ(read.columns.at("heures"), (std::vector<std::string>{"-1.5", "-99", "missing -999"})) << "-99 was an answer";
  EXPECT_EQ(read.columns.at("mots"), (std::vector<std::string>{".s", "", "=SUM(1;2) \"é\", œ\nfin"}));
  const auto has = [&](const std::string& end, const std::string& label) {
    return std::any_of(read.value_labels.begin(), read.value_labels.end(), [&](const auto& item) { return item.first.ends_with(end) && item.second == label; });
  };
  EXPECT_TRUE(has(" 1", "Très bien"));
  EXPECT_TRUE(has(" -98", "Pas dans cette version du formulaire"));
  EXPECT_TRUE(has(" -999", "Sans réponse"));
}

TEST(Pack, StataFileHasLabelsAndExtendedMissingValues) {
  const Read read = read_statistics(pack_of(test::TwoVersions())["avis-journee.dta"], StatisticsFormat::Dta);
  EXPECT_EQ(read.columns.at("humeur"), (std::vector<std::string>{"1", "4", "2"}));
  EXPECT_EQ(read.columns.at("annees"), (std::vector<std::string>{"3", ".s", ".v"}));
  EXPECT_EQ(read.columns.at("heures"), (std::vector<std::string>{"-1.5", "-99", ".s"}));
  EXPECT_EQ(read.value_labels.at("humeur 1"), "Très bien");
  EXPECT_EQ(read.value_labels.at("annees .v"), "Pas dans cette version du formulaire");
}

TEST(Pack, CutsLongTextsBetweenCharacters) {
  test::TwoVersions two;
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "é";
  std::string& instance = two.collection.answers[0].instance;
  const std::size_t from = instance.find("<mots>") + 6;
  instance.replace(from, instance.find("</mots>") - from, text);
  auto files = pack_of(two);
  EXPECT_EQ(read_statistics(files["avis-journee.dta"], StatisticsFormat::Dta).columns.at("mots")[2], text) << "strL: any length";
  EXPECT_EQ(read_statistics(files["avis-journee.sav"], StatisticsFormat::Sav).columns.at("mots")[2], text);
}

TEST(Pack, IsTheSameBytesForTheSameAnswersInAnyOrder) {
  test::TwoVersions two;
  const auto once = pack_of(two);
  std::reverse(two.collection.answers.begin(), two.collection.answers.end());
  EXPECT_EQ(pack_of(two), once);
}

TEST(Pack, ProvenanceNamesEachFile) {
  auto files = pack_of(test::TwoVersions());
  const Json provenance = test::must(parse_json(files["provenance.json"]));
  ASSERT_EQ(provenance["files"].size(), files.size() - 1);
  for (const Json& file : provenance["files"]) EXPECT_EQ(file["sha256"], crypto::sha256(as_bytes(files[file["name"]])).hex()) << file["name"];
}

TEST(Pack, DdiFollowsTheOrderOfTheSchema) {
  auto files = pack_of(test::TwoVersions());
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(files["avis-journee_ddi.xml"].c_str()));
  const pugi::xml_node book = document.child("codeBook");
  EXPECT_STREQ(book.attribute("xmlns").value(), "ddi:codebook:2_5");
  std::vector<std::string> parts;
  for (const pugi::xml_node part : book.children()) parts.emplace_back(part.name());
  EXPECT_THAT(parts, ::testing::ElementsAre("docDscr", "stdyDscr", "fileDscr", "dataDscr"));
  const std::vector<std::string> order{"labl", "qstn", "valrng", "invalrng", "universe", "sumStat", "catgry", "varFormat"};
  std::set<std::string> ids;
  std::size_t variables = 0;
  bool seen_variable = false;
  for (const pugi::xml_node node : book.child("dataDscr").children()) {
    EXPECT_TRUE(ids.insert(node.attribute("ID").value()).second);
    const bool variable = std::string_view(node.name()) == "var";
    EXPECT_FALSE(seen_variable && !variable) << "groups come before variables";
    if (!variable) continue;
    seen_variable = true;
    ++variables;
    std::size_t at = 0;
    for (const pugi::xml_node part : node.children()) {
      const auto found = static_cast<std::size_t>(std::find(order.begin(), order.end(), part.name()) - order.begin());
      ASSERT_LT(found, order.size()) << part.name();
      EXPECT_GE(found, at) << node.attribute("name").value() << ": " << part.name();
      at = found;
    }
  }
  EXPECT_EQ(variables, 15u);
  const pugi::xml_node group = book.child("dataDscr").child("varGrp");
  for (const std::string_view member : {"V6", "V7", "V10"}) EXPECT_THAT(std::string(group.attribute("var").value()), HasSubstr(member));
}

TEST(Pack, CodebooksSayTheQuestionItsCodesAndWhyAnswersAreMissing) {
  auto files = pack_of(test::TwoVersions());
  for (const char* name : {"avis-journee_codebook.md", "avis-journee_codebook.html"}) {
    EXPECT_THAT(files[name], HasSubstr("Comment s’est passée la journée ?")) << name;
    EXPECT_THAT(files[name], HasSubstr("Pas dans cette version du formulaire")) << name;
    EXPECT_THAT(files[name], HasSubstr("Accès aux « droits »")) << name;
  }
  pugi::xml_document page;
  EXPECT_TRUE(page.load_string(files["avis-journee_codebook.html"].substr(files["avis-journee_codebook.html"].find("<body>"), std::string::npos).insert(0, "<html>").c_str()));
}

TEST(Pack, DataPackageDeclaresWhatTheCsvHolds) {
  auto files = pack_of(test::TwoVersions());
  const Json package = test::must(parse_json(files["datapackage.json"]));
  ASSERT_EQ(package["resources"].size(), 1u);
  const Json& resource = package["resources"][0];
  EXPECT_EQ(resource["bytes"], files["avis-journee.csv"].size());
  EXPECT_EQ(resource["schema"]["missingValues"], Json({"", ".v", ".n", ".s"}));
  std::string header;
  for (const Json& field : resource["schema"]["fields"]) header += (header.empty() ? "" : ",") + field["name"].get<std::string>();
  EXPECT_TRUE(files["avis-journee.csv"].starts_with(header + "\r\n"));
}

TEST(Pack, IsTheSameForOpenpyxlPandasAndPspp) {
  const test::TemporaryFolder folder;
  RealFiles disk;
  for (const auto& [name, content] : pack_of(test::TwoVersions())) ASSERT_TRUE(disk.write_atomic(folder.path() / name, as_bytes(content)));
  const test::Outcome read = test::run_in(folder.path(), "/usr/bin/python3 '" ESCALE_SOURCE_DIR "/tests/sync/answers/read_pack.py' . avis-journee");
  EXPECT_EQ(read.exit_code, 0) << read.err;
  EXPECT_THAT(read.out, HasSubstr("3 rows, 15 variables: the same"));
}

TEST(Pack, EachRepeatIsTheSameForOpenpyxlPandasAndPspp) {
  const test::TemporaryFolder folder;
  RealFiles disk;
  for (const auto& [name, content] : pack_of(test::FamilyAnswers())) ASSERT_TRUE(disk.write_atomic(folder.path() / name, as_bytes(content)));
  for (const auto& [table, said] : {std::pair{"avis-journee", "2 rows, 20 variables: the same"}, {"avis-journee_foyer", "3 rows, 3 variables: the same"},
                                    {"avis-journee_enfant", "4 rows, 5 variables: the same"}}) {
    const test::Outcome read = test::run_in(folder.path(), "/usr/bin/python3 '" ESCALE_SOURCE_DIR "/tests/sync/answers/read_pack.py' . " + std::string(table));
    EXPECT_EQ(read.exit_code, 0) << read.err;
    EXPECT_THAT(read.out, HasSubstr(said));
  }
}

TEST(Pack, ScriptsRunNothingThatPeopleWrote) {
  test::TwoVersions two;
  test::SampleForm form = test::TwoVersions::newer();
  form.version = "2026112403";
  form.moods[0].french = "a\"); system(\"rm\") #`x'$y\"' + 'z";
  ASSERT_TRUE(two.known.add(form.blob()));
  auto files = pack_of(two);
  EXPECT_THAT(files["avis-journee_import.R"], HasSubstr(R"("a\"); system(\"rm\") #`x'$y\"' + 'z")"));
  EXPECT_THAT(files["avis-journee_import.do"], HasSubstr("`\"a\"); system(\"rm\") #'x'_y ' + 'z\"'"));
}

}  // namespace
}  // namespace escale::answers
