// seclusion.hpp - keeps processes of one user, or of root, apart. What the kernel grants to a
// process because of whose it is, no filter of system calls can take: /proc/PID/mem is a file.
#pragma once

namespace ingest::host {

// No other process of this user may look into this one (/proc/PID/environ, mem, fd; ptrace), nor
// does it leave a core file. Root may. To be called again after exec.
void hide_process() noexcept;

// Every capability but those that let root use files of other owners. Of this thread and those that
// it will start. Throws Failure (kInternal) when there are some that can't be given up.
void give_up_capabilities();

// From now on this thread, and those that it will start, can look into no process outside of their
// own, hidden or not, nor send signals there where the kernel can tell (6.12): a Landlock domain.
// Capabilities come first, CAP_PERFMON reads all the same. False where the kernel has none (before
// 5.19, or left out). Needs no_new_privs.
bool enter_domain_of_its_own() noexcept;

}  // namespace ingest::host
