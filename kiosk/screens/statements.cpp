// What the terminal says about itself: what it is and of what it is made, who reads the answers, how far it is accessible. Only
// what is true. The accessibility statement keeps the headings of the official model (arrêté of 20 September 2019), in their order.
#include <algorithm>
#include <array>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

struct Credit {
  std::string_view name, licence;  ///< as in /usr/share/doc/PACKAGE/copyright of Debian 12
};
constexpr std::array<Credit, 3> kFonts = {{{"Inter", "SIL OFL 1.1"}, {"Andika", "SIL OFL 1.1"}, {"DejaVu Sans", "Bitstream Vera"}}};
constexpr std::array<Credit, 12> kLibraries = {{{"Simple DirectMedia Layer 2", "zlib"},
                                                {"Dear ImGui", "MIT"},
                                                {"FreeType", "FreeType License"},
                                                {"SQLite", ""},
                                                {"libsodium", "ISC"},
                                                {"OpenSSL", "Apache 2.0"},
                                                {"libcurl", "curl"},
                                                {"RE2, CLI11", "BSD"},
                                                {"fmt, spdlog", "MIT"},
                                                {"JSON for Modern C++", "MIT"},
                                                {"yaml-cpp", "MIT"},
                                                {"tl::expected", "CC0 1.0"}}};

/// The day of this statement: it holds for three years at most (1.6, line D9).
constexpr std::string_view kStatementDay = "2026-11-24";

std::string helper_of(const Frame& frame) {
  return frame.state.site.helper.empty() ? std::string(frame.t(Text::HelpNobody)) : frame.state.site.helper;
}

void add_credits(const Frame& frame, std::vector<ui::Block>& blocks) {
  blocks.push_back(heading_of(frame.t(Text::AboutFontsTitle)));
  for (const Credit& font : kFonts) blocks.push_back(bullet_of(frame.t(Text::AboutFont, font.name, font.licence)));
  blocks.push_back(heading_of(frame.t(Text::AboutLibrariesTitle)));
  blocks.push_back(paragraph_of(frame.t(Text::AboutLibraries)));
  for (const Credit& library : kLibraries)
    blocks.push_back(bullet_of(frame.t(Text::AboutFont, library.name, library.licence.empty() ? frame.t(Text::AboutPublicDomain) : library.licence)));
  blocks.push_back(bullet_of(frame.t(Text::AboutVoice)));
}

/// Who reads the form that is open, for how long: from the signed descriptor of its mailbox.
void add_readers(const Frame& frame, std::vector<ui::Block>& blocks) {
  const auto& open = frame.state.feedback.open;
  if (!open || !open->readers) return;
  const app::Readers& readers = *open->readers;
  blocks.push_back(heading_of(frame.t(Text::DataReaderTitle)));
  if (!readers.title.empty()) blocks.push_back(bullet_of(frame.t(Text::DataReaderMailbox, readers.title)));
  std::string names;
  for (const std::string& name : readers.members) names += (names.empty() ? "" : ", ") + name;
  if (!names.empty()) blocks.push_back(bullet_of(frame.t(Text::DataReaderMembers, names)));
  blocks.push_back(bullet_of(counted(frame.lang, Text::DataReaderKept, readers.retention_days)));
}

}  // namespace

void about_view(const Frame& frame) {
  std::vector<ui::Block> blocks = {paragraph_of(frame.t(Text::AboutWhat)), paragraph_of(frame.t(Text::AboutUnofficial)),
                                   paragraph_of(frame.t(Text::AboutLicence, frame.state.site.program))};
  if (!frame.state.library.bundles.empty()) {
    blocks.push_back(heading_of(frame.t(Text::AboutContents)));
    for (const auto& bundle : frame.state.library.bundles) {
      const std::string publisher = bundle->publisher.empty() ? std::string(frame.t(Text::AboutUnknown)) : bundle->publisher;
      std::string line = frame.t(Text::AboutBundle, title_of(frame, *bundle), publisher);
      if (!bundle->licence.empty()) line += " " + frame.t(Text::AboutBundleLicence, bundle->licence);
      blocks.push_back(bullet_of(line));
    }
  }
  add_credits(frame, blocks);
  text_screen(frame, frame.t(Text::HelpContext), frame.t(Text::AboutTitle), blocks);
}

