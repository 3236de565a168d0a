/* Prints where each member of the interface lies. Compared with layout.txt: a difference breaks
   every host that is out there. */
#include <stddef.h>
#include <stdio.h>

#include "ischia/plugin.h"

#define TYPE(type) printf("%-24s size %zu\n", #type, sizeof(type))
#define MEMBER(type, member) \
  printf("  %-22s at %zu, %zu bytes\n", #member, offsetof(type, member), sizeof(((type*)0)->member))
#define NUMBER(name) printf("%-32s %d\n", #name, (int)(name))

static void print_types(void) {
  TYPE(ischia_status);
  TYPE(ischia_bytes);
  MEMBER(ischia_bytes, data);
  MEMBER(ischia_bytes, size);
  TYPE(ischia_host);
  MEMBER(ischia_host, struct_size);
  MEMBER(ischia_host, abi_major);
  MEMBER(ischia_host, abi_minor);
  MEMBER(ischia_host, reserved);
  MEMBER(ischia_host, host_data);
  MEMBER(ischia_host, host_id);
  MEMBER(ischia_host, host_version);
  MEMBER(ischia_host, log);
  TYPE(ischia_api);
  MEMBER(ischia_api, struct_size);
  MEMBER(ischia_api, abi_major);
  MEMBER(ischia_api, abi_minor);
  MEMBER(ischia_api, reserved);
  MEMBER(ischia_api, plugin_version);
  MEMBER(ischia_api, open);
  MEMBER(ischia_api, close);
  MEMBER(ischia_api, call);
  MEMBER(ischia_api, cancel);
  MEMBER(ischia_api, result_bytes);
  MEMBER(ischia_api, result_free);
  MEMBER(ischia_api, get_extension);
}

static void print_extensions(void) {
  printf("%s\n", ISCHIA_CONSOLE);
  printf("%s\n", ISCHIA_CURRENT_PATIENT);
  printf("%s\n", ISCHIA_PUT_DOCUMENT);
  TYPE(ischia_patient);
  MEMBER(ischia_patient, struct_size);
  MEMBER(ischia_patient, reserved);
  MEMBER(ischia_patient, patient_id);
  MEMBER(ischia_patient, given_name);
  MEMBER(ischia_patient, family_name);
  MEMBER(ischia_patient, birth_date);
  MEMBER(ischia_patient, sex);
  MEMBER(ischia_patient, email);
  MEMBER(ischia_patient, language);
  TYPE(ischia_console);
  MEMBER(ischia_console, struct_size);
  MEMBER(ischia_console, reserved);
  MEMBER(ischia_console, open_console);
  TYPE(ischia_current_patient);
  MEMBER(ischia_current_patient, struct_size);
  MEMBER(ischia_current_patient, reserved);
  MEMBER(ischia_current_patient, patient_changed);
  TYPE(ischia_put_document);
  MEMBER(ischia_put_document, struct_size);
  MEMBER(ischia_put_document, reserved);
  MEMBER(ischia_put_document, event_fd);
  MEMBER(ischia_put_document, next);
  MEMBER(ischia_put_document, done);
}

static void print_numbers(void) {
  NUMBER(ISCHIA_ABI_MAJOR);
  NUMBER(ISCHIA_ABI_MINOR);
  NUMBER(ISCHIA_OK);
  NUMBER(ISCHIA_CANCELLED);
  NUMBER(ISCHIA_INVALID_ARGUMENT);
  NUMBER(ISCHIA_DEADLINE_EXCEEDED);
  NUMBER(ISCHIA_NOT_FOUND);
  NUMBER(ISCHIA_FAILED_PRECONDITION);
  NUMBER(ISCHIA_INTERNAL);
  NUMBER(ISCHIA_UNAVAILABLE);
  NUMBER(ISCHIA_ABI_MISMATCH);
  NUMBER(ISCHIA_AGENT_TOO_OLD);
  NUMBER(ISCHIA_LOG_INFO);
  NUMBER(ISCHIA_LOG_WARNING);
}

int main(void) {
  print_types();
  print_extensions();
  print_numbers();
  return 0;
}
