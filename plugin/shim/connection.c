#include "plugin/shim/connection.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const struct ischia_problem timed_out = {ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT",
                                                "The Ischia agent did not answer in time. A change "
                                                "may have been made all the same; repeated with "
                                                "the same request_id it is made once."};
static const struct ischia_problem cancelled = {ISCHIA_CANCELLED, "CANCELLED_BY_HOST",
                                                "The host cancelled the call."};
static const struct ischia_problem unreachable = {
    ISCHIA_UNAVAILABLE, "AGENT_UNREACHABLE",
    "No Ischia agent answers on this machine. Start ischia-agent, or set its socket in config."};
static const struct ischia_problem foreign = {ISCHIA_UNAVAILABLE, "AGENT_FOREIGN",
                                              "The agent's socket belongs to another user, so "
                                              "nothing was sent. Start ischia-agent as the user "
                                              "of this program, or as root."};
static const struct ischia_problem hung_up = {
    ISCHIA_UNAVAILABLE, "AGENT_CLOSED",
    "The Ischia agent ended before it answered. A change may have been made all the same; repeated "
    "with the same request_id it is made once."};
static const struct ischia_problem no_descriptor = {
    ISCHIA_UNAVAILABLE, "DESCRIPTORS_USED_UP",
    "This program has no file descriptor left to reach the Ischia agent with."};
const struct ischia_problem ischia_no_answer = {
    ISCHIA_INTERNAL, "AGENT_PROTOCOL",
    "What the Ischia agent sent is no answer; the connection was closed."};
const struct ischia_problem ischia_no_memory = {ISCHIA_INTERNAL, "MEMORY_USED_UP",
                                                "This program has no memory left."};
static const struct ischia_problem agent_too_old = {
    ISCHIA_AGENT_TOO_OLD, "AGENT_TOO_OLD",
    "The Ischia agent is older than this plugin can speak with. Update ischia-agent."};
static const struct ischia_problem plugin_too_old = {
    ISCHIA_FAILED_PRECONDITION, "PLUGIN_TOO_OLD",
    "This plugin is older than the Ischia agent can speak with. Update libischia_plugin.so."};

/* -- calls in flight and their deadline --------------------------------------------------- */

static const int64_t nanoseconds_per_second = 1000000000;

static int64_t now(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time); /* cannot fail for this clock */
  return (int64_t)time.tv_sec * nanoseconds_per_second + time.tv_nsec;
}

int ischia_calls_init(struct ischia_calls* calls) {
  calls->first = NULL;
  calls->closed = 0;
  if (pthread_mutex_init(&calls->lock, NULL) != 0) return 0;
  if (pthread_cond_init(&calls->none_left, NULL) == 0) return 1;
  (void)pthread_mutex_destroy(&calls->lock); /* nobody holds it */
  return 0;
}

/* The reading side alone is shut down: it wakes the call's thread, which can still send its CANCEL.
 */
static void cancel_all(struct ischia_calls* calls) {
  for (struct ischia_call* call = calls->first; call != NULL; call = call->next) {
    call->cancelled = 1;
    if (call->socket >= 0) (void)shutdown(call->socket, SHUT_RD); /* fails before connect */
  }
}

void ischia_calls_cancel(struct ischia_calls* calls) {
  pthread_mutex_lock(&calls->lock);
  cancel_all(calls);
  pthread_mutex_unlock(&calls->lock);
}

void ischia_calls_close(struct ischia_calls* calls) {
  pthread_mutex_lock(&calls->lock);
  calls->closed = 1;
  cancel_all(calls);
  while (calls->first != NULL) pthread_cond_wait(&calls->none_left, &calls->lock);
  pthread_mutex_unlock(&calls->lock);
  pthread_cond_destroy(&calls->none_left);
  pthread_mutex_destroy(&calls->lock);
}

void ischia_call_begin(struct ischia_call* call, struct ischia_calls* calls, uint32_t timeout_ms) {
  const int64_t nanoseconds_per_millisecond = 1000000;
  call->deadline = now() + timeout_ms * nanoseconds_per_millisecond;
  call->calls = calls;
  call->socket = -1;
  call->asked = 0;
  call->previous = NULL;
  pthread_mutex_lock(&calls->lock);
  call->cancelled = calls->closed;
  call->next = calls->first;
  if (call->next != NULL) call->next->previous = call;
  calls->first = call;
  pthread_mutex_unlock(&calls->lock);
}

static int is_cancelled(const struct ischia_call* call) {
  pthread_mutex_lock(&call->calls->lock);
  const int answer = call->cancelled;
  pthread_mutex_unlock(&call->calls->lock);
  return answer;
}

/* Takes the socket away from those who cancel, so that nobody shuts down its number's next owner.
 */
static int release_socket(struct ischia_call* call) {
  pthread_mutex_lock(&call->calls->lock);
  const int released = call->socket;
  call->socket = -1;
  pthread_mutex_unlock(&call->calls->lock);
  return released;
}

