// What a page costs to load for the first time: the page, its style sheets, scripts and icon, raw and compressed.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import zlib from 'node:zlib';
import { collector, elements } from './lib.mjs';

const LIMITS = { page: { raw: 60_000, gzip: 16_000 }, priceList: { raw: 90_000, gzip: 20_000 } };

export async function weight(site) {
  const { findings, check } = collector();
  const rows = [];
  for (const page of site.pages) {
    const files = [page, ...loaded(site, page)];
    const bodies = await Promise.all(
      files.map((file) => readFile(path.join(site.dir, file)).catch(() => null)),
    );
    check(!bodies.includes(null), page, 'loads a file that is not there', files[bodies.indexOf(null)]);
    const raw = sum(bodies.map((body) => body?.length ?? 0));
    const gzip = sum(bodies.map((body) => (body ? zlib.gzipSync(body).length : 0)));
    const limit = page === site.priceList ? LIMITS.priceList : LIMITS.page;
    check(raw <= limit.raw, page, `${raw} bytes`, `more than ${limit.raw}`);
    check(gzip <= limit.gzip, page, `${gzip} bytes compressed`, `more than ${limit.gzip}`);
    rows.push({ page, raw, gzip, limit });
  }
  print(rows);
  return { findings, summary: `${rows.length} pages` };
}

function loaded(site, page) {
  const addresses = elements(site.html.get(page)).flatMap(({ name, attributes: { rel = '', href, src } }) => {
    if (name === 'link' && /\b(stylesheet|icon|preload|modulepreload)\b/.test(rel)) return [href];
    return name === 'script' || name === 'img' ? [src] : [];
  });
  const local = addresses.filter((address) => address && !/^[a-z]+:/i.test(address));
  const files = local.map((address) => new URL(address, `http://localhost${site.prefix}${page}`).pathname);
  return [...new Set(files.map((file) => decodeURIComponent(file.slice(site.prefix.length))))];
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function print(rows) {
  const width = Math.max(4, ...rows.map(({ page }) => page.length));
  console.log(`${'page'.padEnd(width)}     raw   limit    gzip   limit`);
  for (const { page, raw, gzip, limit } of rows) {
    console.log(
      page.padEnd(width),
      ...[raw, limit.raw, gzip, limit.gzip].map((number) => String(number).padStart(7)),
    );
  }
}
