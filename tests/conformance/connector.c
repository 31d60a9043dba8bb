// connector.c - a connector in C that keeps to the whole contract, or, compiled with a fault,
// breaks it in one way; see faults.h. Its source is made up: conformance.check.json has what it
// answers.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "descriptor.h"
#include "fetch.h"
#include "settings.h"
#include "transform.h"

static const ingest_text nothing = {NULL, 0};
// Of faults: some instance is gone; what nobody frees or closes.
static int closed = 0;
static void* volatile lost = NULL;  // and the like, kept from the optimiser
static int kept_descriptor = -1;

// Faults that the library has before any call.
#ifdef FAULT_IS_EXPORTS_MORE
INGEST_EXPORT int conformance_extra(void);
int conformance_extra(void) { return 0; }
#elif defined(FAULT_IS_GNU_UNIQUE)
__asm__(
    ".pushsection .data\n.globl conformance_unique\n"
    ".type conformance_unique, @gnu_unique_object\n.size conformance_unique, 8\n"
    "conformance_unique: .quad 0\n.popsection");
#elif defined(FAULT_IS_TEXT_RELOCATION)
__asm__(".pushsection .text\n.balign 8\n.quad ingest_connector_entry_v1\n.popsection");
#elif defined(FAULT_IS_UNDEFINED_SYMBOL)
void conformance_missing(void);
#elif defined(FAULT_IS_ONE_COPY)
// Some libraries take a place in the process that there is once, and give up when it is taken.
__attribute__((constructor)) static void register_once(void) {
  if (mmap((void*)0x300000000000, 4096, PROT_READ,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
    abort();
}
#elif defined(FAULT_IS_BREAKS_OUT)
// Ends the process, with a number of its own, when anything is let through that should not be.
__attribute__((constructor)) static void break_out(void) {
  int pair[2];
  char program[] = "/bin/true";
  char* arguments[] = {program, NULL};
  if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM) _exit(11);
  if (socket(AF_UNIX, SOCK_DGRAM, 0) != -1 || errno != EPERM) _exit(12);
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != -1 || errno != EPERM) _exit(13);
  if (kill(getppid(), 0) != -1 || errno != EPERM) _exit(14);
  if (execv(program, arguments) != -1 || errno != EPERM) _exit(15);
  if (syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL) != -1 || errno != EPERM) _exit(16);
}
#endif

static void* wait_for_ever(void* argument) {
  (void)argument;
  for (;;) pause();
  return NULL;
}

static void start_thread(void) {
  static bool started = false;
  pthread_t thread;
  if (!started && pthread_create(&thread, NULL, wait_for_ever, NULL) == 0) pthread_detach(thread);
  started = true;
}

static void* log_late(void* argument) {
  const ingest_host* host = argument;
  const struct timespec pause = {0, 30 * 1000 * 1000};
  nanosleep(&pause, NULL);
  host->log(host, INGEST_LOG_DEBUG, text_of("good bye"));
  return NULL;
}

static void run_true(void) {
  static bool done = false;
  char program[] = "/bin/true";
  char* arguments[] = {program, NULL};
  pid_t child;
  if (!done && posix_spawn(&child, program, NULL, NULL, arguments, NULL) == 0)
    waitpid(child, NULL, 0);
  done = true;
}

// Faults that create has beside its work.
static void misbehave(ingest_instance* instance, ingest_text settings) {
  (void)lost;
  (void)kept_descriptor;
  instance->thread = gettid();
  instance->kept_settings = settings.data;
  closed = 0;
  if (has(CHANGING_DESCRIPTOR)) vendor[0] = 'a';
  if (has(LEAKS_MEMORY)) lost = malloc(64);
  if (has(KEEPS_DESCRIPTOR)) kept_descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (has(IGNORES_SIGNAL)) signal(SIGUSR1, SIG_IGN);
  if (has(CHANGES_UMASK)) umask(077);
}

static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  const char* begin = settings.data;
  const span text = {begin, begin + (has(READS_BEYOND) ? strlen(begin) : settings.size)};
  span config;
  ingest_instance* instance = NULL;
  *out = NULL;
  if (has(EXACT_SIZE) && host->struct_size != sizeof(*host))
    return fail(error, INGEST_E_UNSUPPORTED, "this host is too new", nothing);
  instance = calloc(1, sizeof(*instance));
  if (instance == NULL) return fail(error, INGEST_E_TOO_LARGE, "out of memory", nothing);
  instance->host = host;
  if (!is_whole_object(text) || !demo_is_utf8(settings.data, settings.size) ||
      !find_member(text, "config", &config) ||
      !copy_text(config, "base_url", instance->base_url, sizeof(instance->base_url) - 8) ||
      !copy_text(config, "token", instance->token, sizeof(instance->token))) {
    if (!has(TAKES_GARBAGE)) {
      free(instance);
      return fail(
          error, INGEST_E_CONFIG, "the settings are no object with base_url and token: ",
          has(QUOTES_SETTINGS) && demo_is_utf8(settings.data, settings.size) ? settings : nothing);
    }
  }
  misbehave(instance, settings);
  *out = instance;
  return INGEST_OK;
}

