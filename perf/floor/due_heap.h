/* A binary min-heap of streams by the time at which their next token is due. */
#ifndef LOADGEN_FLOOR_DUE_HEAP_H
#define LOADGEN_FLOOR_DUE_HEAP_H

#include "stream.h"

struct due_heap {
    struct stream **items;
    int count;
    int capacity;
};

/* Adds a stream; it must not be in the heap. Ends the process when there is no memory. */
void due_heap_push(struct due_heap *heap, struct stream *stream);

/* Takes out the stream that is due first; the heap must not be empty. */
struct stream *due_heap_pop(struct due_heap *heap);

#endif
