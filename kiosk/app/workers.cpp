#include "kiosk/app/workers.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <type_traits>

#include "kiosk/app/journal.hpp"
#include "kiosk/app/sync_now.hpp"
#include "kiosk/app/worker_parts.hpp"

namespace escale::app {
namespace {
/// A generator that several threads may use: a seeded one has a state.
class SharedRandom final : public Random {
 public:
  explicit SharedRandom(Random& random) : m_random(random) {}
  void fill(std::span<std::uint8_t> out) override {
    const std::lock_guard lock(m_mutex);
    m_random.fill(out);
  }

 private:
  std::mutex m_mutex;
  Random& m_random;
};

/// One thread and its queue. Thread rule: push() from anywhere; the destructor carries out what is queued, then joins.
class Lane {
 public:
  Lane() : m_thread([this] { run(); }) {}
  ~Lane() {
    {
      const std::lock_guard lock(m_mutex);
      m_ending = true;
    }
    m_changed.notify_all();
    m_thread.join();
  }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  void push(std::function<void()> job) {
    {
      const std::lock_guard lock(m_mutex);
      m_jobs.push_back(std::move(job));
    }
    m_changed.notify_all();
  }

 private:
  void run() {
    for (;;) {
      std::unique_lock lock(m_mutex);
      m_changed.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
      if (m_jobs.empty()) return;
      const auto job = std::move(m_jobs.front());
      m_jobs.pop_front();
      lock.unlock();
      job();
    }
  }

  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<std::function<void()>> m_jobs;
  bool m_ending = false;
  std::thread m_thread;
};
}  // namespace

struct Workers::Impl {
  Impl(WorkersOptions given, Files& files_given, const Clock& clock_given, Random& random_given)
      : options(std::move(given)), files(files_given), clock(clock_given), random(random_given) {}

  ~Impl() {
    if (const auto flag = current_sync()) flag->cancel();
    // The keys lane is fed by the store lane.
    transfer.reset();
    store.reset();
    keys.reset();
  }

  Result<> open() {
    for (auto* place : {&store_side, &keys_side, &transfer_side}) {
      TRY_ASSIGN(*place, store::Store::open(options.data, files, random, options.store));
    }
    TRY(begin_boot(*store_side, files));
    TRY(store_side->forget_expired());
    key_worker.emplace(bench(*keys_side));
    store = std::make_unique<Lane>();
    keys = std::make_unique<Lane>();
    transfer = std::make_unique<Lane>();
    return {};
  }

  Bench bench(store::Store& side) { return {side, files, random, clock, options}; }

