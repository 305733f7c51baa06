import { axis, base, straight, tooltip, watermark } from './base.js';
import { h } from '../dom.js';
import { count, number } from '../format.js';
import { verdictLook } from '../data/verdicts.js';

const symbols = { pass: 'circle', fail: 'triangle', uncertain: 'diamond', invalid: 'rect' };

/** Steps of a search: goodput against the level, by verdict, and the interval between the highest that passes and the lowest that fails. */
export function searchChart({ report, search, chosen, colours, simulated }) {
    const { unit, name } = levels(search);
    const rows = search.steps.map(step => report.byId.get(step.run) ?? null);
    const high = Math.max(...search.steps.map(step => step.goodput_rps ?? 0), 0) * 1.1 || 1;
    const colour = { pass: colours.series[2], fail: colours.bad, uncertain: colours.series[6], invalid: colours.muted };
    const kinds = [...new Set(search.steps.map(step => step.verdict))];
    const [pass, fail] = [search.highest_pass ?? null, search.lowest_fail ?? null];
    const option = {
        ...base(colours),
        grid: { left: 4, right: 20, top: 30, bottom: 20, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        tooltip: tooltip(params => h('div', { class: 'tip' }, stepWords(search, search.steps[params.value[2]]).map(line => h('div', {}, line)))),
        xAxis: axis(colours, { name, where: 'x', log: true }),
        yAxis: axis(colours, { name: 'Goodput, requests/s', where: 'y', min: 0, max: high }),
        graphic: watermark(simulated, colours),
        series: [
            ...kinds.map(kind => ({
                type: 'scatter',
                name: verdictLook(kind).word,
                symbol: symbols[kind] ?? 'rect',
                symbolSize: 11,
                itemStyle: { color: colour[kind] ?? colours.muted },
                data: search.steps.flatMap((step, i) => step.verdict !== kind ? [] : [{
                    value: [step.level, step.goodput_rps ?? 0, i],
                    ...(rows[i] === chosen && { itemStyle: { color: colour[kind] ?? colours.muted, borderColor: colours.text, borderWidth: 2 } }),
                }]),
            })),
            ...(pass !== null && fail !== null ? [{
                ...straight(`between ${number(pass)} and ${number(fail)} ${unit}`, [[pass, high], [fail, high]], colours.series[6], 'solid'),
                areaStyle: { color: colours.series[6], opacity: 0.18 },
            }] : []),
            ...(search.estimate ? [straight(`estimate ${number(search.estimate)} ${unit}`, [[search.estimate, 0], [search.estimate, high]], colours.text, [6, 4])] : []),
        ],
    };
    return { option: search.steps.length === 0 ? null : option, rows };
}

/** What the keyboard goes over: the steps by level; Enter opens the run of one. */
export function searchPoints({ search }, option, rows) {
    return option === null ? [] : option.series.flatMap((series, at) => series.type !== 'scatter' ? [] : series.data.map(({ value: [level, , step] }, index) => ({
        series: at, index, row: rows[step], level,
        get text() {
            return stepWords(search, search.steps[step]).join('; ');
        },
    }))).sort((a, b) => a.level - b.level);
}

/** What a search found, in a line. */
export function searchWords(search) {
    const { unit } = levels(search);
    const [pass, fail] = [search.highest_pass ?? null, search.lowest_fail ?? null];
    return [
        pass === null ? 'No level passed' : `Holds at ${number(pass)} ${unit}`,
        fail === null ? 'no level failed' : `broken at ${number(fail)} ${unit}`,
        search.estimate ? `estimate ${number(search.estimate)} ${unit}` : null,
        count(search.steps.length, 'step'),
        search.end ? search.end.replaceAll('_', ' ') : null,
    ].filter(Boolean).join(', ');
}

const levels = search => search.by === 'concurrency' ? { name: 'Requests at once', unit: 'requests at once' } : { name: 'Requests a second', unit: 'requests/s' };

const stepWords = (search, step) => [
    `${number(step.level)} ${levels(search).unit}: ${verdictLook(step.verdict).word.toLowerCase()}`,
    `goodput ${number(step.goodput_rps)} requests/s over ${count(step.requests ?? 0, 'request')}`,
    ...(step.reason ? [step.reason] : []),
];
