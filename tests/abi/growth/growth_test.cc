// growth_test.cc - a host, built against the 1.0 header and against the grown 1.1, running
// connectors built against either. Host tables lie at the end of a page that is followed by one
// nobody may touch, so reading past the end of a table is a crash, not luck.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <ingest/connector.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <string>
#include <vector>

static_assert(INGEST_ABI_MINOR == BUILT_WITH_MINOR, "not the header that this build is for");

namespace {

// Bytes of the tables of 1.0, which is what a cut table admits to.
constexpr std::uint32_t kHostSize1_0 = 56;
constexpr std::uint32_t kSinkSize1_0 = 40;
constexpr std::uint32_t kConnectorSize1_0 = 64;

// A zeroed T whose last byte is the last one that may be read.
template <class T>
class AtPageEnd {
 public:
  AtPageEnd() {
    void* area =
        mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (area == MAP_FAILED) throw std::bad_alloc();
    area_ = static_cast<char*>(area);
    mprotect(area_ + page_, page_, PROT_NONE);
    table_ = new (area_ + page_ - sizeof(T)) T{};
    table_->struct_size = sizeof(T);
  }
  AtPageEnd(const AtPageEnd&) = delete;
  AtPageEnd& operator=(const AtPageEnd&) = delete;
  ~AtPageEnd() { munmap(area_, 2 * page_); }
  T* operator->() { return table_; }
  T* get() { return table_; }

 private:
  std::size_t page_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  char* area_ = nullptr;
  T* table_ = nullptr;
};

struct Seen {
  std::vector<std::string> logs;
  std::vector<std::string> units;
  int pages = 0;
  int new_calls = 0;
};

Seen& seen(void* ctx) { return *static_cast<Seen*>(ctx); }
std::string text(ingest_text t) { return {static_cast<const char*>(t.data), t.size}; }

class Growth : public testing::TestWithParam<int> {
 protected:
  Growth() {
    host_->abi_minor = INGEST_ABI_MINOR;
    host_->ctx = &seen_;
    host_->name = "growth";
    host_->version = "1";
    host_->log_enabled = [](const ingest_host*, ingest_log_level) noexcept { return 1; };
    host_->log = [](const ingest_host* h, ingest_log_level, ingest_text m) noexcept {
      seen(h->ctx).logs.push_back(text(m));
    };
    host_->get_extension = [](const ingest_host*, const char*) noexcept -> const void* {
      return nullptr;
    };
    call_->is_cancelled = [](const ingest_call*) noexcept { return 0; };
    call_->remaining_ms = [](const ingest_call*) noexcept { return std::int64_t{-1}; };
    call_->progress = [](const ingest_call*, std::uint64_t, std::uint64_t, ingest_text) noexcept {};
    sink_->ctx = &seen_;
    sink_->emit = [](const ingest_sink* s, const ingest_record*) noexcept {
      ++seen(s->ctx).pages;
      return ingest_status{INGEST_OK};
    };
    sink_->begin_unit = [](const ingest_sink* s, ingest_text unit,
                           ingest_unit_verdict* verdict) noexcept {
      seen(s->ctx).units.push_back(text(unit));
      *verdict = INGEST_UNIT_WANTED;
      return ingest_status{INGEST_OK};
    };
    sink_->end_unit = [](const ingest_sink* s, ingest_text unit, ingest_bytes) noexcept {
      seen(s->ctx).units.push_back("end " + text(unit));
      return ingest_status{INGEST_OK};
    };
#if INGEST_ABI_MINOR >= 1
    host_->open_units = [](const ingest_host* h) noexcept {
      ++seen(h->ctx).new_calls;
      return std::int32_t{1};
    };
    sink_->flush = [](const ingest_sink* s) noexcept {
      ++seen(s->ctx).new_calls;
      return ingest_status{INGEST_OK};
    };
#endif
    const std::string file =
        std::string(GROWTH_DIR) + "/growth-1-" + std::to_string(GetParam()) + ".so";
    void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr) throw std::runtime_error(dlerror());
    auto* entry =
        reinterpret_cast<decltype(&ingest_connector_entry_v1)>(dlsym(handle, INGEST_ENTRY_SYMBOL));
    connector_ = entry();
  }

