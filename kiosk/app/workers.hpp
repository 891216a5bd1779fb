// Carries out effects, away from the thread that draws. Three lanes, each one thread with its own connection to the terminal's state:
// *store* (short durable transactions, nothing over 50 ms), *keys* (the slow hashes of a PIN and of the five words, so that no door waits
// for a network) and *transfer* (network, hashing, installing). Effects go in, actions come out; nothing else is shared.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kiosk/app/effect.hpp"
#include "kiosk/store/store.hpp"
#include "sync/client/http_carrier.hpp"

namespace escale::app {

struct WorkersOptions {
  Path data;                    ///< the terminal's folder
  store::StoreOptions store{};
  std::string program = "escale-kiosk 0.1.0";
  std::string hub{};            ///< address; empty: what the terminal remembers
  std::string mailbox{};        ///< where answers go; empty: what the terminal remembers, else the only one it knows
  Path media = "/run/escale/media";  ///< where what is plugged in is mounted, one folder each
  client::HttpOptions http{};   ///< timeouts and tries; the address is put in
};

class Workers {
 public:
  /// Opens the terminal's folder (making a terminal of it when it is new) and starts the threads. Errors as store::Store::open.
  /// Files and clock outlive the workers and may be used from several threads; the generator needs no lock of its own.
  static Result<std::unique_ptr<Workers>> open(WorkersOptions options, Files& files, const Clock& clock, Random& random);
  /// Cancels a synchronisation, carries out what is in the queues, joins the threads.
  ~Workers();

  /// Takes an effect; returns at once. Effects of one lane are carried out in order.
  void post(Effect effect);
  /// What was reported since the last call, in order.
  Actions poll();
  /// Called after each report, on the reporting thread: to wake the loop that polls.
  void set_waker(std::function<void()> waker);
  /// Returns when every queue is empty and nothing runs. For players and tests.
  void settle();

 private:
  struct Impl;
  explicit Workers(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace escale::app
