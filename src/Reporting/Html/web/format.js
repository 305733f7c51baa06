const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A figure as people read it: about four digits, thousands apart; an en dash for none. */
export function number(value) {
    if (value === null || value === undefined || !Number.isFinite(value)) {
        return '–';
    }

    const size = Math.abs(value);
    if (size >= 1000) {
        return grouped.format(value);
    }

    return size === 0 ? '0' : String(Number(value.toPrecision(size >= 100 ? 4 : 3)));
}

/** US dollars. */
export const usd = value => Number.isFinite(value) ? `$${value >= 100 ? number(value) : value >= 0.1 ? value.toFixed(2) : value.toPrecision(2)}` : '–';

/** A share, signed, in percent. */
export const percent = share => Number.isFinite(share) ? `${share > 0 ? '+' : ''}${(100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0)}%` : '–';

/** A share of something, in percent. */
export const share = value => Number.isFinite(value) ? `${(100 * value).toFixed(1)}%` : '–';

/** A difference of two shares, signed, in points of percent. */
export const points = difference => Number.isFinite(difference) ? `${difference > 0 ? '+' : ''}${(100 * difference).toFixed(1)} points` : '–';

/** The day of an instant. */
export const day = instant => (instant ?? '').slice(0, 10);

/** The instant to the minute, UTC. */
export const minute = instant => instant ? `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC` : '–';

/** A whole number and what it counts. */
export const count = (n, one, many = `${one}s`) => `${grouped.format(n)} ${n === 1 ? one : many}`;

/** Ticks on an axis: 1500 as 1.5k, small ones as they are. */
export function tick(value) {
    const size = Math.abs(value);
    if (size >= 1e6) {
        return `${trim(value / 1e6)}M`;
    }

    return size >= 1e4 ? `${trim(value / 1e3)}k` : trim(value);
}

const trim = value => String(Number(value.toPrecision(4)));
