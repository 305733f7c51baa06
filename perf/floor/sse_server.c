/* A paced token server for measurements: epoll, no allocation per token.

   usage: sse_server [-p PORT] [-t THREADS] [-f FIRST_TOKEN_US] [-i GAP_US] [-n TOKENS] [-s]

   Every POST gets -n tokens as a chunked text/event-stream in OpenAI's shape (chat completions, or completions under
   /v1/completions): the first after -f µs, then one each -i µs, on a schedule that never shifts when the server is late.
   Each token's text is CLOCK_MONOTONIC in ns just before it was sent. The prompt is not read.
   -s: step mode: all streams emit at the same instants, the multiples of the gap, as an engine that batches does.

   GET /v1/models names the model; any other GET answers with the counts so far, which SIGTERM and SIGINT print too:
   tokens handed to the kernel, requests, connections, requests whose client went away, sends that had to wait for a client
   that did not read (they hold up every other stream of the thread), and how late tokens were. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "due_heap.h"
#include "stream.h"

enum { DESCRIPTORS = 65536 };

enum { THREADS_MAX = 256, EVENTS_MAX = 1024, READ_BYTES = 65536 };

/* A client that does not read is looked at again after this long. */
enum { SEND_RETRY_US = 50 };

static int port = 9100;
static int threads = 1;
static int tokens = 200;
static int step_mode = 0;
static int64_t first_token_ns = 100000000;
static int64_t gap_ns = 20000000;
static volatile sig_atomic_t stopped = 0;

/* Written by one thread, read by whoever asks. */
struct counts {
    _Atomic int64_t tokens;
    _Atomic int64_t requests;
    _Atomic int64_t connections;
    _Atomic int64_t broken;
    _Atomic int64_t stalls;
    _Atomic int64_t late_ns_sum;
    _Atomic int64_t late_ns_max;
} __attribute__((aligned(64)));

struct server {
    int listener;
    int epoll;
    struct due_heap due;
    struct counts *counts;
};

static struct counts all_counts[THREADS_MAX];

static int64_t get(_Atomic int64_t *count)
{
    return atomic_load_explicit(count, memory_order_relaxed);
}

static void add(_Atomic int64_t *count, int64_t by)
{
    atomic_store_explicit(count, get(count) + by, memory_order_relaxed);
}

static struct counts sum_counts(void)
{
    struct counts sum = {0};
    for (int i = 0; i < threads; i++) {
        struct counts *one = &all_counts[i];
        add(&sum.tokens, get(&one->tokens));
        add(&sum.requests, get(&one->requests));
        add(&sum.connections, get(&one->connections));
        add(&sum.broken, get(&one->broken));
        add(&sum.stalls, get(&one->stalls));
        add(&sum.late_ns_sum, get(&one->late_ns_sum));
        if (get(&one->late_ns_max) > get(&sum.late_ns_max))
            sum.late_ns_max = get(&one->late_ns_max);
    }
    return sum;
}

static double mean_late_us(struct counts *counts)
{
    return get(&counts->tokens) ? (double)get(&counts->late_ns_sum) / 1e3 / (double)get(&counts->tokens) : 0;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* Sends everything, waiting for the client where its window is full. Returns 0, or -1 when the connection is broken. */
static int send_all(struct server *server, int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            add(&server->counts->stalls, 1);
            usleep(SEND_RETRY_US);
            continue;
        }
        if (sent < 0)
            return -1;
        bytes += sent;
        length -= (size_t)sent;
    }
    return 0;
}

static void release(struct stream *stream)
{
    close(stream->fd);
    free(stream);
}

/* The client went away. A stream that stands in the heap is freed when it is due. */
static void lose(struct server *server, struct stream *stream)
{
    epoll_ctl(server->epoll, EPOLL_CTL_DEL, stream->fd, NULL);
    if (stream->state == SENDING) {
        add(&server->counts->broken, 1);
        stream->state = GONE;
    } else {
        release(stream);
    }
}

