#include "content-bundles/forms/answers.hpp"

#include <gmock/gmock.h>

#include "sync/base/json.hpp"
#include "tests/support/sample_form.hpp"

namespace escale::forms {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kDigest(64, 'a');

Answers full_answers() {
  return {{"humeur", std::string("bien")},
          {"themes", std::vector<std::string>{"sante", "logement"}},
          {"recommander", std::int64_t{9}},
          {"annees", std::int64_t{12}},
          {"heures", Decimal::parse("1.50").value()},
          {"note", Decimal::parse("4.5").value()},
          {"mots", std::string("Très « utile » !\nMerci")}};
}

std::vector<std::string> problems(const Answers& answers) {
  std::vector<std::string> found;
  for (const Problem& problem : validate(test::sample_form(), answers))
    found.push_back(problem.question + ":" + std::string(problem_name(problem.code)));
  return found;
}
std::vector<std::string> problems_of(std::string question, Value value) {
  Answers answers{{"humeur", std::string("bien")}};
  answers[std::move(question)] = std::move(value);
  return problems(answers);
}

TEST(Answers, AreCompleteWhenWhatIsRequiredIsThere) {
  EXPECT_THAT(problems(full_answers()), IsEmpty());
  EXPECT_THAT(problems({{"humeur", std::string("bien")}}), IsEmpty());
  EXPECT_THAT(problems({}), ElementsAre("humeur:required"));
  EXPECT_THAT(problems({{"humeur", std::string()}}), ElementsAre("humeur:required"));
}

TEST(Answers, UseTheFormsOwnMessages) {
  const Form form = test::sample_form();
  EXPECT_EQ(validate(form, {})[0].message, (Texts{{"fr", "Choisissez un visage."}}));
  const Answers three{{"humeur", std::string("bien")},
                      {"themes", std::vector<std::string>{"logement", "sante", "emploi"}}};
  EXPECT_EQ(validate(form, three)[0].message, (Texts{{"fr", "Deux thèmes au plus."}}));
  const Answers old{{"humeur", std::string("bien")}, {"annees", std::int64_t{61}}};
  EXPECT_EQ(text_in(validate(form, old)[0].message, "fr"), "Cette réponse ne convient pas. Corrigez-la.");
}

TEST(Answers, AreRefusedWhenTheyDoNotFitTheirQuestion) {
  EXPECT_THAT(problems_of("humeur", std::string("super")), ElementsAre("humeur:not_a_choice"));
  EXPECT_THAT(problems_of("humeur", std::int64_t{1}), ElementsAre("humeur:wrong_type"));
  EXPECT_THAT(problems_of("themes", std::vector<std::string>{"sante", "sante"}), ElementsAre("themes:chosen_twice"));
  EXPECT_THAT(problems_of("themes", std::string("sante")), ElementsAre("themes:wrong_type"));
  EXPECT_THAT(problems_of("recommander", std::int64_t{11}), ElementsAre("recommander:out_of_range"));
  EXPECT_THAT(problems_of("recommander", Decimal::whole(5)), ElementsAre("recommander:wrong_type"));
  EXPECT_THAT(problems_of("note", Decimal::parse("0.25").value()), ElementsAre("note:out_of_range"));
  EXPECT_THAT(problems_of("note", std::int64_t{4}), ElementsAre("note:wrong_type"));
  EXPECT_THAT(problems_of("annees", std::string("12")), ElementsAre("annees:wrong_type"));
  EXPECT_THAT(problems_of("annees", kMaxInteger + 1), ElementsAre("annees:out_of_range"));
  EXPECT_THAT(problems_of("annees", std::int64_t{-1}), ElementsAre("annees:constraint"));
  EXPECT_THAT(problems_of("mots", std::string(281, 'x')), ElementsAre("mots:constraint"));
  EXPECT_THAT(problems_of("mots", std::string("\xff")), ElementsAre("mots:not_text"));
  EXPECT_THAT(problems_of("mots", std::string("a\x01")), ElementsAre("mots:not_text"));
  EXPECT_THAT(problems_of("accueil", std::string("lu")), ElementsAre("accueil:unknown_question"));
  EXPECT_THAT(problems_of("autre", std::string("x")), ElementsAre("autre:unknown_question"));
}

TEST(RecordBody, IsReadBackAndDeterministic) {
  const Form form = test::sample_form();
  const auto body = encode_record_body(form, kDigest, full_answers());
  ASSERT_TRUE(body.has_value()) << body.error().message;
  EXPECT_EQ(*body,
            "{\"answers\":{\"annees\":12,\"heures\":\"1.5\",\"humeur\":\"bien\",\"mots\":\"Très « utile » "
            "!\\nMerci\",\"note\":\"4.5\","
            "\"recommander\":9,\"themes\":[\"logement\",\"sante\"]},\"form\":{\"id\":\"avis-journee\",\"sha256\":\"" +
                kDigest + "\"}}");
  const auto record = decode_record_body(form, kDigest, *body);
  ASSERT_TRUE(record.has_value()) << record.error().message;
  EXPECT_EQ(record->form_id, "avis-journee");
  Answers expected = full_answers();
  expected["themes"] = std::vector<std::string>{"logement", "sante"};
  EXPECT_EQ(record->answers, expected);
  EXPECT_EQ(decode_record_form(*body)->form_sha256, kDigest);
}

TEST(RecordBody, LeavesOutWhatWasNotAnswered) {
  const auto body = encode_record_body(
      test::sample_form(), kDigest,
      {{"humeur", std::string("mal")}, {"mots", std::string()}, {"themes", std::vector<std::string>{}}});
  EXPECT_THAT(body.value(), HasSubstr("{\"answers\":{\"humeur\":\"mal\"}"));
}

TEST(RecordBody, IsJudgedInTheOrderInWhichItIsRecorded) {
  // A constraint that depends on the order of choices: what the terminal accepts, the reader accepts too.
  Form form = test::sample_form();
  for (Question& question : form.questions)
    if (question.name == "themes") question.constraint = ". = 'logement emploi'";
  Answers answers{{"humeur", std::string("bien")}, {"themes", std::vector<std::string>{"emploi", "logement"}}};
  const auto body = encode_record_body(form, kDigest, answers);
  ASSERT_TRUE(body) << body.error().message;
  EXPECT_TRUE(decode_record_body(form, kDigest, *body));
}

TEST(RecordBody, IsNotMadeOfAnswersWithProblems) {
  EXPECT_EQ(encode_record_body(test::sample_form(), kDigest, {}).error().code, Code::Refused);
  EXPECT_FALSE(encode_record_body(test::sample_form(), "abc", full_answers()).has_value());
}

TEST(RecordBody, IsRefusedWhenAnotherFormOrAnotherHandMadeIt) {
  const Form form = test::sample_form();
  const std::string body = encode_record_body(form, kDigest, full_answers()).value();
  EXPECT_THAT(decode_record_body(form, std::string(64, 'b'), body).error().message, HasSubstr("another form"));

  const auto changed = [&](auto change) {
    Json json = parse_json(body).value();
    change(json);
    const auto record = decode_record_body(form, kDigest, json.dump());
    return record ? std::string("accepted") : record.error().message;
  };
  EXPECT_THAT(changed([](Json& json) { json["extra"] = 1; }), HasSubstr("no other"));
  EXPECT_THAT(changed([](Json& json) { json["form"]["extra"] = 1; }), HasSubstr("no other"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["device"] = "x"; }), HasSubstr("no question 'device'"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["annees"] = "12"; }),
              HasSubstr("'annees' is not a whole number"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["annees"] = 1.5; }), HasSubstr("'annees'"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["heures"] = "1.50"; }), HasSubstr("shortest text"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["accueil"] = "lu"; }), HasSubstr("it is a note"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["mots"] = ""; }), HasSubstr("one way"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["themes"] = {"sante", "logement"}; }), HasSubstr("one way"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["themes"] = {1}; }), HasSubstr("a list of choices"));
  EXPECT_THAT(changed([](Json& json) { json["answers"].erase("humeur"); }), HasSubstr("required"));
  EXPECT_THAT(changed([](Json& json) { json["answers"]["annees"] = 18446744073709551615ull; }),
              HasSubstr("whole number"));
  for (std::size_t size = 0; size < body.size(); size += 5)
    EXPECT_FALSE(decode_record_body(form, kDigest, body.substr(0, size)).has_value()) << size;
}

TEST(ParseValue, ReadsNumbersAsPeopleWriteThem) {
  const Form form = test::sample_form();
  EXPECT_EQ(parse_value(form, *form.question("annees"), "1 2").value(), Value(std::int64_t{12}));
  EXPECT_EQ(parse_value(form, *form.question("heures"), "1\u202F000,5").value(),
            Value(Decimal::parse("1000.5").value()));
  EXPECT_EQ(parse_value(form, *form.question("note"), "4,5").value(), Value(Decimal::parse("4.5").value()));
  EXPECT_EQ(parse_value(form, *form.question("themes"), "sante  emploi").value(),
            Value(std::vector<std::string>{"sante", "emploi"}));
  EXPECT_FALSE(parse_value(form, *form.question("annees"), "1,5").has_value());
  EXPECT_FALSE(parse_value(form, *form.question("annees"), "douze").has_value());
  EXPECT_FALSE(parse_value(form, *form.question("humeur"), "super").has_value());
  EXPECT_EQ(value_text(Value(std::vector<std::string>{"a", "b"})), "a b");
}

}  // namespace
}  // namespace escale::forms
