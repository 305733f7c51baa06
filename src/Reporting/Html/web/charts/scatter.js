import { axes, frontierAxes } from '../data/axes.js';
import { frontier, samples } from '../data/frontier.js';
import { axis, base, simulatedWords, tooltip, watermark } from './base.js';
import { look } from './theme.js';

// Between two points of a frontier; more cannot be seen at the size of these charts.
const samplesPerInterval = 12;

// From so many points on, each group is one path: drawn several times as fast as a mark for each point, of which none can then look any different.
const crowd = 500;

// A cross, for what is left out of frontiers.
const cross = 'path://M1,0L5,4L9,0L10,1L6,5L10,9L9,10L5,6L1,10L0,9L4,5L0,1Z';

/**
 * The points of a chart by group: {x, y, row}, those without both figures or not above 0 left out.
 */
export function place(groups, chart, report, state) {
    const [x, y] = [axes[chart.x], axes[chart.y]];
    return groups.map(group => ({
        ...group,
        points: group.rows.flatMap(row => {
            const point = { x: x.value(row, report, state), y: y.value(row, report, state), row };
            return point.x > 0 && point.y > 0 ? [point] : [];
        }),
    }));
}

/** Frontiers of a group as lines to draw, one for each SKU of it: a cost follows from a SKU's price. */
export function frontiers(group, chart, report, state) {
    const [x, y] = [axes[chart.x], axes[chart.y]];
    if (!frontierAxes.has(chart.x) || axes[chart.y].isNoMerit) {
        return [];
    }

    return [...bySku(sound(group))].map(([id, points]) => {
        if (!y.fromThroughput) {
            // Not a throughput's: the best points, joined by straight lines.
            const lower = y.lowerIsBetter ? -1 : 1;
            return frontier(points.map(p => ({ x: p.x, y: lower * p.y, row: p.row })), x.lowerIsBetter).map(p => [p.x, lower * p.y]);
        }

        const best = frontier(points.map(p => ({ x: p.x, y: y.throughput(p.row, state) })), x.lowerIsBetter);
        return samples(best, samplesPerInterval)
            .map(([at, throughput]) => [at, throughput > 0 ? y.fromThroughput(throughput, id, report, state) : null])
            .filter(([, value]) => value !== null);
    });
}

const sound = group => group.points.filter(point => !point.row.marked);

function bySku(points) {
    const result = new Map();
    for (const point of points) {
        if (!result.has(point.row.hardware)) {
            result.set(point.row.hardware, []);
        }

        result.get(point.row.hardware).push(point);
    }

    return result;
}

/** The chart as ECharts takes it, and the rows that the third value of its points counts in: the library copies all it is given, rows it shall not. */
export function scatter({ placed, chart, report, state, colours, describe, compact }) {
    const [x, y] = [axes[chart.x], axes[chart.y]];
    const rows = [];
    const shown = placed.filter(group => !state.hidden.includes(group.name));
    const crowded = shown.reduce((sum, group) => sum + group.points.length, 0) >= crowd;
    const series = shown.flatMap(group => [
        ...(state.points ? points(group, colours, rows, crowded) : []),
        ...(state.frontier ? frontiers(group, chart, report, state).filter(line => line.length > 0)
            .map((line, i) => lineOf(group, line, colours, state.labels && i === 0, placed.length)) : []),
    ]);
    // On a phone the unit and what it rests on stand in a line of their own: one line would be cut.
    const unit = `(${y.unit}${y.basis ? `; ${y.basis(state)}` : ''})`;
    const option = {
        ...base(colours),
        grid: { left: 4, right: compact ? 12 : 20, top: compact ? 44 : 30, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        tooltip: tooltip(params => params.seriesType === 'scatter' ? describe(rows[params.value[2]]) : null),
        xAxis: axis(colours, { name: `${x.title(state)} (${x.unit})${x.lowerIsBetter ? ' ← better' : ' → better'}`, log: state.log.includes(`${chart.id}-x`), where: 'x', ...fit(x) }),
        yAxis: axis(colours, { name: `${y.title(state)}${compact ? '\n' : ' '}${unit}`, log: state.log.includes(`${chart.id}-y`), where: 'y', ...fit(y) }),
        dataZoom: [
            { type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift', moveOnMouseWheel: false, preventDefaultMouseMove: false },
            { type: 'inside', yAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift', moveOnMouseWheel: false, preventDefaultMouseMove: false },
        ],
        graphic: watermark(simulatedWords(shown.flatMap(group => group.points.map(point => point.row))), colours),
        series,
    };
    return { option, rows };
}

const fit = one => one.fits ? { scale: true } : {};

// One series for each kind of mark: points are then bare numbers, which are drawn several times as fast as points with a style of their own.
function points(group, colours, rows, crowded) {
    const { colour, symbol } = look(colours, group.index);
    const kinds = [
        { of: row => !row.marked && !row.simulated, symbol, symbolSize: 8, itemStyle: { color: colour, opacity: 0.8 }, large: crowded },
        { of: row => !row.marked && row.simulated, symbol, symbolSize: 8, itemStyle: { color: 'transparent', borderColor: colour, borderWidth: 1.6 }, large: crowded },
        // The library's one path cannot be of marks with a path of their own.
        { of: row => row.marked, symbol: cross, symbolSize: 9, itemStyle: { color: colour, opacity: 0.75 } },
    ];
    return kinds.map(({ of, ...style }) => ({
        type: 'scatter',
        name: group.name,
        ...style,
        largeThreshold: 1,
        emphasis: { scale: 1.6, itemStyle: { opacity: 1, borderColor: colours.text, borderWidth: 1.5 } },
        z: 3,
        data: group.points.filter(point => of(point.row)).map(({ x, y, row }) => [x, y, rows.push(row) - 1]),
    })).filter(series => series.data.length > 0);
}

// Its name stands where it is highest: there the lines are furthest apart, be it of throughputs or of costs.
function lineOf(group, line, colours, labelled, groups) {
    const { colour, dash } = look(colours, group.index);
    const at = line[0][1] > line.at(-1)[1] ? 0 : line.length - 1;
    return {
        type: 'line',
        name: group.name,
        silent: true,
        symbol: 'none',
        z: 2,
        lineStyle: { color: colour, width: 2, type: dash },
        data: line,
        labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' },
        ...(labelled && groups > 1 && groups <= 12 && {
            data: line.map((value, i) => i === at
                ? { value, symbol: 'circle', symbolSize: 0.1, label: { show: true, formatter: group.name, position: at === 0 ? 'right' : 'top', color: colour, fontSize: 11, textBorderColor: colours.surface, textBorderWidth: 3 } }
                : value),
            showAllSymbol: true,
        }),
    };
}
