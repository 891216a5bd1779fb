// Pictures of the content, from verified blobs to the ui, as the view needs them. Rule: only PNG and JPEG that have the
// digest they are named by; a damaged one is left out (its alternative text is drawn) and never asked for again.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kiosk/ui/ui.hpp"
#include "sync/base/files.hpp"

namespace escale::kiosk {

class PictureShelf {
 public:
  PictureShelf(Files& files, Path blobs) : m_files(files), m_blobs(std::move(blobs)) {}

  /// Gives the ui those of these pictures (SHA-256, hexadecimal) that it lacks; takes back others when too many are kept.
  void provide(ui::Ui& ui, const std::vector<std::string>& wanted);

 private:
  Result<ui::RgbaImage> load(const std::string& sha256) const;
  Files& m_files;
  Path m_blobs;  ///< client::BlobFolder
  std::set<std::string> m_given, m_refused;
};

}  // namespace escale::kiosk
