/* The floor: the least CPU that a one-threaded client spends to open N streams and to count and stamp their tokens.

   usage: sse_sink [-p PORT] [-c STREAMS] [-r REQUESTS] [-e ENGINE] [-b BUFFERS]

   ENGINE is how bytes are received:
   epoll       epoll and recv: the floor (default)
   epoll-time  epoll and recvmsg, with the time at which the kernel received the bytes
   uring       io_uring: one multishot recv a stream, into a ring of provided buffers
   uring-time  io_uring: multishot recvmsg, with the kernel's receive time
   BUFFERS: those of an io_uring engine, a power of two; by default one a stream, within bounds.

   Keeps STREAMS requests under way until REQUESTS are done, against sse_server or `loadgen simulate --stamp`, whose tokens are
   the server's CLOCK_MONOTONIC time in ns. Prints one line:
   events      tokens counted; recvs: reads that brought bytes
   cpu/event   CPU time of the whole process / tokens
   delay_us    server's stamp -> the return of our read
   ttft_ms     request handed to the kernel -> its first token: one value a request
   itl_ms      gap between two tokens of a request
   rss         largest resident set
   The engines with the kernel's time take it for a token's time in all three, and add:
   kernel_us   the kernel's receive -> the return of our read
   untimed     reads of which the kernel did not tell: their tokens' time is that of our read
   An engine that is not the default is named at the end. Exit codes: 0; 1 for a run that broke off, 2 for bad usage, 3 where
   the kernel refuses the engine.
   It does as little as can be: no JSON, no HTTP beyond finding "data: " and the stamp. An event's bytes may be split between
   two reads, but must lie within one HTTP chunk. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "engine.h"
#include "fatal.h"
#include "kernel_time.h"
#include "samples.h"

enum { TAIL_BYTES_MAX = HEADROOM_BYTES, STALLED_MS = 5000 };

struct stream {
    struct source source; /* first: engines know streams by it */
    int tail_bytes;
    int64_t sent_ns;  /* when the request was handed to the kernel */
    int64_t token_ns; /* its last token; 0 before the first */
    char tail[TAIL_BYTES_MAX]; /* the beginning of an event whose end is still to come */
};

static int port = 9100;
static int concurrency = 100;
static int total = 200;

static const struct engine *const engines[] = {&epoll_engine, &epoll_time_engine, &uring_engine, &uring_time_engine};
static const struct engine *engine = &epoll_engine;
static int buffers;

static struct stream *streams;
static int started;
static int done;
static int64_t tokens;
static int64_t recvs;
static struct samples delay;
static struct samples ttft;
static struct samples itl;
static struct samples kernel_wait;
static int64_t untimed;

static void send_request(struct stream *stream)
{
    static const char request[] =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    stream->token_ns = 0;
    stream->sent_ns = now_ns();
    if (send(stream->source.fd, request, strlen(request), MSG_NOSIGNAL) != (ssize_t)strlen(request))
        die("send");
    started++;
}

static void open_stream(struct stream *stream)
{
    int on = 1;
    struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        die("socket");
    if (connect(fd, (struct sockaddr *)&server, sizeof server))
        die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    stream->source.fd = fd;
    engine->add(&stream->source);
    send_request(stream);
}

static void mark(struct stream *stream, int64_t stamp_ns, int64_t token_ns)
{
    tokens++;
    samples_add(&delay, token_ns - stamp_ns);
    if (stream->token_ns)
        samples_add(&itl, token_ns - stream->token_ns);
    else
        samples_add(&ttft, token_ns - stream->sent_ns);
    stream->token_ns = token_ns;
}

/* Reads one whole event. Returns true for the end marker. */
static bool read_event(struct stream *stream, const char *event, size_t length, int64_t token_ns)
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
        mark(stream, atoll(stamp + skip), token_ns);
    return false;
}

static void finish(struct stream *stream)
{
    done++;
    if (started < total)
        send_request(stream);
}

