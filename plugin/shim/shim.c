/* The table of functions: sessions, results, and the three extensions. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ischia/plugin.h"
#include "plugin/shim/connection.h"
#include "plugin/shim/frame.h"

enum { DEFAULT_TIMEOUT_MS = 200, NAME_SIZE = 255, LONG_TEXT_SIZE = 1024 };

/* Whether a struct that somebody else filled reaches as far as a member. */
#define COVERS(type, pointer, member) \
  ((pointer)->struct_size >= offsetof(type, member) + sizeof((pointer)->member))

static const struct ischia_problem argument_missing = {
    ISCHIA_INVALID_ARGUMENT, "ARGUMENT_MISSING",
    "A pointer that must be set is null, or the struct_size of an argument is too small."};
static const struct ischia_problem text_invalid = {
    ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID",
    "A text of the call is empty, too long or not UTF-8; plugin.h says how long it may be."};
static const struct ischia_problem request_too_large = {
    ISCHIA_INVALID_ARGUMENT, "REQUEST_TOO_LARGE", "The request is larger than 4 MiB."};
static const struct ischia_problem version_differs = {
    ISCHIA_ABI_MISMATCH, "ABI_MISMATCH",
    "The host was built for another version of this plugin. Update libischia_plugin.so."};
static const struct ischia_problem session_forked = {
    ISCHIA_FAILED_PRECONDITION, "SESSION_FORKED",
    "The session was opened before this process was forked. Open one here."};
struct ischia_session {
  pid_t pid; /* of the process that opened it */
  struct ischia_address address;
  char host_id[NAME_SIZE + 1];
  void* host_data;
  void (*log)(void* host_data, int32_t level, const char* message);
  struct ischia_calls calls;
  /* Made when the host first asks for it, and the same number from then on. */
  int event_fd;         /* guarded by calls.lock; -1: not asked for */
  int event_connection; /* guarded by calls.lock; event_fd is a connection to the agent */
};

struct ischia_result {
  ischia_bytes bytes; /* behind this struct */
};

/* -- results ------------------------------------------------------------------------------ */

static ischia_result* new_result(const void* bytes, size_t size) {
  ischia_result* result = malloc(sizeof *result + size + 1);
  if (result == NULL) return NULL;
  uint8_t* copy = (uint8_t*)(result + 1);
  if (size != 0) memcpy(copy, bytes, size);
  copy[size] = 0;
  result->bytes.data = copy;
  result->bytes.size = size;
  return result;
}

static ischia_bytes result_bytes(const ischia_result* result) {
  const ischia_bytes none = {NULL, 0};
  return result != NULL ? result->bytes : none;
}

static void result_free(ischia_result* result) { free(result); }

/* The problem's status; its sentence goes into `*out`. */
static ischia_status answer_problem(const struct ischia_problem* problem, ischia_result** out) {
  enum { ROOM = 512 };
  char json[ROOM];
  const int size =
      snprintf(json, sizeof json, "{\"code\": %d, \"reason\": \"%s\", \"sentence\": \"%s\"}",
               (int)problem->status, problem->reason, problem->sentence);
  *out = new_result(json, size > 0 ? (size_t)size : 0);
  return problem->status;
}

/* -- sessions ----------------------------------------------------------------------------- */

static void log_line(const ischia_session* session, int32_t level, const char* message) {
  if (session->log != NULL) session->log(session->host_data, level, message);
}

/* The problem's status; its sentence goes to the host's log. */
static ischia_status log_problem(const ischia_session* session,
                                 const struct ischia_problem* problem) {
  if (problem == NULL) return ISCHIA_OK;
  if (session != NULL) log_line(session, ISCHIA_LOG_WARNING, problem->sentence);
  return problem->status;
}

static int is_short_text(const char* text, size_t at_most) {
  const size_t size = strnlen(text, at_most + 1);
  return size <= at_most && ischia_is_text(text, size);
}

static int is_name(const char* text) { return text[0] != 0 && is_short_text(text, NAME_SIZE); }

static const struct ischia_problem* check_host(const ischia_host* host) {
  if (host == NULL || !COVERS(ischia_host, host, abi_minor)) return &argument_missing;
  if (host->abi_major != ISCHIA_ABI_MAJOR || host->abi_minor > ISCHIA_ABI_MINOR) {
    return &version_differs;
  }
  if (!COVERS(ischia_host, host, host_id) || host->host_id == NULL) return &argument_missing;
  return is_name(host->host_id) ? NULL : &text_invalid;
}

