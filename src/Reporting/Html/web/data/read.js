import { day } from '../format.js';
import { accuracyKey, mainTask, stated as statedScore, tasksOf } from './scores.js';

/** What was not stated in the document, because it is what most rows have. */
const usual = {
    model_name: null, spec_decoding: 'none', disaggregated: false, multinode: false, image: null, isl: null, osl: null,
    scenario: 'fixed-seq-len', concurrency: null, rate_per_s: null, prefill: null, router: null, kv_transfer: null, variant: null, simulated: false, valid: null,
    status: 'complete', sweep: null, point: null, repeat: 1, folder: null, url: null, flags: [], scores: [],
};

// Numbers of 0 and what is false are left out of the document.
const unshaped = { tp: 0, pp: 0, ep: 0, dp_attention: false, workers: 0, gpus: 0 };

/** The page's document made ready: rows with their figures by name, price tables by name, details by row. */
export function read(document) {
    const rows = document.rows.map(row => prepare(row, document.metrics));
    return {
        ...document,
        rows,
        tasks: tasksOf(rows),
        mainTask: mainTask(rows),
        byId: new Map(rows.map(row => [row.id, row])),
        tables: new Map(document.price_tables.map(table => [table.table, table])),
        details: new Map(Object.entries(document.details)),
    };
}

function prepare(stated, names) {
    const row = { ...usual, ...stated };
    row.figures = {};
    names.forEach((name, i) => {
        const value = stated.values[i];
        if (value !== null && value !== undefined) {
            row.figures[name] = value;
        }
    });
    row.scores = row.scores.map(statedScore);
    row.scores.forEach(score => {
        row.figures[accuracyKey(score.task)] = score.accuracy;
    });
    row.day = day(row.measured_at);
    row.decode = { ...unshaped, ...row.decode };
    row.prefill = row.prefill && { ...unshaped, ...row.prefill };
    // 0: nobody said.
    row.gpus = row.decode.gpus + (row.prefill?.gpus ?? 0);
    row.sequence = row.isl === null && row.osl === null ? row.scenario : `${length(row.isl)}/${length(row.osl)}`;
    row.parallelism = parallelism(row);
    row.marked = row.flags.length > 0 || row.valid === false || row.status !== 'complete';
    // What makes it another point than its neighbours is for the program to say, which compares by the same key; repeats of one run stay apart.
    row.identity = `${row.key}|${row.repeat}`;
    return row;
}

const length = tokens => tokens === null ? '?' : tokens % 1024 === 0 ? `${tokens / 1024}k` : String(tokens);

function parallelism(row) {
    const decode = shape(row.decode);
    return row.prefill ? `${row.prefill.workers}P ${shape(row.prefill)} + ${row.decode.workers}D ${decode}` : decode;
}

function shape(worker) {
    const parts = [`${worker.dp_attention ? 'DEP' : 'TP'}${worker.tp}`];
    if (worker.pp > 1) {
        parts.push(`PP${worker.pp}`);
    }

    if (worker.ep > 1 && !worker.dp_attention) {
        parts.push(`EP${worker.ep}`);
    }

    return parts.join('·');
}
