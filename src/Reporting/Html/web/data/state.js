import { sales } from './economics.js';

/** What can be chosen in the page. Everything here stands in the address after '#', so that a view can be shared. */
export const facets = ['model', 'hardware', 'framework', 'precision', 'sequence', 'disaggregated', 'spec_decoding', 'origin', 'sweep'];

/** The state of a page that was opened without a view. */
export function defaults(report) {
    return {
        tab: 'charts',
        ...Object.fromEntries(facets.map(facet => [facet, []])),
        latest: true,
        marked: true,
        frontier: true,
        points: true,
        labels: true,
        stat: 'median',
        tokens: 'total',
        tier: report.gpu_hour_usd ? 'own' : 'hyperscaler',
        table: report.price_table ?? report.price_tables.at(-1)?.table ?? '',
        price: report.gpu_hour_usd ?? 0,
        // LIST/PROVIDER; empty for none.
        sale: sales(report)[0]?.key ?? '',
        // Of several that engines were asked: whose accuracy is drawn.
        task: report.mainTask,
        colour: 'auto',
        // Axes with a logarithmic scale, as CHART-x and CHART-y.
        log: [],
        hidden: [],
        x: 'interactivity',
        y: 'joules',
        metric: 'tput_per_gpu',
        lines: [],
        run: '',
        // A moment that is marked in a run's timeline, RUN@SECONDS after its start; empty for none.
        at: '',
        // Which of a verdict's objectives its charts are of.
        objective: 0,
        a: '',
        b: '',
        sort: 'measured_at',
        descending: true,
        page: 0,
        ...report.view,
    };
}

/** The part of a state that is not the default, as text. */
export function write(state, initial) {
    const parts = [];
    for (const [key, value] of Object.entries(state)) {
        if (JSON.stringify(value) !== JSON.stringify(initial[key])) {
            parts.push(`${key}=${Array.isArray(value) ? value.map(encodeURIComponent).join(',') : encodeURIComponent(value)}`);
        }
    }

    return parts.join('&');
}

/** The state that a text means; what it does not know it passes over. */
export function parse(text, initial) {
    const state = { ...initial };
    for (const part of text.replace(/^#/, '').split('&')) {
        const at = part.indexOf('=');
        const key = part.slice(0, at);
        if (at > 0 && Object.hasOwn(initial, key)) {
            state[key] = value(part.slice(at + 1), initial[key]);
        }
    }

    return state;
}

function value(text, like) {
    if (Array.isArray(like)) {
        return text === '' ? [] : text.split(',').map(decode);
    }

    switch (typeof like) {
        case 'boolean': return text === 'true';
        case 'number': return Number.isFinite(Number(text)) ? Number(text) : like;
        default: return decode(text);
    }
}

function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        // A stray percent sign: the text as it stands is the best that can be had.
        return text;
    }
}

/** Holds the state, tells who listens, and keeps the address. */
export function createStore(initial) {
    let state = parse(location.hash, initial);
    const listeners = [];
    const tell = () => listeners.forEach(listener => listener(state));
    addEventListener('hashchange', () => {
        state = parse(location.hash, initial);
        tell();
    });
    return {
        get: () => state,
        subscribe: listener => listeners.push(listener),
        set(patch) {
            state = { ...state, ...patch };
            const hash = write(state, initial);
            history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`);
            tell();
        },
    };
}