static void add_path(struct ischia_address* address, const char* folder, size_t size,
                     const char* file) {
  char* path = address->paths[address->count];
  const size_t room = sizeof address->paths[0];
  if (size == 0 || folder[0] != '/' || size + strlen(file) >= room) return;
  memcpy(path, folder, size);
  memcpy(path + size, file, strlen(file) + 1);
  ++address->count;
}

static const struct ischia_problem* find_address(ischia_bytes config,
                                                 struct ischia_address* address) {
  address->count = 0;
  if (config.size == 0) {
    const char* runtime = getenv("XDG_RUNTIME_DIR"); /* NOLINT: as safe as the host makes it */
    if (runtime != NULL) {
      add_path(address, runtime, strnlen(runtime, sizeof address->paths[0]), "/ischia/agent.sock");
    }
    add_path(address, "/run", strlen("/run"), "/ischia/agent.sock");
    return NULL;
  }
  if (config.data == NULL) return &argument_missing;
  if (config.size < sizeof address->paths[0] && ischia_is_text(config.data, config.size)) {
    add_path(address, (const char*)config.data, config.size, "");
  }
  return address->count == 1 ? NULL : &text_invalid;
}

static ischia_session* new_session(const ischia_host* host, const struct ischia_address* address) {
  ischia_session* session = calloc(1, sizeof *session);
  if (session == NULL) return NULL;
  if (!ischia_calls_init(&session->calls)) {
    free(session);
    return NULL;
  }
  session->pid = getpid();
  session->address = *address;
  memcpy(session->host_id, host->host_id, strlen(host->host_id) + 1);
  session->host_data = host->host_data;
  session->log = COVERS(ischia_host, host, log) ? host->log : NULL;
  session->event_fd = -1;
  return session;
}

static void say_opened(const ischia_session* session, const ischia_host* host) {
  const char* version = COVERS(ischia_host, host, host_version) ? host->host_version : NULL;
  char line[NAME_SIZE + NAME_SIZE + sizeof ISCHIA_PLUGIN_VERSION + 64];
  if (version == NULL || !is_short_text(version, NAME_SIZE)) version = "";
  (void)snprintf(line, sizeof line, "Ischia plugin " ISCHIA_PLUGIN_VERSION " in %s %s.",
                 session->host_id, version);
  log_line(session, ISCHIA_LOG_INFO, line);
}

static ischia_status open_session(const ischia_host* host, ischia_bytes config,
                                  ischia_session** out) {
  struct ischia_address address;
  if (out == NULL) return ISCHIA_INVALID_ARGUMENT;
  *out = NULL;
  const struct ischia_problem* problem = check_host(host);
  if (problem == &argument_missing || problem == &version_differs) return problem->status;
  if (problem == NULL) problem = find_address(config, &address);
  if (problem == NULL) *out = new_session(host, &address);
  if (*out != NULL) {
    say_opened(*out, host);
    return ISCHIA_OK;
  }
  if (problem == NULL) problem = &ischia_no_memory;
  if (COVERS(ischia_host, host, log) && host->log != NULL) {
    host->log(host->host_data, ISCHIA_LOG_WARNING, problem->sentence);
  }
  return problem->status;
}

static int is_forked(const ischia_session* session) { return session->pid != getpid(); }

/* A forked child frees its copies alone: the threads of its parent's calls are not in it. */
static void close_session(ischia_session* session) {
  if (session == NULL) return;
  if (!is_forked(session)) {
    ischia_calls_close(&session->calls);
    if (session->event_connection) (void)shutdown(session->event_fd, SHUT_RDWR);
  }
  if (session->event_fd >= 0) (void)close(session->event_fd);
  free(session);
}

static void cancel_calls(ischia_session* session) {
  if (session != NULL && !is_forked(session)) ischia_calls_cancel(&session->calls);
}

/* -- questions ---------------------------------------------------------------------------- */

/* A question on its way: begin_question, fields into `frames`, and one of the two finish_. */
struct question {
  ischia_session* session;
  uint32_t timeout_ms;
  struct ischia_call call;
  struct ischia_frames frames;
  struct ischia_reply reply;
};

static void put_text(struct ischia_frames* frames, unsigned tag, const char* text) {
  if (text != NULL && text[0] != 0) ischia_frame_put(frames, tag, text, strlen(text));
}

static void put_hello(struct ischia_frames* frames, const ischia_session* session, uint8_t flags) {
  ischia_frame_begin(frames, ISCHIA_KIND_HELLO, flags, ISCHIA_HELLO_ID);
  ischia_frame_put_number(frames, ISCHIA_TAG_PROTOCOL_MIN, ISCHIA_PROTOCOL);
  ischia_frame_put_number(frames, ISCHIA_TAG_PROTOCOL_MAX, ISCHIA_PROTOCOL);
  put_text(frames, ISCHIA_TAG_HOST_ID, session->host_id);
  put_text(frames, ISCHIA_TAG_VERSION, ISCHIA_PLUGIN_VERSION);
  ischia_frame_end(frames);
}

