import { order } from './order.js';
import { facets } from './state.js';

/** A row's value of a facet, as the address and the check boxes have it. */
export function facetOf(row, facet) {
    switch (facet) {
        case 'disaggregated': return row.disaggregated ? 'disaggregated' : 'aggregated';
        case 'origin': return row.simulated ? 'simulated' : 'measured';
        case 'sweep': return row.sweep ?? (row.source === 'run' ? 'single runs' : 'InferenceX');
        default: return String(row[facet]);
    }
}

// States and reports are never changed, only replaced: what one of each shows is worked out once, and half the page asks for it.
const shown = new WeakMap();

/** The rows that the state shows. */
export function visible(report, state) {
    if (shown.get(state)?.report !== report) {
        shown.set(state, { report, rows: choose(report, state) });
    }

    return shown.get(state).rows;
}

function choose(report, state) {
    const chosen = facets.filter(facet => state[facet].length > 0).map(facet => [facet, new Set(state[facet])]);
    const rows = report.rows.filter(row =>
        (state.marked || !row.marked) && chosen.every(([facet, values]) => values.has(facetOf(row, facet))));
    return state.latest ? newest(rows) : rows;
}

/** Of every point that was measured more than once, the last; repeats of one run stay. */
export function newest(rows) {
    const last = new Map();
    for (const row of rows) {
        const other = last.get(row.identity);
        if (!other || row.measured_at > other.measured_at) {
            last.set(row.identity, row);
        }
    }

    return last.size === rows.length ? rows : rows.filter(row => last.get(row.identity) === row);
}

/** A facet's values with how many rows each would show under the other facets' choice: most first in name order. */
export function values(report, state, facet) {
    const others = visible(report, state[facet].length === 0 ? state : { ...state, [facet]: [] });
    const counts = new Map(report.rows.map(row => [facetOf(row, facet), 0]));
    for (const row of others) {
        const value = facetOf(row, facet);
        counts.set(value, counts.get(value) + 1);
    }

    return [...counts].sort(([a], [b]) => order(a, b));
}

/**
 * What to begin with: one model and one length, those with most rows. Points of different models or lengths have no common frontier.
 */
export function beginning(rows) {
    const model = most(rows, 'model');
    const sequence = most(rows.filter(row => model === null || row.model === model), 'sequence');
    return { ...(model !== null && { model: [model] }), ...(sequence !== null && { sequence: [sequence] }) };
}

function most(rows, facet) {
    const counts = new Map();
    for (const row of rows) {
        const value = facetOf(row, facet);
        counts.set(value, (counts.get(value) ?? 0) + 1);
    }

    return counts.size < 2 ? null : [...counts].sort((a, b) => b[1] - a[1] || order(a[0], b[0]))[0][0];
}
