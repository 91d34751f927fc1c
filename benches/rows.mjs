// Measures built price lists in a browser, as a phone would show them: node rows.mjs OUTPUT …
// Ends with 1 when a row is not found or printed, a link misses its row or the page shifts. RUNS=1 measures once.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { launch, openSite } from '../tests/browser/lib.mjs';

const WIDTHS = [390, 1280];
const RUNS = Number(process.env.RUNS ?? 3);
// A phone of the cheaper kind on a slow 4G line, as Lighthouse has it.
const SLOWER = 4;
const LINE = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 92_160 };
// What counts as steady (Cumulative Layout Shift, "good").
const WORST_SHIFT = 0.1;
const FEES = 'main :is(tbody tr, li)[id]';

const MEASURES = {
  rows: ['fee rows', ''],
  raw: ['page, style sheets and scripts', 'kB'],
  gzip: ['the same packed', 'kB'],
  nodes: ['elements', ''],
  paint: ['first paint', 'ms'],
  load: ['load event', 'ms'],
  task: ['longest task until a second after', 'ms'],
  style: ['style', 'ms'],
  layout: ['layout', 'ms'],
  first: ['search: first letter to paint', 'ms'],
  later: ['search: slowest later letter', 'ms'],
  cleared: ['search: emptied', 'ms'],
  whole: ['search: slowest until all is in place', 'ms'],
  view: ['prices with tax only', 'ms'],
  arrival: ['coming with words: to result', 'ms'],
  frame: ['scrolling: median frame', 'ms'],
  frames: ['scrolling: slowest frame', 'ms'],
  jump: ['jump to the last row', 'ms'],
  find: ['find in page: the last row', 'ms'],
  print: ['print to PDF', 's'],
  sheets: ['printed pages', ''],
  printed: ['rows printed', ''],
  shift: ['layout shift', ''],
  moved: ['layout shift when coming with words', ''],
  wrong: ['wrong', ''],
};

const outputs = process.argv.slice(2);
if (!outputs.length) {
  console.error('usage: node rows.mjs OUTPUT …');
  process.exit(2);
}

const browser = await launch();
const columns = [];
for (const output of outputs) {
  const site = await openSite(output);
  for (const width of WIDTHS) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await measured(site, width));
    columns.push({ width, ...median(runs) });
  }
  site.close();
}
await browser.close();
print(columns);
process.exitCode = columns.some(({ wrong }) => wrong) ? 1 : 0;

async function measured(site, width) {
  const found = { wrong: [] };
  const visit = (query, motion, work) => onPhone(site.url(site.priceList) + query, width, motion, work);
  await visit('', 'reduce', async (page, session) => {
    Object.assign(found, await loaded(page, session));
    const ids = await page.evaluate((fees) => [...document.querySelectorAll(fees)].map((fee) => fee.id), FEES);
    found.rows = ids.length;
    found.last = ids.at(-1);
    Object.assign(found, await scrolled(page));
    const words = await page.evaluate((id) => document.getElementById(id).cells[0].textContent, found.last);
    Object.assign(found, await jumped(page, found.last));
    if (!(await reached(page, found.last))) found.wrong.push('jump');
    Object.assign(found, await inPage(page, words));
    if (!(await reached(page, found.last))) found.wrong.push('find');
    await page.evaluate(() => window.scrollTo(0, 0));
    Object.assign(found, await searched(page, words));
    await page.locator('#alv-sis').focus();
    found.view = (await painted(page, () => page.keyboard.press('Space'))).last;
    found.shift = await page.evaluate(() => window.seen.shift);
  });
  // Who moves smoothly passes all rows on the way.
  for (const motion of ['reduce', 'no-preference']) {
    await visit(`#${found.last}`, motion, async (page) => {
      if (!(await reached(page, found.last))) found.wrong.push(`#, ${motion}`);
      found.shift += await page.evaluate(() => window.seen.shift);
    });
    await visit('', motion, async (page) => {
      const link = page.locator('.toc a').last();
      const middle = (await link.getAttribute('href')).slice(1);
      await link.press('Enter');
      if (!(await reached(page, middle))) found.wrong.push(`link, ${motion}`);
      found.shift += await page.evaluate(() => window.seen.shift);
    });
  }
  await visit(`?haku=${encodeURIComponent(found.last.replace('-', ' '))}`, 'reduce', async (page) => {
    found.arrival = await page.evaluate(() => window.seen.status);
    found.moved = await page.evaluate(() => window.seen.shift);
  });
  Object.assign(found, await onPaper(site, width));
  if (found.printed !== found.rows) found.wrong.push('print');
  if (found.shift > WORST_SHIFT) found.wrong.push('shift');
  return { ...found, wrong: found.wrong.join(', ') };
}

