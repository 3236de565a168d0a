/* A whole host in C: loads the plugin, previews a program for an assessment, opens the console at a
   patient of its own, stores the assessment, makes and activates the program, orders its sheet, and
   takes that back. It needs of a host what any has: a patient, a way to show text, a place for a
   file.

     sample_host LIBRARY ASSESSMENT.json HANDOUT.pdf [SOCKET]

   Ends with 0 when the sheet is filed, 1 when something failed (it says what), 2 for wrong use.
 */
#define _POSIX_C_SOURCE 200809L /* NOLINT: localtime_r, getpid */
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ischia/plugin.h"

enum { TIMEOUT_MS = 10000, NAME_SIZE = 512 };

#define PRACTICE "practices/sample"

struct host {
  void* library;
  const ischia_api* api;
  ischia_session* session;
  /* The patient who is open, a new one each time. Ischia asks before it makes two of one name. */
  char number[64];
  char family_name[80];
};

/* -- the plugin --------------------------------------------------------------------------- */

static void log_line(void* host_data, int32_t level, const char* message) {
  (void)host_data;
  (void)fprintf(stderr, "sample_host: %s%s\n", level == ISCHIA_LOG_WARNING ? "warning: " : "",
                message);
}

static int load(struct host* host, const char* library, const char* socket) {
  ischia_status (*get_api)(uint32_t, uint32_t, const ischia_api**) = NULL;
  ischia_host self;
  const ischia_bytes config = {(const uint8_t*)socket, strlen(socket)};

  host->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (host->library == NULL) {
    (void)fprintf(stderr, "sample_host: %s\n", dlerror()); /* NOLINT: one thread */
    return 0;
  }
  *(void**)&get_api = dlsym(host->library, "ischia_plugin_get_api");
  if (get_api == NULL || get_api(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &host->api) != ISCHIA_OK) {
    (void)fprintf(stderr, "sample_host: this is no plugin of version %d.%d or later\n",
                  ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR);
    return 0;
  }
  memset(&self, 0, sizeof self);
  self.struct_size = sizeof self;
  self.abi_major = ISCHIA_ABI_MAJOR;
  self.abi_minor = ISCHIA_ABI_MINOR;
  self.host_id = "sample-host";
  self.host_version = "1";
  self.log = log_line;
  return host->api->open(&self, config, &host->session) == ISCHIA_OK;
}

static void unload(struct host* host) {
  if (host->api != NULL) host->api->close(host->session);
  if (host->library != NULL) dlclose(host->library);
}

/* The text of a result, which is freed, as text that the caller frees; null after saying what went
   wrong. */
static char* take(struct host* host, const char* what, ischia_status status,
                  ischia_result* result) {
  const ischia_bytes bytes = host->api->result_bytes(result);
  char* text = NULL;
  if (status == ISCHIA_OK) {
    text = malloc(bytes.size + 1);
  } else {
    (void)fprintf(stderr, "sample_host: %s answered %d\n%.*s\n", what, (int)status, (int)bytes.size,
                  bytes.size != 0 ? (const char*)bytes.data : "");
  }
  if (text != NULL) {
    memcpy(text, bytes.data, bytes.size);
    text[bytes.size] = 0;
  }
  host->api->result_free(result);
  return text;
}

/* Calls a method with a request that is written like printf. The answer as text, which the caller
   frees; null after saying what went wrong. */
static char* call(struct host* host, const char* method, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int size = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char* request = size < 0 ? NULL : malloc((size_t)size + 1);
  if (request == NULL) return NULL;
  va_start(arguments, format);
  (void)vsnprintf(request, (size_t)size + 1, format, arguments);
  va_end(arguments);

  ischia_result* result = NULL;
  const ischia_bytes json = {(const uint8_t*)request, (size_t)size};
  const ischia_status status = host->api->call(host->session, method, json, TIMEOUT_MS, &result);
  char* answer = take(host, method, status, result);
  free(request);
  return answer;
}

/* -- JSON, as far as this host needs it --------------------------------------------------- */

