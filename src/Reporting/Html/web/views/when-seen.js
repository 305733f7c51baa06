// Charts further down wait until they are near, and of those that are near each is drawn in a task of its own: the first is there to be looked
// at and used before the last is drawn.
const states = new Map();
const queue = [];
let looked = false;

const watcher = new IntersectionObserver(entries => {
    looked = true;
    for (const entry of entries) {
        const state = states.get(entry.target);
        state.near = entry.isIntersecting;
        if (state.near && state.draw && !queue.includes(state)) {
            queue.push(state);
        }
    }

    next();
}, { rootMargin: '200px' });

// A message comes after the frame that is due, and without the least wait that timers have.
const channel = new MessageChannel();
let sent = false;
channel.port1.addEventListener('message', () => {
    sent = false;
    const state = queue.shift();
    if (state) {
        drawNow(state);
    }

    next();
});
channel.port1.start();

function next() {
    if (queue.length > 0 && !sent) {
        sent = true;
        channel.port2.postMessage(null);
    }
}

function drawNow(state) {
    const { draw } = state;
    state.draw = null;
    draw?.();
}

/** Draws: at once what is seen, later what is not seen yet. */
export function drawWhenSeen(element, draw) {
    const state = states.get(element);
    if (!state) {
        states.set(element, { near: false, draw });
        watcher.observe(element);
    } else if (state.near) {
        state.draw = draw;
        drawNow(state);
    } else {
        state.draw = draw;
    }
}

/** Whether all that is seen has been drawn. */
export const isDrawn = () => looked && queue.length === 0;

// On paper all of the page is seen.
addEventListener('beforeprint', () => states.forEach(drawNow));
