/* The floor: the least CPU that a one-threaded epoll client spends to open N streams and to count and stamp their tokens.

   usage: sse_sink [-p PORT] [-c STREAMS] [-r REQUESTS]

   Keeps STREAMS requests under way until REQUESTS are done, against sse_server or `loadgen simulate --stamp`, whose tokens are
   the server's CLOCK_MONOTONIC time in ns. Prints one line:
   events      tokens counted; recvs: reads that brought bytes
   cpu/event   CPU time of the whole process / tokens
   delay_us    server's stamp -> the return of our read
   ttft_ms     request handed to the kernel -> its first token: one value a request
   itl_ms      gap between two tokens of a request
   rss         largest resident set
   It does as little as can be: no JSON, no HTTP beyond finding "data: " and the stamp. An event's bytes may be split between
   two reads, but must lie within one HTTP chunk. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "samples.h"

enum { EVENTS_MAX = 1024, READ_BYTES = 65536, TAIL_BYTES_MAX = 1024, STALLED_MS = 5000 };

struct stream {
    int fd;
    int tail_bytes;
    int64_t sent_ns;  /* when the request was handed to the kernel */
    int64_t token_ns; /* its last token; 0 before the first */
    char tail[TAIL_BYTES_MAX]; /* the beginning of an event whose end is still to come */
};

static int port = 9100;
static int concurrency = 100;
static int total = 200;

static int epoll;
static struct stream *streams;
static int started;
static int done;
static int64_t tokens;
static int64_t recvs;
static struct samples delay;
static struct samples ttft;
static struct samples itl;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void fail(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(1);
}

static void send_request(struct stream *stream)
{
    static const char request[] =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    stream->token_ns = 0;
    stream->sent_ns = now_ns();
    if (send(stream->fd, request, strlen(request), MSG_NOSIGNAL) != (ssize_t)strlen(request))
        die("send");
    started++;
}

static void open_stream(struct stream *stream)
{
    int on = 1;
    struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    stream->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (stream->fd < 0)
        die("socket");
    if (connect(stream->fd, (struct sockaddr *)&server, sizeof server))
        die("connect");
    setsockopt(stream->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = stream};
    epoll_ctl(epoll, EPOLL_CTL_ADD, stream->fd, &event);
    send_request(stream);
}

static void mark(struct stream *stream, int64_t stamp_ns, int64_t read_ns)
{
    tokens++;
    samples_add(&delay, read_ns - stamp_ns);
    if (stream->token_ns)
        samples_add(&itl, read_ns - stream->token_ns);
    else
        samples_add(&ttft, read_ns - stream->sent_ns);
    stream->token_ns = read_ns;
}

/* Reads one whole event. Returns true for the end marker. */
static bool read_event(struct stream *stream, const char *event, size_t length, int64_t read_ns)
{
    static const char chat[] = "\"content\":\" ";
    static const char text[] = "\"text\":\" ";
    const char *data = memmem(event, length, "data: ", 6);
    if (!data)
        return false;
    if (data[6] == '[')
        return true;
    size_t left = length - (size_t)(data - event);
    const char *stamp = memmem(data, left, chat, sizeof chat - 1);
    size_t skip = sizeof chat - 1;
    if (!stamp) {
        stamp = memmem(data, left, text, sizeof text - 1);
        skip = sizeof text - 1;
    }
    if (stamp)
        mark(stream, atoll(stamp + skip), read_ns);
    return false;
}

static void finish(struct stream *stream)
{
    done++;
    if (started < total)
        send_request(stream);
}

static void read_stream(struct stream *stream)
{
    static char buffer[TAIL_BYTES_MAX + READ_BYTES + 1];
    memcpy(buffer, stream->tail, (size_t)stream->tail_bytes);
    ssize_t got = recv(stream->fd, buffer + stream->tail_bytes, READ_BYTES, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0)
        fail("closed");
    int64_t read_ns = now_ns();
    recvs++;

    const char *at = buffer;
    const char *end = buffer + stream->tail_bytes + got;
    buffer[end - buffer] = 0;
    bool over = false;
    for (;;) {
        const char *event_end = memmem(at, (size_t)(end - at), "\n\n", 2);
        if (!event_end)
            break;
        over |= read_event(stream, at, (size_t)(event_end - at), read_ns);
        at = event_end + 2;
    }

    if (end - at > TAIL_BYTES_MAX)
        fail("an event is longer than 1024 bytes");
    stream->tail_bytes = (int)(end - at);
    memcpy(stream->tail, at, (size_t)stream->tail_bytes);
    if (over)
        finish(stream);
}

static void poll_streams(int timeout_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int ready = epoll_wait(epoll, events, EVENTS_MAX, timeout_ms);
    if (ready == 0 && timeout_ms > 0)
        fail("stalled");
    for (int i = 0; i < ready; i++)
        read_stream(events[i].data.ptr);
}

static void report(int64_t begin_ns)
{
    double wall = (double)(now_ns() - begin_ns) / 1e9;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    samples_sort(&delay);
    samples_sort(&ttft);
    samples_sort(&itl);
    printf("events %" PRId64 " recvs %" PRId64 " wall %.2f s rate %.0f ev/s cpu %.2f s cpu/event %.2f us"
           " delay_us p50 %.1f p99 %.1f p99.9 %.1f max %.1f rss %ld KB",
        tokens, recvs, wall, (double)tokens / wall, cpu, cpu * 1e6 / (double)tokens, samples_quantile(&delay, 0.5) / 1e3,
        samples_quantile(&delay, 0.99) / 1e3, samples_quantile(&delay, 0.999) / 1e3, samples_quantile(&delay, 1) / 1e3,
        usage.ru_maxrss);
    printf(" ttft_ms mean %.3f p50 %.3f p99 %.3f itl_ms mean %.3f p50 %.3f p99 %.3f\n", samples_mean(&ttft) / 1e6,
        samples_quantile(&ttft, 0.5) / 1e6, samples_quantile(&ttft, 0.99) / 1e6, samples_mean(&itl) / 1e6,
        samples_quantile(&itl, 0.5) / 1e6, samples_quantile(&itl, 0.99) / 1e6);
}

int main(int argc, char **argv)
{
    int option;
    while ((option = getopt(argc, argv, "p:c:r:")) != -1) {
        switch (option) {
        case 'p': port = atoi(optarg); break;
        case 'c': concurrency = atoi(optarg); break;
        case 'r': total = atoi(optarg); break;
        default: return 2;
        }
    }
    if (port < 1 || port > 65535 || concurrency < 1 || total < 1) {
        fprintf(stderr, "sse_sink: -p 1..65535, -c and -r from 1\n");
        return 2;
    }

    epoll = epoll_create1(0);
    streams = calloc((size_t)concurrency, sizeof *streams);
    if (!streams)
        die("calloc");
    int64_t begin_ns = now_ns();

    /* What arrives while streams are still being opened is read at once: else the first tokens would read as late. */
    for (int i = 0; i < concurrency && started < total; i++) {
        open_stream(&streams[i]);
        poll_streams(0);
    }
    while (done < total)
        poll_streams(STALLED_MS);
    report(begin_ns);
    return 0;
}
