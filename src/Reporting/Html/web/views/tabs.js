import { h } from '../dom.js';
import { isJudged } from '../data/verdicts.js';

export const tabs = [
    ['charts', 'Charts'],
    ['run', 'Run'],
    ['verdict', 'Verdict'],
    ['compare', 'Compare'],
    ['history', 'History'],
    ['table', 'Table'],
    ['formulas', 'Formulas'],
];

/** The tabs: arrow keys go along them, as in every tab list. That of verdicts is there where a run has one. */
export function tabList(context) {
    const { store } = context;
    const buttons = tabs.map(([id, name]) => h('button', {
        type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}`, onclick: () => store.set({ tab: id }),
    }, name));
    const list = h('div', { role: 'tablist', class: 'tabs', 'aria-label': 'Views', onkeydown: event => move(event, buttons) }, buttons);
    store.subscribe(show);
    show(store.get());
    return { element: list, show };

    function show(state) {
        buttons[tabs.findIndex(([id]) => id === 'verdict')].hidden = !context.report.rows.some(row => isJudged(context.report, row));
        buttons.forEach((button, i) => {
            const chosen = tabs[i][0] === state.tab;
            button.setAttribute('aria-selected', chosen);
            button.tabIndex = chosen ? 0 : -1;
        });
    }
}

function move(event, all) {
    const buttons = all.filter(button => !button.hidden);
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined && at >= 0) {
        const button = buttons[(to + buttons.length) % buttons.length];
        button.focus();
        button.click();
        event.preventDefault();
    }
}

/** A tab's panel. */
export const panel = (id, ...children) =>
    h('div', { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, class: `panel panel-${id}` }, children);