  void report(Action action) {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex);
      reports.push_back(std::move(action));
      wake = waker;
    }
    if (wake) wake();
  }

  /// Counts the job as under way until it has ended, its own follow-ups included.
  void enqueue(Lane& lane, std::function<void()> job) {
    {
      const std::lock_guard lock(mutex);
      ++under_way;
    }
    lane.push([this, job = std::move(job)] {
      job();
      {
        const std::lock_guard lock(mutex);
        --under_way;
      }
      idle.notify_all();
    });
  }

  template <class E>
  void on_store(E effect) {
    enqueue(*store, [this, effect = std::move(effect)] {
      Bench side = bench(*store_side);
      Action action = carry_out(side, effect);
      const bool kept = std::holds_alternative<AnswerKept>(action);
      report(std::move(action));
      if constexpr (std::is_same_v<E, KeepAnswer>)
        if (kept && effect.session) refresh_results(*effect.session);
    });
  }

  template <class E>
  void on_keys(E effect) {
    // One copy, which the worker wipes: these effects carry what opens doors.
    enqueue(*keys, [this, held = std::make_shared<E>(std::move(effect))] { report(key_worker->carry_out(*held)); });
  }

  void refresh_results(const protocol::SessionId& session) {
    enqueue(*keys, [this, session] {
      if (auto action = key_worker->refresh(session)) report(*std::move(action));
    });
  }

  std::shared_ptr<client::CancelFlag> current_sync() {
    const std::lock_guard lock(mutex);
    return sync;
  }

  void synchronise_once() {
    auto flag = std::make_shared<client::CancelFlag>();
    {
      const std::lock_guard lock(mutex);
      if (sync != nullptr) return;  // one is under way: its end answers both
      sync = flag;
    }
    enqueue(*transfer, [this, flag] {
      Bench side = bench(*transfer_side);
      Action ended = synchronise(side, *flag, [this](const client::Progress& progress) { report(SyncProgressed{progress}); });
      {
        const std::lock_guard lock(mutex);
        sync.reset();
      }
      report(std::move(ended));
      on_store(LoadLibrary{});
      on_store(ReadStatus{});
    });
  }

  void post(Effect effect) {
    std::visit(
        [this](auto& given) {
          using E = std::decay_t<decltype(given)>;
          if constexpr (std::is_same_v<E, CheckPin> || std::is_same_v<E, MakeSession> || std::is_same_v<E, UnlockResults>) {
            on_keys(std::move(given));
          } else if constexpr (std::is_same_v<E, ForgetResults>) {
            enqueue(*keys, [this] { key_worker->forget(); });
          } else if constexpr (std::is_same_v<E, LookForKeyFile>) {
            enqueue(*keys, [this] {
              if (auto action = key_worker->carry_out(LookForKeyFile{})) report(*std::move(action));
            });
          } else if constexpr (std::is_same_v<E, KeepDraft>) {
            enqueue(*store, [this, held = std::make_shared<E>(std::move(given))] {
              Bench side = bench(*store_side);
              carry_out(side, *held);
            });
          } else if constexpr (std::is_same_v<E, DropDraft>) {
            enqueue(*store, [this] {
              Bench side = bench(*store_side);
              carry_out(side, DropDraft{});
            });
          } else if constexpr (std::is_same_v<E, LookForDraft>) {
            enqueue(*store, [this] {
              Bench side = bench(*store_side);
              if (auto action = carry_out(side, LookForDraft{})) report(*std::move(action));
            });
          } else if constexpr (std::is_same_v<E, NoteInJournal>) {
            enqueue(*store, [this, line = std::move(given)] { note_in_journal(*store_side, clock, line.code, line.detail); });
          } else if constexpr (std::is_same_v<E, Synchronise>) {
            synchronise_once();
          } else if constexpr (std::is_same_v<E, StopSynchronising>) {
            if (const auto flag = current_sync()) flag->cancel();
          } else if constexpr (!std::is_same_v<E, ForgetPerson> && !std::is_same_v<E, PlaySound>) {  // those are the loop's
            on_store(std::move(given));
          }
        },
        effect);
  }

  WorkersOptions options;
  Files& files;
  const Clock& clock;
  SharedRandom random;
  std::unique_ptr<store::Store> store_side, keys_side, transfer_side;
  std::optional<KeyWorker> key_worker;

  std::mutex mutex;  // guards what follows
  std::condition_variable idle;
  std::size_t under_way = 0;
  Actions reports;
  std::function<void()> waker;
  std::shared_ptr<client::CancelFlag> sync;

  std::unique_ptr<Lane> store, keys, transfer;
};

Workers::Workers(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Workers::~Workers() = default;

Result<std::unique_ptr<Workers>> Workers::open(WorkersOptions options, Files& files, const Clock& clock, Random& random) {
  auto impl = std::make_unique<Impl>(std::move(options), files, clock, random);
  TRY(impl->open());
  return std::unique_ptr<Workers>(new Workers(std::move(impl)));
}

void Workers::post(Effect effect) { m_impl->post(std::move(effect)); }

Actions Workers::poll() {
  const std::lock_guard lock(m_impl->mutex);
  return std::exchange(m_impl->reports, {});
}

void Workers::set_waker(std::function<void()> waker) {
  const std::lock_guard lock(m_impl->mutex);
  m_impl->waker = std::move(waker);
}

void Workers::settle() {
  std::unique_lock lock(m_impl->mutex);
  m_impl->idle.wait(lock, [this] { return m_impl->under_way == 0; });
}

}  // namespace escale::app
