import { h, replace } from './dom.js';
import { beginning } from './data/filters.js';
import { curve, frontier } from './data/frontier.js';
import { steffen } from './data/steffen.js';
import * as economics from './data/economics.js';
import { read } from './data/read.js';
import { createStore, defaults } from './data/state.js';
import { onSystemTheme, setTheme, storedTheme } from './charts/theme.js';
import { chartsView } from './views/charts.js';
import { choice } from './views/choice.js';
import { compareView } from './views/compare.js';
import { filters } from './views/filters.js';
import { formulasView } from './views/formulas.js';
import { header } from './views/header.js';
import { historyView } from './views/history.js';
import { runView } from './views/run.js';
import { settings } from './views/settings.js';
import { tableView } from './views/table.js';
import { tabList } from './views/tabs.js';
import { verdictView } from './views/verdict.js';
import { isDrawn } from './views/when-seen.js';
import { follow } from './live.js';

function start() {
    setTheme(storedTheme());
    const report = read(JSON.parse(document.getElementById('report-data').textContent));
    const store = createStore({ ...defaults(report), ...beginning(report.rows) });
    const context = { report, store };
    const chosen = choice(context);
    context.pick = chosen.pick;
    const top = header(context);
    const sides = filters(context);
    const above = settings(context);
    const tabs = tabList(context);
    const views = { charts: chartsView(context), run: runView(context), verdict: verdictView(context), compare: compareView(context), history: historyView(context), table: tableView(context), formulas: formulasView(context) };
    context.formula = key => {
        store.set({ tab: 'formulas' });
        views.formulas.focus(key);
    };
    context.redraw = () => render(store.get());

    replace(document.getElementById('app'),
        h('a', { class: 'skip', href: '#panels', onclick: event => skip(event) }, 'To the figures'),
        top.element, top.banner, tabs.element,
        h('div', { class: 'body' },
            h('div', { class: 'side' }, sides.element),
            h('main', { id: 'panels', tabindex: '-1' }, above.element, Object.values(views).map(view => view.element))),
        chosen.element);

    // Only what is seen is drawn; the rest is drawn when it is.
    function render(state) {
        top.show(state);
        const tab = Object.hasOwn(views, state.tab) ? state.tab : 'charts';
        for (const [id, view] of Object.entries(views)) {
            view.element.hidden = id !== tab;
        }

        document.body.dataset.tab = tab;
        views[tab].show(state);
    }

    store.subscribe(render);
    onSystemTheme(() => context.redraw());
    render(store.get());
    follow(report, top.live, next => {
        context.report = read(next);
        sides.show(store.get());
        above.show(store.get());
        tabs.show(store.get());
        render(store.get());
    });
}

// The address has the state after '#': a link within the page must not change it.
function skip(event) {
    event.preventDefault();
    document.getElementById('panels').focus();
}

start();
// When all that is seen has been drawn and put on the screen. perf/report.sh reads it. Other tabs than the charts draw at once.
requestAnimationFrame(function look() {
    requestAnimationFrame(() => document.body.dataset.tab !== 'charts' || isDrawn()
        ? setTimeout(() => {
            document.documentElement.dataset.openedMs = Math.round(performance.now());
        })
        : look());
});
// For whoever wants to compute with the same functions in the browser's console; the tests do.
globalThis.loadgenReport = { frontier, curve, steffen, ...economics };