static void send_due_event(struct server *server, struct stream *stream)
{
    char event[EVENT_BYTES_MAX];
    int64_t late_ns = now_ns() - stream->due_ns;
    size_t length = stream_write_event(stream, tokens, event);
    if (send_all(server, stream->fd, event, length) < 0) {
        add(&server->counts->broken, 1);
        release(stream);
        return;
    }

    if (stream->sent == tokens) {
        stream->state = READING;
        return;
    }

    add(&server->counts->tokens, 1);
    add(&server->counts->late_ns_sum, late_ns);
    if (late_ns > get(&server->counts->late_ns_max))
        atomic_store_explicit(&server->counts->late_ns_max, late_ns, memory_order_relaxed);

    /* The usage follows the last token at once. */
    stream->sent++;
    if (stream->sent < tokens)
        stream->due_ns += gap_ns;
    due_heap_push(&server->due, stream);
}

/* Sends what was due when it began: what falls due meanwhile waits for a look at the sockets. */
static void send_due_events(struct server *server)
{
    int64_t until_ns = now_ns();
    while (server->due.count && server->due.items[0]->due_ns <= until_ns) {
        struct stream *stream = due_heap_pop(&server->due);
        if (stream->state == GONE)
            release(stream);
        else
            send_due_event(server, stream);
    }
}

static int begin_answer(struct server *server, struct stream *stream)
{
    static const char head[] =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    if (send_all(server, stream->fd, head, strlen(head)) < 0)
        return -1;
    add(&server->counts->requests, 1);
    stream->state = SENDING;
    stream->sent = 0;
    stream->due_ns = now_ns() + first_token_ns;
    if (step_mode)
        stream->due_ns = (stream->due_ns / gap_ns + 1) * gap_ns;
    due_heap_push(&server->due, stream);
    return 0;
}

static int answer_query(struct server *server, struct stream *stream)
{
    char body[512];
    char answer[768];
    struct counts sum = sum_counts();
    int length = strncmp(stream->head, "GET /v1/models", strlen("GET /v1/models")) == 0
        ? snprintf(body, sizeof body, "{\"object\":\"list\",\"data\":[{\"id\":\"sim\",\"object\":\"model\"}]}\n")
        : snprintf(body, sizeof body,
            "{\"tokens\":%" PRId64 ",\"requests\":%" PRId64 ",\"connections\":%" PRId64 ",\"broken\":%" PRId64
            ",\"stalls\":%" PRId64 ",\"late_us_sum\":%" PRId64 ",\"mean_late_us\":%.1f,\"max_late_us\":%.1f}\n",
            get(&sum.tokens), get(&sum.requests), get(&sum.connections), get(&sum.broken), get(&sum.stalls),
            get(&sum.late_ns_sum) / 1000, mean_late_us(&sum), (double)get(&sum.late_ns_max) / 1e3);
    int whole = snprintf(answer, sizeof answer,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body);
    return send_all(server, stream->fd, answer, (size_t)whole);
}

static int take(struct server *server, struct stream *stream, const char *bytes, size_t length)
{
    /* Nothing is read while an answer is under way. */
    if (stream->state != READING)
        return 0;
    switch (stream_take(stream, bytes, length)) {
    case REQUEST_GENERATION:
        return begin_answer(server, stream);
    case REQUEST_QUERY:
        return answer_query(server, stream);
    case REQUEST_REFUSED:
        return -1;
    default:
        return 0;
    }
}

static void read_requests(struct server *server, struct stream *stream)
{
    static _Thread_local char bytes[READ_BYTES];
    for (;;) {
        ssize_t length = recv(stream->fd, bytes, sizeof bytes, 0);
        if (length < 0 && errno == EAGAIN)
            return;
        if (length <= 0 || take(server, stream, bytes, (size_t)length) < 0) {
            lose(server, stream);
            return;
        }
    }
}

