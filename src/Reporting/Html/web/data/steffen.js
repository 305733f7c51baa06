/**
 * The monotone cubic through points (M. Steffen, A&A 239, 443, 1990): it overshoots no point, so no throughput is drawn that was not
 * measured on either side. xs rise strictly. Returns a function that has no value outside of them: what was not measured is not guessed.
 */
export function steffen(xs, ys) {
    const n = xs.length;
    if (n < 2) {
        return x => x === xs[0] ? ys[0] : NaN;
    }

    const width = [];
    const slope = [];
    for (let i = 0; i + 1 < n; i++) {
        width.push(xs[i + 1] - xs[i]);
        slope.push((ys[i + 1] - ys[i]) / width[i]);
    }

    const tangent = tangents(width, slope);
    return x => {
        if (!(x >= xs[0] && x <= xs[n - 1])) {
            return NaN;
        }

        if (x === xs[n - 1]) {
            return ys[n - 1];
        }

        const i = interval(xs, x);
        const t = x - xs[i];
        const a = (tangent[i] + tangent[i + 1] - 2 * slope[i]) / (width[i] * width[i]);
        const b = (3 * slope[i] - 2 * tangent[i] - tangent[i + 1]) / width[i];
        return ((a * t + b) * t + tangent[i]) * t + ys[i];
    };
}

function tangents(width, slope) {
    const last = slope.length - 1;
    if (last === 0) {
        return [slope[0], slope[0]];
    }

    const result = [end(slope[0], slope[1], width[0], width[1])];
    for (let i = 0; i < last; i++) {
        const parabola = (slope[i] * width[i + 1] + slope[i + 1] * width[i]) / (width[i] + width[i + 1]);
        result.push((Math.sign(slope[i]) + Math.sign(slope[i + 1])) * Math.min(Math.abs(slope[i]), Math.abs(slope[i + 1]), Math.abs(parabola) / 2));
    }

    result.push(end(slope[last], slope[last - 1], width[last], width[last - 1]));
    return result;
}

// The parabola through the three points at the end, kept from turning round.
function end(first, second, firstWidth, secondWidth) {
    const parabola = first * (1 + firstWidth / (firstWidth + secondWidth)) - second * firstWidth / (firstWidth + secondWidth);
    if (parabola * first <= 0) {
        return 0;
    }

    return Math.abs(parabola) > 2 * Math.abs(first) ? 2 * first : parabola;
}

function interval(xs, x) {
    let low = 0;
    let high = xs.length - 1;
    while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (xs[middle] <= x) {
            low = middle;
        } else {
            high = middle;
        }
    }

    return low;
}
