/* One connection of the paced server: the request being read, the answer being sent. */
#ifndef LOADGEN_FLOOR_STREAM_H
#define LOADGEN_FLOOR_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Heads longer than this are refused. */
enum { HEAD_BYTES_MAX = 8192 };

enum stream_state {
    READING, /* waits for a request, or for the rest of one */
    SENDING, /* its answer is under way; it stands in the heap */
    GONE,    /* its client went away while it stood in the heap, which frees it */
};

struct stream {
    int fd;
    enum stream_state state;
    bool chat;            /* asked for chat completions, else for completions */
    int sent;             /* tokens of this answer */
    int64_t due_ns;       /* when the next event is due */
    int64_t body_left;    /* bytes of the request's body that are still to come */
    int head_bytes;
    char head[HEAD_BYTES_MAX + 1];
};

/* What came of the bytes that were read. */
enum request_progress {
    REQUEST_PARTIAL,
    REQUEST_GENERATION, /* a whole POST: stream->chat says of which API */
    REQUEST_QUERY,      /* a whole GET */
    REQUEST_REFUSED,    /* nothing this server reads */
};

/* Takes in bytes of a request. One request at a time: what a client sends behind a whole request is passed over. */
enum request_progress stream_take(struct stream *stream, const char *bytes, size_t length);

/* Writes the next event, stamped with the time, as one HTTP chunk: a token, or after the last the usage, [DONE] and the end.
   Returns its length; out holds at least EVENT_BYTES_MAX. */
enum { EVENT_BYTES_MAX = 640 };
size_t stream_write_event(const struct stream *stream, int tokens, char *out);

#endif
