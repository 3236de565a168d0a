/* libFuzzer's entry: bytes as they might come from the socket, one frame behind the other. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/shim/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

/* Reading beyond a body is seen by the sanitizer: each has memory of its own. */
static void read_body(const struct ischia_head* head, const uint8_t* bytes) {
  struct ischia_answer answer;
  uint8_t* body = malloc(head->body_size + 1);
  if (body == NULL) return;
  memcpy(body, bytes, head->body_size);
  if (ischia_read_answer(head, body, &answer)) {
    /* What was accepted lies within the body and keeps its promises. */
    const uint8_t* end = body + head->body_size;
    if (answer.json.data != NULL && answer.json.data + answer.json.size > end) abort();
    if (answer.content.data != NULL && answer.content.data + answer.content.size > end) abort();
    if (!ischia_is_text(answer.json.data, answer.json.size)) abort();
    if ((head->kind == ISCHIA_KIND_ERROR) != (answer.status != ISCHIA_OK)) abort();
  }
  free(body);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  struct ischia_head head;
  while (size >= ISCHIA_HEAD_SIZE && ischia_read_head(data, &head)) {
    data += ISCHIA_HEAD_SIZE;
    size -= ISCHIA_HEAD_SIZE;
    if (head.body_size > size) head.body_size = size; /* the rest of the frame never came */
    read_body(&head, data);
    data += head.body_size;
    size -= head.body_size;
  }
  return 0;
}
