// What only a running page shows: reflow, the accessibility tree, focus, no script, quiet loading, the fee page.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { collector, elements, launch, openDetails, sideBySide, withPage } from './lib.mjs';
import { feePage } from './fee-page.mjs';

const MOST_REQUESTS = 5;
const MOST_TAB_STOPS = 2000;
// WCAG 1.4.12: readers may set this spacing, and nothing may be lost.
const TEXT_SPACING =
  '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}';

export async function behaviour(site) {
  const { findings, check, failed } = collector();
  for (const [page, html] of site.html)
    check(inline(html) === 0, page, 'inline styles or scripts', inline(html));
  const browser = await launch();
  const visits = site.pages.flatMap((page) => [
    () => reflow(browser, site, page, 320, check),
    () => reflow(browser, site, page, 390, check),
    () => quietLoad(browser, site, page, { width: 390, height: 844 }, check),
    () => quietLoad(browser, site, page, { width: 1280, height: 900 }, check),
    () => focus(browser, site, page, { width: 390, height: 844 }, check),
    () => focus(browser, site, page, { width: 1280, height: 900 }, check),
    () => withoutScript(browser, site, page, check),
  ]);
  const jobs = [
    ...feePage(browser, site, check),
    () => unknownAddress(browser, site, check),
    () => fromDisk(browser, site, check),
    ...visits,
  ];
  await sideBySide(jobs, failed);
  await browser.close();
  return { findings, summary: `${jobs.length} visits on ${site.pages.length} pages` };
}

/** How many elements carry style or script of their own, as written; data is not script. */
function inline(html) {
  const own = ({ name, attributes }) =>
    'style' in attributes ||
    name === 'style' ||
    (name === 'script' && !attributes.src && attributes.type !== 'application/ld+json') ||
    Object.keys(attributes).some((attribute) => /^on[a-z]+$/.test(attribute));
  return elements(html).filter(own).length;
}

/** Narrow screens: no sideways scroll, and tables that stay tables to assistive technology. */
async function reflow(browser, site, name, width, check) {
  const viewport = { width, height: 900 };
  // The tool's own style sheet needs the page's content policy out of the way.
  await withPage(browser, { viewport, bypassCSP: true }, async (page, context) => {
    await page.goto(site.url(name));
    await openDetails(page);
    const where = [name, `${width} px`];
    const normal = await page.evaluate(tooWide);
    check(normal.scrollWidth <= width, ...where, 'scrolls sideways', normal.scrollWidth, ...normal.culprits);
    const { dom, tree } = await tables(page, context);
    check(
      JSON.stringify(dom) === JSON.stringify(tree),
      ...where,
      'table roles lost',
      `document ${JSON.stringify(dom)}`,
      `accessibility tree ${JSON.stringify(tree)}`,
    );
    await page.addStyleTag({ content: TEXT_SPACING });
    const spaced = await page.evaluate(tooWide);
    check(
      spaced.scrollWidth <= width,
      ...where,
      'scrolls sideways with wide text spacing',
      spaced.scrollWidth,
      ...spaced.culprits,
    );
  });
}

/** In the page: how wide it is, and the first elements that stick out of the screen. */
function tooWide() {
  // A box that is placed absolutely is not held by what it stands in, but by what it is placed in.
  const holder = (element) =>
    getComputedStyle(element).position === 'absolute' ? element.offsetParent : element.parentElement;
  const scrolls = (element) => {
    for (let up = holder(element); up && up !== document.body; up = holder(up)) {
      if (getComputedStyle(up).overflowX !== 'visible') return true;
    }
    return false;
  };
  const culprits = [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element))
    .slice(0, 3)
    .map((element) => element.outerHTML.slice(0, 80));
  return { scrollWidth: document.documentElement.scrollWidth, culprits };
}

/** Table parts in the document and in the accessibility tree. */
async function tables(page, context) {
  const dom = await page.evaluate(() => {
    const count = (selector) =>
      [...document.querySelectorAll(selector)].filter((element) => !element.closest('[hidden]')).length;
    return {
      tables: count('table'),
      rows: count('tr'),
      columnHeaders: count('th[scope^=col]'),
      rowHeaders: count('th[scope^=row]'),
      headers: count('th'),
      cells: count('td'),
    };
  });
  const session = await context.newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const count = (...roles) =>
    nodes.filter((node) => !node.ignored && roles.includes(node.role?.value)).length;
  const tree = {
    tables: count('table'),
    rows: count('row'),
    columnHeaders: count('columnheader'),
    rowHeaders: count('rowheader'),
    headers: count('columnheader', 'rowheader'),
    cells: count('cell', 'gridcell'),
  };
  return { dom, tree };
}

