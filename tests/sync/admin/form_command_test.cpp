#include <gmock/gmock.h>

#include "sync/admin/commands.hpp"
#include "tests/support/command_line.hpp"
#include "tests/support/xlsx_writer.hpp"

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

TEST_F(FormCommand, FillsAFormByCommands) {
  line.write("form.xml", R"form(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Essai</h:title><model>
<instance><data id="essai"><a/><b/><c/></data></instance><bind nodeset="/data/a" type="int" required="true()" constraint=". &lt; 5"/>
<bind nodeset="/data/b" relevant="/data/a = 4"/></model></h:head><h:body><input ref="/data/a"><label>A</label></input>
<select1 ref="/data/b"><label>B</label><item><label>Oui</label><value>oui</value></item></select1></h:body></h:html>)form");
  line.write("commands", R"lines({"command":"load"}
{"command":"next"}
{"command":"finalise"}
{"command":"answer","ref":"/data/a","value":4}
{"command":"next"}
{"command":"answer","ref":"/data/b","value":["oui"]}
{"command":"next"}
{"command":"questions"}
{"command":"dance","ref":"/data/a"}
{"command":"finalise"}
{"command":"load"}
)lines");
  ASSERT_EQ(line.run(add_form_command, {"form", "run", line.in("form.xml"), "--in", line.in("commands")}), 0) << line.err.str();
  std::vector<Json> answers;
  std::istringstream out(line.out.str());
  for (std::string text; std::getline(out, text);) answers.push_back(test::must(parse_json(text)));
  ASSERT_EQ(answers.size(), 10u) << "nothing is read after the end";
  EXPECT_EQ(answers[0]["form"], "essai");
  EXPECT_EQ(answers[1]["ref"], "/data/a");
  EXPECT_EQ(answers[1]["missing"], true);
  EXPECT_EQ(answers[2]["error"], "/data/a: an answer is required");
  EXPECT_EQ(answers[3]["valid"], true);
  EXPECT_EQ(answers[4], (Json{{"ref", "/data/b"}, {"type", "select1"}, {"relevant", true}, {"required", false}, {"readonly", false}, {"valid", true},
                              {"missing", false}, {"value", ""}, {"label", "B"}, {"choices", {{{"value", "oui"}, {"label", "Oui"}}}}}));
  EXPECT_EQ(answers[5]["value"], "oui");
  EXPECT_EQ(answers[6], (Json{{"end", true}}));
  EXPECT_EQ(answers[7]["questions"], (Json{"/data/a", "/data/b"}));
  EXPECT_THAT(answers[8]["error"].get<std::string>(), HasSubstr("there is no command 'dance'"));
  EXPECT_EQ(answers[9]["instance"], "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data id=\"essai\"><a>4</a><b>oui</b><c/></data>\n");
}

TEST_F(FormCommand, WritesASpreadsheetAsXForm) {
  const auto sheet = [&](const std::string& relevant) {
    const Bytes file = test::XlsxWriter()
                           .add("survey", {{"type", "name", "label", "relevant"}, {"integer", "a", "A ?"}, {"text", "b", "B ?", relevant}})
                           .add("settings", {{"form_id", "version"}, {"essai", "7"}})
                           .write();
    line.write("form.xlsx", as_text(file));
  };
  sheet("${a} > 3");
  ASSERT_EQ(line.run(add_form_command, {"form", "xform", line.in("form.xlsx"), "--out", line.in("form.xml")}), 0) << line.err.str();
  EXPECT_THAT(line.text_of("form.xml"), HasSubstr("<bind nodeset=\"/data/b\" type=\"string\" relevant=\"/data/a  &gt; 3\"/>"));
  line.write("commands", R"lines({"command":"answer","ref":"/data/a","value":4}
{"command":"questions"}
)lines");
  ASSERT_EQ(line.run(add_form_command, {"form", "run", line.in("form.xml"), "--in", line.in("commands")}), 0) << line.err.str();
  EXPECT_THAT(line.out.str(), HasSubstr(R"({"questions":["/data/a","/data/b"]})"));
  sheet("${z} > 3");
  EXPECT_EQ(line.run(add_form_command, {"form", "xform", line.in("form.xlsx"), "--out", line.in("bad.xml"), "--language", "fr"}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("feuille survey, cellule D3"));
  EXPECT_FALSE(line.files.exists(line.in("bad.xml")));
}

}  // namespace
}  // namespace escale::admin