/** A visit by phone, from the first byte to a second after all is quiet. */
async function onPhone(address, width, reducedMotion, work) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, reducedMotion });
  context.setDefaultTimeout(120_000);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', LINE);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(watch);
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForTimeout(1000);
    return await work(page, session);
  } finally {
    await context.close();
  }
}

/** In the page: long tasks, shifts and when the number of hits was first said. */
function watch() {
  const seen = (window.seen = { task: 0, shift: 0, status: 0 });
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('longtask', ({ duration }) => (seen.task = Math.max(seen.task, duration)));
  observe('layout-shift', ({ value, hadRecentInput }) => (seen.shift += hadRecentInput ? 0 : value));
  document.addEventListener('DOMContentLoaded', () => {
    const status = document.querySelector('main [role=status]');
    const said = () => (seen.status ||= performance.now());
    if (status?.textContent) said();
    else if (status) new MutationObserver(said).observe(status, { childList: true });
  });
}

async function loaded(page, session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const spent = (name) => 1000 * metrics.find((metric) => metric.name === name).value;
  const timed = await page.evaluate(() => {
    const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const sum = (key) => files.reduce((total, file) => total + file[key], 0) / 1000;
    return {
      raw: sum('decodedBodySize'),
      gzip: sum('encodedBodySize'),
      nodes: document.querySelectorAll('*').length,
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      load: files[0].loadEventEnd,
      task: window.seen.task,
    };
  });
  return { ...timed, style: spent('RecalcStyleDuration'), layout: spent('LayoutDuration') };
}

/** Two seconds of scrolling by half a window a frame. */
function scrolled(page) {
  return page.evaluate(async () => {
    const frames = [];
    let before = await new Promise(requestAnimationFrame);
    for (const end = before + 2000; before < end; ) {
      window.scrollBy(0, 400);
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - before);
      before = now;
    }
    frames.sort((a, b) => a - b);
    return { frame: frames[Math.floor(frames.length / 2)], frames: frames.at(-1) };
  });
}

/** By a link to the row, as from the index of fees, which a reader follows by the keyboard. */
async function jumped(page, id) {
  await page.evaluate((hash) => {
    const link = document.createElement('a');
    Object.assign(link, { href: `#${hash}`, textContent: '…', className: 'skip' });
    document.querySelector('.skip').after(link);
    link.focus();
  }, id);
  return { jump: (await painted(page, () => page.keyboard.press('Enter'))).first };
}

/** What stands on the last row, from the top: what a reader's Ctrl-F asks of the browser. */
async function inPage(page, words) {
  await page.evaluate(() => window.scrollTo(0, 0));
  return page.evaluate(async (text) => {
    const started = performance.now();
    const found = window.find(text);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return { find: found ? performance.now() - started : Infinity };
  }, words);
}

/** Typed letter by letter, as far as the last row alone is left, and emptied again. */
async function searched(page, words) {
  await page.locator('#haku').focus();
  const times = [];
  for (const letter of words) {
    times.push(await painted(page, () => page.keyboard.press(letter === ' ' ? 'Space' : letter)));
  }
  await page.locator('#haku').selectText();
  const cleared = await painted(page, () => page.keyboard.press('Delete'));
  const slowest = (key, list) => Math.max(...list.map((time) => time[key]));
  return {
    first: times[0].first,
    later: slowest('first', times.slice(1)),
    cleared: cleared.first,
    whole: slowest('last', [...times, cleared]),
  };
}

