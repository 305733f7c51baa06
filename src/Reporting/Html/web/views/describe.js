import { h } from '../dom.js';
import { minute, number, share, usd } from '../format.js';
import { gpuHourUsd, grossMargin, saleBasis, saleOf, usdPerMillion } from '../data/economics.js';
import { scoreText } from '../data/scores.js';
import { title } from '../data/series.js';

/** A run in a card: what it was, its figures, where it lies. For tooltips and for the choice of a point. */
export function describe(report, row, state) {
    const figures = row.figures;
    const price = gpuHourUsd(report, state, row.hardware);
    const margin = grossMargin(report, state, row);
    return h('div', { class: 'described' },
        h('strong', {}, title(report, row)),
        h('dl', { class: 'pairs' },
            'tput_per_gpu' in figures ? pair('Throughput', `${number(figures.tput_per_gpu)} tok/s/GPU`) : pair('Throughput', `${number(figures.total_token_throughput)} tok/s`),
            pair('Interactivity', `${number(figures.median_intvty)} tok/s/user`),
            pair('TTFT, median', `${number(1000 * figures.median_ttft)} ms`),
            pair('E2E, median', `${number(figures.median_e2el)} s`),
            price && figures.tput_per_gpu > 0 ? pair('Cost', `${usd(usdPerMillion(price, figures.tput_per_gpu))} / M tokens`) : null,
            margin !== null ? pair('Gross margin', `${share(margin)} by ${saleBasis(saleOf(report, state))}`) : null,
            row.scores.map(score => pair(`Accuracy, ${score.task}`, scoreText(score))),
            pair('Measured', minute(row.measured_at))),
        row.simulated ? h('p', { class: 'badge' }, 'Simulated') : null,
        marks(row).map(mark => h('p', { class: 'mark' }, mark)),
        source(report, row));
}

/** What is wrong with a row, in words. */
export function marks(row) {
    return [
        ...row.flags.map(flag => `Flagged: ${flag}`),
        ...(row.valid === false && row.flags.length === 0 ? ['Invalid: the client was part of what it measured'] : []),
        ...(row.status !== 'complete' ? [`Status: ${row.status}`] : []),
    ];
}

/** A link to where a row comes from; only to folders beside the report and to web pages. */
export function source(report, row) {
    if (row.folder !== null) {
        return h('a', { href: folderLink(report, row), class: 'source' }, 'Folder of the run');
    }

    return /^https?:\/\//i.test(row.url ?? '') ? h('a', { href: row.url, rel: 'noreferrer noopener', target: '_blank', class: 'source' }, 'Where it was published') : null;
}

// "./" in front: no name of a folder can be taken for a scheme.
const folderLink = (report, row) => report.live
    ? `run/${encodeURIComponent(row.id)}/`
    : `./${row.folder.split('/').map(encodeURIComponent).join('/')}/`;

const pair = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
