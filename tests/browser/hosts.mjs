// The site behind nginx, Apache, lighttpd and Caddy with the host files it brings: every file and link, the headers, the page
// for unknown addresses, what is not served, and a browser that has nothing to complain of; also from the disk.

import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';
import { collector, elements, launch, sideBySide, withPage } from './lib.mjs';
import { startServers, stopServers } from './servers.mjs';

const TYPES = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};
// Header and what it must say; the policy is compared with the one of the pages.
const HEADERS = {
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^(no-referrer|same-origin|strict-origin-when-cross-origin)$/,
  'permissions-policy': /camera=\(\).*geolocation=\(\).*microphone=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
};
// The name of a file that never changes carries a sum of its bytes.
const CARRYING = /\.([0-9a-f]{8})\.(css|js|svg)$/;
const FOREVER = 'public, max-age=31536000, immutable';
// Files that are in the folder and not for readers.
const UNSERVED = /(^|\/)\.(?!well-known\/)|^(nginx\.conf|lighttpd\.conf|Caddyfile|web\.config|_headers)$|\.\w+\.gz$/;

export async function hosts(site) {
  const { findings, check, failed } = collector();
  const home = await mkdtemp(path.join(os.tmpdir(), 'toteuma-hosts-'));
  let servers = [];
  let browser;
  try {
    const { root, folder } = await published(site, home);
    servers = await startServers(home, root, folder);
    browser = await launch();
    const jobs = servers.flatMap((server) => {
      const host = { ...server, base: `http://127.0.0.1:${server.port}${site.prefix}` };
      const told = (ok, ...words) => check(ok, host.name, ...words);
      return [
        () => everyFile(host, site, told),
        () => everyLink(host, site, told),
        () => unknownAddress(host, site, told),
        () => unserved(host, site, told),
        () => again(host, told),
        () => packed(host, site, told),
        ...site.keyPages.map((page) => () => quiet(browser, host.base + page, told)),
        () => quiet(browser, `${host.base}ei/ole/`, told),
      ];
    });
    const fromDisk = site.keyPages.map((page) => {
      const address = pathToFileURL(path.join(folder, page)).href;
      return () => quiet(browser, address, (ok, ...words) => check(ok, 'disk', ...words));
    });
    await sideBySide([...jobs, ...fromDisk], failed);
  } finally {
    await browser?.close();
    await stopServers(servers);
    await rm(home, { recursive: true, force: true });
  }
  const names = servers.map(({ name }) => name).join(', ');
  return { findings, summary: `${site.files.length} files at ${site.prefix} by ${names}` };
}

/** Copies the site where every server may read it, with a folder that has no page and with hidden files. */
async function published(site, home) {
  await chmod(home, 0o755);
  const root = path.join(home, 'www');
  const folder = path.join(root, site.prefix);
  await mkdir(folder, { recursive: true });
  await cp(site.dir, folder, { recursive: true, preserveTimestamps: true });
  for (const name of ['no-page/file.txt', '.git/config', '.well-known/security.txt']) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), 'text\n');
  }
  return { root, folder };
}

/** Every file of the site is served as it is, with its type and all headers. */
async function everyFile(host, site, check) {
  for (const file of site.files.filter((file) => !UNSERVED.test(file))) {
    const answer = await get(host.base + encodeURI(file));
    const bytes = await readFile(path.join(site.dir, file));
    check(answer.status === 200, file, answer.status);
    check(answer.body.equals(bytes), file, 'other bytes than on the disk');
    const type = answer.headers['content-type']?.toLowerCase();
    const expected = TYPES[path.extname(file).slice(1)];
    check(!expected || type === expected, file, 'type', type);
    const caching = answer.headers['cache-control'];
    const sum = CARRYING.exec(file)?.[1];
    check(caching === (sum ? FOREVER : 'no-cache'), file, 'kept', caching);
    check(!sum || createHash('sha256').update(bytes).digest('hex').startsWith(sum), file, 'carries other bytes');
    checkHeaders(answer, site, check, file);
  }
}

function checkHeaders({ headers }, site, check, where) {
  for (const [name, form] of Object.entries(HEADERS))
    check(form.test(headers[name] ?? ''), where, name, headers[name]);
  const meta = elements(site.html.get('index.html')).find(
    ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
  );
  const policy = `${meta.attributes.content}; frame-ancestors 'none'`;
  check(headers['content-security-policy'] === policy, where, 'policy', headers['content-security-policy']);
  const strict = headers['strict-transport-security'];
  check(Boolean(strict) === site.address.startsWith('https:'), where, 'strict transport', strict);
}

/** Goes from the front page to all that it leads to. */
async function everyLink(host, site, check) {
  const waiting = [host.base];
  const seen = new Set(waiting);
  while (waiting.length) {
    const address = waiting.shift();
    const answer = await get(address);
    if (!check(answer.status === 200, address, answer.status)) continue;
    if (!answer.headers['content-type'].startsWith('text/html')) continue;
    for (const { name, attributes } of elements(String(answer.body))) {
      const named = name === 'link' && /canonical|alternate/.test(attributes.rel);
      const way = attributes.href ?? attributes.src ?? (name === 'form' ? attributes.action : undefined);
      if (named || way === undefined) continue;
      const next = new URL(way, address);
      next.hash = '';
      if (next.host !== new URL(host.base).host || seen.has(next.href)) continue;
      check(next.href.startsWith(host.base), address, way, 'leaves the site');
      seen.add(next.href);
      waiting.push(next.href);
    }
  }
  const pages = site.pages.filter((page) => page !== '404.html');
  const isSeen = (page) =>
    seen.has(host.base + encodeURI(page)) || seen.has(host.base + encodeURI(page.replace(/index\.html$/, '')));
  for (const page of pages) check(isSeen(page), page, 'no link leads here');
}

