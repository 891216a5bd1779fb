#include "sync/hub/hub.hpp"

#include <fmt/format.h>

#include <future>

#include "sync/base/log.hpp"
#include "sync/hub/routes.hpp"
#include "sync/protocol/receipt.hpp"

namespace escale::hub {
namespace {
constexpr std::chrono::days kQuarantineDays{30};

}  // namespace

struct Hub::Impl {
  Impl(HubKeys hub_keys, Files& files_in, const Clock& clock_in, const Path& data, Bytes root)
      : files(files_in), clock(clock_in), keys(std::move(hub_keys)), publishing(files, data, std::move(root), keys, directory) {}

  Files& files;
  const Clock& clock;
  HubKeys keys;
  protocol::GenerationId generation;
  CurrentDirectory directory;
  Publishing publishing;
  std::optional<Storage> reading;
  std::mutex reading_mutex;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<TaskQueue> tasks;
  std::unique_ptr<Routes> routes;
  std::unique_ptr<HttpServer> server;
};

Hub::Hub(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Hub::~Hub() { stop(); }

Result<std::unique_ptr<Hub>> Hub::start(const HubOptions& options, Files& files, const Clock& clock, Random& random) {
  if (options.data.empty()) return fail(Code::InvalidInput, "the hub needs a data folder: --data DIR");
  TRY(files.make_directories(options.data));
  TRY_ASSIGN(HubKeys keys, open_keys(options.data, files, random));
  Bytes root;
  if (!options.root.empty()) {
    TRY_ASSIGN(root, files.read(options.root, 512U << 10));
  }
  auto impl = std::make_unique<Impl>(std::move(keys), files, clock, options.data, std::move(root));

  const Path database = options.data / "hub.db";
  TRY_ASSIGN(Storage writing, Storage::open(database, random));
  if (options.new_generation) TRY(writing.new_generation(random));
  TRY_ASSIGN(impl->generation, writing.generation());
  TRY_ASSIGN(Storage reading, Storage::open(database, random));
  impl->reading.emplace(std::move(reading));

  // A blob that was on its way when the hub stopped begins again.
  TRY_ASSIGN(const auto leftovers, files.list(options.data / "incoming"));
  for (const auto& name : leftovers) TRY(files.remove(options.data / "incoming" / name));

  // A hub that does not start cannot be given what would repair its repository.
  if (auto loaded = impl->publishing.reload(clock.now()); !loaded) log(Level::Error, "repository_unreadable", {{"why", loaded.error().message}});
  if (auto renewed = impl->publishing.renew(clock.now()); !renewed) log(Level::Error, "timestamp_not_renewed", {{"why", renewed.error().message}});

  Impl* self = impl.get();
  impl->writer = std::make_unique<Writer>(std::move(writing), [self](const Error& error) { return self->routes->failed(error); });
  impl->tasks = std::make_unique<TaskQueue>();
  impl->routes = std::make_unique<Routes>(Services{clock, files, impl->keys, impl->generation, impl->directory, impl->publishing, *impl->writer,
                                                   *impl->tasks, impl->reading_mutex, *impl->reading});
  impl->routes->admit_listed();
  ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.max_connections = options.max_connections;
  TRY_ASSIGN(impl->server, HttpServer::start(server_options, *impl->routes));
  impl->routes->set_server(impl->server.get());
  return std::unique_ptr<Hub>(new Hub(std::move(impl)));
}

std::uint16_t Hub::port() const { return m_impl->server->port(); }
crypto::VerifyKey Hub::online_key() const { return m_impl->keys.online.verify_key(); }
crypto::VerifyKey Hub::receipt_key() const { return m_impl->keys.receipt.verify_key(); }
protocol::GenerationId Hub::generation() const { return m_impl->generation; }

namespace {
/// Says of what came before `first` that its time is over: terminals that still hold it drop it too, and never send it again.
Result<> release_expired(Storage& storage, const std::string& mailbox, protocol::Day first, protocol::Day today, const crypto::SigningKey& key) {
  const std::string last_day = protocol::day_text(first - std::chrono::days(1));
  std::string after_day;
  Bytes after;
  for (;;) {
    TRY_ASSIGN(const auto page, storage.list(mailbox, after_day, after, last_day, protocol::kMaxBatch));
    if (page.empty()) return {};
    protocol::Release release{mailbox, protocol::ReleaseReason::Expired, {}};
    for (const StoredEnvelope& envelope : page) release.envelopes.push_back(envelope.sha256);
    after_day = page.back().day;
    after.assign(page.back().sha256.bytes.begin(), page.back().sha256.bytes.end());
    TRY_ASSIGN(const std::string statement, protocol::sign_release(std::move(release), key));
    TRY(storage.add_release(mailbox, protocol::day_text(today), statement));
  }
}
}  // namespace

void Hub::maintain() {
  m_impl->routes->admit_listed();  // a terminal's dates may have begun since; before what waited too long is forgotten
  std::promise<void> renewed;
  m_impl->tasks->add([&] {
    if (const auto done = m_impl->publishing.renew(m_impl->clock.now()); !done) log(Level::Error, "timestamp_not_renewed", {{"why", done.error().message}});
    renewed.set_value();
  });
  renewed.get_future().wait();

  m_impl->writer->run_now([&](Storage& storage) -> Response {
    const auto forget = [&]() -> Result<std::int64_t> {
      const Timestamp now = m_impl->clock.now();
      const protocol::Day today = protocol::day_of(now);
      TRY(storage.forget_before(protocol::day_text(today), protocol::day_text(today - kQuarantineDays), now));
      std::int64_t deleted = 0;
      TRY_ASSIGN(const auto mailboxes, storage.mailboxes());
      for (const auto& mailbox : mailboxes) {
        const auto days = m_impl->directory.read([&](const Directory& directory) -> std::optional<std::int64_t> {
          const auto* descriptor = directory.mailbox(mailbox);
          return descriptor == nullptr ? std::nullopt : std::optional(descriptor->retention_days);
        });
        TRY_ASSIGN(const auto known, storage.retention_days(mailbox));
        if (days && days != known) TRY(storage.set_retention_days(mailbox, *days));
        if (!days && !known) continue;
        const protocol::Day first = today - std::chrono::days(days ? *days : *known);
        TRY(release_expired(storage, mailbox, first, today, m_impl->keys.receipt));
        TRY_ASSIGN(const std::int64_t count, storage.delete_envelopes_before(mailbox, protocol::day_text(first)));
        deleted += count;
      }
      return deleted;
    };
    const auto deleted = forget();
    if (!deleted) log(Level::Error, "retention_failed", {{"why", deleted.error().message}});
    if (deleted && *deleted > 0) log(Level::Info, "retention", {{"envelopes_deleted", std::to_string(*deleted)}});
    return deleted ? Response{} : m_impl->routes->failed(deleted.error());
  });
}

void Hub::stop() {
  if (!m_impl->server) return;
  m_impl->server->quiesce();
  // Whatever was promised an answer gets it: publications first, since they add to the writer.
  m_impl->tasks->stop();
  m_impl->writer->stop();
  m_impl->routes->set_server(nullptr);
  m_impl->server.reset();
}

}  // namespace escale::hub