/* Ends the conversation also where a forked child holds a copy of the descriptor. */
static void hang_up(struct ischia_call* call) {
  const int released = release_socket(call);
  if (released < 0) return;
  (void)shutdown(released, SHUT_RDWR); /* fails if the agent was first */
  (void)close(released);
}

void ischia_call_end(struct ischia_call* call) {
  struct ischia_calls* calls = call->calls;
  hang_up(call);
  pthread_mutex_lock(&calls->lock);
  if (call->previous != NULL) call->previous->next = call->next;
  if (call->next != NULL) call->next->previous = call->previous;
  if (calls->first == call) calls->first = call->next;
  if (calls->first == NULL) pthread_cond_signal(&calls->none_left);
  pthread_mutex_unlock(&calls->lock);
}

/* Waits for one of `events` on the socket, at most `at_most` nanoseconds; `watched` tells what
 * came. */
static const struct ischia_problem* wait_for(struct ischia_call* call, struct pollfd* watched,
                                             int64_t at_most) {
  int64_t left = call->deadline - now();
  if (is_cancelled(call)) return &cancelled;
  if (left <= 0) return &timed_out;
  if (left > at_most) left = at_most;
  const struct timespec time = {left / nanoseconds_per_second, left % nanoseconds_per_second};
  watched->revents = 0;
  (void)ppoll(watched, 1, &time, NULL); /* whoever waits tries again, whatever woke it */
  return NULL;
}

/* -- the conversation --------------------------------------------------------------------- */

/* Connects the call's socket to a path; an error number if that fails. A full queue of the agent's
   is no failure yet, and nothing tells when it has room again. */
static int connect_to(struct ischia_call* call, const char* path,
                      const struct ischia_problem** problem) {
  const int64_t pause = 2000000;
  struct pollfd nothing = {-1, 0, 0};
  struct sockaddr_un place;
  memset(&place, 0, sizeof place);
  place.sun_family = AF_UNIX;
  memcpy(place.sun_path, path, strlen(path) + 1);
  while (connect(call->socket, (const struct sockaddr*)&place, sizeof place) != 0) {
    if (errno != EAGAIN && errno != EINTR) return errno;
    *problem = wait_for(call, &nothing, pause);
    if (*problem != NULL) return 0;
  }
  return 0;
}

static const struct ischia_problem* check_peer(int connected) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(connected, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return &unreachable;
  return peer.uid == geteuid() || peer.uid == 0 ? NULL : &foreign;
}

static const struct ischia_problem* reach_agent(struct ischia_call* call,
                                                const struct ischia_address* address) {
  const int opened = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (opened < 0) return &no_descriptor;
  pthread_mutex_lock(&call->calls->lock);
  call->socket = opened;
  pthread_mutex_unlock(&call->calls->lock);
  const struct ischia_problem* problem = &unreachable;
  for (int i = 0; i < address->count; ++i) {
    const struct ischia_problem* ended = NULL;
    const int error = connect_to(call, address->paths[i], &ended);
    if (ended != NULL) return ended;
    if (error == 0) return check_peer(opened);
    if (error == EACCES) problem = &foreign;
  }
  return problem;
}

/* An agent that hangs up while we write may have said why before: that is for the reader to see. */
static const struct ischia_problem* send_all(struct ischia_call* call,
                                             const struct ischia_frames* frames) {
  struct pollfd watched = {call->socket, POLLOUT | POLLRDHUP, 0};
  size_t sent = 0;
  while (sent < frames->size && (watched.revents & POLLRDHUP) == 0) {
    const ssize_t n = send(call->socket, frames->bytes + sent, frames->size - sent, MSG_NOSIGNAL);
    if (n >= 0) {
      sent += (size_t)n;
    } else if (errno == EAGAIN) {
      const struct ischia_problem* problem = wait_for(call, &watched, INT64_MAX);
      if (problem != NULL) return problem;
    } else if (errno != EINTR) {
      return NULL;
    }
  }
  call->asked = sent == frames->size;
  return NULL;
}

static const struct ischia_problem* receive_all(struct ischia_call* call, uint8_t* bytes,
                                                size_t size) {
  struct pollfd watched = {call->socket, POLLIN, 0};
  size_t received = 0;
  while (received < size) {
    const ssize_t n = recv(call->socket, bytes + received, size - received, 0);
    if (n > 0) {
      received += (size_t)n;
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n == 0 || errno != EAGAIN) return is_cancelled(call) ? &cancelled : &hung_up;
    const struct ischia_problem* problem = wait_for(call, &watched, INT64_MAX);
    if (problem != NULL) return problem;
  }
  return NULL;
}

