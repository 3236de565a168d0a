/* The bytes between plugin and agent: frames of tagged fields, big-endian. Memory in, memory out;
   no sockets, no time, no JSON.

     u32 length (of the rest)  u8 kind  u8 flags  u16 reserved  u32 call_id
     then fields: u16 tag  u32 length  bytes

   A number is a field of four bytes. Tags that are not known are skipped; a tag that comes twice
   counts as it came last. */
#ifndef ISCHIA_PLUGIN_SHIM_FRAME_H_
#define ISCHIA_PLUGIN_SHIM_FRAME_H_

#include <stddef.h>
#include <stdint.h>

#include "ischia/plugin.h"

enum {
  ISCHIA_PROTOCOL = 1, /* the one that this plugin speaks */
  ISCHIA_PAYLOAD_MAX = 4 * 1024 * 1024,
  ISCHIA_FRAME_MAX = ISCHIA_PAYLOAD_MAX + 64 * 1024, /* of what follows the length */
  ISCHIA_HEAD_SIZE = 12
};

enum ischia_kind {
  ISCHIA_KIND_HELLO = 1,
  ISCHIA_KIND_WELCOME = 2,
  ISCHIA_KIND_CALL = 3,
  ISCHIA_KIND_RESULT = 4,
  ISCHIA_KIND_ERROR = 5,
  ISCHIA_KIND_CANCEL = 6,
  ISCHIA_KIND_OPEN_CONSOLE = 7,
  ISCHIA_KIND_PATIENT_CHANGED = 8,
  ISCHIA_KIND_DOCUMENT_WAITING = 9,
  ISCHIA_KIND_NEXT_DOCUMENT = 10,
  ISCHIA_KIND_DOCUMENT_DONE = 11
};

/* Of a HELLO: no question follows, the connection stays open for DOCUMENT_WAITING. */
enum { ISCHIA_FLAG_EVENTS = 1 };

enum ischia_tag {
  ISCHIA_TAG_PROTOCOL_MIN = 1,
  ISCHIA_TAG_PROTOCOL_MAX = 2,
  ISCHIA_TAG_HOST_ID = 3,
  ISCHIA_TAG_VERSION = 4,
  ISCHIA_TAG_METHOD = 10,
  ISCHIA_TAG_JSON = 11,
  ISCHIA_TAG_DEADLINE_MS = 12,
  ISCHIA_TAG_STATUS = 13,
  ISCHIA_TAG_CONTENT = 14,
  ISCHIA_TAG_PATIENT = 20, /* and up to 26, in the order of ischia_patient */
  ISCHIA_TAG_VIEW = 27,
  ISCHIA_TAG_FILING = 30,
  ISCHIA_TAG_DOCUMENT_ID = 31
};

/* Frames on their way out, one behind the other. Starts as all zero; the owner frees `bytes`. */
struct ischia_frames {
  uint8_t* bytes;
  size_t size;
  size_t capacity;
  size_t begun;     /* where the frame under way starts */
  int out_of_space; /* memory ran out, or a frame grew beyond its limit; the bytes are of no use */
};

void ischia_frame_begin(struct ischia_frames* frames, enum ischia_kind kind, uint8_t flags,
                        uint32_t call_id);
void ischia_frame_put(struct ischia_frames* frames, unsigned tag, const void* data, size_t size);
void ischia_frame_put_number(struct ischia_frames* frames, unsigned tag, uint32_t number);
void ischia_frame_end(struct ischia_frames* frames);

/* What stands before the fields of a frame that came in. */
struct ischia_head {
  size_t body_size; /* bytes of fields that follow */
  unsigned kind;
  uint32_t call_id;
};

/* False if the length is none that a frame can have. */
int ischia_read_head(const uint8_t bytes[ISCHIA_HEAD_SIZE], struct ischia_head* out);

/* What an agent can say. The bytes are those of the body. */
struct ischia_answer {
  int has_protocol_min;
  int has_protocol_max;
  uint32_t protocol_min;
  uint32_t protocol_max;
  ischia_status status;
  ischia_bytes json;    /* data is null if there is none */
  ischia_bytes content; /* data is null if there is none */
};

/* Reads the fields of a WELCOME, RESULT or ERROR. False if a field runs over the end, a number is
   not four bytes, the JSON is not UTF-8, a WELCOME lacks a protocol, or the status does not fit the
   kind: zero or none in a RESULT, a gRPC error or ISCHIA_AGENT_TOO_OLD in an ERROR. */
int ischia_read_answer(const struct ischia_head* head, const uint8_t* body,
                       struct ischia_answer* out);

/* Well-formed UTF-8 without NUL: no overlong form, no surrogate, nothing beyond U+10FFFF. */
int ischia_is_text(const void* data, size_t size);

#endif /* ISCHIA_PLUGIN_SHIM_FRAME_H_ */
