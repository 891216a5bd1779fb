// Sizes of a page and of its texts, in points, shared by the parts of Flow.
#pragma once

#include "sync/print/flow.hpp"
#include "sync/print/pdf.hpp"

namespace escale::print {

namespace flow_page {
inline constexpr double kWidth = 595.276, kHeight = 841.89;  ///< A4
inline constexpr double kLeft = (kWidth - kContentWidth) / 2, kTop = 51, kBottom = 778;
inline constexpr TextStyle kBody{10, false, kInk, Align::Left}, kStrong{10, true, kInk, Align::Left}, kLead{12, false, kQuiet, Align::Left},
    kSmall{8.5, false, kQuiet, Align::Left};
inline constexpr double kGap = 7;        ///< after a block
inline constexpr double kPadding = 4;    ///< of a cell
inline constexpr double kFrame = 9;      ///< inside a notice
inline constexpr double kMarker = 16;    ///< width of an item's marker
inline constexpr double kItemGap = 3;
inline constexpr double kWritingLine = 22;
inline TextStyle heading_style(int level) {
  static constexpr double kSizes[] = {20, 14.5, 11.5, 10};
  return {kSizes[level < 1 ? 0 : level > 4 ? 3 : level - 1], true, level <= 2 ? kSapin : kInk, Align::Left};
}
inline TextStyle voice_style(Voice voice) {
  switch (voice) {
    case Voice::Lead: return kLead;
    case Voice::Small: return kSmall;
    case Voice::Strong: return kStrong;
    case Voice::Body: break;
  }
  return kBody;
}
}  // namespace flow_page

/// Opens a place of the tree for as long as it lives.
class Flow::Tag {
 public:
  Tag(Flow& flow, const std::string& name);
  ~Tag();
  Tag(const Tag&) = delete;
  Tag& operator=(const Tag&) = delete;

 private:
  Flow& m_flow;
};

}  // namespace escale::print
