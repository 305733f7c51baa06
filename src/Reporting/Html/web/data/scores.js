import { share } from '../format.js';
import { order } from './order.js';

// Quantile of the normal distribution that leaves 2.5% on either side.
const z95 = 1.959963984540054;

/** The key of a task's accuracy among a row's figures. */
export const accuracyKey = task => `accuracy:${task}`;

/** The tasks that any row has a score on. */
export const tasksOf = rows => [...new Set(rows.flatMap(row => row.scores.map(score => score.task)))].sort(order);

/** The task that most rows have a score on; none where there is none. */
export function mainTask(rows) {
    const many = task => rows.filter(row => scoreOf(row, task)).length;
    return tasksOf(rows).reduce((best, task) => best === '' || many(task) > many(best) ? task : best, '');
}

/** A score with what the document leaves out: null, and 0. */
export const stated = score => ({
    strict: null, standard_error: null, asked: null, accuracy: 0, high: null, ...score, low: score.low ?? (score.high === undefined ? null : 0),
});

export const scoreOf = (row, task) => row.scores.find(score => score.task === task) ?? null;

/** An accuracy with its 95% interval, such as "91.3% (89.7–92.7%)". */
export const scoreText = score => share(score.accuracy) + (score.low === null ? '' : ` (${bare(score.low)}–${share(score.high)})`);

const bare = value => (100 * value).toFixed(1);

/** The task whose accuracy is drawn. */
export const taskOf = (report, state) => report.tasks.includes(state.task) ? state.task : report.mainTask;

/** Each task as a figure of comparisons, with the error that mayBeChance goes by. */
export const scoreFigures = (report, row) => report.tasks.map(task => {
    const score = scoreOf(row, task);
    return {
        key: accuracyKey(task), title: `Accuracy, ${task}`, unit: 'of answers', better: 1, isShare: true, error: score?.standard_error ?? null,
        number: score?.accuracy ?? null, text: score ? scoreText(score) : undefined,
    };
});

/** Whether two accuracies differ by no more than chance lets them, as far as their standard errors tell; answers paired one by one tell more (loadgen results diff). */
export const mayBeChance = (a, b) => a.error === null || b.error === null || Math.abs(b.number - a.number) <= z95 * Math.hypot(a.error, b.error);
