import { facetOf } from './filters.js';
import { order } from './order.js';

/** What points can be coloured by. */
export const colourings = [
    ['auto', 'As suits'],
    ['configuration', 'Configuration'],
    ['hardware', 'SKU'],
    ['framework', 'Engine'],
    ['precision', 'Precision'],
    ['model', 'Model'],
    ['parallelism', 'Parallelism'],
    ['variant', 'Variant'],
    ['day', 'Date'],
];

const parts = ['model', 'sequence', 'hardware', 'framework', 'precision', 'disaggregated', 'spec_decoding', 'variant', 'origin'];

// Whatever points are coloured by: of different models, lengths or origins they have no common frontier.
const apart = ['model', 'sequence', 'origin'];

// As many as there are colours: more configurations than that are told apart by their SKU alone, unless one asks for them.
const groupsMax = 12;

/**
 * Rows in groups of one colour, each with a name that says only what differs between the rows shown.
 * @returns {{name: string, rows: object[], simulated: boolean}[]}
 */
export function group(report, rows, colour) {
    if (colour === 'auto') {
        const groups = group(report, rows, 'configuration');
        return groups.length <= groupsMax ? groups : group(report, rows, 'hardware');
    }

    const named = colour === 'configuration'
        ? parts.filter(part => part === 'hardware' || differs(rows, part))
        : [colour, ...apart.filter(part => part !== colour && differs(rows, part))];
    const groups = new Map();
    for (const row of rows) {
        const name = named.map(part => word(report, row, part)).filter(text => text !== '').join(' · ');
        if (!groups.has(name)) {
            groups.set(name, { name, rows: [], simulated: true });
        }

        const into = groups.get(name);
        into.rows.push(row);
        into.simulated &&= row.simulated;
    }

    return [...groups.values()].sort((a, b) => order(a.name, b.name));
}

/** A row in a few words. */
export function title(report, row) {
    const load = row.concurrency !== null ? `c${row.concurrency}` : row.rate_per_s !== null ? `${row.rate_per_s}/s` : '';
    return [word(report, row, 'hardware'), row.framework, row.model, row.precision, word(report, row, 'disaggregated'), word(report, row, 'spec_decoding'),
        row.sequence, row.parallelism, row.variant ?? '', load].filter(text => text !== '' && text !== 'unknown').join(' · ');
}

/** A SKU as people name it. */
export const hardwareName = (report, id) => report.skus[id]?.name ?? id;

function word(report, row, part) {
    switch (part) {
        case 'hardware': return short(hardwareName(report, row.hardware));
        case 'disaggregated': return row.disaggregated ? 'disagg' : '';
        case 'spec_decoding': return row.spec_decoding === 'none' ? '' : row.spec_decoding;
        case 'origin': return row.simulated ? 'simulated' : '';
        default: return String(row[part] ?? '');
    }
}

// "H200 SXM" and "GB200 NVL72" by their first word: the form factor is the catalog's matter.
const short = name => name.replace(/ (SXM|NVL72|OAM)$/, '');

function differs(rows, part) {
    const first = rows.length > 0 ? facetOf(rows[0], part) : '';
    return rows.some(row => facetOf(row, part) !== first);
}
