// The catalogue that Escale ships, through the real compiler: it builds, twice to the same bytes, and what comes out is
// fit to show.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <variant>

#include "content-bundles/compiler/compile.hpp"
#include "content-bundles/format/codec.hpp"
#include "content-bundles/forms/outline.hpp"
#include "content-bundles/learning/scoring.hpp"
#include "content-bundles/xforms/form_blob.hpp"

namespace escale::compiler {
namespace {

std::vector<Path> bundle_folders() {
  std::vector<Path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(Path(ESCALE_SOURCE_DIR) / "content-bundles/catalogue"))
    if (std::filesystem::exists(entry.path() / "bundle.yaml")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::optional<CompiledBundle> build(const Path& folder) {
  const RealFiles files;
  auto compilation = compile(files, folder, {});
  for (const auto& problem : compilation.problems)
    ADD_FAILURE() << (folder.filename() / problem.text()).generic_string();
  return std::move(compilation.bundle);
}

struct Built {
  format::Manifest manifest;
  CompiledBundle bundle;
  const Bytes& bytes(const format::DocumentEntry& entry) const { return bundle.blobs.at(entry.blob.digest); }
};

const std::vector<Built>& catalogue() {
  static const std::vector<Built> kBuilt = [] {
    std::vector<Built> built;
    for (const auto& folder : bundle_folders()) {
      auto bundle = build(folder);
      if (!bundle) continue;
      auto manifest = format::read_manifest(bundle->manifest);
      EXPECT_TRUE(manifest.has_value()) << folder;
      if (manifest) built.push_back({std::move(*manifest), std::move(*bundle)});
    }
    return built;
  }();
  return kBuilt;
}

bool is_page(format::EntryKind kind) {
  return kind != format::EntryKind::Form && kind != format::EntryKind::Programme;
}

template <typename Visit>
void each_page(Visit visit) {
  for (const auto& built : catalogue())
    for (const auto& entry : built.manifest.documents) {
      if (!is_page(entry.kind)) continue;
      const auto document = format::read_document(built.bytes(entry));
      ASSERT_TRUE(document.has_value()) << entry.path << ": " << document.error().message;
      visit(entry, *document);
    }
}

TEST(Catalogue, BuildsTwiceToTheSameBytes) {
  ASSERT_EQ(bundle_folders().size(), 6u);
  ASSERT_EQ(catalogue().size(), 6u);
  for (const auto& folder : bundle_folders()) {
    const auto again = build(folder);
    ASSERT_TRUE(again.has_value());
    const auto first = std::find_if(catalogue().begin(), catalogue().end(),
                                    [&](const Built& built) { return built.manifest.id == folder.filename(); });
    ASSERT_NE(first, catalogue().end()) << folder << ": its id is not the name of its folder";
    EXPECT_EQ(*again, first->bundle) << folder;
  }
}

TEST(Catalogue, RightAnswersEarnTheFullMarkAndEveryKindIsAsked) {
  std::set<std::size_t> kinds;
  each_page([&](const format::DocumentEntry& entry, const learning::Document& document) {
    for (const auto& question : document.questions) {
      const auto where = entry.path + ", question " + question.id;
      kinds.insert(question.body.index());
      const auto verdict = learning::score(question, learning::right_response(question));
      ASSERT_TRUE(verdict.has_value()) << where << ": " << verdict.error().message;
      EXPECT_EQ(verdict->score, learning::kFullScore) << where;
      EXPECT_FALSE(verdict->feedback.empty() && question.general_feedback.empty()) << where;
      const auto* one = std::get_if<learning::SingleChoice>(&question.body);
      for (std::size_t i = 0; one && i < one->choices.size(); ++i) {
        const auto chosen = learning::score(question, learning::ChosenOne{i});
        ASSERT_TRUE(chosen.has_value()) << where;
        EXPECT_EQ(chosen->feedback.size(), 1u) << where << ": " << learning::words(one->choices[i].text);
      }
    }
  });
  EXPECT_EQ(kinds.size(), std::variant_size_v<learning::QuestionBody>);
}

TEST(Catalogue, SensitiveBundleIsMarkedAndShowsItsHelplines) {
  const auto abuse = std::find_if(catalogue().begin(), catalogue().end(),
                                  [](const Built& built) { return built.manifest.id == "maltraitance"; });
  ASSERT_NE(abuse, catalogue().end());
  EXPECT_TRUE(abuse->manifest.sensitive);
  const auto* entry = format::find_entry(abuse->manifest, "reagir", "fr");
  ASSERT_NE(entry, nullptr);
  const auto lesson = format::read_document(abuse->bytes(*entry));
  ASSERT_TRUE(lesson.has_value());
  std::set<std::string> numbers;
  for (const auto& number : lesson->numbers) numbers.insert(number.number);
  for (const auto* wanted : {"119", "3977", "112", "15", "17", "18", "114"})
    EXPECT_TRUE(numbers.contains(wanted)) << wanted;
}

TEST(Catalogue, EasyFrenchIsGivenWhereItExistsAndFrenchElsewhere) {
  for (const auto& built : catalogue()) {
    if (built.manifest.kind != format::BundleKind::Course) continue;
    const auto* easy = format::find_entry(built.manifest, "resume", "fr-x-facile");
    ASSERT_NE(easy, nullptr) << built.manifest.id;
    EXPECT_EQ(easy->lang, "fr-x-facile");
    const auto* quiz = format::find_entry(built.manifest, "quiz", "fr-x-facile");
    ASSERT_NE(quiz, nullptr) << built.manifest.id;
    EXPECT_EQ(quiz->lang, "fr");
    EXPECT_GE(quiz->questions, 8);
  }
}

TEST(Catalogue, FeedbackFormIsAnonymousAndWarnsBeforeItsOnlyOpenQuestion) {
  const auto day = std::find_if(catalogue().begin(), catalogue().end(),
                                [](const Built& built) { return built.manifest.kind == format::BundleKind::StudyDay; });
  ASSERT_NE(day, catalogue().end());
  const auto* entry = format::find_entry(day->manifest, "avis", "fr");
  ASSERT_NE(entry, nullptr);
  const auto& bytes = day->bytes(*entry);
  const auto form = xforms::read_form(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  ASSERT_TRUE(form.has_value()) << form.error().message;
  EXPECT_TRUE((*form)->definition().settings.anonymous);
  std::size_t open = 0, smileys = 0, scales = 0;
  for (const auto& question : forms::questions_of(**form)) {
    const forms::Texts label = forms::texts_of(**form, question.control->label);
    for (const auto* lang : {"fr", "en"}) EXPECT_TRUE(label.contains(lang)) << question.name << " in " << lang;
    if (forms::has_word(question.control->appearance, "smiley")) ++smileys;
    if (forms::has_word(question.control->appearance, "likert")) ++scales;
    if (question.recorded != forms::Recorded::Words) continue;
    ++open;
    EXPECT_FALSE(question.required);
    ASSERT_NE(question.bind, nullptr);
    EXPECT_NE(question.bind->constraint.find("280"), std::string::npos) << question.bind->constraint;
    const forms::Texts hint = forms::texts_of(**form, question.control->hint);
    ASSERT_TRUE(hint.contains("fr"));
    EXPECT_TRUE(hint.at("fr").starts_with("N’écrivez pas de nom"));
  }
  EXPECT_EQ(open, 1u);
  EXPECT_EQ(smileys, 1u);
  EXPECT_GE(scales, 2u);
}

TEST(Catalogue, ProgrammeHasNoHoleAndLeadsToTheForm) {
  const auto day = std::find_if(catalogue().begin(), catalogue().end(),
                                [](const Built& built) { return built.manifest.kind == format::BundleKind::StudyDay; });
  ASSERT_NE(day, catalogue().end());
  std::vector<format::Programme> programmes;
  for (const auto* lang : {"fr", "en"}) {
    const auto* entry = format::find_entry(day->manifest, "programme", lang);
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->lang, lang);
    auto programme = format::read_programme(day->bytes(*entry));
    ASSERT_TRUE(programme.has_value()) << programme.error().message;
    programmes.push_back(std::move(*programme));
  }
  const auto& french = programmes[0].slots;
  ASSERT_EQ(french.size(), programmes[1].slots.size());
  for (std::size_t i = 0; i < french.size(); ++i) {
    EXPECT_EQ(french[i].start_minute, programmes[1].slots[i].start_minute) << french[i].title;
    if (i == 0) continue;
    EXPECT_EQ(french[i].start_minute, french[i - 1].end_minute) << french[i].title;
  }
  EXPECT_EQ(std::count_if(french.begin(), french.end(), [](const auto& slot) { return slot.form == "avis"; }), 1);
}

/// The forms of the bundle of calls and consultations, by id.
std::map<std::string, std::shared_ptr<const forms::Plan>> calls() {
  std::map<std::string, std::shared_ptr<const forms::Plan>> plans;
  for (const auto& built : catalogue())
    for (const auto& entry : built.manifest.documents) {
      if (built.manifest.id != "consultations") continue;
      auto plan = xforms::read_form(as_text(built.bytes(entry)));
      EXPECT_TRUE(plan.has_value()) << entry.path << ": " << (plan ? "" : plan.error().message);
      if (plan) plans.emplace((*plan)->definition().id, *plan);
    }
  return plans;
}

TEST(Catalogue, ConsultationHasEverythingThatAFormCanHave) {
  const auto plans = calls();
  ASSERT_TRUE(plans.contains("consultation"));
  const forms::Plan& plan = *plans.at("consultation");
  const auto questions = forms::questions_of(plan);
  EXPECT_GE(questions.size(), 60u);
  EXPECT_TRUE(plan.definition().settings.anonymous);
  EXPECT_EQ(forms::languages_of(plan), (std::vector<std::string>{"fr", "en"}));
  std::set<forms::Recorded> kinds;
  bool repeats = false, skips = false, cascade = false;
  for (const auto& question : questions) {
    kinds.insert(question.recorded);
    repeats = repeats || question.repeat != forms::kNoPlace;
    skips = skips || (question.bind != nullptr && !question.bind->relevant.empty());
    cascade = cascade || (question.control->itemset && question.control->itemset->nodeset.find('[') != std::string::npos);
  }
  EXPECT_TRUE(repeats && skips && cascade);
  for (const auto kind : {forms::Recorded::Words, forms::Recorded::Whole, forms::Recorded::One, forms::Recorded::Several, forms::Recorded::Ranking,
                          forms::Recorded::Date, forms::Recorded::Time, forms::Recorded::Confirmation})
    EXPECT_TRUE(kinds.contains(kind)) << static_cast<int>(kind);
  const auto& controls = plan.definition().controls;
  EXPECT_TRUE(std::ranges::any_of(controls, [](const forms::Control& each) { return forms::has_word(each.appearance, "table-list"); }));
}

TEST(Catalogue, CallsAreReadInBothLanguagesAndTheIdentifiedOnesSaySo) {
  const auto plans = calls();
  for (const auto* id : {"fiche-pratique", "jury-these", "offre-formation"}) {
    ASSERT_TRUE(plans.contains(id)) << id;
    EXPECT_FALSE(plans.at(id)->definition().settings.anonymous) << id;
    EXPECT_EQ(forms::languages_of(*plans.at(id)), (std::vector<std::string>{"fr", "en"})) << id;
  }
}

}  // namespace
}  // namespace escale::compiler
