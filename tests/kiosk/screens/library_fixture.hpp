// Manifests as they would be installed.
#pragma once

#include "kiosk/app/state.hpp"

namespace escale::screens::fixtures {

inline std::shared_ptr<format::Manifest> bundle(std::string id, format::BundleKind kind, std::string fr, std::string en) {
  auto manifest = std::make_shared<format::Manifest>();
  manifest->id = std::move(id);
  manifest->kind = kind;
  manifest->titles = {{"fr", std::move(fr)}, {"en", std::move(en)}};
  manifest->languages = {"fr"};
  manifest->publisher = "Institut d’exemple";
  manifest->licence = "Licence Ouverte 2.0";
  manifest->version = 3;
  return manifest;
}

inline void add(format::Manifest& manifest, std::string id, format::EntryKind kind, std::string title, int minutes = 0, int questions = 0,
                std::string lang = "fr") {
  format::DocumentEntry entry;
  entry.id = std::move(id);
  entry.kind = kind;
  entry.lang = std::move(lang);
  entry.title = std::move(title);
  entry.minutes = minutes;
  entry.questions = questions;
  manifest.documents.push_back(std::move(entry));
}

}  // namespace escale::screens::fixtures
