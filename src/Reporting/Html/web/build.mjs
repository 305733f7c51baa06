// Bundles the page into one template: build.mjs NODE_MODULES OUTPUT. The template has the style and the script in it and a place for each
// thing that is known only when a report is written; it is compressed, and the binary carries it like that.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const [modules, output] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const esbuild = createRequire(join(modules, 'anything.js'))('esbuild');

async function bundle(entry) {
    const result = await esbuild.build({
        entryPoints: [join(here, entry)],
        nodePaths: [modules],
        bundle: true,
        minify: true,
        write: false,
        format: 'iife',
        target: ['chrome110', 'firefox110', 'safari16'],
        // Licences stay where the code is.
        legalComments: 'inline',
        define: { 'process.env.NODE_ENV': '"production"' },
        logLevel: 'warning',
    });
    return result.outputFiles[0].text.trim();
}

const version = name => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
const notice = `/*! Apache ECharts ${version('echarts')} (Apache License 2.0), ZRender ${version('zrender')} (BSD-3-Clause).\n${
    readFileSync(join(modules, 'echarts', 'NOTICE'), 'utf8').trim()}\n*/\n`;
const script = notice + await bundle('main.js');
// A style sheet cannot say "this choice, or that of the system" of one block.
const dark = /:root\[data-theme=["']?dark["']?\]\{([^}]*)\}/;
const style = (await bundle('style/all.css')).replace(dark, (block, tokens) => `${block}@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${tokens}}}`);
if (!style.includes(':root:not([data-theme=light])')) {
    throw new Error("style/tokens.css has no block of the dark theme: accepted is one of :root[data-theme='dark']");
}

if (/<\/(script|style)/i.test(script + style)) {
    throw new Error('the bundle would end its own element');
}

// Functions, because a replacement string would have its dollar signs read.
const page = readFileSync(join(here, 'page.html'), 'utf8')
    .replace('/*STYLE*/', () => style)
    .replace('/*SCRIPT*/', () => script);
writeFileSync(output, brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: page.length } }));