/** Loading a page: nothing moves, nothing fails, nothing is asked from others, nothing is left behind. */
async function quietLoad(browser, site, name, viewport, check) {
  await withPage(browser, { viewport }, async (page, context) => {
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => check(message.type() !== 'error', name, 'console error', message.text()));
    page.on('pageerror', (error) => check(false, name, 'script error', error.message));
    await page.addInitScript(() => {
      window.seen = { shift: 0, violations: [] };
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.seen.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
      document.addEventListener('securitypolicyviolation', (event) =>
        window.seen.violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
    await page.goto(site.url(name), { waitUntil: 'networkidle' });
    const seen = await page.evaluate(() => ({
      ...window.seen,
      policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null,
      icon: document.querySelector('link[rel~=icon]')?.href,
    }));
    // The browser fetches the icon out of sight, so it is counted by hand.
    if (seen.icon) requests.push(seen.icon);
    const addresses = new Set(requests.filter((url) => !url.startsWith('data:')));
    const outside = [...addresses].filter((url) => !url.startsWith(site.base));
    const cookies = await context.cookies();
    check(seen.shift === 0, name, `${viewport.width} px`, 'layout shift', seen.shift);
    check(seen.policy, name, 'has no content security policy');
    check(seen.violations.length === 0, name, 'content policy violations', ...seen.violations);
    check(outside.length === 0, name, 'asks other hosts', ...outside);
    check(addresses.size <= MOST_REQUESTS, name, `${addresses.size} requests`, ...addresses);
    check(cookies.length === 0, name, 'sets cookies', ...cookies.map((cookie) => cookie.name));
  });
}

/** Every tab stop shows a ring and is large enough to hit. */
async function focus(browser, site, name, viewport, check) {
  await withPage(browser, { viewport }, async (page) => {
    await page.goto(site.url(name));
    await openDetails(page);
    const where = [name, `${viewport.width} px`];
    const few = (list) => [`${list.length} times`, ...list.slice(0, 3)];
    const [unmarked, small] = [[], []];
    let stops = 0;
    for (; stops < MOST_TAB_STOPS; stops++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(tabStop);
      if (!stop) break;
      if (!stop.ring) unmarked.push(stop.html);
      if (!stop.large) small.push(`${stop.size} ${stop.html}`);
    }
    check(unmarked.length === 0, ...where, 'no focus ring', ...few(unmarked));
    check(small.length === 0, ...where, 'target below 24 px', ...few(small));
    const missed = await page.evaluate(unvisited);
    check(missed.length === 0, ...where, 'the Tab key does not reach', ...few(missed));
    check(stops > 0 && stops < MOST_TAB_STOPS, ...where, 'tab stops', stops);
  });
}

/** In the page: the focused element, or null at the end of the page or back at the start. */
function tabStop() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  window.visited ??= new Set();
  if (window.visited.has(element)) return null;
  window.visited.add(element);
  // A radio button may be drawn by the words beside it, a field by the box around it.
  const drawn = [element, element.nextElementSibling, element.closest('label'), element.parentElement];
  const ring = drawn.filter(Boolean).some((candidate) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(candidate);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const target =
    (element.matches('input[type=radio], input[type=checkbox]') && element.closest('label')) || element;
  const { width, height } = target.getBoundingClientRect();
  // WCAG 2.5.8 leaves out links inside sentences: their size follows the text.
  const inline = getComputedStyle(element).display === 'inline';
  return {
    ring,
    large: inline || (width >= 24 && height >= 24),
    size: `${width.toFixed(1)}×${height.toFixed(1)}`,
    html: element.outerHTML.slice(0, 100),
  };
}

/** In the page: visible controls where the Tab key never stopped; of radio buttons it visits one in a group. */
function unvisited() {
  const controls = [
    ...document.querySelectorAll(
      'a[href], button, summary, select, textarea, input:not([type=radio]), [tabindex="0"]',
    ),
  ];
  return controls
    .filter(
      (control) =>
        !control.disabled &&
        control.checkVisibility({ visibilityProperty: true }) &&
        !window.visited.has(control),
    )
    .map((control) => control.outerHTML.slice(0, 100));
}

/** Without script a page says all that it says with it, and hides what would not work. */
async function withoutScript(browser, site, name, check) {
  const read = (javaScriptEnabled) =>
    withPage(browser, { javaScriptEnabled }, async (page) => {
      await page.goto(site.url(name));
      return page.evaluate(() => {
        const main = document.querySelector('main');
        const enhanced = [...document.querySelectorAll('.js-only')];
        // What only script can answer: a field of the price list that has no form, and the calculator.
        const helpless = [...document.querySelectorAll('main output, main input[type=search]')];
        const dead = helpless.filter(
          (element) => !element.closest('form') && element.checkVisibility(),
        ).length;
        const shown = enhanced.filter((element) => element.checkVisibility()).length;
        for (const element of enhanced) element.style.setProperty('display', 'none', 'important');
        return { shown, dead, text: main?.innerText.replace(/\s+/g, ' ').trim() ?? '' };
      });
    });
  const [without, scripted] = [await read(false), await read(true)];
  check(without.shown === 0, name, 'no script', '.js-only elements are visible', without.shown);
  check(without.dead === 0, name, 'no script', 'search or calculator is visible', without.dead);
  check(without.text.length > 40, name, 'no script', 'main has no text');
  check(
    without.text === scripted.text,
    name,
    'no script',
    'main differs',
    ...firstDifference(without.text, scripted.text),
  );
}

function firstDifference(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return [a, b].map((text) => `…${text.slice(Math.max(0, at - 20), at + 40)}…`);
}

/** An address that is nowhere, however deep, gives the page that says so, with its styles. */
async function unknownAddress(browser, site, check) {
  await withPage(browser, {}, async (page) => {
    const look = () => page.evaluate(() => getComputedStyle(document.body).fontFamily);
    await page.goto(site.url(site.front));
    const styled = await look();
    const response = await page.goto(`${site.base}ei/ole/olemassa.html`);
    check(response.status() === 404, '404.html', 'status', response.status());
    check((await page.locator('h1').count()) === 1, '404.html', 'has no heading');
    check((await look()) === styled, '404.html', 'has no styles at a deep address');
  });
}

/** The site opened from a disk or a memory stick: the same looks, and links that lead to pages. */
async function fromDisk(browser, site, check) {
  const look = (page) =>
    page.evaluate(() => {
      const { fontFamily, backgroundColor, lineHeight } = getComputedStyle(document.body);
      return [fontFamily, backgroundColor, lineHeight].join(' ');
    });
  await withPage(browser, {}, async (page) => {
    await page.goto(site.url(site.front));
    const styled = await look(page);
    const fileOf = (name) => pathToFileURL(path.join(site.dir, ...name.split('/'))).href;
    const names = new Map(site.pages.map((name) => [fileOf(name), name]));
    const visited = new Set();
    const queue = [fileOf(site.front)];
    for (let address = queue.shift(); address; address = queue.shift()) {
      if (visited.has(address)) continue;
      visited.add(address);
      await page.goto(address);
      const here = names.get(address) ?? address;
      check((await look(page)) === styled, here, 'opened from disk', 'has no styles');
      const links = await page.evaluate(() =>
        [...document.querySelectorAll('a[href]')]
          .map((a) => a.href.replace(/[?#].*$/, ''))
          .filter((href) => href.startsWith('file:')),
      );
      for (const link of new Set(links)) {
        if (names.has(link)) queue.push(link);
        else
          check(
            link.endsWith('/') === false,
            here,
            'opened from disk',
            'link to a folder',
            link.slice(fileOf('').length),
          );
      }
    }
    for (const name of site.keyPages)
      check(visited.has(fileOf(name)), name, 'opened from disk', 'no links lead to it');
    // A click, as a reader does it.
    await page.goto(fileOf(site.front));
    const link = page
      .locator('main a[href], nav a[href]')
      .and(
        page.locator(
          `a[href*="${path.posix.basename(site.report, '.html')}"], a[href*="${path.posix.dirname(site.report)}"]`,
        ),
      )
      .first();
    if (await link.count()) {
      await link.click();
      check(
        page.url() !== fileOf(site.front) && (await look(page)) === styled,
        site.front,
        'opened from disk',
        'a click leads nowhere',
        page.url(),
      );
    }
  });
}
