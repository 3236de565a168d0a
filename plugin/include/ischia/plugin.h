/* Ischia in a host program: the whole interface, in C. A host (a practice management system, in any
   language that can call C) loads libischia_plugin.so, takes its one symbol, and gets a table of
   functions. The library holds no clinical knowledge, no network code and no gRPC: it writes and
   reads frames on a unix socket, and ischia-agent on the same machine does the rest.

     void* library = dlopen("libischia_plugin.so", RTLD_NOW | RTLD_LOCAL);
     ischia_status (*get_api)(uint32_t, uint32_t, const ischia_api**);
     *(void**)&get_api = dlsym(library, "ischia_plugin_get_api");
     const ischia_api* api = NULL;
     get_api(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &api);
     ischia_host host = {sizeof host, ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, 0,
                         NULL, "acme", "7.1", NULL};
     ischia_session* session = NULL;
     api->open(&host, (ischia_bytes){NULL, 0}, &session);
     ischia_result* result = NULL;
     ischia_status status = api->call(session, "ischia.v1.ProgramService/PreviewProgram",
                                      request_json, 2000, &result);
     show(status, api->result_bytes(result));
     api->result_free(result);
     api->close(session);

   plugin/hosts/sample holds a complete host in C and one in Python.

   CONVENTIONS

   1. Export. The library exports ischia_plugin_get_api and nothing else. It needs libc alone.
   2. Text is UTF-8 without NUL. Names are NUL-terminated, payloads are pointer plus length. Text or
      payload that is not UTF-8 is refused.
   3. Ownership. Whoever makes it frees it. What the host passes in is read during the call and
      copied where it must last. A result belongs to the host until it gives it to result_free; its
      bytes live as long as it does. The table and the extensions live as long as the library.
   4. Life cycle. load, get_api, open, calls, close, unload; as often as wanted, several sessions
      at once. Unload when every session is closed and every call has returned. Results may outlive
      their session, not the library.
   5. Versions. ISCHIA_ABI_MAJOR changes when something breaks, ISCHIA_ABI_MINOR when something is
      added. A host built against 1.N runs with any plugin 1.M, M >= N. Structs grow at their end
      only: whoever fills one sets struct_size, whoever reads one reads a member only if struct_size
      covers it. `reserved` is zero.
   6. Extensions are asked for by an id that never changes its meaning, with a revision behind the
      slash: "ischia.console/1". Null means this plugin has none; work on without. Drafts are called
      "ischia.draft...." and may vanish.
   7. Threads. [any]: any thread, also several at once. [final]: the last use of the handle.
      [ui-safe]: returns within 200 ms, whatever the agent does. The host is called back only inside
      a call it made itself, on that thread, with no lock held. A callback closes no session.
   8. The library never throws, ends the process, forks or starts a thread; never touches signals,
      locale, working directory, environment, umask, standard output or error. A stack of
      256 KiB is enough. Descriptors are closed on exec.
   9. Timeouts are in milliseconds, 0 means 200, and count from the entry into the call by the
      monotonic clock. No call blocks longer. One that timed out or was cancelled may still be
      carried out: a change that is repeated with the same request_id is made once.
  10. Fork. A session belongs to the process that opened it; in a child every call on it answers
      ISCHIA_FAILED_PRECONDITION, and close frees the child's copy. Open another one there.
  11. Null handles and pointers are answered with ISCHIA_INVALID_ARGUMENT, never with a crash.

   ERRORS

   A function answers with a status. With any status but ISCHIA_OK, a function that has an `out`
   also puts a result there (or null, when memory ran out) whose bytes are one JSON object:

     {"code": 14, "reason": "AGENT_UNREACHABLE", "sentence": "No Ischia agent answers on ..."}

   code      number. The status.
   reason    UPPER_SNAKE, for programs. From the table below, or the agent's or the service's own
             (the table in errors.proto).
   sentence  what went wrong and what to do, in English, for a person. Never patient data.
   More members may follow; faults of a request are all in "violations", a list of
   {"field": "...", "description": "..."}.

   A function without `out` gives its sentence to the host's log. A refusal on clinical grounds is
   an answer: ISCHIA_OK, with the findings in it.

   Reasons of the plugin itself:

     ISCHIA_CANCELLED            CANCELLED_BY_HOST
     ISCHIA_INVALID_ARGUMENT     ARGUMENT_MISSING, TEXT_INVALID, REQUEST_TOO_LARGE
     ISCHIA_DEADLINE_EXCEEDED    AGENT_TIMEOUT
     ISCHIA_FAILED_PRECONDITION  SESSION_FORKED, PLUGIN_TOO_OLD
     ISCHIA_INTERNAL             AGENT_PROTOCOL, MEMORY_USED_UP
     ISCHIA_UNAVAILABLE          AGENT_UNREACHABLE, AGENT_FOREIGN, AGENT_CLOSED, DESCRIPTORS_USED_UP
     ISCHIA_AGENT_TOO_OLD        AGENT_TOO_OLD
     what the agent answered     AGENT_ERROR, when the agent gave no JSON of its own */
