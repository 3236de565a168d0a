/* One question to the agent and its answer, in time: owns the socket, the deadline and the way to
   cancel. Knows nothing of what is asked. Every question has a connection of its own.

     struct ischia_call call;
     ischia_call_begin(&call, calls, timeout_ms);
     problem = ischia_ask(&call, address, &hello_and_question, &reply);
     ...
     free(reply.body);
     ischia_call_end(&call); */
#ifndef ISCHIA_PLUGIN_SHIM_CONNECTION_H_
#define ISCHIA_PLUGIN_SHIM_CONNECTION_H_

#include <pthread.h>
#include <stdint.h>
#include <sys/un.h>

#include "ischia/plugin.h"
#include "plugin/shim/frame.h"

/* Why something was not done. Lives for ever. */
struct ischia_problem {
  ischia_status status;
  const char* reason;
  const char* sentence;
};

extern const struct ischia_problem ischia_no_memory;
extern const struct ischia_problem ischia_no_answer; /* what came is none */

/* Where the agent may listen: the first place where somebody does. */
enum { ISCHIA_PATHS_MAX = 2 };
struct ischia_address {
  int count;
  char paths[ISCHIA_PATHS_MAX][sizeof(((struct sockaddr_un*)0)->sun_path)];
};

/* The calls of a session that are in flight. [any] */
struct ischia_calls {
  pthread_mutex_t lock;
  pthread_cond_t none_left;
  struct ischia_call* first; /* guarded by lock */
  int closed;                /* guarded by lock */
};

/* A call in flight, on its thread's stack. */
struct ischia_call {
  struct ischia_calls* calls;
  struct ischia_call* next;     /* guarded by calls->lock */
  struct ischia_call* previous; /* guarded by calls->lock */
  int cancelled;                /* guarded by calls->lock */
  int socket;                   /* written under calls->lock; -1: none */
  int asked;                    /* the whole question is out */
  int64_t deadline;             /* nanoseconds of the monotonic clock */
};

/* False when the system has no room for it. */
int ischia_calls_init(struct ischia_calls* calls);
/* Makes all calls in flight return soon. */
void ischia_calls_cancel(struct ischia_calls* calls);
/* Cancels all, waits until each has ended, and takes the set apart. */
void ischia_calls_close(struct ischia_calls* calls);

/* The deadline counts from here. */
void ischia_call_begin(struct ischia_call* call, struct ischia_calls* calls, uint32_t timeout_ms);
void ischia_call_end(struct ischia_call* call);

/* Call ids on a connection: of the hello, and of the question. */
enum { ISCHIA_HELLO_ID = 0, ISCHIA_QUESTION_ID = 1 };

/* What the agent said; the bytes of `answer` are those of `body`, which the caller frees. */
struct ischia_reply {
  uint8_t* body;
  struct ischia_answer answer;
};

/* Sends a HELLO with a question behind it and reads the answer: a RESULT, or the agent's ERROR. A
   problem instead when there is no answer; then `out->body` is null. */
const struct ischia_problem* ischia_ask(struct ischia_call* call,
                                        const struct ischia_address* address,
                                        const struct ischia_frames* hello_and_question,
                                        struct ischia_reply* out);

/* Sends a HELLO, reads the WELCOME, and hands the open connection to the caller. The call can go on
   and ask. */
const struct ischia_problem* ischia_connect(struct ischia_call* call,
                                            const struct ischia_address* address,
                                            const struct ischia_frames* hello, int* out);

#endif /* ISCHIA_PLUGIN_SHIM_CONNECTION_H_ */
