#include <gmock/gmock.h>

#include "sync/admin/commands.hpp"
#include "tests/support/command_line.hpp"

namespace escale::admin {
namespace {
using ::testing::HasSubstr;

class FormCommand : public testing::Test {
 protected:
  std::vector<Json> eval(const std::string& lines) {
    line.write("lines", lines);
    EXPECT_EQ(line.run(add_form_command, {"form", "eval", "--in", line.in("lines")}), 0) << line.err.str();
    std::vector<Json> answers;
    std::istringstream out(line.out.str());
    for (std::string text; std::getline(out, text);) answers.push_back(test::must(parse_json(text)));
    return answers;
  }
  test::CommandLine line;
};

TEST_F(FormCommand, AnswersEachExpressionInOrder) {
  const auto answers = eval(R"lines({"expression":"1 div 0"}
{"expression":"../a + 1","instance":"<d><a>2</a><b/></d>","context":"/d/b"}
{"expression":"now()","now":"2026-11-24T10:00:00+01:00"}
{"expression":"/d/a","instance":"<d><a>2</a><a>x</a></d>"}
{"expression":"instance('l')/root/item[name='b']/label","instances":{"l":"<root><item><name>b</name><label>B</label></item></root>"}}
{"expression":"digest('some text', 'MD5')"}
{"expression":"2 div 4"}
{"expression":"1 = 1"}
{"expression":"today()"}
)lines");
  ASSERT_EQ(answers.size(), 9u);
  EXPECT_EQ(answers[0], (Json{{"value", "Infinity"}, {"type", "number"}}));
  EXPECT_EQ(answers[1], (Json{{"value", 3}, {"type", "number"}}));
  EXPECT_EQ(answers[2], (Json{{"value", "2026-11-24T10:00:00.000+01:00"}, {"type", "dateTime"}}));
  EXPECT_EQ(answers[3], (Json{{"value", {"2", "x"}}, {"type", "nodeset"}}));
  EXPECT_EQ(answers[4], (Json{{"value", {"B"}}, {"type", "nodeset"}}));
  EXPECT_EQ(answers[5], (Json{{"value", "VS4hzUzZkYZ448Gg30kbww=="}, {"type", "string"}}));
  EXPECT_EQ(answers[6], (Json{{"value", 0.5}, {"type", "number"}}));
  EXPECT_EQ(answers[7], (Json{{"value", true}, {"type", "boolean"}}));
  EXPECT_EQ(answers[8], (Json{{"value", "2026-11-24"}, {"type", "date"}}));
}

TEST_F(FormCommand, AnswersBadLinesWithOneSentenceEach) {
  const auto answers = eval(R"lines({"expression":"1 +"}
nonsense
{"instance":"<d/>"}
{"expression":"1","instance":"<d>"}
{"expression":"1","instance":"<d/>","context":"/e"}
{"expression":"1","now":"yesterday"}
{"expression":"digest('x', 'CRC')"}
)lines");
  ASSERT_EQ(answers.size(), 7u);
  EXPECT_EQ(answers[0], (Json{{"error", "character 4: something is missing at the end"}}));
  EXPECT_TRUE(answers[1].contains("error"));
  EXPECT_EQ(answers[2]["error"], "'expression' is missing");
  EXPECT_THAT(answers[3]["error"].get<std::string>(), HasSubstr("instance: line 1: the XML is broken"));
  EXPECT_EQ(answers[4]["error"], "context: the instance has no /e");
  EXPECT_THAT(answers[5]["error"].get<std::string>(), HasSubstr("'now' is 'yesterday'"));
  EXPECT_THAT(answers[6]["error"].get<std::string>(), HasSubstr("there is no digest 'CRC'"));
}

}  // namespace
}  // namespace escale::admin
