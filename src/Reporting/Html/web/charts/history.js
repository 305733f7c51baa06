import { axis, base, simulatedWords, tooltip, watermark } from './base.js';
import { look } from './theme.js';

/** Configurations over time: {name, rows, index}[], one line each; a ring where the image changed. Gives the rows that the third value of its points counts in, too. */
export function historyChart({ lines, metric, colours, describe }) {
    const rows = lines.flatMap(line => line.rows);
    const option = {
        ...base(colours),
        grid: { left: 4, right: 20, top: 30, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        tooltip: tooltip(params => describe(rows[params.value[2]])),
        xAxis: { ...axis(colours, { name: '', where: 'x' }), type: 'time', axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true, formatter: '{yyyy}-{MM}-{dd}' } },
        yAxis: axis(colours, { name: metric.title, where: 'y', scale: true }),
        graphic: watermark(simulatedWords(lines.flatMap(line => line.rows)), colours),
        series: lines.map(line => {
            const { colour, symbol, dash } = look(colours, line.index);
            return {
                type: 'line',
                name: line.name,
                symbol,
                symbolSize: 8,
                lineStyle: { color: colour, width: 2, type: dash },
                itemStyle: { color: colour },
                data: line.rows.map((row, i) => ({
                    value: [row.measured_at, metric.value(row), rows.indexOf(row)],
                    ...(i > 0 && row.image !== line.rows[i - 1].image && { itemStyle: { color: colours.surface, borderColor: colour, borderWidth: 2 }, symbolSize: 10 }),
                })),
            };
        }),
    };
    return { option, rows };
}
