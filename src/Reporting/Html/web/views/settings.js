import { check, h, replace, select } from '../dom.js';
import { statistics, tokenKinds } from '../data/axes.js';
import { saleBasis, sales, tiers } from '../data/economics.js';
import { colourings } from '../data/series.js';

/** How figures are counted and drawn: which tokens, which price, which value of a latency. */
export function settings(context) {
    const { store } = context;
    const element = h('div', { class: 'settings', role: 'group', 'aria-label': 'Figures' });

    function show(state) {
        const { report } = context;
        const focused = document.activeElement?.closest?.('[data-setting]')?.dataset.setting;
        const set = key => value => store.set({ [key]: value });
        const named = (key, field) => {
            field.dataset.setting = key;
            return field;
        };
        replace(element,
            named('stat', select('Latency', statistics, state.stat, set('stat'))),
            named('tokens', select('Tokens', tokenKinds, state.tokens, set('tokens'))),
            named('tier', select('GPU-hour price', tiers, state.tier, set('tier'))),
            state.tier === 'own' ? named('price', ownPrice(state, set('price'))) : null,
            report.price_tables.length > 0 ? named('table', select('Price and power table', report.price_tables.map(table => [table.table, `${table.table} (${table.date})`]), state.table, set('table'))) : null,
            sales(report).length > 0 ? named('sale', select('Tokens sold at', [['', 'No price list'], ...sales(report).map(sale => [sale.key, saleBasis(sale)])], state.sale, set('sale'))) : null,
            report.tasks.length > 1 ? named('task', select('Accuracy on', report.tasks.map(task => [task, task]), state.task, set('task'))) : null,
            h('div', { class: 'drawn' }, named('colour', select('Colour', colourings, state.colour, set('colour'))),
            h('div', { class: 'checks' },
                named('frontier', check('Pareto frontier', state.frontier, set('frontier'))),
                named('points', check('Points', state.points, set('points'))),
                named('labels', check('Labels', state.labels, set('labels'))))));
        if (focused) {
            element.querySelector(`[data-setting="${focused}"] :is(select, input)`)?.focus();
        }
    }

    store.subscribe(show);
    show(store.get());
    return { element, show };
}

function ownPrice(state, set) {
    return h('label', { class: 'field' }, h('span', {}, '$ per GPU-hour'),
        h('input', {
            type: 'number', min: '0.01', step: '0.01', inputmode: 'decimal', value: state.price || '',
            onchange: event => set(Math.max(0, Number(event.target.value) || 0)),
        }));
}