/* Where the text of the first member `key` starts and how long it is; a host with a JSON library
   uses that. The members we read hold no escapes. */
static const char* find_text(const char* json, const char* key, size_t* size) {
  char quoted[64];
  (void)snprintf(quoted, sizeof quoted, "\"%s\"", key);
  const char* at = strstr(json, quoted);
  if (at == NULL) return NULL;
  at += strlen(quoted);
  at += strspn(at, " \n:");
  if (*at != '"') return NULL;
  *size = strcspn(at + 1, "\"");
  return at + 1;
}

/* Copies it; "" if there is none. */
static void copy_text(const char* json, const char* key, char out[NAME_SIZE]) {
  size_t size = 0;
  const char* text = find_text(json, key, &size);
  (void)snprintf(out, NAME_SIZE, "%.*s", (int)size, text != NULL ? text : "");
}

/* The whole file as text, which the caller frees. */
static char* read_file(const char* path) {
  enum { LARGEST = 256 * 1024 };
  FILE* file = fopen(path, "rb");
  char* text = file != NULL ? malloc(LARGEST + 1) : NULL;
  if (text != NULL) text[fread(text, 1, LARGEST, file)] = 0;
  if (file != NULL) (void)fclose(file);
  if (text == NULL) (void)fprintf(stderr, "sample_host: %s cannot be read\n", path);
  return text;
}

/* -- the job ------------------------------------------------------------------------------ */

static void today(char out[64]) {
  const time_t now = time(NULL);
  struct tm day;
  localtime_r(&now, &day);
  (void)snprintf(out, 64, "{\"year\": %d, \"month\": %d, \"day\": %d}", day.tm_year + 1900,
                 day.tm_mon + 1, day.tm_mday);
}

static int preview(struct host* host, const char* assessment, const char* start) {
  char state[NAME_SIZE];
  char exercise[NAME_SIZE];
  char* program = call(host, "ischia.v1.ProgramService/PreviewProgram",
                       "{\"parent\": \"" PRACTICE "\", \"assessment\": %s, \"start_date\": %s}",
                       assessment, start);
  if (program == NULL) return 0;
  copy_text(program, "state", state);
  copy_text(program, "exercise", exercise);
  (void)printf("Preview   %s, begins with %s\n", state, exercise);
  free(program);
  return 1;
}

/* Opens the console at the patient; the first time this makes the patient, under the host's number.
   The agent starts the browser, if console.browser says which. */
static int open_console(struct host* host, char patient[NAME_SIZE]) {
  const ischia_console* console = host->api->get_extension(ISCHIA_CONSOLE);
  ischia_patient alex;
  ischia_result* launch = NULL;
  if (console == NULL) return 0;
  memset(&alex, 0, sizeof alex);
  alex.struct_size = sizeof alex;
  alex.patient_id = host->number;
  alex.given_name = "Alex";
  alex.family_name = host->family_name;
  alex.birth_date = "1992-03-14";
  alex.sex = "M";
  alex.language = "en";
  const ischia_status status =
      console->open_console(host->session, &alex, NULL, TIMEOUT_MS, &launch);
  char* answer = take(host, "open_console", status, launch);
  if (answer == NULL) return 0;
  copy_text(answer, "patient", patient);
  (void)printf("Console   opened at %s\n", patient);
  free(answer);
  return 1;
}

/* Stores the assessment, makes the program and activates it as it was read. The agent gives each
   change a request_id of its own. */
static int make_program(struct host* host, const char* patient, const char* assessment,
                        const char* start, char program[NAME_SIZE]) {
  char stored[NAME_SIZE];
  char etag[NAME_SIZE];
  char state[NAME_SIZE];
  char* answer = call(host, "ischia.v1.AssessmentService/CreateAssessment",
                      "{\"parent\": \"%s\", \"assessment\": %s}", patient, assessment);
  if (answer == NULL) return 0;
  copy_text(answer, "name", stored);
  free(answer);
  answer = call(host, "ischia.v1.ProgramService/CreateProgram",
                "{\"parent\": \"%s\", \"assessment\": \"%s\", \"start_date\": %s}", patient, stored,
                start);
  if (answer == NULL) return 0;
  copy_text(answer, "name", program);
  copy_text(answer, "etag", etag);
  free(answer);
  answer = call(host, "ischia.v1.ProgramService/ActivateProgram",
                "{\"name\": \"%s\", \"etag\": \"%s\"}", program, etag);
  if (answer == NULL) return 0;
  copy_text(answer, "state", state);
  (void)printf("Program   %s, %s\n", program, state);
  free(answer);
  return 1;
}

