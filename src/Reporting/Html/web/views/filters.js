import { button, check, h, replace } from '../dom.js';
import { number } from '../format.js';
import { values, visible } from '../data/filters.js';
import { facets } from '../data/state.js';
import { hardwareName } from '../data/series.js';

const names = {
    model: 'Model', hardware: 'SKU', framework: 'Engine', precision: 'Precision', sequence: 'Input/output length', disaggregated: 'Prefill and decode',
    spec_decoding: 'Speculative decoding', origin: 'Origin', sweep: 'Sweep',
};

/** What is shown: a group of check boxes for each thing that rows differ in, with how many rows each stands for. */
export function filters(context) {
    const { store } = context;
    const groups = h('div', { class: 'facets' });
    const shown = h('output', { class: 'shown', 'aria-live': 'polite' });
    const latest = check('Newest of each point only', false, value => store.set({ latest: value, page: 0 }));
    const marked = check('Flagged and invalid runs too', false, value => store.set({ marked: value, page: 0 }));
    const element = h('details', { class: 'filters', open: matchMedia('(min-width: 900px)').matches },
        h('summary', {}, h('span', {}, 'Filters'), shown),
        groups,
        h('div', { class: 'facet' }, latest, marked),
        button('Show all', () => store.set({ ...Object.fromEntries(facets.map(facet => [facet, []])), hidden: [], latest: false, marked: true, page: 0 }), { class: 'wide', id: 'show-all' }));
    let drawn = null;

    function show(state) {
        const { report } = context;
        if (drawn !== report) {
            drawn = report;
            replace(groups, facets.map(facet => build(report, facet)));
        }

        for (const facet of facets) {
            const counts = new Map(values(report, state, facet));
            for (const input of groups.querySelectorAll(`input[data-facet="${facet}"]`)) {
                input.checked = state[facet].includes(input.value);
                const rows = counts.get(input.value) ?? 0;
                input.parentElement.querySelector('.count').textContent = rows;
                input.parentElement.classList.toggle('none', rows === 0);
            }
        }

        latest.querySelector('input').checked = state.latest;
        marked.querySelector('input').checked = state.marked;
        replace(shown, `${number(visible(report, state).length)} of ${number(report.rows.length)}`);
    }

    function build(report, facet) {
        const known = values(report, store.get(), facet);
        // One value for all: nothing to choose, and not worth a place.
        return known.length < 2 ? null : h('fieldset', { class: 'facet' },
            h('legend', {}, names[facet]),
            known.map(([value]) => h('label', { class: 'chip' },
                h('input', { type: 'checkbox', value, 'data-facet': facet, onchange: event => toggle(facet, value, event.target.checked) }),
                h('span', {}, facet === 'hardware' ? hardwareName(report, value) : value), h('span', { class: 'count' }))));
    }

    function toggle(facet, value, on) {
        const others = store.get()[facet].filter(other => other !== value);
        store.set({ [facet]: on ? [...others, value] : others, page: 0 });
    }

    store.subscribe(show);
    show(store.get());
    return { element, show };
}
