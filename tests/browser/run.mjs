// Runs checks on a built site: node run.mjs OUTPUT [--css FOLDER] [check …]. Exit status 1 when something is wrong.

import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSite } from './lib.mjs';

// Checks by name: the file and the function in it. The browser is only loaded by those that need it.
const CHECKS = {
  weight: async () => (await import('./weight.mjs')).weight,
  links: async () => (await import('./links.mjs')).links,
  checker: async () => (await import('./html.mjs')).checker,
  lint: async () => (await import('./html.mjs')).lint,
  axe: async () => (await import('./axe.mjs')).axe,
  behaviour: async () => (await import('./behaviour.mjs')).behaviour,
  editor: async () => (await import('./editor.mjs')).editor,
  hosts: async () => (await import('./hosts.mjs')).hosts,
  preview: async () => (await import('./preview.mjs')).preview,
  lighthouse: async () => (await import('./lighthouse.mjs')).lighthouse,
};
const LONGEST_MINUTES = 20;
const MOST_SHOWN = 60;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    css: { type: 'string', default: path.join(import.meta.dirname, '../../themes/default/static/css') },
  },
});
const [output, ...names] = positionals;
const unknown = names.filter((name) => !CHECKS[name]);
if (!output || unknown.length) {
  console.error(`usage: node run.mjs OUTPUT [--css FOLDER] [${Object.keys(CHECKS).join('|')} …]`);
  process.exit(2);
}

// A browser that hangs must not hang the build of everyone else.
setTimeout(() => {
  console.error(`FAIL · gave up after ${LONGEST_MINUTES} minutes`);
  process.exit(1);
}, LONGEST_MINUTES * 60_000).unref();

const site = await openSite(output);
site.css = values.css;
// Web servers are only asked to serve a site that brings files for them.
const canRun = { hosts: site.files.includes('nginx.conf'), preview: Boolean(process.env.TOTEUMA) };
const all = Object.keys(CHECKS).filter((name) => canRun[name] ?? true);
let wrong = 0;
for (const name of names.length ? names : all) {
  const started = performance.now();
  const check = await CHECKS[name]();
  const outcome = await check(site);
  const { summary } = outcome;
  const findings = [...new Set(outcome.findings)].sort();
  for (const finding of findings.slice(0, MOST_SHOWN))
    console.log(`FAIL · ${finding.replace(/\s*\n\s*/g, ' ')}`);
  if (findings.length > MOST_SHOWN) console.log(`… and ${findings.length - MOST_SHOWN} more`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${findings.length ? `${findings.length} findings` : 'ok'}, ${summary}, ${seconds} s`);
  wrong += findings.length;
}
site.close();
process.exitCode = wrong ? 1 : 0;
