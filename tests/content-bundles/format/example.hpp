// A document, a programme and a bundle that use every part of the format.
#pragma once

#include "content-bundles/format/codec.hpp"
#include "content-bundles/format/programme.hpp"
#include "content-bundles/format/writer.hpp"

namespace escale::format::test {

inline Bytes image_bytes() { return to_bytes("these bytes stand for an image"); }

inline learning::Document example_document() {
  using namespace learning;
  Document it;
  it.id = "definition";
  it.kind = DocumentKind::Lesson;
  it.lang = "fr";
  it.title = "Ce que dit la loi";
  it.minutes = 6;
  it.verified = "2026-11-24";
  it.numbers = {{"3977", "Maltraitance", "3977", "9 h à 19 h", "Appel gratuit", "2026-11-24", "https://exemple.fr"}};
  it.definitions = {{"vulnérable", plain("Qui peut être blessé.")}};
  it.sources = {{"La loi", "https://exemple.fr/loi", "lue le 24 novembre"}, {"Un livre", "", ""}};
  it.questions = {
      {"q1", plain("Un ?"), SingleChoice{{{plain("a"), kFullWeight, plain("oui")}, {plain("b"), 0, {}}}}, plain("général")},
      {"q2", plain("Deux ?"), MultipleChoice{{{plain("a"), kFullWeight / 2, {}}, {plain("b"), kFullWeight / 2, {}}, {plain("c"), -1, {}}}}, {}},
      {"q3", plain("Trois ?"), TrueFalse{false, plain("non"), plain("oui")}, {}},
      {"q4", plain("Quatre ?"), ShortAnswer{{{"aller*", kFullWeight, plain("bien")}, {"*", 0, {}}}}, {}},
      {"q5", plain("Cinq ?"), Numerical{{{Decimal{1'500'000}, Decimal{2'000'000}, kFullWeight, {}}, {{}, {}, 0, plain("non")}}}, {}},
      {"q6", plain("Six ?"), Matching{{{plain("a"), 1}, {plain("b"), 0}}, {plain("x"), plain("y"), plain("z")}}, {}}};
  const std::string digest = crypto::sha256(image_bytes()).hex();
  it.blocks = {Heading{2, plain("Titre")},
               Paragraph{{{"Du texte ", false, false, {}}, {"fort", true, false, {}}, {" et un lien", false, true, "https://exemple.fr"}}},
               Paragraph{{{"3977", true, false, "number:3977"}, {"\u2028suite", false, false, "document:autre"}}},
               List{{{0, 0, plain("un")}, {1, 3, plain("deux")}, {0, 0, plain("trois")}}},
               Table{{Align::Start, Align::Centre, Align::End}, {plain("A"), plain("B"), {}}, {{plain("1"), {}, plain("3")}}},
               Quote{CalloutKind::Remember, {Paragraph{plain("À retenir")}, List{{{0, 0, plain("x")}}}, NumberRef{"3977"}}},
               Image{{digest, image_bytes().size(), MediaType::Png, 640, 480}, "Un dessin", plain("Légende")},
               QuestionRef{"q1"}, QuestionRef{"q2"}, QuestionRef{"q3"}, QuestionRef{"q4"}, QuestionRef{"q5"}, QuestionRef{"q6"},
               NumberRef{"3977"}, Rule{}};
  return it;
}

inline Programme example_programme() {
  Programme it;
  it.id = "programme";
  it.lang = "fr";
  it.title = "Journée";
  it.day = "2026-11-26";
  it.place = "Un lieu";
  it.timezone = "Europe/Paris";
  it.slots = {{540, 555, "Accueil", "Hall", {}, "welcome", "", ""}, {555, 600, "Conférence", "", {"A. B.", "C. D."}, "talk", "sous-titrée", ""}};
  it.pages = {{"Accès", {learning::Heading{2, learning::plain("Venir")}, learning::Paragraph{learning::plain("À pied.")}}}};
  return it;
}

/// A whole bundle with one text in two languages, a programme and an image.
inline BuiltBundle example_bundle(std::int64_t version = 1) {
  BuiltBundle out;
  const auto add = [&](Bytes bytes) {
    const BlobRef ref{crypto::sha256(bytes), bytes.size()};
    out.blobs.emplace(ref.digest, std::move(bytes));
    return ref;
  };
  learning::Document easy = example_document();
  easy.lang = "fr-x-facile";
  easy.title = "La loi";
  Manifest manifest;
  manifest.id = "maltraitance";
  manifest.version = version;
  manifest.titles = {{"fr", "Repérer"}, {"en", "Recognising"}};
  manifest.summaries = {{"fr", "Résumé"}};
  manifest.languages = {"fr", "fr-x-facile"};
  manifest.audiences = {"professionnels"};
  manifest.themes = {"maltraitance"};
  manifest.publisher = "Escale";
  manifest.licence = "EUPL-1.2";
  manifest.sensitive = true;
  manifest.documents = {
      {"definition", EntryKind::Lesson, "fr", "Ce que dit la loi", "lessons/01.md", 6, 6, add(write_document(example_document()).value())},
      {"definition", EntryKind::Lesson, "fr-x-facile", "La loi", "lessons/01.fr-x-facile.md", 6, 6, add(write_document(easy).value())},
      {"programme", EntryKind::Programme, "fr", "Journée", "programme.yaml", 0, 0, add(write_programme(example_programme()).value())}};
  manifest.media = {{learning::MediaType::Png, add(image_bytes())}};
  out.manifest = write_manifest(manifest).value();
  return out;
}

}  // namespace escale::format::test
