// cases_create.cc - create, with settings good and bad, and what it leaves behind.
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "conformance/case.hpp"
#include "conformance/garbage.hpp"
#include "conformance/scene.hpp"
#include "conformance/slowness.hpp"

// Of the sanitizers' runtimes, whose heap mallinfo2 does not see.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes() __attribute__((weak));

namespace ingest::host::conformance {
namespace {

bool is_refusal(ingest_status status) {
  return status == INGEST_E_CONFIG || status == INGEST_E_BAD_DATA || status == INGEST_E_TOO_LARGE ||
         status == INGEST_E_UNSUPPORTED;
}

void expect_refused(const GarbageSettings& garbage, const Instance& instance) {
  const CallEnd& end = instance.created();
  if (instance.out() != nullptr)
    throw Fault{"create refused " + garbage.name + " and set *out all the same",
                "on failure *out stays NULL"};
  if (const std::string fault = fault_of_error(end); !fault.empty())
    throw Fault{"create was given " + garbage.name + " and " + fault, {}};
  if (!is_refusal(end.status))
    throw Fault{
        "create refused " + garbage.name + " with " + end.shown(),
        "whoever reads that must learn that the configuration is at fault: INGEST_E_CONFIG"};
}

void create_rejects_garbage(Trial& trial) {
  const ingest_connector& table = trial.table();
  // Who has no configuration has nothing to look for in the settings.
  const bool reads_settings = !trial.subject().details.config_fields().empty();
  CheckHost& host = new_host(trial.subject());
  for (const GarbageSettings& garbage : garbage_settings(trial.subject())) {
    trial.stage("create with " + garbage.name);
    const Instance instance(table, host, {garbage.text.data(), garbage.text.size()});
    if (!instance.created().ok()) {
      expect_refused(garbage, instance);
    } else if (instance.out() == nullptr) {
      throw Fault{"create was given " + garbage.name + ", returned INGEST_OK and no instance", {}};
    } else if (reads_settings && garbage.refusal == Refusal::kMust) {
      throw Fault{
          "create took " + garbage.name,
          "refuse with INGEST_E_CONFIG what is no JSON object, and what lacks a required key"};
    } else if (reads_settings && garbage.refusal == Refusal::kShould) {
      trial.warn("create took " + garbage.name,
                 "a value of another type than described is better refused than guessed at");
    }
  }
}

std::size_t heap_in_use() {
  if (__sanitizer_get_current_allocated_bytes != nullptr)
    return __sanitizer_get_current_allocated_bytes();
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

std::size_t resident_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  long long all = 0;
  long long resident = 0;
  const int read = std::fscanf(file, "%lld %lld", &all, &resident);
  std::fclose(file);
  return read == 2 ? static_cast<std::size_t>(resident * ::sysconf(_SC_PAGESIZE)) : 0;
}

void no_growth(Trial& trial) {
  constexpr int kCycles = kSanitized ? 200 : 1000;
  constexpr std::size_t kMostHeap = kCycles * 16;  // less than the smallest block for each
  constexpr std::size_t kMostResident = std::size_t{8} << 20U;
  const ingest_connector& table = trial.table();
  const std::string& settings = trial.subject().settings;
  CheckHost& host = new_host(trial.subject());
  trial.stage("create and destroy, again and again");
  const auto cycle = [&] {
    Instance instance(table, host, {settings.data(), settings.size()});
    if (!instance.is_open())
      throw Fault{"create took the settings once, and then no more: " + instance.created().shown(),
                  {}};
  };
  for (int i = 0; i < kCycles / 10; ++i) cycle();
  const std::size_t heap = heap_in_use();
  const std::size_t resident = resident_bytes();
  for (int i = 0; i < kCycles; ++i) cycle();
  const std::size_t heap_now = heap_in_use();
  const std::size_t resident_now = resident_bytes();
  if (heap_now > heap + kMostHeap)
    throw Fault{"after " + std::to_string(kCycles) + " times create and destroy the heap holds " +
                    std::to_string(heap_now - heap) + " bytes more",
                "build it with -fsanitize=address to see what is not freed"};
  if (!kSanitized && resident_now > resident + kMostResident)
    throw Fault{"after " + std::to_string(kCycles) + " times create and destroy the process has " +
                    std::to_string((resident_now - resident) >> 10U) + " KiB more memory",
                "something is mapped, or kept in an allocator of its own"};
}

constexpr std::array kCreateCases = {
    Case{"create-rejects-garbage", "create refuses what are no settings, and says why.",
         Ready::kInstance, create_rejects_garbage},
    Case{"create-destroy-1000x-no-growth", "A thousand instances leave no memory behind.",
         Ready::kInstance, no_growth},
};

}  // namespace

std::span<const Case> create_cases() { return kCreateCases; }

}  // namespace ingest::host::conformance
