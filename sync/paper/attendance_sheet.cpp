#include "sync/paper/attendance_sheet.hpp"

#include <algorithm>
#include <map>

#include "sync/paper/french_dates.hpp"
#include "sync/paper/report_parts.hpp"
#include "sync/print/attachment.hpp"
#include "sync/print/pdf.hpp"
#include "sync/print/qr_code.hpp"

namespace escale::paper {
namespace {

using attendance::Half;
using attendance::HalfDay;

constexpr std::string_view kSealType = "EscaleSheet";
constexpr std::size_t kHalfDaysAcross = 4;  ///< on one table: more would leave no room to see a signature

std::string half_day_words(const HalfDay& half_day) {
  return day_words(half_day.day) + (half_day.half == Half::Morning ? ", matin" : ", après-midi");
}

print::Table table_of(const attendance::Sheet& sheet, std::span<const HalfDay> half_days) {
  constexpr double kSignature = 40;
  print::Table table;
  table.row_height = kSignature + 8;
  table.columns.push_back({"Nom", 1.5, print::Align::Left, true});
  for (const HalfDay& half_day : half_days) table.columns.push_back({half_day_words(half_day), 1});
  const double width = print::kContentWidth / (1.5 + static_cast<double>(half_days.size()));
  for (const attendance::Person& person : sheet.people) {
    std::vector<print::Cell> row{{person.name}};
    bool any = false;
    for (const HalfDay& half_day : half_days) {
      const attendance::Mark* mark = person.mark(half_day);
      any = any || mark != nullptr;
      if (mark != nullptr) row.push_back({"", signature_drawing(mark->signature, std::min(width - 8, 110.0), kSignature), "signature de " + person.name});
      else row.push_back({"—"});
    }
    if (any) table.rows.push_back(std::move(row));
  }
  return table;
}

/// How many signed for each half-day: what the sheet is asked for most.
print::Table counts_of(const attendance::Sheet& sheet) {
  print::Table table;
  table.columns = {{"Demi-journée", 4, print::Align::Left, true}, {"Signatures", 1, print::Align::Right}};
  for (const HalfDay& half_day : sheet.half_days) {
    const auto count = std::count_if(sheet.people.begin(), sheet.people.end(), [&](const attendance::Person& person) { return person.mark(half_day) != nullptr; });
    table.rows.push_back({{half_day_words(half_day)}, {std::to_string(count)}});
  }
  table.rows.push_back({{"Ensemble"}, {std::to_string(sheet.signatures())}});
  return table;
}

}  // namespace

print::Drawing signature_drawing(const attendance::Signature& signature, double width, double height) {
  const double scale = std::min(width / signature.width, height / signature.height);
  print::Drawing drawing{signature.width * scale, signature.height * scale, {}};
  for (const auto& stroke : signature.strokes) {
    print::Line line{{}, 1.1, print::kInk, false};
    for (const attendance::Point& point : stroke) line.points.push_back({point.x * scale, point.y * scale});
    drawing.marks.push_back(std::move(line));
  }
  return drawing;
}

Result<print::Document> attendance_document(const attendance::Sheet& sheet, const attendance::SheetCode& code) {
  print::Document document;
  document.title = "Feuille d’émargement : " + sheet.title;
  document.author = "Escale";
  document.created = sheet.made;
  document.footer = sheet.title + ", feuille du " + day_words(sheet.made);
  std::set<protocol::Day> days;
  for (const HalfDay& half_day : sheet.half_days) days.insert(half_day.day);
  auto& blocks = document.blocks;
  blocks.push_back(print::Heading{1, document.title});
  blocks.push_back(print::Paragraph{how_many(static_cast<std::int64_t>(sheet.people.size()), "personne a signé", "personnes ont signé") + ", " + days_words(days) + ".", print::Voice::Lead});
  blocks.push_back(counts_of(sheet));
  for (std::size_t begin = 0; begin < sheet.half_days.size(); begin += kHalfDaysAcross) {
    const auto half_days = std::span(sheet.half_days).subspan(begin, std::min(kHalfDaysAcross, sheet.half_days.size() - begin));
    blocks.push_back(table_of(sheet, half_days));
  }
  const bool same_names = [&] {
    std::map<std::string, int> names;
    return std::any_of(sheet.people.begin(), sheet.people.end(), [&](const attendance::Person& person) { return ++names[person.name] > 1; });
  }();
  if (same_names) blocks.push_back(print::Paragraph{"Un nom écrit sur deux lignes : deux personnes du même nom, ou une personne qui a signé deux fois.", print::Voice::Small});

  TRY_ASSIGN(print::Drawing picture, print::qr_code(attendance::code_text(code), 150));
  std::vector<print::Block> end{print::Heading{2, "Code de vérification"}, print::Figure{std::move(picture), "Code QR : " + attendance::code_text(code), ""}};
  end.push_back(print::Paragraph{attendance::code_words(code), print::Voice::Strong});
  end.push_back(print::Notice{"Ce que ce code prouve",
                              {"Le fichier : qu’il est tel que l’a fait la personne qui tient la clé " + code.key.hex().substr(0, 16) + "…, noms et signatures compris.",
                               "Le code sur papier : que cette personne répond d’une liste de " + how_many(static_cast<std::int64_t>(code.people), "personne", "personnes") + " et de " +
                                   how_many(static_cast<std::int64_t>(code.signatures), "signature", "signatures") + ". Les noms se comparent avec le fichier.",
                               "Il ne prouve ni l’heure, ni que chacun a signé lui-même. Vérifier : escale attendance check."}});
  blocks.push_back(print::Together{std::move(end)});
  return document;
}

Result<Bytes> attendance_pdf(const attendance::Sheet& sheet, const crypto::SigningKey& key, const print::Typesetter& typesetter) {
  TRY_ASSIGN(const attendance::SheetCode code, attendance::sign_sheet(sheet, key));
  TRY_ASSIGN(const print::Document document, attendance_document(sheet, code));
  TRY_ASSIGN(Bytes pages, print::pdf(document, typesetter));
  TRY_ASSIGN(const std::string seal, attendance::seal_text(sheet, code, crypto::sha256(pages), key));
  return print::with_attachment(std::move(pages), kSealType, seal);
}

Result<attendance::SealedSheet> check_attendance_pdf(ByteView pdf) {
  TRY_ASSIGN(const print::Attachment attachment, print::attachment_of(pdf, kSealType));
  return attendance::read_seal(attachment.content, crypto::sha256(attachment.pages));
}

}  // namespace escale::paper
