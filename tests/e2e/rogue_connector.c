/* rogue_connector.c - a connector that does the worst, when and where the environment variable
   ROGUE says so: "CALL:DEED". Without it, it is well: three units of a page each, of which every
   page has one row, left out by its filter.

   In fetch the deed is done after two units, in transform on "results page 3" of the unit "last".
   When the rest of the program needs time to write what it has, ROGUE_OUT names the output folder,
   and fetch waits until the segments of two units lie there. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../unit/host/loader/specimens/specimen.h"

static const ingest_host* host;

static void say(const char* what) {
  const ingest_text line = {what, strlen(what)};
  host->log(host, INGEST_LOG_ERROR, line);
}

static void sleep_ms(long ms) {
  const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
  nanosleep(&pause, 0);
}

static int recurse(volatile int* from) {
  volatile int here[64];
  if (from[0] < 0) return 0;
  here[0] = from[0] + 1;
  return recurse(here) + here[0];
}

static void* die_on_own_thread(void* nothing) {
  *(volatile int*)nothing = 1;
  return 0;
}

/* Takes it, and touches all of it. */
static void eat(size_t bytes) {
  char* memory = malloc(bytes);
  memset(memory, 1, bytes);
  if (memory[bytes / 2] != 1) abort();
}

static void report(const char* attempt, int worked) {
  char line[128];
  snprintf(line, sizeof(line), "%s: %s", attempt, worked ? "DONE" : strerror(errno));
  say(line);
}

static void try_what_is_forbidden(void) {
  char* const words[] = {"true", 0};
  struct sockaddr_in any;
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  const pid_t child = fork();
  if (child == 0) _exit(0);
  report("fork", child > 0);
  if (child > 0) waitpid(child, 0, 0);
  report("exec", execv("/bin/true", words) == 0);
  report("ptrace", ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0);
  report("kill", kill(getppid(), 0) == 0);
  memset(&any, 0, sizeof(any));
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  report("listen",
         bind(server, (struct sockaddr*)&any, sizeof(any)) == 0 && listen(server, 1) == 0);
  close(server);
  report("signal by descriptor", fcntl(0, F_SETOWN, getppid()) == 0);
  report("memfd", memfd_create("rogue", 0) >= 0);
}

static void spy_on(const char* whom, const char* pid) {
  static const struct {
    const char* name;
    int flags;
  } files[] = {{"environ", O_RDONLY}, {"mem", O_RDWR}, {"maps", O_RDONLY}, {"fd/0", O_RDONLY}};
  for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); ++i) {
    char text[64];
    int file;
    snprintf(text, sizeof(text), "/proc/%s/%s", pid, files[i].name);
    file = open(text, files[i].flags);
    snprintf(text, sizeof(text), "%s of %s", files[i].name, whom);
    report(text, file >= 0);
    if (file >= 0) close(file);
  }
}

/* On the supervisor, and on the processes "PID PID" that ROGUE_SPY names. */
static void spy(void) {
  char pids[64];
  char* rest = pids;
  const char* pid;
  snprintf(pids, sizeof(pids), "%d", (int)getppid());
  spy_on("supervisor", pids);
  snprintf(pids, sizeof(pids), "%s", getenv("ROGUE_SPY"));
  while ((pid = strsep(&rest, " ")) != 0) spy_on(pid, pid);
}

static void* wait_for_ever(void* nothing) {
  for (;;) pause();
  return nothing;
}

static void start_threads(int count) {
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, (size_t)64 << 10);
  for (int i = 0; i < count; ++i) {
    pthread_t thread;
    pthread_create(&thread, &small, wait_for_ever, 0);
  }
  wait_for_ever(0);
}

static void do_deed(const char* deed) {
  const int nowhere = open("/dev/null", O_RDWR);
  if (strcmp(deed, "segv") == 0) *(volatile int*)0 = 1;
  if (strcmp(deed, "abort") == 0) abort();
  if (strcmp(deed, "exit") == 0) exit(0);
  if (strcmp(deed, "_exit") == 0) _exit(0);
  if (strcmp(deed, "kill") == 0) raise(SIGKILL);
  if (strcmp(deed, "alarm") == 0) raise(SIGALRM);
  if (strcmp(deed, "stack") == 0) {
    int zero = 0;
    exit(recurse(&zero));
  }
  if (strcmp(deed, "thread") == 0) {
    pthread_t thread;
    pthread_create(&thread, 0, die_on_own_thread, 0);
    pthread_join(thread, 0);
  }
  if (strcmp(deed, "loop") == 0)
    for (volatile int forever = 1; forever;) {
    }
  if (strcmp(deed, "sleep") == 0)
    for (;;) sleep_ms(1000);
  if (strcmp(deed, "leak") == 0)
    for (;;) {
      eat((size_t)1 << 20);
      sleep_ms(1);
    }
  if (strcmp(deed, "gulp") == 0) eat((size_t)64 << 30);
  if (strcmp(deed, "close-stdout") == 0) close(1);
  if (strcmp(deed, "replace-stderr") == 0) dup2(nowhere, 2);
  if (strcmp(deed, "close-all") == 0) closefrom(0);
  if (strcmp(deed, "print") == 0) {
    printf("hello from the connector, key is %s\n", getenv("ROGUE_SECRET"));
    fprintf(stderr, "and without an end");
  }
  if (strcmp(deed, "print-on") == 0)
    for (int i = 0; i < 100000; ++i) printf("line %d of very many that nobody wants\n", i);
  if (strcmp(deed, "forbidden") == 0) try_what_is_forbidden();
  if (strcmp(deed, "spy") == 0) spy();
  if (strcmp(deed, "threads") == 0) start_threads(500);
  if (nowhere > 2) close(nowhere);
}

