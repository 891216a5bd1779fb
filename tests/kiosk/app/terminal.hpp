// A whole terminal behind its screens: real workers on a real folder, and a real hub that publishes two bundles of the catalogue.
#pragma once

#include <map>
#include <utility>

#include "content-bundles/compiler/compile.hpp"
#include "content-bundles/forms/submission.hpp"
#include "kiosk/app/workers.hpp"
#include "tests/sync/hub/world.hpp"

namespace escale::app::test {
using escale::test::must;

class Terminal {
 public:
  explicit Terminal(bool synchronised = true) {
    options.data = world.folder.path() / "borne";
    options.http = world.http();
    options.hub = options.http.base_url;
    {
      const auto store = must(store::Store::open(options.data, files, random));
      must(store->place_root(must(files.read(world.root(), 1 << 20))));
      must(store->facts().set_pin("2580"));
      world.list(store->identity());
    }
    publish();
    reopen();
    if (!synchronised) return;
    workers->post(Synchronise{});
    workers->settle();
    workers->poll();
  }

  void reopen() {
    workers.reset();
    workers = must(Workers::open(options, files, world.clock, random));
  }

  /// Carries out one effect to its end; the reports of this kind, in order.
  template <class A>
  std::vector<A> does(Effect effect) {
    workers->post(std::move(effect));
    workers->settle();
    std::vector<A> out;
    for (Action& action : workers->poll())
      if (auto* found = std::get_if<A>(&action)) out.push_back(std::move(*found));
    return out;
  }
  /// The same when there must be exactly one.
  template <class A>
  A did(Effect effect) {
    auto all = does<A>(std::move(effect));
    CHECK(all.size() == 1);
    return std::move(all.front());
  }

  FormLoaded form() { return did<FormLoaded>(LoadForm{{"journee-aller-vers", "avis"}, "fr"}); }

  /// A record's body with the least that the form asks: the first choice everywhere it must be answered. `words`: in every text.
  static std::string least(const FormLoaded& form, const std::string& words = "") {
    forms::Filling filling = *form.filling;
    for (const forms::NodeId node : filling.questions()) {
      const forms::QuestionKind kind = forms::kind_of(filling, node);
      if (kind == forms::QuestionKind::Text && !words.empty()) must(filling.answer(node, words));
      if (!filling.state(node).required) continue;
      if (kind == forms::QuestionKind::One) must(filling.answer(node, must(filling.choices(node)).front().value));
      if (kind == forms::QuestionKind::Range) must(filling.answer(node, "5"));
    }
    return must(forms::record_body(must(filling.finalise())));
  }

  /// A second connection, as another program would have.
  std::unique_ptr<store::Store> aside() { return must(store::Store::open(options.data, files, random)); }

  /// Hub and terminal write much, and nobody pulls the plug here: both lie in memory. Made before the world.
  struct InMemory {
    InMemory() { ::setenv("TMPDIR", escale::test::fast_folder().c_str(), 1); }
  } in_memory;
  escale::test::World world;
  RealFiles files;
  SystemRandom random;
  WorkersOptions options;
  std::unique_ptr<Workers> workers;

 private:
  void publish() {
    static const std::map<std::string, format::BuiltBundle> kBundles = [] {
      std::map<std::string, format::BuiltBundle> out;
      const RealFiles disk;
      for (const char* name : {"aller-vers", "journee-aller-vers"})
        out[name] = must(compiler::compile_bundle(disk, Path(ESCALE_SOURCE_DIR) / "content-bundles/catalogue" / name, {}));
      return out;
    }();
    std::map<crypto::Digest, Bytes> blobs;
    auto draft = world.open_draft();
    world.set_lists(draft);
    for (const auto& [name, bundle] : kBundles) {
      must(draft.add_target("targets", "bundles/" + name + ".json", bundle.manifest, world.clock.now()));
      blobs.insert(bundle.blobs.begin(), bundle.blobs.end());
    }
    const auto candidate = world.sign(draft);
    must(world.publisher().publish({candidate, [&](const protocol::BlobRef& blob) -> Result<Bytes> { return blobs.at(blob.sha256); }}));
    must(draft.discard());
  }
};

}  // namespace escale::app::test
