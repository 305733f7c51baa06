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

/** Which of these SKUs have no cost or no power under the state, in sentences. */
export function unpriced(report, state, skus) {
    const without = figure => [...skus].filter(sku => figure(report, state, sku) === null).join(', ');
    const [cost, power] = [without(gpuHourUsd), without(provisionedKw)];
    const sentence = (what, of) => of === '' ? [] : [`Not in the table ${state.table}, so without ${what}: ${of}.`];
    if (state.tier === 'own') {
        return [...(cost === '' ? [] : ['No price of your own is given, so nothing has a cost.']), ...sentence('power', power)];
    }

    return cost === power ? sentence('cost or power', cost) : [...sentence('cost', cost), ...sentence('power', power)];
}

/** The price list that the state asks for, and whose prices of it; null for none. Chosen as LIST/PROVIDER. */
export const saleOf = (report, state) => sales(report).find(sale => sale.key === state.sale) ?? null;

/** All that can be chosen: each provider of each list. */
export const sales = report => (report.price_lists ?? []).flatMap(list => [...new Set(list.prices.map(price => price.provider))]
    .map(provider => ({ key: `${list.name}/${provider}`, list, provider })));

/** What a margin rests on: the list, whose prices, of when. */
export const saleBasis = sale => `${sale.list.name} (${sale.list.date}), ${sale.provider}`;

/**
 * The share of what a row's tokens are sold for that is left after its GPU-hours, over all GPUs, all tokens sold; below 0 for a loss. Null where no
 * list is chosen, or it has not the model, or nothing would be earned.
 */
export function grossMargin(report, state, row) {
    const price = saleOf(report, state)?.list.prices.find(one => same(one.provider, saleOf(report, state).provider) && (same(one.model, row.model) || same(one.model, row.model_name)));
    const gpuHour = gpuHourUsd(report, state, row.hardware);
    const [input, output] = [overAll(row, 'input'), overAll(row, 'output')];
    return !price || gpuHour === null || input === null || output === null
        ? null
        : marginOf(gpuHour, input, output, price.input_usd_per_million ?? 0, price.output_usd_per_million ?? 0);
}

/** The margin at a GPU-hour's price, throughputs over all GPUs and prices of a million tokens. */
export function marginOf(usdPerGpuHour, input, output, inputUsd, outputUsd) {
    const revenue = (input * inputUsd + output * outputUsd) * 3600 / 1e6;
    return revenue > 0 ? (revenue - usdPerGpuHour) / revenue : null;
}

/** A role's tok/s/GPU over all GPUs: a disaggregated run's are stated over those of the role alone. */
export function overAll(row, role) {
    const stated = row.figures[`${role}_tput_per_gpu`] ?? null;
    return stated === null || !row.prefill ? stated : stated * (role === 'output' ? row.decode.gpus : row.prefill.gpus) / row.gpus;
}

const same = (a, b) => typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();

const prices = (report, table, hardware) => report.tables.get(table)?.skus[hardware] ?? null;

const positive = value => Number.isFinite(value) && value > 0 ? value : null;
