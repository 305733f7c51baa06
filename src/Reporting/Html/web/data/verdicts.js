import { number } from '../format.js';

/** What came out, with a word, a sign and a colour: colour alone says nothing to some, and nothing in print. */
const known = {
    pass: { word: 'Pass', sign: '✓', tone: 'good' },
    fail: { word: 'Fail', sign: '✗', tone: 'bad' },
    not_enough_evidence: { word: 'Not enough evidence', sign: '?', tone: 'unsure' },
    uncertain: { word: 'Uncertain', sign: '?', tone: 'unsure' },
    invalid: { word: 'Invalid measurement', sign: '!', tone: 'unsure' },
};

/** The look of a verdict. */
export const verdictLook = verdict => Object.hasOwn(known, verdict) ? known[verdict] : { word: verdict, sign: '?', tone: 'unsure' };

/** A run's verdict, or why it cannot be shown; null where none was given. */
export function verdictOf(report, row) {
    const details = report.details.get(row.id);
    return details?.verdict || details?.verdict_absent ? details : null;
}

/** The search that a run is a step of; null where it is none. */
export function searchOf(report, row) {
    const key = report.details.get(row.id)?.search;
    return key !== undefined && Object.hasOwn(report.searches ?? {}, key) ? report.searches[key] : null;
}

/** A run has something for the verdict's tab. */
export const isJudged = (report, row) => verdictOf(report, row) !== null || searchOf(report, row) !== null;

// As many digits as it takes to tell 99.99% from all of them.
const percentDigits = 8;

/** A share that was stated: every digit of it. */
export const stated = share => Number.isFinite(share) ? `${Number((100 * share).toPrecision(percentDigits))}%` : '–';

/** A share that was seen: three digits of it, or of what is missing to all. */
export function seen(share) {
    if (!Number.isFinite(share)) {
        return '–';
    }

    const rest = 100 - Number((100 * (1 - share)).toPrecision(3));
    return `${Number((share > 0.9 ? rest : Number((100 * share).toPrecision(3))).toPrecision(percentDigits))}%`;
}

/** A chance: as small as it is. */
export const chance = value => !Number.isFinite(value) ? '–' : value > 0 && value < 1e-6 ? '< 0.0001%' : `${Number((100 * value).toPrecision(2))}%`;

/** A value in an objective's unit. */
export const valueText = (objective, value, share = seen) => !Number.isFinite(value) ? '–' : objective.unit === 'share' ? share(value) : `${number(value)} ${objective.unit}`;

/** The bound, as a reader says it. */
export const boundText = objective => `${objective.is_least ? '≥' : '≤'} ${valueText(objective, objective.bound, stated)}`;

/** The interval, in what it is of. */
export function intervalText(objective) {
    const { interval } = objective;
    if (!interval) {
        return '–';
    }

    return interval.of === 'overrun_share' || objective.unit === 'share'
        ? `${seen(interval.low)} to ${seen(interval.high)}`
        : `${number(interval.low)} to ${number(interval.high)} ${objective.unit}`;
}

/** What the chances of an error are, and what they may be: of a pass that of a false pass, of a fail that of a false fail, otherwise both. */
export function chances(objective) {
    const parts = [];
    if (objective.verdict !== 'fail' && Number.isFinite(objective.pass_chance)) {
        parts.push(`false pass ${chance(objective.pass_chance)} (≤ ${chance(objective.pass_chance_max)})`);
    }

    if (objective.verdict !== 'pass' && Number.isFinite(objective.fail_chance)) {
        parts.push(`false fail ${chance(objective.fail_chance)} (≤ ${chance(objective.fail_chance_max)})`);
    }

    return parts.length > 0 ? parts : ['–'];
}
