import { h } from '../dom.js';
import { title } from '../data/series.js';
import { visible } from '../data/filters.js';
import { day } from '../format.js';

/** A choice of one run among those shown, or some of them; the chosen one is there even when the filters leave it out. */
export function picker(report, state, label, id, onchange, rows = visible(report, state)) {
    const chosen = report.byId.get(id);
    const options = chosen && !rows.includes(chosen) ? [chosen, ...rows] : rows;
    return h('label', { class: 'field picker' }, h('span', {}, label),
        h('select', { onchange: event => onchange(event.target.value) },
            h('option', { value: '', selected: !chosen }, 'Choose a run'),
            options.map(row => h('option', { value: row.id, selected: row === chosen }, `${title(report, row)} · ${day(row.measured_at)}`))));
}
