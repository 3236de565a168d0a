#include "plugin/shim/frame.h"

#include <stdlib.h>
#include <string.h>

enum { LENGTH_SIZE = 4, FIELD_HEAD_SIZE = 6, NUMBER_SIZE = 4, FIRST_CAPACITY = 1024 };

static void store16(uint8_t* to, unsigned number) {
  to[0] = (uint8_t)(number >> 8 & 0xff);
  to[1] = (uint8_t)(number & 0xff);
}

static void store32(uint8_t* to, uint32_t number) {
  store16(to, number >> 16);
  store16(to + 2, number & 0xffff);
}

static unsigned load16(const uint8_t* from) { return (unsigned)from[0] << 8 | from[1]; }

static uint32_t load32(const uint8_t* from) {
  return (uint32_t)load16(from) << 16 | (uint32_t)load16(from + 2);
}

/* Room for `size` more bytes, or null. */
static uint8_t* grow(struct ischia_frames* frames, size_t size) {
  size_t wanted = frames->size + size;
  if (frames->out_of_space || wanted - frames->begun > ISCHIA_FRAME_MAX + LENGTH_SIZE) {
    frames->out_of_space = 1;
    return NULL;
  }
  if (wanted > frames->capacity) {
    size_t capacity = frames->capacity != 0 ? frames->capacity : FIRST_CAPACITY;
    while (capacity < wanted) capacity *= 2;
    uint8_t* bytes = realloc(frames->bytes, capacity);
    if (bytes == NULL) {
      frames->out_of_space = 1;
      return NULL;
    }
    frames->bytes = bytes;
    frames->capacity = capacity;
  }
  uint8_t* room = frames->bytes + frames->size;
  frames->size = wanted;
  return room;
}

void ischia_frame_begin(struct ischia_frames* frames, enum ischia_kind kind, uint8_t flags,
                        uint32_t call_id) {
  frames->begun = frames->size;
  uint8_t* head = grow(frames, ISCHIA_HEAD_SIZE);
  if (head == NULL) return;
  store32(head, 0); /* until ischia_frame_end */
  head[4] = (uint8_t)kind;
  head[5] = flags;
  store16(head + 6, 0);
  store32(head + 8, call_id);
}

void ischia_frame_put(struct ischia_frames* frames, unsigned tag, const void* data, size_t size) {
  if (size > ISCHIA_FRAME_MAX) {
    frames->out_of_space = 1;
    return;
  }
  uint8_t* field = grow(frames, FIELD_HEAD_SIZE + size);
  if (field == NULL) return;
  store16(field, tag);
  store32(field + 2, (uint32_t)size);
  if (size != 0) memcpy(field + FIELD_HEAD_SIZE, data, size);
}

void ischia_frame_put_number(struct ischia_frames* frames, unsigned tag, uint32_t number) {
  uint8_t bytes[NUMBER_SIZE];
  store32(bytes, number);
  ischia_frame_put(frames, tag, bytes, sizeof bytes);
}

void ischia_frame_end(struct ischia_frames* frames) {
  if (frames->out_of_space) return;
  store32(frames->bytes + frames->begun, (uint32_t)(frames->size - frames->begun - LENGTH_SIZE));
}

int ischia_read_head(const uint8_t bytes[ISCHIA_HEAD_SIZE], struct ischia_head* out) {
  const uint32_t length = load32(bytes);
  if (length < ISCHIA_HEAD_SIZE - LENGTH_SIZE || length > ISCHIA_FRAME_MAX) return 0;
  out->body_size = length - (ISCHIA_HEAD_SIZE - LENGTH_SIZE);
  out->kind = bytes[4];
  out->call_id = load32(bytes + 8);
  return 1;
}

static int read_number(ischia_bytes field, uint32_t* out) {
  if (field.size != NUMBER_SIZE) return 0;
  *out = load32(field.data);
  return 1;
}

static int read_field(unsigned tag, ischia_bytes field, struct ischia_answer* out) {
  uint32_t status = 0;
  switch (tag) {
    case ISCHIA_TAG_PROTOCOL_MIN:
      out->has_protocol_min = 1;
      return read_number(field, &out->protocol_min);
    case ISCHIA_TAG_PROTOCOL_MAX:
      out->has_protocol_max = 1;
      return read_number(field, &out->protocol_max);
    case ISCHIA_TAG_STATUS:
      if (!read_number(field, &status) || status > INT32_MAX) return 0;
      out->status = (ischia_status)status;
      return 1;
    case ISCHIA_TAG_JSON:
      out->json = field;
      return ischia_is_text(field.data, field.size);
    case ISCHIA_TAG_CONTENT:
      out->content = field;
      return 1;
    default:
      return 1;
  }
}

static int is_failure(ischia_status status) {
  const ischia_status last_of_grpc = 16;
  return (status > ISCHIA_OK && status <= last_of_grpc) || status == ISCHIA_AGENT_TOO_OLD;
}

int ischia_read_answer(const struct ischia_head* head, const uint8_t* body,
                       struct ischia_answer* out) {
  memset(out, 0, sizeof *out);
  size_t at = 0;
  while (at < head->body_size) {
    if (head->body_size - at < FIELD_HEAD_SIZE) return 0;
    const unsigned tag = load16(body + at);
    const ischia_bytes field = {body + at + FIELD_HEAD_SIZE, load32(body + at + 2)};
    at += FIELD_HEAD_SIZE;
    if (field.size > head->body_size - at) return 0;
    if (!read_field(tag, field, out)) return 0;
    at += field.size;
  }
  switch (head->kind) {
    case ISCHIA_KIND_WELCOME:
      return out->status == ISCHIA_OK && out->has_protocol_min && out->has_protocol_max;
    case ISCHIA_KIND_RESULT:
      return out->status == ISCHIA_OK;
    case ISCHIA_KIND_ERROR:
      return is_failure(out->status);
    default:
      return 0;
  }
}

/* Bytes of the character that the first of the `left` bytes begins; 0 if it is none. The second
   byte's range shuts out overlong forms, surrogates and what lies beyond U+10FFFF. */
static size_t character_size(const uint8_t* at, size_t left) {
  const uint8_t first = at[0];
  uint8_t low = 0x80;
  uint8_t high = 0xbf;
  size_t size = 0;
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) size = 2;
  if (first >= 0xe0 && first <= 0xef) size = 3;
  if (first >= 0xf0 && first <= 0xf4) size = 4;
  if (size == 0 || left < size) return 0;
  if (first == 0xe0) low = 0xa0;
  if (first == 0xed) high = 0x9f;
  if (first == 0xf0) low = 0x90;
  if (first == 0xf4) high = 0x8f;
  if (at[1] < low || at[1] > high) return 0;
  for (size_t i = 2; i < size; ++i) {
    if ((at[i] & 0xc0) != 0x80) return 0;
  }
  return size;
}

int ischia_is_text(const void* data, size_t size) {
  const uint8_t* bytes = data;
  size_t at = 0;
  while (at < size) {
    const size_t character = character_size(bytes + at, size - at);
    if (character == 0) return 0;
    at += character;
  }
  return 1;
}
