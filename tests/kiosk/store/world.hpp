// A terminal's store in a folder of its own, with one mailbox installed, and answers to keep in it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/store/store.hpp"
#include "tests/support/mailbox_world.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::store::test {
using escale::test::MailboxWorld;
using escale::test::must;
using escale::test::TemporaryFolder;

inline client::ReadyTarget ready(std::string name, std::string_view text) {
  return {std::move(name), crypto::sha256(as_bytes(text)).hex(), to_bytes(text)};
}

struct StoreWorld {
  TemporaryFolder folder;
  RealFiles files;
  MailboxWorld people;
  StoreOptions options;
  std::unique_ptr<Store> store;

  explicit StoreWorld(StoreOptions chosen = {}, const Path& parent = escale::test::fast_folder()) : folder(parent), options(chosen) {
    reopen();
    install_mailbox();
  }
  Path data() const { return folder.path() / "terminal"; }
  void reopen() {
    store.reset();
    store = must(Store::open(data(), files, people.random, options));
  }
  void install_mailbox() {
    const auto report = must(store->installed().install({ready("mailboxes/" + people.mailbox.id + ".json", must(protocol::encode_mailbox(people.mailbox)))}));
    CHECK(report.refused.empty());
  }
  /// The session of `people`, with a key that `session_identity` opens.
  crypto::Identity session_identity = crypto::Identity::generate(people.random);
  protocol::SessionOpening open_session() {
    protocol::SessionOpening opening = people.session;
    opening.id = protocol::SessionId::random(people.random);
    opening.recipient = session_identity.recipient();
    must(store->sessions().create(opening));
    return opening;
  }
  /// A record's body.
  std::string answers(const std::string& words = "") const {
    escale::test::Given given{{"humeur", "bien"}};
    if (!words.empty()) given.emplace_back("mots", words);
    return must(forms::record_body(escale::test::answered(*people.form, given)));
  }
  SealedAnswer seal(const protocol::SessionOpening* session, const std::string& words = "") {
    AnswerDraft draft{people.version, answers(words)};
    return must(seal_answer(draft, people.mailbox, session, store->identity(), people.random));
  }
  /// All bytes of all files in the folder.
  std::string everything() const {
    std::string out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      out.append(std::istreambuf_iterator<char>(in), {});
    }
    return out;
  }
};

}  // namespace escale::store::test
