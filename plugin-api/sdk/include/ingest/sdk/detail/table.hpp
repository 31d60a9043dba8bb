// table.hpp - the C tables of a connector class: the one place where an exception meets the
// boundary. Included by connector.hpp; authors need not read it.
#pragma once

#include <ingest/connector.h>
#include <ingest/ext/rows.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ingest::sdk::detail {

// Fills the error, if there is one. Of the text as much as fits, cut where a UTF-8 character
// starts.
inline ingest_status fail(ingest_error* out, ingest_status code, std::string_view what,
                          int32_t vendor_code = 0, uint32_t retry_after_ms = 0) noexcept {
  if (out == nullptr) return code;
  out->code = code;
  out->vendor_code = vendor_code;
  out->retry_after_ms = retry_after_ms;
  size_t n = what.size();
  if (n >= sizeof(out->message)) {
    n = sizeof(out->message) - 1;
    // A character has at most three bytes after its first; more of them are no UTF-8 anyway.
    for (int i = 0; i < 3 && (static_cast<unsigned char>(what[n]) & 0xC0U) == 0x80U; ++i) --n;
  }
  if (n > 0) std::memcpy(out->message, what.data(), n);
  out->message[n] = '\0';
  return code;
}

template <class F>
ingest_status guard(ingest_error* out, F&& body) noexcept {
  try {
    std::forward<F>(body)();
    return INGEST_OK;
  } catch (const Error& e) {
    // An exception is never a success, whatever its code says.
    return fail(out, e.code() == INGEST_OK ? INGEST_E_INTERNAL : e.code(), e.what(),
                e.vendor_code(), e.retry_after_ms());
  } catch (const std::bad_alloc&) {
    return fail(out, INGEST_E_TOO_LARGE, "out of memory");
  } catch (const std::exception& e) {
    return fail(out, INGEST_E_INTERNAL, e.what());
  } catch (...) {
    return fail(out, INGEST_E_INTERNAL, "the connector threw something that is no std::exception");
  }
}

// Each Has... is true when the public method can be called as the boundary calls it. It must return
// void: a returned status would be lost.
template <class Result>
using IfVoid = std::enable_if_t<std::is_void_v<Result>>;

template <class C, class = void>
struct HasDescriptor : std::false_type {};
template <class C>
struct HasDescriptor<
    C, std::enable_if_t<std::is_same_v<decltype(C::descriptor()), const ingest_descriptor&>>>
    : std::true_type {};

template <class C, class = void>
struct HasTest : std::false_type {};
template <class C>
struct HasTest<C, IfVoid<decltype(std::declval<C&>().test_connection(std::declval<const Call&>(),
                                                                     std::declval<const Sink&>()))>>
    : std::true_type {};

template <class C, class = void>
struct HasFetch : std::false_type {};
template <class C>
struct HasFetch<C, IfVoid<decltype(std::declval<C&>().fetch(std::declval<const Call&>(),
                                                            std::declval<const FetchSink&>()))>>
    : std::true_type {};

template <class C, class = void>
struct HasTransform : std::false_type {};
template <class C>
struct HasTransform<
    C, IfVoid<decltype(std::declval<C&>().transform(
           std::declval<const Call&>(), std::declval<const Page&>(), std::declval<const Sink&>()))>>
    : std::true_type {};

template <class C, class = void>
struct HasExtension : std::false_type {};
template <class C>
struct HasExtension<
    C, std::void_t<decltype(std::declval<C&>().extension(std::declval<std::string_view>()))>>
    : std::true_type {};

// The optional rows() of rows.hpp, which defines RowsTable.
template <class C, class = void>
struct HasRows : std::false_type {};
template <class C>
struct HasRows<C, IfVoid<decltype(std::declval<C&>().rows(
                      std::declval<const Call&>(), std::declval<const Page&>(),
                      std::declval<const RowSink&>()))>> : std::true_type {};
template <class C, class = void>
struct NamesRows : std::false_type {};
template <class C>
struct NamesRows<C, std::void_t<decltype(&C::rows)>>
    : std::is_member_function_pointer<decltype(&C::rows)> {};
