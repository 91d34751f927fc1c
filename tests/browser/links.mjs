// Every internal link and fragment leads somewhere, from every page, also from a disk; nothing is loaded from outside.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LinkChecker } from 'linkinator';
import { collector, elements } from './lib.mjs';

// Attributes that hold an address, and whether the browser loads it by itself.
const ADDRESSES = {
  href: 'a area link image use',
  src: 'img script iframe source input',
  action: 'form',
  formaction: 'button',
  poster: 'video',
  data: 'object',
  srcset: 'img source',
  'xlink:href': 'use image a',
};
const FOLLOWED = new Set(['a', 'area', 'form', 'button']);
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;
// Relations of <link> that name an address without loading it.
const NAMED_ONLY = /^(canonical|alternate|license|author|me|help|next|prev|describedby|up)\b/;

export async function links(site) {
  const { findings, check } = collector();
  const ids = new Map(
    [...site.html].map(([page, html]) => [
      page,
      new Set(
        elements(html)
          .map(({ attributes }) => attributes.id)
          .filter(Boolean),
      ),
    ]),
  );
  const files = new Set(site.files);
  let count = 0;

  for (const [page, html] of site.html) {
    for (const { name, attributes, text } of elements(html)) {
      for (const [attribute, owners] of Object.entries(ADDRESSES)) {
        if (attributes[attribute] === undefined || !owners.split(' ').includes(name)) continue;
        const address = attributes[attribute].trim();
        count += 1;
        checkAddress(address, { page, name, attributes });
      }
      if (attributes.type === 'application/ld+json') checkPublished(text, page);
    }
  }
  for (const file of site.files.filter(
    (file) => /\.(xml|json|jsonld)$/.test(file) || file === 'robots.txt',
  )) {
    checkPublished(await readFile(path.join(site.dir, file), 'utf8'), file);
  }
  const crawled = await crawl(site, check);
  return { findings, summary: `${count} addresses on ${site.pages.length} pages, ${crawled} crawled` };

  function checkAddress(address, { page, name, attributes }) {
    const where = [page, `<${name}>`, address];
    if (ELSEWHERE.test(address)) {
      const named = FOLLOWED.has(name) || (name === 'link' && NAMED_ONLY.test(attributes.rel ?? ''));
      check(named || address.startsWith('data:'), ...where, 'is loaded from outside');
      check(!/^(javascript|vbscript):/i.test(address), ...where, 'runs script');
      check(name !== 'form', ...where, 'sends a form outside');
      if (site.address && address.startsWith(site.address))
        resolve(site.prefix + address.slice(site.address.length), where);
      return;
    }
    check(address !== '', ...where, 'empty address');
    // The page for unknown addresses is shown at any depth, so its links start from the root.
    if (page !== '404.html')
      check(!address.startsWith('/'), ...where, 'starts with "/": breaks in a sub-folder and from a disk');
    else
      check(
        address.startsWith('/') || address.startsWith('#'),
        ...where,
        'does not start with "/": breaks at a deep address',
      );
    resolve(new URL(address, `http://localhost${site.prefix}${page}`), where);
  }

  /** Addresses of this site in its JSON-LD, site map, feed and data catalogue. */
  function checkPublished(text, where) {
    if (!site.address) return;
    const escaped = site.address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    for (const [address] of text
      .replace(/\\\//g, '/')
      .matchAll(new RegExp(`${escaped}[^"'<>\\s\\\\]*`, 'g'))) {
      count += 1;
      resolve(site.prefix + address.slice(site.address.length), [where, address]);
    }
  }

  function resolve(address, where) {
    const { pathname, hash } = new URL(address, 'http://localhost');
    if (!check(pathname.startsWith(site.prefix), ...where, 'leaves the site')) return;
    let file = decodeURIComponent(pathname.slice(site.prefix.length));
    if (file === '' || file.endsWith('/')) file += 'index.html';
    if (!check(files.has(file), ...where, 'leads nowhere')) return;
    const fragment = decodeURIComponent(hash.slice(1));
    if (fragment && ids.has(file))
      check(ids.get(file).has(fragment), ...where, `no id "${fragment}" in ${file}`);
  }
}

/** A second opinion from linkinator, which also tells which pages the front page leads to. */
async function crawl(site, check) {
  const outcome = await new LinkChecker().check({
    path: site.base,
    recurse: true,
    checkFragments: true,
    concurrency: 8,
    linksToSkip: async (link) => !link.startsWith(site.base),
  });
  for (const link of outcome.links.filter((link) => link.state === 'BROKEN')) {
    check(
      false,
      link.parent?.slice(site.base.length) || 'index.html',
      link.url,
      `broken for linkinator (${link.status ?? 'no answer'})`,
    );
  }
  const reached = new Set(
    outcome.links.map((link) =>
      link.url
        .replace(/[?#].*$/, '')
        .slice(site.base.length)
        .replace(/(^|\/)$/, '$1index.html'),
    ),
  );
  for (const page of site.pages.filter((page) => page !== '404.html')) {
    check(reached.has(encodeURI(page)), page, 'no link leads here from the front page');
  }
  return outcome.links.length;
}