/** An unknown address at any depth shows the site's own page, and a folder's name alone leads into it. */
async function unknownAddress(host, site, check) {
  const page = await readFile(path.join(site.dir, '404.html'));
  for (const file of ['ei-ole.html', 'ei/ole/taalla.html', 'ei/ole/', 'ei-ole.css', 'ei-ole.12ab34cd.css']) {
    const answer = await get(host.base + file);
    check(answer.status === 404, file, answer.status);
    check(answer.body.equals(page), file, "not the site's own page");
    check(/^text\/html; charset=utf-8$/i.test(answer.headers['content-type']), file, answer.headers['content-type']);
    // A file that is still to come must not be missing for a year.
    check(answer.headers['cache-control'] === 'no-cache', file, 'kept', answer.headers['cache-control']);
    checkHeaders(answer, site, check, file);
  }
  const inner = site.pages.find((page) => /\/index\.html$/.test(page)).replace(/\/index\.html$/, '');
  const answer = await get(host.base + inner);
  const target = new URL(answer.headers.location ?? '', host.base).href;
  check([301, 308].includes(answer.status) && target === `${host.base}${inner}/`, inner, answer.status, target);
}

/** No folder is listed, and nothing is served that is not for readers. */
async function unserved(host, site, check) {
  const listed = await get(`${host.base}no-page/`);
  check([403, 404].includes(listed.status), 'no-page/', listed.status);
  check(!String(listed.body).includes('file.txt'), 'no-page/', 'is listed');
  const files = site.files.filter((file) => UNSERVED.test(file));
  check(files.length >= 6, 'host files', ...files);
  for (const file of [...files, '.git/config', '.git/', '.git']) {
    const answer = await get(host.base + file);
    check([403, 404].includes(answer.status), file, 'is served', answer.status);
  }
  const told = await get(`${host.base}.well-known/security.txt`);
  check(told.status === 200, '.well-known/security.txt', told.status);
}

/** A page that stayed the same is not sent again, and one that is sent is packed. */
async function again(host, check) {
  const accept = { 'accept-encoding': 'gzip' };
  const first = await get(host.base, accept);
  check(!host.packs || first.headers['content-encoding'] === 'gzip', 'not packed');
  const { etag, 'last-modified': changed } = first.headers;
  const known = { ...(etag && { 'if-none-match': etag }), ...(changed && { 'if-modified-since': changed }) };
  const second = await get(host.base, { ...accept, ...known });
  check(second.status === 304, 'sent again', second.status);
}

/** A packed copy is sent instead of its file, as it is where a server can, and only to those who ask for it. */
async function packed(host, site, check) {
  const copies = site.files.filter((file) => file.endsWith('.gz'));
  for (const copy of copies) {
    const file = copy.replace(/\.gz$/, '');
    const [bytes, packedBytes] = await Promise.all([file, copy].map((name) => readFile(path.join(site.dir, name))));
    check(zlib.gunzipSync(packedBytes).equals(bytes), copy, 'is of another file');
    const addresses = [file, ...(/(^|\/)index\.html$/.test(file) ? [file.replace(/index\.html$/, '')] : [])];
    for (const address of addresses) {
      const plain = await get(host.base + encodeURI(address));
      const small = await get(host.base + encodeURI(address), { 'accept-encoding': 'br, gzip' });
      const refused = await get(host.base + encodeURI(address), { 'accept-encoding': 'gzip;q=0' });
      check(plain.status === 200 && small.status === 200, address, plain.status, small.status);
      check(plain.headers['content-encoding'] === undefined && plain.body.equals(bytes), address, 'is packed unasked');
      for (const name of ['content-type', 'cache-control', 'content-security-policy'])
        check(plain.headers[name] === small.headers[name], address, name, small.headers[name]);
      if (host.sendsCopies)
        for (const { headers } of [plain, small, refused])
          check(/^accept-encoding$/i.test(headers.vary ?? ''), address, 'vary', headers.vary);
      const isPlain = refused.headers['content-encoding'] === undefined;
      check(!host.sendsCopies || isPlain, address, 'is packed for one who refuses it');
      if (!host.packs) continue;
      check(small.headers['content-encoding'] === 'gzip', address, 'is not packed');
      check(zlib.gunzipSync(small.body).equals(bytes), address, 'unpacks to other bytes');
      check(!host.sendsCopies || small.body.equals(packedBytes), address, 'is packed anew');
      const known = { 'if-modified-since': small.headers['last-modified'], 'accept-encoding': 'gzip' };
      const again = await get(host.base + encodeURI(address), known);
      check(again.status === 304, address, 'sent again', again.status);
    }
  }
}

/** A browser opens a page, and nothing on it goes against the policy or fails to load. */
async function quiet(browser, address, check) {
  await withPage(browser, {}, async (page) => {
    const said = [];
    await page.addInitScript(() => {
      globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) said.push(message.text());
    });
    page.on('requestfailed', (request) => said.push(`${request.url()} failed`));
    const answer = await page.goto(address);
    await page.waitForLoadState('load');
    const violations = await page.evaluate(() => globalThis.violations);
    check(violations.length === 0, address, 'against the policy', ...violations);
    // A browser tells of the unknown address that was asked for.
    const others = said.filter((text) => answer?.status() !== 404 || !/status of 404/.test(text));
    check(others.length === 0, address, ...others);
    const isStyled = await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.href));
    check(isStyled, address, 'has no styles');
  });
}

/** An answer as it comes: no redirect is followed, and nothing is unpacked. */
function get(address, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.get(address, { headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