static void accept_clients(struct server *server)
{
    for (;;) {
        int fd = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0)
            return;
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct stream *stream = calloc(1, sizeof *stream);
        if (!stream)
            die("calloc");
        stream->fd = fd;
        struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = stream};
        epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event);
        add(&server->counts->connections, 1);
    }
}

static void listen_on_port(struct server *server)
{
    int on = 1;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(server->listener, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (bind(server->listener, (struct sockaddr *)&address, sizeof address))
        die("bind");
    if (listen(server->listener, 65535))
        die("listen");
    server->epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->listener, &event);
}

/* Whole milliseconds until the next event: the last one is spun through, so that tokens leave on time. */
static int wait_ms(const struct server *server)
{
    if (!server->due.count)
        return 1000;
    int64_t left_ms = (server->due.items[0]->due_ns - now_ns()) / 1000000;
    return left_ms < 0 ? 0 : left_ms > 1000 ? 1000 : (int)left_ms;
}

static void *serve(void *argument)
{
    struct server server = {.counts = argument};
    struct epoll_event events[EVENTS_MAX];
    listen_on_port(&server);
    while (!stopped) {
        send_due_events(&server);
        int ready = epoll_wait(server.epoll, events, EVENTS_MAX, wait_ms(&server));
        for (int i = 0; i < ready; i++) {
            if (events[i].data.ptr)
                read_requests(&server, events[i].data.ptr);
            else
                accept_clients(&server);
        }
    }
    return NULL;
}

static void on_stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

static void read_options(int argc, char **argv)
{
    int option;
    while ((option = getopt(argc, argv, "p:t:f:i:n:s")) != -1) {
        switch (option) {
        case 'p': port = atoi(optarg); break;
        case 't': threads = atoi(optarg); break;
        case 'f': first_token_ns = atoll(optarg) * 1000; break;
        case 'i': gap_ns = atoll(optarg) * 1000; break;
        case 'n': tokens = atoi(optarg); break;
        case 's': step_mode = 1; break;
        default: exit(2);
        }
    }
    if (port < 1 || port > 65535 || threads < 1 || threads > THREADS_MAX || tokens < 1 || first_token_ns < 0 || gap_ns < 1) {
        fprintf(stderr, "sse_server: -p 1..65535, -t 1..%d, -n from 1, -f from 0, -i from 1\n", THREADS_MAX);
        exit(2);
    }
}

/* The kernel's table of open files grows in steps, each of which waits 10 to 25 ms for all cores once there are threads; nobody is
   accepted meanwhile. So it grows now. */
static void reserve_descriptors(void)
{
    for (int places = DESCRIPTORS; places > 64; places /= 2) {
        int highest = fcntl(STDERR_FILENO, F_DUPFD, places - 1);
        if (highest >= 0) {
            close(highest);
            return;
        }
    }
}

int main(int argc, char **argv)
{
    read_options(argc, argv);
    reserve_descriptors();
    signal(SIGPIPE, SIG_IGN);

    /* Signals come to the first thread, whose wait they interrupt. */
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stops, NULL);
    for (int i = 1; i < threads; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, &all_counts[i]))
            die("pthread_create");
    }
    struct sigaction action = {.sa_handler = on_stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    pthread_sigmask(SIG_UNBLOCK, &stops, NULL);

    serve(&all_counts[0]);
    struct counts sum = sum_counts();
    fprintf(stderr,
        "tokens %" PRId64 " mean_late_us %.1f max_late_us %.1f requests %" PRId64 " connections %" PRId64 " broken %" PRId64
        " stalls %" PRId64 "\n",
        get(&sum.tokens), mean_late_us(&sum), (double)get(&sum.late_ns_max) / 1e3, get(&sum.requests), get(&sum.connections),
        get(&sum.broken), get(&sum.stalls));
    return 0;
}
