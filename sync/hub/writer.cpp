#include "sync/hub/writer.hpp"

#include <iterator>

#include "sync/base/log.hpp"

namespace escale::hub {
namespace {
constexpr std::size_t kMaxBatch = 256;  // bounds how long the first of a batch waits for the last
}

Writer::Writer(Storage storage, Failed failed) : m_storage(std::move(storage)), m_failed(std::move(failed)) {
  m_thread = std::thread([this] { run(); });
}

Writer::~Writer() { stop(); }

bool Writer::enqueue(Job&& job) {
  const std::lock_guard lock(m_mutex);
  if (m_stopping) return false;
  m_queue.push_back(std::move(job));
  m_wake.notify_one();
  return true;
}

void Writer::add(Work work, Reply reply) {
  Job job{std::move(work), std::move(reply), nullptr};
  if (!enqueue(std::move(job))) job.reply->send(m_failed({Code::Unavailable, "the hub is stopping: try again later"}));
}

void Writer::add(Work work) { enqueue({std::move(work), std::nullopt, nullptr}); }

void Writer::run_now(Work work) {
  std::promise<void> done;
  auto waiting = done.get_future();
  if (enqueue({std::move(work), std::nullopt, &done})) waiting.wait();
}

void Writer::stop() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    m_wake.notify_one();
  }
  if (m_thread.joinable()) m_thread.join();
}

void Writer::run() {
  for (;;) {
    std::deque<Job> batch;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [&] { return m_stopping || !m_queue.empty(); });
      if (m_queue.empty()) return;
      const std::size_t count = std::min(m_queue.size(), kMaxBatch);
      batch.assign(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(m_queue.begin() + static_cast<std::ptrdiff_t>(count)));
      m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(count));
    }
    commit(batch);
  }
}

void Writer::commit(std::deque<Job>& batch) {
  ++m_batches;
  m_jobs += batch.size();
  std::vector<Response> answers;
  answers.reserve(batch.size());
  const auto make_all = [&]() -> Result<> {
    TRY_ASSIGN(db::Transaction transaction, m_storage.begin());
    for (auto& job : batch) {
      TRY(m_storage.begin_job());
      answers.push_back(job.work(m_storage));
      TRY(m_storage.end_job(answers.back().status < 400));
    }
    return transaction.commit();
  };
  const Result<> outcome = make_all();
  if (!outcome) log(Level::Error, "commit_failed", {{"code", std::string(code_name(outcome.error().code))}, {"jobs", std::to_string(batch.size())}});
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch[i].reply) batch[i].reply->send(outcome ? std::move(answers[i]) : m_failed(outcome.error()));
    if (batch[i].done != nullptr) batch[i].done->set_value();
  }
}

}  // namespace escale::hub
