import { h, replace } from '../dom.js';
import { formulas } from '../data/formulas.js';
import { minute, number } from '../format.js';
import { hardwareName } from '../data/series.js';
import { panel } from './tabs.js';

/** How every figure comes about, and from which table. */
export function formulasView(context) {
    const list = h('dl', { class: 'formulas' }, formulas.map(one => h('div', {},
        h('dt', { id: `formula-${one.key}`, tabindex: '-1' }, one.name),
        h('dd', {}, h('code', {}, one.formula), h('p', {}, one.words)))));
    const tables = h('div', {});
    const origin = h('div', {});
    const element = panel('formulas', h('div', { class: 'card' }, h('h2', {}, 'Formulas'), list), tables, origin);
    return {
        element,
        show() {
            const { report } = context;
            replace(tables, report.price_tables.map(table => priceTable(report, table)), (report.price_lists ?? []).map(priceList));
            replace(origin, h('div', { class: 'card' }, h('h2', {}, 'This report'), h('p', {},
                `Written ${minute(report.generated_at)} by ${report.tool.name} ${report.tool.version} (${report.tool.commit}) from ${report.sources.join(', ')}.`),
            report.notes.map(note => h('p', {}, note)),
            h('p', { class: 'note' }, 'Charts: Apache ECharts, Apache License 2.0. The page loads nothing from anywhere.')));
        },
        focus(key) {
            const target = element.querySelector(`#formula-${CSS.escape(key)}`);
            target?.scrollIntoView({ block: 'center' });
            target?.focus({ preventScroll: true });
        },
    };
}

function priceList(list) {
    return h('div', { class: 'card scroll' },
        h('h2', {}, `Price list ${list.name}`),
        h('p', { class: 'note' }, `${list.source}; date ${list.date}. US dollars per million tokens sold.`),
        h('table', { class: 'data' },
            h('thead', {}, h('tr', {}, ['Provider', 'Model', 'Input', 'Output'].map((name, i) => h('th', { scope: 'col', class: i > 1 ? 'numeric' : null }, name)))),
            h('tbody', {}, list.prices.map(price => h('tr', {},
                h('th', { scope: 'row' }, price.provider), h('td', {}, price.model),
                [price.input_usd_per_million ?? 0, price.output_usd_per_million ?? 0].map(usd => h('td', { class: 'numeric' }, `$${usd}`)))))));
}

function priceTable(report, table) {
    return h('div', { class: 'card scroll' },
        h('h2', {}, `Price and power table ${table.table}`),
        h('p', { class: 'note' }, `${table.source}; date ${table.date}. US dollars per GPU-hour; kW provisioned per GPU.`),
        h('table', { class: 'data' },
            h('thead', {}, h('tr', {}, ['SKU', 'Hyperscaler', 'Neocloud', '3-year rental', 'kW'].map((name, i) => h('th', { scope: 'col', class: i > 0 ? 'numeric' : null }, name)))),
            h('tbody', {}, Object.entries(table.skus).map(([id, prices]) => h('tr', {},
                h('th', { scope: 'row' }, hardwareName(report, id)),
                [prices.hyperscaler_usd, prices.neocloud_usd, prices.rental_usd].map(price => h('td', { class: 'numeric' }, `$${price.toFixed(2)}`)),
                h('td', { class: 'numeric' }, number(prices.provisioned_kw)))))));
}
