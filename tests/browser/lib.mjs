// What the checks share: the built site, a server for it, a browser and a way to run jobs side by side.

import { accessSync, constants } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { chromium } from 'playwright-core';

/**
 * Opens a built site: lists its pages, names the three that stand for the others, and serves it.
 * `base` is the address of the front page's folder; `address` is the one the site is published at.
 */
export async function openSite(folder) {
  const dir = path.resolve(folder);
  const files = await filesBelow(dir);
  const pages = files.filter((file) => file.endsWith('.html'));
  if (!pages.includes('index.html')) throw new Error(`${folder} has no index.html`);
  const html = new Map();
  for (const page of pages) html.set(page, await readFile(path.join(dir, page), 'utf8'));

  const address = canonical(html.get('index.html'));
  const prefix = address ? new URL('.', address).pathname : '/';
  const server = await serve(dir, prefix);
  const base = `http://127.0.0.1:${server.address().port}${prefix}`;

  const { front, priceList, report } = keyPages(html);
  return {
    dir,
    files,
    pages,
    html,
    address: address && new URL('.', address).href,
    prefix,
    base,
    front,
    priceList,
    report,
    keyPages: [front, report, priceList].filter(Boolean),
    url: (page) => base + page.split('/').map(encodeURIComponent).join('/'),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Paths of all files below a folder, with `/` between parts, sorted. */
export async function filesBelow(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
}

function canonical(html) {
  const link = elements(html).find((element) => element.attributes.rel === 'canonical');
  return link?.attributes.href;
}

/**
 * The price list, when there is one, has the search field with its result count (the front page
 * has the field alone).
 * The report is the longest page that describes a data set; the longest has the most to go wrong.
 */
function keyPages(html) {
  const others = [...html.keys()].filter((page) => page !== 'index.html' && page !== '404.html');
  const longest = (pages) => pages.sort((a, b) => html.get(b).length - html.get(a).length)[0];
  const priceList = others.find((page) => {
    const found = elements(html.get(page));
    return (
      found.some((element) => element.attributes.id === 'haku') &&
      found.some((element) => element.attributes.role === 'status')
    );
  });
  const rest = others.filter((page) => page !== priceList);
  const dataSets = rest.filter((page) => /"@type":\s*"Dataset"/.test(html.get(page)));
  return { front: 'index.html', priceList, report: longest(dataSets.length ? dataSets : rest) };
}

/** Elements of an HTML text in order: name, attributes, and the text of scripts. */
export function elements(html) {
  const token =
    /<!--[^]*?-->|<(script|style|title|textarea)\b((?:[^>"']|"[^"]*"|'[^']*')*)>([^]*?)<\/\1\s*>|<([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
  const found = [];
  for (const [, raw, rawAttributes, text, name, attributes] of html.matchAll(token)) {
    if (raw) found.push({ name: raw.toLowerCase(), attributes: parse(rawAttributes), text });
    else if (name) found.push({ name: name.toLowerCase(), attributes: parse(attributes), text: '' });
  }
  return found;
}

function parse(text) {
  const attributes = {};
  const pattern = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  for (const [, name, double, single, bare] of text.matchAll(pattern)) {
    attributes[name.toLowerCase()] ??= decode(double ?? single ?? bare ?? '');
  }
  return attributes;
}

function decode(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex || decimal) return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
    return named[name] ?? whole;
  });
}

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.xml': 'application/xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonld': 'application/ld+json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pdf': 'application/pdf',
};
const COMPRESSED = /text|javascript|json|xml/;

/** Serves a folder the way an ordinary web host does, on a free port that only this machine reaches. */
function serve(dir, prefix) {
  const server = http.createServer(async (request, response) => {
    const found = await lookUp(dir, prefix, request.url);
    if (found.redirect) {
      response.writeHead(301, { location: found.redirect });
      return response.end();
    }
    const type = TYPES[path.extname(found.file)] ?? 'application/octet-stream';
    const headers = {
      'content-type': found.body ? type : 'text/plain; charset=utf-8',
      'cache-control': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
    };
    let body = found.body ?? Buffer.from('not found');
    if (COMPRESSED.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      headers['content-encoding'] = 'gzip';
      body = zlib.gzipSync(body);
    }
    response.writeHead(found.status, headers);
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function lookUp(dir, prefix, address) {
  const notFound = async () => {
    const body = await readFile(path.join(dir, '404.html')).catch(() => null);
    return { status: 404, file: '404.html', body };
  };
  let pathname;
  try {
    pathname = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  } catch {
    return notFound();
  }
  if (!pathname.startsWith(prefix)) return notFound();
  let file = path.join(dir, path.normalize('/' + pathname.slice(prefix.length)));
  const kind = await stat(file).catch(() => null);
  if (kind?.isDirectory()) {
    if (!pathname.endsWith('/')) return { redirect: `${encodeURI(pathname)}/`, file };
    file = path.join(file, 'index.html');
  }
  const body = await readFile(file).catch(() => null);
  return body ? { status: 200, file, body } : notFound();
}

/**
 * What the browser is started with. The pages are our own, so the sandbox, which needs rights that
 * containers do not give, is left out; the rest keeps the browser from calling home.
 */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of the machine: `CHROME_PATH`, or the first known name on the search path. */
export function chromePath() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  throw new Error('no Chromium found: install it or set CHROME_PATH');
}

export function launch() {
  return chromium.launch({ executablePath: chromePath(), args: BROWSER_FLAGS });
}

/** Gives the work a page in a context of its own, and closes the context whatever happens. */
export async function withPage(browser, options, work) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(30_000);
  try {
    return await work(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

export const openDetails = (page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

/** Runs the jobs, four at a time. What one of them throws goes to `failed`, and the others go on. */
export async function sideBySide(jobs, failed) {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await job().catch(failed);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

/** Collects what is wrong: `check(ok, place, fact)` keeps the fact when it is not ok, `failed` an error. */
export function collector() {
  const findings = [];
  const check = (ok, ...words) => {
    if (!ok) findings.push(words.join(' · '));
    return ok;
  };
  const failed = (error) => check(false, 'a visit broke off', error.stack.split('\n').slice(0, 6).join(' '));
  return { findings, check, failed };
}