static void perhaps(const char* call) {
  const char* rogue = getenv("ROGUE");
  const size_t size = strlen(call);
  if (rogue == 0 || strncmp(rogue, call, size) != 0 || rogue[size] != ':') return;
  do_deed(rogue + size + 1);
}

SPECIMEN_CONSTRUCTOR { perhaps("constructor"); }

static const ingest_descriptor* describe(void) {
  perhaps("describe");
  return &specimen_descriptor;
}

static ingest_status create(const ingest_host* given, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  host = given;
  perhaps("create");
  return specimen_create(given, settings, out, error);
}

static void destroy(ingest_instance* instance) {
  (void)instance;
  perhaps("destroy");
}

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  (void)instance, (void)call, (void)sink, (void)error;
  perhaps("test");
  return INGEST_OK;
}

static ingest_status page(const ingest_sink* sink, const char* unit, const char* key,
                          uint64_t place) {
  ingest_record record;
  memset(&record, 0, sizeof(record));
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.unit.data = unit;
  record.unit.size = strlen(unit);
  record.key.data = key;
  record.key.size = strlen(key);
  record.payload.data = unit;
  record.payload.size = strlen(unit);
  record.place = place;
  record.rows = 1;
  return sink->emit(sink, &record);
}

/* UnitReport{unit, outcome: COMPLETE, rows_received: pages, pages}, of a unit with four letters. */
static ingest_status unit(const ingest_sink* sink, const char* name, char pages) {
  static const char* const keys[] = {"results page 1", "results page 2", "results page 3"};
  char report[12] = "\x0a\x04....\x18\x01";
  const ingest_text text = {name, 4};
  const ingest_bytes bytes = {report, sizeof(report)};
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
  ingest_status status = sink->begin_unit(sink, text, &verdict);
  memcpy(report + 2, name, 4);
  report[8] = 0x48;
  report[9] = pages;
  report[10] = 0x50;
  report[11] = pages;
  if (status != INGEST_OK || verdict != INGEST_UNIT_WANTED) return status;
  for (char i = 0; i < pages && status == INGEST_OK; ++i)
    status = page(sink, name, keys[(int)i], (uint64_t)i);
  return status == INGEST_OK ? sink->end_unit(sink, text, bytes) : status;
}

/* Whether the segment has its end, which is written last, and that is on disk. */
static int is_on_disk(const char* segment) {
  char end[8] = "";
  const int file = open(segment, O_RDONLY);
  const off_t size = file < 0 ? 0 : lseek(file, 0, SEEK_END);
  const int ended = size > 8 && pread(file, end, 8, size - 8) == 8 &&
                    memcmp(end, "ingseg02", 8) == 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return ended;
}

static int segments_in(const char* folder) {
  char name[4096];
  int count = 0;
  const struct dirent* entry;
  DIR* entries = opendir(folder);
  if (entries == 0) return 0;
  while ((entry = readdir(entries)) != 0) {
    const size_t size = strlen(entry->d_name);
    if (entry->d_name[0] == '.' && (size == 1 || (size == 2 && entry->d_name[1] == '.'))) continue;
    snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
    if (entry->d_type == DT_DIR)
      count += segments_in(name);
    else if (size > 8 && strcmp(name + strlen(name) - 8, ".segment") == 0)
      count += is_on_disk(name);
  }
  closedir(entries);
  return count;
}

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  const char* out = getenv("ROGUE_OUT");
  ingest_status status = unit(sink, "aaaa", 1);
  (void)instance, (void)error;
  if (status == INGEST_OK) status = unit(sink, "bbbb", 1);
  while (status == INGEST_OK && out != 0 && segments_in(out) < 2 && !call->is_cancelled(call))
    sleep_ms(5);
  if (out != 0) sleep_ms(100); /* until the host knows it too */
  perhaps("fetch");
  return status == INGEST_OK ? unit(sink, "last", 3) : status;
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* record, const ingest_sink* sink,
                               ingest_error* error) {
  static const char one_row[] = "\x0a\x04none\x10\x01"; /* FilteredRows{reason, count} */
  ingest_record filtered;
  (void)instance, (void)call, (void)error;
  if (record->place == 2) perhaps("transform");
  memset(&filtered, 0, sizeof(filtered));
  filtered.struct_size = sizeof(filtered);
  filtered.kind = INGEST_RECORD_FILTERED;
  filtered.type.data = "ingest.v1.FilteredRows";
  filtered.type.size = 22;
  filtered.payload.data = one_row;
  filtered.payload.size = sizeof(one_row) - 1;
  return sink->emit(sink, &filtered);
}

SPECIMEN_ENTRY((specimen_table.describe = describe, specimen_table.create = create,
                specimen_table.destroy = destroy, specimen_table.test_connection = test_connection,
                specimen_table.fetch = fetch, specimen_table.transform = transform))