#ifndef ISCHIA_PLUGIN_INCLUDE_ISCHIA_PLUGIN_H_
#define ISCHIA_PLUGIN_INCLUDE_ISCHIA_PLUGIN_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ISCHIA_ABI_MAJOR 1
#define ISCHIA_ABI_MINOR 0

/* gRPC numbers below 100, ours from 100. A call passes on whatever gRPC number the service answered
   with, also one without a name here (6 ALREADY_EXISTS, 7 PERMISSION_DENIED, 10 ABORTED, ...). */
typedef int32_t ischia_status;
enum {
  /* It is done; the result is the answer. */
  ISCHIA_OK = 0,
  /* cancel or close ended the call. */
  ISCHIA_CANCELLED = 1,
  /* A null pointer, a struct_size that is too small, text that is not UTF-8, a request above 4 MiB:
     nothing was sent. Or the service found faults in the request. */
  ISCHIA_INVALID_ARGUMENT = 3,
  /* The agent or the service did not answer in time. */
  ISCHIA_DEADLINE_EXCEEDED = 4,
  /* The service has no such resource; or no document waits. */
  ISCHIA_NOT_FOUND = 5,
  /* The session was opened before a fork; the plugin is too old for the agent; or the state of the
     resource does not allow this. */
  ISCHIA_FAILED_PRECONDITION = 9,
  /* The agent sent what is no answer, or memory ran out; or a mistake of the service. */
  ISCHIA_INTERNAL = 13,
  /* No agent, an agent of another user, or one that ended during the call; or no service. Later
     calls work again without a reload. */
  ISCHIA_UNAVAILABLE = 14,
  /* The host was built against another major, or a newer minor version of this header. */
  ISCHIA_ABI_MISMATCH = 100,
  /* The agent is older than this plugin can speak with. Update the agent. */
  ISCHIA_AGENT_TOO_OLD = 101
};

/* Levels of a log line. */
enum { ISCHIA_LOG_INFO = 1, ISCHIA_LOG_WARNING = 2 };

/* Bytes that somebody else owns. `data` may be null when `size` is 0. */
typedef struct ischia_bytes {
  const uint8_t* data;
  size_t size;
} ischia_bytes;

/* One host's connection to its agent. Made by open, ended by close. */
typedef struct ischia_session ischia_session;

/* An answer. Immutable. Freed by result_free. */
typedef struct ischia_result ischia_result;

/* Who loads the plugin. Filled by the host, valid until close returns. */
typedef struct ischia_host {
  uint32_t struct_size; /* sizeof(ischia_host) of the header the host was built with. */
  uint32_t abi_major;   /* ISCHIA_ABI_MAJOR. */
  uint32_t abi_minor;   /* ISCHIA_ABI_MINOR. */
  uint32_t reserved;
  void* host_data;          /* Handed to log as it is. */
  const char* host_id;      /* Required. The host's own name, 1 to 255 bytes. Part of each patient's
                               HostReference, so it never changes. */
  const char* host_version; /* Optional. For the log. */
  /* Optional. One line for the host's log, never with patient data. `level` is one of ISCHIA_LOG_.
     Called inside a call of the host's own. */
  void (*log)(void* host_data, int32_t level, const char* message);
} ischia_host;

/* The table. Members after get_extension belong to later minor versions. */
typedef struct ischia_api {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved;
  const char* plugin_version; /* "0.1.0" */

  /* [any] [ui-safe] Opens a session; connects to nothing yet. `config` is the path of the agent's
     socket: absolute, at most 107 bytes. Empty: $XDG_RUNTIME_DIR/ischia/agent.sock, and where there
     is none, /run/ischia/agent.sock. `*out` is the host's until close; null unless ISCHIA_OK.
     Errors: ISCHIA_INVALID_ARGUMENT, ISCHIA_ABI_MISMATCH, ISCHIA_INTERNAL (memory). */
  ischia_status (*open)(const ischia_host* host, ischia_bytes config, ischia_session** out);

  /* [final] Cancels the calls in flight, waits until they have returned, and frees the session.
     Null is allowed. */
  void (*close)(ischia_session* session);

  /* [any] Calls `method`, "ischia.v1.ProgramService/PreviewProgram", with a request in protobuf's
     JSON form, and waits for the answer in the same form. The plugin carries 4 MiB either way; the
     agent takes requests of 256 KiB, and only methods on its list. A change that it keeps, since
     the service cannot take it now, is ISCHIA_OK with {"spooled": true, "request_id": "..."}. The
     plugin reads no JSON. Errors: all but ISCHIA_ABI_MISMATCH, and the service's own. */
  ischia_status (*call)(ischia_session* session, const char* method, ischia_bytes request_json,
                        uint32_t timeout_ms, ischia_result** out);

  /* [any] [ui-safe] Makes the calls in flight return soon, with ISCHIA_CANCELLED unless their
     answer was there already. Later calls are not affected. */
  void (*cancel)(ischia_session* session);

  /* [any] [ui-safe] The bytes of a result: JSON, or a document's content. Valid until result_free.
     Empty for null. */
  ischia_bytes (*result_bytes)(const ischia_result* result);

  /* [final] Null is allowed. */
  void (*result_free)(ischia_result* result);

  /* [any] [ui-safe] The struct that belongs to `id`, or null if this plugin has none. Never freed.
   */
  const void* (*get_extension)(const char* id);
} ischia_api;

