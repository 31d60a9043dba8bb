// trial_source.hpp - the pages that a map is tried with: from the source itself, read no further
// than needed, or from a recording. One thread; a live source has one of its own for reading.
#pragma once

#include <ingest/connector.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "recording/recording_reader.hpp"
#include "run/open_connection.hpp"

namespace ingest::host {

class TrialSource {
 public:
  virtual ~TrialSource() = default;

  // Lends each page to take until that returns false, which means: enough. Throws what take throws,
  // and a Failure when the source can't be read; kInternal when it was cancelled.
  using Take = std::function<bool(const ingest_record& page)>;
  virtual void read(const Take& take, const std::stop_token& cancelled) = 0;

  // Pages of a source that is asked, after which it is left alone: many projects may have no row
  // at all.
  void read_at_most(std::uint64_t pages) noexcept { most_pages_ = pages; }

  // What a person should know of what was read, in sentences.
  const std::vector<std::string>& remarks() const noexcept { return remarks_; }

 protected:
  void remark(std::string sentence);
  std::uint64_t most_pages() const noexcept { return most_pages_; }

 private:
  std::uint64_t most_pages_ = 500;
  std::vector<std::string> remarks_;
};

// Reads the source as a run does, and cancels that as soon as there is enough. Of the units it
// wants few at first, and more when those had not enough: connectors ask for much ahead.
class LiveSource final : public TrialSource {
 public:
  explicit LiveSource(OpenConnection& open) : open_(open) {}
  void read(const Take& take, const std::stop_token& cancelled) override;

 private:
  // True: that was enough, or all there is.
  bool read_some(std::size_t most_units, const Take& take, const std::stop_token& cancelled);

  OpenConnection& open_;
  std::set<std::string, std::less<>> read_;  // units
  std::uint64_t pages_ = 0;
};

class RecordedSource final : public TrialSource {
 public:
  // Throws a Failure (kConfig) when there is no recording, or one of another connector.
  RecordedSource(const std::filesystem::path& folder, const OpenConnection& open);
  void read(const Take& take, const std::stop_token& cancelled) override;
  const v1::Recording& manifest() const noexcept { return recording_.manifest(); }

 private:
  RecordingReader recording_;
};

}  // namespace ingest::host