static void destroy(ingest_instance* instance) {
  pthread_t thread;
  closed = 1;
  if (has(CALLS_LATE) && instance->fetched &&
      pthread_create(&thread, NULL, log_late, (void*)(uintptr_t)instance->host) == 0)
    pthread_detach(thread);
  free(instance);
}

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  if (has(OPENS_SOCKET)) close(socket(AF_INET, SOCK_STREAM, 0));
  if (has(STARTS_PROCESS)) run_true();
  return run_checks(instance, call, sink, error);
}

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  connection c;
  const ingest_http_response* r = NULL;
  unit* units = NULL;
  size_t count = 0;
  uint64_t begun = 0;
  wire listing = {{0}, 0, false};
  instance->fetched = true;
  if (has(KEEPS_THREAD)) start_thread();
  if (has(ONE_THREAD) && instance->thread != gettid())
    return fail(error, INGEST_E_INTERNAL, "another thread", nothing);
  if (has(ONE_INSTANCE) && closed) return fail(error, INGEST_E_INTERNAL, "closed", nothing);
  if (has(KEEPS_SETTINGS) && instance->kept_settings[0] != '{') return INGEST_E_INTERNAL;
  if (has(LATER_FIELD)) lost = *(void* const*)(const void*)(call + 1);
  if (has(LOGS_TOKEN))
    instance->host->log(instance->host, INGEST_LOG_DEBUG, text_of(instance->token));
  ingest_status status = open_connection(instance, call, &c, error);
  if (status == INGEST_OK) status = log_in(&c, error);
  if (status == INGEST_OK) status = ask(&c, "/units", NULL, &r, error);
  if (status != INGEST_OK)
    return has(HIDES_FAILURE) && status != INGEST_E_CANCELLED ? INGEST_OK : status;
  if (!is_good(r)) {
    status = refuse(r, "listing", error);
    release(&c, r);
    return has(HIDES_FAILURE) ? INGEST_OK : status;
  }
  units = calloc(UNITS_MAX, sizeof(*units));
  status = units == NULL ? INGEST_E_TOO_LARGE : begin_units(sink, r->body, units, &count, &begun);
  release(&c, r);
  if (status == INGEST_OK) status = read_pages(&c, sink, units, count, error);
  free(units);
  if (status == INGEST_OK) {
    wire_text(&listing, 1, "units");
    wire_uint(&listing, 2, begun);
    wire_uint(&listing, 3, begun);
    wire_uint(&listing, 4, has(WRONG_LISTING) ? begun + 1 : begun);
    wire_uint(&listing, 5, 1);
    status = emit(sink, INGEST_RECORD_LISTING, "ingest.v1.Listing", &listing);
  }
  if (status != INGEST_OK) return fail(error, known_status(status), "reading was stopped", nothing);
  return has(FETCH_FAILS) ? fail(error, INGEST_E_BAD_DATA, "nothing pleases", nothing) : INGEST_OK;
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* page, const ingest_sink* sink,
                               ingest_error* error) {
  (void)instance;
  (void)call;
  return transform_page(page, sink, error);
}

static const void* get_extension(ingest_instance* instance, const char* id) {
  static const ingest_rows rows = {sizeof(ingest_rows), 0, read_rows};
  (void)instance;
  if (has(ANY_EXTENSION) && strncmp(id, "ingest.rows/", 12) == 0) return &rows;
  return strcmp(id, INGEST_EXT_ROWS) == 0 ? &rows : NULL;
}

#define TABLE                                                                                      \
  {                                                                                                \
    sizeof(ingest_connector), INGEST_ABI_MINOR, describe, create, destroy, test_connection, fetch, \
        transform, FAULT == INCOMPLETE_TABLE ? NULL : get_extension                                \
  }

const ingest_connector* ingest_connector_entry_v1(void) {
  static const ingest_connector tables[2] = {TABLE, TABLE};
  static volatile unsigned calls = 0;
#ifdef FAULT_IS_UNDEFINED_SYMBOL
  if (calls > 1000) conformance_missing();
#endif
  return &tables[has(NEW_TABLE) ? calls++ % 2 : 0];
}