template <class C>
struct RowsTable;

template <class C>
struct Table {
  static_assert(HasDescriptor<C>::value,
                "a connector needs, public: static const ingest_descriptor& descriptor();");
  static_assert(
      std::is_constructible_v<C, const Host&, std::string_view>,
      "a connector needs, public: Class(const ingest::sdk::Host&, std::string_view settings);");
  static_assert(HasTest<C>::value,
                "a connector needs, public: void test_connection(const ingest::sdk::Call&, "
                "const ingest::sdk::Sink&);");
  static_assert(HasFetch<C>::value,
                "a connector needs, public: void fetch(const ingest::sdk::Call&, "
                "const ingest::sdk::FetchSink&);");
  static_assert(HasTransform<C>::value,
                "a connector needs, public: void transform(const ingest::sdk::Call&, "
                "const ingest::sdk::Page&, const ingest::sdk::Sink&);");
  static_assert(HasRows<C>::value || !NamesRows<C>::value,
                "a connector's rows is, public: void rows(const ingest::sdk::Call&, "
                "const ingest::sdk::Page&, const ingest::sdk::RowSink&);");
  static_assert(std::is_nothrow_destructible_v<C>, "a connector's destructor must not throw");

  static constexpr std::string_view kNull = "the host passed a NULL instance, call, page or sink";

  static C* self(ingest_instance* i) noexcept { return reinterpret_cast<C*>(i); }

  static const ingest_descriptor* describe() noexcept {
    try {
      return &C::descriptor();
    } catch (...) {
      return nullptr;
    }
  }
  static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                              ingest_error* error) noexcept {
    if (out == nullptr) return fail(error, INGEST_E_INTERNAL, "create: out is NULL");
    *out = nullptr;
    if (host == nullptr) return fail(error, INGEST_E_INTERNAL, "create: host is NULL");
    return guard(error, [&] {
      *out = reinterpret_cast<ingest_instance*>(
          std::make_unique<C>(Host(host), view(settings)).release());
    });
  }
  static void destroy(ingest_instance* i) noexcept { delete self(i); }
  static ingest_status test_connection(ingest_instance* i, const ingest_call* call,
                                       const ingest_sink* sink, ingest_error* error) noexcept {
    if (!i || !call || !sink) return fail(error, INGEST_E_INTERNAL, kNull);
    return guard(error, [&] { self(i)->test_connection(Call(call), Sink(sink)); });
  }
  static ingest_status fetch(ingest_instance* i, const ingest_call* call, const ingest_sink* sink,
                             ingest_error* error) noexcept {
    if (!i || !call || !sink) return fail(error, INGEST_E_INTERNAL, kNull);
    return guard(error, [&] { self(i)->fetch(Call(call), FetchSink(sink)); });
  }
  static ingest_status transform(ingest_instance* i, const ingest_call* call,
                                 const ingest_record* page, const ingest_sink* sink,
                                 ingest_error* error) noexcept {
    if (!i || !call || !page || !sink) return fail(error, INGEST_E_INTERNAL, kNull);
    return guard(error, [&] { self(i)->transform(Call(call), Page(page), Sink(sink)); });
  }
  static const void* get_extension([[maybe_unused]] ingest_instance* i,
                                   [[maybe_unused]] const char* id) noexcept {
    if (!i || !id) return nullptr;
    if constexpr (HasRows<C>::value) {
      if (std::string_view(id) == INGEST_EXT_ROWS) return &RowsTable<C>::table;
    }
    if constexpr (HasExtension<C>::value) {
      try {
        return self(i)->extension(std::string_view(id));
      } catch (...) {
        return nullptr;
      }
    } else {
      return nullptr;
    }
  }

  static constexpr ingest_connector table{sizeof(ingest_connector),
                                          INGEST_ABI_MINOR,
                                          describe,
                                          create,
                                          destroy,
                                          test_connection,
                                          fetch,
                                          transform,
                                          get_extension};
};

}  // namespace ingest::sdk::detail
