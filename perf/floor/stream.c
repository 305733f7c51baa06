#define _GNU_SOURCE
#include "stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clock.h"

static const char HEAD_END[] = "\r\n\r\n";
static const char LENGTH_FIELD[] = "content-length:";

/* What is counted as prompt tokens in the usage: prompts are not read. */
enum { PROMPT_TOKENS = 16 };

static bool starts_with(const struct stream *stream, const char *prefix)
{
    return strncmp(stream->head, prefix, strlen(prefix)) == 0;
}

static enum request_progress complete(struct stream *stream)
{
    stream->head_bytes = 0;
    stream->body_left = 0;
    if (starts_with(stream, "GET "))
        return REQUEST_QUERY;
    if (!starts_with(stream, "POST "))
        return REQUEST_REFUSED;
    stream->chat = !starts_with(stream, "POST /v1/completions ");
    return REQUEST_GENERATION;
}

enum request_progress stream_take(struct stream *stream, const char *bytes, size_t length)
{
    if (stream->body_left > 0) {
        stream->body_left -= (int64_t)length;
        return stream->body_left <= 0 ? complete(stream) : REQUEST_PARTIAL;
    }

    /* What does not fit is body, if the head's end is in what fits. */
    size_t room = (size_t)(HEAD_BYTES_MAX - stream->head_bytes);
    size_t taken = length < room ? length : room;
    memcpy(stream->head + stream->head_bytes, bytes, taken);
    stream->head_bytes += (int)taken;
    stream->head[stream->head_bytes] = 0;

    const char *end = strstr(stream->head, HEAD_END);
    if (!end)
        return stream->head_bytes == HEAD_BYTES_MAX ? REQUEST_REFUSED : REQUEST_PARTIAL;

    const char *field = strcasestr(stream->head, LENGTH_FIELD);
    int64_t body_bytes = field && field < end ? atoll(field + strlen(LENGTH_FIELD)) : 0;
    int64_t body_read = stream->head + stream->head_bytes - (end + strlen(HEAD_END)) + (int64_t)(length - taken);
    stream->body_left = body_bytes - body_read;
    return stream->body_left <= 0 ? complete(stream) : REQUEST_PARTIAL;
}

static int write_token(const struct stream *stream, int tokens, char *out, size_t room)
{
    const char *finish = stream->sent == tokens - 1 ? "\"length\"" : "null";
    if (stream->chat)
        return snprintf(out, room,
            "data: {\"id\":\"chatcmpl-%d\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"sim\","
            "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" %lld\"},\"logprobs\":null,\"finish_reason\":%s}]}\n\n",
            stream->fd, (long long)now_ns(), finish);
    return snprintf(out, room,
        "data: {\"id\":\"cmpl-%d\",\"object\":\"text_completion\",\"created\":1700000000,\"model\":\"sim\","
        "\"choices\":[{\"index\":0,\"text\":\" %lld\",\"logprobs\":null,\"finish_reason\":%s}]}\n\n",
        stream->fd, (long long)now_ns(), finish);
}

static int write_usage(const struct stream *stream, int tokens, char *out, size_t room)
{
    return snprintf(out, room,
        "data: {\"id\":\"%s-%d\",\"object\":\"%s\",\"created\":1700000000,\"model\":\"sim\",\"choices\":[],"
        "\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":%d}}\n\ndata: [DONE]\n\n",
        stream->chat ? "chatcmpl" : "cmpl", stream->fd, stream->chat ? "chat.completion.chunk" : "text_completion",
        PROMPT_TOKENS, PROMPT_TOKENS + tokens, tokens);
}

size_t stream_write_event(const struct stream *stream, int tokens, char *out)
{
    char event[EVENT_BYTES_MAX - 32];
    bool last = stream->sent == tokens;
    int length = last ? write_usage(stream, tokens, event, sizeof event) : write_token(stream, tokens, event, sizeof event);
    size_t at = (size_t)sprintf(out, "%x\r\n", (unsigned)length);
    memcpy(out + at, event, (size_t)length);
    at += (size_t)length;
    const char *tail = last ? "\r\n0\r\n\r\n" : "\r\n";
    memcpy(out + at, tail, strlen(tail));
    return at + strlen(tail);
}