  void run() {
    ingest_error error{};
    error.struct_size = sizeof(error);
    ingest_instance* instance = nullptr;
    ASSERT_EQ(connector_->create(host_.get(), {"{}", 2}, &instance, &error), INGEST_OK);
    ASSERT_EQ(connector_->test_connection(instance, call_.get(), sink_.get(), &error), INGEST_OK);
    ASSERT_EQ(connector_->fetch(instance, call_.get(), sink_.get(), &error), INGEST_OK);
    EXPECT_EQ(seen_.pages, 1);
    EXPECT_EQ(seen_.units, (std::vector<std::string>{"u", "end u"}));
    EXPECT_EQ(connector_->get_extension(instance, "no such thing/1"), nullptr);
    connector_->destroy(instance);
  }

  Seen seen_;
  AtPageEnd<ingest_host> host_;
  AtPageEnd<ingest_call> call_;
  AtPageEnd<ingest_sink> sink_;
  const ingest_connector* connector_ = nullptr;
};

TEST_P(Growth, EveryPairRuns) {
  run();
  const bool both_new = INGEST_ABI_MINOR >= 1 && GetParam() >= 1;
  EXPECT_EQ(seen_.logs, (std::vector<std::string>{both_new ? "host and sink" : "none"}));
  EXPECT_EQ(seen_.new_calls, both_new ? 2 : 0);
}

TEST_P(Growth, TheConnectorSaysWhatItWasBuiltWith) {
  EXPECT_EQ(connector_->abi_minor, static_cast<std::uint32_t>(GetParam()));
  EXPECT_GE(connector_->struct_size, kConnectorSize1_0);
  EXPECT_TRUE(INGEST_HAS(connector_, ingest_connector, get_extension));
}

#if INGEST_ABI_MINOR >= 1
TEST_P(Growth, HasAnswersForTheNewField) {
  EXPECT_EQ(INGEST_HAS(connector_, ingest_connector, units_hint), GetParam() >= 1);
}

// struct_size decides, whatever lies behind it.
TEST_P(Growth, ACutTableWithAPoisonedTailIsNotReadPastItsEnd) {
  host_->struct_size = kHostSize1_0;
  sink_->struct_size = kSinkSize1_0;
  std::memset(reinterpret_cast<char*>(host_.get()) + kHostSize1_0, 0xA5,
              sizeof(ingest_host) - kHostSize1_0);
  std::memset(reinterpret_cast<char*>(sink_.get()) + kSinkSize1_0, 0xA5,
              sizeof(ingest_sink) - kSinkSize1_0);
  EXPECT_FALSE(INGEST_HAS(host_.get(), ingest_host, open_units));
  EXPECT_FALSE(INGEST_HAS(sink_.get(), ingest_sink, flush));
  EXPECT_TRUE(INGEST_HAS(host_.get(), ingest_host, get_extension));
  run();
  EXPECT_EQ(seen_.logs, (std::vector<std::string>{"none"}));
}

// Long enough, but not offered.
TEST_P(Growth, ANullFunctionIsAbsent) {
  host_->open_units = nullptr;
  EXPECT_FALSE(INGEST_HAS(host_.get(), ingest_host, open_units));
  run();
  EXPECT_EQ(seen_.logs, (std::vector<std::string>{GetParam() >= 1 ? "sink" : "none"}));
}
#endif

// One byte short of a field is without it.
TEST(Has, CountsToTheFieldsLastByte) {
  ingest_host host{};
  host.log = [](const ingest_host*, ingest_log_level, ingest_text) noexcept {};
  host.struct_size = offsetof(ingest_host, log) + sizeof(host.log);
  EXPECT_TRUE(INGEST_HAS(&host, ingest_host, log));
  --host.struct_size;
  EXPECT_FALSE(INGEST_HAS(&host, ingest_host, log));
}

INSTANTIATE_TEST_SUITE_P(Connector, Growth, testing::Values(0, 1),
                         [](const auto& p) { return "built_with_1_" + std::to_string(p.param); });

}  // namespace
