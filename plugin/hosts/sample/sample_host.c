/* A whole host in C: loads the plugin, previews a program for an assessment, then stores a patient
   and the assessment, makes and activates the program, and fetches its handout. Takes from the host
   what any host has: a patient, a way to show text, a place for a file.

     sample_host LIBRARY ASSESSMENT.json HANDOUT.pdf [SOCKET]

   Ends with 0 when the handout is written, 1 when something failed (it says what), 2 for wrong use.
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
  const ischia_bytes bytes = host->api->result_bytes(result);
  char* answer = NULL;
  if (status == ISCHIA_OK) {
    answer = malloc(bytes.size + 1);
  } else {
    (void)fprintf(stderr, "sample_host: %s answered %d\n%.*s\n", method, (int)status,
                  (int)bytes.size, bytes.size != 0 ? (const char*)bytes.data : "");
  }
  if (answer != NULL) {
    memcpy(answer, bytes.data, bytes.size);
    answer[bytes.size] = 0;
  }
  host->api->result_free(result);
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

/* Writes a member of bytes, which are base64, into a file. The number of bytes, or -1. */
static long write_bytes(const char* json, const char* key, const char* path) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t size = 0;
  const char* text = find_text(json, key, &size);
  FILE* file = text != NULL ? fopen(path, "wb") : NULL;
  if (file == NULL) return -1;
  unsigned long bits = 0;
  int count = 0;
  long written = 0;
  for (size_t i = 0; i < size && text[i] != '='; ++i) {
    const char* digit = strchr(digits, text[i]);
    if (digit == NULL) break;
    bits = (bits << 6 | (unsigned long)(digit - digits)) & 0xffffffffUL;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    (void)fputc((int)(bits >> count & 0xff), file);
    ++written;
  }
  return fclose(file) == 0 ? written : -1;
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

/* Previewing stores nothing. */
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

/* Stores the patient under the host's own number, and the assessment. False if one of them failed.
   The agent gives each change a request_id of its own. */
static int store(struct host* host, const char* assessment, char stored[NAME_SIZE],
                 char patient[NAME_SIZE]) {
  const long number = (long)time(NULL) % 100000000L * 100 + (long)getpid() % 100;
  char* answer =
      call(host, "ischia.v1.PatientService/CreatePatient",
           "{\"parent\": \"" PRACTICE
           "\", \"patient_id\": \"sample-host-%ld\", \"patient\": {"
           "\"host_reference\": {\"host_id\": \"sample-host\", \"patient_id\": \"%ld\"}, "
           "\"given_name\": \"Alex\", \"family_name\": \"Sample\", "
           "\"birth_date\": {\"year\": 1992, \"month\": 3, \"day\": 14}, "
           "\"sex_for_norms\": \"NORM_SEX_MALE\", \"language_code\": \"en\"}}",
           number, number);
  if (answer == NULL) return 0;
  copy_text(answer, "name", patient);
  free(answer);
  answer = call(host, "ischia.v1.AssessmentService/CreateAssessment",
                "{\"parent\": \"%s\", \"assessment\": %s}", patient, assessment);
  if (answer == NULL) return 0;
  copy_text(answer, "name", stored);
  free(answer);
  return 1;
}

/* Makes the program and activates it as it was read. */
static int make_program(struct host* host, const char* patient, const char* assessment,
                        const char* start, char program[NAME_SIZE]) {
  char etag[NAME_SIZE];
  char state[NAME_SIZE];
  char* answer = call(host, "ischia.v1.ProgramService/CreateProgram",
                      "{\"parent\": \"%s\", \"assessment\": \"%s\", \"start_date\": %s}", patient,
                      assessment, start);
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

static int fetch_handout(struct host* host, const char* program, const char* path) {
  char handout[NAME_SIZE];
  char* answer = call(host, "ischia.v1.HandoutService/CreateHandout",
                      "{\"parent\": \"%s\", \"handout\": {\"kind\": \"KIND_PROGRAM\"}}", program);
  if (answer == NULL) return 0;
  copy_text(answer, "name", handout);
  free(answer);
  answer = call(host, "ischia.v1.HandoutService/DownloadHandout", "{\"name\": \"%s\"}", handout);
  if (answer == NULL) return 0;
  const long size = write_bytes(answer, "content", path);
  free(answer);
  if (size <= 0) {
    (void)fprintf(stderr, "sample_host: %s cannot be written\n", path);
    return 0;
  }
  (void)printf("Handout   %s\nFile      %s, %ld bytes\n", handout, path, size);
  return 1;
}

int main(int argc, char** argv) {
  struct host host = {NULL, NULL, NULL};
  char start[64];
  char patient[NAME_SIZE];
  char stored[NAME_SIZE];
  char program[NAME_SIZE];
  if (argc < 4 || argc > 5) {
    (void)fprintf(stderr, "usage: sample_host LIBRARY ASSESSMENT.json HANDOUT.pdf [SOCKET]\n");
    return 2;
  }
  today(start);
  char* assessment = read_file(argv[2]);
  const int done = assessment != NULL && load(&host, argv[1], argc == 5 ? argv[4] : "") &&
                   preview(&host, assessment, start) && store(&host, assessment, stored, patient) &&
                   make_program(&host, patient, stored, start, program) &&
                   fetch_handout(&host, program, argv[3]);
  free(assessment);
  unload(&host);
  return done ? 0 : 1;
}
