import { axis, axisTooltip, base, watermark } from './base.js';
import { number } from '../format.js';

/** The latencies that a run's logs hold, and their keys in rows. */
export const latencies = [
    ['ttft', 'Time to first token', 'TTFT'],
    ['itl', 'Inter-token latency', 'ITL'],
    ['tpot', 'Time per output token', 'TPOT'],
    ['e2el', 'End-to-end latency', 'E2E'],
];

// Where a row has no log: what its summary says.
const summary = [['median', 50], ['p90', 90], ['p99', 99], ['p99.9', 99.9]];

/** A run's percentiles of a latency, [percentile, ms] pairs: of its log, or of its summary. */
export function percentilesOf(report, row, key) {
    const logged = report.details.get(row.id)?.percentiles?.[key];
    if (logged) {
        return { exact: true, points: logged };
    }

    return {
        exact: false,
        points: summary.map(([name, percentile]) => [percentile, 1000 * row.figures[`${name}_${key}`]]).filter(([, ms]) => ms > 0),
    };
}

/** How far out a percentile lies: 90 is 10, 99 is 100. The axis is of its logarithm, as HdrHistogram's plots have it. */
export const distance = percentile => 1 / (1 - Math.min(percentile, 99.99999) / 100);

/** A tick of that axis. Where the values end is no round number, and gets no name. */
export const percentileName = x => Math.abs(Math.log10(x) - Math.round(Math.log10(x))) < 1e-9 ? `${Number((100 * (1 - 1 / x)).toPrecision(7))}%` : '';

/**
 * @param curves {name, colour, points, exact}[]
 */
export function percentileChart({ curves, colours, simulated, log }) {
    const far = Math.max(10, ...curves.flatMap(curve => curve.points.map(([p]) => distance(p))));
    return {
        ...base(colours),
        grid: { left: 4, right: 20, top: 30, bottom: 32, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        tooltip: axisTooltip(params => [percentileWords(params[0].value[0]), ...params.map(({ seriesName, value }) => `${seriesName}: ${number(value[1])} ms`)]),
        xAxis: axis(colours, { name: 'Percentile', log: true, where: 'x', min: 1, max: far, axisLabel: { color: colours.muted, fontSize: 11, formatter: percentileName } }),
        yAxis: axis(colours, { name: 'ms', where: 'y', log }),
        graphic: watermark(simulated, colours),
        series: curves.map(curve => ({
            type: 'line',
            name: curve.name,
            data: curve.points.map(([p, ms], i) => ({
                value: [distance(p), ms],
                // Of two curves each has its name at its end.
                ...(curves.length > 1 && i === curve.points.length - 1 && {
                    label: { show: true, formatter: curve.name, position: 'top', color: curve.colour, fontWeight: 700, fontSize: 13 },
                }),
            })),
            symbol: 'circle',
            symbolSize: curve.exact ? 3 : 7,
            lineStyle: { color: curve.colour, width: 2, type: curve.exact ? 'solid' : [4, 4] },
            itemStyle: { color: curve.colour },
            silent: true,
        })),
    };
}

/** What the keyboard goes over: every point of every curve. */
export function percentilePoints(curves) {
    return curves.flatMap((curve, series) => curve.points.map(([percentile, ms], index) => ({
        series, index, row: null,
        get text() {
            return `${curve.name}: ${percentileWords(distance(percentile))} ${number(ms)} ms`;
        },
    })));
}

/** A place of that axis: as many digits as there are nines, and one more. */
export const percentileWords = x => `${Number((100 * (1 - 1 / x)).toFixed(Math.max(1, Math.ceil(Math.log10(x)))))}%`;

/** The value of a curve at a percentile, for tables beside it. */
export function at(points, percentile) {
    const found = points.find(([p]) => p >= percentile);
    return found ? found[1] : null;
}
