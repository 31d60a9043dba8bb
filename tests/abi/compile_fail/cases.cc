// cases.cc - a connector that is right, and one macro for each way to get it wrong.
#include <ingest/sdk/connector.hpp>
#include <ingest/sdk/rows.hpp>

namespace sdk = ingest::sdk;

class Case {
 public:
#ifndef NO_DESCRIPTOR
  static const ingest_descriptor& descriptor();
#endif

#ifdef NO_CONSTRUCTOR
  explicit Case(const sdk::Host&) {}
#else
  Case(const sdk::Host&, std::string_view) {}
#endif

#ifdef THROWING_DESTRUCTOR
  ~Case() noexcept(false) {}
#endif

#ifndef NO_TEST
  void test_connection(const sdk::Call&, const sdk::Sink&) {}
#endif

#if defined(FETCH_RETURNS_STATUS)
  ingest_status fetch(const sdk::Call&, const sdk::FetchSink&) { return INGEST_OK; }
#elif defined(FETCH_TAKES_MUTABLE_SINK)
  void fetch(const sdk::Call&, sdk::FetchSink&) {}
#elif !defined(NO_FETCH)
  void fetch(const sdk::Call&, const sdk::FetchSink&) {}
#endif

#ifdef ROWS_TAKES_A_RECORD_SINK
  void rows(const sdk::Call&, const sdk::Page&, const sdk::Sink&) {}
#else
  void rows(const sdk::Call&, const sdk::Page&, const sdk::RowSink&) {}
#endif

#ifdef PRIVATE_TRANSFORM
 private:
#endif
#ifndef NO_TRANSFORM
  void transform(const sdk::Call&, const sdk::Page&, const sdk::Sink&) {}
#endif
};

INGEST_CONNECTOR(Case)

// A table by hand: the function pointer types demand the guard.
#ifdef UNGUARDED_FUNCTION
static void destroy(ingest_instance*) {}
#else
static void destroy(ingest_instance*) noexcept {}
#endif

const ingest_connector* by_hand() {
  static ingest_connector table{};
  table.destroy = destroy;
  return &table;
}
