import { button, h, replace } from '../dom.js';
import { title } from '../data/series.js';
import { isJudged, searchOf, verdictOf } from '../data/verdicts.js';
import { Frame } from '../charts/frame.js';
import { boundChart, boundPoints } from '../charts/bound.js';
import { looksChart, lookPoints } from '../charts/looks.js';
import { searchChart, searchPoints, searchWords } from '../charts/search.js';
import { colours } from '../charts/theme.js';
import { chartLegend } from './chart-legend.js';
import { logSwitch } from './log-switch.js';
import { objectivesTable } from './objectives.js';
import { picker } from './picker.js';
import { panel } from './tabs.js';
import { verdictSummary } from './verdict-summary.js';
import { worstTable } from './worst.js';

/** The verdict on one run: what was promised, what was seen, how sure it is, and what it rests on. All figures are the program's. */
export function verdictView(context) {
    const { store } = context;
    const head = h('div', { class: 'run-head' });
    const summary = h('div', {});
    const objectives = h('div', {});
    const log = logSwitch(store);
    const formula = button('ƒ', () => context.formula('early-stopping'), { class: 'quiet', title: 'Formulas', 'aria-label': 'Formulas of the verdict' });
    const values = new Frame({ id: 'verdict-values', heading: 'Values against the bound', tools: [log] });
    const looks = new Frame({ id: 'verdict-looks', heading: 'Overruns, look by look', tools: [formula] });
    const search = new Frame({ id: 'verdict-search', heading: 'Search for the highest load that keeps it', onpick: row => store.set({ run: row.id }) });
    const found = h('p', { class: 'note' });
    search.element.append(found);
    const legends = [values, looks, search].map(frame => h('p', { class: 'entries' }));
    [values, looks, search].forEach((frame, i) => frame.element.append(legends[i]));
    const charts = h('div', { class: 'grid' }, values.element, looks.element);
    const worst = h('div', {});
    const element = panel('verdict', head, search.element, summary, objectives, charts, worst);
    return { element, show };

    function show(state) {
        const { report } = context;
        // Whatever the filters leave: a verdict is not one point among many.
        const rows = report.rows.filter(row => isJudged(report, row));
        const row = report.byId.get(state.run) ?? rows[0];
        const focused = element.contains(document.activeElement) ? document.activeElement.closest('[data-focus]')?.dataset.focus : undefined;
        replace(head, picker(report, state, 'Run', row?.id ?? '', run => store.set({ run }), rows));
        drawSearch(report, row);
        const judged = row ? verdictOf(report, row) : null;
        charts.hidden = worst.hidden = objectives.hidden = !judged?.verdict;
        if (!judged?.verdict) {
            replace(summary, h('p', { class: 'empty no-verdict' }, judged?.verdict_absent ?? (row ? 'No verdict was given on this run.' : 'No run of this report has a verdict.')));
            return;
        }

        const { verdict } = judged;
        const chosen = Math.min(Math.max(0, Math.trunc(state.objective)), verdict.document.objectives.length - 1);
        replace(summary, verdictSummary(report, row, verdict));
        replace(objectives, objectivesTable(verdict.document, chosen, objective => store.set({ objective })));
        log.querySelector('input').checked = state.log.includes('percentiles-y');
        draw(report, row, state, verdict, chosen);
        replace(worst, worstTable(verdict, chosen, judged.timeline ? at => toMoment(row, at) : null));
        if (focused) {
            element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
        }
    }

    function toMoment(row, at) {
        store.set({ tab: 'run', run: row.id, at: `${row.id}@${at}` });
        const timeline = document.querySelector('#timeline .focusable');
        timeline?.scrollIntoView({ block: 'center' });
        timeline?.focus({ preventScroll: true });
    }

    function draw(report, row, state, verdict, chosen) {
        const theme = colours();
        const objective = verdict.document.objectives[chosen];
        const found = verdict.objectives?.[chosen];
        const absent = verdict.records_absent ?? found?.absent;
        const of = { objective, found, colours: theme, simulated: row.simulated ? 'SIMULATED' : null };
        values.subtitle = looks.subtitle = () => `${verdict.document.sla}: ${objective.name} · ${title(report, row)}`;
        values.draw(found?.values?.length > 0 ? boundChart({ ...of, log: state.log.includes('percentiles-y') }) : null,
            absent ? `No values: ${absent}.` : objective.kind === 'rate' ? 'It is of outcomes: there are no values to hold against a bound.' : 'No request has a value.');
        values.points = () => found?.values ? boundPoints(of) : [];
        looks.draw(found?.looks?.length > 0 ? looksChart({ ...of, document: verdict.document }) : null,
            absent ? `No looks: ${absent}.` : 'A mean is judged once, at the end, by its interval.');
        [values, looks].forEach((frame, i) => replace(legends[i], chartLegend(frame.option)));
        looks.points = () => found?.looks ? lookPoints({ ...of, document: verdict.document }) : [];
    }

    function drawSearch(report, row) {
        const steps = row ? searchOf(report, row) : null;
        search.element.hidden = !steps;
        if (steps) {
            const of = { report, search: steps, chosen: row, colours: colours(), simulated: row.simulated ? 'SIMULATED' : null };
            const { option, rows } = searchChart(of);
            search.draw(option, 'No step was judged.', rows);
            replace(legends[2], chartLegend(option));
            search.points = () => searchPoints(of, option, rows);
            search.subtitle = () => `${steps.sla}: ${searchWords(steps)}`;
            replace(found, `${steps.sla}: ${searchWords(steps)}.`,
                steps.highest_pass && steps.lowest_fail ? ' Shaded: between the highest level that was shown to pass and the lowest that was shown to fail.' : null);
        }
    }
}