/* Before all other checks, so that the time counts from the entry and close waits from here on.
   With a problem nothing has begun. */
static const struct ischia_problem* begin_question(struct question* question,
                                                   ischia_session* session, enum ischia_kind kind,
                                                   uint32_t timeout_ms) {
  memset(question, 0, sizeof *question);
  if (session == NULL) return &argument_missing;
  if (is_forked(session)) return &session_forked;
  question->session = session;
  question->timeout_ms = timeout_ms != 0 ? timeout_ms : DEFAULT_TIMEOUT_MS;
  ischia_call_begin(&question->call, &session->calls, question->timeout_ms);
  put_hello(&question->frames, session, 0);
  ischia_frame_begin(&question->frames, kind, 0, ISCHIA_QUESTION_ID);
  return NULL;
}

/* Sends it, unless there is a problem already. */
static const struct ischia_problem* ask(struct question* question,
                                        const struct ischia_problem* problem) {
  ischia_frame_end(&question->frames);
  return problem != NULL ? problem
                         : ischia_ask(&question->call, &question->session->address,
                                      &question->frames, &question->reply);
}

/* The session may be gone as soon as this has returned. */
static void end_question(struct question* question) {
  free(question->frames.bytes);
  free(question->reply.body);
  ischia_call_end(&question->call);
}

/* The agent's answer as results; `content` is null where none is wanted. */
static ischia_status answer_reply(const struct ischia_answer* answer, ischia_result** json,
                                  ischia_result** content) {
  const struct ischia_problem bare = {answer->status, "AGENT_ERROR",
                                      "The Ischia agent refused the call and gave no reason."};
  if (answer->status != ISCHIA_OK && answer->json.size == 0) return answer_problem(&bare, json);
  if (answer->json.data == NULL) return answer_problem(&ischia_no_answer, json);
  *json = new_result(answer->json.data, answer->json.size);
  if (answer->status != ISCHIA_OK) return answer->status;
  if (*json != NULL && content == NULL) return ISCHIA_OK;
  if (*json != NULL) *content = new_result(answer->content.data, answer->content.size);
  if (*json != NULL && *content != NULL) return ISCHIA_OK;
  result_free(*json);
  return answer_problem(&ischia_no_memory, json);
}

static ischia_status finish_with_results(struct question* question,
                                         const struct ischia_problem* problem, ischia_result** json,
                                         ischia_result** content) {
  problem = ask(question, problem);
  const ischia_status status = problem != NULL
                                   ? answer_problem(problem, json)
                                   : answer_reply(&question->reply.answer, json, content);
  end_question(question);
  return status;
}

static ischia_status finish_with_status(struct question* question,
                                        const struct ischia_problem* problem) {
  problem = ask(question, problem);
  ischia_status status = question->reply.answer.status;
  if (problem != NULL) {
    status = log_problem(question->session, problem);
  } else if (status != ISCHIA_OK) {
    log_line(question->session, ISCHIA_LOG_WARNING, "The Ischia agent refused what it was told.");
  }
  end_question(question);
  return status;
}

static const struct ischia_problem* check_request(const char* method, ischia_bytes request) {
  if (method == NULL || (request.data == NULL && request.size != 0)) return &argument_missing;
  if (request.size > ISCHIA_PAYLOAD_MAX) return &request_too_large;
  return is_name(method) && ischia_is_text(request.data, request.size) ? NULL : &text_invalid;
}

static ischia_status call_method(ischia_session* session, const char* method,
                                 ischia_bytes request_json, uint32_t timeout_ms,
                                 ischia_result** out) {
  struct question question;
  if (out == NULL) return ISCHIA_INVALID_ARGUMENT;
  *out = NULL;
  const struct ischia_problem* problem =
      begin_question(&question, session, ISCHIA_KIND_CALL, timeout_ms);
  if (problem != NULL) return answer_problem(problem, out);
  problem = check_request(method, request_json);
  if (problem == NULL) {
    put_text(&question.frames, ISCHIA_TAG_METHOD, method);
    ischia_frame_put(&question.frames, ISCHIA_TAG_JSON, request_json.data, request_json.size);
    ischia_frame_put_number(&question.frames, ISCHIA_TAG_DEADLINE_MS, question.timeout_ms);
  }
  return finish_with_results(&question, problem, out, NULL);
}

