// sanitized.hpp - whether this build carries a sanitizer, which makes everything slower and larger.
#pragma once

namespace ingest::host::conformance {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define INGEST_CHECK_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define INGEST_CHECK_SANITIZED 1
#endif
#endif

#ifdef INGEST_CHECK_SANITIZED
inline constexpr bool kSanitized = true;
inline constexpr int kSlowness = 10;  // what limits on time are multiplied with
#else
inline constexpr bool kSanitized = false;
inline constexpr int kSlowness = 1;
#endif

}  // namespace ingest::host::conformance
