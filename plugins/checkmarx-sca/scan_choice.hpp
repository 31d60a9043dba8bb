// scan_choice.hpp - which scan of a project counts: the newest one whose SCA engine finished,
// Completed or Partial.
//
// Asking by sca-status alone is not enough: whether that finds Partial scans is not documented.
// So Completed and Partial scans are asked for apart, the newer one wins, and a Partial one is
// held against its statusDetails first. The outcome is the same whether or not the server
// honours sca-status. One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "checkmarx-one/api_client.hpp"
#include "checkmarx-sca/last_scans.hpp"
#include "checkmarx-sca/project.hpp"

namespace checkmarx::sca {

class ScanChoice {
 public:
  // The project's scan is set, or it has none.
  using OnChosen = std::function<void(Project)>;
  // The question could not be answered for this project.
  using OnFailed = std::function<void(Project, const ingest::sdk::Error&)>;

  ScanChoice(one::ApiClient& api, bool main_branch_only, OnChosen on_chosen, OnFailed on_failed);
  ScanChoice(const ScanChoice&) = delete;
  ScanChoice& operator=(const ScanChoice&) = delete;

  // At most LastScans::kBatch projects.
  void choose(std::vector<Project> projects);

 private:
  struct Batch {
    std::vector<Project> projects;
    LastScans::Answer completed;
    LastScans::Answer partial;
    int questions = 2;
  };
  using BatchPtr = std::shared_ptr<Batch>;

  void ask_partial(const BatchPtr& batch, const std::vector<std::string>& ids);
  void ask_partial_without_engine(const BatchPtr& batch, LastScans::Answer so_far);
  void answered(const BatchPtr& batch);
  void judge(Project project, const Batch& batch);
  void verify(Project project, const boost::json::object& partial,
              const boost::json::object* completed);

  one::ApiClient& api_;
  LastScans last_scans_;
  std::string branch_filter_;
  bool refuses_engine_ = false;  // the source does not know sca-status
  OnChosen on_chosen_;
  OnFailed on_failed_;
};

}  // namespace checkmarx::sca
