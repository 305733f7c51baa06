import { button, h, replace } from '../dom.js';
import { count } from '../format.js';
import { columnsOf, sorted } from '../data/columns.js';
import { csv } from '../data/csv.js';
import { visible } from '../data/filters.js';
import { download } from '../charts/pictures.js';
import { title } from '../data/series.js';
import { panel } from './tabs.js';

// A page of a table: thousands of rows at once would make every change slow.
const rowsPerPage = 100;

/** All runs shown, to sort, to open, to compare and to save. */
export function tableView(context) {
    const { store } = context;
    const head = h('div', { class: 'table-head' });
    const body = h('tbody', { onkeydown: event => move(event) });
    const heads = h('tr', {});
    const table = h('table', { class: 'data runs' },
        h('caption', { class: 'visually-hidden' }, 'Runs. Up and down arrows go from row to row, Enter opens one.'), h('thead', {}, heads), body);
    const element = panel('table', head, h('div', { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of runs' }, table));
    return { element, show };

    function show(state) {
        const { report } = context;
        const rows = sorted(visible(report, state), report, state);
        const pages = Math.max(1, Math.ceil(rows.length / rowsPerPage));
        const page = Math.min(pages - 1, Math.max(0, state.page));
        const focused = document.activeElement?.closest?.('[data-focus]')?.dataset.focus;
        replace(head,
            h('span', {}, count(rows.length, 'run')),
            button('Save as CSV', () => download('runs.csv', new Blob([csv(report, rows, state)], { type: 'text/csv' })), { 'data-focus': 'csv', id: 'csv' }),
            pages > 1 ? h('span', { class: 'pages' },
                button('Previous', () => store.set({ page: page - 1 }), { disabled: page === 0, 'data-focus': 'previous' }),
                ` ${page + 1} / ${pages} `,
                button('Next', () => store.set({ page: page + 1 }), { disabled: page === pages - 1, 'data-focus': 'next' })) : null);
        const columns = columnsOf(report);
        replace(heads, columns.map(column => header(column, state)), h('th', { scope: 'col' }, 'Compare'));
        replace(body, rows.slice(page * rowsPerPage, (page + 1) * rowsPerPage).map((row, i) => line(columns, row, i, report, state)));
        if (focused) {
            element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
        }
    }

    function header(column, state) {
        const sorting = state.sort === column.key;
        return h('th', { scope: 'col', 'aria-sort': sorting ? (state.descending ? 'descending' : 'ascending') : 'none', class: column.numeric ? 'numeric' : null },
            button(column.title, () => store.set({ sort: column.key, descending: sorting ? !state.descending : column.numeric, page: 0 }), { 'data-focus': `sort-${column.key}` }));
    }

    function line(columns, row, i, report, state) {
        const mark = (name, key) => button(name, event => {
            event.stopPropagation();
            store.set({ [key]: state[key] === row.id ? '' : row.id });
        }, { 'aria-pressed': state[key] === row.id, 'aria-label': `Compare ${title(report, row)} as ${name}`, class: 'mark-run', tabindex: -1, 'data-focus': `${key}-${row.id}` });
        return h('tr', { tabindex: i === 0 ? 0 : -1, 'data-run': row.id, class: row.marked ? 'marked' : null, onclick: () => store.set({ tab: 'run', run: row.id }) },
            columns.map(column => h('td', { class: column.numeric ? 'numeric' : null }, String(column.text(row, report, state)))),
            h('td', {}, mark('A', 'a'), mark('B', 'b')));
    }

    function move(event) {
        const rows = [...body.children];
        const at = rows.indexOf(event.target.closest('tr'));
        const key = { a: 'a', b: 'b' }[event.key.toLowerCase()];
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
        if (event.target.tagName !== 'TR' || at < 0) {
            return;
        }

        if (to !== undefined) {
            rows[at].tabIndex = -1;
            const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
            next.tabIndex = 0;
            next.focus();
        } else if (event.key === 'Enter') {
            store.set({ tab: 'run', run: rows[at].dataset.run });
        } else if (key) {
            store.set({ [key]: rows[at].dataset.run });
            const row = body.children[at];
            row.tabIndex = 0;
            row.focus();
        } else {
            return;
        }

        event.preventDefault();
    }
}