/* `*body` is the caller's, also when there is a problem. */
static const struct ischia_problem* receive_frame(struct ischia_call* call,
                                                  struct ischia_head* head, uint8_t** body) {
  uint8_t bytes[ISCHIA_HEAD_SIZE];
  const struct ischia_problem* problem = receive_all(call, bytes, sizeof bytes);
  if (problem != NULL) return problem;
  if (!ischia_read_head(bytes, head)) return &ischia_no_answer;
  *body = malloc(head->body_size + 1);
  if (*body == NULL) return &ischia_no_memory;
  return receive_all(call, *body, head->body_size);
}

/* A few bytes that help the agent if they arrive, and are not missed if not. */
static void send_hint(struct ischia_call* call, enum ischia_kind kind, uint32_t call_id) {
  struct ischia_frames frames = {NULL, 0, 0, 0, 0};
  ischia_frame_begin(&frames, kind, 0, call_id);
  if (kind == ISCHIA_KIND_ERROR) {
    ischia_frame_put_number(&frames, ISCHIA_TAG_STATUS, ISCHIA_INVALID_ARGUMENT);
  }
  ischia_frame_end(&frames);
  if (!frames.out_of_space) (void)send(call->socket, frames.bytes, frames.size, MSG_NOSIGNAL);
  free(frames.bytes);
}

/* The next answer; news of a document on the way are for the event connection. */
static const struct ischia_problem* receive_answer(struct ischia_call* call,
                                                   struct ischia_head* head,
                                                   struct ischia_reply* out) {
  struct ischia_answer answer;
  do {
    if (now() >= call->deadline) return &timed_out;
    free(out->body);
    out->body = NULL;
    const struct ischia_problem* problem = receive_frame(call, head, &out->body);
    if (problem != NULL) return problem;
  } while (head->kind == ISCHIA_KIND_DOCUMENT_WAITING);
  if (!ischia_read_answer(head, out->body, &answer)) {
    send_hint(call, ISCHIA_KIND_ERROR, head->call_id);
    return &ischia_no_answer;
  }
  out->answer = answer;
  return NULL;
}

/* The agent's first words: a WELCOME in a protocol we speak, or an ERROR, which then is the answer.
 */
static const struct ischia_problem* receive_welcome(struct ischia_call* call,
                                                    struct ischia_head* head,
                                                    struct ischia_reply* out) {
  const struct ischia_problem* problem = receive_answer(call, head, out);
  if (problem != NULL) return problem;
  if (head->kind == ISCHIA_KIND_ERROR && head->call_id <= ISCHIA_QUESTION_ID) return NULL;
  const int welcomed = head->kind == ISCHIA_KIND_WELCOME && head->call_id == ISCHIA_HELLO_ID;
  if (!welcomed) return &ischia_no_answer;
  if (out->answer.protocol_max < ISCHIA_PROTOCOL) return &agent_too_old;
  if (out->answer.protocol_min > ISCHIA_PROTOCOL) return &plugin_too_old;
  return NULL;
}

static const struct ischia_problem* receive_reply(struct ischia_call* call,
                                                  struct ischia_reply* out) {
  struct ischia_head head;
  const struct ischia_problem* problem = receive_welcome(call, &head, out);
  if (problem != NULL || head.kind == ISCHIA_KIND_ERROR) return problem;
  problem = receive_answer(call, &head, out);
  if (problem != NULL) return problem;
  const int fits = head.kind != ISCHIA_KIND_WELCOME && head.call_id == ISCHIA_QUESTION_ID;
  return fits ? NULL : &ischia_no_answer;
}

const struct ischia_problem* ischia_ask(struct ischia_call* call,
                                        const struct ischia_address* address,
                                        const struct ischia_frames* hello_and_question,
                                        struct ischia_reply* out) {
  out->body = NULL;
  if (hello_and_question->out_of_space) return &ischia_no_memory;
  const struct ischia_problem* problem = reach_agent(call, address);
  if (problem == NULL) problem = send_all(call, hello_and_question);
  if (problem == NULL) problem = receive_reply(call, out);
  if (call->asked && (problem == &timed_out || problem == &cancelled)) {
    send_hint(call, ISCHIA_KIND_CANCEL, ISCHIA_QUESTION_ID);
  }
  hang_up(call);
  if (problem != NULL) {
    free(out->body);
    out->body = NULL;
  }
  return problem;
}

const struct ischia_problem* ischia_connect(struct ischia_call* call,
                                            const struct ischia_address* address,
                                            const struct ischia_frames* hello, int* out) {
  struct ischia_head head;
  struct ischia_reply welcome;
  welcome.body = NULL;
  if (hello->out_of_space) return &ischia_no_memory;
  const struct ischia_problem* problem = reach_agent(call, address);
  if (problem == NULL) problem = send_all(call, hello);
  if (problem == NULL) problem = receive_welcome(call, &head, &welcome);
  if (problem == NULL && head.kind != ISCHIA_KIND_WELCOME) problem = &unreachable;
  free(welcome.body);
  if (problem == NULL) *out = release_socket(call);
  hang_up(call);
  return problem;
}
