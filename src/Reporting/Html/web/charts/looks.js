import { axis, axisTooltip, base, unevenTop, watermark } from './base.js';
import { count, number } from '../format.js';
import { verdictLook } from '../data/verdicts.js';

/** An objective's overruns as they came, and at each look the most that would have passed and the fewest that would have failed. */
export function looksChart({ objective, found, document, colours, simulated }) {
    const most = Math.max(1, ...found.looks.map(([, overruns]) => overruns), ...found.looks.map(([, , pass]) => pass ?? 0), ...found.overruns.map(([, overruns]) => overruns));
    // A boundary far above all that came would press the rest to the floor.
    const high = Math.max(most, ...found.looks.map(([, , , fail]) => fail ?? 0).filter(fail => fail <= 3 * most + 10)) * 1.1;
    const boundary = (name, at, colour, symbol) => ({
        type: 'line',
        name,
        data: found.looks.map(look => [look[0], look[at] ?? null]),
        symbol,
        symbolSize: 8,
        lineStyle: { color: colour, width: 1.5, type: [6, 4] },
        itemStyle: { color: colour },
        silent: true,
        tooltip: { show: false },
    });
    return {
        ...base(colours),
        grid: { left: 4, right: 20, top: 30, bottom: 32, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        tooltip: axisTooltip(params => lookWords(params[0].dataIndex, found, document, objective)),
        xAxis: axis(colours, { name: `Judged ${objective.counts}, by when they were due`, where: 'x', min: 0, max: Math.max(1, objective.n), axisLabel: unevenTop(colours) }),
        yAxis: axis(colours, { name: 'Overruns', where: 'y', min: 0, max: Math.ceil(high), minInterval: 1, axisLabel: unevenTop(colours) }),
        graphic: watermark(simulated, colours),
        series: [
            {
                type: 'line',
                name: 'looks',
                data: found.looks.map(([requests, overruns]) => [requests, overruns]),
                symbol: 'diamond',
                symbolSize: 11,
                lineStyle: { width: 0, opacity: 0 },
                itemStyle: { color: colours.text },
                silent: true,
                z: 5,
            },
            {
                type: 'line',
                name: 'overruns',
                data: found.overruns,
                step: 'end',
                symbol: 'none',
                silent: true,
                tooltip: { show: false },
                lineStyle: { color: colours.series[0], width: 2 },
                itemStyle: { color: colours.series[0] },
            },
            boundary('passes up to', 2, colours.series[2], 'circle'),
            boundary('fails from', 3, colours.bad, 'triangle'),
        ],
    };
}

/** What the keyboard goes over: the looks, first to last. */
export const lookPoints = ({ objective, found, document }) => found.looks.map((_, index) => ({
    series: 0, index, row: null,
    get text() {
        return lookWords(index, found, document, objective).join('; ');
    },
}));

function lookWords(index, found, document, objective) {
    const [requests, overruns, pass, fail] = found.looks[index];
    const look = document.looks[index];
    return [
        `${look.is_last ? 'Last look' : `Look ${index + 1}`}: ${count(overruns, 'overrun')} of ${number(requests)} ${objective.counts}`,
        pass === null ? 'none would pass yet' : `passes up to ${number(pass)}`,
        fail === null ? 'none would fail yet' : `fails from ${number(fail)}`,
        `all objectives together: ${verdictLook(look.verdict).word.toLowerCase()}`,
    ];
}