/* [any] [ui-safe] The only export. The host passes the version of its header; `*out` is the table,
   valid until the library is unloaded, and null unless ISCHIA_OK.
   Errors: ISCHIA_INVALID_ARGUMENT (`out` is null), ISCHIA_ABI_MISMATCH. */
__attribute__((visibility("default"))) ischia_status ischia_plugin_get_api(uint32_t abi_major,
                                                                           uint32_t abi_minor,
                                                                           const ischia_api** out);

/* A patient as the host knows it. Null and "" both mean: the host does not know. Each text is at
   most 1024 bytes. */
typedef struct ischia_patient {
  uint32_t struct_size; /* sizeof(ischia_patient) of the header the host was built with. */
  uint32_t reserved;
  const char* patient_id; /* Required. The host's own number. */
  const char* given_name;
  const char* family_name;
  const char* birth_date; /* YYYY-MM-DD. Never a guess. */
  const char* sex;        /* "F", "M" or empty. */
  const char* email;
  const char* language; /* BCP 47. */
} ischia_patient;

#define ISCHIA_CONSOLE "ischia.console/1"
/* Opens the clinician console at a patient. */
typedef struct ischia_console {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any] `view` is a view of ischia.v1.Launch ("ASSESS", "PROGRAM", "REPORT", "WORKLIST"); null or
     empty: the patient's page. The answer is a Launch as JSON; the agent opens the browser itself
     if it is configured to. Errors: as call. */
  ischia_status (*open_console)(ischia_session* session, const ischia_patient* patient,
                                const char* view, uint32_t timeout_ms, ischia_result** out);
} ischia_console;

#define ISCHIA_CURRENT_PATIENT "ischia.current-patient/1"
/* The host tells which patient is open. */
typedef struct ischia_current_patient {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any] [ui-safe] The host has switched to `patient`; null means none. The agent queues it and
     answers at once. Errors: as call; the sentence goes to the log. */
  ischia_status (*patient_changed)(ischia_session* session, const ischia_patient* patient);
} ischia_current_patient;

#define ISCHIA_PUT_DOCUMENT "ischia.put-document/1"
/* Documents on their way into the host's record. At least once: the host files a Filing.name it has
   seen before not again, and compares expected_patient with the record it is about to write to.

     fd = documents->event_fd(session);              watch it in the host's own loop
     when readable:
       while (documents->next(session, 0, &filing, &content) == ISCHIA_OK)
         file it; documents->done(session, name, ISCHIA_OK, id); free both results */
typedef struct ischia_put_document {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any] [ui-safe] A descriptor that becomes readable when a document waits, or when the agent has
     ended. Owned by the plugin: the host polls it, and neither reads nor closes it. The number
     stays the same until close. Without an agent it is never readable; next and event_fd look for
     the agent again, so call one of them every minute or so. -1: a null or forked session, or no
     descriptor left. */
  int (*event_fd)(ischia_session* session);
  /* [any] The next document that waits: its Filing as JSON, and its content (empty for a note). Two
     results, both the host's. Takes the sign off event_fd. Errors: ISCHIA_NOT_FOUND when none
     waits; as call. The error's JSON is in `*out_filing_json`, and `*out_content` is null. */
  ischia_status (*next)(ischia_session* session, uint32_t timeout_ms,
                        ischia_result** out_filing_json, ischia_result** out_content);
  /* [any] [ui-safe] Says what became of a document: ISCHIA_OK and the host's own id of it, or the
     status that describes why it was not filed (ISCHIA_FAILED_PRECONDITION: the record belongs to
     somebody else) and null. Errors: as call; the sentence goes to the log. */
  ischia_status (*done)(ischia_session* session, const char* filing_name, ischia_status outcome,
                        const char* host_document_id);
} ischia_put_document;

#ifdef __cplusplus
}
#endif

#endif /* ISCHIA_PLUGIN_INCLUDE_ISCHIA_PLUGIN_H_ */
