// Group commit: one thread owns the writing connection, takes what has queued up, runs it in one durable transaction, and only then
// lets the answers go. Rule: an answer that says "stored" is sent after the commit that stored it, never before.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "sync/hub/http_server.hpp"
#include "sync/hub/storage.hpp"

namespace escale::hub {

class Writer {
 public:
  /// Makes one change and says what to answer. An answer of 400 or more undoes what the work changed.
  using Work = std::function<Response(Storage&)>;
  /// The answer when the whole batch could not be made durable.
  using Failed = std::function<Response(const Error&)>;

  Writer(Storage storage, Failed failed);
  /// Finishes what is queued.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void add(Work work, Reply reply);
  /// Runs without anybody waiting.
  void add(Work work);
  /// Runs and returns once it is durable, or failed.
  void run_now(Work work);
  /// Finishes what is queued and stops; later additions are refused.
  void stop();

  std::uint64_t batches() const { return m_batches; }
  std::uint64_t jobs() const { return m_jobs; }

 private:
  struct Job {
    Work work;
    std::optional<Reply> reply;
    std::promise<void>* done = nullptr;  // set after the commit
  };
  bool enqueue(Job&& job);
  void run();
  void commit(std::deque<Job>& batch);

  Storage m_storage;
  Failed m_failed;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<Job> m_queue;  // guarded by m_mutex
  bool m_stopping = false;  // guarded by m_mutex
  std::atomic<std::uint64_t> m_batches{0};
  std::atomic<std::uint64_t> m_jobs{0};
  std::thread m_thread;
};

}  // namespace escale::hub
