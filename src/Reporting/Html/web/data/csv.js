import { columnsOf } from './columns.js';
import { gpuHourUsd, provisionedKw, saleOf } from './economics.js';
import { accuracyKey } from './scores.js';

// Numbers of the table that no figure of the row's own is, under names that say their unit.
const derived = { gpus: 'gpus', concurrency: 'concurrency', cost: 'usd_per_million_tokens', mw: 'tokens_per_s_per_mw', margin: 'gross_margin' };

/**
 * Rows as CSV (RFC 4180), with every figure there is, in the units of the figures' keys. Text that a spreadsheet would take for a formula
 * gets an apostrophe in front.
 */
export function csv(report, rows, state) {
    const shown = columnsOf(report).filter(column => !column.numeric || Object.hasOwn(derived, column.key));
    const sale = saleOf(report, state);
    const names = [...report.metrics, ...report.tasks.map(accuracyKey)];
    const head = ['id', ...shown.map(column => derived[column.key] ?? column.key), 'price_tier', 'price_table', 'price_date', 'gpu_hour_usd', 'provisioned_kw', 'price_list', 'price_list_date', 'provider', ...names, 'folder', 'url'];
    const lines = rows.map(row => [
        row.id, ...shown.map(column => column.key === 'hardware' ? row.hardware : column.value(row, report, state)),
        state.tier, state.table, report.tables.get(state.table)?.date, gpuHourUsd(report, state, row.hardware), provisionedKw(report, state, row.hardware),
        sale?.list.name, sale?.list.date, sale?.provider, ...names.map(name => row.figures[name]), row.folder, row.url,
    ]);
    return [head, ...lines].map(line => line.map(field).join(',')).join('\r\n') + '\r\n';
}

function field(value) {
    if (value === null || value === undefined) {
        return '';
    }

    if (typeof value === 'number') {
        return String(value);
    }

    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
