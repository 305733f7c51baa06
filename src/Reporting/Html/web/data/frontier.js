import { steffen } from './steffen.js';

/**
 * The points that no other beats in both: y is better when higher, x when higher (interactivity) or lower (latency). Ordered by x, no two
 * with one x.
 * @param {{x: number, y: number}[]} points
 * @param {boolean} lowerX x is better when lower.
 */
export function frontier(points, lowerX = false) {
    const sign = lowerX ? 1 : -1;
    // From the best x to the worst; at one x the highest first, so that the others of that x are beaten.
    const ordered = [...points].sort((a, b) => sign * (a.x - b.x) || b.y - a.y);
    const kept = [];
    let best = -Infinity;
    for (const point of ordered) {
        if (point.y > best) {
            kept.push(point);
            best = point.y;
        }
    }

    return kept.sort((a, b) => a.x - b.x);
}

/** Throughput at any x between the frontier's ends, never below 0. */
export function curve(points) {
    const at = steffen(points.map(point => point.x), points.map(point => point.y));
    return x => Math.max(0, at(x));
}

/** The frontier as a line to draw: its points and some between. */
export function samples(points, perInterval) {
    const at = curve(points);
    const result = [];
    for (let i = 0; i + 1 < points.length; i++) {
        const step = (points[i + 1].x - points[i].x) / perInterval;
        for (let k = 0; k < perInterval; k++) {
            result.push([points[i].x + k * step, k === 0 ? points[i].y : at(points[i].x + k * step)]);
        }
    }

    const last = points.at(-1);
    return last ? [...result, [last.x, last.y]] : result;
}
