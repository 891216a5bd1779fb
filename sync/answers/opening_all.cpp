// Opening on several cores: each thread has an Opening of its own, and what they found is put together before it is looked at. The
// collection does not depend on who opened what.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "sync/answers/opening.hpp"

namespace escale::answers {

Result<Collection> open_all(const Rules& rules, std::span<const crypto::Identity> identities, std::size_t count, const EnvelopeSource& load, unsigned threads,
                            const std::function<void(std::size_t)>& progress) {
  std::vector<Opening> openings;
  for (std::size_t i = 0; i < std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(count, 1)); ++i) openings.emplace_back(rules, identities);
  std::atomic<std::size_t> next = 0, done = 0;
  std::mutex mutex;
  std::optional<Error> first_error;
  std::size_t failed_at = count;
  const auto work = [&](Opening& opening, bool shows) {
    for (std::size_t i = next++; i < count; i = next++) {
      auto envelope = load(i);
      if (!envelope) {
        const std::lock_guard lock(mutex);
        if (i < failed_at) {  // the first of the folder, whichever thread met it
          failed_at = i;
          first_error = std::move(envelope).error();
        }
        next = count;
        return;
      }
      opening.add(envelope->name, envelope->file);
      ++done;
      if (shows && progress) progress(done);
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < openings.size(); ++i) others.emplace_back(work, std::ref(openings[i]), false);
  work(openings[0], true);
  for (std::thread& other : others) other.join();
  if (first_error) return tl::unexpected<Error>(std::move(*first_error));
  for (std::size_t i = 1; i < openings.size(); ++i) openings[0].absorb(std::move(openings[i]));
  if (progress) progress(count);
  return openings[0].finish();
}

}  // namespace escale::answers