/* The time of the tokens of a read that returned just now. */
static int64_t token_time(int64_t kernel_ns, int64_t read_ns)
{
    if (!engine->has_kernel_time)
        return read_ns;
    if (!kernel_ns) {
        untimed++;
        return read_ns;
    }
    int64_t arrived_ns = kernel_time_monotonic(kernel_ns, read_ns);
    samples_add(&kernel_wait, read_ns - arrived_ns);
    return arrived_ns;
}

void take_bytes(struct source *source, char *bytes, size_t length, int64_t kernel_ns)
{
    int64_t token_ns = token_time(kernel_ns, now_ns());
    struct stream *stream = (struct stream *)source;
    recvs++;

    const char *end = bytes + length;
    bytes[length] = 0;
    bytes -= stream->tail_bytes;
    memcpy(bytes, stream->tail, (size_t)stream->tail_bytes);
    const char *at = bytes;
    bool over = false;
    for (;;) {
        const char *event_end = memmem(at, (size_t)(end - at), "\n\n", 2);
        if (!event_end)
            break;
        over |= read_event(stream, at, (size_t)(event_end - at), token_ns);
        at = event_end + 2;
    }

    if (end - at > TAIL_BYTES_MAX)
        fail("an event is longer than 1024 bytes");
    stream->tail_bytes = (int)(end - at);
    memcpy(stream->tail, at, (size_t)stream->tail_bytes);
    if (over)
        finish(stream);
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
    printf(" ttft_ms mean %.3f p50 %.3f p99 %.3f itl_ms mean %.3f p50 %.3f p99 %.3f", samples_mean(&ttft) / 1e6,
        samples_quantile(&ttft, 0.5) / 1e6, samples_quantile(&ttft, 0.99) / 1e6, samples_mean(&itl) / 1e6,
        samples_quantile(&itl, 0.5) / 1e6, samples_quantile(&itl, 0.99) / 1e6);
    if (engine->has_kernel_time) {
        samples_sort(&kernel_wait);
        printf(" kernel_us p50 %.1f p99 %.1f untimed %" PRId64, samples_quantile(&kernel_wait, 0.5) / 1e3,
            samples_quantile(&kernel_wait, 0.99) / 1e3, untimed);
    }
    if (engine != &epoll_engine)
        printf(" engine %s", engine->name);
    printf("\n");
}

static const struct engine *engine_named(const char *name)
{
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (strcmp(engines[i]->name, name) == 0)
            return engines[i];
    }
    return NULL;
}

static void read_options(int argc, char **argv)
{
    int option;
    while ((option = getopt(argc, argv, "p:c:r:e:b:")) != -1) {
        switch (option) {
        case 'p': port = atoi(optarg); break;
        case 'c': concurrency = atoi(optarg); break;
        case 'r': total = atoi(optarg); break;
        case 'e': engine = engine_named(optarg); break;
        case 'b': buffers = atoi(optarg); break;
        default: exit(2);
        }
    }
    if (port < 1 || port > 65535 || concurrency < 1 || total < 1) {
        fprintf(stderr, "sse_sink: -p 1..65535, -c and -r from 1\n");
        exit(2);
    }
    if (!engine) {
        fprintf(stderr, "sse_sink: -e epoll, epoll-time, uring or uring-time\n");
        exit(2);
    }
    if (buffers < 0 || buffers > BUFFERS_MAX || (buffers & (buffers - 1))) {
        fprintf(stderr, "sse_sink: -b a power of two up to %d\n", BUFFERS_MAX);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    read_options(argc, argv);
    engine->start(concurrency, buffers);
    streams = calloc((size_t)concurrency, sizeof *streams);
    if (!streams)
        die("calloc");
    int64_t begin_ns = now_ns();

    /* What arrives while streams are still being opened is read at once: else the first tokens would read as late. */
    for (int i = 0; i < concurrency && started < total; i++) {
        open_stream(&streams[i]);
        engine->poll(0);
    }
    while (done < total) {
        if (!engine->poll(STALLED_MS))
            fail("stalled");
    }
    report(begin_ns);
    return 0;
}
