#include "limit/recording.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <ingest/v1/source_page.pb.h>
#include <simdjson.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace ingest::bench {
namespace {

namespace fs = std::filesystem;
namespace io = google::protobuf::io;

constexpr unsigned kChunk = 1U << 20U;
constexpr int kPageMax = 128 << 20;

std::string inflated(const fs::path& file) {
  const gzFile in = ::gzopen(file.c_str(), "rb");
  if (in == nullptr) throw std::runtime_error("can't open " + file.string());
  std::string bytes;
  int n = 0;
  do {
    const std::size_t end = bytes.size();
    bytes.resize(end + kChunk);
    n = ::gzread(in, bytes.data() + end, kChunk);
    bytes.resize(end + static_cast<std::size_t>(std::max(n, 0)));
  } while (n > 0);
  ::gzclose(in);
  if (n < 0) throw std::runtime_error("damaged: " + file.string());
  return bytes;
}

void read_pages(const fs::path& file, std::vector<Page>& pages) {
  const std::string bytes = inflated(file);
  io::ArrayInputStream array(bytes.data(), static_cast<int>(bytes.size()));
  std::uint32_t size = 0;
  for (;;) {
    io::CodedInputStream in(&array);
    in.SetTotalBytesLimit(kPageMax);
    if (!in.ReadVarint32(&size)) return;
    const auto limit = in.PushLimit(static_cast<int>(size));
    v1::SourcePage record;
    if (!record.ParseFromCodedStream(&in) || !in.ConsumedEntireMessage())
      throw std::runtime_error("no page of a recording: " + file.string());
    in.PopLimit(limit);
    Page page;
    page.unit = record.unit();
    page.place = record.place();
    page.context = record.context();
    page.body.reserve(record.body().size() + simdjson::SIMDJSON_PADDING);
    page.body = record.body();
    pages.push_back(std::move(page));
  }
}

}  // namespace

std::vector<Page> read_recording(const fs::path& folder) {
  std::vector<Page> pages;
  for (const fs::directory_entry& file : fs::directory_iterator(folder / "units"))
    read_pages(file.path(), pages);
  std::sort(pages.begin(), pages.end(), [](const Page& a, const Page& b) {
    return std::tie(a.unit, a.place) < std::tie(b.unit, b.place);
  });
  return pages;
}

}  // namespace ingest::bench
