// sanitized.hpp - whether this build runs under a sanitizer: those map terabytes, take their time,
// and look for leaks from a process of their own. Limits make room for that.
#pragma once

namespace ingest::host {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

}  // namespace ingest::host
