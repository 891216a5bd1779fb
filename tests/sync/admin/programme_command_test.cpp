#include <gmock/gmock.h>

#include "sync/admin/commands.hpp"
#include "tests/support/command_line.hpp"

namespace escale::admin {
namespace {
using ::testing::HasSubstr;

class ProgrammeCommand : public testing::Test {
 protected:
  int run(std::vector<std::string> words, bool json = false) {
    words.insert(words.begin(), {"programme", "import"});
    return line.run(add_programme_command, std::move(words), json);
  }
  void write(const std::string& name, const std::string& text) { line.write(name, text); }
  void write_calendar(const std::string& more = {}) {
    write("day.ics",
          "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Accueil \"café\" : entrée\nDTSTART;TZID=Europe/Paris:20261126T090000\nDURATION:PT30M\nLOCATION:Hall\nEND:VEVENT\n"
          "BEGIN:VEVENT\nSUMMARY:Atelier # 1\nDTSTART;TZID=Europe/Paris:20261126T093000\nDURATION:PT1H\nDESCRIPTION:Sur inscription\nEND:VEVENT\n" + more + "END:VCALENDAR\n");
  }

  test::CommandLine line;
};

TEST_F(ProgrammeCommand, WritesASourceThatABundleIsBuiltFrom) {
  write_calendar();
  ASSERT_EQ(run({line.in("day.ics"), "--title", "L’étude : « un » jour", "--out", line.in("day/programme.yaml")}, true), 0) << line.err.str();
  EXPECT_EQ(line.result()["slots"], 2);
  write("day/bundle.yaml",
        "id: day\nkind: study-day\ntitle: {fr: Jour}\nsummary: {fr: Une journée}\nlanguages: [fr]\naudiences: [tous]\nthemes: [essai]\npublisher: Escale\nlicence: EUPL-1.2\n"
        "sensitive: false\ndocuments: [programme.yaml]\n");
  EXPECT_EQ(line.run(add_bundle_command, {"bundle", "check", line.in("day")}, false), 0) << line.err.str() << line.text_of("day/programme.yaml");
}

TEST_F(ProgrammeCommand, AsksForWhatTheFileDoesNotSay) {
  write_calendar("BEGIN:VEVENT\nSUMMARY:Autre jour\nDTSTART;TZID=Europe/Paris:20261127T090000\nDURATION:PT30M\nEND:VEVENT\n");
  EXPECT_EQ(run({line.in("day.ics"), "--out", line.in("p.yaml")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("it holds 2 days (2026-11-26, 2026-11-27): choose one with --day"));
  EXPECT_EQ(run({line.in("day.ics"), "--day", "2026-11-28", "--out", line.in("p.yaml")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("nothing on 2026-11-28; it holds 2026-11-26, 2026-11-27"));
  EXPECT_EQ(run({line.in("day.ics"), "--day", "2026-11-27", "--out", line.in("p.yaml")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("it has no title: give --title"));
  EXPECT_FALSE(line.files.exists(line.in("p.yaml")));
  ASSERT_EQ(run({line.in("day.ics"), "--day", "2026-11-27", "--title", "Jour", "--out", line.in("p.yaml")}), 0) << line.err.str();
  EXPECT_EQ(run({line.in("day.ics"), "--day", "2026-11-26", "--title", "Jour", "--out", line.in("p.yaml")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("is there already"));
  EXPECT_THAT(line.text_of("p.yaml"), HasSubstr("Autre jour")) << "the file that was there is as it was";
}

TEST_F(ProgrammeCommand, RefusesAZoneThatIsAPath) {
  write("day.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20261126T090000Z\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n");
  EXPECT_EQ(run({line.in("day.ics"), "--title", "x", "--timezone", "../../etc/passwd", "--out", line.in("p.yaml")}), kFailed);
  EXPECT_THAT(line.err.str(), HasSubstr("is not a time zone this machine knows"));
}

}  // namespace
}  // namespace escale::admin