/* -- ischia.console/1 and ischia.current-patient/1 ---------------------------------------- */

enum { PATIENT_TEXTS = 7 };

/* The texts in the order of their tags; null where the host's struct does not reach. */
static void list_texts(const ischia_patient* patient, const char* texts[PATIENT_TEXTS]) {
#define TEXT(member) (COVERS(ischia_patient, patient, member) ? patient->member : NULL)
  texts[0] = TEXT(patient_id);
  texts[1] = TEXT(given_name);
  texts[2] = TEXT(family_name);
  texts[3] = TEXT(birth_date);
  texts[4] = TEXT(sex);
  texts[5] = TEXT(email);
  texts[6] = TEXT(language);
#undef TEXT
}

static const struct ischia_problem* put_patient(struct ischia_frames* frames,
                                                const ischia_patient* patient) {
  const char* texts[PATIENT_TEXTS];
  if (patient == NULL) return &argument_missing;
  list_texts(patient, texts);
  if (texts[0] == NULL) return &argument_missing;
  if (texts[0][0] == 0) return &text_invalid;
  for (unsigned i = 0; i < PATIENT_TEXTS; ++i) {
    if (texts[i] != NULL && !is_short_text(texts[i], LONG_TEXT_SIZE)) return &text_invalid;
    put_text(frames, ISCHIA_TAG_PATIENT + i, texts[i]);
  }
  return NULL;
}

static ischia_status open_console(ischia_session* session, const ischia_patient* patient,
                                  const char* view, uint32_t timeout_ms, ischia_result** out) {
  struct question question;
  if (out == NULL) return ISCHIA_INVALID_ARGUMENT;
  *out = NULL;
  const struct ischia_problem* problem =
      begin_question(&question, session, ISCHIA_KIND_OPEN_CONSOLE, timeout_ms);
  if (problem != NULL) return answer_problem(problem, out);
  problem = put_patient(&question.frames, patient);
  if (view != NULL && !is_short_text(view, NAME_SIZE)) problem = &text_invalid;
  if (problem == NULL) put_text(&question.frames, ISCHIA_TAG_VIEW, view);
  return finish_with_results(&question, problem, out, NULL);
}

static ischia_status patient_changed(ischia_session* session, const ischia_patient* patient) {
  struct question question;
  const struct ischia_problem* problem =
      begin_question(&question, session, ISCHIA_KIND_PATIENT_CHANGED, 0);
  if (problem != NULL) return log_problem(session, problem);
  if (patient != NULL) problem = put_patient(&question.frames, patient);
  return finish_with_status(&question, problem);
}

/* -- ischia.put-document/1 ---------------------------------------------------------------- */

enum events { EVENTS_NOT_ASKED_FOR, EVENTS_LOST, EVENTS_COMING };

