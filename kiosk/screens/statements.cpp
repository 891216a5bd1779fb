// What the terminal says about itself: what it is, who reads the answers, how far it is accessible. Only what is true.
#include <algorithm>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {

void about_view(const Frame& frame) {
  std::vector<ui::Block> blocks = {paragraph_of(frame.t(Text::AboutWhat)), paragraph_of(frame.t(Text::AboutUnofficial)),
                                   paragraph_of(frame.t(Text::AboutLicence, frame.state.site.program)),
                                   paragraph_of(frame.t(Text::AboutFonts))};
  if (!frame.state.library.bundles.empty()) {
    blocks.push_back(heading_of(frame.t(Text::AboutContents)));
    for (const auto& bundle : frame.state.library.bundles) {
      const std::string publisher = bundle->publisher.empty() ? std::string(frame.t(Text::AboutUnknown)) : bundle->publisher;
      std::string line = frame.t(Text::AboutBundle, title_of(frame, *bundle), publisher);
      if (!bundle->licence.empty()) line += " " + frame.t(Text::AboutBundleLicence, bundle->licence);
      blocks.push_back(bullet_of(line));
    }
  }
  text_screen(frame, frame.t(Text::HelpContext), frame.t(Text::AboutTitle), blocks);
}

void personal_data_view(const Frame& frame) {
  const std::string helper = frame.state.site.helper.empty() ? std::string(frame.t(Text::HelpNobody)) : frame.state.site.helper;
  const std::vector<ui::Block> blocks = {heading_of(frame.t(Text::DataAnswersTitle)),
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
                                         paragraph_of(frame.t(Text::DataRights, helper)),
                                         paragraph_of(frame.t(Text::DataCnil))};
  text_screen(frame, frame.t(Text::HelpContext), frame.t(Text::DataTitle), blocks);
}

void accessibility_view(const Frame& frame) {
  const std::string helper = frame.state.site.helper.empty() ? std::string(frame.t(Text::HelpNobody)) : frame.state.site.helper;
  const std::vector<ui::Block> blocks = {paragraph_of(frame.t(Text::AccessState)),
                                         heading_of(frame.t(Text::AccessWorksTitle)),
                                         bullet_of(frame.t(Text::AccessWorksContrast)),
                                         bullet_of(frame.t(Text::AccessWorksSize)),
                                         bullet_of(frame.t(Text::AccessWorksEasy)),
                                         bullet_of(frame.t(Text::AccessWorksTouch)),
                                         bullet_of(frame.t(Text::AccessWorksKeys)),
                                         bullet_of(frame.t(Text::AccessWorksTime)),
                                         heading_of(frame.t(Text::AccessMissingTitle)),
                                         bullet_of(frame.t(Text::AccessMissingVoice)),
                                         bullet_of(frame.t(Text::AccessMissingAudit)),
                                         bullet_of(frame.t(Text::AccessMissingPanel)),
                                         heading_of(frame.t(Text::AccessContactTitle)),
                                         paragraph_of(frame.t(Text::AccessContact, helper)),
                                         paragraph_of(frame.t(Text::AccessDefender))};
  text_screen(frame, frame.t(Text::HelpContext), frame.t(Text::AccessTitle), blocks);
}

}  // namespace escale::screens