static int order_sheet(struct host* host, const char* program) {
  char* answer = call(host, "ischia.v1.HandoutService/CreateHandout",
                      "{\"parent\": \"%s\", \"handout\": {\"kind\": \"KIND_PROGRAM\"}, "
                      "\"file_to_host\": true}",
                      program);
  free(answer);
  return answer != NULL;
}

static int write_file(const char* path, ischia_bytes bytes) {
  FILE* file = fopen(path, "wb");
  if (file == NULL) return 0;
  const size_t written = fwrite(bytes.data, 1, bytes.size, file);
  return fclose(file) == 0 && written == bytes.size;
}

/* Files the documents of the patient who is open. A host keeps the filing's name with the document
   and knows by it what it has filed already; here the same file is written again. A document of
   somebody else is not answered, and so is given again in two minutes. */
static int take_documents(struct host* host, const char* path) {
  const ischia_put_document* documents = host->api->get_extension(ISCHIA_PUT_DOCUMENT);
  ischia_result* filing = NULL;
  int filed = 0;
  while (documents != NULL) {
    char name[NAME_SIZE];
    char patient[NAME_SIZE];
    char family[NAME_SIZE];
    ischia_result* content = NULL;
    const ischia_status status = documents->next(host->session, TIMEOUT_MS, &filing, &content);
    if (status == ISCHIA_NOT_FOUND) break; /* nothing waits any more */
    char* text = take(host, "next", status, filing);
    if (text == NULL) return 0;
    copy_text(text, "name", name);
    copy_text(text, "patient_id", patient);
    copy_text(text, "family_name", family);
    free(text);
    if (strcmp(patient, host->number) == 0) {
      const ischia_bytes bytes = host->api->result_bytes(content);
      ischia_status outcome = ISCHIA_FAILED_PRECONDITION; /* the number is another patient's */
      if (strcmp(family, host->family_name) == 0) {
        outcome = write_file(path, bytes) ? ISCHIA_OK : ISCHIA_UNAVAILABLE; /* comes again */
      }
      filed |= documents->done(host->session, name, outcome, host->number) == ISCHIA_OK &&
               outcome == ISCHIA_OK;
      (void)printf("Filing    %s, outcome %d\nFile      %s, %lu bytes\n", name, (int)outcome, path,
                   (unsigned long)bytes.size);
    }
    host->api->result_free(content);
  }
  host->api->result_free(filing);
  return filed;
}

int main(int argc, char** argv) {
  struct host host;
  char start[64];
  char patient[NAME_SIZE];
  char program[NAME_SIZE];
  if (argc < 4 || argc > 5) {
    (void)fprintf(stderr, "usage: sample_host LIBRARY ASSESSMENT.json HANDOUT.pdf [SOCKET]\n");
    return 2;
  }
  today(start);
  memset(&host, 0, sizeof host);
  (void)snprintf(host.number, sizeof host.number, "%ld-%ld", (long)time(NULL), (long)getpid());
  (void)snprintf(host.family_name, sizeof host.family_name, "Sample-%s", host.number);
  char* assessment = read_file(argv[2]);
  const int done = assessment != NULL && load(&host, argv[1], argc == 5 ? argv[4] : "") &&
                   preview(&host, assessment, start) && open_console(&host, patient) &&
                   make_program(&host, patient, assessment, start, program) &&
                   order_sheet(&host, program) && take_documents(&host, argv[3]);
  free(assessment);
  unload(&host);
  return done ? 0 : 1;
}