/**
 * Milliseconds from a key to the first frame after it, and to the frame after the last change of the
 * main part: the page may change the rest in the frames after.
 */
async function painted(page, press) {
  await page.evaluate(() => {
    window.result = new Promise((done) => {
      let [from, first, last] = [0, 0, 0];
      const shown = () => {
        last = performance.now();
        first ||= last;
      };
      const frame = () =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = shown;
          port2.postMessage(0);
        });
      const changed = new MutationObserver(frame);
      const kinds = { attributes: true, childList: true, characterData: true, subtree: true };
      changed.observe(document.querySelector('main'), kinds);
      const once = { once: true, capture: true };
      window.addEventListener('keydown', (event) => (from = event.timeStamp), once);
      // What the key does comes after it: a letter in the field, or a click.
      window.addEventListener('input', frame, once);
      window.addEventListener('click', frame, once);
      const quiet = () => {
        if (!last || performance.now() - last < 300) return setTimeout(quiet, 50);
        changed.disconnect();
        done({ first: first - from, last: last - from });
      };
      quiet();
    });
  });
  await press();
  return page.evaluate(() => window.result);
}

/** Whether an element is in the window, when the page has come to rest. */
function reached(page, id) {
  return page.evaluate(async (wanted) => {
    const top = () => document.getElementById(wanted).getBoundingClientRect().top;
    let [place, still] = [top(), 0];
    for (let tries = 0; still < 5 && tries < 100; tries++) {
      await new Promise((done) => setTimeout(done, 60));
      still = Math.abs(top() - place) < 1 ? still + 1 : 0;
      place = top();
    }
    return place > -2 && place < window.innerHeight;
  }, id);
}

async function onPaper(site, width) {
  const context = await browser.newContext({ viewport: { width, height: 844 } });
  const folder = await mkdtemp(path.join(tmpdir(), 'rows-'));
  try {
    const page = await context.newPage();
    context.setDefaultTimeout(120_000);
    await page.goto(site.url(site.priceList));
    const names = await page.evaluate((fees) => {
      const name = (fee) => fee.cells?.[0].textContent ?? fee.textContent;
      return [...document.querySelectorAll(fees)].map(name);
    }, FEES);
    const started = performance.now();
    const file = path.join(folder, 'print.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    const print = (performance.now() - started) / 1000;
    const sheets = (await readFile(file, 'latin1')).match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    return { print, sheets, printed: await told(file, names) };
  } finally {
    await context.close();
    await rm(folder, { recursive: true });
  }
}

/** How many of the names are in the printed text, as poppler's pdftotext reads it. */
async function told(file, names) {
  const run = promisify(execFile);
  const { stdout } = await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 2 ** 28 });
  const bare = (text) => text.replace(/\s+/g, '');
  const text = bare(stdout);
  return names.filter((name) => text.includes(bare(name))).length;
}

function median(runs) {
  const middle = (key) => {
    const values = runs.map((run) => run[key]);
    if (key === 'wrong') return values.find(Boolean) ?? '';
    if (key === 'shift' || key === 'moved') return Math.max(...values);
    return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  };
  return Object.fromEntries(Object.keys(MEASURES).map((key) => [key, middle(key)]));
}

function print(found) {
  const padded = (cell, index) => (index ? cell.padStart(12) : cell.padEnd(40));
  const line = (cells) => console.log(cells.map(padded).join(''));
  line(['', ...found.map(({ width }) => `${width} px`)]);
  for (const [key, [words, unit]] of Object.entries(MEASURES)) {
    line([unit ? `${words}, ${unit}` : words, ...found.map((column) => shown(key, column[key]))]);
  }
}

function shown(key, value) {
  if (typeof value === 'string') return value || '–';
  if (key === 'shift' || key === 'moved') return value.toFixed(3);
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}