/* Reads off what the agent said; false once it has hung up. Bounded, whatever it says. */
static int drain(int connection) {
  enum { ROOM = 1024, ROUNDS = 64 };
  uint8_t bytes[ROOM];
  for (int round = 0; round < ROUNDS; ++round) {
    const ssize_t n = recv(connection, bytes, sizeof bytes, MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    if (n == 0) return 0;
  }
  return 1;
}

static enum events read_events(ischia_session* session) {
  pthread_mutex_lock(&session->calls.lock);
  if (session->event_connection) session->event_connection = drain(session->event_fd);
  const enum events events = session->event_connection ? EVENTS_COMING
                             : session->event_fd >= 0  ? EVENTS_LOST
                                                       : EVENTS_NOT_ASKED_FOR;
  pthread_mutex_unlock(&session->calls.lock);
  return events;
}

/* Puts a descriptor in the place of the one that the host watches. */
static void replace_event_fd(ischia_session* session, int fresh, int is_connection) {
  if (session->event_fd < 0) {
    session->event_fd = fresh;
  } else if (fresh >= 0) {
    (void)dup3(fresh, session->event_fd, O_CLOEXEC); /* both are open: it cannot fail */
    (void)close(fresh);
  }
  session->event_connection = is_connection;
}

/* Connects for events, or without an agent leaves a descriptor that is never readable. No lock is
   held while the agent is asked. */
static const struct ischia_problem* connect_for_events(struct question* question) {
  ischia_session* session = question->session;
  struct ischia_frames hello = {NULL, 0, 0, 0, 0};
  int fresh = -1;
  put_hello(&hello, session, ISCHIA_FLAG_EVENTS);
  const struct ischia_problem* problem =
      ischia_connect(&question->call, &session->address, &hello, &fresh);
  free(hello.bytes);
  if (problem != NULL) fresh = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  pthread_mutex_lock(&session->calls.lock);
  if (session->event_connection) {
    (void)close(fresh); /* another thread was first */
  } else {
    replace_event_fd(session, fresh, problem == NULL);
  }
  pthread_mutex_unlock(&session->calls.lock);
  return problem;
}

static int event_fd(ischia_session* session) {
  struct question question;
  if (begin_question(&question, session, ISCHIA_KIND_NEXT_DOCUMENT, 0) != NULL) return -1;
  pthread_mutex_lock(&session->calls.lock);
  const int connected = session->event_connection;
  pthread_mutex_unlock(&session->calls.lock);
  if (!connected) {
    const struct ischia_problem* problem = connect_for_events(&question);
    if (problem != NULL) log_line(session, ISCHIA_LOG_WARNING, problem->sentence);
  }
  pthread_mutex_lock(&session->calls.lock);
  const int answer = session->event_fd;
  pthread_mutex_unlock(&session->calls.lock);
  end_question(&question);
  return answer;
}

/* The sign is taken off before the question, so that a document that comes later signals anew. */
static ischia_status next_document(ischia_session* session, uint32_t timeout_ms,
                                   ischia_result** out_filing_json, ischia_result** out_content) {
  struct question question;
  if (out_filing_json == NULL || out_content == NULL) return ISCHIA_INVALID_ARGUMENT;
  *out_filing_json = NULL;
  *out_content = NULL;
  const struct ischia_problem* problem =
      begin_question(&question, session, ISCHIA_KIND_NEXT_DOCUMENT, timeout_ms);
  if (problem != NULL) return answer_problem(problem, out_filing_json);
  if (read_events(session) == EVENTS_LOST) problem = connect_for_events(&question);
  ischia_frame_put_number(&question.frames, ISCHIA_TAG_DEADLINE_MS, question.timeout_ms);
  return finish_with_results(&question, problem, out_filing_json, out_content);
}

static ischia_status document_done(ischia_session* session, const char* filing_name,
                                   ischia_status outcome, const char* host_document_id) {
  struct question question;
  const struct ischia_problem* problem =
      begin_question(&question, session, ISCHIA_KIND_DOCUMENT_DONE, 0);
  if (problem != NULL) return log_problem(session, problem);
  const char* id = host_document_id != NULL ? host_document_id : "";
  if (filing_name == NULL) {
    problem = &argument_missing;
  } else if (filing_name[0] == 0 || !is_short_text(filing_name, LONG_TEXT_SIZE) ||
             !is_short_text(id, LONG_TEXT_SIZE)) {
    problem = &text_invalid;
  }
  if (problem == NULL) {
    put_text(&question.frames, ISCHIA_TAG_FILING, filing_name);
    ischia_frame_put_number(&question.frames, ISCHIA_TAG_STATUS, (uint32_t)outcome);
    put_text(&question.frames, ISCHIA_TAG_DOCUMENT_ID, id);
  }
  return finish_with_status(&question, problem);
}

/* -- the table ---------------------------------------------------------------------------- */

static const void* get_extension(const char* id) {
  static const ischia_console console = {sizeof console, 0, open_console};
  static const ischia_current_patient current_patient = {sizeof current_patient, 0,
                                                         patient_changed};
  static const ischia_put_document put_document = {sizeof put_document, 0, event_fd, next_document,
                                                   document_done};
  if (id == NULL) return NULL;
  if (strcmp(id, ISCHIA_CONSOLE) == 0) return &console;
  if (strcmp(id, ISCHIA_CURRENT_PATIENT) == 0) return &current_patient;
  if (strcmp(id, ISCHIA_PUT_DOCUMENT) == 0) return &put_document;
  return NULL;
}

ischia_status ischia_plugin_get_api(uint32_t abi_major, uint32_t abi_minor,
                                    const ischia_api** out) {
  static const ischia_api api = {sizeof api,
                                 ISCHIA_ABI_MAJOR,
                                 ISCHIA_ABI_MINOR,
                                 0,
                                 ISCHIA_PLUGIN_VERSION,
                                 open_session,
                                 close_session,
                                 call_method,
                                 cancel_calls,
                                 result_bytes,
                                 result_free,
                                 get_extension};
  if (out == NULL) return ISCHIA_INVALID_ARGUMENT;
  *out = NULL;
  if (abi_major != ISCHIA_ABI_MAJOR || abi_minor > ISCHIA_ABI_MINOR) return ISCHIA_ABI_MISMATCH;
  *out = &api;
  return ISCHIA_OK;
}