void personal_data_view(const Frame& frame) {
  std::vector<ui::Block> blocks;
  add_readers(frame, blocks);
  for (const ui::Block& block : {heading_of(frame.t(Text::DataAnswersTitle)),
                                 bullet_of(frame.t(Text::DataNoName)),
                                 bullet_of(frame.t(Text::DataSealed)),
                                 bullet_of(frame.t(Text::DataReaders)),
                                 bullet_of(frame.t(Text::DataNotFound)),
                                 bullet_of(frame.t(Text::DataFreeText)),
                                 heading_of(frame.t(Text::DataResultsTitle)),
                                 paragraph_of(frame.t(Text::DataResults)),
                                 heading_of(frame.t(Text::DataLearningTitle)),
                                 paragraph_of(frame.t(Text::DataLearning)),
                                 heading_of(frame.t(Text::DataRightsTitle)),
                                 paragraph_of(frame.t(Text::DataRights, helper_of(frame))),
                                 paragraph_of(frame.t(Text::DataCnil))})
    blocks.push_back(block);
  text_screen(frame, frame.t(Text::HelpContext), frame.t(Text::DataTitle), blocks);
}

void accessibility_view(const Frame& frame) {
  auto heading = [&](Text text, int level = 2) { return heading_of(frame.t(text), level); };
  auto paragraph = [&](Text text) { return paragraph_of(frame.t(text)); };
  auto bullet = [&](Text text) { return bullet_of(frame.t(text)); };
  const std::string day = day_text(frame.lang, kStatementDay, false, true);
  const std::vector<ui::Block> blocks = {heading(Text::AccessState),
                                         paragraph(Text::AccessCommitment),
                                         paragraph_of(frame.t(Text::AccessScope, frame.state.site.program)),
                                         heading(Text::AccessStateTitle),
                                         paragraph(Text::AccessStateText),
                                         heading(Text::AccessResultsTitle),
                                         paragraph(Text::AccessResults),
                                         heading(Text::AccessContentTitle),
                                         heading(Text::AccessNonconformTitle, 3),
                                         paragraph(Text::AccessNonconform),
                                         bullet(Text::AccessNonconformPeople),
                                         bullet(Text::AccessNonconformVoice),
                                         bullet(Text::AccessNonconformPanel),
                                         heading(Text::AccessBurdenTitle, 3),
                                         paragraph(Text::AccessBurden),
                                         heading(Text::AccessExemptTitle, 3),
                                         paragraph(Text::AccessExempt),
                                         heading(Text::AccessDateTitle),
                                         paragraph_of(frame.t(Text::AccessDate, day)),
                                         heading(Text::AccessTechnologyTitle, 3),
                                         paragraph(Text::AccessTechnology),
                                         heading(Text::AccessEnvironmentTitle, 3),
                                         paragraph(Text::AccessEnvironment),
                                         heading(Text::AccessToolsTitle, 3),
                                         paragraph(Text::AccessTools),
                                         heading(Text::AccessPagesTitle, 3),
                                         paragraph(Text::AccessPages),
                                         heading(Text::AccessContactTitle),
                                         paragraph_of(frame.t(Text::AccessContact, helper_of(frame))),
                                         heading(Text::AccessDefenderTitle),
                                         paragraph(Text::AccessDefender),
                                         bullet(Text::AccessDefenderMessage),
                                         bullet(Text::AccessDefenderDelegate),
                                         bullet(Text::AccessDefenderLetter),
                                         heading(Text::AccessWorksTitle),
                                         bullet(Text::AccessWorksContrast),
                                         bullet(Text::AccessWorksSize),
                                         bullet(Text::AccessWorksEasy),
                                         bullet(Text::AccessWorksVoice),
                                         bullet(Text::AccessWorksTouch),
                                         bullet(Text::AccessWorksKeys),
                                         bullet(Text::AccessWorksTime)};
  text_screen(frame, frame.t(Text::HelpContext), frame.t(Text::AccessTitle), blocks);
}

}  // namespace escale::screens
