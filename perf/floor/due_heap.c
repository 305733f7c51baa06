#include "due_heap.h"

#include <stdio.h>
#include <stdlib.h>

static void grow(struct due_heap *heap)
{
    heap->capacity = heap->capacity ? heap->capacity * 2 : 1024;
    heap->items = realloc(heap->items, (size_t)heap->capacity * sizeof *heap->items);
    if (!heap->items) {
        perror("realloc");
        exit(1);
    }
}

void due_heap_push(struct due_heap *heap, struct stream *stream)
{
    if (heap->count == heap->capacity)
        grow(heap);

    int at = heap->count++;
    while (at > 0) {
        int parent = (at - 1) / 2;
        if (heap->items[parent]->due_ns <= stream->due_ns)
            break;
        heap->items[at] = heap->items[parent];
        at = parent;
    }
    heap->items[at] = stream;
}

struct stream *due_heap_pop(struct due_heap *heap)
{
    struct stream *first = heap->items[0];
    struct stream *last = heap->items[--heap->count];
    int at = 0;
    for (;;) {
        int child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && heap->items[child + 1]->due_ns < heap->items[child]->due_ns)
            child++;
        if (last->due_ns <= heap->items[child]->due_ns)
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = last;
    return first;
}
