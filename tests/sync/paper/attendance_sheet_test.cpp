#include "sync/paper/attendance_sheet.hpp"

#include <gmock/gmock.h>

#include "tests/support/attendance_world.hpp"
#include "tests/support/command.hpp"

namespace escale::paper {
namespace {
using ::testing::HasSubstr;

const print::Typesetter& typesetter() {
  static const print::Typesetter one = test::must(print::Typesetter::open());
  return one;
}

class AttendanceSheet : public ::testing::Test {
 protected:
  test::AttendanceWorld people;
  attendance::Sheet sheet = test::must(attendance::sheet_of(people.collect(people.a_day()), people.gathering, people.world.day));
  Bytes pdf = test::must(attendance_pdf(sheet, people.world.reader_signing, typesetter()));
};

TEST_F(AttendanceSheet, IsReadByPeopleAndByPrograms) {
  const test::TemporaryFolder folder;
  test::write_whole(folder.path() / "x.pdf", as_text(pdf));
  if (const char* keep = std::getenv("KEEP_PDF")) test::write_whole(keep, as_text(pdf));
  const test::Outcome text = test::run_in(folder.path(), "pdftotext -layout x.pdf -");
  EXPECT_EQ(text.err, "");
  for (const char* said : {"Feuille d’émargement : Journée aller-vers", "3 personnes ont signé, le 24 novembre 2026.", "Élodie Le Goff", "24 novembre 2026, matin", "Il ne prouve ni l’heure"})
    EXPECT_THAT(text.out, HasSubstr(said));
  EXPECT_THAT(text.out, HasSubstr(attendance::code_words(test::must(attendance::sign_sheet(sheet, people.world.reader_signing))).substr(0, 20)));
  EXPECT_THAT(test::run_in(folder.path(), "pdfinfo -struct x.pdf 2>&1").out, HasSubstr("Figure"));
  EXPECT_EQ(test::must(check_attendance_pdf(pdf)).sheet, sheet);
}

TEST_F(AttendanceSheet, IsTheSameBytesForTheSameSheetAndKey) {
  EXPECT_EQ(pdf, test::must(attendance_pdf(sheet, people.world.reader_signing, typesetter())));
  EXPECT_NE(pdf, test::must(attendance_pdf(sheet, people.world.terminal, typesetter())));
}

TEST_F(AttendanceSheet, IsRefusedOnceAnyByteChanged) {
  EXPECT_TRUE(check_attendance_pdf(pdf));
  for (std::size_t at = 0; at < pdf.size(); at += 97) {
    Bytes changed = pdf;
    changed[at] ^= 1;
    EXPECT_FALSE(check_attendance_pdf(changed)) << "byte " << at << " of " << pdf.size();
  }
  Bytes longer = pdf;
  longer.push_back('\n');
  EXPECT_FALSE(check_attendance_pdf(longer));
  EXPECT_FALSE(check_attendance_pdf(ByteView(pdf).first(pdf.size() - 1)));
  EXPECT_EQ(check_attendance_pdf(as_bytes("%PDF-1.4")).error().code, Code::NotFound);
}

}  // namespace
}  // namespace escale::paper
