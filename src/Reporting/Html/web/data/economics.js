// What tokens cost in money and in power; the formulas of docs/report.md and of LoadGen.Economics.Costs.UnitCosts.

/** US dollars per million tokens. */
export const usdPerMillion = (usdPerGpuHour, tokensPerSPerGpu) => positive(usdPerGpuHour / (tokensPerSPerGpu * 3600 / 1e6));

/** Tokens per second and provisioned MW. */
export const tokensPerSPerMw = (kw, tokensPerSPerGpu) => positive(tokensPerSPerGpu * 1000 / kw);

/** Provisioned joules per token. */
export const joulesPerToken = (kw, tokensPerSPerGpu) => positive(kw * 1000 / tokensPerSPerGpu);

/** Tokens per US dollar. */
export const tokensPerUsd = (usdPerGpuHour, tokensPerSPerGpu) => positive(3600 * tokensPerSPerGpu / usdPerGpuHour);

export const tiers = [
    ['hyperscaler', 'Owned, hyperscaler'],
    ['neocloud', 'Owned, neocloud'],
    ['rental', 'Rented, 3 years'],
    ['own', 'Own price'],
];

/** What a cost rests on, for the axis of a picture that goes its own way: tier and table, or one's own price. */
export const priceBasis = state => state.tier === 'own' ? `${state.price} $/GPU-hour` : `${state.tier}, table ${state.table}`;

/** What provisioned power rests on. */
export const powerBasis = state => `table ${state.table}`;

/** The price of a GPU-hour that the state asks for; null where the table has none. */
export function gpuHourUsd(report, state, hardware) {
    if (state.tier === 'own') {
        return state.price > 0 ? state.price : null;
    }

    return prices(report, state.table, hardware)?.[`${state.tier}_usd`] ?? null;
}

/** kW provisioned per GPU; null where the table has none. */
export const provisionedKw = (report, state, hardware) => prices(report, state.table, hardware)?.provisioned_kw ?? null;

const prices = (report, table, hardware) => report.tables.get(table)?.skus[hardware] ?? null;

const positive = value => Number.isFinite(value) && value > 0 ? value : null;
